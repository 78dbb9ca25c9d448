"""How well the checker tells supported statements from others.

    python -m tests.bench.checker [--half choosing|reporting] [--wrong] [--rules]

Statements on sentences of the sample case stand in statements.tsv, each true, in English and in
French; false ones are made of them by one edit: an amount, a date or a name exchanged, a negation
put in or taken out, the parties exchanged, a party's claim made a finding of the court or stated
as a fact, another sentence cited. The same edits are made of sections of acts where the material
is at hand, whose official translations are true statements in the other language. Halves are by
source; the rules were made looking at the choosing half only. Prints, for each pair of languages,
the share of false statements that are stopped and of true ones that are kept.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from bot.reading.check import CitableSentence, Written, check
from ingest.document import Kind

FILE = Path(__file__).with_name("statements.tsv")
SEED = 20
Edit = Literal[
    "true", "amount", "date", "name", "negation", "parties", "finding", "fact", "wrong citation"
]


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, the sentence it cites, and what was done to it; only "true" is to be kept."""

    edit: Edit
    statement: str
    language: str
    source: CitableSentence
    of: str
    """The sentence that the statement was made of."""

    @property
    def half(self) -> str:
        """By the source: half of them to choose on, half only to report."""
        return "choosing" if hashlib.sha256(self.of.encode()).digest()[0] % 2 else "reporting"

    @property
    def languages(self) -> str:
        return f"{self.language} on {self.source.language}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A true statement in two parts: whose word it is, and what is said."""

    who: str
    what: str
    language: str
    source: CitableSentence

    @property
    def text(self) -> str:
        return f"{self.who} {self.what}."


