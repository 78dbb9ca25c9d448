"""Files that lock a library, between processes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock


def lock_at(file: Path, timeout: float = -1) -> FileLock:
    """The lock of this file; ``timeout`` as for FileLock. An empty folder in its place, which is
    nothing that Pincite made and holds nothing, goes."""
    with suppress(OSError):
        if file.is_dir():
            file.rmdir()
    return FileLock(file, timeout=timeout)
