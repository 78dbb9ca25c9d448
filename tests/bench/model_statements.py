"""Statements that a chat model wrote, labelled by hand, to measure the checker on.

    python -m tests.bench.model_statements --library DIR --write MODEL --replies DIR
    python -m tests.bench.model_statements --library DIR --show
    python -m tests.bench.model_statements --library DIR [--wrong]

With ``--write`` the model answers, in its own words, the sample case's questions of
`tests.bench.chat_model` and those of the choosing half of the natural ones, in turns, until there
are a hundred statements that cite sentences which were shown; model_statements.tsv gets them as
the checker would see them, without a label. ``--show`` prints those without a label, each with all
that it cites, and no verdict. The label is yes where what is cited says everything that the
statement says, and no otherwise; whoever labels has not seen what the checker says. Without either,
the checker judges those that are labelled, without a second look. The cited sentences are named by
their first and last words and looked up in the library.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Literal, cast

from bot.question.parse import question_language
from bot.reading.assistant import assistant_for
from bot.reading.chat_model import ChatModel, Replies, Setup
from bot.reading.check import CitableSentence, Verdict, Written, agreed, check
from bot.reading.compose import Citable, citable
from bot.reading.likeness import compare_for
from bot.reading.write import write
from ingest.store.catalogue import Catalogue
from ingest.store.library import Library
from tests.bench.chat_model import SAMPLE, KeptFindings, library_with_sample, questions
from tests.bench.remembered import Remembered

FILE = Path(__file__).with_name("model_statements.tsv")
SIZE = 100
Label = Literal["yes", "no", ""]
_HEAD = "# label\tcase\tquestion\tlanguage\tstatement\tcited"
_WORDS = 6
_BETWEEN = " ‖ "


@dataclass(frozen=True, slots=True)
class ModelStatement:
    """A statement as the checker gets it. ``cited`` are the sentences, each as its document, a
    colon, and its first and last words with " … " between them."""

    label: Label
    case: str
    question: str
    """The question's id."""
    language: str
    text: str
    cited: tuple[str, ...]

    @property
    def line(self) -> str:
        cited = _BETWEEN.join(self.cited)
        own = (self.label, self.case, self.question, self.language, self.text, cited)
        return "\t".join(own)


