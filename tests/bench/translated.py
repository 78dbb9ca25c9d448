"""Search across languages: what the dictionary adds to the embedder.

    python -m tests.bench.translated --held-out LIBRARY [--library LIBRARY]

French questions on English papers, English ones on French pages: recall and reciprocal rank of the
first stage, for several numbers of translations a word and weights of their ranking beside the
dense one, and for names and numbers alone, as before there was a dictionary. LIBRARY after
``--held-out`` holds the papers of held_out.questions.jsonl (docs/reader.md says where they are
published), that after ``--library`` the natural questions' cases; of these, only the choosing half
is asked.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from bot.evaluation.question_set import load
from bot.evaluation.relevance import CaseTexts, expected
from bot.question import dictionary
from bot.question.parse import understand
from bot.search.retrieve import Weights, rank
from bot.training.written import digest
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.text.sentences import sentences
from tests.bench import natural

_QUESTIONS = Path(__file__).with_name("held_out.questions.jsonl")
_MOST = (0, 1, 2, 3, 6)
_WEIGHTS = (0.3, 0.5, 0.7, 1.0)


@dataclass(frozen=True, slots=True)
class AskedAcross:
    """A question in another language than the passages that answer it."""

    library: Library
    case: Case
    text: str
    answering: frozenset[int]
    """Identities of passages."""


def held_out(library: Library) -> Iterator[AskedAcross]:
    """The French questions that the held-out papers answer."""
    passages = {
        Path(document.path).name: (case, _by_sentence(library, document.id))
        for case in library.catalogue.cases()
        for document in library.catalogue.documents(case)
    }
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        case, by_sentence = passages[question["document"]]
        answering = {by_sentence[each] for each in question["answering"] if each in by_sentence}
        if question["language"] == "fr" and answering:
            yield AskedAcross(library, case, question["question"], frozenset(answering))


def _by_sentence(library: Library, document: int) -> dict[str, int]:
    found = {}
    for stored in library.catalogue.passages_of(document):
        text = stored.passage.text
        for start, end in sentences(text, stored.passage.language, stored.passage.parted):
            found[digest(text[start:end])] = stored.id
    return found


def choosing(library: Library, name: str, language: str) -> Iterator[AskedAcross]:
    """The natural questions of the choosing half in a language, on one of the two cases."""
    questions = load(natural.FOLDER / f"{name}.questions.jsonl")
    halves = natural.halves(questions)
    case = library.catalogue.case(name)
    texts = CaseTexts(library.catalogue, case)
    for question in questions:
        if question.language == language and halves[question.id] == "choosing":
            answering = frozenset().union(*expected(texts, question).passages)
            if answering:
                yield AskedAcross(library, case, question.question, answering)


@contextmanager
def _translations(most: int) -> Iterator[None]:
    """So many translations a word; with 0 neither dictionary nor glossary."""
    dictionary.translations.cache_clear()
    with ExitStack() as stack:
        stack.enter_context(patch.object(dictionary, "_MOST", most))
        if most == 0:
            stack.enter_context(patch.object(dictionary, "_LANGUAGES", frozenset[str]()))
        yield
    dictionary.translations.cache_clear()


def _report(name: str, asked: list[AskedAcross]) -> None:
    print(
        f"\n| {name}, {len(asked)} questions | recall@1 | @5 | @20 | MRR |\n|---|---|---|---|---|"
    )
    vectors: Mapping[str, list[float]] = {
        each.text: each.library.embedder.embed_query(each.text) for each in asked
    }
    for most in _MOST:
        with _translations(most):
            ranked = [
                rank(each.library, each.case, understand(each.text), vectors[each.text])
                for each in asked
            ]
        for weight in _WEIGHTS:
            places = [
                _place([id_ for id_, _ in rankings.fused(Weights(translated=weight))], each)
                for each, rankings in zip(asked, ranked, strict=True)
            ]
            recalls = [sum(0 < place <= depth for place in places) for depth in (1, 5, 20)]
            cells = [f"{recall / len(asked):.3f}" for recall in recalls]
            mean = sum(1 / place for place in places if place) / len(asked)
            print(f"| {most} translations, weight {weight} | {' | '.join(cells)} | {mean:.3f} |")


def _place(found: list[int], asked: AskedAcross) -> int:
    return next((place for place, id_ in enumerate(found, 1) if id_ in asked.answering), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--held-out", type=Path, required=True)
    parser.add_argument("--library", type=Path)
    chosen = parser.parse_args()
    settings = Settings.from_environment()
    papers = Library(replace(settings, library=chosen.held_out))
    _report("held-out papers, French to English", list(held_out(papers)))
    if chosen.library:
        library = natural.library_of(chosen.library)
        _report("choosing half, French to English", list(choosing(library, "filings", "fr")))
        _report("choosing half, English to French", list(choosing(library, "news", "en")))


if __name__ == "__main__":
    main()
