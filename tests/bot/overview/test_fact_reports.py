"""Reports of facts, as the programs that open them read them."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import docx
import pypdfium2
import pytest

from bot.answer import Citation, ModelUsed
from bot.answering.later_versions import CitationStatus
from bot.answering.readers_form import days_in
from bot.ask import Bot
from bot.overview.amounts import amounts
from bot.overview.conversation_export import conversation_report
from bot.overview.disagreements import Disagreement
from bot.overview.disagreements_export import disagreements_report
from bot.overview.export import Cites
from bot.overview.fact_reports import amounts_report, overview_report, timeline_report
from bot.overview.overview import overview
from bot.overview.report import (
    ReportQuote,
    ReportSection,
    SourcedReport,
    as_markdown,
    as_pdf,
    as_word,
)
from bot.overview.sourced import SourcePlace, said
from bot.overview.timeline import timeline
from ingest.translation import speaking
from tests.support.fake_bot import COMPLAINT, QUOTE, answered
from tests.support.sample_case import CASE


@pytest.fixture(scope="module")
def cites(bot: Bot) -> Cites:
    return partial(said, bot.library.catalogue)


def words_in(pdf: bytes) -> str:
    """The words of a PDF in order, each line break a space."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def squeezed(text: str) -> str:
    """A long word is broken over lines in a narrow column."""
    return "".join(text.split())


def test_the_overview_is_a_report_with_its_sources(bot: Bot, cites: Cites) -> None:
    catalogue = bot.library.catalogue
    found = overview(catalogue, catalogue.case(CASE))
    report = overview_report("Sample", found.lines, cites)
    shown = words_in(as_pdf(report))
    assert "Sample: overview" in shown
    assert "FIFTH CAUSE OF ACTION (Negligent Misrepresentation) (above Am. Compl." in shown
    assert squeezed(cites_of(report)[0].document_id) in squeezed(shown)
    table = docx.Document(io.BytesIO(as_word(report))).tables[0]
    quoted = [quote for section in report.sections for quote in section.quotes if quote.citation]
    assert len(table.rows) == len(quoted) + 1
    assert table.rows[1].cells[7].text == cites_of(report)[0].document_id
    assert "## Counts" in as_markdown(report)


def cites_of(report: SourcedReport) -> list[Citation]:
    return [
        quote.citation for section in report.sections for quote in section.quotes if quote.citation
    ]


def test_the_timeline_goes_by_day_and_the_amounts_by_value(bot: Bot, cites: Cites) -> None:
    catalogue = bot.library.catalogue
    case = catalogue.case(CASE)
    events = timeline(catalogue, case)
    by_day = timeline_report("Sample", events, cites)
    days = [section.heading.partition(" · ")[0] for section in by_day.sections]
    assert list(dict.fromkeys(days)) == list(
        dict.fromkeys(days_in("en", event.begins, event.ends) for event in events)
    )
    assert "November 2022" in days, "a whole month is no span of days"
    assert sum(len(section.quotes) for section in by_day.sections) == len(events)
    # What is said of one kind of event on a day stands under one heading.
    headings = [section.heading for section in by_day.sections]
    assert len(set(headings)) == len(headings)
    by_value = amounts_report("Sample", amounts(catalogue, case), cites)
    headings = [section.heading for section in by_value.sections]
    assert headings[0] == "120,000,000 USD"
    assert len(set(headings)) == len(headings)
    assert "120,000,000 USD" in words_in(as_pdf(by_value))


def test_letters_that_run_from_right_to_left_are_left_to_word() -> None:
    mixed = ReportQuote(0, "the firm (שלום, سلام) paid", "Ltr. ¶ 1", None)
    report = SourcedReport("Sample", (ReportSection("Who?", (), (mixed,)),))
    shown = words_in(as_pdf(report))
    assert "the firm (????, ????) paid" in shown
    assert "The Word file has them all." in shown
    word = docx.Document(io.BytesIO(as_word(report)))
    assert any("שלום, سلام" in paragraph.text for paragraph in word.paragraphs)


def test_letters_that_no_font_has_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.overview.report._OTHER_FONTS", ())
    strange = ReportQuote(0, "été 中 & <b>", "Compl. ¶ 1", None)
    shown = words_in(as_pdf(SourcedReport("Sample", (ReportSection("What?", (), (strange,)),))))
    assert "été ? & <b> (Compl. ¶ 1)" in shown
    assert "The Word file has them all." in shown


