"""Answers as JSON text, and read back from it as the same objects."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter, ValidationError

from bot.answer import Answer
from ingest.errors import LibraryDamaged


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question that met an error: what happened and what mends it."""

    reason: str
    advice: str


_ANSWER = TypeAdapter(Answer)
_FAILURE = TypeAdapter(FailedQuestion)


def to_json(outcome: Answer | FailedQuestion) -> str:
    """The outcome as text, to be kept."""
    kind = "failure" if isinstance(outcome, FailedQuestion) else "answer"
    # ASCII only, so that even half a surrogate pair, which no database takes, comes back.
    return json.dumps({kind: asdict(outcome)})


def from_json(text: str) -> Answer | FailedQuestion:
    """The outcome that ``to_json`` wrote, by this program or an earlier one.

    Raises LibraryDamaged where the text is none.
    """
    try:
        (kind, fields) = json.loads(text).popitem()
        # As Python values, not as JSON: JSON has no infinite numbers and no half surrogates.
        if kind == "failure":
            return _FAILURE.validate_python(fields)
        return _ANSWER.validate_python(fields)
    except (ValueError, AttributeError, KeyError, TypeError, ValidationError) as error:
        raise LibraryDamaged(
            "An answer that was kept cannot be read any more.", "Ask the question again."
        ) from error
