"""Passages as they are shown to a chat model: numbered, with their voice, in a frame that their
text cannot leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.describe.kinds import voice_of
from ingest.document import Kind

_PROMPTS = Path(__file__).with_name("prompts")
# Characters a token has at least, in the mean of French and English text: legal English has about
# 4.3, French 3.5. Too few only leave some of the context unused.
_CHARACTERS = 3.2
_LONGEST = 700
# Marks by which chat templates part turns: <|im_start|>, <start_of_turn>, [INST], <<SYS>>.
_ANGLES = str.maketrans("<>", "‹›")
_BRACKETED = re.compile(r"\[(/?[A-Z_]{3,})\]")


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as a model is to see it."""

    text: str
    kind: Kind
    title: str = ""
    heading: str = ""


@lru_cache
def prompt(name: str) -> str:
    """The text of a prompt file, "choose.1"; its version is in its name."""
    return (_PROMPTS / f"{name}.txt").read_text(encoding="utf-8").strip()


def filled(name: str, **values: str) -> str:
    """A prompt with its placeholders filled. Inserted text is not searched for placeholders, so
    that braces in a question or a document stay as they are."""
    parts = re.split(r"\{(\w+)\}", prompt(name))
    return "".join(values[part] if at % 2 else part for at, part in enumerate(parts))


def as_data(text: str) -> str:
    """A document's or a person's text, without the marks by which a prompt or a chat template has
    its parts; on one line. For reading only: what is quoted is taken from the passage itself."""
    plain = _BRACKETED.sub(r"(\1)", text.translate(_ANGLES))
    return re.sub(r"\s+", " ", plain).strip()


def tokens_of(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    return int(len(text) / _CHARACTERS) + 1


def numbered(passages: Sequence[ShownPassage], most: int, longest: int = _LONGEST) -> str:
    """As many of the passages as fit into ``most`` tokens, each on a line with its number from 1
    and whose word it is: `[2] (the complaint alleges) "…"`. Each is cut after ``longest``
    characters."""
    lines: list[str] = []
    for number, passage in enumerate(passages, 1):
        line = f"[{number}] ({_source(passage)}) {_cut(as_data(passage.text), longest)}"
        most -= tokens_of(line)
        if most < 0 and lines:
            break
        lines.append(line)
    return "\n".join(lines)


def _source(passage: ShownPassage) -> str:
    name = (
        as_data(passage.title)[:60]
        if passage.kind == "other" and passage.title
        else f"the {passage.kind}"
    )
    return f"{name} {voice_of(passage.kind)}"


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + " …"
