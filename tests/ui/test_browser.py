"""The page in a real browser, served by a real Streamlit with the fake bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest.store.catalogue import Catalogue
from tests.support.fake_bot import ARTICLE, BEFORE, NASTY, QUOTE

pytestmark = pytest.mark.browser

# A page that is not there by then is not late but wrong, also on a busy machine.
expect.set_options(timeout=30_000)


@pytest.fixture
def strangers() -> list[str]:
    """Hosts other than this machine that the page asked something of, or tried to."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, library: Path, strangers: list[str]) -> Iterator[Page]:
    forget_conversations(library)
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    page = context.new_page()
    page.on("request", lambda request: _note_stranger(request.url, strangers))
    # What the page tried and the browser would not let it.
    page.on("console", lambda message: _note_refusal(message.text, strangers))
    page.goto(address)
    # The first visit makes the server import everything.
    heading = page.get_by_role("heading", name="Acme Racks v. Bolt Hosting")
    expect(heading).to_be_visible(timeout=90_000)
    yield page
    context.close()
    assert strangers == []


def forget_conversations(library: Path) -> None:
    """They are kept between visits, and tests are strangers to each other."""
    with Catalogue(library / "catalogue.sqlite").transaction() as db:
        db.execute("DELETE FROM conversations")


def _note_stranger(url: str, strangers: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        strangers.append(url)


def _note_refusal(text: str, strangers: list[str]) -> None:
    if "Content Security Policy" in text:
        strangers.append(text)


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    # The box of the case before stays on the page until the new case is drawn whole.
    expect(box).to_have_count(1)
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_role("heading", name=question)).to_be_visible()


def test_a_click_on_an_example_answers_it_and_a_citation_opens_its_page(page: Page) -> None:
    # Nothing of Streamlit's own is offered.
    expect(page.get_by_text("Deploy")).to_have_count(0)
    expect(page.get_by_text("Rerun")).to_have_count(0)
    assert page.title() == "Pincite"
    page.get_by_role("button", name="How much is unpaid?").click()
    quote = page.locator("blockquote").filter(has_text=QUOTE)
    expect(quote).to_be_visible()
    expect(quote.locator("mark")).to_have_text("$1,250,000")
    page.get_by_role("button", name="[1] Compl. (ECF No. 1) ¶ 23, at 5:14-16").click()
    viewer = page.get_by_role("region", name="Document: Complaint for breach of contract")
    expect(viewer).to_be_visible()
    page.get_by_text("About this quote").click()
    expect(page.get_by_text(BEFORE)).to_be_visible()
    expect(page.locator(".pincite-context mark")).to_have_text(QUOTE)
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(quote).to_be_visible()


def test_a_reload_shows_the_conversation_again_with_its_citations(page: Page) -> None:
    ask(page, "How much is unpaid?")
    quote = page.locator("blockquote").filter(has_text=QUOTE)
    expect(quote).to_be_visible()
    page.reload()
    expect(quote).to_be_visible()
    page.get_by_role("button", name="[2]").click()
    expect(page.get_by_role("region", name="Document: L’hébergeur")).to_be_visible()


def test_a_question_asked_in_the_instant_of_a_click_or_a_reload_is_answered(page: Page) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    ask(page, "How much is unpaid? A slow question")
    # While the bot is at work: the question and the click come to the server together.
    box.fill("Quand les livraisons ont-elles cessé ? slow")
    box.press("Enter")
    page.get_by_role("link", name="Documents").click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()
    page.get_by_role("link", name="Chat").click()
    expect(page.locator("blockquote").filter(has_text=QUOTE)).to_have_count(2)
    box.fill("the nasty and slow one")
    box.press("Enter")
    page.reload()
    expect(page.locator("blockquote").filter(has_text=NASTY[:30])).to_have_count(1)


def test_the_keyboard_is_enough(page: Page) -> None:
    ask(page, "How much is unpaid?")
    chip = page.get_by_role("button", name="[2]")
    chip.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("region", name="Document: L’hébergeur")
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(chip).to_be_focused()
    also = page.get_by_text("Also relevant, not part of the answer (1)")
    expect(page.get_by_text("No letter was answered.")).to_be_hidden()
    also.click()
    expect(page.get_by_text("No letter was answered.")).to_be_visible()


def test_every_sign_of_a_document_comes_out_as_it_is(page: Page) -> None:
    ask(page, "the nasty one")
    quote = page.locator("blockquote")
    expect(quote).to_be_visible()
    assert quote.text_content() == NASTY
    assert quote.locator("*").count() == 0
    chip = page.get_by_role("button", name="[1]")
    label = chip.text_content() or ""
    assert label.replace("\N{WORD JOINER}", "") == f"[1] Ex. {NASTY}"
    assert chip.locator("a, img, code, b, strong, em, del, .katex, [role=img]").count() == 0
    chip.click()
    viewer = page.locator(".st-key-viewer")
    expect(viewer.locator(".pin")).to_have_text(f"Ex. {NASTY}")
    assert viewer.locator("a:not(.original)").count() == 0


