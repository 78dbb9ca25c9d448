"""The document beside the chat, in a real browser, over two cases of real files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect
from reportlab.pdfgen.canvas import Canvas

from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.fakes import WordEmbedder
from tests.support.paper import gutter, make, write
from tests.support.served import served

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

SIZES: tuple[ViewportSize, ...] = (
    {"width": 1400, "height": 900},
    {"width": 390, "height": 844},
)
UNPAID = "2. The unpaid balance is $1,250,000, and it grows with every month."
# Nothing of this may do anything but be read. \u202e turns what follows it around.
HOSTILE = 'Note <script>alert(1)</script> <img src="http://evil.example/x.png"> \u202edetrever'


def pleading(*paragraphs: str) -> object:
    def draw(canvas: Canvas) -> None:
        gutter(canvas)
        write(canvas, list(paragraphs), leading=24)

    return draw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two cases with titles."""
    root = tmp_path_factory.mktemp("viewer")
    acme, doe = root / "acme", root / "doe"
    acme.mkdir()
    doe.mkdir()
    first = ["1. Acme delivered the racks on 3 March 2023.", UNPAID]
    later = [f"{number}. Acme wrote to Bolt again, and Bolt was silent." for number in (3, 4, 5)]
    make(acme / "complaint.pdf", pleading(*first), pleading(*later))  # type: ignore[arg-type]
    (acme / "case.yaml").write_text(
        "title: Acme Racks v. Bolt Hosting\n"
        "documents:\n"
        "  complaint.pdf: {title: Complaint, kind: complaint, ecf: '1'}\n"
        "  letter.txt: {title: Letter to Bolt, kind: letter}\n"
    )
    (acme / "letter.txt").write_text(f"1. {HOSTILE}\n\n2. Pay the racks.\n", encoding="utf-8")
    (doe / "case.yaml").write_text("title: 'Doe v. Roe: the warehouse'\n")
    (doe / "lease.txt").write_text("1. The rent is due on the first day of the month.\n")
    library = Library(replace(Settings(), library=root / "library"), WordEmbedder())
    ingest(library, "acme-v-bolt", [acme])
    ingest(library, "doe-v-roe", [doe])
    return root / "library"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, "tests/support/real_app.py") as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str, folder: Path) -> Iterator[Page]:
    with Catalogue(folder / "catalogue.sqlite").transaction() as db:
        db.execute("DELETE FROM conversations")
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on(
        "console",
        lambda message: wrong.append(message.text) if "Security" in message.text else None,
    )
    page.goto(f"{address}/?case=acme-v-bolt")
    # The first visit makes the server import everything.
    heading = page.get_by_role("heading", name="Acme Racks v. Bolt Hosting")
    expect(heading).to_be_visible(timeout=90_000)
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_role("heading", name=question)).to_be_visible()


def lies_in_sight(page: Page, selector: str) -> bool:
    """Whether the first such element stands inside the part of the document that shows."""
    return bool(
        page.evaluate(
            """selector => {
                const root = document.querySelector('[data-testid="stBidiComponentIsolated"] > div')
                    ?.shadowRoot ?? [...document.querySelectorAll('*')].map(one => one.shadowRoot)
                    .find(one => one?.querySelector('.pages'));
                const pages = root.querySelector('.pages').getBoundingClientRect();
                const mark = root.querySelector(selector).getBoundingClientRect();
                return mark.height > 2 && mark.top >= pages.top && mark.bottom <= pages.bottom;
            }""",
            selector,
        )
    )


