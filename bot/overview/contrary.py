"""Whether two sentences say contrary things of the same: another figure, or a denial.

Nothing here knows of papers or parties. That two sentences speak of the same is told by the words
that they share and by how near the embedder finds them, figures left out; that one denies the
other, by the rules of the checker, both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.overview.particulars import Particular, blanked, particulars
from bot.reading.check import CitableSentence, Written, holds_name, names_in, negation_fails, shared
from bot.reading.negated_words import denied_words
from ingest.text.terms import words

_FEWEST_WORDS = 4
"""Of a sentence, figures aside: a label with its value contradicts nothing."""
_ABOUT = Decimal("0.05")
"""How far from "about" a figure may be and agree."""
_LARGE = 1000
_WEEK, _MONTH = 7, 31
"""Days."""


_blanked = lru_cache(maxsize=50_000)(blanked)


@dataclass(frozen=True, slots=True)
class SaidText:
    """A sentence in its language ("en", "fr")."""

    text: str
    language: str

    @property
    def blanked(self) -> str:
        """Without what its figures say."""
        return _blanked(self.text, self.language)


@lru_cache(maxsize=50_000)
def figures(said: SaidText) -> tuple[Particular, ...]:
    """The amounts, dates, shares and lengths of time of a sentence, and its large numbers."""
    return tuple(
        figure
        for figure in particulars(said.text, said.language)
        if figure.kind in ("date", "amount")
        or (figure.kind == "number" and (figure.unit or figure.value >= _LARGE))
    )


def other_figure(ours: SaidText, theirs: SaidText) -> tuple[Particular, Particular] | None:
    """The figures of one kind by which two sentences differ, where they agree in all others of that
    kind and one of them has no figure of another kind that the other lacks."""
    mine, its = figures(ours), figures(theirs)
    alone = [each for each in mine if not any(_agree(each, other) for other in its)]
    other = [each for each in its if not any(_agree(each, known) for known in mine)]
    pairs = [(each, beside) for each in alone for beside in other if _are_of_a_kind(each, beside)]
    if len(pairs) != 1 or min(len(alone), len(other)) != 1:
        return None
    return None if _may_both_be(*pairs[0]) else pairs[0]


def _agree(figure: Particular, other: Particular) -> bool:
    return figure.agrees(other) or other.agrees(figure)


def _are_of_a_kind(figure: Particular, other: Particular) -> bool:
    """Two amounts, two numbers of years, or two dates that are days, or months, or years alike:
    what is known to the day is no other year."""
    if figure.days is None or other.days is None:
        return figure.same_kind(other) and other.same_kind(figure)
    return figure.has_year == other.has_year and _length(figure) == _length(other)


def _length(figure: Particular) -> str:
    assert figure.days is not None  # it is a date
    days = (figure.days[1] - figure.days[0]).days
    return "year" if days > _MONTH else "month" if days > _WEEK else "days"


def _may_both_be(figure: Particular, other: Particular) -> bool:
    """Whether both may be true: "more than 40" and 92, "about 60" and 61. Two sides that bound the
    same from one end by different figures differ."""
    if figure.days is not None and other.days is not None:
        return figure.days[0] <= other.days[1] and other.days[0] <= figure.days[1]
    for bounded, beside in ((figure, other), (other, figure)):
        is_more = beside.value >= bounded.value
        if bounded.bound == "more" and beside.bound != "more" and is_more:
            return True
        if bounded.bound == "less" and beside.bound != "less" and not is_more:
            return True
        is_near = abs(beside.value - bounded.value) <= _ABOUT * max(beside.value, bounded.value)
        if bounded.bound == "about" and is_near:
            return True
    return False


def shares(ours: SaidText, theirs: SaidText) -> tuple[float, float]:
    """The share of the words of each that the other holds, figures aside."""
    mine, its = ours.blanked, theirs.blanked
    return (
        shared(mine, ours.language, its, theirs.language),
        shared(its, theirs.language, mine, ours.language),
    )


@lru_cache(maxsize=50_000)
def negates(said: SaidText) -> bool:
    """Whether it has a negation, or a verb that takes one's place ("failed to pay"); a word that
    means the contrary of another ("unpaid") is none."""
    words_of_it = denied_words(said.text, said.language)
    return bool(words_of_it.denied) or words_of_it.is_open


def deny_each_other(ours: SaidText, theirs: SaidText) -> bool:
    """Whether one of them negates, and each, were it written of the other, would fail the checker
    for a negation."""
    if not (negates(ours) or negates(theirs)):
        return False
    return _fails(ours, theirs) and _fails(theirs, ours)


def _fails(ours: SaidText, theirs: SaidText) -> bool:
    source = CitableSentence(theirs.text, theirs.language, "other", "")
    return negation_fails(Written(ours.text, (1,), ours.language), [source])


def have_the_same_names(ours: SaidText, theirs: SaidText, around: str, beside: str) -> bool:
    """Whether the names of the shorter one stand in the other, or in what is ``around`` ours and
    ``beside`` theirs: another town is another delivery."""
    first, second, near = ours, theirs, beside
    if len(theirs.text) < len(ours.text):
        first, second, near = theirs, ours, around
    source = CitableSentence(second.text, second.language, "other", near)
    return all(holds_name(name, first.language, source) for name in names_in(first.text))


def says_enough(said: SaidText) -> bool:
    """Whether it has words enough to contradict anything."""
    return len(words(said.blanked)) >= _FEWEST_WORDS