def test_french_is_answered_in_french_words_around_the_documents_own(page: Page) -> None:
    ask(page, "Quand les livraisons ont-elles cessé ?")
    expect(page.get_by_text("L’article rapporte\N{NO-BREAK SPACE}:")).to_be_visible()
    expect(page.locator(".pincite-quote[lang=fr]")).to_have_text(ARTICLE)
    expect(page.locator(".pincite-quote[lang=en]")).to_have_text(QUOTE)
    ask(page, "Quel est le loyer du bail ?")
    expect(page.get_by_text("Introuvable dans ces documents.")).to_be_visible()


def test_an_error_leaves_the_conversation_and_deleting_can_be_undone(page: Page) -> None:
    ask(page, "How much is unpaid?")
    ask(page, "are you busy?")
    expect(page.get_by_role("alert")).to_contain_text("Try again later.")
    expect(page.get_by_text("Traceback")).to_have_count(0)
    quote = page.locator("blockquote").filter(has_text=QUOTE)
    expect(quote).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(quote).to_have_count(0)
    expect(page.get_by_role("button", name="How much is unpaid?")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(quote).to_be_visible()


def choose(page: Page, title: str) -> None:
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name=title).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_address_names_case_and_conversation_and_is_obeyed(
    page: Page, address: str, library: Path
) -> None:
    acme, doe = "Acme Racks v. Bolt Hosting", "Doe v. Roe: the warehouse"
    quote = page.locator("blockquote").filter(has_text=QUOTE)
    choose(page, doe)
    expect(page.get_by_text("Traceback")).to_have_count(0)
    ask(page, "How much is unpaid?")
    expect(quote).to_be_visible()
    with Catalogue(library / "catalogue.sqlite").session() as db:
        ((number, case),) = db.execute("SELECT id, case_id FROM conversations")
    assert case == 3
    expect(page).to_have_url(f"{address}/?case=doe-v-roe&conversation={number}")
    bookmark = page.url
    page.reload()
    expect(page.get_by_role("heading", name=doe)).to_be_visible()
    expect(quote).to_be_visible()
    choose(page, acme)
    expect(quote).to_have_count(0)
    expect(page).to_have_url(
        re.compile(re.escape(f"{address}/?case=acme-v-bolt&conversation=new-"))
    )
    page.go_back()
    expect(page.get_by_role("heading", name=doe)).to_be_visible()
    expect(quote).to_be_visible()
    expect(page.get_by_role("combobox", name="Case")).to_have_value(doe)
    page.go_forward()
    expect(page.get_by_role("heading", name=acme)).to_be_visible()
    expect(quote).to_have_count(0)
    opened_by = [
        bookmark,
        f"{address}/?conversation={number}",
        f"{address}/?case=acme-v-bolt&conversation={number}",
    ]
    for named in opened_by:
        page.goto(named)
        expect(page.get_by_role("heading", name=doe)).to_be_visible()
        expect(quote).to_be_visible()
        expect(page).to_have_url(bookmark)
    page.goto(f"{address}/documents?case=doe-v-roe")
    expect(page.get_by_text(f"{doe} has no documents yet.")).to_be_visible()
    page.get_by_role("link", name="Chat").click()
    expect(quote).to_be_visible()
    page.goto(f"{address}/?case=gone")
    notice = page.locator(".stMain").get_by_role("alert")
    expect(notice).to_contain_text(f"There is no case named gone.{acme} is open instead.")
    expect(page.get_by_role("heading", name=acme)).to_be_visible()
    expect(page).to_have_url(re.compile(r"case=acme-v-bolt&"))
    page.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)


def test_an_address_of_a_new_conversation_opens_one_without_a_case_too(
    page: Page, address: str
) -> None:
    ask(page, "How much is unpaid?")
    expect(page.locator(".pincite-quote").first).to_be_visible()
    page.goto(f"{address}/?conversation=new")
    expect(page).to_have_url(re.compile(r"case=acme-v-bolt&conversation=new-"))
    expect(page.locator(".st-key-examples button").first).to_be_visible()
    expect(page.locator(".pincite-quote")).to_have_count(0)