def test_a_citation_opens_its_document_at_the_quote_beside_a_live_chat(page: Page) -> None:
    ask(page, "paragraph 2 of the complaint")
    chip = page.get_by_role("button", name="[1] Compl. (ECF No. 1) ¶ 2")
    chip.click()
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer.locator(".mark.of-quote").first).to_be_visible()
    picture = viewer.get_by_role("img", name="Page 1 of complaint.pdf")
    page.wait_for_function("image => image.naturalWidth > 600", arg=picture.element_handle())
    page.wait_for_timeout(300)
    assert lies_in_sight(page, ".mark.of-quote")
    # It stays in sight while the page grows.
    for _ in range(4):
        viewer.get_by_role("button", name="Larger").click()
    assert lies_in_sight(page, ".mark.of-quote")
    viewer.get_by_role("button", name="244%").click()
    # The text of the page lies over its picture, where it can be selected.
    expect(viewer.locator(".lines")).to_have_count(2)
    expect(viewer.locator(".lines").first).to_contain_text("The unpaid balance is $1,250,000")
    viewer.get_by_role("button", name="Copy quote and cite").click()
    expect(viewer.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"“{UNPAID}” Compl. (ECF No. 1) ¶ 2, at 1:3"
    # The chat goes on beside it.
    ask(page, "paragraph 3 of the complaint")
    expect(page.get_by_role("button", name="[2] Compl.")).to_be_visible()
    expect(viewer).to_be_visible()
    viewer.get_by_role("button", name="Next quote").click()
    expect(viewer.locator(".at")).to_have_text("2 of 2")
    expect(viewer.locator("figure[data-page='2'] .mark.of-quote").first).to_be_visible()
    viewer.locator(".pages").focus()
    page.keyboard.press("ArrowLeft")
    expect(viewer.locator(".at")).to_have_text("1 of 2")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_window_that_changes_keeps_the_quote_in_sight(page: Page) -> None:
    ask(page, "paragraph 5 of the complaint")
    page.get_by_role("button", name="[1] Compl. (ECF No. 1) ¶ 5").click()
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer.locator("figure[data-page='2'] .mark.of-quote").first).to_be_visible()
    page.wait_for_timeout(500)
    assert lies_in_sight(page, ".mark.of-quote")
    turned: ViewportSize = {"width": 844, "height": 500}
    for size in (SIZES[1], turned, SIZES[0]):
        page.set_viewport_size(size)
        page.wait_for_timeout(500)
        assert lies_in_sight(page, ".mark.of-quote"), size


# What comes after the document's own listeners does not reach Streamlit.
KEEP_FROM_STREAMLIT = """() => document.addEventListener(
    "click", click => click.stopPropagation(), {capture: true, once: true})"""


def test_a_click_shows_the_page_before_streamlit_follows(page: Page) -> None:
    ask(page, "paragraph 2 of the complaint")
    ask(page, "paragraph 3 of the complaint")
    first = page.get_by_role("button", name="[1] Compl. (ECF No. 1) ¶ 2")
    expect(page.get_by_role("button", name="[2] Compl. (ECF No. 1) ¶ 3")).to_be_visible()
    expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(2)
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer).to_have_count(0)
    # A click before the viewer knows the quotes would be Streamlit's alone to follow.
    expect(page.locator(".st-key-viewer")).to_have_attribute("data-quotes", "2")
    page.evaluate(KEEP_FROM_STREAMLIT)
    first.click()
    expect(viewer.locator("figure[data-page='1'] .mark.of-quote").first).to_be_visible()
    expect(viewer.locator(".at")).to_have_text("1 of 2")
    expect(viewer).to_be_focused()
    # Streamlit, which the click did not reach, is told again, and draws what belongs to the quote.
    about = page.locator(".st-key-about-quote")
    expect(about.locator(".pincite-place")).to_contain_text("Compl. (ECF No. 1) ¶ 2, at 1:3")
    expect(page.locator(".st-key-viewer[data-ahead]")).to_have_count(0)
    viewer.get_by_role("button", name="Next quote").click()
    expect(about.locator(".pincite-place")).to_contain_text("¶ 3")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)


def test_of_two_clicks_in_one_instant_the_last_is_followed(page: Page) -> None:
    ask(page, "paragraph 2 of the complaint")
    ask(page, "paragraph 3 of the complaint")
    expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(2)
    viewer = page.get_by_role("region", name="Document: Complaint")
    clicks = """chips => { for (const chip of chips) chip.click(); }"""
    page.locator('[class*="st-key-chips-"] button').evaluate_all(clicks)
    place = page.locator(".pincite-place")
    expect(place).to_contain_text("¶ 3")
    expect(viewer.locator(".pin")).to_contain_text("¶ 3")
    page.keyboard.press("Escape")
    page.locator('[class*="st-key-chips-"] button').first.click()
    expect(place).to_contain_text("¶ 2")
    expect(viewer.locator(".pin")).to_contain_text("¶ 2")
    # Another case begins without what was just opened in this one.
    page.locator('[class*="st-key-chips-"] button').last.click()
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name="Doe v. Roe: the warehouse").click()
    expect(page.get_by_role("heading", name="Doe v. Roe: the warehouse")).to_be_visible()
    expect(viewer).to_have_count(0)


def test_two_visitors_open_their_own_documents(page: Page, address: str) -> None:
    ask(page, "paragraph 2 of the complaint")
    other = page.context.new_page()
    other.goto(f"{address}/?case=doe-v-roe")
    ask(other, "paragraph 1 of the lease")
    other.get_by_role("button", name="[1]").click()
    lease = other.get_by_role("region", name="Document: Lease")
    expect(lease.locator("mark.of-quote").first).to_contain_text("The rent is due")
    expect(page.get_by_role("region", name="Document:")).to_have_count(0)
    page.get_by_role("button", name="[1] Compl.").click()
    expect(page.get_by_role("region", name="Document: Complaint")).to_be_visible()
    expect(lease).to_be_visible()


