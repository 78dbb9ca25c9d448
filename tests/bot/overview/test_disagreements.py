"""Where papers of a case look like they disagree."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.overview.contested import (
    LEANS,
    cited_paragraphs,
    complaint_cited,
    contests,
    leaning,
)
from bot.overview.contrary import SaidText, deny_each_other, other_figure
from bot.overview.disagreements import Disagreements, LeastLikeness, LookedAt, disagreements
from bot.reading.cross_encoder import Reranker, Scores
from ingest.embedding.model import Embedder, Vectors
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from ingest.text.terms import fold, stem, words
from tests.support.fakes import WordEmbedder

CAPTION = """ACME PUMPS, INC.,
Plaintiff,
v.
BOLT LLC,
Defendant.
"""
COMPLAINT = f"""{CAPTION}
COMPLAINT

1. Bolt breached the Agreement by failing to pay for the pumps.

2. Acme delivered the pumps to the plant in Lyon on March 3, 2021.

3. Acme invoiced the pumps for $12 million in total. Bolt paid duties on the pumps at the border.

""" + "\n\n".join(
    # A word that most passages hold tells nothing: these hold other words.
    f"{number}. Venue {number}: the {word} of this district is a place where people live."
    for number, word in enumerate("valley river forest harbor castle bridge meadow".split(), 4)
)
MOTION = """MOTION TO DISMISS

Bolt breached no contract by declining to pay for the pumps.

Acme delivered the pumps to the plant in Lyon on March 9, 2021.

Acme delivered the pumps to the plant in Turin on March 9, 2021.

Acme paid no duties on the pumps at the border.

Acme invoiced the pumps for $12 million in total.

The Complaint alleges that Bolt did not pay for the pumps.
"""
STRIKE = f"""Pump & Partners LLP
Attorneys for Plaintiff Acme Pumps, Inc.

{CAPTION}
MOTION TO STRIKE

Bolt breached no contract by declining to pay for the pumps.
"""
ANSWER = """ANSWER

Bolt denies the allegations of paragraph 2.

Bolt denies the remaining allegations of paragraph 3.
"""


OPPOSITION = """OPPOSITION

The assertion that Acme delivered the pumps to the plant (Compl. ¶ 2) is contradicted by the record.
"""


class StemEmbedder(WordEmbedder):
    """A vector counts the stems of a text, by a hash of each."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), 96), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                vectors[row, zlib.crc32(stem(fold(word), "en").encode()) % 96] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self.embed([text])[0]]


LEAST = LeastLikeness(3.0, 3.0, 3.0, 3.0)
"""For an embedder that knows words alone."""


PAPERS = (
    ("complaint", COMPLAINT),
    ("motion", MOTION),
    ("strike", STRIKE),
    ("answer", ANSWER),
    ("opposition", OPPOSITION),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Disagreements]:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS:
        (folder / f"{name}.txt").write_text(text)
    (folder / "case.yaml").write_text(
        "documents:\n"
        + "".join(
            f"  {name}.txt:\n    kind: {'motion' if name == 'strike' else name}\n"
            for name, _ in PAPERS
        )
    )
    settings = Settings(library=tmp_path_factory.mktemp("library"))
    library = Library(settings, StemEmbedder())
    ingest(library, "acme", [folder])
    case = library.catalogue.case("acme")
    return library, disagreements(library, case, least=LEAST)


def pairs(found: tuple[Library, Disagreements], kind: str) -> list[tuple[str, str]]:
    library, looked = found

    def text(passage_id: int, start: int, end: int) -> str:
        return library.catalogue.passage(passage_id).passage.text[start:end]

    return [
        (
            text(each.asserted.passage_id, each.asserted.start, each.asserted.end),
            text(each.against.passage_id, each.against.start, each.against.end),
        )
        for each in looked.found
        if each.kind == kind
    ]


def test_what_one_says_and_another_denies(found: tuple[Library, Disagreements]) -> None:
    """Not what the plaintiff's own motion says, nor what another party did not pay."""
    assert pairs(found, "denial") == [
        (
            "Bolt breached the Agreement by failing to pay for the pumps.",
            "Bolt breached no contract by declining to pay for the pumps.",
        )
    ]