@lru_cache
def statements() -> tuple[Statement, ...]:
    """Those written by hand."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, language, text, who_en, what_en, who_fr, what_fr = line.split("\t")
        source = CitableSentence(text, language, cast(Kind, kind), text)
        found.append(Statement(who_en, what_en, "en", source))
        found.append(Statement(who_fr, what_fr, "fr", source))
    return tuple(found)


def pairs(of: Sequence[Statement] | None = None) -> list[Pair]:
    """All pairs, in a fixed order."""
    of = of or statements()
    chance = random.Random(SEED)
    found: list[Pair] = []
    for statement in of:
        found.append(_pair("true", statement, statement.text))
        for edit, text in _edits(statement, of, chance):
            if text and text != statement.text:
                found.append(_pair(edit, statement, text))
        others = [other.source for other in of if _far(other.source, statement.source)]
        if others:
            wrong = chance.choice(others)
            found.append(replace(_pair("wrong citation", statement, statement.text), source=wrong))
    return found


def _pair(edit: Edit, statement: Statement, text: str) -> Pair:
    return Pair(edit, text, statement.language, statement.source, statement.source.text)


def _far(other: CitableSentence, source: CitableSentence) -> bool:
    """Whether a source says something else: few of its longer words stand in the other."""
    ours, theirs = (
        set(re.findall(r"\w{6,}", sentence.text.lower())) for sentence in (source, other)
    )
    return other.language == source.language and len(ours & theirs) <= 1


def _edits(
    statement: Statement, of: Sequence[Statement], chance: random.Random
) -> Iterator[tuple[Edit, str]]:
    french = statement.language == "fr"
    yield "amount", _spoilt(_AMOUNT, statement, chance)
    yield "date", _spoilt(_DATE, statement, chance, _other_date)
    yield "name", _other_name(statement, of, chance)
    if denied := _negated(statement.what, french):
        yield "negation", f"{statement.who} {denied}."
    if exchanged := _exchanged(statement.what):
        yield "parties", f"{statement.who} {exchanged}."
    finding = "Le tribunal a jugé que" if french else "The court found that"
    if statement.source.kind not in ("order", "docket"):
        yield "finding", f"{finding} {statement.what}."
    if statement.source.kind in ("complaint", "motion") and not _IS_SAID.search(statement.what):
        yield "fact", f"{statement.what[0].upper()}{statement.what[1:]}."


# "Wiwynn claims …" says of itself whose word it is, and so does "is suing for".
_IS_SAID = re.compile(r"claims|suing|invoque|demande|has demanded|argues|says|dit ")
_AMOUNT = re.compile(r"\d[\d,  ]*(?=(?: |,\d)?(?: ?millions?| ?dollars)| subsid)|\$\d[\d,]*")
_MONTHS = {
    "en": "January March April August September October November".split(),
    "fr": "janvier mars avril août septembre octobre novembre".split(),
}
_DATE = re.compile(
    r"\b(?:January|March|April|August|September|October|November|janvier|mars|avril|août|septembre"
    r"|octobre|novembre)\b"
)
_NUMBER = re.compile(r"\d+|\b(?:eight|huit|sixty-five|soixante-cinq)\b")


def _spoilt(
    form: re.Pattern[str],
    statement: Statement,
    chance: random.Random,
    change: object = None,
) -> str:
    """The statement with one amount, number or date exchanged for another."""
    found = list(form.finditer(statement.what))
    if not found and change is None:
        found = list(_NUMBER.finditer(statement.what))
    if not found:
        return ""
    at = chance.choice(found)
    new = _other_date(at[0], chance, statement) if change else _other_number(at[0], chance)
    return f"{statement.who} {statement.what[: at.start()]}{new}{statement.what[at.end() :]}."


def _other_number(said: str, chance: random.Random) -> str:
    spelled = {"eight": "nine", "huit": "neuf", "sixty-five": "fifty-five"}
    if said in spelled or "soixante" in said:
        return spelled.get(said, "cinquante-cinq")
    digits = [at for at, character in enumerate(said) if character.isdigit()]
    at = digits[0]
    other = str(chance.choice([digit for digit in range(1, 10) if str(digit) != said[at]]))
    return said[:at] + other + said[at + 1 :]


def _other_date(said: str, chance: random.Random, statement: Statement) -> str:
    months = _MONTHS[statement.language]
    return chance.choice(
        [month for month in months if month not in statement.source.text and month != said]
    )


_NAMES = ("Wiwynn", "Twitter", "Wistron", "Dell", "Supermicro", "DIGITIMES", "Taiwan", "Taïwan")


def _other_name(statement: Statement, of: Sequence[Statement], chance: random.Random) -> str:
    held = [name for name in _NAMES if re.search(rf"\b{name}\b", statement.what)]
    if not held:
        return ""
    others = [
        name
        for name in ("Foxconn", "Quanta", "Inventec", *_NAMES)
        if name not in statement.source.text
    ]
    others = [name for name in others if not name.startswith("Ta")]
    return f"{statement.who} {statement.what.replace(chance.choice(held), chance.choice(others))}."


_EN_AUXILIARY = re.compile(r"\b(is|are|was|were|has|had|have|can|does|did)\b(?! not\b|n’t\b)")
_FR_AUXILIARY = re.compile(
    r"\b(a|ont|avait|avaient|est|sont|était|aurait|auraient|conteste|travaille|porte|invoque)\b"
    r"(?! pas)"
)


def _negated(what: str, french: bool) -> str:
    """The statement denied: a negation taken out where there is one, else put in."""
    if french:
        bare = re.sub(r"\bn['’](a|ont|est|avait)\b (?:pas )?", r"\1 ", what)
        bare = re.sub(r"\b(?:ne |n['’])(\w+) (?:pas|aucun|jamais)\b", r"\1", bare)
        bare = re.sub(r"\bsans jamais\b", "et a fini par", bare)
        bare = re.sub(r"\b(aucun|aucune) (\w+) n['’]", r"un \2 ", bare)
        if bare != what:
            return re.sub(r" {2,}", " ", re.sub(r"\baucun(e?)\b", r"un\1", bare))
        found = _FR_AUXILIARY.search(what)
        if not found:
            return ""
        ne = "n'" if found[0][0] in "aeiouéh" else "ne "
        return f"{what[: found.start()]}{ne}{found[0]} pas{what[found.end() :]}"
    bare = re.sub(
        r"\b(?:did|does|has|was|is|can)(?: not|not) ",
        lambda match: f"{match[0].split()[0].removesuffix('not')} ",
        what,
    )
    bare = re.sub(r"\bno (?=purchase|payment|contract|firm)", "a ", bare)
    bare = re.sub(r"\bwas never\b", "was at last", bare)
    if bare != what:
        return bare
    found = _EN_AUXILIARY.search(what)
    return f"{what[: found.end()]} not{what[found.end() :]}" if found else ""


def _exchanged(what: str) -> str:
    held = [name for name in ("Wiwynn", "Twitter", "X Corp.", "X") if re.search(rf"\b{name}", what)]
    # "Signed by A and B" is as true the other way round.
    if len(held) < 2 or re.search(rf"{held[0]} (?:and|et) {held[1]}|between|entre", what):
        return ""
    first, second = held[0], held[1]
    marked = re.sub(rf"\b{re.escape(first)}", "\0", what)
    return re.sub(rf"\b{re.escape(second)}(?=\W|$)", first, marked).replace("\0", second)


def figures(of: Sequence[Pair], kept: Sequence[bool]) -> dict[str, tuple[int, int, int, int]]:
    """For each pair of languages: false ones stopped, false ones, true ones kept, true ones."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for pair, is_kept in zip(of, kept, strict=True):
        for name in (pair.languages, "all"):
            true = 2 * (pair.edit == "true")
            counts[name][true] += is_kept == (pair.edit == "true")
            counts[name][true + 1] += 1
    return {name: (count[0], count[1], count[2], count[3]) for name, count in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    chosen = parser.parse_args()
    made = [pair for pair in pairs() if pair.half == chosen.half]
    verdicts = [check(Written(pair.statement, (1,), pair.language), [pair.source]) for pair in made]
    print("| statement on source | false stopped | true kept |\n|---|---|---|")
    for name, (stopped, false, kept, true) in figures(
        made, [verdict.kept for verdict in verdicts]
    ).items():
        shares = (
            f"{stopped} of {false} ({stopped / false:.2f}) | {kept} of {true} ({kept / true:.2f})"
        )
        print(f"| {name} | {shares} |")
    by_edit: dict[str, list[bool]] = defaultdict(list)
    for pair, verdict in zip(made, verdicts, strict=True):
        by_edit[pair.edit].append(verdict.kept == (pair.edit == "true"))
    print("\n| edit | right |\n|---|---|")
    for edit, right in by_edit.items():
        print(f"| {edit} | {sum(right)} of {len(right)} |")
    if chosen.wrong:
        for pair, verdict in zip(made, verdicts, strict=True):
            if verdict.kept != (pair.edit == "true"):
                print(f"\n{pair.edit} ({pair.languages}): {verdict.reason}")
                print(f"  {pair.statement}\n  {pair.source.text}")


if __name__ == "__main__":
    main()
