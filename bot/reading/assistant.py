"""A chat model that is set up for a case, with the way in which it is to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answer import ModelUsed
from bot.reading.chat_model import ChatModel, ModelPlace, Replies, Setup, connect
from bot.reading.compose import Heard, Way
from ingest.store.catalogue import Case, Catalogue
from ingest.store.local_only import is_local_only


@dataclass(frozen=True, slots=True)
class Assistant:
    """A chat model and the way in which it is to read. ``hear`` is called with each statement as
    soon as it may be shown; ``stopped`` says whether to stop."""

    model: Replies
    place: ModelPlace
    way: Way
    hear: Heard = lambda said: None
    stopped: Callable[[], bool] = lambda: False

    @property
    def used(self) -> ModelUsed:
        """The model as an answer names it; the tokens are those of all its replies so far."""
        spent = self.model.spent if isinstance(self.model, ChatModel) else None
        return ModelUsed(
            name=self.model.name,
            address=self.place.address,
            leaves=self.place.leaves,
            way=self.way,
            tokens=spent.prompt_tokens + spent.reply_tokens if spent else 0,
        )


def assistant_for(catalogue: Catalogue, case: Case, setup: Setup) -> Assistant | None:
    """The model of a setup for a case; None where none is set up. A small model on this computer
    chooses, others write, unless the setup says which.

    Raises ChatModelRefused, before anything is sent, where the case must not leave this computer
    and the model is elsewhere.
    """
    if not setup.is_on:
        return None
    if is_local_only(catalogue, case):
        setup = replace(setup, local_only=True)
    model = connect(setup)
    way: Way = "choose" if model.is_small else "write"
    if setup.mode != "auto":
        way = setup.mode
    return Assistant(model, model.place, way)