def test_papers_of_two_disputes_do_not_disagree(
    found: tuple[Library, Disagreements], tmp_path: Path
) -> None:
    library, _ = found
    shown = {}
    for name, number in (("one-dispute", "3:24-cv-00001"), ("two-disputes", "3:24-cv-00002")):
        folder = tmp_path / name
        folder.mkdir()
        numbers = dict.fromkeys(["motion", "answer", "opposition"], number)
        numbers["complaint"] = "3:24-cv-00001"
        for paper, text in PAPERS:
            if paper in numbers:
                (folder / f"{paper}.txt").write_text(text)
        (folder / "case.yaml").write_text(
            "documents:\n"
            + "".join(
                f"  {paper}.txt: {{kind: {paper}, case_number: '{its}'}}\n"
                for paper, its in numbers.items()
            )
        )
        ingest(library, name, [folder])
        looked = disagreements(library, library.catalogue.case(name), least=LEAST)
        shown[name] = {each.kind for each in looked.found}
    assert shown == {
        "one-dispute": {"denied paragraph", "contested paragraph", "denial", "date"},
        "two-disputes": set(),
    }


def test_another_date_for_the_same(found: tuple[Library, Disagreements]) -> None:
    """Not that of a delivery to another town."""
    ((asserted, against),) = pairs(found, "date")
    assert {asserted[-14:], against[-14:]} == {"March 3, 2021.", "March 9, 2021."}


def test_the_same_amount_is_no_disagreement(found: tuple[Library, Disagreements]) -> None:
    assert pairs(found, "amount") == []


def test_a_paragraph_that_is_denied_by_its_number(found: tuple[Library, Disagreements]) -> None:
    ((asserted, against),) = pairs(found, "denied paragraph")
    assert "March 3, 2021" in asserted
    assert against == "Bolt denies the allegations of paragraph 2."


def test_a_paragraph_that_is_cited_and_contested(found: tuple[Library, Disagreements]) -> None:
    ((asserted, against),) = pairs(found, "contested paragraph")
    assert asserted.startswith("2. Acme delivered")
    assert "contradicted by the record" in against


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Each was approved. (Compl. ¶¶ 12–14, 20.)", ["12", "13", "14", "20"]),
        ("See Complaint at ¶ 7.", ["7"]),
        ("As paragraphs 3 and 4 of the Complaint say.", ["3", "4"]),
        ("It was paid in 2014.", []),
        ("The Complaint misreads the lease (¶ 9).", ["9"]),
        ("La requête se trompe (point 7).", ["7"]),
        ("As the claimant says (statement of claim, para. 11).", ["11"]),
        ("The complaint rests on § 9 of the Act.", []),
    ],
)
def test_paragraphs_that_are_cited(text: str, numbers: list[str]) -> None:
    cited, _last = cited_paragraphs(text)
    assert [number for _label, listed in cited for number in listed] == numbers


def test_id_is_what_was_cited_before() -> None:
    _cited, last = cited_paragraphs("It was signed. (Compl. ¶ 3.)")
    assert cited_paragraphs("It was paid. (Id. ¶ 4.)", last)[0] == [("Compl.", ["4"])]


def test_the_complaint_is_known_by_its_name_or_its_number_in_the_docket() -> None:
    said = ["This is false (Dkt. 4 ¶ 7).", "So is that (Smith Decl. ¶ 8).", "And (lease, point 9)."]
    assert [numbers for _at, _text, numbers in complaint_cited(said, "4")] == [["7"]]
    assert list(complaint_cited(said, "5")) == []
    under = "Under paragraph 3 of the lease, as the Complaint says, it was paid."
    assert list(complaint_cited([under])) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nothing in the file bears out what the landlord is said to have promised (Compl. ¶ 12).",
        "Le bailleur n’a jamais tenu les propos que lui prête la requête (point 4), c’est inexact.",
        "The Complaint gets the letter backwards (¶ 6).",
    ],
)
def test_a_sentence_that_contests_leans_to_wrong_in_whatever_words(text: str) -> None:
    repeated = "As the parties agree, the lease was signed by both of them (Compl. ¶ 12)."
    contested, agreed = leaning(Embedder(Settings()), [text, repeated])
    assert contested > agreed
    assert agreed < LEANS


