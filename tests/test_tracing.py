"""Spans tell how long and how much, never what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.ask import Bot
from ingest import tracing
from ingest.errors import PinciteError
from ingest.sync.mirror import ingest
from ingest.tracing import SETTING, span
from tests.support.libraries import COURT, open_library

ASKED = "Which court?"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", lambda: provider.get_tracer("test"))
    yield exporter
    provider.shutdown()


@pytest.mark.model
def test_each_step_has_its_span_and_no_span_has_text(
    spans: InMemorySpanExporter, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "court.txt").write_text(COURT, encoding="utf-8")
    library = open_library(tmp_path)
    ingest(library, "case", [folder])
    Bot(library).ask(ASKED, "case")
    done = spans.get_finished_spans()
    assert [each.name for each in done] == [
        *("read", "embed", "switch", "ingest"),
        *("retrieve", "rerank", "weigh", "compose", "ask"),
    ]
    inside = {each.name: each.parent.span_id for each in done if each.parent}
    own = {each.name: each.context.span_id for each in done if each.context}
    assert {inside[name] for name in ("read", "embed", "switch")} == {own["ingest"]}
    assert {inside[name] for name in ("retrieve", "rerank", "weigh", "compose")} == {own["ask"]}
    values = [value for each in done for value in (each.attributes or {}).values()]
    assert values
    assert all(isinstance(value, (int, float)) for value in values)


def test_of_an_error_only_its_kind_is_told(spans: InMemorySpanExporter) -> None:
    with pytest.raises(PinciteError), span("ask"):
        raise PinciteError("secret.pdf is missing")
    (done,) = spans.get_finished_spans()
    assert done.status.description == "PinciteError"
    assert not done.events
    assert "secret" not in done.to_json()


def test_nothing_is_traced_unless_pincite_itself_is_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    tracing._tracer.cache_clear()
    assert tracing._tracer() is None
    assert span("ask") is span("read"), "nothing is made for a span that is off"
    tracing._tracer.cache_clear()
