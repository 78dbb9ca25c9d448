"""Statements with the sentences they cite, true and false, to measure the checker on.

    python -m tests.bench.checker_pairs          writes checker_pairs.tsv anew

True statements stand in statements.tsv, written by hand in English and in French on sentences of
the sample case, of French decisions and of documents of natural questions; others are sections of
acts, restated in their language and in their official translation. False ones are made of them by
one edit each: an amount, number or date exchanged, a name, a negation put in or taken out, the two
sides exchanged, a party's claim made a finding of the court or stated as a fact, another sentence
cited.

Halves are by the document of the source. The rules of the checker were made looking at the
choosing half alone: the complaint, motion, letter, docket and article of the sample case, three
decisions, the acts of `bench/statutes`, and filings and news of `bench/natural`. Of the others
(amended complaint, three decisions, `bench/statutes-unseen`) only figures are looked at. Where the
bench material is absent, so are its pairs.
"""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from pypdfium2 import PdfDocument

from bot.reading.check import CitableSentence
from ingest.describe.kinds import COURTS_OWN
from ingest.document import Kind
from tests.bench.material import SHARED

STATEMENTS = Path(__file__).with_name("statements.tsv")
PAIRS = Path(__file__).with_name("checker_pairs.tsv")
SEED = 20
CHOOSING = frozenset(
    (
        "complaint", "motion-to-dismiss", "letter", "docket", "article", "statutes",
        "french/cass_civ3_22-19915_judilibre.pdf", "french/cass_23-14408_judilibre.html",
        "french/cjue_google_adwords_2010_fr.pdf",
        "natural/filings/6thCircuit-10a0023p-06.pdf",
        "natural/filings/gov.uscourts.njd.387907.32.0.pdf",
        "natural/filings/gov.uscourts.caed.374639.14.0.pdf",
        "natural/news/lapresse.tn.parite.html", "natural/news/ledevoir.com.trottinettes.html",
        "natural/news/lopinion.fr.glyphosate.html", "natural/news/bondyblog.fr.paris-8.html",
    )
)  # fmt: skip
# As they stand in the captions.
_PARTIES = {
    "natural/filings/gov.uscourts.njd.387907.32.0.pdf": ("Rasool McCrimmon", "Steve Johnson"),
    "natural/filings/gov.uscourts.caed.374639.14.0.pdf": (
        "United States of America", "Katherine Herrera",
    ),
}  # fmt: skip
# A passage is a part of a long paragraph, and of a page whose paragraphs cannot be told.
_AROUND = 500
# Sections of each folder of acts: enough for two hundred pairs of each two languages in a half.
_SECTIONS = {"statutes": 45, "statutes-unseen": 30}

Made = Literal["paraphrase", "translation", "restatement"]
Edit = Literal[
    "paraphrase", "translation", "restatement", "amount", "date", "name", "negation", "parties",
    "finding", "fact", "wrong citation",
]  # fmt: skip
TRUE = frozenset(("paraphrase", "translation", "restatement"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A true statement in two parts: whose word it is, and what is said."""

    who: str
    what: str
    language: str
    source: CitableSentence
    document: str
    made: Made

    @property
    def text(self) -> str:
        return f"{self.who} {self.what}."


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, the sentence it cites, and what was done to it."""

    edit: Edit
    statement: str
    language: str
    source: CitableSentence
    document: str
    """Of the sentence that the statement was made of."""

    @property
    def is_true(self) -> bool:
        return self.edit in TRUE

    @property
    def half(self) -> str:
        return "choosing" if self.document in CHOOSING else "reporting"

    @property
    def languages(self) -> str:
        return f"{self.language} on {self.source.language}"


def statements() -> tuple[Statement, ...]:
    """All true ones that can be had here."""
    return (*by_hand(), *_of_acts("statutes"), *_of_acts("statutes-unseen"))


@lru_cache
def by_hand() -> tuple[Statement, ...]:
    """Those written by hand."""
    found = []
    for line in STATEMENTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        document, kind, language, cited, who_en, what_en, who_fr, what_fr = line.split("\t")
        source = _source(document, cast("Kind", kind), language, cited)
        if source is None:
            continue
        for own, who, what in (("en", who_en, what_en), ("fr", who_fr, what_fr)):
            made: Made = "paraphrase" if own == language else "translation"
            found.append(Statement(who, what, own, source, document, made))
    return tuple(found)


def _source(document: str, kind: Kind, language: str, cited: str) -> CitableSentence | None:
    """The sentence that a line of statements.tsv names; None where its document is absent."""
    if "/" in document:
        text = _decision(document)
        if not text:
            return None
        begins, ends = cited.split(" … ")
        found = re.search(f"{re.escape(begins)}.*?{re.escape(ends)}", text)
        assert found, f"{document} has no {cited!r}"
        start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _AROUND)
        paragraph = text[start : text.find("\n", found.end())][: found.end() - start + _AROUND]
        court, parties = kind in COURTS_OWN, _PARTIES.get(document, ())
        return CitableSentence(found[0], language, kind, paragraph, court, parties)
    before, sentence, after = cited.split(" ‖ ")
    around = f"{before} {sentence} {after}".strip()
    parties = () if kind in ("letter", "article") else ("Wiwynn Corporation", "X Corp.")
    return CitableSentence(sentence, language, kind, around, parties=parties)


@lru_cache
def _decision(document: str) -> str:
    file = SHARED / "bench" / document
    if not file.exists():
        return ""
    if file.suffix == ".pdf":
        pages = [page.get_textpage().get_text_range() for page in PdfDocument(file)]
        # Its paragraphs are numbered, and run over pages.
        return re.sub(r" (?=\d{1,2}\. [A-ZÀ-Ý])", "\n", re.sub(r"\s+", " ", " ".join(pages)))
    text = re.sub(r"<br[^>]*>|</p>|</div>", "\n", file.read_text(encoding="utf-8"))
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"[^\S\n]+", " ", text)


