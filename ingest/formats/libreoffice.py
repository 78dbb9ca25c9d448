"""Older Word files and RTF, turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import FileRefused
from ingest.translation import N_

ADVICE = N_(
    "Install LibreOffice and run the command again with --retry, or save the file as PDF or .docx."
)
_SECONDS = 90
"""Its first start takes some 10 s on a slow computer."""
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
}


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = _PLACES.get(sys.platform, ())
    return found or next((place for place in places if Path(place).is_file()), None)


@contextmanager
def as_docx(path: Path, extension: str) -> Iterator[Path]:
    """A copy of the file as .docx, for as long as it is read. Macros are not run, and nothing of
    the user's own LibreOffice is used. Raises FileRefused where it cannot be made."""
    office = program()
    if office is None:
        raise FileRefused("It is read by LibreOffice, which is not installed.", ADVICE)
    with TemporaryDirectory(prefix="pincite-") as folder:
        home = Path(folder)
        source = home / f"source{extension}"
        shutil.copyfile(path, source)
        command = [
            office,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(home / "made"),
            str(source),
        ]
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "HOME": folder},
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _unreadable() from error
        made = home / "made" / "source.docx"
        if not made.is_file():
            raise _unreadable()
        yield made


def _unreadable() -> FileRefused:
    return FileRefused(
        "LibreOffice cannot read it.",
        "Open it in the program that made it and save it as PDF or .docx.",
    )
