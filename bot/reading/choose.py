"""A chat model chooses the passage that answers and the words of it that do.

What it returns is looked up: words that stand in no passage, not even nearly, are no answer, and
what is shown is the sentence of the passage, so that nothing it makes up can reach the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import partial_ratio_alignment

from bot.reading.chat_model import Message, Replies, Schema
from bot.reading.frame import ShownPassage, as_data, filled, numbered, tokens_of
from ingest.errors import ChatModelFailed
from ingest.text.terms import fold, plain

PASSAGES = 8
PROMPT = "choose.1"
# Room for the number and the words.
_REPLY = 80
_WORDS = 200
# Of words copied with a slip: so many characters, and so like the passage, in hundredths. Chosen
# on the choosing half of the natural questions.
_TELLING, _LIKE = 24, 85
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model chose: passages[index].text[start:end] are its words."""

    index: int
    start: int
    end: int


def schema(passages: int) -> Schema:
    """The form of a choice among so many passages; 0 is none."""
    return {
        "type": "object",
        "properties": {
            "passage": {"type": "integer", "enum": list(range(passages + 1))},
            "words": {"type": "string", "maxLength": _WORDS},
        },
        "required": ["passage", "words"],
        "additionalProperties": False,
    }


def question_for(question: str, passages: Sequence[ShownPassage], context: int) -> list[Message]:
    """The messages that ask a model to choose, within ``context`` tokens with the reply."""
    asked = as_data(question)[:600]
    room = context - _REPLY - 64 - tokens_of(filled(PROMPT, passages="", question=asked))
    listed = numbered(passages[:PASSAGES], room)
    return [("user", filled(PROMPT, passages=listed, question=asked))]


def choose(
    model: Replies,
    question: str,
    passages: Sequence[ShownPassage],
    stopped: Callable[[], bool] = lambda: False,
) -> Choice | None:
    """What the model chooses among the best passages; None where it says that none answers.

    Raises ChatModelFailed, also for a reply that is not of the form asked for, and for words that
    stand in no passage: they are no answer, nor do they say that there is none.
    """
    if not passages:
        return None
    offered = passages[:PASSAGES]
    messages = question_for(question, offered, model.context)
    reply = "".join(
        model.stream(messages, most=_REPLY, schema=schema(len(offered)), stopped=stopped)
    )
    if stopped():
        return None
    number, words = read(reply, model.name)
    if not 1 <= number <= len(offered):
        return None
    found = _located(number - 1, words, offered)
    if found is None:
        raise ChatModelFailed("words", f"{model.name} named words that stand in no passage.")
    return found


def _located(index: int, words: str, offered: Sequence[ShownPassage]) -> Choice | None:
    """Where the words stand: in the passage that was chosen, or in the best other one, since small
    models copy words and mistake the number; or nearly, in the passage that was chosen."""
    for at in (index, *(other for other in range(len(offered)) if other != index)):
        place = find(words, offered[at].text)
        if place is not None:
            return Choice(at, *place)
    nearly = find_nearly(words, offered[index].text)
    return None if nearly is None else Choice(index, *nearly)


def read(reply: str, name: str) -> tuple[int, str]:
    """Number and words of a reply. A model that is not held to the form may put words around it
    or wrap it as code.

    Raises ChatModelFailed where there is no such object in it.
    """
    if not reply.strip():
        raise ChatModelFailed("empty", f"{name} gave an empty answer.")
    for found in re.finditer(r"\{[^{}]*\}", reply, re.DOTALL):
        try:
            choice: Any = json.loads(found[0], strict=False)
        except ValueError:
            continue
        number = choice.get("passage")
        if isinstance(number, str) and number.strip().isdecimal():
            number = int(number)
        if isinstance(number, int) and not isinstance(number, bool):
            words = choice.get("words")
            return number, words if isinstance(words, str) else ""
    raise ChatModelFailed("format", f"{name} did not answer in the form it was asked for.")


def find(words: str, text: str) -> tuple[int, int] | None:
    """[start, end) of the words in a passage: letters and digits in the same order, whatever
    their case, accents, spacing and punctuation, but for marks within a number (1.5 is not 15);
    None where they do not stand there."""
    wanted = _letters(words)
    letters = _letters(text)
    sought = "".join(letter for letter, _ in wanted)
    if len(sought) < 2:
        return None
    held = "".join(letter for letter, _ in letters)
    at = held.find(sought)
    while at >= 0:
        start, end = letters[at][1], letters[at + len(sought) - 1][1] + 1
        if _is_whole(text, start, end):
            return start, end
        at = held.find(sought, at + 1)
    return None


def find_nearly(words: str, text: str) -> tuple[int, int] | None:
    """[start, end) of the stretch of a passage that is most like words which a model copied with a
    slip; None where it is not much like them, or they are too few to tell. What is shown is the
    sentence of the passage, whatever the slip was."""
    if len(words) < _TELLING:
        return None
    found = partial_ratio_alignment(plain(words), plain(text), score_cutoff=_LIKE)
    if found is None:
        return None
    # Another figure is no slip.
    figures = (
        set(_FIGURE.findall(part)) for part in (words, text[found.dest_start : found.dest_end])
    )
    return (found.dest_start, found.dest_end) if set.issubset(*figures) else None


def _letters(text: str) -> list[tuple[str, int]]:
    """The letters and digits of a text, folded, each with its place."""
    return [
        (letter, at)
        for at, character in enumerate(text)
        if character.isalnum() or (character in ".,:/" and _is_in_number(text, at))
        for letter in fold(character)
        if letter.isalnum() or letter in ".,:/"
    ]


def _is_in_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] neither begins nor ends within a word: "5" does not stand in 15."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())