@lru_cache
def _of_acts(folder: str) -> tuple[Statement, ...]:
    """Sections of one sentence in both languages, drawn by chance."""
    file = SHARED / "bench" / folder / "sections.jsonl"
    if not file.exists():
        return ()
    sections = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    fitting = [each for each in sections if all(_fits(each[f"text_{own}"]) for own in _UNDER)]
    found = []
    for section in random.Random(SEED).sample(fitting, min(_SECTIONS[folder], len(fitting))):
        for language in _UNDER:
            text = section[f"text_{language}"]
            around = f"{section[f'act_{language}']} {section[f'heading_{language}']} {text}"
            source = CitableSentence(text, language, "other", around)
            for own, under in _UNDER.items():
                made: Made = "restatement" if own == language else "translation"
                what = section[f"text_{own}"].strip().rstrip(".;")
                what = what[0].lower() + what[1:]
                found.append(Statement(under, what, own, source, folder, made))
    return tuple(found)


_UNDER = {"en": "Under the Act,", "fr": "Selon la loi,"}


def _fits(text: str) -> bool:
    """Whether a section is one sentence that begins with a word which may lose its capital."""
    return bool(
        60 <= len(text) <= 320
        and "\n" not in text
        and not re.search(r"[.;:] ", text.strip())
        and re.match(
            r"(?:The|An?|If|Every|No|Any|All|Subject|Les?|La|L[’']|Une?|Sous|Toute?|Si) ?", text
        )
    )


@lru_cache
def pairs() -> tuple[Pair, ...]:
    """All pairs, in a fixed order."""
    return (*pairs_of(by_hand()), *pairs_of(_of_acts("statutes") + _of_acts("statutes-unseen")))


def pairs_of(of: Sequence[Statement]) -> tuple[Pair, ...]:
    """The pairs made of these statements."""
    chance = random.Random(SEED)
    found: list[Pair] = []
    for statement in of:
        found.append(_pair(statement.made, statement, statement.text))
        for edit, text in _edits(statement, chance):
            if text and text != statement.text:
                found.append(_pair(edit, statement, text))
        others = [other.source for other in of if _is_elsewhere(other, statement)]
        if others:
            wrong = _pair("wrong citation", statement, statement.text)
            found.append(replace(wrong, source=chance.choice(others)))
    return tuple(found)


def _pair(edit: Edit, statement: Statement, text: str) -> Pair:
    return Pair(edit, text, statement.language, statement.source, statement.document)


def _is_elsewhere(other: Statement, statement: Statement) -> bool:
    """Whether a source says something else: few of its longer words stand in the other."""
    ours, theirs = (
        set(re.findall(r"\w{6,}", each.source.text.lower())) for each in (other, statement)
    )
    same_half = (other.document in CHOOSING) == (statement.document in CHOOSING)
    same_language = other.source.language == statement.source.language
    return same_half and same_language and len(ours & theirs) <= 1


