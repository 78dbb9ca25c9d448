"""The connection to a chat model: LangChain's `init_chat_model`, any OpenAI-compatible server, or
a .gguf file that is run on this computer.

    PINCITE_CHAT_MODEL=ollama:qwen3:4b          what init_chat_model takes: provider:model
    PINCITE_CHAT_URL=http://127.0.0.1:8080/v1   an OpenAI-compatible server; the model is its name
    PINCITE_CHAT_MODEL=/models/qwen3-4b.gguf    a file, run by xllamacpp's llama.cpp server

Whether text would leave this computer is known before anything is sent, and refused for a case
that is to stay here. Replies are streamed; they can be stopped at any moment, also before their
first word, and a server that is down, late, busy or cut off is one error with one sentence.
"""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import queue
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

from bot.reading.address import is_loopback, is_relayed_by_name, ollama_address, ollama_models
from bot.reading.gguf_server import GgufServer
from ingest.errors import ChatModelFailed, ChatModelRefused

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Message = tuple[Literal["system", "user", "assistant"], str]
Schema = Mapping[str, Any]
"""JSON schema of an object."""

# What a model of unknown size is taken to hold: Ollama's own default.
_CONTEXT = 4096
# How long to wait for the first piece of a reply, and for each further one.
_SECONDS = 180.0
_WAITS = (1.0, 3.0, 9.0)
"""Seconds before the second, third and fourth try where a server is too busy."""
_LONGEST_WAIT = 30.0
_SERVERS: dict[Path, GgufServer] = {}

# Provider packages that are pinned in requirements-chat.txt; the others by their own names.
_PACKAGES = {
    "openai": "langchain-openai",
    "ollama": "langchain-ollama",
    "anthropic": "langchain-anthropic",
    "mistralai": "langchain-mistralai",
    "google_genai": "langchain-google-genai",
    "groq": "langchain-groq",
}
# The errors of the clients that the packages bring; a package that is not loaded raised nothing.
_CLIENT_ERRORS = {
    "openai": ("OpenAIError",),
    "ollama": ("ResponseError", "RequestError"),
    "anthropic": ("AnthropicError",),
    "groq": ("GroqError",),
    "google.api_core.exceptions": ("GoogleAPIError",),
}
# What each client calls the proxy that it is to use; the others know none.
_PROXIES = {"openai": "openai_proxy", "anthropic": "anthropic_proxy", "groq": "groq_proxy"}
_TOO_LONG = ("context length", "context size", "context window", "exceed", "too long", "n_ctx")


@dataclass(frozen=True, slots=True)
class Setup:
    """Which chat model is used, if any; ``model`` empty means none."""

    model: str = ""
    url: str = ""
    mode: Literal["auto", "choose", "write"] = "auto"
    context: int = 0
    """Tokens that the model holds; 0 where it is not said."""
    seconds: float = _SECONDS
    """How long to wait for the next piece of a reply."""
    local_only: bool = False
    """Whether text may not leave this computer."""
    threads: int = 0
    """Processor threads for a .gguf file; 0 leaves it to llama.cpp."""
    proxy: str = ""
    """By which servers elsewhere are reached; never one on this computer."""

    @classmethod
    def from_environment(cls) -> Setup:
        """PINCITE_CHAT_MODEL, PINCITE_CHAT_URL, PINCITE_CHAT_MODE, PINCITE_CHAT_CONTEXT,
        PINCITE_CHAT_SECONDS, PINCITE_CHAT_THREADS, PINCITE_CHAT_PROXY, PINCITE_LOCAL_ONLY.

        Raises ChatModelRefused for a value that cannot be.
        """
        given = os.environ.get
        mode = (given("PINCITE_CHAT_MODE") or "auto").lower()
        if mode not in ("auto", "choose", "write"):
            raise ChatModelRefused(
                f"PINCITE_CHAT_MODE is {mode!r}.", "Set it to choose, write or auto."
            )
        return cls(
            model=given("PINCITE_CHAT_MODEL") or "",
            url=given("PINCITE_CHAT_URL") or "",
            mode=mode,  # type: ignore[arg-type]  # checked above
            context=int(_number("PINCITE_CHAT_CONTEXT", 0)),
            seconds=_number("PINCITE_CHAT_SECONDS", _SECONDS),
            threads=int(_number("PINCITE_CHAT_THREADS", 0)),
            proxy=_proxy(),
            local_only=(given("PINCITE_LOCAL_ONLY") or "").lower() in ("1", "on", "yes", "true"),
        )

    @property
    def is_on(self) -> bool:
        return bool(self.model or self.url)

    @property
    def gguf(self) -> Path | None:
        """The file to be run, where a file is named."""
        return Path(self.model).expanduser() if self.model.lower().endswith(".gguf") else None

    @property
    def provider(self) -> str:
        """ "openai" for files and OpenAI-compatible servers too; empty where it is left to
        LangChain to tell from the name."""
        if self.gguf or self.url:
            return "openai"
        return self.model.partition(":")[0] if ":" in self.model else ""

    @property
    def name(self) -> str:
        """The model's name as it is shown, without provider and folder."""
        if self.gguf:
            return self.gguf.stem
        if self.url or ":" not in self.model:
            return self.model or "default"
        return self.model.partition(":")[2]


