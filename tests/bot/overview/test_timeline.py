"""Filings and dates in order, each with its sentence; and what other programs get of them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask import Bot
from bot.overview.amounts import amounts, select_amounts
from bot.overview.export import Cites, as_calendar, as_csv
from bot.overview.sourced import said
from bot.overview.timeline import Event, select, timeline
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from ingest.translation import speaking
from tests.support.fakes import WordEmbedder
from tests.support.sample_case import CASE


def library_of(folder: Path, **texts: str) -> Library:
    papers = folder / "acme"
    papers.mkdir()
    for name, text in texts.items():
        (papers / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(replace(Settings(), library=folder / "library"), WordEmbedder())
    ingest(library, "acme", [papers])
    return library


def events_of(folder: Path, text: str) -> list[Event]:
    library = library_of(folder, paper=text)
    return timeline(library.catalogue, library.catalogue.case("acme"))


def cites_in(folder: Path) -> Cites:
    return partial(said, Catalogue(folder / "library" / "catalogue.sqlite"))


DATED = {
    "Acme paid Smith on March 3, 2021.": "2021-03-03 to 2021-03-03",
    "The lease began on the 3rd day of March, 2021.": "2021-03-03 to 2021-03-03",
    "Le contrat a été signé le 1er août 2024 par la société.": "2024-08-01 to 2024-08-01",
    "La société a payé la semaine du 14 octobre 2024.": "2024-10-14 to 2024-10-20",
    "They met in the week of October 14, 2024 in Boston.": "2024-10-14 to 2024-10-20",
    "La plainte a été modifiée du 14 au 18 octobre 2024.": "2024-10-14 to 2024-10-18",
    "Payment stopped in November 2022 without a word.": "2022-11-01 to 2022-11-30",
    "It was signed on 2024-02-29 in the office.": "2024-02-29 to 2024-02-29",
}


@pytest.mark.parametrize("sentence", DATED)
def test_a_date_is_normalised_and_keeps_its_sentence(tmp_path: Path, sentence: str) -> None:
    (event,) = events_of(tmp_path, f"{sentence}\n")
    assert f"{event.begins} to {event.ends}" == DATED[sentence]
    assert event.sentence == sentence
    assert event.printed in sentence
    assert event.source is not None
    quoted = cites_in(tmp_path)(event.source)
    assert (quoted.citation.document, quoted.citation.quote) == ("paper.txt", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The statute of 1996 governs what a carrier owes.",  # a year alone
        "They met on October 14 and nobody wrote it down.",  # which year?
        "It was signed on February 30, 2021 in the office.",  # there is no such day
        "See Acme v. Smith, No. 12 (N.D. Cal. Aug. 16, 2019), which holds that it may.",
    ],
)
def test_what_is_no_event_is_left_out(tmp_path: Path, sentence: str) -> None:
    assert events_of(tmp_path, f"{sentence}\n") == []


def test_a_year_is_taken_from_the_same_sentence(tmp_path: Path) -> None:
    first, second = events_of(
        tmp_path, "In 2019 nothing happened. They met between March 1 and March 8, 2024.\n"
    )
    assert (first.begins, second.begins) == (date(2024, 3, 1), date(2024, 3, 8))


def test_a_sentence_that_names_a_day_twice_is_one_event(tmp_path: Path) -> None:
    sentence = "The lease of March 1, 2024, as Acme calls the paper of March 1, 2024, is void."
    (event,) = events_of(tmp_path, f"{sentence}\n")
    assert (event.begins, event.sentence) == (date(2024, 3, 1), sentence)


def test_figures_that_could_be_read_otherwise_are_marked(tmp_path: Path) -> None:
    doubtful, clear = events_of(
        tmp_path, "The order of 10/01/2024 was paid by Acme. That of 10/25/2024 was not paid.\n"
    )
    assert (doubtful.begins, doubtful.is_ambiguous) == (date(2024, 10, 1), True)
    assert (clear.begins, clear.is_ambiguous) == (date(2024, 10, 25), False)


def test_a_deadline_is_told_from_a_fact(tmp_path: Path) -> None:
    fact, deadline = events_of(
        tmp_path,
        "Acme delivered on March 3, 2021 to Smith.\n\n"
        "Smith shall respond no later than March 24, 2021 in writing.\n",
    )
    assert (fact.kind, deadline.kind) == ("fact", "deadline")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("By August 2021 it had sold nine cranes to a yard in Mende.", "fact"),
        ("Counsel conferred by telephone on December 3, 2021 about it.", "fact"),
        ("The sum was payable within 30 days of the March 1, 2021 invoice.", "fact"),
        ("Payment was due within thirty days of March 1, 2021 at the bank.", "fact"),
        ("The crane was out of service until May 2, 2021, as Acme knew.", "fact"),
        ("Avant le 3 mai 2021, elle avait vendu neuf grues à un chantier.", "fact"),
        ("Smith shall pay by May 2, 2021 at the bank of Acme.", "deadline"),
        ("Smith has until 5:00 p.m. on Monday, May 3, 2021 to answer.", "deadline"),
        ("The answer is due on May 2, 2021, the court said.", "deadline"),
        ("Nous avons donc jusqu’au 3 mai 2021 pour faire appel à la cour.", "deadline"),
        ("Smith devra payer avant le 3 mai 2021 à la banque.", "deadline"),
        ("La première échéance est fixée au 1er mai 2021 par le tribunal.", "deadline"),
    ],
)
def test_a_day_that_is_due_is_told_from_one_that_was(
    tmp_path: Path, sentence: str, kind: str
) -> None:
    assert {event.kind for event in events_of(tmp_path, f"{sentence}\n")} == {kind}


def test_what_is_before_the_day_of_the_signature_is_neither_due_nor_to_come(
    tmp_path: Path,
) -> None:
    events = events_of(
        tmp_path,
        "Smith shall pay by May 2, 2021 at the bank of Acme.\n\n"
        "Smith shall pay the rest by May 2, 2023 at the bank of Acme.\n\n"
        "The trial of Acme opens on June 1, 2023 in Mende.\n\n"
        "DATED: June 4, 2022\n",
    )
    assert [(event.begins.year, event.kind) for event in events] == [
        (2021, "fact"),
        (2022, "filing"),
        (2023, "deadline"),
        (2023, "to come"),
    ]


def labels_of(folder: Path, **texts: str) -> dict[str, str]:
    library = library_of(folder, **texts)
    events = timeline(library.catalogue, library.catalogue.case("acme"))
    return {event.sentence or event.document: event.label for event in events}


def test_what_happened_is_labelled_by_whose_word_it_is(tmp_path: Path) -> None:
    payment = "Acme paid Smith on March 3, 2021."
    heads = {
        "complaint": ("COMPLAINT FOR BREACH OF CONTRACT", "fact alleged"),
        "motion": ("MOTION TO DISMISS", "fact alleged"),
        "declaration": ("DECLARATION OF JANE SMITH", "fact sworn to"),
        "order": ("ORDER GRANTING MOTION TO DISMISS", "recounted by a court"),
        "contract": ("PURCHASE AGREEMENT", "named in a contract"),
        "memo": ("A few notes about Acme", "named in a paper"),
    }
    papers = {
        name: f"{head}\n\nIn the paper {name} it reads that {payment}\n"
        for name, (head, _) in heads.items()
    }
    assert labels_of(tmp_path, **papers) == {
        f"In the paper {name} it reads that {payment}": label for name, (_, label) in heads.items()
    }


def test_a_table_and_a_calendar_speak_the_language_of_the_reader(tmp_path: Path) -> None:
    events = events_of(tmp_path, "Acme paid Smith on March 3, 2021 in full.\n")
    cites = cites_in(tmp_path)
    with speaking("fr"):
        head, row = list(csv.reader(io.StringIO(as_csv(events, cites)), delimiter=";"))
        calendar = as_calendar(events, cites).replace("\r\n ", "")
    assert head[:4] == ["début", "fin", "précision", "genre"]
    assert row[:4] == ["2021-03-03", "2021-03-03", "jour", "date citée par une pièce"]
    assert "SUMMARY:date citée par une pièce : Acme paid Smith" in calendar
    assert "DESCRIPTION:says" not in calendar
    assert "“" not in calendar


def test_a_table_opens_in_the_spreadsheet_of_its_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library_of(tmp_path, paper="La société a payé $1,250.50 le 3 mars 2021 ; rien de plus.\n")
    monkeypatch.setattr("ingest.embedding.model.Embedder", lambda settings: WordEmbedder())
    table = tmp_path / "amounts.csv"
    words = ["amounts", "acme", "--library", str(tmp_path / "library"), "--out", str(table)]
    for reader, separator, value in (("en", ",", "1250.5"), ("fr", ";", "1250,5")):
        monkeypatch.setenv("PINCITE_LANGUAGE", reader)
        assert main(words) == 0
        written = table.read_bytes()
        # Excel takes a file without this mark for one of the code page of its computer.
        assert written.startswith(b"\xef\xbb\xbf")
        head, row = csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=separator)
        assert row[:2] == [value, "USD"]
        assert len(head) == len(row) == 11
        assert row[5].endswith("le 3 mars 2021 ; rien de plus.")


def test_a_docket_and_stamps_give_the_filings(bot: Bot) -> None:
    catalogue = bot.library.catalogue
    case = catalogue.case(CASE)
    events = timeline(catalogue, case)
    filings = select(events, kind="filing")
    docket = next(
        document for document in catalogue.documents(case) if document.path == "docket.html"
    )
    assert len(filings) == len(catalogue.docket_rows(docket.id, "entry"))
    assert all(
        event.source and said(catalogue, event.source).voice == "records" for event in filings
    )
    assert [event.begins for event in events] == sorted(event.begins for event in events)
    assert {event.document for event in select(events, document="article.html")} == {"article.html"}
    assert len(select(events, about="no such party")) == 0
    assert select(events, kind="filing") == select(events, kind="filing", document="docket.html")


def test_a_table_has_every_event_and_no_formula(tmp_path: Path) -> None:
    events = events_of(tmp_path, "=SUM is what Acme wrote on March 3, 2021 to Smith.\n")
    (row,) = csv.DictReader(io.StringIO(as_csv(events, cites_in(tmp_path))))
    assert (row["begins"], row["printed"]) == ("2021-03-03", "March 3, 2021")
    assert row["sentence"].startswith("'=SUM")


def test_a_calendar_keeps_to_the_format(tmp_path: Path) -> None:
    words = "; ".join(["Acme, whose président wrote to Smith"] * 8)
    events = events_of(tmp_path, f"{words}, and paid on March 3, 2021 in full.\n")
    calendar = as_calendar(events, cites_in(tmp_path))
    assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75
    unfolded = calendar.replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20210303" in unfolded
    assert "DTEND;VALUE=DATE:20210304" in unfolded
    (quoted,) = [line for line in unfolded if line.startswith("DESCRIPTION:")]
    assert "président wrote to Smith\\; Acme\\, whose" in quoted


def test_the_command_prints_each_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library_of(tmp_path, paper="Acme paid Smith on March 3, 2021 in full.\n")
    monkeypatch.setattr("ingest.embedding.model.Embedder", lambda settings: WordEmbedder())
    words = ["timeline", "acme", "--library", str(tmp_path / "library")]
    assert main(words) == 0
    assert "2021-03-03  named in a paper\n    says: “Acme paid Smith" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    (event,) = json.loads(capsys.readouterr().out)["events"]
    assert (event["begins"], event["citation"]["lines"]) == ("2021-03-03", [1, 1])
    assert main([*words, "--csv"]) == 0
    assert "March 3, 2021" in list(csv.reader(io.StringIO(capsys.readouterr().out)))[1]
    calendar = tmp_path / "acme.ics"
    assert main([*words, "--ics", "--out", str(calendar)]) == 0
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert capsys.readouterr().out == ""
    assert main([*words, "--kind", "filing"]) == 0
    assert capsys.readouterr().out == "No dates were found.\n"
    with pytest.raises(SystemExit):
        main([*words, "--kind", "party"])
    with pytest.raises(SystemExit):
        main([*words, "--csv", "--json"])


def test_amounts_come_with_value_purpose_sentence_and_cite(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        paper="Acme owes Smith $1,250.50 of unpaid invoices for pumps. "
        "About 40 pounds were lost.\n\n"
        "It paid a fee of $3 million to the bank.\n",
        papier="La société réclame 61 millions d'euros de dommages et intérêts à son client.\n",
    )
    catalogue = library.catalogue
    found = amounts(catalogue, catalogue.case("acme"))
    assert [
        (str(amount.value), amount.currency, amount.purpose, amount.printed) for amount in found
    ] == [
        ("61000000", "EUR", "dommages", "61 millions d'euros"),
        ("3000000", "USD", "fee", "$3 million"),
        ("1250.5", "USD", "unpaid invoices", "$1,250.50"),
    ]
    quoted = said(catalogue, found[2].source)
    assert quoted.citation.quote == "Acme owes Smith $1,250.50 of unpaid invoices for pumps."
    assert (quoted.voice, quoted.citation.lines) == ("says", (1, 1))
    assert select_amounts(found, about="bank", least=Decimal(1000)) == [found[1]]
    assert select_amounts(found, document="papier.txt") == [found[0]]


def test_the_command_lists_amounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library_of(tmp_path, paper="Acme paid Smith $5 million in cash, and $20 to the bank.\n")
    monkeypatch.setattr("ingest.embedding.model.Embedder", lambda settings: WordEmbedder())
    words = ["amounts", "acme", "--library", str(tmp_path / "library")]
    assert main([*words, "--least", "1,000"]) == 0
    assert "5,000,000 USD\n  $5 million  for: cash\n    says: “Acme paid" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["amounts"]
    assert (first["value"], second["value"]) == ("5000000", "20")
    assert first["citation"]["lines"] == [1, 1]
    assert main([*words, "--csv"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[2][:3] == ["20", "USD", "$20"]
    with pytest.raises(SystemExit):
        main([*words, "--least", "much"])