def test_a_document_is_searched_turned_over_and_made_larger(page: Page) -> None:
    page.get_by_role("button", name="Complaint", exact=True).click()
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer.locator(".mark")).to_have_count(0)
    box = viewer.get_by_role("searchbox", name="Find in this document")
    box.fill("bolt WAS silent")
    box.press("Enter")
    expect(viewer.locator(".found")).to_have_text("1 of 3")
    box.press("Enter")
    expect(viewer.locator(".found")).to_have_text("2 of 3")
    expect(viewer.locator(".mark.of-search")).to_have_count(3)
    box.fill("no such words")
    box.press("Enter")
    expect(viewer.locator(".found")).to_have_text("not found")
    viewer.get_by_role("button", name="Pages", exact=True).click()
    viewer.get_by_role("navigation", name="Pages").get_by_role("button", name="Page 2").click()
    expect(viewer.get_by_role("textbox", name="Page of 2")).to_have_value("2")
    before = viewer.locator("figure").first.bounding_box()
    viewer.get_by_role("button", name="Larger").click()
    after = viewer.locator("figure").first.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > 1.2 * before["width"]
    viewer.get_by_role("button", name="Larger").click()
    box.fill("unpaid balance")
    box.press("Enter")
    expect(viewer.locator(".mark.of-search.here")).to_be_in_viewport(ratio=0.9)
    with page.expect_download() as download:
        viewer.get_by_role("link", name="Original file").click()
    assert download.value.suggested_filename == "complaint.pdf"


def test_what_a_document_says_is_text_and_nothing_else(page: Page) -> None:
    ask(page, "paragraph 1 of the letter")
    page.get_by_role("button", name="[1] Ltr.").click()
    viewer = page.get_by_role("region", name="Document: Letter to Bolt")
    expect(viewer.locator("mark.of-quote").first).to_contain_text("<script>alert(1)</script>")
    expect(viewer.locator(".words-of-page script, .words-of-page img")).to_have_count(0)


def test_on_a_phone_the_document_has_the_whole_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "paragraph 2 of the complaint")
    page.get_by_role("button", name="[1] Compl.").click()
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer.locator(".mark.of-quote").first).to_be_visible()
    box = viewer.bounding_box()
    assert box is not None
    assert box["width"] > 350
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    viewer.get_by_role("button", name="Close the document").click()
    expect(viewer).to_have_count(0)
    # What is chosen beside the page is not left under the list.
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="Timeline", exact=True)).to_be_in_viewport()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()


def test_another_case_does_not_show_it(page: Page) -> None:
    page.get_by_role("button", name="Complaint", exact=True).click()
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer).to_be_visible()
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name="Doe v. Roe: the warehouse").click()
    expect(page.get_by_role("heading", name="Doe v. Roe: the warehouse")).to_be_visible()
    expect(viewer).to_have_count(0)


