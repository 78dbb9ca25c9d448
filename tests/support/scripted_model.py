"""A chat model that replies what a test tells it to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.reading.chat_model import Message, Schema
from ingest.errors import ChatModelFailed


@dataclass
class ScriptedModel:
    """Replies in their order, word by word; an error among them is raised in its place. The
    prompts it was given are kept."""

    replies: Sequence[str | ChatModelFailed | Callable[[str], str]]
    name: str = "scripted"
    context: int = 4096
    prompts: list[str] = field(default_factory=list)
    schemas: list[Schema | None] = field(default_factory=list)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        schema: Schema | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        self.prompts.append(messages[-1][1])
        self.schemas.append(schema)
        reply = self.replies[len(self.prompts) - 1]
        if isinstance(reply, ChatModelFailed):
            raise reply
        text = reply if isinstance(reply, str) else reply(self.prompts[-1])
        text, cut, _ = text.partition("<cut>")
        for piece in re.findall(r"\s*\S+|\s+$", text):
            if stopped():
                return
            yield piece
        if cut:
            raise ChatModelFailed("cut", "The answer of scripted was cut off.")
