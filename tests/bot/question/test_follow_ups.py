"""Follow-ups become the question that is really asked; what stands by itself stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation.question_set import load
from bot.question.follow_ups import resolve
from ingest.settings import ROOT

CLAIMED = "How much does Wiwynn claim?"
FILED = "When was the complaint filed?"
DÉPOSÉE = "Quand la plainte a-t-elle été déposée ?"


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        # A judge is never "it".
        (
            "Did the judge grant the injunction?",
            "Why was it refused?",
            "Why was the injunction refused?",
        ),
        ("Who built the prison?", "When was it opened?", "When was the prison opened?"),
        ("Who hired the lawyer?", "When did he start?", "When did the lawyer start?"),
        # Another question word.
        (FILED, "Where?", "Where was the complaint filed?"),
        (FILED, "And by whom?", "By whom was the complaint filed?"),
        ("Does X deny the debt?", "Why?", "Why does X deny the debt?"),
        ("Who filed the complaint?", "Against whom?", "Against whom was the complaint filed?"),
        ("What does X ask the court to do?", "Why?", "Why does X ask the court to do it?"),
        ("X a-t-elle payé les factures ?", "Pourquoi ?", "Pourquoi X a-t-elle payé les factures ?"),
        ("Qui a déposé la requête ?", "Quand ?", "Quand a-t-on déposé la requête ?"),
        (
            "Which companies does X buy from?",
            "And at what price?",
            "At what price does X buy from?",
        ),
        (
            "How many claims does the amended complaint have?",
            "Which ones are new?",
            "Which claims are new (the amended complaint)?",
        ),
        # In doubt both questions are asked: composed, they would ask something else.
        (
            "What does the contract say about termination?",
            "What about renewal?",
            "Renewal (What does the contract say about termination)?",
        ),
        (
            "Does the agreement have an arbitration clause?",
            "Which rules apply?",
            "Which rules apply (Does the agreement have an arbitration clause)?",
        ),
        (
            "Which components were bought?",
            "For how much?",
            "For how much (Which components were bought)?",
        ),
        (
            "How many units were ordered?",
            "How many were delivered?",
            "How many were delivered (How many units were ordered)?",
        ),
        (
            "Les factures ont-elles été payées ?",
            "Lesquelles ?",
            "Lesquelles (Les factures ont-elles été payées) ?",
        ),
        ("Did the buyer pay?", "Why not?", "Why not (Did the buyer pay)?"),
        # No pronoun is taken for what it does not fit.
        ("Why was the motion denied?", "Did they appeal?", "Did they appeal (the motion)?"),
        (
            "What did the judge decide on the stay?",
            "What were her reasons?",
            "What were the judge’s reasons?",
        ),
        # Another document, place, party, date or part.
        (FILED, "And the motion to dismiss?", "When was the motion to dismiss filed?"),
        (DÉPOSÉE, "Et la requête ?", "Quand la requête a-t-elle été déposée ?"),
        (
            "What does the complaint say about forecasts?",
            "And in the article?",
            "What does the article say about forecasts?",
        ),
        (
            "What is paragraph 42 of the complaint?",
            "And paragraph 43?",
            "What is paragraph 43 of the complaint?",
        ),
        (
            "What does paragraph 23 of the complaint say?",
            "And paragraph 24 of the amended complaint?",
            "What does paragraph 24 of the amended complaint say?",
        ),
        ("What is ECF 18?", "And ECF 24?", "What is ECF 24?"),
        (CLAIMED, "And X?", "How much does X claim?"),
        ("Combien X doit-elle à Wiwynn ?", "Et à Dell ?", "Combien X doit-elle à Dell ?"),
        (
            "Quelle est la position de X ?",
            "Et celle de Wiwynn ?",
            "Quelle est la position de Wiwynn ?",
        ),
        (
            "What did the court rule on August 16, 2024?",
            "And on October 1, 2024?",
            "What did the court rule on October 1, 2024?",
        ),
        (
            "How much was recovered by cancelling orders?",
            "And through resale?",
            "How much was recovered through resale?",
        ),
        (
            "How were custom components approved?",
            "What about non-custom components?",
            "How were non-custom components approved?",
        ),
        (
            "Comment les composants sur mesure étaient-ils achetés ?",
            "Qu’en est-il des composants ordinaires ?",
            "Comment les composants ordinaires étaient-ils achetés ?",
        ),
        ("What is the amount of the claim?", "And the date?", "What is the date of the claim?"),
        (
            "Quelle perte la plainte chiffre-t-elle ?",
            "L’article donne-t-il le même chiffre ?",
            "Quelle perte l’article chiffre-t-elle ?",
        ),
        # A pronoun that nothing in the question explains.
        (
            "What is the Master Purchase Agreement?",
            "When did it take effect?",
            "When did the Master Purchase Agreement take effect?",
        ),
        ("Who is the plaintiff?", "Whose subsidiary is it?", "Whose subsidiary is the plaintiff?"),
        ("When did X stop paying?", "Did it give a reason?", "Did X give a reason?"),
        (
            "Qui est la défenderesse ?",
            "Comment s’appelait-elle avant ?",
            "Comment la défenderesse s’appelait-elle avant ?",
        ),
        ("Que fabrique Wiwynn ?", "Qu’a-t-elle perdu ?", "Que Wiwynn a-t-elle perdu ?"),
        ("Qui est le juge ?", "Qui l'a nommé ?", "Qui l'a nommé (le juge) ?"),
        (
            "How much is owed to X?",
            "Is that amount disputed?",
            "Is that amount disputed (owed to X)?",
        ),
        (
            "Did the judge grant the injunction?",
            "What did she say?",
            "What did the judge say?",
        ),
        (
            "Le tribunal a-t-il écarté la plainte ?",
            "Quand a-t-elle été déposée ?",
            "Quand la plainte a-t-elle été déposée ?",
        ),
        # Several nouns fit: all of them are searched for.
        (
            "Did the court admit the report of the expert?",
            "When was it filed?",
            "When was it filed (the court, the report, the expert)?",
        ),
        (
            "Did Acme sign the lease?",
            "When did it expire?",
            "When did it expire (Acme, the lease)?",
        ),
        # The language changes.
        (FILED, "Et la requête en rejet ?", "When was the motion to dismiss filed?"),
        ("Who filed a motion to dismiss?", "Quand ?", "When was a motion to dismiss filed?"),
        ("Combien Wiwynn réclame-t-elle ?", "What about Dell?", "Combien Dell réclame-t-elle ?"),
        (
            "Qui est la défenderesse ?",
            "When did its ownership change?",
            "When did the defendant’s ownership change?",
        ),
    ],
)
def test_a_follow_up_is_completed(before: str, question: str, understood: str) -> None:
    assert resolve(question, [before]) == understood


def test_a_follow_up_of_a_follow_up_goes_back_to_what_both_are_about() -> None:
    earlier = ["Who is the plaintiff?", "What does it make?"]
    assert resolve("For whom?", earlier) == "For whom does the plaintiff make?"
    earlier = ["Qui est le juge ?", "Et combien de griefs la plainte compte-t-elle ?"]
    assert (
        resolve("Lesquels sont nouveaux ?", earlier) == "Quels griefs sont nouveaux (la plainte) ?"
    )
    assert resolve("And the motion?", [FILED, "Where?"]) == "Where was the motion filed?"


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that X paid?",
        "How long does it take to answer a complaint?",
        "What does the contract say about its termination?",
        "Y a-t-il un procès ?",
        "Que s’est-il passé en novembre 2022 ?",
        "Et les paiements, quand ont-ils cessé ?",
        "And how many claims does the new complaint have?",
        "Who issued this order?",
        "paragraph 23 of the complaint",
        "ECF 24",
        "How much is unpaid?",
        "thanks",
        "?",
        "",
        " ",
        "And",
        "Et ?",
    ],
)
def test_what_stands_by_itself_or_says_nothing_is_left(question: str) -> None:
    for before in (CLAIMED, DÉPOSÉE, "ECF 18", "?", ""):
        assert resolve(question, [before]) == question
    assert resolve(question, []) == question


# Each holds a pronoun for a person who is named nowhere in the question.
OPEN = {
    "Quel motif avait-il donné pour son voyage en Irlande ?",
    "What kept him from flying back in April 2005?",
    "Did he leave the country of his own accord?",
    "On what date did he finally take the oath of citizenship?",
    "How long did his trip to Canada last?",
}


def test_no_question_of_the_sets_that_stands_by_itself_is_touched() -> None:
    sets = [load(ROOT / f"data/wiwynn-v-x.{name}.jsonl") for name in ("questions", "dev")]
    filings = (ROOT / "tests/bench/filings.questions.jsonl").read_text(encoding="utf-8")
    alone = [
        question.question for questions in sets for question in questions if not question.earlier
    ]
    alone += [json.loads(line)["question"] for line in filings.splitlines()]
    assert len(alone) > 300
    every = [
        question.earlier[-1] for questions in sets for question in questions if question.earlier
    ]
    befores = [*alone[::90], *every[::4]]
    touched = {
        question
        for question in alone
        for before in befores
        if resolve(question, [before]) != question
    }
    assert touched == OPEN


def test_no_question_about_acts_contracts_and_dockets_is_touched(shared: Path) -> None:
    alone = {
        json.loads(line)[f"question_{language}"]
        for folder in ("statutes-unseen", "contracts", "dockets")
        for line in (shared / "bench" / folder / "questions.jsonl").read_text("utf-8").splitlines()
        for language in ("en", "fr")
    }
    assert len(alone) > 400
    befores = (CLAIMED, DÉPOSÉE, "Qui est la défenderesse ?")
    assert {
        question
        for question in alone
        for before in befores
        if resolve(question, [before]) != question
    } == set()