def kept() -> list[ModelStatement]:
    """Those of the file."""
    if not FILE.exists():
        return []
    rows = [
        line.split("\t")
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return [
        ModelStatement(
            cast("Label", label), case, question, language, text, tuple(cited.split(_BETWEEN))
        )
        for label, case, question, language, text, cited in rows
    ]


def keep(statements: Sequence[ModelStatement]) -> None:
    """Write the file anew."""
    lines = [_HEAD, *(statement.line for statement in statements), ""]
    FILE.write_text("\n".join(lines), encoding="utf-8")


def written(bot: KeptFindings, model: Replies) -> Iterator[ModelStatement]:
    """What the model writes, in the order of the questions: nothing that cites nothing, or what
    was not shown to it, which needs no judgement."""
    own = [asked for asked in questions("reporting") if asked[0] == SAMPLE]
    for case, question in filter(None, chain(*zip_longest(own, questions("choosing")))):
        offered = citable(bot.passages(question.question, case), bot.library.catalogue)
        sources = [sentence.source for sentence in offered]
        shown = [sentence.shown for sentence in offered]
        for checked in write(model, question.question, sources, shown, agreed):
            made = checked.written
            if not made.cites or not all(1 <= number <= len(offered) for number in made.cites):
                continue
            cited = tuple(
                _named(bot.library.catalogue, case, offered[number - 1]) for number in made.cites
            )
            text = " ".join(made.text.split())
            language = question_language(question.question)
            yield ModelStatement("", case, question.id, language, text, cited)


def _named(catalogue: Catalogue, case: str, sentence: Citable) -> str:
    places = catalogue.places(catalogue.case(case))
    document = sentence.place.stored.document_id
    path = next(path for path, place in places.items() if place.document_id == document)
    return f"{path}: {_ends(sentence.source.text)}"


def _ends(text: str) -> str:
    spoken = text.split()
    return f"{' '.join(spoken[:_WORDS])} … {' '.join(spoken[-_WORDS:])}"


def sources_of(catalogue: Catalogue, statement: ModelStatement) -> list[CitableSentence]:
    """The cited sentences with what the checker knows of them. Raises LookupError where one is not
    in the library."""
    return [_source(catalogue, statement.case, cited) for cited in statement.cited]


def _source(catalogue: Catalogue, case: str, cited: str) -> CitableSentence:
    for path, place in catalogue.places(catalogue.case(case)).items():
        if not cited.startswith(f"{path}: "):
            continue
        for stored in catalogue.passages_of(place.document_id):
            for sentence in citable([stored], catalogue):
                if cited == f"{path}: {_ends(sentence.source.text)}":
                    return sentence.source
    raise LookupError(cited)


def verdict_on(library: Library, statement: ModelStatement) -> Verdict:
    """What rules and likeness say of a statement."""
    sources = sources_of(library.catalogue, statement)
    cites = tuple(range(1, len(sources) + 1))
    written = Written(statement.text, cites, statement.language)
    return check(written, sources, compare=compare_for(library))


def figures(of: Sequence[ModelStatement], verdicts: Sequence[Verdict]) -> str:
    """The share of the false that are stopped and of the true that are kept, as Markdown."""
    lines = ["| statements | false stopped | true kept |", "|---|---|---|"]
    for name in ("all", *sorted({statement.language for statement in of})):
        judged = [
            (statement.label, verdict.kept)
            for statement, verdict in zip(of, verdicts, strict=True)
            if name in ("all", statement.language)
        ]
        false = [not is_kept for label, is_kept in judged if label == "no"]
        true = [is_kept for label, is_kept in judged if label == "yes"]
        cells = [f"{sum(right)} of {len(right)}" for right in (false, true)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _write(model_name: str, library: Library, replies: Path, threads: int) -> None:
    setup = Setup(model_name, mode="write", context=3072, seconds=3000, threads=threads)
    assistant = assistant_for(library.catalogue, library.catalogue.case(SAMPLE), setup)
    assert assistant is not None
    assert isinstance(assistant.model, ChatModel)
    bot = KeptFindings(library, replies / "found")
    labels = {replace(statement, label=""): statement for statement in kept()}
    found: list[ModelStatement] = []
    for statement in islice(written(bot, Remembered(assistant.model, replies)), SIZE):
        found.append(labels.get(statement, statement))
        print(len(found), statement.question, flush=True)
    keep(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--write", metavar="MODEL", default="")
    parser.add_argument("--replies", type=Path, help="folder to keep the replies in")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="those without a label")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    chosen = parser.parse_args()
    library = library_with_sample(chosen.library)
    if chosen.write:
        _write(chosen.write, library, chosen.replies, chosen.threads)
        return
    if chosen.show:
        for number, statement in enumerate(kept(), 1):
            if not statement.label:
                print(f"\n{number} {statement.case} {statement.question}\n  {statement.text}")
                for source in sources_of(library.catalogue, statement):
                    print(f"  - ({source.kind}) {source.text}")
        return
    labelled = [statement for statement in kept() if statement.label]
    verdicts = [verdict_on(library, statement) for statement in labelled]
    print(figures(labelled, verdicts))
    if chosen.wrong:
        for statement, verdict in zip(labelled, verdicts, strict=True):
            if verdict.kept != (statement.label == "yes"):
                print(f"\n{statement.label}, {verdict.reason or 'kept'}: {statement.text}")
                for source in sources_of(library.catalogue, statement):
                    print(f"  - {source.text}")


if __name__ == "__main__":
    main()
