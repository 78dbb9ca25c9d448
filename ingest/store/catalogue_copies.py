"""What the copies of a catalogue in a library's folder hold, found out without opening the
catalogue.

So that a catalogue that cannot be used is answered with what is really there to mend it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ingest.translation import N_

PREFIX = "catalogue-"
STAMP = "%Y%m%dT%H%M%S.%fZ"
RESTORE = "pincite restore-catalogue"


def whole_copies(library: Path) -> list[Path]:
    """The whole copies there are, good or not, newest first."""
    return sorted((library / "backups").glob(f"{PREFIX}*.sqlite"), reverse=True)


def made_at(copy: Path) -> datetime:
    """When a whole copy was made, in UTC."""
    return datetime.strptime(copy.stem.removeprefix(PREFIX), STAMP).replace(tzinfo=UTC)


def increment_of(copy: Path) -> Path:
    """The path of the file with the changes since a whole copy, whether it exists or not."""
    return copy.with_suffix(".since")


def is_good(file: Path) -> bool:
    """Whether a copy or an increment can be read from end to end and is of a catalogue."""
    try:
        with closing(to_read(file)) as db:
            sound = bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
            return sound
    except sqlite3.Error:
        return False


def newest_good(library: Path) -> Path | None:
    """The whole copy that going back would use; None where no copy is good."""
    return next(filter(is_good, whole_copies(library)), None)


def documents_in(copy: Path) -> set[str]:
    """The paths in the library of the files that a whole copy, with its increment, knows."""
    known: set[str] = set()
    for file in (increment_of(copy), copy):
        try:
            with closing(to_read(file)) as db:
                known.update(row[0] for row in db.execute("SELECT file FROM documents"))
        except sqlite3.Error:
            continue  # there is none, or it is damaged
    return known


def advice(library: Path) -> str:
    """What mends a catalogue that cannot be used."""
    good = newest_good(library)
    if good is None:
        return N_(
            f"There is no good copy of it in {library / 'backups'}: move the library's folder "
            "away and ingest the case folders again. The documents are in its folder `files`."
        )
    since = increment_of(good)
    at = datetime.fromtimestamp(since.stat().st_mtime, UTC) if since.is_file() else made_at(good)
    return N_(f"Run `{RESTORE}`; it goes back to the good copy of {at:%Y-%m-%d %H:%M} UTC.")


def to_read(file: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises sqlite3.Error."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
