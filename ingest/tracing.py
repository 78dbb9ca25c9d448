"""Spans of OpenTelemetry: how long each step of a question or an ingest took, and how much it was
about. Numbers only: no text, no name.

Off unless PINCITE_TRACES is set to "on": other programs' OTEL_ variables alone send nothing from
here. Where to, under which name and how many is said by OpenTelemetry's own variables
(OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER ...).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.errors import PinciteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.trace import Tracer

SETTING = "PINCITE_TRACES"
_OFF = nullcontext[Callable[[str, float], None]](lambda name, number: None)


def span(name: str) -> AbstractContextManager[Callable[[str, float], None]]:
    """Lasts as long as the step of that name; what it gives keeps a number with it, by a name."""
    tracer = _tracer()
    return _OFF if tracer is None else _span(tracer, name)


@contextmanager
def _span(tracer: Tracer, name: str) -> Iterator[Callable[[str, float], None]]:
    from opentelemetry.trace import StatusCode

    # An error's sentence may name documents: its kind is enough.
    with tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield lambda key, number: opened.set_attribute(f"pincite.{key}", number)
        except BaseException as error:
            opened.set_status(StatusCode.ERROR, type(error).__name__)
            raise


@lru_cache(1)
def _tracer() -> Tracer | None:
    """None where spans are off. Raises PinciteError where they are on and cannot be sent."""
    if os.environ.get(SETTING, "").lower() not in ("on", "1", "yes", "true"):
        return None
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise PinciteError(
            f"Traces need the packages of OpenTelemetry ({error}).",
            "Run `pip install -r requirements-firm.txt -c constraints.txt`, or unset "
            "PINCITE_TRACES.",
        ) from error
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        provider = TracerProvider()  # its name, sampler and limits are in the environment
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)
    return trace.get_tracer("pincite")
