"""A follow-up rewritten by a chat model, so that it can be understood by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.question.parse import question_language, understand
from bot.reading.chat_model import Replies
from bot.reading.frame import as_data, filled
from ingest.errors import ChatModelFailed
from ingest.text.terms import fold, words

PROMPT = "followup.1"
_TURNS = 6
_REPLY = 80
_LONGEST = 400


def rewritten(
    model: Replies,
    question: str,
    earlier: Sequence[str],
    otherwise: str,
    stopped: Callable[[], bool] = lambda: False,
) -> str:
    """The question that ``question`` stands for after ``earlier``, oldest first. Where the model
    fails, changes the language or brings in names and numbers that nobody asked about, that is
    ``otherwise``."""
    if not earlier:
        return otherwise
    asked = filled(
        PROMPT,
        earlier="\n".join(f"- {as_data(turn)[:_LONGEST]}" for turn in earlier[-_TURNS:]),
        question=as_data(question)[:_LONGEST],
    )
    try:
        reply = "".join(model.stream([("user", asked)], most=_REPLY, stopped=stopped))
    except ChatModelFailed:
        return otherwise
    made = re.sub(r"\s+", " ", reply).strip().strip('"“”«» ')
    return made if not stopped() and _is_one(made, question, earlier) else otherwise


def _is_one(made: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a reply is a question of the same language, on nothing that was not named."""
    if not made.endswith("?") or len(made) > 2 * _LONGEST:
        return False
    if question_language(made) != question_language(question):
        return False
    given = {fold(word) for text in (question, *earlier) for word in words(text)}
    return all(fold(name) in given for name in understand(made).names)
