"""The package of a Word document, made one that python-docx opens: files saved as Strict Open XML,
with macros, or as templates hold the same text under other names."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAIN = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main\+xml"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template\.main\+xml"
    rb"|ms-word\.template\.macroEnabledTemplate\.main\+xml)"
)


_PART_TYPES = re.compile(rb"<(?:Default|Override)\b[^>]*>")
_IS_WORD_FILE = re.compile(rb"""(?:Extension=["']|\.)doc[xm]["']""")
WORD_PART = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The type of a Word document that another one holds whole (`altChunk`). Programs declare it by
that of its main part, which is XML."""


def transitional(source: Path | BytesIO) -> str | BytesIO:
    """The file itself, or what python-docx would open of it. Raises what `zipfile` does."""
    with zipfile.ZipFile(source) as package:
        types = package.read("[Content_Types].xml")
        main = next((name for name in package.namelist() if _is_main(name)), None)
        head = package.read(main)[:8192] if main else b""
        if not _STRICT.search(head) and types == _as_opened(types):
            return source if isinstance(source, BytesIO) else str(source)
        rewritten = BytesIO()
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in package.infolist():
                content = package.read(part)
                if part.filename == "[Content_Types].xml":
                    content = _as_opened(content)
                if part.filename.endswith((".xml", ".rels")):
                    content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
                copy.writestr(part.filename, content)
    rewritten.seek(0)
    return rewritten


def _as_opened(types: bytes) -> bytes:
    """The list of the package's parts, with the types that python-docx knows."""

    def opened(part: re.Match[bytes]) -> bytes:
        return part[0].replace(_MAIN, WORD_PART) if _IS_WORD_FILE.search(part[0]) else part[0]

    return _PART_TYPES.sub(opened, _OTHER_MAIN.sub(_MAIN, types))


def _is_main(name: str) -> bool:
    return re.fullmatch(r"word/document\d*\.xml", name) is not None
