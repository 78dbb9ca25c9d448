"""Counts and times of this process for Prometheus: no question, no document, no name.

Off unless PINCITE_METRICS_TOKEN is set, which whoever collects them must send.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.answer import Answer
from ingest.errors import PinciteError
from ingest.store.catalogue import Catalogue
from ingest.store.totals import totals
from ingest.sync.progress import OUTCOMES, FileResult
from ui.waiting_line import ANSWERS

if TYPE_CHECKING:
    from prometheus_client import Metric

SETTING = "PINCITE_METRICS_TOKEN"
ADDRESS = "/_pincite/metrics"
_SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 180)


class Metrics:
    """What happened in this process since it began. ``open_catalogue`` gives the library whose
    size is told."""

    def __init__(self, open_catalogue: Callable[[], Catalogue]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        from prometheus_client.process_collector import ProcessCollector

        self._open_catalogue = open_catalogue
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "pincite_questions",
            "Questions asked, by what came of them.",
            ["outcome"],
            registry=registry,
        )
        self._first_quote = Histogram(
            "pincite_first_quote_seconds",
            "From a question to the first sentence of its answer, waiting included.",
            buckets=_SECONDS,
            registry=registry,
        )
        waiting = Gauge("pincite_questions_waiting", "Questions in the queue.", registry=registry)
        waiting.set_function(ANSWERS.waiting)
        self._ingests = Counter(
            "pincite_ingests",
            "Ingests begun in the app, by how they ended.",
            ["outcome"],
            registry=registry,
        )
        self._files = Counter(
            "pincite_files",
            "Files of these ingests, by what became of them.",
            ["outcome"],
            registry=registry,
        )
        for outcome in OUTCOMES:
            self._files.labels(outcome)
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """How much there is in the library, when it is asked for; nothing where it cannot be
        read."""
        from prometheus_client.metrics_core import GaugeMetricFamily

        try:
            found = totals(self._open_catalogue())
        except PinciteError:
            return
        for name, text, number in (
            ("pincite_cases", "Cases of the library.", found.cases),
            ("pincite_documents", "Documents that are searched.", found.documents),
            ("pincite_files_not_read", "Files that could not be read.", found.not_read),
        ):
            yield GaugeMetricFamily(name, text, value=number)

    def asked(self, answer: Answer | None, seconds: float | None) -> None:
        """A question was answered, or failed; ``seconds`` until the first sentence was there."""
        self._questions.labels(answer.status if answer else "failed").inc()
        if answer and answer.statements and seconds is not None:
            self._first_quote.observe(seconds)

    def ingested(self, results: Sequence[FileResult] | None) -> None:
        """An ingest ended; without results, it failed as a whole."""
        stopped = any(result.outcome == "cancelled" for result in results or ())
        outcome = "failed" if results is None else "cancelled" if stopped else "done"
        self._ingests.labels(outcome).inc()
        for result in results or ():
            self._files.labels(result.outcome).inc()


@lru_cache(1)
def _metrics() -> Metrics | None:
    if not os.environ.get(SETTING) or find_spec("prometheus_client") is None:
        return None
    from ui.opening import shared_desk

    return Metrics(lambda: shared_desk().catalogue)


def asked(answer: Answer | None, seconds: float | None) -> None:
    """As `Metrics.asked`, where they are kept."""
    metrics = _metrics()
    if metrics is not None:
        metrics.asked(answer, seconds)


def ingested(results: Sequence[FileResult] | None) -> None:
    """As `Metrics.ingested`, where they are kept."""
    metrics = _metrics()
    if metrics is not None:
        metrics.ingested(results)


def route(of: Callable[[], Metrics | None] = _metrics) -> Route:
    """The address at which they are collected: 404 where they are off, 403 without the token."""

    def collected(request: Request) -> Response:  # in a thread of its own: it asks the database
        token, metrics = os.environ.get(SETTING, ""), of()
        if not token:
            return PlainTextResponse("Not found.\n", 404)
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return PlainTextResponse("Not for you.\n", 403)
        if metrics is None:
            return PlainTextResponse("The package prometheus-client is missing.\n", 501)
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return Route(ADDRESS, collected)
