"""Many people ask at once: seconds to the answer, memory of the app, and whether answers mix.

    python -m tests.bench.load [--clients 25] [--every 30] [--minutes 10]

The app is started with its real models over the sample case. Each client is a page as Streamlit
knows it: a WebSocket that sends what a browser would and reads what is to be drawn. First one
client asks each question alone; then all ask, each another question of the set of the sample every
``--every`` seconds, or later where the answer came later. Printed are the seconds from the question
to the whole answer, which clients saw how many wait before them, and the memory of the app at its
highest. It is a fault if the app reports an error or closes a connection, if a page shows a
question of somebody else, or if an answer's quotes are not those that it had alone.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.support.served import highest_memory, server
from ui.views.earlier import AT_ONCE

CASE = "wiwynn-v-x"
QUESTIONS = ROOT / "data" / f"{CASE}.questions.jsonl"
ANSWERED_WITHIN = 600.0
_QUESTION = re.compile(r'<h2 class="pincite-question"[^>]*>(?:<span>)?(.*?)(?:</span>)?</h2>', re.S)
_QUOTE = re.compile(r'<blockquote class="pincite-quote"[^>]*>(.*?)</blockquote>', re.S)
_EDIT = "Edit and ask again"


class Fault(Exception):
    """The app did what it must not do."""


@dataclass(slots=True)
class Drawn:
    """What one run of the page's script drew: questions, the quotes below each, and whether all of
    them are answered."""

    questions: list[str] = field(default_factory=list)
    quotes: list[list[str]] = field(default_factory=list)
    answered: int = 0

    def add(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.exception.message:
            raise Fault(f"the page says {element.exception.message!r}")
        body = element.html.body
        for question in _QUESTION.findall(body):
            self.questions.append(html.unescape(question))
            self.quotes.append([])
        if self.quotes:
            self.quotes[-1] += _QUOTE.findall(body)
        self.answered += element.button.label == _EDIT


class Visitor:
    """One page."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent: dict[str, ForwardMsg] = {}
        self._box = ""
        self.asked: list[str] = []
        self.waited = 0
        """The most questions that stood before one of this visitor's."""

    async def open(self) -> None:
        """Until the page is there, with its question box."""
        opening = BackMsg()
        opening.rerun_script.query_string = f"case={CASE}&conversation=new"
        await self._connection.send(opening.SerializeToString())
        await self._drawn(0)
        if not self._box:
            raise Fault("the page has no box for questions")

    async def ask(self, question: str) -> list[str]:
        """The quotes of the answer, when it stands there whole."""
        self.asked.append(question)
        asking = BackMsg()
        asking.rerun_script.query_string = f"case={CASE}"
        state = asking.rerun_script.widget_states.widgets.add()
        state.id = self._box
        state.chat_input_value.data = question
        await self._connection.send(asking.SerializeToString())
        # Of a long conversation only the end is drawn.
        shown = self.asked[-AT_ONCE:]
        drawn = await asyncio.wait_for(self._drawn(len(shown), question), ANSWERED_WITHIN)
        if drawn.questions != shown:
            raise Fault(f"asked {shown}, and the page shows {drawn.questions}")
        return drawn.quotes[-1]

    async def _drawn(self, answered: int, last: str | None = None) -> Drawn:
        """What the first run drew that came to its end with so many questions answered, ``last``
        the last of them."""
        drawn = Drawn()
        while True:
            message = await self._message()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                drawn = Drawn()
            elif kind == "delta":
                self._look(message)
                drawn.add(message)
            elif (
                kind == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                and drawn.answered >= answered
                and (last is None or drawn.questions[-1:] == [last])
                and self._box
            ):
                return drawn

    def _look(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.chat_input.id:
            self._box = element.chat_input.id
        before = re.search(r"(\d+) questions? before yours", str(element))
        if before:
            self.waited = max(self.waited, int(before.group(1)))

    async def _message(self) -> ForwardMsg:
        message = ForwardMsg()
        received = await self._connection.recv()
        message.ParseFromString(received if isinstance(received, bytes) else received.encode())
        if message.WhichOneof("type") == "ref_hash":
            return self._sent[message.ref_hash]
        if message.metadata.cacheable:
            self._sent[message.hash] = message
        return message


@asynccontextmanager
async def visitor(address: str) -> AsyncIterator[Visitor]:
    at = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        at,
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        proxy=None,
    ) as connection:
        opened = Visitor(connection)
        await opened.open()
        yield opened


