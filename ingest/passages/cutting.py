"""Where to cut a text that is too long for one passage."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.passages.joining import JoinedText
from ingest.text.sentences import sentences

LIMIT = 1000
"""Characters of a passage, at most: within the 512 tokens of the embedder in both
languages, and short enough that a hit points to something."""

# What a cut costs, beside the squared relative difference from pieces of equal length.
AT_BLOCK, AT_SENTENCE, IN_SENTENCE = 0.0, 0.3, 2.0
AFTER_LEAD_IN, BEFORE_CITATION = 0.5, 1.0

ITEM = re.compile(r"(?<=[;:,.—] )(?:(?:and|or|et|ou) )?\((?:[a-z]|[ivx]{1,5}|\d{1,2})\) ")
# A citation belongs to what it supports: "(Id. ¶ 26.)", "See Smith v. Jones", "414 F.3d 1023".
CITATION = re.compile(
    r"[(\[]|(?:See|Id|Cf|Accord|Compare|Voir)\b|\d+ [A-Z][\w. ]{0,12} \d|[A-Z][^.;]{1,60} v\. [A-Z]"
)


def pieces(joined: JoinedText, language: str) -> list[tuple[int, int]]:
    """The [start, end) of the pieces of the text, none longer than LIMIT: cut where
    blocks and sub-items begin, else between sentences, else where a splitter says."""
    text = joined.text
    if len(text) <= LIMIT:
        return [(0, len(text))]
    costs = {start: AT_SENTENCE for start, _ in sentences(text, language)}
    costs.update((match.start(), AT_BLOCK) for match in ITEM.finditer(text))
    for start in joined.blocks:
        # A block that goes on with the sentence of the last was divided by a page, not by sense.
        torn = text[start].islower() and not text.endswith((". ", "; ", ": ", ", "), 0, start)
        costs[start] = IN_SENTENCE if torn else AT_BLOCK
    for start in costs:
        if text.endswith((": ", ":\xa0"), 0, start):
            costs[start] += AFTER_LEAD_IN
        if costs[start] and CITATION.match(text, start):
            costs[start] += BEFORE_CITATION
    marks = sorted({*costs, 0})
    for start, end in zip(marks, [*marks[1:], len(text)], strict=True):
        for cut in _inside(text[start:end]):
            costs.setdefault(start + cut, IN_SENTENCE)
    return _cheapest(text, costs)


def _inside(text: str) -> list[int]:
    """Cuts within a stretch that has no boundary of its own and is too long."""
    if len(text) <= LIMIT:
        return []
    splitter = RecursiveCharacterTextSplitter(
        separators=["; ", ", ", " ", ""],
        keep_separator="end",
        chunk_size=LIMIT,
        chunk_overlap=0,
        add_start_index=True,
    )
    return [part.metadata["start_index"] for part in splitter.create_documents([text])]


def _cheapest(text: str, costs: dict[int, float]) -> list[tuple[int, int]]:
    """The cheapest way to cut at some of the marks, by dynamic programming."""
    marks = sorted({*costs, 0, len(text)})
    ideal = len(text) / math.ceil(len(text) / LIMIT)
    best, came = [0.0], [0]
    for here in range(1, len(marks)):
        options = []
        for before in range(here - 1, -1, -1):
            length = len(text[marks[before] : marks[here]].rstrip())
            if length > LIMIT:
                break
            price = best[before] + (1 - length / ideal) ** 2 + costs.get(marks[here], 0.0)
            options.append((price, before))
        price, before = min(options)
        best.append(price)
        came.append(before)
    cuts = [len(marks) - 1]
    while cuts[-1]:
        cuts.append(came[cuts[-1]])
    ends = [marks[cut] for cut in reversed(cuts)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in pairwise(ends)]
