"""What a paper states of itself: found by the forms of captions, headings and closings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.document import Line, Page, Passage, StatedField
from ingest.passages.split import split
from ingest.passages.stated import stated_facts

COMPLAINT = (
    ("Jane Roe (SBN 123456)", "body"),
    ("ROE & POE LLP", "+body"),
    ("Attorneys for Plaintiff", "+body"),
    ("ACME PUMPS, INC.", "+body"),
    ("UNITED STATES DISTRICT COURT", "caption"),
    ("NORTHERN DISTRICT OF CALIFORNIA", "caption"),
    ("ACME PUMPS, INC.,", "caption"),
    ("Plaintiff,", "caption"),
    ("v.", "caption"),
    ("JOHN A. SMITH, an individual,", "caption"),
    ("Defendant.", "caption"),
    ("Case No. 3:21-cv-01234", "caption"),
    ("Judge: Hon. Mary Major", "caption"),
    ("COMPLAINT FOR:", "caption"),
    ("(1) BREACH OF CONTRACT;", "caption"),
    ("(2) UNJUST", "caption"),
    ("ENRICHMENT", "caption"),
    ("DEMAND FOR JURY TRIAL", "caption"),
    ("NATURE OF THE ACTION", "heading"),
    ("1. Acme sold pumps to Smith, who took them, used them for three years and paid for", "body"),
    ("none of them, though it asked him every month.", "+body"),
    ("FIRST CAUSE OF ACTION", "heading"),
    ("(Breach of Contract)", "heading"),
    ("2. Acme repeats what it said above.", "body"),
    ("PRAYER FOR RELIEF", "heading"),
    ("WHEREFORE, Acme prays for judgment as follows:", "body"),
    ("a. For damages of $5 million;", "+body"),
    ("b. For costs of suit.", "+body"),
    ("Dated: March 3, 2021", "+body"),
)
ORDER = (
    ("UNITED STATES DISTRICT COURT", "caption"),
    ("ACME PUMPS, INC., Plaintiff, v. SMITH, Defendant.", "caption"),
    ("ORDER", "heading"),
    ("Smith moves to dismiss the complaint because it was brought too late, as he says.", "body"),
    ("If the motion is granted, nothing remains to be tried here.", "body"),
    ("The motion to dismiss is DENIED.", "body"),
    ("MARY MAJOR", "signature"),
    ("United States District Judge", "signature"),
)


def passages_of(lines: Sequence[tuple[str, str]]) -> list[Passage]:
    page = Page(
        1,
        tuple(
            Line(text, begins=not role.startswith("+"), role=role.removeprefix("+"))  # type: ignore[arg-type]
            for text, role in lines
        ),
    )
    return list(split(iter((page,)), "pdf", "en"))


def stated(lines: Sequence[tuple[str, str]], field: StatedField) -> list[tuple[str, str]]:
    """The values of a field, each with the words that state it."""
    passages = passages_of(lines)
    return [
        (fact.value, passages[fact.passage].text[fact.start : fact.end])
        for fact in stated_facts(passages)
        if fact.field == field
    ]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            "court",
            [("UNITED STATES DISTRICT COURT NORTHERN DISTRICT OF CALIFORNIA",) * 2],
        ),
        ("case number", [("3:21-cv-01234", "Case No. 3:21-cv-01234")]),
        ("judge", [("Hon. Mary Major", "Judge: Hon. Mary Major")]),
        (
            "party",
            [
                ("ACME PUMPS, INC.", "ACME PUMPS, INC., Plaintiff,"),
                ("JOHN A. SMITH", "JOHN A. SMITH, an individual, Defendant."),
            ],
        ),
        (
            "counsel",
            [
                (
                    "Plaintiff ACME PUMPS, INC.",
                    "Jane Roe (SBN 123456) ROE & POE LLP Attorneys for Plaintiff ACME PUMPS, INC.",
                )
            ],
        ),
        (
            "claim",
            [("(1) BREACH OF CONTRACT;",) * 2, ("(2) UNJUST ENRICHMENT",) * 2],
        ),
        (
            "count",
            [
                (
                    "FIRST CAUSE OF ACTION — Breach of Contract",
                    "2. Acme repeats what it said above.",
                )
            ],
        ),
        (
            "relief",
            [
                ("WHEREFORE, Acme prays for judgment as follows:",) * 2,
                ("a. For damages of $5 million;",) * 2,
                ("b. For costs of suit.",) * 2,
            ],
        ),
    ],
)
def test_a_complaint_states(field: StatedField, expected: list[tuple[str, str]]) -> None:
    assert stated(COMPLAINT, field) == expected


def test_what_a_complaint_is_about_stands_under_its_first_heading() -> None:
    ((about, _),) = stated(COMPLAINT, "about")
    assert about.startswith("Acme sold pumps to Smith")
    assert about.endswith("though it asked him every month.")


def test_an_order_states_its_ruling_and_its_judge() -> None:
    assert stated(ORDER, "ruling") == [("The motion to dismiss is DENIED.",) * 2]
    assert stated(ORDER, "judge") == [("MARY MAJOR", "MARY MAJOR United States District Judge")]
    ((about, _),) = stated(ORDER, "about")
    assert about.startswith("Smith moves to dismiss")


def test_what_no_form_tells_is_not_found() -> None:
    letter = (
        ("Dear Mary,", "body"),
        ("we met the plaintiff at the court yesterday and he told us that he was well.", "body"),
    )
    fields = {fact.field for fact in stated_facts(passages_of(letter))}
    assert fields <= {"about"}


def test_a_sentence_about_counsel_names_no_counsel() -> None:
    sentence = (
        "Counsel for the parties conferred by telephone and were unable to resolve the motion."
    )
    signature = "Attorneys for Defendant John A. Smith, an individual"
    counsel = stated(
        (("UNITED STATES DISTRICT COURT", "caption"), (sentence, "caption")), "counsel"
    )
    assert counsel == []
    counsel = stated(
        (("UNITED STATES DISTRICT COURT", "caption"), (signature, "caption")), "counsel"
    )
    assert [whom for whom, _ in counsel] == ["Defendant John A. Smith, an individual"]


JUGEMENT = """TRIBUNAL JUDICIAIRE DE MENDE
N° RG 33/04567 - N° Portalis DBX
JUGEMENT DU 3 MAI 2033

