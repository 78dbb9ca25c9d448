"""Whether a chat model runs on this computer or elsewhere, decided without sending anything."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

OLLAMA = "http://127.0.0.1:11434"
# Ollama's names for models that its server only passes on: gpt-oss:120b-cloud, glm-4.6:cloud.
_RELAYED = re.compile(r"[:-]cloud$", re.IGNORECASE)
_QUICK = 0.5


def is_loopback(url: str) -> bool:
    """Whether an address can only be this computer's. Names other than localhost are not looked
    up: asking a name server is sending something."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def ollama_address() -> str:
    """That of the Ollama server, as its own variable OLLAMA_HOST gives it."""
    given = os.environ.get("OLLAMA_HOST", "").strip()
    if not given:
        return OLLAMA
    url = given if "//" in given else f"http://{given}"
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    # A server listens on every address of this computer; a client asks it on its own.
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    port = parts.port or (443 if parts.scheme == "https" else 11434)
    bracketed = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bracketed}:{port}"


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model that an Ollama server lists. ``relayed``: it is run elsewhere."""

    name: str
    relayed: bool


def is_relayed_by_name(name: str) -> bool:
    """Whether the name says that a local server only passes its questions on."""
    return bool(_RELAYED.search(name))


def ollama_models(address: str | None = None, seconds: float = _QUICK) -> list[OllamaModel]:
    """The models of the Ollama server on this computer; none where no server listens or its
    address is another computer's, which is not asked."""
    address = address or ollama_address()
    if not is_loopback(address):
        return []
    # A proxy in the environment must not carry the request off this computer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(f"{address}/api/tags", timeout=seconds) as response:
            reply = json.loads(response.read(1_000_000))
        listed = reply["models"]
        return [
            OllamaModel(
                str(model["name"]),
                bool(model.get("remote_host") or model.get("remote_model"))
                or is_relayed_by_name(str(model["name"])),
            )
            for model in listed
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A server on this computer that sends a request elsewhere is not followed."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None