def _edits(statement: Statement, chance: random.Random) -> Iterator[tuple[Edit, str]]:
    who, what, french = statement.who, statement.what, statement.language == "fr"
    yield "amount", _with(who, _other_amount(what, chance))
    yield "date", _with(who, _other_date(what, statement, chance))
    yield "name", _with(who, _other_name(what, statement, chance))
    yield "negation", _with(who, _negated(what, french=french))
    yield "parties", _with(who, _exchanged(what))
    finding = "Le tribunal a jugé que" if french else "The court found that"
    if statement.source.kind not in (*COURTS_OWN, "docket"):
        yield "finding", _with(finding, what)
    partisan = statement.source.kind in ("complaint", "amended complaint", "motion")
    if partisan and not _IS_SAID.search(what):
        yield "fact", _with("", what[0].upper() + what[1:])


def _with(who: str, what: str) -> str:
    return f"{who} {what}.".strip() if what else ""


# "Wiwynn claims …" says of itself whose word it is, and so does "is suing for".
_IS_SAID = re.compile(
    r"complaint|plainte|claims|suing|invoque|demandé?\b|demanded|argues|says|dit |alleges|has asked"
    r"|obliged|tenue"
)

# A figure is no amount where it numbers an article, a paragraph or a year, or is part of a date.
_NO_AMOUNT = "".join(
    f"(?<!{word} )"
    for word in "article Article paragraphe paragraph section subsection sections".split()
)
_AMOUNT = re.compile(
    rf"{_NO_AMOUNT}(?<![\w.,/(-])\$?\d(?:[\d,.   ]*\d)?(?![\w)])",
)
_SPELT = {
    "two": "three", "three": "four", "five": "six", "eight": "nine", "ten": "twelve", "six": "five",
    "sixty-five": "fifty-five", "thirty": "twenty", "ninety": "sixty",
    "deux": "trois", "trois": "quatre", "cinq": "six", "huit": "neuf", "dix": "douze",
    "soixante-cinq": "cinquante-cinq", "trente": "vingt",
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b")
_MONTHS = {
    "en": "January February March April May June July August September October November"
    " December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre"
    " décembre".split(),
}
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS['en'] + _MONTHS['fr'])})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _other_amount(what: str, chance: random.Random) -> str:
    dated = [match.span() for match in _dates(what)]
    found = [
        match
        for match in _AMOUNT.finditer(what)
        if not any(start < match.end() and match.start() < end for start, end in dated)
    ]
    if found:
        at = chance.choice(found)
        return what[: at.start()] + _other_number(at[0], chance) + what[at.end() :]
    spelt = _WORD.search(what)
    return what[: spelt.start()] + _SPELT[spelt[0]] + what[spelt.end() :] if spelt else ""


def _dates(what: str) -> Iterator[re.Match[str]]:
    month = _MONTH.pattern
    yield from re.finditer(
        rf"{month} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}}(?:er)? {month}(?: \d{{4}})?"
        rf"|\d{{1,2}} (?:and|au|et) \d{{1,2}}|{_YEAR.pattern}",
        what,
    )


def _other_number(said: str, chance: random.Random) -> str:
    at = next(place for place, character in enumerate(said) if character.isdigit())
    other = chance.choice([str(digit) for digit in range(1, 10) if str(digit) != said[at]])
    return said[:at] + other + said[at + 1 :]


def _other_date(what: str, statement: Statement, chance: random.Random) -> str:
    month = _MONTH.search(what)
    if month is None:
        return ""
    months = [
        each
        for each in _MONTHS[statement.language]
        if each not in statement.source.text and each != month[0]
    ]
    return what[: month.start()] + chance.choice(months) + what[month.end() :]


# Names of the statements, each with those it may be exchanged for.
_COMPANIES = ("Foxconn", "Quanta", "Inventec", "Dell", "Supermicro", "Wistron")
_NAMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Wiwynn", "Twitter", "Wistron", "Dell", "Supermicro"), _COMPANIES),
    "DIGITIMES": ("Gartner", "Bloomberg"),
    "Taiwan": ("Japan", "Korea"),
    "Taïwan": ("Japon", "Singapour"),
    "Auxiga": ("Securitas", "Dekra"),
    "Auxiliaire de contrôle": ("Bureau Veritas", "Dekra"),
    "Hauts-de-Seine": ("Val-de-Marne", "Bas-Rhin"),
    "Convention": ("Charte des Nations unies",),
    "Fonds régional d'art contemporain de Lorraine": ("Musée du Louvre", "Centre Pompidou"),
    "Minister": ("Governor General", "Parliament"),
    "Commissioner": ("Ombudsman", "Treasurer"),
    "Commissaire": ("Médiateur", "Trésorier"),
    "Canada": ("Australia", "Mexico"),
}


