"""The decision: the order of the sentences, the confidence in the likeliest, and what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reading.default_reader import choose
from bot.reading.evidence import Candidate, Signs
from bot.reading.threshold import Confidence, Floor, PlattScaling, Regression, calibrated
from tests.support.candidates import sentence


def _floor(confidence: Confidence) -> Floor:
    weights = {name: 4.0 if name == "covered" else 0.0 for name in Signs.names()}
    weights["pointed"] = 1.0
    regression = Regression(weights, intercept=-2.0)
    sorts = dict.fromkeys(("own", "foreign", "own definition", "foreign definition"), 0.5)
    return Floor({"other": regression, "definition": regression}, confidence, sorts, leads=0.2)  # type: ignore[arg-type]


def _sentence(text: str, **signs: float) -> Candidate:
    candidate = sentence(text)
    return replace(candidate, signs=replace(candidate.signs, **signs))


ALONE = Confidence(best=1.0, ahead=0.0, intercept=0.0)


def test_the_confidence_is_that_of_the_likeliest() -> None:
    floor = _floor(ALONE)
    weighed = [_sentence("Acme paid.", covered=0.5), _sentence("Smith sued.", covered=1.0)]
    assert floor.confidence(weighed) == pytest.approx(0.881, abs=1e-3)
    assert floor.confidence([]) == 0
    assert [excerpt.text for excerpt in choose(weighed, floor)] == ["Smith sued."]


def test_the_confidence_that_is_told_is_scaled_and_decides_nothing() -> None:
    floor = _floor(ALONE)
    scaled = replace(floor, scalings={"other": PlattScaling(slope=0.5, intercept=-1.0)})
    weighed = [_sentence("Acme paid.", covered=1.0)]
    # The log-odds are 2, so 0.5 * 2 - 1 is 0.
    assert scaled.confidence(weighed) == pytest.approx(0.5)
    assert scaled.unscaled(weighed) == floor.confidence(weighed)
    assert scaled.answers(weighed)
    assert scaled.share(weighed[0]) == floor.share(weighed[0])


def test_a_lead_over_the_next_counts() -> None:
    floor = _floor(Confidence(best=0.0, ahead=1.0, intercept=-1.0))
    near = [_sentence("Acme paid.", covered=0.9), _sentence("Smith sued.", covered=1.0)]
    far = [_sentence("Acme paid.", covered=0.0), _sentence("Smith sued.", covered=1.0)]
    assert floor.confidence(near) < 0.5 < floor.confidence(far)
    assert (floor.answers(near), floor.answers(far)) == (False, True)


def test_below_the_floor_there_are_leads_and_below_them_nothing() -> None:
    floor = _floor(ALONE)
    nearly = [_sentence("Acme paid.", covered=0.4)]
    nothing = [_sentence("Acme paid.", covered=0.0)]
    assert not floor.answers(nearly)
    assert floor.leads_to(nearly)
    assert not floor.leads_to(nothing)


def test_a_form_of_words_alone_shows_nothing() -> None:
    floor = _floor(ALONE)
    assert not floor.answers([_sentence("Acme is a mill.", pointed=1.0)])
    assert floor.answers([_sentence("Acme is a mill.", pointed=1.0, covered=0.3)])


def test_the_calibrated_one_knows_every_sign() -> None:
    for regression in calibrated().regressions.values():
        assert set(regression.weights) == set(Signs.names())


def test_a_further_sentence_has_what_is_asked_for_as_the_first_has() -> None:
    floor = _floor(ALONE)
    first = _sentence("Acme claims $5 million.", covered=1.0)
    without = _sentence("Smith contests every allegation.", covered=0.95, untyped=1.0)
    other = _sentence("Another paper speaks of 3.5 million euros.", covered=0.9)
    chosen = choose([first, without, other], floor)
    assert [excerpt.text for excerpt in chosen] == [first.text, other.text]
    assert [excerpt.text for excerpt in choose([without], floor)] == [without.text]


def test_beside_a_form_of_an_answer_stand_only_others_of_it() -> None:
    floor = _floor(ALONE)
    first = _sentence("Order of May 3, 2024.", covered=0.9, pointed=1.0)
    other = _sentence("The mill closed on June 4, 2021.", covered=1.0)
    again = _sentence("Entered Wednesday, May 8.", covered=0.85, pointed=1.0)
    chosen = choose([first, other, again], floor)
    assert [excerpt.text for excerpt in chosen] == [first.text, again.text]
    less = _sentence("Entered Wednesday, May 8.", covered=0.7, pointed=1.0)
    assert [excerpt.text for excerpt in choose([less, other], floor)] == [other.text, less.text]
