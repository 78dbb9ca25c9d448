"""What a supervisor hears of the app, and what nobody does."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ingest.errors import LibraryUnreachable, ModelMissing, PinciteError
from ingest.sync.progress import FileResult
from tests.support.fake_bot import QUOTE, FakeBot, desk
from ui import answering, metrics
from ui.desk import Desk
from ui.health import ALIVE, READY, routes
from ui.metrics import ADDRESS, SETTING, Metrics
from ui.same_origin import SAME_ORIGIN
from ui.warming import Warming

TOKEN = "open sesame"
ALLOWED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def opened(tmp_path: Path) -> Desk:
    return replace(desk(tmp_path / "library", FakeBot()), warming=Warming())


def client(opened: Desk) -> TestClient:
    app = Starlette(routes=routes(lambda: opened), middleware=list(SAME_ORIGIN))
    return TestClient(app, base_url="http://127.0.0.1:8501")


def test_it_is_ready_once_its_models_are_loaded(opened: Desk) -> None:
    loaded = threading.Event()
    opened.warming.plan(loaded.wait)
    asked = client(opened)
    assert asked.get(ALIVE).text == "alive\n"
    early = asked.get(READY)
    assert (early.status_code, early.json()) == (503, {"status": "warming"})
    loaded.set()
    assert opened.warming._over.wait(10)
    later = asked.get(READY)
    assert (later.status_code, later.json()) == (200, {"status": "ready"})
    assert later.headers["cache-control"] == "no-store"


def test_what_is_wrong_is_told_by_its_kind_alone(opened: Desk) -> None:
    def missing() -> None:
        raise ModelMissing("The model in /secret/folder is missing.")

    opened.warming.plan(missing)
    opened.warming.begin()
    assert opened.warming._over.wait(10)
    page = client(opened).get(READY)
    assert (page.status_code, page.json()["why"]) == (503, "ModelMissing")
    assert "secret" not in page.text

    def unreachable() -> Desk:
        raise LibraryUnreachable("The database secret.example cannot be reached.")

    loading = TestClient(Starlette(routes=routes(unreachable, lambda: False))).get(READY)
    assert (loading.status_code, loading.json()) == (503, {"status": "warming"})
    app = Starlette(routes=routes(unreachable))
    down = TestClient(app).get(READY)
    assert (down.status_code, down.json()["why"]) == (503, "LibraryUnreachable")
    assert TestClient(app).get(ALIVE).status_code == 200, "a restart would mend nothing"


def test_other_pages_are_told_nothing(opened: Desk) -> None:
    asked = client(opened)
    for address in (ALIVE, READY):
        assert asked.get(address, headers={"Host": "evil.example:8501"}).status_code == 403
        assert asked.get(address, headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.fixture
def counted(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[Metrics, TestClient]:
    pytest.importorskip("prometheus_client", reason="needs requirements-firm.txt")
    monkeypatch.setenv(SETTING, TOKEN)
    made = Metrics(lambda: opened.catalogue)
    monkeypatch.setattr(metrics, "_metrics", lambda: made)
    return made, TestClient(Starlette(routes=[metrics.route(lambda: made)]))


def value(page: str, name: str) -> float:
    (line,) = [line for line in page.splitlines() if line.startswith(f"{name} ")]
    return float(line.split()[-1])


def test_questions_and_ingests_are_counted_and_nothing_of_them_is_told(
    opened: Desk, counted: tuple[Metrics, TestClient]
) -> None:
    made, asked = counted
    question = "How much is unpaid?"

    def answered(work: answering.Work) -> object:
        return opened.bot.ask(question, "acme-v-bolt")

    answering.wait_for("a", answered, lambda said: None, str)  # type: ignore[arg-type]

    def failing(work: answering.Work) -> object:
        raise PinciteError("secret")

    with pytest.raises(PinciteError):
        answering.wait_for("b", failing, lambda said: None, str)  # type: ignore[arg-type]
    made.ingested([FileResult("secret.pdf", "added"), FileResult("other.pdf", "failed", "secret")])
    made.ingested(None)
    page = asked.get(ADDRESS, headers=ALLOWED).text
    assert value(page, 'pincite_questions_total{outcome="answered"}') == 1
    assert value(page, 'pincite_questions_total{outcome="failed"}') == 1
    assert value(page, "pincite_first_quote_seconds_count") == 1
    assert value(page, "pincite_questions_waiting") == 0
    assert value(page, 'pincite_ingests_total{outcome="done"}') == 1
    assert value(page, 'pincite_ingests_total{outcome="failed"}') == 1
    assert value(page, 'pincite_files_total{outcome="added"}') == 1
    assert value(page, 'pincite_files_total{outcome="failed"}') == 1
    assert value(page, "pincite_documents") >= 0
    for secret in (question, QUOTE, "acme", "secret", "pdf"):
        assert secret.casefold() not in page.casefold()


def test_metrics_are_off_and_then_for_those_with_the_token_alone(
    counted: tuple[Metrics, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked = counted
    assert asked.get(ADDRESS).status_code == 403
    assert asked.get(ADDRESS, headers={"Authorization": "Bearer x"}).status_code == 403
    assert asked.get(ADDRESS, headers=ALLOWED).status_code == 200
    monkeypatch.delenv(SETTING)
    assert asked.get(ADDRESS, headers=ALLOWED).status_code == 404
