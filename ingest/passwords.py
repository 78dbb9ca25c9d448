"""Passwords of protected PDF files: which were given, and which opened a file before.

A protected file is read with its password in memory; no copy of it without protection is ever
written. What opened it is kept in this program and, where there is one, in the keyring of the
operating system, so that its pages can be drawn later: never in the library. It is forgotten when
the document is taken out or its case is deleted.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from getpass import getpass
from mmap import ACCESS_READ, mmap
from pathlib import Path

REASON = "It is protected by a password."
WRONG = "It is protected by a password, and none that was given opens it."
ADVICE = (
    "Give it on the Documents page, as `passwords:` in case.yaml, or by `pincite ingest FILE "
    "--password -`, which asks for it."
)
VARIABLE = "PINCITE_PASSWORD"
"""The environment variable that may hold a password to try."""
ASK = "-"
"""What is typed in place of a password to be asked for it."""
_SERVICE = "pincite-passwords"

_kept: dict[str, tuple[str, ...]] = {}


def keep(file: Path, passwords: Sequence[str]) -> None:
    """Remember the passwords that open a file of the library, whose name is the hash of its
    content."""
    passwords = tuple(dict.fromkeys(passwords))
    if not passwords or kept(file) == passwords:
        return
    _kept[file.name] = passwords
    if importlib.util.find_spec("keyring") is not None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, file.name, json.dumps(passwords))
        except KeyringError:
            return  # a server has none: it is asked for again after a restart


def kept(file: Path) -> tuple[str, ...]:
    """What opened the file before; empty where nothing is known."""
    if file.name not in _kept and importlib.util.find_spec("keyring") is not None:
        import keyring
        from keyring.errors import KeyringError

        try:
            found = keyring.get_password(_SERVICE, file.name)
        except KeyringError:
            found = None
        _kept[file.name] = tuple(json.loads(found)) if found else ()
    return _kept.get(file.name, ())


def hold(file: Path, password: str) -> None:
    """Remember the password of a file for as long as this program runs, and in no keyring."""
    _kept[file.name] = (password, *_kept.get(file.name, ()))


def forget(files: Iterable[Path]) -> None:
    """Forget what opened these files of the library, in the keyring too."""
    for file in files:
        _kept.pop(file.name, None)
        if importlib.util.find_spec("keyring") is not None:
            import keyring
            from keyring.errors import KeyringError

            with suppress(KeyringError):  # there is none, or it does not know the file
                keyring.delete_password(_SERVICE, file.name)


def given(typed: Sequence[str], prompt: str) -> tuple[str, ...]:
    """The passwords that a command is to try: those typed, "-" asked for at the terminal without
    being shown (read from the input where it is no terminal), and that of the environment."""
    asked = [_asked(prompt) if password == ASK else password for password in typed]
    return tuple(filter(None, [*asked, os.environ.get(VARIABLE, "")]))


def _asked(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def is_about(reason: str) -> bool:
    """Whether a file was refused for want of its password."""
    return reason in (REASON, WRONG)


def is_protected(file: Path) -> bool:
    """Whether a PDF may be encrypted: its trailer, or a stream of them, says how."""
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(b"/Encrypt") >= 0
