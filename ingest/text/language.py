"""The language of a text, by py3langid (Naive Bayes over byte n-grams, 0.1 ms a passage)."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

FIRST = ("en", "fr")
OTHERS = ("de", "es", "it", "nl", "pt", "pl", "ru", "uk", "ar", "zh", "ja", "ko")
"""Languages of exhibits; the model knows hundreds, and would name one for every
company and every surname."""

_PLAIN = 0.95
"""How likely another language has to be, to be taken for one."""
_ENOUGH = 4_000
_SHORT = 20


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*FIRST, *OTHERS])
    return identifier


def language_of(text: str) -> str:
    """Two-letter code of the language that ``text`` is in, or "" when unsure.

    English and French are presumed; another language has to be plain. Under 20
    letters only a near-certain guess counts. Looks at the first 4,000 characters.
    """
    sample = text[:_ENOUGH]
    letters = sum(map(str.isalpha, sample))
    if letters == 0:
        return ""
    # Capitals, as in captions, carry few of the n-grams the model learned.
    ranked = dict(_identifier().rank(sample.lower() if sample.isupper() else sample))
    best = max(ranked, key=ranked.__getitem__)
    if best not in FIRST and ranked[best] < _PLAIN:
        best = max(FIRST, key=ranked.__getitem__)
    return best if ranked[best] >= (0.9 if letters < _SHORT else 0.6) else ""


def is_plainly_other(question: str) -> bool:
    """Whether a question is plainly in neither English nor French. Names, which are of any
    language, are left out: words with a capital, but for the first."""
    first, *others = question.split() or [""]
    own = " ".join([first, *(word for word in others if not word[0].isupper())])
    if not any(map(str.isalpha, own)):
        return False
    likely = dict(_identifier().rank(own))
    return bool(sum(likely[language] for language in OTHERS) >= _PLAIN)
