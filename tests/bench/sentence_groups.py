"""Make groups of sentences to train the reranker on, from acts and articles it may be trained on.

    python -m tests.bench.sentence_groups --out GROUPS.jsonl.gz [--keep FOLDER]

Questions are put to the cases as the program would put them: the sentences of the passages it
finds are the texts, each under its passage's header. Set "sentences": one that holds the answer
against others, of its own passage first. Set "no answer": the sentences that are found when the
passages that answer, or their whole document, are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.question.parse import understand
from bot.reading.evidence import quotable
from bot.search.retrieve import Hit, retrieve
from tests.bench.material import SEED, Asked
from tests.bench.retrieval import Bench, bench_of, material

# Not contracts and dockets: the figures are taken on them.
CASES = ("en", "fr", "mixed", "piaf")
_HITS = 10
_OWN, _OTHERS = 4, 8
Row = dict[str, object]


def groups(bench: Bench, asked: Sequence[Asked], chance: random.Random) -> Iterator[Row]:
    """Up to two for each question, as lines of a groups file."""
    for number, one in enumerate(asked):
        hits = retrieve(bench.library, bench.case_of(one), understand(one.text), 2 * _HITS)
        right = [(hit, text) for hit in hits for text in sentences_of(hit) if answers(one, text)]
        if right:
            yield {
                "set": "sentences",
                "question": one.text,
                "positive": headed(*right[0]),
                "negatives": _wrong(one, hits, chance),
            }
        left = [hit for hit in hits if not answers(one, hit.stored.passage.text)]
        if number % 2:
            documents = {hit.stored.document_id for hit in hits} - {
                hit.stored.document_id for hit in left
            }
            left = [hit for hit in left if hit.stored.document_id not in documents]
        texts = [headed(hit, text) for hit in left[:_HITS] for text in sentences_of(hit)]
        if len(texts) >= _OWN:
            negatives = texts[:_OWN] + chance.sample(texts[_OWN:], min(_OWN, len(texts) - _OWN))
            yield {
                "set": "no answer",
                "question": one.text,
                "positive": None,
                "negatives": negatives,
            }


def sentences_of(hit: Hit) -> list[str]:
    """What can be quoted of a passage."""
    return [hit.stored.passage.text[start:end] for start, end in quotable(hit.stored)]


def headed(hit: Hit, text: str) -> str:
    """A sentence as it is weighed, under its passage's header."""
    return f"{hit.stored.header}\n{text}"


def answers(one: Asked, text: str) -> bool:
    """Whether a text holds the answer."""
    return one.relevant(text) or any(answer in text for answer in one.answers if len(answer) > 3)


def _wrong(one: Asked, hits: Sequence[Hit], chance: random.Random) -> list[str]:
    own: list[str] = []
    others: list[str] = []
    for hit in hits[:_HITS]:
        texts = sentences_of(hit)
        wrong = [headed(hit, text) for text in texts if not answers(one, text)]
        (own if len(wrong) < len(texts) else others).extend(wrong)
    own = chance.sample(own, min(_OWN, len(own)))
    first = others[: _OTHERS // 2]
    rest = others[_OTHERS // 2 :]
    return own + first + chance.sample(rest, min(_OTHERS - len(first), len(rest)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make groups of sentences to train on.")
    parser.add_argument("--out", type=Path, required=True, help="a file .jsonl.gz")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    chosen = parser.parse_args()
    chance = random.Random(SEED)
    counts: dict[tuple[str, object], int] = {}
    with (
        tempfile.TemporaryDirectory() as work,
        gzip.open(chosen.out, "wt", encoding="utf-8") as out,
    ):
        for name in CASES:
            with material(name, "") as (folder, asked):
                bench = bench_of(name, "", folder, chosen.keep or Path(work))
                for row in groups(bench, asked, chance):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    key = name, row["set"]
                    counts[key] = counts.get(key, 0) + 1
    print(counts)


if __name__ == "__main__":
    main()
