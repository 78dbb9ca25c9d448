"""A folder watched for changes; told once they have come to rest."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from watchfiles import watch

from ingest.folder import files_in

REST_SECONDS = 1.0
"""A file that did not grow or change for so long is taken for whole."""


def changes(
    folders: Sequence[Path], library: Path, rest_seconds: float = REST_SECONDS
) -> Generator[None, None, None]:
    """Yields after each change of the folders, once all of their files are at rest: one that is
    still being copied is waited for. Ends with Ctrl-C. The library's own files do not count."""
    own = library.resolve()

    def counts(_: object, path: str) -> bool:
        return not Path(path).resolve().is_relative_to(own)

    for _ in watch(*folders, watch_filter=counts, raise_interrupt=False):
        before = _state(folders, library)
        while True:
            time.sleep(rest_seconds)
            now = _state(folders, library)
            if now == before:
                break
            before = now
        yield


def _state(folders: Sequence[Path], library: Path) -> dict[Path, tuple[int, int]]:
    state = {}
    for folder in folders:
        for one in files_in(folder, library):
            try:
                stat = one.file.stat()
            except OSError:
                continue  # it went meanwhile
            state[one.file] = (stat.st_size, stat.st_mtime_ns)
    return state