def _other_name(what: str, statement: Statement, chance: random.Random) -> str:
    held = [name for name in _NAMES if re.search(rf"\b{re.escape(name)}\b", what)]
    if not held:
        return ""
    name = chance.choice(held)
    around = f"{statement.source.text} {statement.source.around}"
    others = [other for other in _NAMES[name] if other not in around and other not in what]
    return what.replace(name, chance.choice(others)) if others else ""


_EN_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|had|have|can|does|did|may|shall|must|will)\b(?! not\b|n’t\b)"
)
_FR_AUXILIARY = re.compile(
    r"(?<!ne )(?<!n['’])\b(a|ont|avait|avaient|est|sont|était|aurait|auraient|peut|peuvent|doit"
    r"|doivent|conteste|travaille|porte|invoque|fabrique|savait|demande|permettait)\b(?! pas)"
)


def _negated(what: str, *, french: bool) -> str:
    """The statement denied: a negation taken out where there is one, else put in. Where a section
    of an act holds exceptions, a clause denied may leave it true: it is left out."""
    if french:
        bare = re.sub(r"\bn['’](a|ont|est|avait|était|étaient|aurait)\b (?:pas )?", r"\1 ", what)
        bare = re.sub(r"\b(?:ne |n['’])(\w+) (?:pas|aucune?|jamais)\b", r"\1", bare)
        bare = re.sub(r"\bsans jamais\b", "et a fini par", bare)
        bare = re.sub(r"\b(aucune?) (\w+) n['’]", r"un \2 ", bare)
        if bare != what:
            bare = re.sub(r"\b(a|ont) jamais\b", r"\1 toujours", bare)
            return re.sub(r" {2,}", " ", re.sub(r"\baucun(e?)\b", r"un\1", bare))
        found = _FR_AUXILIARY.search(what)
        if not found:
            return ""
        ne = "n'" if found[0][0] in "aeiouéh" else "ne "
        return f"{what[: found.start()]}{ne}{found[0]} pas{what[found.end() :]}"
    bare = re.sub(
        r"\b(did|does|has|was|were|is|are|can|had|may|shall|must)(?: not|not) ",
        r"\1 ",
        what,
        count=1,
    )
    bare = re.sub(r"\bno (?=purchase|payment|contract|firm|buyer)", "a ", bare)
    bare = re.sub(r"\b(was|X) never\b", r"\1 at last", bare)
    if bare != what:
        return bare
    found = _EN_AUXILIARY.search(what)
    if " not " in what:
        return ""
    return f"{what[: found.end()]} not{what[found.end() :]}" if found else ""


# The two sides of a statement; one name of each.
_SIDES = (
    ("Wiwynn", "Twitter"),
    ("Wiwynn", "X"),
    ("the employee", "the employer"),
    ("le salarié", "l'employeur"),
    ("the Minister", "the Commissioner"),
    ("le ministre", "le commissaire"),
    ("M. [W]", "Auxiga"),
    ("Mr. [W]", "Auxiga"),
    ("[Localité 1]", "[Localité 3]"),
    ("l'Association générale contre le racisme", "Fonds régional d'art contemporain de Lorraine"),
    (
        "the Association générale contre le racisme",
        "the Fonds régional d'art contemporain de Lorraine",
    ),
)


def _exchanged(what: str) -> str:
    for first, second in _SIDES:
        ours, theirs = (rf"(?<!\w){re.escape(name)}(?![\w’'])" for name in (first, second))
        if not (re.search(ours, what) and re.search(theirs, what)):
            continue
        # "Signed by A and B" is as true the other way round.
        if re.search(rf"{re.escape(first)} (?:and|et) {re.escape(second)}|between|entre", what):
            return ""
        marked = re.sub(ours, "\0", what)
        return re.sub(theirs, first, marked).replace("\0", second)
    return ""


def write_down() -> str:
    """The pairs of statements written by hand as lines: edit, languages, statement, document, and
    the first words of the sentence that it cites."""
    lines = [
        "\t".join(
            (pair.edit, pair.half, pair.languages, pair.document, pair.statement,
             " ".join(pair.source.text.split()[:5]))
        )
        for pair in pairs_of(by_hand())
    ]  # fmt: skip
    return "\n".join(("# edit\thalf\tlanguages\tdocument\tstatement\tcited", *lines, ""))


if __name__ == "__main__":
    PAIRS.write_text(write_down(), encoding="utf-8")
