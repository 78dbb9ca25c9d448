"""What commands print to a French reader holds no English word of the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask import Bot
from ingest.translation import speaking
from tests.support.fakes import WordEmbedder
from tests.support.sample_case import CASE


@pytest.fixture(autouse=True)
def _in_french(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PINCITE_LANGUAGE", "fr")
    monkeypatch.setattr("ingest.embedding.model.Embedder", lambda settings: WordEmbedder())
    monkeypatch.setattr("bot.cli.compare.open_bot", lambda library, case_name: (bot, CASE))
    with speaking("fr"):
        yield


def printed(bot: Bot, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--library", str(bot.library.settings.library)]) == 0
    return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")


def test_amounts_and_docket_lines(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(bot, capsys, "amounts", CASE).startswith(
        "120\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000 USD\n"
    )
    overview = printed(bot, capsys, "overview", CASE)
    assert (
        "\n  nature du litige\n    consigne : « Nature of Suit: 190 Contract: Other »" in overview
    )
    assert "\n  nature of suit\n" not in overview


def test_a_comparison_printed_and_written(
    bot: Bot, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Wiwynn had delivered more than $45 million of finished products. Who is right?",
        encoding="utf-8",
    )
    shown = printed(bot, capsys, "compare", str(article))
    assert "DIFFÈRE : Wiwynn had delivered" in shown
    assert "montant : « $45 million » ici, « $32 million » là" in shown
    assert "RIEN À VÉRIFIER : Who is right?" in shown
    report = tmp_path / "report.md"
    printed(bot, capsys, "compare", str(article), "--out", str(report))
    written = report.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert written.startswith("# article.txt, face aux pièces de Wiwynn Corporation v. X Corp.\n")
    assert "2 phrases : figure dans les pièces (0), diffère (1)" in written


def test_what_would_be_misread_stands_in_the_readers_form(
    bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(bot, capsys, "timeline", CASE)
    assert "« 10/01/2024 » : 1er octobre 2024, si le mois est écrit d’abord" in shown
    assert "Docket, entry 18  docket.html\n    « 10/01/2024 » : " in shown
