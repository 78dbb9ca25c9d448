"""Replies of a chat model kept on disk, so that a long run goes on where it was stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.reading.chat_model import ChatModel, Message, Schema


@dataclass
class Remembered:
    """As the model it wraps. A reply is known again by model, prompt, limit and form; each is a
    file in ``folder`` with what it took."""

    model: ChatModel
    folder: Path
    asked: list[str] = field(default_factory=list)
    """Keys of the replies since the start, in order."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def context(self) -> int:
        return self.model.context

    def stream(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        schema: Schema | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        request = json.dumps([self.name, list(messages), most, schema], ensure_ascii=False)
        key = hashlib.sha256(request.encode()).hexdigest()[:24]
        self.asked.append(key)
        file = self.folder / f"{key}.json"
        if not file.exists():
            spent = self.model.spent
            before, started = (spent.prompt_tokens, spent.reply_tokens), time.perf_counter()
            pieces = list(self.model.stream(messages, most=most, schema=schema, stopped=stopped))
            kept = {
                "reply": "".join(pieces),
                "prompt_tokens": spent.prompt_tokens - before[0],
                "reply_tokens": spent.reply_tokens - before[1],
                "seconds": round(time.perf_counter() - started, 2),
            }
            unfinished = file.with_suffix(".part")
            unfinished.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            unfinished.rename(file)
        yield str(json.loads(file.read_text(encoding="utf-8"))["reply"])