def test_streamlits_own_words_are_french_for_french_readers(page: Page, address: str) -> None:
    assert page.evaluate("document.documentElement.lang") == "en"
    page.goto(f"{address}/language?to=fr&back=/documents%3Fcase%3Dacme-v-bolt")
    # A document of that name keeps it.
    page.locator("input[type=file]").set_input_files(
        {"name": "Add files", "mimeType": "text/plain", "buffer": b"The court filed it.\n"}
    )
    expect(page.get_by_role("button", name="Ajouter des fichiers")).to_be_visible()
    expect(page.get_by_test_id("stFileChipName")).to_have_text("Add files")
    expect(page.get_by_role("button", name="Add files", exact=True)).to_have_count(0)
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_documents_are_dropped_seen_and_the_chat_is_as_it_was(page: Page) -> None:
    ask(page, "How much is unpaid?")
    quote = page.locator("blockquote").filter(has_text=QUOTE)
    expect(quote).to_be_visible()
    page.get_by_role("link", name="Documents").click()
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "réponse *n° 3*.txt", "mimeType": "text/plain", "buffer": b"The court filed it.\n"}
    )
    page.get_by_role("button", name="Add to the case").click()
    expect(page.get_by_text("1 added in")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("réponse _n° 3_.txt").first).to_be_visible()
    page.get_by_role("link", name="Chat").click()
    expect(quote).to_be_visible()
    # The width of the documents page does not stay with the chat.
    page.wait_for_function("quote => quote.clientWidth <= 720", arg=quote.element_handle())


def test_another_case_has_another_conversation_and_stays_chosen(page: Page) -> None:
    ask(page, "How much is unpaid?")
    expect(page.locator("blockquote").filter(has_text=QUOTE)).to_be_visible()
    choose(page, "lease")
    expect(page.locator("blockquote")).to_have_count(0)
    for name in ("What changed", "Evaluation", "Documents"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("lease has no documents yet.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("lease has no documents yet.")).to_be_visible()


def test_a_narrow_window_scrolls_down_only(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    ask(page, "the nasty one")
    page.get_by_role("button", name="[1]").click()
    expect(page.locator(".st-key-viewer .pin")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_question_is_stopped_while_it_is_answered(page: Page) -> None:
    ask(page, "a very long wait for what is unpaid")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped this question.")).to_be_visible()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    page.reload()
    expect(page.get_by_text("You stopped this question.")).to_be_visible()
    # The next question is answered as ever.
    ask(page, "How much is unpaid?")
    expect(page.locator("blockquote").filter(has_text=QUOTE)).to_be_visible()


def test_streamlits_own_stop_which_would_not_stop_the_answer_is_never_offered(page: Page) -> None:
    ask(page, "a very long wait for what is unpaid")
    streamlits = page.get_by_test_id("stStatusWidget").locator("button")
    # It comes some seconds after the page began to wait.
    expect(streamlits).to_have_count(1)
    expect(streamlits).to_be_hidden()
    expect(page.get_by_role("button", name="Stop")).to_have_count(1)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped this question.")).to_be_visible()


def test_a_renamed_conversation_is_seen_in_the_list(page: Page) -> None:
    ask(page, "How much is unpaid?")
    expect(page.locator("blockquote").filter(has_text=QUOTE)).to_be_visible()
    page.get_by_role("button", name="Rename", exact=True).click()
    title = page.get_by_role("textbox", name="Title of this conversation")
    title.fill("The unpaid racks")
    title.press("Enter")
    expect(title).to_have_count(0)
    expect(page.get_by_role("button", name="The unpaid racks")).to_be_visible()


def test_the_page_is_light_or_dark_by_choice(page: Page) -> None:
    def darkness() -> str:
        return str(page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme"))

    assert darkness() == "light"
    # A page that is still being drawn closes the menu again.
    expect(page.get_by_role("button", name="How much is unpaid?")).to_be_visible()
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuPopover").get_by_text("Dark").last.click()
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
    )
    page.reload()
    expect(page.get_by_role("heading", name="Acme Racks v. Bolt Hosting")).to_be_visible()
    assert darkness() == "dark"
    ask(page, "How much is unpaid?")
    page.get_by_role("button", name="[1]").click()
    expect(page.locator(".st-key-viewer .pin")).to_be_visible()
    grounds = page.evaluate(
        "['.stApp', '.st-key-viewer'].map(each => "
        "getComputedStyle(document.querySelector(each)).backgroundColor)"
    )
    assert grounds[0] == grounds[1] != "rgb(255, 255, 255)"


def test_on_a_phone_the_choice_of_what_to_compare_does_not_wrap_within_a_button(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/compare?case=acme-v-bolt")
    parts = page.locator(".st-key-compare-part button")
    expect(parts).to_have_count(2)
    for part in parts.all():
        box = part.bounding_box()
        assert box is not None
        assert box["height"] < 45
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
