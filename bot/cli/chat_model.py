"""The chat model on the command line: which one reads, and what it did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.reading.chat_model import Setup
from ingest.translation import N_, translated

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.ask import Bot
    from bot.reading.assistant import Assistant


Model = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="MODEL",
        help="A chat model that reads what is found: provider:model, or the path of a .gguf file "
        "(PINCITE_CHAT_MODEL); PINCITE_CHAT_MODE sets whether it chooses or writes.",
    ),
]


def setup_of(model: str) -> Setup:
    """The settings from the environment, with the model named on the command line.

    Raises ChatModelRefused for a setting that cannot be.
    """
    setup = Setup.from_environment()
    return replace(setup, model=model) if model else setup


def assistant_of(bot: Bot, case: str, model: str) -> Assistant | None:
    """The model that is to read for a case, loaded where it is a file; None without one.

    Raises ChatModelRefused, ChatModelFailed.
    """
    setup = setup_of(model)
    if not setup.is_on:
        return None
    from bot.reading.assistant import assistant_for
    from bot.reading.chat_model import ChatModel

    catalogue = bot.library.catalogue
    assistant = assistant_for(catalogue, catalogue.case(case), setup)
    if assistant is not None and isinstance(assistant.model, ChatModel):
        assistant.model.start()
    return assistant


_DROPPED = N_("Not shown, because the documents do not bear it out:")


def as_text(answer: Answer, language: str) -> str:
    """Which model read, what went wrong and what was dropped; empty without a model."""
    from bot.reading.check import REASONS

    if answer.model is None:
        return ""
    used = answer.model
    parts = []
    # Where it failed on this computer, nothing was read; elsewhere, text may have been sent.
    if used.leaves or not answer.trouble:
        sentence = (
            translated("Read by {model}. Question and passages were sent to {address}.", language)
            if used.leaves
            else translated("Read by {model}, on this computer.", language)
        )
        parts.append(sentence.format(model=used.name, address=used.address))
    if answer.trouble:
        parts.append(answer.trouble)
    if answer.dropped:
        listed = [
            f"    {each.text} ({translated(REASONS.get(each.reason, each.reason), language)})"
            for each in answer.dropped
        ]
        parts.append("\n".join([translated(_DROPPED, language), *listed]))
    return "\n\n".join(parts)
