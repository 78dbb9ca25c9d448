"""The sources of the sample case: Markdown with YAML front matter."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NOTICE = "Sample reconstructed from public reports. Not a court document."


@dataclass(frozen=True, slots=True)
class Source:
    """One document's source: the front matter and the blocks of text below it."""

    meta: dict[str, Any]
    blocks: tuple[str, ...]


def read_source(path: Path) -> Source:
    """Reads Markdown with YAML front matter; a block is what blank lines part."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(yaml.safe_load(front), tuple(re.split(r"\n{2,}", body.strip())))


def joined(block: str, prefix: str = "") -> str:
    """The block as one line, without the prefix of each of its lines."""
    return " ".join(line.removeprefix(prefix).strip() for line in block.splitlines())


def markup(text: str) -> str:
    """Markdown emphasis and footnote marks as the markup that paragraphs take."""
    text = html.escape(text, quote=False).replace("&lt;br/&gt;", "<br/>")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    text = re.sub(
        r"(\d+(?= U\.S\.C\.)|U\.S\.C\.|§§?|¶¶?|No\.|ECF) (?=[\w§])", "\\1\N{NO-BREAK SPACE}", text
    )
    return re.sub(r"\[\^(\d+)\]", r'<super size="8">\1</super>', text)
