"""The bench material as files to ingest and questions with a test of relevance.

Nothing of it is kept in the project: it lies in a folder `shared` beside it.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.training.written import digest
from ingest.settings import ROOT

SHARED = ROOT.parent / "shared"
SEED = 20240816

# Enough of an answer to know its passage by, when a long one was cut in two.
_BEGINNING = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the bench; ``relevant`` tells whether a passage's text answers it."""

    id: str
    text: str
    language: str
    answers: tuple[str, ...]
    relevant: Callable[[str], bool]
    answer_language: str = ""
    document: str = ""
    """Path of the one document it is asked of, or empty for the whole case."""


def is_dev(question: Asked) -> bool:
    """Whether a question may be tuned on: half of the documents, by a hash of their names."""
    name = question.id.rsplit(":", 2)[0] if ":" in question.id else question.document
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def plain(text: str) -> str:
    """Text without its white space's and quotation marks' variety."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("\u2011", "-")).strip().casefold()


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def statutes(folder: Path, to: Path, languages: Sequence[str]) -> list[Asked]:
    """Write the acts of ``folder`` as Markdown, one definition or subsection a paragraph.

    With one language, each question is asked in both. With two, each section stands in one
    language only, chosen by a fixed seed. Returns the questions in English and French.
    """
    chosen = random.Random(SEED)
    language_of_section: dict[str, str] = {}
    acts: dict[tuple[str, str], list[str]] = {}
    for section in rows(folder / "sections.jsonl"):
        language = chosen.choice(list(languages))
        language_of_section[section["id"]] = language
        act = section["id"].split(":")[0], language
        title = section[f"act_{language}"]
        parts = acts.setdefault(act, [f"# {title}"])
        parts += [f"## {section[f'heading_{language}']}", *section[f"text_{language}"].split("\n")]
    for (act_id, language), parts in acts.items():
        (to / f"{act_id}.{language}.md").write_text("\n\n".join(parts), encoding="utf-8")
    return [
        asked
        for row in rows(folder / "questions.jsonl")
        for asked in _both_languages(row, language_of_section[row["gold_section"]])
    ]


def _both_languages(row: dict[str, Any], answer_language: str) -> Iterable[Asked]:
    answer = row[f"answer_{answer_language}"]
    beginning = _markdown_plain(answer)[:_BEGINNING]
    for language in ("en", "fr"):
        yield Asked(
            id=f"{row['id']}:{language}",
            text=row[f"question_{language}"],
            language=language,
            answers=(answer,),
            relevant=lambda text: beginning in _markdown_plain(text),
            answer_language=answer_language,
            document=f"{row['gold_section'].split(':')[0]}.{answer_language}.md",
        )


def _markdown_plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", plain(text)).strip()


def piaf(folder: Path, to: Path) -> list[Asked]:
    """Write the encyclopedia articles as text files; the questions and answers are French."""
    asked = []
    data = json.loads((folder / "squad.json").read_text(encoding="utf-8"))
    for number, article in enumerate(data["data"]):
        paragraphs = [entry["context"] for entry in article["paragraphs"]]
        name = f"{number:03}.txt"
        (to / name).write_text("\n\n".join(paragraphs), encoding="utf-8")
        for entry in article["paragraphs"]:
            for question in entry["qas"]:
                answers = tuple(answer["text"] for answer in question["answers"])
                asked.append(
                    Asked(
                        id=str(question["id"]),
                        text=question["question"],
                        language="fr",
                        answers=answers,
                        relevant=_in_paragraph(entry["context"], answers),
                        answer_language="fr",
                        document=name,
                    )
                )
    return asked


def _in_paragraph(context: str, answers: tuple[str, ...]) -> Callable[[str], bool]:
    whole = plain(context)
    wanted = [plain(answer) for answer in answers]

    def relevant(text: str) -> bool:
        passage = plain(text)
        return passage in whole and any(answer in passage for answer in wanted)

    return relevant


def contracts(folder: Path, to: Path) -> list[Asked]:
    """Copy the contracts as text; each question is asked of one contract, in both languages.
    No answer among ``answers`` means that the contract does not answer it."""
    for file in folder.glob("*.txt"):
        (to / file.name).write_bytes(file.read_bytes())
    return [
        Asked(
            id=f"{row['id']}:{language}",
            text=row[f"question_{language}"],
            language=language,
            answers=tuple(answer["text"] for answer in row["answers"]),
            relevant=_overlapping([answer["text"] for answer in row["answers"]]),
            answer_language="en",
            document=f"{row['document']}.txt",
        )
        for row in rows(folder / "questions.jsonl")
        for language in ("en", "fr")
    ]


def _overlapping(answers: Sequence[str]) -> Callable[[str], bool]:
    """Whether a text holds an answer, or a long answer holds the text."""
    wanted = [plain(answer) for answer in answers]

    def relevant(text: str) -> bool:
        given = plain(text)
        return any(answer in given or (len(given) > 40 and given in answer) for answer in wanted)

    return relevant


def dockets(folder: Path, to: Path) -> list[Asked]:
    """Copy the docket reports; each question is asked of one docket, in both languages."""
    for file in folder.glob("*.html"):
        (to / file.name).write_bytes(file.read_bytes())
    return [
        Asked(
            id=f"{row['id']}:{language}",
            text=row[f"question_{language}"],
            language=language,
            answers=(row["evidence"], row["answer"]) if row["answerable"] else (),
            relevant=_overlapping([row["evidence"]] if row["answerable"] else []),
            answer_language="en",
            document=row["file"],
        )
        for row in rows(folder / "questions.jsonl")
        for language in ("en", "fr")
    ]


def filings(folder: Path, to: Path) -> list[Asked]:
    """Copy the filings and the French article; the project's own questions on them, each asked
    of one document."""
    questions = rows(Path(__file__).with_name("filings.questions.jsonl"))
    for name in {row["document"] for row in questions}:
        (to / name).write_bytes(next(folder.rglob(name)).read_bytes())
    return [
        Asked(
            id=f"{row['document']}:{row['id']}:{row['language']}",
            text=row["question"],
            language=row["language"],
            answers=tuple(row["evidence"]),
            relevant=_overlapping(row["evidence"]),
            answer_language="fr" if ".fr." in row["document"] else "en",
            document=row["document"],
        )
        for row in questions
    ]


def held_out(folder: Path, to: Path) -> list[Asked]:
    """The questions of held_out.questions.jsonl, on court papers that the reader's training had
    no question on; these are copied from ``folder``. A sentence answers that is named there, by
    its digest."""
    questions = rows(Path(__file__).with_name("held_out.questions.jsonl"))
    for name in {question["document"] for question in questions}:
        shutil.copy(folder / name, to)
    return [
        Asked(
            id=f"{question['document']}:{number}",
            text=question["question"],
            language=question["language"],
            answers=tuple(question["answering"]),
            relevant=partial(_is_sentence_of, frozenset(question["answering"])),
            answer_language="en",
            document=question["document"],
        )
        for number, question in enumerate(questions, 1)
    ]


def _is_sentence_of(digests: frozenset[str], text: str) -> bool:
    return digest(text) in digests
