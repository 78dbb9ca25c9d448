"""Makes the sample case from data/sources: ``python data/generate.py [FOLDER]``.

The same sources give the same bytes on every machine: nothing is dated by the
clock, and nothing is compressed, because compressors differ between machines.
"""

from __future__ import annotations

import html
import io
import re
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

# Run as a script, Python looks for modules beside it, in data/, only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.pleading import pleading_bytes
from data.source import NOTICE, Source, joined, read_source

HERE = Path(__file__).resolve().parent


def letter_bytes(source: Source) -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(11)
    header = document.sections[0].header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    header.add_run(NOTICE).italic = True
    meta = source.meta
    for lines in (meta["from"], [meta["date"]], meta["to"], [f"Re: {meta['subject']}"]):
        paragraph = document.add_paragraph("\n".join(lines))
        paragraph.runs[0].bold = lines[0].startswith("Re:")
    for block in source.blocks:
        if block.startswith("# "):
            run = document.add_heading(block[2:], level=1).runs[0]
            run.font.color.rgb = RGBColor(0, 0, 0)
        elif block.startswith("| "):
            add_table(document, block)
        elif block.startswith("- "):
            for item in re.split(r"\n?^- ", block, flags=re.MULTILINE)[1:]:
                document.add_paragraph(joined(item), style="List Bullet")
        else:
            document.add_paragraph(joined(block))
    return undated(document)


def add_table(document: Any, block: str) -> None:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in block.splitlines()]
    del rows[1]  # the rule below the head
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph()


def undated(document: Any) -> bytes:
    """The Word file with fixed dates, inside and on the members of its archive."""
    properties = document.core_properties
    properties.created = properties.modified = datetime(1980, 1, 1)
    properties.author, properties.comments, properties.title = "", NOTICE, "Letter"
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del part.rels[key]  # heavy parts of the template, shown nowhere
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in {"Normal Table", "Table Grid"}:
            style.delete()
    saved, result = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return result.getvalue()


def spaced(french: str) -> str:
    """French text with the no-break spaces that its typography asks for."""
    return re.sub(r"(?<=\d) (?=\d{3}\b)|(?<=«) | (?=[»:;?])", "\N{NO-BREAK SPACE}", french)


def web_page_bytes(source: Source, template: Template) -> bytes:
    values = {name: html.escape(str(value)) for name, value in source.meta.items()}
    values["filed"] = f"{source.meta['filed']:%m/%d/%Y}" if "filed" in values else ""
    rows = [line.strip("| ").split(" | ") for b in source.blocks for line in b.splitlines()]
    values["entries"] = "".join(
        f'<tr><td width="94" valign="top" nowrap="nowrap">{row[0]}</td><td valign="top" '
        f'align="right">{row[1]}&nbsp;</td><td valign="top">{html.escape(row[2])}</td></tr>\n'
        for row in rows
        if len(row) == 3
    )
    values["body"] = "".join(
        f"    <h2>{b[3:]}</h2>\n"
        if b.startswith("## ")
        else f"    <p>{html.escape(spaced(joined(b)), quote=False)}</p>\n"
        for b in source.blocks
    )
    return template.substitute(values, notice=NOTICE).encode()


def write_case(folder: Path) -> None:
    """Writes every document of the sample case into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((HERE / "sources").glob("*.md")):
        source = read_source(path)
        target = folder / source.meta["file"]
        if target.suffix == ".pdf":
            target.write_bytes(pleading_bytes(source))
        elif target.suffix == ".docx":
            target.write_bytes(letter_bytes(source))
        else:
            page = HERE / "sources" / "templates" / f"{target.name}.in"
            target.write_bytes(web_page_bytes(source, Template(page.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    write_case(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "wiwynn-v-x")
