"""Watches a folder, and reports changes once they have come to rest."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from watchfiles import watch

from ingest.describe.case_file import NAME
from ingest.sync.folder import files_in

REST_SECONDS = 1.0
"""A file that did not grow or change for so long is taken for whole."""
_LOOK_SECONDS = 5.0
"""So often it is looked even where nothing was told: some disks, those of other computers above
all, tell of nothing."""

_State = dict[Path, tuple[int, int]]


def changes(
    folders: Sequence[Path], library: Path, rest_seconds: float = REST_SECONDS
) -> Generator[frozenset[Path]]:
    """Yields when files of the folders changed and have come to rest, and at once at the start;
    what it yields are the files that still grow or change, which are to be left until a later
    time. Ends with Ctrl-C. The library's own files do not count."""
    reported: _State = {}
    yield from _at_rest(folders, library, reported, rest_seconds)
    for _ in watch(
        *folders,
        watch_filter=None,
        raise_interrupt=False,
        yield_on_timeout=True,
        rust_timeout=int(1000 * _LOOK_SECONDS),
    ):
        yield from _at_rest(folders, library, reported, rest_seconds)


def _at_rest(
    folders: Sequence[Path], library: Path, reported: _State, rest_seconds: float
) -> Generator[frozenset[Path]]:
    """Yield the files that still change, until none does. ``reported`` is the state that was last
    yielded for; it is kept up to date."""
    before = _state(folders, library)
    while before != reported:
        time.sleep(rest_seconds)
        now = _state(folders, library)
        growing = frozenset(file for file, state in now.items() if before.get(file) != state)
        whole = {file: state for file, state in now.items() if file not in growing}
        whole |= {file: reported[file] for file in growing if file in reported}
        if whole != reported:
            reported.clear()
            reported.update(whole)
            yield growing
        before = now


def _state(folders: Sequence[Path], library: Path) -> _State:
    state = {}
    for folder in folders:
        files = [found.file for found in files_in(folder, library)]
        for file in (*files, folder.resolve() / NAME):
            try:
                stat = file.stat()
            except OSError:
                continue  # it went meanwhile
            state[file] = (stat.st_size, stat.st_mtime_ns)
    return state