DEMANDEUR
M. Paul Aubrac, demeurant à Florac, représenté par Me Anne Causse, avocat au barreau de Mende
DÉFENDERESSE
SA Lozère Habitat, représentée par Maître Luc Vidal, avocat plaidant au barreau de Nîmes

COMPOSITION DU TRIBUNAL
Président : Mme Claire Vivarais, vice-présidente
Greffier : M. Tom Puy
"""
ARRET = """COUR D'APPEL DE QUIMPER
Rôle général : 2033F01234
ARRÊT DU 3 MAI 2033

APPELANTE :
SAS Iroise, dont le siège est à Brest, ayant pour avocat Me Yann Le Goff, avocat au barreau de Brest
INTIMÉ :
M. Hervé Odet, assisté de Me Rose Kerr, du barreau de Quimper

L'audience était présidée par Mme Maud de Plouay, présidente de chambre.
"""


def stated_in(text: str, field: StatedField, fmt: str = "text") -> list[tuple[str, str]]:
    lines = tuple(Line(line, begins=True) for line in text.splitlines())
    passages = list(split(iter((Page(1, lines),)), fmt, "fr"))
    return [
        (fact.value, passages[fact.passage].text[fact.start : fact.end])
        for fact in stated_facts(passages)
        if fact.field == field
    ]


@pytest.mark.parametrize("fmt", ["pdf", "html", "text"])
def test_the_head_of_a_french_judgment(fmt: str) -> None:
    assert [value for value, _ in stated_in(JUGEMENT, "case number", fmt)] == ["33/04567"]
    assert [value for value, _ in stated_in(JUGEMENT, "judge", fmt)] == ["Mme Claire Vivarais"]
    assert stated_in(JUGEMENT, "counsel", fmt) == [
        ("M. Paul Aubrac", "Me Anne Causse, avocat au barreau de Mende"),
        ("SA Lozère Habitat", "Maître Luc Vidal, avocat plaidant au barreau de Nîmes"),
    ]
    assert [value for value, _ in stated_in(ARRET, "case number", fmt)] == ["2033F01234"]
    assert stated_in(ARRET, "judge", fmt)[0] == (
        "Mme Maud de Plouay",
        "présidée par Mme Maud de Plouay",
    )
    assert stated_in(ARRET, "counsel", fmt) == [
        ("SAS Iroise", "Me Yann Le Goff, avocat au barreau de Brest"),
        ("M. Hervé Odet", "Me Rose Kerr, du barreau de Quimper"),
    ]


@pytest.mark.parametrize(
    ("line", "judge"),
    [
        ("Mme Ida Sol, présidente ; M. Pol Rey, juge.", "Mme Ida Sol"),
        ("La présidente, Mme Ida Sol", "Mme Ida Sol"),
        ("Juge unique : M. Pol Rey", "M. Pol Rey"),
        ("SAS Iroise, représentée par son président, M. Pol Rey", ""),
        ("M. Pol Rey, président de la société Iroise", ""),
    ],
)
def test_who_presides_is_a_judge_and_no_president_of_a_company(line: str, judge: str) -> None:
    head = f"TRIBUNAL DE COMMERCE DE MENDE\nN° RG : 2033J00123\n{line}"
    assert [value for value, _ in stated_in(head, "judge")] == ([judge] if judge else [])