def test_a_long_quote_runs_over_pages() -> None:
    long = ReportQuote(1, QUOTE, COMPLAINT.pin, replace(COMPLAINT, quote="word " * 4000))
    report = SourcedReport("Sample", (ReportSection("What?", (), (long,)),))
    assert squeezed(words_in(as_pdf(report))).count("word") == 4000


def test_the_model_and_later_versions_are_named() -> None:
    model = ModelUsed("small", "http://127.0.0.1:1", leaves=False, way="choose")
    answer = replace(answered("What is unpaid?", "acme-v-bolt"), model=model)
    became = conversation_report(
        "Acme", [answer], lambda citation: CitationStatus("superseded", "new")
    )
    written = as_markdown(became)
    assert "Read by the chat model small (on this computer)." in written
    assert "a newer version of this document is in the case and no longer holds" in written
    assert "newer version" not in as_markdown(conversation_report("Acme", [answer]))


def test_reports_speak_the_language_of_the_reader(bot: Bot, cites: Cites) -> None:
    catalogue = bot.library.catalogue
    case = catalogue.case(CASE)
    with speaking("fr"):
        written = as_markdown(timeline_report("Dossier", timeline(catalogue, case), cites))
        by_value = as_markdown(amounts_report("Dossier", amounts(catalogue, case), cites))
        document = docx.Document(
            io.BytesIO(as_word(overview_report("Dossier", overview(catalogue, case).lines, cites)))
        )
    assert "# Dossier\N{NO-BREAK SPACE}: chronologie" in written
    assert " · fait allégué" in written
    assert "> La plainte modifiée allègue\N{NO-BREAK SPACE}: «" in written
    assert "## 120 000 000 USD" in by_value.replace("\u202f", " ").replace("\xa0", " ")
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "Nº",
        "Document",
        "Nº ECF",
        "Page",
        "Endroit",
        "Citation",
        "Fichier",
        "SHA-256",
    ]
    assert "Parties" in [paragraph.text for paragraph in document.paragraphs]


def test_disagreements_are_taken_along_with_both_quotes(bot: Bot, cites: Cites) -> None:
    catalogue = bot.library.catalogue
    listed = amounts(catalogue, catalogue.case(CASE))
    asserted = listed[0]
    against = next(each for each in listed if each.document != asserted.document)
    figures = (asserted.printed, against.printed)
    found = [
        Disagreement("amount", asserted.source, against.source, figures),
        Disagreement("denial", asserted.source, against.source),
    ]
    report = disagreements_report("Sample", found, cites)
    shown = words_in(as_pdf(report))
    assert "2 places found." in shown
    assert f"1. Looks like a disagreement: “{asserted.printed}” or “{against.printed}”" in shown
    assert shown.count("Each only looks like a disagreement until you have read both") == 1
    table = docx.Document(io.BytesIO(as_word(report))).tables[0]
    assert [row.cells[0].text for row in table.rows[1:]] == ["1", "2", "3", "4"]
    assert table.rows[1].cells[5].text == catalogue_words(bot, asserted.source)
    assert table.rows[2].cells[5].text == catalogue_words(bot, against.source)
    with speaking("fr"):
        in_french = as_markdown(disagreements_report("Exemple", found, cites))
    assert "Sample" not in in_french
    assert "disagreement" not in in_french
    assert "| Nº | Document | Nº ECF |" in in_french


def catalogue_words(bot: Bot, place: SourcePlace) -> str:
    text = bot.library.catalogue.passage(place.passage_id).passage.text
    return text[place.start : place.end]


def test_a_word_file_says_in_which_language_its_words_are(bot: Bot, cites: Cites) -> None:
    """Else Word underlines each word of the other language as a mistake."""
    catalogue = bot.library.catalogue
    listed = amounts(catalogue, catalogue.case(CASE))
    with speaking("fr"):
        document = docx.Document(io.BytesIO(as_word(amounts_report("Sample", listed, cites))))
    assert 'w:lang w:val="fr-FR"' in document.styles["Normal"].element.xml
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    english, french = (
        next(run for run in runs if printed in run.text)
        for printed in ("$120 million", "120 millions de dollars")
    )
    assert 'w:lang w:val="en-US"' in english._r.xml
    assert 'w:lang w:val="fr-FR"' in french._r.xml
    assert (document.core_properties.author, document.core_properties.title) == (
        "Pincite",
        "Sample : montants".replace(" :", "\N{NO-BREAK SPACE}:"),
    )
