"""The timeline page over a real library of small texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

from tests.support.chat_page import text, well
from tests.support.library_page import at, desk_of
from ui import taken_files
from ui.desk import Desk

CLAIM = (
    "Acme <b>paid</b> Smith $5,000 on March 3, 2021 in full.\n\n"
    "Smith shall respond no later than April 7, 2021 in writing.\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    return desk_of(tmp_path, {"acme": {"claim.txt": CLAIM}})


def test_events_are_listed_filtered_and_opened(room: Desk) -> None:
    page = at(room, "timeline")
    said = text(page)
    assert "2 events." in said
    assert said.index("March 3, 2021 · Named in a paper") < said.index("April 7, 2021 · Deadline ·")
    assert "<b>paid</b>" in said
    page = well(page.selectbox(key="timeline-kind").set_value("deadline").run())
    assert "1 event." in text(page)
    assert "March 3, 2021 · " not in text(page)
    well(page.button(key="timeline-event-0").click().run())
    assert page.session_state["viewer"].quoted.citation.document == "claim.txt"
    page = well(page.text_input(key="timeline-about").set_value("nobody").run())
    assert "0 events." in text(page)


def test_the_picture_has_a_mark_for_each_event(room: Desk) -> None:
    """Its rows, and no data set beside them: the browser draws nothing with one it cannot place."""
    (picture,) = at(room, "timeline").get("vega_lite_chart")
    rows = convert_arrow_bytes_to_pandas_df(picture.proto.data.data)
    assert list(rows["begins"]) == ["2021-03-03T00:00:00", "2021-04-07T00:00:00"]
    assert not picture.proto.datasets
    spec = json.loads(picture.proto.spec)
    assert spec["encoding"]["x"]["scale"]["padding"] > 0
    (zoomed,) = spec["params"]
    assert zoomed["select"]["zoom"] == "wheel![event.ctrlKey]"


def test_a_long_list_opens_with_a_few_and_shows_more(tmp_path: Path) -> None:
    paid = "\n\n".join(f"Acme paid Smith ${day} on March {day}, 2021." for day in range(1, 29))
    page = at(desk_of(tmp_path, {"acme": {"claim.txt": paid}}), "timeline")
    assert "28 events." in text(page)
    assert sum("timeline-event-" in str(button.key) for button in page.button) == 20
    assert page.button(key="timeline-more").label == "Show 8 more"
    page = well(page.button(key="timeline-more").click().run())
    assert sum("timeline-event-" in str(button.key) for button in page.button) == 28


def test_amounts_are_listed_and_opened(room: Desk) -> None:
    page = at(room, "timeline", **{"timeline-part": "amounts"})
    assert "1 amount." in text(page)
    assert "5,000 USD" in text(page)
    well(page.button(key="amounts-quote-0").click().run())
    assert page.session_state["viewer"].quoted.citation.document == "claim.txt"
    page = well(page.text_input(key="amounts-about").set_value("nobody").run())
    assert "0 amounts." in text(page)


def test_files_stay_where_they_were_offered_and_follow_the_choice(room: Desk) -> None:
    page = at(room, "timeline")
    client = TestClient(Starlette(routes=[taken_files.route()]))

    def links() -> dict[str, str]:
        (drawn,) = [each.value for each in page.html if "download>" in each.value]
        return {words: at for at, words in re.findall(r'href="([^"]+)" download>([^<]+)<', drawn)}

    offered = links()
    assert list(offered) == ["Word", "PDF", "Markdown", "Table (CSV)", "Calendar (.ics)"]
    taken = client.get(offered["Table (CSV)"])
    assert taken.headers["content-disposition"] == (
        "attachment; filename*=utf-8''acme-timeline.csv"
    )
    assert taken.text.count("claim.txt") == 2
    for words, begins in (("Word", b"PK"), ("PDF", b"%PDF"), ("Calendar (.ics)", b"BEGIN:VCAL")):
        assert client.get(offered[words]).content.startswith(begins)
    well(page.selectbox(key="timeline-kind").set_value("deadline").run())
    well(page.button(key="timeline-event-0").click().run())
    assert links() == offered
    assert client.get(offered["Table (CSV)"]).text.count("claim.txt") == 1
    assert client.get(f"{offered['Word']}x").status_code == 404


def test_a_table_shows_all_events_and_opens_them(room: Desk) -> None:
    page = at(room, "timeline")
    page = well(page.checkbox(key="timeline-as-table").check().run())
    (table,) = page.dataframe
    assert list(table.value["Day"]) == ["2021-03-03", "2021-04-07"]
    assert list(table.value["Kind"]) == ["Named in a paper", "Deadline"]
    assert "Dispute" not in table.value.columns or not any(table.value["Dispute"])
    assert not [button for button in page.button if str(button.key).startswith("timeline-event")]
