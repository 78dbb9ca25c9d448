"""What is this computer, and what is not."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bot.reading.address import is_loopback, ollama_address, ollama_models
from bot.reading.chat_model import Setup, connect, place_of
from ingest.errors import ChatModelRefused


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://localhost:11434", True),
        ("http://[::1]:8080", True),
        ("http://[::ffff:127.0.0.1]:8080", True),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://localhost@example.org/v1", False),
        ("https://api.openai.com/v1", False),
        ("http://192.168.1.4:8080/v1", False),
        ("http://0.0.0.0:8080", False),
        ("http://2130706433/", False),
        ("", False),
        ("127.0.0.1:8080", False),
    ],
)
def test_only_the_loopback_is_this_computer(url: str, own: bool) -> None:
    assert is_loopback(url) == own


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:5000", "http://127.0.0.1:5000"),
        ("gpu.example.org", "http://gpu.example.org:11434"),
        ("https://gpu.example.org", "https://gpu.example.org:443"),
    ],
)
def test_ollamas_own_variable(monkeypatch: pytest.MonkeyPatch, given: str, address: str) -> None:
    monkeypatch.setenv("OLLAMA_HOST", given)
    assert ollama_address() == address


LEAVING = [
    Setup("openai:gpt-4.1"),
    Setup("anthropic:claude-sonnet"),
    Setup("gpt-4.1"),
    Setup("llama", url="http://192.168.1.4:8080/v1"),
    Setup("gpt-oss:120b-cloud", url="http://127.0.0.1:11434/v1"),
    Setup("ollama:gpt-oss:120b-cloud"),
    Setup("ollama:glm-4.6:cloud"),
]


@pytest.mark.parametrize("setup", LEAVING, ids=lambda setup: setup.model)
def test_a_case_that_stays_here_refuses_before_a_byte_is_sent(
    monkeypatch: pytest.MonkeyPatch, setup: Setup
) -> None:
    from dataclasses import replace

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert place_of(setup).leaves
    with pytest.raises(ChatModelRefused, match="must not leave"):
        connect(replace(setup, local_only=True))


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    class Tags(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            models = [
                {"name": "qwen3:4b"},
                {"name": "renamed:latest", "remote_host": "https://ollama.com:443"},
            ]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"models": models}).encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tags)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{server.server_port}")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_ollama_server_is_noticed_and_what_it_relays_known(ollama: str) -> None:
    assert [(model.name, model.relayed) for model in ollama_models()] == [
        ("qwen3:4b", False),
        ("renamed:latest", True),
    ]
    assert not place_of(Setup("ollama:qwen3:4b")).leaves
    assert place_of(Setup("ollama:renamed")).leaves


def test_no_ollama_server_is_no_models() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ollama_models(f"http://127.0.0.1:{port}") == []
    assert ollama_models("http://192.0.2.1:11434") == []  # not asked at all
