"""The parties of a case, as its papers name them, and which sentences speak of each.

A sentence names a party by its whole name, by the word by which it goes ("Acme" for Acme Pumps,
Inc., "Smith" for Jane Smith), by another name that a caption or docket gives it ("formerly known
as ..."), or by its part in the case ("Plaintiff").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.search.glance import GlanceLine, glance
from ingest.errors import PinciteError
from ingest.store.catalogue import Case, Catalogue
from ingest.text.terms import fold

_COMPANY = re.compile(
    r"(?:corp(?:oration)?|inc(?:orporated)?|co(?:mpany)?|l\.?l\.?c|l\.?l\.?p|l\.?p|p\.?l\.?c|ltd"
    r"|limited|gmbh|ag|s\.?a\.?(?:s|r\.?l)?|sasu|b\.?v|n\.?v|société|ins(?:urance)?|bank|banque)\.?",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"(?:formerly known as|formerly|also known as|doing business as|f/k/a|a/k/a|d/b/a"
    r"|anciennement(?: dénommée?)?)\s+(?P<name>[^;()]+?)"
    r"(?=,? an? |\s+(?:plaintiff|defendant|petitioner|respondent)|[;()]|,\s*$|$)",
    re.IGNORECASE,
)
_PARTS = {
    "suing": r"plaintiff|petitioner|claimant|demande(?:ur|resse)",
    "sued": r"defendant|respondent|défende(?:ur|resse)",
}
_IN_CASE = re.compile("|".join(_PARTS.values()), re.IGNORECASE)
_FULL_NAME = 3
"""Words of the name of a person, at most."""
_WORD = re.compile(r"[^\W_][\w'’&-]*")


@dataclass(frozen=True, slots=True)
class CaseParty:
    """``name`` is as a caption or docket prints it, ``names`` are that and its other names.
    ``part`` is "suing", "sued" or, where none is stated, empty; ``is_alone`` in it."""

    name: str
    names: tuple[str, ...]
    part: str = ""
    is_alone: bool = True


def case_parties(catalogue: Catalogue, case: Case) -> list[CaseParty]:
    """The parties of a case, each once, in the order in which its documents name them."""
    names: dict[str, str] = {}
    for document in catalogue.documents(case):
        for name in document.description.parties:
            names.setdefault(_key(name), name)
    found = glance(catalogue, case)
    lines = [line for _, paper in found.papers for line in paper if line.part == "party"]
    parties = [_party(name, lines) for name in names.values()]
    parts = [party.part for party in parties]
    return [
        CaseParty(party.name, party.names, party.part, parts.count(party.part) == 1)
        for party in parties
    ]


def party_named(parties: Sequence[CaseParty], name: str) -> CaseParty:
    """The party of this name, or of one that begins so. Raises PinciteError where none does."""
    wanted = _key(name)
    whole = [party for party in parties if wanted in map(_key, party.names)]
    begun = [
        party for party in parties if any(_key(other).startswith(wanted) for other in party.names)
    ]
    for party in [*whole, *begun]:
        return party
    known = "; ".join(party.name for party in parties)
    raise PinciteError(
        f"No party of this case is named {name}.",
        f"Its parties: {known}" if known else "No paper of it names its parties.",
    )


def naming(party: CaseParty, sentences: Iterable[str]) -> list[bool]:
    """For each sentence whether it names the party."""
    sentences = list(sentences)
    # A word that is written small as well is no name by itself.
    ordinary = {word for text in sentences for word in _WORD.findall(text) if word[0].islower()}
    forms = [form for name in party.names for form in _forms(name, ordinary)]
    pattern = re.compile("|".join([*forms, *_by_part(party)]) or "(?!)")
    letters = [name for name in map(_letter, party.names) if name and name.lower() not in ordinary]
    return [
        bool(pattern.search(text))
        or any(_goes_by_letter(letter, text, ordinary) for letter in letters)
        for text in sentences
    ]


def _letter(name: str) -> str:
    """The letter by which a company of one letter goes: "Q" for Q Corp."""
    core = _core(name)
    return core[0] if len(core) == 1 and len(core[0]) == 1 else ""


# What has letters for numbers, and the persons whose names are kept back.
_LETTERED = re.compile(
    r"(?:exhibits?|ex|annexe?s?|appendix|attachments?|schedules?|sections?|parts?|counts?|class(?:es)?"
    r"|tables?|figures?|fig|columns?|rows?|items?|tabs?|groups?|letters?|points?|articles?|titles?"
    r"|chapters?|levels?|phases?|zones?|units?|options?|pièces?|parties?|titres?|colonnes?|lignes?"
    r"|lettres?|groupes?|mrs?|mme|mlle|ms|m|messrs|mister|dr|john|jane|époux|sieur|dame)\.?",
    re.IGNORECASE,
)


def _goes_by_letter(letter: str, text: str, ordinary: set[str]) -> bool:
    """Whether a lone letter is a name there: not "Exhibit X", "Malcolm X", "X. Smith", "(X)" nor
    "X, Y and Z"."""
    for found in re.finditer(rf"(?<![\w.’'&/-]){letter}(?![\w&/-]|\.\s?[A-ZÀ-Þ])", text):
        before, after = text[: found.start()], text[found.end() :]
        word = re.search(r"([^\W\d_][\w’'-]*\.?)\s+$", before)
        is_row = re.match(r"(?:,| and| or| et| ou)? [A-Z]\b(?!['’])", after) or re.search(
            r"\b[A-Z](?:,| and| or| et| ou)+ $", before
        )
        if is_row or (before.endswith("(") and after.startswith(")")):
            continue
        if word is None or not _is_of_letter(word[1], ordinary):
            return True
    return False


def _is_of_letter(word: str, ordinary: set[str]) -> bool:
    """Whether the letter after a word is a part of what the word names."""
    if _LETTERED.fullmatch(word):
        return True
    return word[0].isupper() and word.lower() not in ordinary and not _IN_CASE.match(word)


def _party(name: str, lines: Sequence[GlanceLine]) -> CaseParty:
    of_it = [
        line.excerpt.text
        for line in lines
        if line.excerpt is not None and _key(name) in _key(line.excerpt.text)
    ]
    others = [found["name"].strip(" ,.") for text in of_it for found in _OTHER_NAME.finditer(text)]
    part = next(
        (
            part
            for text in of_it
            for part, words in _PARTS.items()
            if re.search(rf"\b(?:{words})", text, re.IGNORECASE)
        ),
        "",
    )
    return CaseParty(name, tuple(dict.fromkeys([name, *others])), part)


def _key(name: str) -> str:
    return " ".join(fold(word) for word in _WORD.findall(name))


def _forms(name: str, ordinary: set[str]) -> Iterator[str]:
    """Patterns of the whole name, and of the word or two by which it goes."""
    words, core = _WORD.findall(name), _core(name)
    if _letter(name):
        if len(words) > 1:
            yield _in_a_row(words)
    elif core:
        yield _in_a_row(core)
    if len(core) > 1:
        is_person = len(core) == len(words) and len(core) <= _FULL_NAME
        word = core[-1] if is_person else core[0]
        if not (is_person or word.lower() not in ordinary):
            yield _in_a_row(core[:2])
        elif word.lower() not in ordinary:
            yield _in_a_row([word])


def _core(name: str) -> list[str]:
    """The words of a name without those for a company."""
    words = _WORD.findall(name)
    return [word for word in words if not _COMPANY.fullmatch(word)] or words


def _in_a_row(words: Sequence[str]) -> str:
    """Each word as it is printed, or in capitals."""
    capitals = r"[\s,.]+".join(
        rf"(?:{re.escape(word)}|{re.escape(word.title())}|{re.escape(word.upper())})"
        for word in words
    )
    return rf"(?<![\w.-]){capitals}(?![\w-])"


def _by_part(party: CaseParty) -> Iterator[str]:
    """ "Plaintiff" is the only party that sues, "Plaintiffs" is each of several."""
    if party.part:
        several = "" if party.is_alone else "s"
        yield rf"\b(?i:{_PARTS[party.part]}){several}\b"