def _proxy() -> str:
    given = (os.environ.get("PINCITE_CHAT_PROXY") or "").strip()
    parts = urlsplit(given)
    if given and (parts.scheme not in ("http", "https") or not parts.hostname):
        # Not repeated: it may hold a password.
        raise ChatModelRefused(
            "PINCITE_CHAT_PROXY is no address of a proxy.",
            "Set it to http://host:port, or http://user:password@host:port.",
        )
    return given


def _number(name: str, default: float) -> float:
    given = os.environ.get(name)
    try:
        return float(given) if given else default
    except ValueError:
        raise ChatModelRefused(f"{name} is {given!r}.", "Set it to a number.") from None


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """The place where a model runs. ``address`` is that of its server, or its provider's name."""

    address: str
    leaves: bool
    """Whether questions and passages leave this computer."""


def place_of(setup: Setup) -> ModelPlace:
    """The place where the model of a setup runs, told without asking another computer."""
    if setup.gguf:
        return ModelPlace(str(setup.gguf), leaves=False)
    if setup.url:
        relayed = is_relayed_by_name(setup.model)
        return ModelPlace(setup.url, leaves=relayed or not is_loopback(setup.url))
    if setup.provider == "ollama":
        address = ollama_address()
        return ModelPlace(
            address, leaves=not is_loopback(address) or _is_relayed(address, setup.name)
        )
    return ModelPlace(setup.provider or setup.model, leaves=True)


def _is_relayed(address: str, name: str) -> bool:
    if is_relayed_by_name(name):
        return True
    return any(
        model.relayed for model in ollama_models(address) if model.name in (name, f"{name}:latest")
    )


