"""RTF and older Word files, by way of LibreOffice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ingest.errors import FileRefused
from ingest.formats import detect, libreoffice
from ingest.formats.detect import format_of
from ingest.formats.sandbox.parent import read_isolated
from ingest.formats.word.read import read_word
from tests.support.word import run, word_file

RTF = (
    r"{\rtf1\ansi\ansicpg1252 {\b LETTRE}\par 1. Le fournisseur r\'e9clame 61 000 \'80.\par "
    r"2. The buyer refused.\par {\v kept from readers\par}}"
)
installed = pytest.mark.skipif(
    libreoffice.program() is None, reason="LibreOffice is not installed here"
)


def rtf(folder: Path, name: str = "letter.rtf") -> Path:
    path = folder / name
    path.write_bytes(RTF.encode("ascii"))
    return path


@installed
@pytest.mark.parametrize("extension", ["rtf", "doc"])
def test_it_is_read_as_word_reads_it(tmp_path: Path, extension: str) -> None:
    path = rtf(tmp_path)
    if extension == "doc":
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        made = ["--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(path)]
        subprocess.run([str(libreoffice.program()), profile, *made], check=True, timeout=120)
        path = path.with_suffix(".doc")
    reading = read_isolated(path)
    lines = [line.text for page in reading.pages for line in page.lines]
    assert reading.format == "word"
    assert lines == ["LETTRE", "1. Le fournisseur réclame 61 000 €.", "2. The buyer refused."]


def test_what_libreoffice_works_out_anew_is_not_read(tmp_path: Path) -> None:
    def of_field(instruction: str, result: str) -> str:
        marks = ["begin", "separate", "end"]
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in marks)
        said = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        return begin + said + separate + run(result) + end

    path = word_file(
        tmp_path,
        f"<w:p>{run('Lyon, ')}{of_field('DATE', '28 May 2031')}{run(', see ')}"
        f"{of_field('REF DATED', 'clause 4')}{run('.')}</w:p>",
    )
    libreoffice.hide_computed(path)
    (page,) = read_word(path).pages
    assert [line.text for line in page.lines] == ["Lyon, , see clause 4."]
    assert [left.text for left in page.left_out] == ["28 May 2031"]


def test_without_libreoffice_it_is_refused_with_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detect, "program", lambda: None)
    with pytest.raises(FileRefused, match="LibreOffice") as refused:
        format_of(rtf(tmp_path), "letter.rtf")
    assert "Install LibreOffice" in refused.value.advice


def test_what_libreoffice_cannot_read_fails_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "false")
    with (
        pytest.raises(FileRefused, match="LibreOffice cannot read it"),
        libreoffice.as_docx(rtf(tmp_path), ".rtf"),
    ):
        pass
