"""Fit the decision: what each sign of a sentence weighs, how sure the likeliest sentence is, and
from which confidence on it is shown (`bot.reading.threshold`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import get_args

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.reading.evidence import Candidate, Form, Signs
from bot.reading.threshold import FILE, Confidence, Floor, PlattScaling, Regression, Sort

# A material with fewer questions of a sort says nothing about its floor.
_FEW = 20
# Differences of the floor's worth that chance explains.
_FLAT = 0.01
_OTHER_FORM = 0.2
"""What a question of another form weighs: definitions are few, and much is alike."""
_SORTS: tuple[Sort, ...] = get_args(Sort)
_STRANGE = 0.8
"""Share of the questions about something else that are shown no leads."""
_FOLDS = 5
_STRENGTH = 0.3
"""Inverse of the regularisation, as scikit-learn has it."""
_ALL_ALIKE = Confidence(best=1.0, ahead=0.0, intercept=0.0)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question put to a case, with the sentences weighed for it."""

    material: str
    form: Form
    sort: Sort
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    """Which of the sentences answer."""
    answerable: bool
    strange: bool = False
    """Whether the question is about something else altogether."""
    unseen: bool = False
    """Whether it is asked as people ask, of documents that nobody had seen."""


def fit(posed: Sequence[Posed]) -> Floor:
    """A regression for each form of question; one for the confidence; then the floors that serve
    the questions best."""
    floor = _weights(posed)
    # Within and across languages together: apart, there are too few to tell a floor from chance.
    of_form = {
        form: [question for question in posed if question.form == form] for form in get_args(Form)
    }
    floor = replace(floor, scalings=_scalings(posed))
    best = {form: _best(group, floor) for form, group in of_form.items()}
    floors = {sort: best["definition" if "definition" in sort else "other"] for sort in _SORTS}
    floor = replace(floor, floors=floors)
    strange = [floor.unscaled(question.candidates) for question in posed if question.strange]
    leads = float(np.quantile(strange, _STRANGE)) if strange else 0.0
    return replace(floor, leads=round(min(leads, *floor.floors.values()), 3))


def _weights(posed: Sequence[Posed]) -> Floor:
    regressions = {form: _regression(posed, form) for form in get_args(Form)}
    floor = Floor(regressions, _ALL_ALIKE, {})
    return replace(floor, confidence_of=_confidence(posed, floor))


def _regression(posed: Sequence[Posed], form: Form) -> Regression:
    """Fit a regression over all sentences: each question of the form weighs the same, those of
    other forms less."""
    rows = [
        (question, candidate, right)
        for question in posed
        for candidate, right in zip(question.candidates, question.right, strict=True)
    ]
    values = np.array([candidate.signs.values() for _, candidate, _ in rows])
    labels = np.array([right for _, _, right in rows])
    per_question = np.array([1 / len(question.candidates) for question, _, _ in rows])
    per_question[labels] = 1.0
    per_question *= [1.0 if question.form == form else _OTHER_FORM for question, _, _ in rows]
    names = Signs.names()
    weights, intercept = _fitted(values, labels, per_question)
    return Regression(
        {name: round(float(weight), 5) for name, weight in zip(names, weights, strict=True)},
        round(intercept, 5),
    )


def _confidence(posed: Sequence[Posed], floor: Floor) -> Confidence:
    """How often the likeliest sentence answers, each material weighing the same."""
    asked = [question for question in posed if question.candidates]
    counts = Counter(question.material for question in asked)
    rows, labels = [], []
    for question in asked:
        best, ahead = floor.lead(question.candidates)
        rows.append((best, ahead))
        labels.append(likeliest(question, floor))
    weight = np.array([1 / counts[question.material] for question in asked])
    weight *= len(asked) / weight.sum()
    (best, ahead), intercept = _fitted(np.array(rows), np.array(labels), weight, strength=10.0)
    return Confidence(round(float(best), 5), round(float(ahead), 5), round(intercept, 5))


def _scalings(posed: Sequence[Posed]) -> dict[Form, PlattScaling]:
    """The scaling of each form of question of which enough are unseen. Each of these is judged by
    weights that were fitted without it: by its own, it would look surer than the next will be."""
    found: dict[Form, PlattScaling] = {}
    for form in get_args(Form):
        unseen = [
            question
            for question in posed
            if question.unseen and question.form == form and question.candidates
        ]
        if len(unseen) >= _FEW:
            certain, right = [], []
            for fold in range(_FOLDS):
                own = unseen[fold::_FOLDS]
                held_out = set(map(id, own))
                floor = _weights([question for question in posed if id(question) not in held_out])
                certain += [[floor.certainty(question.candidates)] for question in own]
                right += [likeliest(question, floor) for question in own]
            model = LogisticRegression(C=10.0).fit(np.array(certain), np.array(right))
            slope, intercept = float(model.coef_[0][0]), float(model.intercept_[0])
            found[form] = PlattScaling(round(slope, 5), round(intercept, 5))
    return found


def _fitted(
    values: npt.NDArray[np.float64],
    labels: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
    strength: float = _STRENGTH,
) -> tuple[npt.NDArray[np.float64], float]:
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(scaler.transform(values), labels, sample_weight=weight)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def likeliest(question: Posed, floor: Floor) -> bool:
    """Whether the likeliest sentence is right."""
    weighed = [
        (floor.log_odds(candidate), right)
        for candidate, right in zip(question.candidates, question.right, strict=True)
    ]
    return max(weighed, default=(0.0, False))[1]


def _best(posed: Sequence[Posed], floor: Floor) -> float:
    """The floor by which the first sentence shown is right where there is an answer, and none
    is shown where there is none, most often: the mean of both shares over the materials, so
    that none outvotes the others."""
    outcomes = [
        (
            question.material,
            question.answerable,
            floor.unscaled(question.candidates),
            likeliest(question, floor),
        )
        for question in posed
    ]
    counts = Counter(question.material for question in posed)
    materials = {material for material, count in counts.items() if count >= _FEW} or set(counts)
    worth = {}
    for level in np.linspace(0.02, 0.98, 97):
        shares = []
        for material in sorted(materials):
            own = [row[1:] for row in outcomes if row[0] == material]
            served = [sure >= level and right for answerable, sure, right in own if answerable]
            spared = [sure < level for answerable, sure, _ in own if not answerable]
            shares += [np.mean(part) for part in (served, spared) if part]
        worth[float(level)] = float(np.mean(shares)) if shares else 0.0
    # The peak is flat and these questions few: of the levels as good as the best, the lowest, so
    # that what the documents answer is not refused without a gain.
    most = max(worth.values())
    return round(min(level for level, value in worth.items() if value >= most - _FLAT), 3)


def write(floor: Floor, materials: Sequence[str], questions: int) -> None:
    """Keep a floor as the calibrated one."""
    stored = {"fitted_on": list(materials), "questions": questions} | asdict(floor)
    FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
