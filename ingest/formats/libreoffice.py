"""Older Word files and RTF, turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

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
        hide_computed(made)
        yield made


def hide_computed(path: Path) -> None:
    """Hides what LibreOffice works out anew when it opens a file: the day of today, where a letter
    has a field for its date, and the name of our copy. No document says that."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            content = package.read(name)
            if _WRITTEN.fullmatch(name) and _COMPUTED.search(content):
                content = _with_hidden_results(content)
            parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


_WRITTEN = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_COMPUTED = re.compile(
    rb"\s*(?:DATE|TIME|FILENAME|SAVEDATE|PRINTDATE|CREATEDATE|EDITTIME)(?![A-Z])"
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _with_hidden_results(content: bytes) -> bytes:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    fields: list[bool | None] = []
    for run in root.iter(f"{_W}r"):
        for part in run:
            if part.tag == f"{_W}fldChar":
                kind = part.get(f"{_W}fldCharType")
                if kind == "begin":
                    fields.append(None)
                elif kind == "end" and fields:
                    fields.pop()
            elif part.tag == f"{_W}instrText" and fields and fields[-1] is None:
                fields[-1] = bool(_COMPUTED.match((part.text or "").encode()))
        if any(fields) and run.find(f"{_W}t") is not None:
            properties = run.find(f"{_W}rPr")
            if properties is None:
                properties = etree.Element(f"{_W}rPr")
                run.insert(0, properties)
            etree.SubElement(properties, f"{_W}vanish")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _unreadable() -> FileRefused:
    return FileRefused(
        "LibreOffice cannot read it.",
        "Open it in the program that made it and save it as PDF or .docx.",
    )