def test_the_reader_tells_what_a_denial_speaks_of(
    found: tuple[Library, Disagreements],
) -> None:
    library, _looked = found
    case = library.catalogue.case("acme")

    def denials(score: float) -> int:
        least = replace(LEAST, read=10.0, read_across=10.0)
        reader = ScoresAll(score)
        looked = disagreements(library, case, least=least, reader=reader)
        return sum(each.kind == "denial" for each in looked.found)

    by_words = sum(each.kind == "denial" for each in found[1].found)
    assert denials(-20.0) == 0
    assert denials(20.0) == by_words > 0


def test_a_second_look_computes_only_what_is_new(found: tuple[Library, Disagreements]) -> None:
    library, _looked = found
    case = library.catalogue.case("acme")
    papers = {document.path: document.id for document in library.catalogue.documents(case)}
    some = replace(case, only=frozenset({papers["complaint.txt"], papers["motion.txt"]}))
    reader = ScoresAll(20.0)
    least, known = replace(LEAST, read=10.0, read_across=10.0), LookedAt()
    disagreements(library, some, least=least, reader=reader, looked_at=known)
    asked, embedded = reader.asked, len(known.vectors)
    assert asked > 0
    again = disagreements(library, some, least=least, reader=reader, looked_at=known)
    assert (reader.asked, len(known.vectors)) == (asked, embedded)
    more = disagreements(library, case, least=least, reader=reader, looked_at=known)
    anew = disagreements(library, case, least=least, reader=reader)
    assert more.found == anew.found != again.found
    assert len(known.vectors) > embedded


class ScoresAll(Reranker):
    """Gives every pair one score."""

    def __init__(self, score: float) -> None:
        super().__init__(Settings())
        self._score = score
        self.asked = 0

    @property
    def unusable(self) -> str | None:
        return None

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        self.asked += len(texts)
        return np.full(len(texts), self._score, dtype=np.float32)


def test_what_is_alleged_to_be_wrong_is_not_contested() -> None:
    assert contests("The allegation that it was signed (Compl. ¶ 3) is false.")
    assert not contests("Plaintiff alleges that this account was false (Compl. ¶ 3).")
    assert not contests("The allegations of fraud follow (Compl. ¶ 3).")


@pytest.mark.parametrize(
    ("ours", "theirs", "differ"),
    [
        ("It paid $40 million in 2019.", "En 2019 elle a payé 50 millions de dollars.", True),
        ("It paid $40 million in 2019.", "En 2019 elle a payé 40 millions de dollars.", False),
        ("It paid more than $40 million.", "It paid $50 million.", False),
        ("It paid at least $40 million.", "It paid at least $50 million.", True),
        ("It paid about $40 million.", "It paid $41 million.", False),
        ("It paid on March 3, 2021.", "It paid in March 2021.", False),
        ("It paid on March 3, 2021.", "It paid in 2020.", False),
        ("It paid on March 3, 2021.", "Elle a payé le 4 mars 2021.", True),
        ("It paid $40 million and $3 million.", "It paid $50 million and $2 million.", False),
    ],
)
def test_figures_that_cannot_both_be(ours: str, theirs: str, *, differ: bool) -> None:
    both = [SaidText(text, "fr" if "lle " in text else "en") for text in (ours, theirs)]
    assert (other_figure(both[0], both[1]) is not None) is differ
    assert (other_figure(both[1], both[0]) is not None) is differ


@pytest.mark.parametrize(
    ("ours", "theirs", "deny"),
    [
        ("Bolt never paid the invoices.", "Bolt paid the invoices.", True),
        ("Bolt n’a pas payé les factures.", "Bolt paid the invoices.", True),
        ("Bolt n’a pas payé les factures.", "Bolt did not pay the invoices.", False),
        ("The invoices are unpaid.", "The invoices were sent in March.", False),
    ],
)
def test_denials_across_languages(ours: str, theirs: str, *, deny: bool) -> None:
    both = [SaidText(text, "fr" if "factures" in text else "en") for text in (ours, theirs)]
    assert deny_each_other(both[0], both[1]) is deny