# What axe finds in Streamlit's own parts, by rule: nothing serious, as of 1.67.
FAULTS_OF_STREAMLIT: frozenset[str] = frozenset()


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe holds to be serious on the page, with the element it was first seen at; of the dark
    theme only the colours, which alone differ."""
    # While the page is drawn anew, Streamlit makes faint what it has not come to.
    expect(page.locator('.stApp[data-test-script-state="notRunning"]')).to_be_attached()
    page.wait_for_function(_NOTHING_FADES)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert len(found["passes"]) > 10, "axe looked at the page"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(_IS_SHOWN, arg="dark")
    page.wait_for_function(_NOTHING_FADES)
    of_colours = {"type": "rule", "values": ["color-contrast"]}
    dark = Axe().run(page, options={"runOnly": of_colours}).response
    assert dark["passes"], "axe looked at the dark page"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(_IS_SHOWN, arg="light")
    return [
        (fault["id"], fault["nodes"][0]["html"][:200])
        for fault in [*found["violations"], *dark["violations"]]
        if fault["impact"] in ("serious", "critical") and fault["id"] not in FAULTS_OF_STREAMLIT
    ]


# Colours fade into place, and half-way through a fade axe finds too little contrast.
_NOTHING_FADES = """() => document.getAnimations().every(
    animation => animation.effect.getComputedTiming().endTime === Infinity
)"""
_IS_SHOWN = "theme => getComputedStyle(document.querySelector('.stApp')).colorScheme === theme"


OTHER_PAGES = ("search", "overview", "timeline", "compare", "documents", "changes", "evaluation")


@pytest.mark.timeout(300)  # axe looks at everything, twice
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_axe_finds_nothing_serious(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    ask(page, "paragraph 2 of the complaint")
    page.get_by_role("button", name="[1] Compl. (ECF No. 1) ¶ 2").click()
    expect(page.get_by_role("region", name="Document: Complaint")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Searching all 2 documents").click()
    expect(page.get_by_role("checkbox").first).to_be_attached()
    assert faults(page) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_axe_finds_nothing_serious_on_the_other_pages(
    page: Page, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    found: dict[str, list[tuple[str, str]]] = {}
    for name in OTHER_PAGES:
        page.goto(f"{address}/{name}?case=acme-v-bolt")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[name] = faults(page)
    assert found == {name: [] for name in OTHER_PAGES}


def test_a_ticked_document_alone_is_searched(page: Page) -> None:
    page.get_by_role("button", name="Searching all 2 documents").click()
    page.get_by_text("Letter to Bolt (letter.txt)").click()
    expect(page.get_by_text("Searching 1 of 2 documents")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    ask(page, "What is the unpaid balance?")
    expect(page.get_by_text("Searched 1 of 2 documents, those you chose,")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Searching 1 of 2 documents")).to_be_visible()
    page.get_by_role("button", name="Ask all documents").click()
    expect(page.get_by_text("Searched 2 documents")).to_be_visible()


def test_keys_go_to_the_box_and_through_the_citations(page: Page) -> None:
    box = page.get_by_role("textbox", name="Ask a question")
    expect(box).to_be_focused()
    ask(page, "paragraph 2 of the complaint")
    chips = page.locator('[class*="st-key-chips-"] button')
    expect(chips).to_have_count(1)
    ask(page, "paragraph 3 of the complaint")
    expect(chips).to_have_count(2)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("c")
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(chips.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    viewer = page.get_by_role("region", name="Document: Complaint")
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("go to the question box")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(box).to_be_focused()


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_a_new_question_is_scrolled_to(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    for number in (1, 2, 3, 4):
        question = f"paragraph {number} of the complaint"
        ask(page, question)
        expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(number)
        expect(page.get_by_role("heading", name=question)).to_be_in_viewport()


def test_a_page_that_grows_below_a_question_does_not_run_past_it(page: Page) -> None:
    ask(page, "paragraph 2 of the complaint")
    expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 500})
    page.evaluate(
        """() => {
            window.tops = [];
            setInterval(() => {
                const asked = document.querySelectorAll('h2.pincite-question')[1];
                if (asked) window.tops.push(asked.getBoundingClientRect().top);
            }, 20);
        }"""
    )
    ask(page, "paragraph 3 of the complaint")
    expect(page.get_by_role("button", name="Edit and ask again")).to_have_count(2)
    page.wait_for_timeout(2500)
    tops = page.evaluate("window.tops")
    assert min(tops) > 0
    assert tops[-1] < 250


def test_a_page_at_twice_its_size_scrolls_down_only(page: Page) -> None:
    # As a browser lays out 1400x900 at 200%.
    page.set_viewport_size({"width": 700, "height": 450})
    ask(page, "paragraph 2 of the complaint")
    expect(page.get_by_role("button", name="Edit and ask again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    expect(page.get_by_role("textbox", name="Ask a question")).to_be_in_viewport()


def test_a_deleted_case_takes_its_delete_button_along(page: Page) -> None:
    gone = "Acme Racks v. Bolt Hosting"
    page.get_by_role("button", name="This case").click()
    page.get_by_role("button", name="Delete this case").click()
    expect(page.get_by_role("heading", name="Doe v. Roe: the warehouse")).to_be_visible()
    # It does not offer to delete the next case, and does not lie over the way back.
    expect(page.get_by_role("button", name="Delete this case")).to_have_count(0)
    page.get_by_role("button", name=f"Bring back {gone}").click()
    expect(page.get_by_role("heading", name=gone)).to_be_visible()
    page.get_by_role("button", name="This case").click()
    page.get_by_role("textbox", name="Title").fill("Acme v. Bolt")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("heading", name="Acme v. Bolt")).to_be_visible()
    expect(page.get_by_role("button", name="Delete this case")).to_have_count(0)
    page.get_by_role("button", name="This case").click()
    page.get_by_role("textbox", name="Title").fill(gone)
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("heading", name=gone)).to_be_visible()
