"""Groups to train on: who answers, who does not, and what is kept out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from bot.training.groups import (
    TEXTS,
    digest_of,
    in_translation,
    make_groups,
    old_groups,
    read_records,
    read_translations,
)

MILL = "The mill was built in 1871. It burned down in 1902. Acme rebuilt it with steel."
HARBOUR = "The harbour was dug by hand. Ships of the Smith line called there. It silted up in 1950."
BRIDGE = "The bridge crosses the river Aube. Its toll was two francs. The toll ended after the war."


def _records(folder: Path) -> Path:
    rows = [
        (MILL, "When did the mill burn down?", "in 1902", "Mill"),
        (MILL, "Who rebuilt the mill?", "Acme", "Mill"),
        (HARBOUR, "When did the harbour silt up?", "in 1950", "Harbour"),
        (BRIDGE, "How much was the toll of the bridge?", "two francs", "Bridge"),
        (BRIDGE, "Who built the bridge?", "", "Bridge"),
    ]
    file = folder / "questions.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for context, question, answer, title in rows:
            row = {
                "set": "made",
                "lang": "en",
                "question": question,
                "context": context,
                "answer": answer,
                "answer_start": context.find(answer) if answer else -1,
                "title": title,
            }
            lines.write(json.dumps(row) + "\n")
    return file


def test_an_answer_marks_its_sentence(tmp_path: Path) -> None:
    records = read_records([_records(tmp_path)])
    assert [sorted(record.answering) for record in records] == [[1], [2], [2], [1], []]


def test_only_the_first_text_holds_the_answer(tmp_path: Path) -> None:
    records = read_records([_records(tmp_path)])
    answers = {record.question: record.answer for record in records}
    groups = [group for seed in range(20) for group in make_groups(records, seed)]
    assert {group.kind for group in groups} == {"sentences", "passages", "refusals"}
    for group in groups:
        assert 1 <= len(group.texts) <= TEXTS
        answer = answers[group.question]
        holding = [bool(answer) and answer in text.lower() for text in group.texts]
        assert holding == [group.answers, *[False] * (len(group.texts) - 1)]


def test_a_question_without_an_answer_makes_a_refusal(tmp_path: Path) -> None:
    records = read_records([_records(tmp_path)])
    groups = [group for group in make_groups(records) if group.question == "Who built the bridge?"]
    assert [(group.answers, group.kind) for group in groups] == [(False, "refusals")]


def test_a_document_is_held_out_whole(tmp_path: Path) -> None:
    records = read_records([_records(tmp_path)])
    kept = {
        title: {record.held_out() for record in records if record.title == title}
        for title in ("Mill",)
    }
    assert len(kept["Mill"]) == 1


def test_texts_of_unknown_origin_stay_out(tmp_path: Path) -> None:
    act = "Grain Act — Definitions\nmill means a building in which grain is ground;"
    policy = "We share your name with our partners."
    rows = [
        {
            "question": 'What does "mill" mean in the Grain Act?',
            "positive": act,
            "negatives": [policy, "Grain Act — Definitions\ngrain includes maize;"],
        },
        {"question": "Do you share my name?", "positive": policy, "negatives": [act[:20]]},
    ]
    file = tmp_path / "groups.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    groups = old_groups(file)
    assert groups
    assert {group.set for group in groups} == {"definitions"}
    assert all(policy not in group.texts for group in groups)


def test_a_translated_question_is_asked_of_the_paragraph_as_it_is(tmp_path: Path) -> None:
    records = read_records([_records(tmp_path)])
    file = tmp_path / "translations.tsv"
    file.write_text(f"{digest_of(records[1])}\tQui a reconstruit le moulin ?\n", encoding="utf-8")
    copies = in_translation(records, read_translations(file))
    assert len(copies) == 2
    asked = "Qui a reconstruit le moulin ?"
    groups = [group for seed in range(9) for group in make_groups([*records, *copies], seed)]
    in_french = [group for group in groups if group.question == asked]
    assert len(in_french) == 18
    assert all("Acme" in group.texts[0] for group in in_french if group.answers)
    assert not any("Acme" in text for group in in_french for text in group.texts[group.answers :])


def test_the_translations_have_a_line_a_question() -> None:
    translations = read_translations()
    assert len(translations) > 1000
    assert all(len(digest) == 16 and question for digest, question in translations.items())