@dataclass(slots=True)
class Found:
    """Of all clients: seconds of each answer, the most that stood before one, and faults."""

    seconds: list[float] = field(default_factory=list)
    waited: int = 0
    faults: list[str] = field(default_factory=list)


async def alone(address: str, questions: Sequence[str]) -> dict[str, list[str]]:
    """The quotes of each question when nobody else asks."""
    async with visitor(address) as asking:
        return {question: await asking.ask(question) for question in questions}


async def client(
    number: int, address: str, questions: Sequence[str], every: float, until: float, found: Found,
    expected: dict[str, list[str]],
) -> None:  # fmt: skip
    try:
        async with visitor(address) as asking:
            for question in questions:
                began = time.perf_counter()
                if began >= until:
                    break
                quotes = await asking.ask(question)
                found.seconds.append(time.perf_counter() - began)
                found.waited = max(found.waited, asking.waited)
                if quotes != expected[question]:
                    found.faults.append(f"client {number}: {question!r} had {quotes}")
                await asyncio.sleep(max(0.0, every - (time.perf_counter() - began)))
    except (Fault, ConnectionClosed, OSError, TimeoutError) as fault:
        found.faults.append(f"client {number}: {type(fault).__name__}: {fault}")


async def measure(address: str, process: int, clients: int, every: float, minutes: float) -> Found:
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    # A follow-up is understood by what its own page asked before.
    questions = [row["question"] for row in rows if not row.get("earlier")]
    each = max(1, min(len(questions) // clients, round(minutes * 60 / every)))
    used = questions[: clients * each]
    began = time.perf_counter()
    expected = await alone(address, used)
    seconds = (time.perf_counter() - began) / len(used)
    print(f"alone: {len(used)} questions, {seconds:.2f} s each", flush=True)
    print(f"memory then: {highest_memory(process):.0f} MB at its highest", flush=True)
    found = Found()
    until = time.perf_counter() + minutes * 60
    rounds = round(minutes * 60 / every / each + 0.5)
    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            # Every client begins at its own moment, and with its own questions.
            mine = used[number * each : (number + 1) * each] * rounds
            group.create_task(client(number, address, mine, every, until, found, expected))
            await asyncio.sleep(every / clients)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=25)
    options.add_argument("--every", type=float, default=30.0, help="seconds")
    options.add_argument("--minutes", type=float, default=10.0)
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pincite-load-") as folder:
        library = Library(replace(Settings.from_environment(), library=Path(folder)))
        ingest(library, CASE, [ROOT / "data" / CASE])
        with server(Path(folder), "ui/app.py") as (address, process):
            found = asyncio.run(
                measure(address, process, chosen.clients, chosen.every, chosen.minutes)
            )
            memory = highest_memory(process)
    for fault in found.faults:
        print(fault)
    ordered = sorted(found.seconds) or [0.0]
    print(
        f"{chosen.clients} clients, one question each every {chosen.every:.0f} s, "
        f"{chosen.minutes:.0f} minutes: {len(found.seconds)} answers, {len(found.faults)} faults\n"
        f"seconds to the answer: median {ordered[len(ordered) // 2]:.2f}, "
        f"95 of 100 within {ordered[int(0.95 * (len(ordered) - 1))]:.2f}, "
        f"slowest {ordered[-1]:.2f}\n"
        f"at most {found.waited} questions before another\n"
        f"memory: {memory:.0f} MB at its highest"
    )
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
