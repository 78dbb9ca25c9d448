"""A chat model writes the answer; what it writes goes through the checker, sentence by sentence.

It is shown numbered sentences and ends each of its own with the numbers it rests on. A sentence
is handed on as soon as it is whole and checked, so that the first can be read while the model
still writes the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.question.parse import question_language
from bot.reading.chat_model import Replies
from bot.reading.check import PARTISAN, CitableSentence, Reason, SecondLook, Verdict, Written, check
from bot.reading.frame import ShownPassage, as_data, filled, numbered, tokens_of
from bot.reading.likeness import Compare
from bot.reading.voices import attributed, is_attributed, names_court
from ingest.errors import ChatModelFailed
from ingest.text.language import language_of

PROMPT = "write.1"
SUPPORT = "support.1"
MOST = 6
"""Sentences of an answer."""
_REPLY = 500
_LANGUAGES = {"en": "English", "fr": "French"}
_LONGEST = 500
_CITED = r"(?:\s*[\[【(]\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*[\]】)])+"
# A sentence ends with its sources, before or behind its full stop.
_WHOLE = re.compile(rf"(?P<text>.+?)(?P<cites>{_CITED})\s*[.;]?(?=\s|$)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_NONE = re.compile(r"\W*none\W*$", re.IGNORECASE)
# Shorter than this, a language cannot be told.
_TELLING = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that the model wrote, with what the checker says of it."""

    written: Written
    verdict: Verdict


def write(
    model: Replies,
    question: str,
    sources: Sequence[CitableSentence],
    shown: Sequence[ShownPassage],
    second_look: SecondLook,
    stopped: Callable[[], bool] = lambda: False,
    compare: Compare | None = None,
) -> Iterator[Checked]:
    """The sentences of the answer, kept and dropped, as they come; none where the model says that
    the sources do not answer. ``shown`` are the sources as the model is to see them.

    Raises ChatModelFailed; what came before it stays.
    """
    language = question_language(question)
    messages, offered = _asked(question, shown, language, model.context)
    pieces = model.stream([("user", messages)], most=_REPLY, stopped=stopped)
    said: set[str] = set()
    for count, (text, cites) in enumerate(sentences_of(pieces), 1):
        # A small model that says the same again goes on saying it.
        if stopped() or text in said:
            return
        said.add(text)
        written = Written(text, cites, language)
        yield _checked(written, sources[:offered], second_look, compare)
        if count == MOST:
            return


def _asked(
    question: str, shown: Sequence[ShownPassage], language: str, context: int
) -> tuple[str, int]:
    """The prompt, and how many of the sources it holds."""
    asked = as_data(question)[:600]
    values = {"question": asked, "language": _LANGUAGES[language], "most": str(MOST)}
    room = context - _REPLY - 64 - tokens_of(filled(PROMPT, sentences="", **values))
    listed = numbered(shown, room, _LONGEST)
    return filled(PROMPT, sentences=listed, **values), listed.count("\n") + 1


def sentences_of(pieces: Iterable[str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The sentences of a reply, each with the numbers it cites, as soon as they are whole. A line
    without numbers is a sentence that cites nothing.

    Raises what the pieces raise, after the sentences that were whole.
    """
    waiting = ""
    for piece in pieces:
        waiting += piece
        *lines, waiting = waiting.split("\n")
        for line in lines:
            yield from _of_line(line)
        while found := _WHOLE.match(waiting):
            # More numbers may follow those that are there.
            rest = waiting[found.end() :]
            if not rest.strip() or re.match(r"\s*[\[【(,;.]", rest):
                break
            yield from _of_line(found[0])
            waiting = rest
    yield from _of_line(waiting)


def _of_line(line: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    line = _BULLET.sub("", line).strip().strip("*").strip()
    if not re.search(r"\w", line) or _NONE.match(line):
        return
    at = 0
    for found in _WHOLE.finditer(line):
        text = found["text"].strip()
        numbers = tuple(dict.fromkeys(int(digits) for digits in re.findall(r"\d+", found["cites"])))
        yield _ended(text), numbers
        at = found.end()
    rest = line[at:].strip(" .")
    if re.search(r"\w\W+\w", rest):
        yield _ended(rest), ()


def _ended(text: str) -> str:
    text = text.strip()
    return text if text[-1:] in '.!?”»"' else f"{text}."


def _checked(
    written: Written,
    sources: Sequence[CitableSentence],
    second_look: SecondLook,
    compare: Compare | None,
) -> Checked:
    if len(written.text) >= _TELLING and language_of(written.text) not in ("", written.language):
        return Checked(written, Verdict(written.text, "language"))
    written = _with_voice(written, sources)
    return Checked(written, check(written, sources, second_look, compare))


def _with_voice(written: Written, sources: Sequence[CitableSentence]) -> Written:
    """The statement with whose word it is in front, as the page does for quotes, where it only
    rests on one side's papers and does not say so. A statement of the court's word is left to the
    checker."""
    if not written.cites or not all(1 <= number <= len(sources) for number in written.cites):
        return written
    kinds = {sources[number - 1].kind for number in written.cites}
    if len(kinds) != 1 or not kinds <= PARTISAN:
        return written
    if is_attributed(written.text) or names_court(written.text):
        return written
    return replace(written, text=attributed(written.text, next(iter(kinds)), written.language))


def second_look_of(model: Replies, stopped: Callable[[], bool] = lambda: False) -> SecondLook:
    """A second look by the model itself: asked anew, with nothing but the statement and what it
    cites. What is not a clear yes is a no."""

    def looks(written: Written, cited: Sequence[CitableSentence]) -> bool:
        shown = [ShownPassage(source.text, source.kind) for source in cited]
        asked = filled(
            SUPPORT,
            sentences=numbered(shown, model.context // 2, _LONGEST),
            statement=as_data(written.text),
        )
        try:
            reply = "".join(model.stream([("user", asked)], most=4, stopped=stopped))
        except ChatModelFailed:
            return False
        return reply.strip().lower().startswith(("yes", "oui"))

    return looks


def dropped_reasons(checked: Iterable[Checked]) -> list[Reason]:
    """Why statements were dropped, in their order."""
    return [
        statement.verdict.reason for statement in checked if statement.verdict.reason is not None
    ]
