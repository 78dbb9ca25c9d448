"""Every error a user can meet, as one tree. Each says what happened and what mends it.

PinciteError
├── FileRefused        one file cannot be read; the rest of the batch goes on
├── NoSuchCase         the library has no case of that name
├── ModelMissing       the embedding model is absent, incomplete or altered
├── LibraryMismatch    the library was built with another model, reader or splitter
├── LibraryBusy        another process is writing, and did not finish in time
├── LibraryDamaged     the catalogue or the vectors cannot be read
├── LibraryUnreachable a server that holds part of it does not answer
├── LibraryUnwritable  its folder may not be written to
│   └── DiskFull       the disk that it is on is full
├── QuestionsRefused   a set of test questions does not keep to its format
├── ChatModelRefused   a chat model may not be used, or cannot be: its settings say why
└── ChatModelFailed    a chat model was asked and gave nothing that can be used
"""

from __future__ import annotations


class PinciteError(Exception):
    """A clear failure: ``reason`` says what happened, ``advice`` what mends it."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(f"{reason} {advice}".strip())
        self.reason = reason
        self.advice = advice


class FileRefused(PinciteError):
    """One file cannot be read. Its neighbours are not concerned."""


class NoSuchCase(PinciteError):
    """The library has no case of that name."""


class ModelMissing(PinciteError):
    """The embedding model is absent, incomplete or altered."""


class LibraryMismatch(PinciteError):
    """The library was built with another model, reader or splitter."""


class LibraryBusy(PinciteError):
    """Another process is writing to the library and did not finish in time."""


class LibraryDamaged(PinciteError):
    """The catalogue or the vectors cannot be read."""


class LibraryUnreachable(PinciteError):
    """A server that holds part of the library does not answer, or refuses."""


class LibraryUnwritable(PinciteError):
    """The disk is full, or the folder may not be written to. What was there is unchanged."""


class DiskFull(LibraryUnwritable):
    """The disk is full. What was there can still be read."""


class QuestionsRefused(PinciteError):
    """A set of test questions does not keep to its format."""


class ChatModelRefused(PinciteError):
    """A chat model may not be used (its address is elsewhere, and the case stays here), or cannot
    be (a package is missing). Nothing was sent."""


class ChatModelFailed(PinciteError):
    """A chat model was asked and gave nothing that can be used: it is down, late or cut off.
    ``what`` says which, for tests and figures."""

    def __init__(self, what: str, reason: str, advice: str = "") -> None:
        super().__init__(reason, advice)
        self.what = what