class Replies(Protocol):
    """A chat model as choosing and writing see it; tests script one."""

    @property
    def name(self) -> str: ...

    @property
    def context(self) -> int:
        """Tokens that prompt and reply may have together."""
        ...

    def stream(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        schema: Schema | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        """The reply piece by piece, of at most ``most`` tokens; ends early when ``stopped``.

        Raises ChatModelFailed.
        """
        ...


@dataclass(slots=True)
class Spent:
    """What the replies of a model have cost so far."""

    replies: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0


@dataclass
class ChatModel:
    """A model that is set up and may be asked. Made by `connect`."""

    setup: Setup
    place: ModelPlace
    spent: Spent = field(default_factory=Spent)

    @property
    def name(self) -> str:
        return self.setup.name

    @property
    def is_small(self) -> bool:
        """Whether it is better asked to choose than to write: what runs on this computer, unless
        the settings say otherwise."""
        return not self.place.leaves

    @property
    def context(self) -> int:
        if self.setup.context:
            return self.setup.context
        if self.setup.gguf:
            return _server(self.setup).context
        return _CONTEXT if self.is_small else 4 * _CONTEXT

    def start(self) -> None:
        """Load a .gguf file, which takes seconds; nothing to do for a server.

        Raises ChatModelFailed, ChatModelRefused.
        """
        if self.setup.gguf:
            _server(self.setup)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        most: int,
        schema: Schema | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[str]:
        for wait in (*_WAITS, None):
            began = False
            try:
                for piece in self._stream(messages, most, schema, stopped):
                    began = True
                    yield piece
                return
            except ChatModelFailed as failure:
                if failure.what != "busy" or began or wait is None:
                    raise
                if not _waited(min(getattr(failure, "wait", 0) or wait, _LONGEST_WAIT), stopped):
                    return

    def _stream(
        self,
        messages: Sequence[Message],
        most: int,
        schema: Schema | None,
        stopped: Callable[[], bool],
    ) -> Iterator[str]:
        self.start()
        pieces: queue.Queue[str | None] = queue.Queue()

        async def read() -> None:
            try:
                # The limit is for each piece: a long reply may take as long as it needs.
                replies = aiter(self._replies(messages, most, schema))
                while True:
                    async with asyncio.timeout(self.setup.seconds):
                        piece = await anext(replies, None)
                    if piece is None:
                        return
                    pieces.put(piece)
            finally:
                pieces.put(None)

        reading = asyncio.run_coroutine_threadsafe(read(), _loop())
        try:
            while not stopped():
                try:
                    piece = pieces.get(timeout=0.05)
                except queue.Empty:
                    continue
                if piece is None:
                    self._raise_for(reading)
                    return
                yield piece
        finally:
            # Cancelling closes the connection, by which a server knows to stop.
            reading.cancel()

    async def _replies(
        self, messages: Sequence[Message], most: int, schema: Schema | None
    ) -> AsyncIterator[str]:
        model = self._model.bind(**self._options(most, schema))
        self.spent.replies += 1
        finished = False
        async for chunk in model.astream(list(messages)):
            self._count(chunk)
            reason = chunk.response_metadata.get("finish_reason")
            finished = finished or bool(reason) or bool(chunk.response_metadata.get("done"))
            if text := chunk.text:
                yield str(text)
        if not finished and self.setup.provider in ("openai", "ollama"):
            raise ChatModelFailed("cut", f"The answer of {self.name} was cut off.")

    def _options(self, most: int, schema: Schema | None) -> dict[str, Any]:
        provider = self.setup.provider
        options: dict[str, Any] = {}
        if provider == "ollama":
            options["options"] = {"num_predict": most, "num_ctx": self.context, "temperature": 0}
            if schema:
                options["format"] = dict(schema)
            return options
        options["max_tokens"] = most
        if provider == "openai" and schema:
            form = {"name": "reply", "strict": True, "schema": dict(schema)}
            # By way of the body: the client itself would read the reply by the schema, and refuse
            # one that only has words around it.
            options["extra_body"] = {
                "response_format": {"type": "json_schema", "json_schema": form}
            }
        if provider == "openai":
            options["stream_usage"] = True
        return options

    def _count(self, chunk: BaseMessage) -> None:
        usage = getattr(chunk, "usage_metadata", None) or {}
        self.spent.prompt_tokens += int(usage.get("input_tokens", 0))
        self.spent.reply_tokens += int(usage.get("output_tokens", 0))

    @cached_property
    def _model(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        # No trace of a conversation is sent to anybody, whatever the environment says.
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"):
            os.environ[name] = "false"
        # The clients log requests with their text when logging is turned up.
        for name in ("openai", "httpx", "httpcore", "anthropic", "ollama", "langchain"):
            logging.getLogger(name).setLevel(logging.WARNING)
        setup = self.setup
        try:
            if setup.gguf:
                server = _server(setup)
                return _openai_compatible(setup, f"{server.address}/v1", server.key)
            if setup.url:
                key = os.environ.get("PINCITE_CHAT_KEY") or os.environ.get("OPENAI_API_KEY")
                return _openai_compatible(setup, setup.url, key or kept_key("chat") or "none")
            options: dict[str, Any] = {"temperature": 0}
            if setup.provider == "ollama":
                options["base_url"] = self.place.address
                options["client_kwargs"] = {"trust_env": False, "follow_redirects": False}
                if setup.proxy and not is_loopback(self.place.address):
                    options["client_kwargs"]["proxy"] = setup.proxy
            else:
                options |= {"timeout": setup.seconds, "max_retries": 0}
                if setup.proxy:
                    options[_PROXIES[setup.provider]] = setup.proxy
                if key := kept_key(setup.provider):
                    options["api_key"] = key
            model: BaseChatModel = init_chat_model(setup.model, **options)
        except ImportError as error:
            raise missing_package(setup) from error
        except ValueError as error:
            raise ChatModelRefused(
                f"LangChain does not know how to reach the model {setup.model!r}.",
                "Name it as provider:model, for example ollama:qwen3:4b, give the path of a .gguf "
                "file, or set PINCITE_CHAT_URL.",
            ) from error
        except _client_errors() as error:
            # Before anything is sent, a client only misses its key.
            raise ChatModelRefused(
                f"The client of {setup.provider or setup.model} cannot be made: no key is set.",
                "Set the provider's key as an environment variable "
                f"({setup.provider.upper() or 'PROVIDER'}_API_KEY), or keep it in the keyring of "
                f"your computer: keyring set pincite {setup.provider or 'provider'}",
            ) from error
        return model

    def _raise_for(self, reading: Future[None]) -> None:
        """Raises what ended a reply, if it did not end by itself, in words for the user."""
        try:
            reading.result()
        except ChatModelFailed:
            raise
        except TimeoutError as error:
            raise ChatModelFailed(
                "slow",
                f"{self.name} did not answer within {self.setup.seconds:.0f} seconds.",
                "Wait longer (PINCITE_CHAT_SECONDS) or choose a smaller model.",
            ) from error
        except _failures() as error:
            raise self._failure(error) from error

    def _failure(self, error: BaseException) -> ChatModelFailed:
        """``error`` of a client as one of ours. Its own words may hold a key or a question: they
        are read here and go nowhere."""
        status = _status(error)
        said = str(error).lower()
        names = {kind.__name__ for kind in type(error).__mro__}
        if status == 429 or status == 529:
            failed = ChatModelFailed(
                "busy", f"{self.name} has too many requests at the moment.", "Try again later."
            )
            failed.wait = _retry_after(error)  # type: ignore[attr-defined]
            return failed
        if status in (401, 403):
            return ChatModelFailed(
                "key", f"The server of {self.name} does not accept the key.", "Check the key."
            )
        if status == 404:
            return ChatModelFailed(
                "missing",
                f"The server has no model {self.name!r}.",
                f"Fetch it first (ollama pull {self.name}), or correct its name."
                if self.setup.provider == "ollama"
                else "Correct its name.",
            )
        if status in (400, 413, 422, 500) and any(phrase in said for phrase in _TOO_LONG):
            return ChatModelFailed(
                "context",
                f"The passages are more than {self.name} can hold.",
                "Say how many tokens it holds (PINCITE_CHAT_CONTEXT).",
            )
        if names & {"APITimeoutError", "TimeoutException"}:
            return ChatModelFailed("slow", f"{self.name} did not answer in time.")
        if names & {"RemoteProtocolError", "ReadError"}:
            return ChatModelFailed("cut", f"The answer of {self.name} was cut off.")
        if names & {"APIConnectionError", "ConnectError", "ConnectionError"}:
            return ChatModelFailed(
                "down",
                f"Nothing answers at {self.place.address}.",
                "Start the server of the model, or correct its address.",
            )
        if status is not None and status >= 500:
            return ChatModelFailed("error", f"The server of {self.name} failed ({status}).")
        if status is not None:
            return ChatModelFailed("error", f"The server of {self.name} refused ({status}).")
        return ChatModelFailed("cut", f"The answer of {self.name} cannot be read.")


def connect(setup: Setup) -> ChatModel:
    """The model of a setup, which is not asked anything yet.

    Raises ChatModelRefused where text would leave this computer though it must not, where a file
    or a package is missing.
    """
    if setup.gguf and not setup.gguf.is_file():
        raise ChatModelRefused(f"There is no file {setup.gguf}.", "Correct PINCITE_CHAT_MODEL.")
    place = place_of(setup)
    if setup.local_only and place.leaves:
        raise ChatModelRefused(
            f"This case must not leave this computer, and {setup.name} is asked at "
            f"{place.address}: nothing was sent.",
            "Use a model on this computer, or answer without one.",
        )
    if setup.proxy and place.leaves and setup.provider not in (*_PROXIES, "ollama"):
        raise ChatModelRefused(
            f"{setup.provider or setup.model} cannot be reached by a proxy.",
            "Unset PINCITE_CHAT_PROXY, or name the address of an OpenAI-compatible server in "
            "PINCITE_CHAT_URL.",
        )
    package = _PACKAGES.get(setup.provider)
    if package and importlib.util.find_spec(package.replace("-", "_")) is None:
        raise missing_package(setup)
    if setup.gguf and importlib.util.find_spec("xllamacpp") is None:
        raise missing_package(setup)
    return ChatModel(setup, place)


def missing_package(setup: Setup) -> ChatModelRefused:
    """The error for a package that is not installed, with the command that installs it."""
    if setup.gguf or setup.provider in ("openai", "ollama"):
        wanted = "-r requirements-chat.txt -c constraints.txt"
    else:
        wanted = (
            f"{_PACKAGES.get(setup.provider, 'langchain-' + setup.provider)} -c constraints.txt"
        )
    return ChatModelRefused(
        f"A package that {setup.model or setup.url} needs is not installed.",
        f"Run `.venv/bin/python -m pip install {wanted}`.",
    )


def kept_key(service: str) -> str | None:
    """A key that the operating system's keyring keeps (``keyring set pincite SERVICE``); None
    where there is none, or no keyring package."""
    if not service or importlib.util.find_spec("keyring") is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        key: str | None = keyring.get_password("pincite", service)
    except KeyringError:
        return None
    return key


def _openai_compatible(setup: Setup, url: str, key: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {}
    if is_loopback(url):
        # No proxy and no redirect carries a request off this computer.
        import httpx

        options["http_async_client"] = httpx.AsyncClient(trust_env=False, follow_redirects=False)
        options["http_client"] = httpx.Client(trust_env=False, follow_redirects=False)
        options["http_socket_options"] = ()
    elif setup.proxy:
        options["openai_proxy"] = setup.proxy
    model: BaseChatModel = init_chat_model(
        setup.name,
        model_provider="openai",
        base_url=url,
        api_key=key,
        temperature=0,
        timeout=setup.seconds,
        stream_chunk_timeout=None,  # ours is the one that the settings say
        max_retries=0,
        **options,
    )
    return model


def _server(setup: Setup) -> GgufServer:
    """The one server of a file; it is started once and stays while the program runs."""
    path = setup.gguf
    assert path is not None
    server = _SERVERS.get(path)
    if server is None or not server.is_running:
        server = _SERVERS[path] = GgufServer.start(path, setup.context, setup.threads)
    return server


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all replies, in a thread of its own."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


def _waited(seconds: float, stopped: Callable[[], bool]) -> bool:
    """Whether the time passed without a stop."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if stopped():
            return False
        time.sleep(0.05)
    return True


def _failures() -> tuple[type[Exception], ...]:
    """What a client may raise while a reply is read."""
    import httpx

    return (httpx.HTTPError, OSError, ValueError, *_client_errors())


def _client_errors() -> tuple[type[Exception], ...]:
    """The error classes of the clients that are loaded."""
    found: list[type[Exception]] = []
    for module, names in _CLIENT_ERRORS.items():
        loaded = sys.modules.get(module)
        found += [getattr(loaded, name) for name in names if hasattr(loaded, name)]
    return tuple(found)


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    return status if isinstance(status, int) else None


def _retry_after(error: BaseException) -> float:
    """Seconds that the server asks to wait; 0 where it does not say."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers.get("retry-after", 0))
    except ValueError:
        return 0.0


@contextmanager
def closing_servers() -> Iterator[None]:
    """Ends the servers of .gguf files that were started within."""
    before = dict(_SERVERS)
    try:
        yield
    finally:
        for path, server in list(_SERVERS.items()):
            if before.get(path) is not server:
                server.stop()
                del _SERVERS[path]
