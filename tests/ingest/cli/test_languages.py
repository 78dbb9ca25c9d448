"""The command line in French."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.cli.commands import app
from ingest.cli.terminal import run
from ingest.translation import language


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        status = run(app, "pincite", words)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, *capsys.readouterr()


@pytest.mark.parametrize("asked", [("--lang", "fr"), ("--lang=fr",)])
def test_the_language_may_be_named_anywhere(
    asked: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", str(tmp_path))

    status, out, _ = said(capsys, "list", *asked, *library)

    assert status == 0
    assert out.startswith("Il n’y a pas encore d’affaire.")
    assert said(capsys, *asked, "list", *library)[1] == out
    assert language() == "en"


def test_the_locale_sets_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PINCITE_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")

    assert "encore d’affaire" in said(capsys, "list", "--library", str(tmp_path))[1]


def test_help_is_translated_whole(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "ingest", "--help", "--lang", "fr")

    assert "Seulement dire ce qui serait fait." in out
    assert "-h, --help" in out
    assert "Afficher ce message et terminer." in out
    assert "Show this" not in out


def test_errors_and_their_advice_are_translated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()

    status, _, error = said(capsys, "show", str(empty), "--page", "1", "--lang", "fr")

    assert status == 1
    assert error == "Il est vide (0 octet).\nTéléchargez-le ou enregistrez-le de nouveau.\n"


def test_wrong_usage_is_explained_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = said(capsys, "list", "--lnag", "--lang", "fr")

    assert status == 2
    assert "Option inconnue" in error
    assert "`pincite list --help` l’explique." in error


def test_a_language_that_is_not_spoken_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, error = said(capsys, "list", "--lang", "de")

    assert status == 2
    assert "the language is one of en, fr" in error


def test_json_is_the_same_in_every_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The court finds for the plaintiff.\n", encoding="utf-8")
    words = ("show", str(page), "--page", "1", "--json")

    english, french = said(capsys, *words)[1], said(capsys, *words, "--lang", "fr")[1]

    assert json.loads(english)["why"] == "plain text"
    assert french == english
