"""Word files built part by part, so that each shows one thing."""

# ruff: noqa: E501 - a part of a file is read on one line
from __future__ import annotations

import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Clause head"/><w:basedOn w:val="H1"/>
 <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Count"><w:name w:val="Count"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
<w:style w:type="character" w:styleId="Ghost"><w:name w:val="Ghost"/>
 <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/>
 <w:rPr><w:strike/></w:rPr></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="ARTICLE %1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""

FOOTNOTES = f"""<w:footnotes {W}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>----</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> See Agreement § 4.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="9"><w:p><w:r><w:t>Id.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, num: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def styled(text: str, style: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def word_file(folder: Path, body: str, prolog: str = "", styles: str = STYLES) -> Path:
    parts = {"styles": styles, "numbering": NUMBERING, "footnotes": FOOTNOTES}
    path = folder / "filing.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            + "".join(
                f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
                for name in parts
            )
            + "</Types>",
        )
        rels = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        )
        package.writestr(
            "_rels/.rels",
            f'{rels}<Relationship Id="r1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            rels
            + "".join(
                f'<Relationship Id="r{name}" Type="{_REL}/{name}" Target="{name}.xml"/>'
                for name in parts
            )
            + "</Relationships>",
        )
        package.writestr(
            "word/document.xml", f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return path


def with_parts(path: Path, *parts: tuple[str, str, str, bytes]) -> Path:
    """The file, with more parts: of each its name, the last word of its relation to the document,
    whose identity is the part's name, its content type and its content. A part that is there
    already is replaced."""
    copy = path.with_name("parts.docx")
    new = {f"word/{name}": content for name, _, _, content in parts}
    related = "".join(
        f'<Relationship Id="{name}" Type="{_REL}/{relation}" Target="{name}"/>'
        for name, relation, _, _ in parts
        if relation
    )
    declared = "".join(
        f'<Override PartName="/word/{name}" ContentType="{kind}"/>'
        for name, relation, kind, _ in parts
        if relation
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as package:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "[Content_Types].xml":
                content = content.replace("</Types>", f"{declared}</Types>")
            if name == "word/_rels/document.xml.rels":
                content = content.replace("</Relationships>", f"{related}</Relationships>")
            if name not in new:
                package.writestr(name, content)
        for name, part in new.items():
            package.writestr(name, part)
    return copy
