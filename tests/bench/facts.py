"""The facts of the case asked in both languages: what a first user tries.

    python -m tests.bench.facts

On the sample case and, where it is at hand, on the user's own article in French. Prints each
question with whether one of the quotes holds the fact (or nothing is shown where the documents
say nothing), and the share of each.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from bot.answer import Answer
from bot.ask import Bot
from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.material import SHARED

CASE = "case"
SAMPLE = ROOT / "data" / "wiwynn-v-x"
ARTICLE = SHARED / "case" / "article.fr.txt"

# (question, what one of the quotes must hold: any of the strings)
ANSWERED = [
    ("Combien Wiwynn réclame-t-elle à X ?", ("61 million",)),
    ("How much does Wiwynn claim?", ("61 million",)),
    ("Quand la plainte a-t-elle été déposée ?", ("16 août 2024", "August 16, 2024", "08/16/2024")),
    ("When was the suit filed?", ("16 août 2024", "August 16, 2024", "08/16/2024")),
    ("Devant quel tribunal la plainte a-t-elle été déposée ?", ("Californi", "CALIFORNIA")),
    ("In which court was the suit filed?", ("Californi", "CALIFORNIA")),
    ("Quel accord les parties ont-elles conclu en 2014 ?", ("accord", "Agreement")),
    ("What was the agreement of 2014?", ("accord", "Agreement")),
    ("Quand les paiements ont-ils cessé ?", ("novembre 2022", "November 2022")),
    ("When did the payments stop?", ("novembre 2022", "November 2022")),
    ("Combien Wiwynn a-t-elle récupéré ?", ("59 million",)),
    ("How much did Wiwynn recover?", ("59 million",)),
    ("Qui fournit les serveurs de X maintenant ?", ("Dell",)),
    ("Who supplies X with servers now?", ("Dell",)),
]
NOT_FOUND = [
    "Quel juge est chargé de l'affaire ?",
    "Who is the judge?",
    "Qui sont les avocats de Wiwynn ?",
    "Who are the lawyers of Wiwynn?",
    "Quelle décision le tribunal a-t-il rendue ?",
    "How did the court rule on the motion to dismiss?",
    "Quelle est la date du procès ?",
    "When is the trial date?",
    "Les parties ont-elles conclu une transaction ?",
    "Have the parties reached a settlement?",
]


def open_case(source: Path, folder: Path) -> Bot:
    """The source ingested into a library of its own."""
    library = Library(replace(Settings.from_environment(), library=folder))
    ingest(library, CASE, [source])
    return Bot(library)


def is_right(answer: Answer, any_of: tuple[str, ...]) -> bool:
    """Whether a quote holds one of the strings; with none to hold, whether nothing is shown."""
    said = [statement.text.replace("\u00a0", " ") for statement in answer.statements]
    if not any_of:
        return not said
    return any(part in text for text in said for part in any_of)


def main() -> None:
    asked = [*ANSWERED, *((question, ()) for question in NOT_FOUND)]
    for source in (SAMPLE, ARTICLE):
        if not source.exists():
            continue
        with tempfile.TemporaryDirectory() as work:
            bot = open_case(source, Path(work))
            right = {
                question: is_right(bot.ask(question, CASE), facts) for question, facts in asked
            }
        for question, good in right.items():
            print(f"| {source.name} | {question} | {'right' if good else 'wrong'} |")
        for name, listed in (
            ("answered", [question for question, _ in ANSWERED]),
            ("refused", NOT_FOUND),
        ):
            rights = sum(right[question] for question in listed)
            print(f"| {source.name} | {name} rightly | {rights} of {len(listed)} |")


if __name__ == "__main__":
    main()
