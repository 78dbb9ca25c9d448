"""The sample case, and a threshold that can be computed by hand."""

from __future__ import annotations

from typing import get_args

from bot.reading.evidence import Form, Signs
from bot.reading.threshold import Confidence, Floor, Regression, Sort
from ingest.settings import ROOT

SAMPLE = ROOT / "data" / "wiwynn-v-x"
CASE = "wiwynn-v-x"
# The share of the question's words that a sentence holds counts: half of them pass. So do forms
# of words that are those of an answer; what a form speaks against does not.
_WEIGHTS = {
    "covered": 10.0,
    "pointed": 12.0,
    "untyped": -4.0,
    "unmentioned": -12.0,
    "of_party": -12.0,
    "signature": -12.0,
    "caption": -12.0,
}
_WORDS = Regression({name: _WEIGHTS.get(name, 0.0) for name in Signs.names()}, intercept=-5.0)
HALF_OF_THE_WORDS = Floor(
    dict.fromkeys(get_args(Form), _WORDS),
    Confidence(best=1.0, ahead=0.0, intercept=0.0),
    dict.fromkeys(get_args(Sort), 0.5),
    leads=0.05,
)
