"""The sample case, and a threshold that can be computed by hand."""

from __future__ import annotations

from typing import get_args

from bot.reading.evidence import Form, Signs
from bot.reading.threshold import Floor, Regression, Sort
from ingest.settings import ROOT

SAMPLE = ROOT / "data" / "wiwynn-v-x"
CASE = "wiwynn-v-x"
# Only the share of the question's words that a sentence holds counts: half of them pass.
_WORDS = Regression(
    {name: 10.0 if name == "covered" else 0.0 for name in Signs.names()}, intercept=-5.0
)
HALF_OF_THE_WORDS = Floor(dict.fromkeys(get_args(Form), _WORDS), dict.fromkeys(get_args(Sort), 0.5))
