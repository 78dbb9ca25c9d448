"""The chat page under Streamlit's AppTest: opened, typed into, read."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.support.rendered import Read, shown
from ui.desk import Desk


def script() -> None:
    # Run as a file of its own, so that what it uses is imported here.
    import streamlit as st

    from ui import frame
    from ui.pages import chat as chat_page

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.bot.cases(), desk.conversations)
    if case is None:
        chat_page.draw_no_cases()
    else:
        chat_page.draw(desk, case)


def at(desk: Desk, **session: object) -> AppTest:
    """The page as a new visitor of this desk sees it."""
    page = AppTest.from_function(script, default_timeout=60)
    for name, value in {"desk": desk, **session}.items():
        page.session_state[name] = value
    return well(page.run())


def well(page: AppTest) -> AppTest:
    """The page, if no traceback stands on it."""
    assert not page.exception
    return page


def ask(page: AppTest, question: str) -> AppTest:
    return well(page.chat_input[0].set_value(question).run())


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if seen(button.label).startswith(label)]
    return well(button.click().run())


def seen(label: str) -> str:
    return shown(label)[0].replace("\N{WORD JOINER}", "")


def text(page: AppTest) -> str:
    """All that is drawn as HTML, as a reader sees it."""
    bodies = [element.value for element in page.html if not element.value.startswith("<style")]
    return "\n".join(Read(body).text for body in bodies)


def labels(page: AppTest) -> list[str]:
    return [seen(button.label) for button in page.button]
