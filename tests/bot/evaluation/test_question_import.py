"""Question sets from SQuAD files and CSV; what is wrong is named with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.evaluation.question_import import import_file
from bot.evaluation.question_set import Source, load
from ingest.errors import QuestionsRefused

CONTEXT = "The rain fell. Acme paid $5 million in May. Nobody spoke."
SQUAD = {
    "data": [
        {
            "title": "acme.txt",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {
                            "id": 7,
                            "question": "How much did Acme pay?",
                            "answers": [
                                {"text": "$5 million", "answer_start": 25},
                                {"text": "$5 million", "answer_start": 25},
                            ],
                        },
                        {
                            "id": "8",
                            "question": "Qui a parlé ?",
                            "is_impossible": True,
                            "answers": [{"text": "Acme", "answer_start": 15}],
                        },
                    ],
                }
            ],
        }
    ]
}
CSV = """question,answers,document,page,tags
How much?,$5 million|5000000,acme.pdf,3,amount|easy
"Qui est le juge, au fait ?",,,,
"""


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_squad_is_read_with_the_sentence_around_each_answer(tmp_path: Path) -> None:
    question, other = import_file(written(tmp_path, "squad.json", json.dumps(SQUAD)))
    assert (question.id, question.answers, question.language) == ("7", ("$5 million",), "en")
    assert question.expected == (
        (Source(document="acme.txt", quote="Acme paid $5 million in May."),),
    )
    assert (other.id, other.answerable, other.language) == ("8", False, "fr")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_is_read_by_its_column_names(tmp_path: Path, delimiter: str) -> None:
    text = CSV if delimiter == "," else CSV.replace(",", ";")
    question, other = import_file(written(tmp_path, "set.csv", text))
    assert question.answers == ("$5 million", "5000000")
    assert question.expected == ((Source(document="acme.pdf", page=3),),)
    assert (question.tags, question.language, question.answerable) == (
        ("amount", "easy"),
        "en",
        True,
    )
    assert (other.language, other.answerable, other.sources) == ("fr", False, ())


FAULTS_OF_CSV = {
    "": "line 1: no column named question",
    "question,colour\nHow?,red": "line 1: colour",
    "question,page,document\nHow?,zero,a.pdf": "line 2: sources.0",
    "question,answerable\nHow?,perhaps": "line 2: answerable is yes or no",
    "question\nHow?,much": "line 2: more cells than columns",
    "question,id\nHow?,1\nWhy?,1": "line 3: id '1' stands in line 2 too",
    "question,answers\n,x": "line 2: question",
    "question\n": "holds no question",
}
FAULTS_OF_JSON = {
    "{": "is not in the format of SQuAD",
    '{"data": [{"paragraphs": [{}]}]}': "KeyError: 'qas'",
    '{"data": []}': "holds no question",
}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        *(("a.csv", text, fault) for text, fault in FAULTS_OF_CSV.items()),
        *(("a.json", text, fault) for text, fault in FAULTS_OF_JSON.items()),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(QuestionsRefused) as refused:
        import_file(written(tmp_path, name, text))
    assert fault in refused.value.reason


def test_the_command_writes_a_set_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = written(tmp_path, "set.csv", CSV), tmp_path / "set.jsonl"
    assert main(["import-questions", str(source), "--out", str(out)]) == 0
    assert load(out) == import_file(source)
    assert "2 questions written" in capsys.readouterr().err
    assert main(["import-questions", str(tmp_path / "none.csv"), "--out", str(out)]) == 1
    assert "cannot be read" in capsys.readouterr().err
