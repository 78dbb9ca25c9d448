"""Pin cites: the exact place of a quote, as a practitioner writes it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Kind
from ingest.passages.headings import ENUMERATOR
from ingest.text.vocabulary import ordinal

# Practitioners' short forms (Bluebook, table BT1). What is not here is cited by its title.
SHORT_FORMS: dict[Kind, str] = {
    "complaint": "Compl.",
    "amended complaint": "Am. Compl.",
    "answer": "Answer",
    "motion": "Mot.",
    "opposition": "Opp’n",
    "reply": "Reply",
    "order": "Order",
    "judgment": "J.",
    "declaration": "Decl.",
    "exhibit": "Ex.",
    "transcript": "Tr.",
    "opinion": "Op.",
    "decision": "Dec.",
    "notice": "Not.",
    "stipulation": "Stip.",
    "letter": "Ltr.",
    "docket": "Docket",
}


def pin_cite(
    kind: Kind,
    title: str,
    ecf: str,
    paragraphs: Sequence[str],
    pages: tuple[int, int],
    page_label: str | None,
    lines: tuple[int, int] | None,
    paged: bool,
    exhibit: str = "",
    transcript: tuple[str, str] | None = None,
    apart: str = "",
    headings: Sequence[str] = (),
) -> str:
    """The place as a lawyer writes it: "Compl. (ECF No. 1) ¶ 23, at 5:14-20".

    ``pages`` are the first and last page, counted in the file, which is what CM/ECF
    prints; ``page_label``, where the first page prints another number of its own, is
    given in brackets only if there is no ECF number. ``lines`` are printed line numbers
    of a pleading, on the first and the last page, else None. ``paged`` is false for
    formats without pages; then nothing is said of pages. ``exhibit`` ("Ex. A") is the one
    within the document in which the place is: "Compl. Ex. A (ECF No. 1) at 30".
    ``transcript`` are the printed numbers of the first and last page where one sheet holds
    several pages of a transcript: "Tr. (ECF No. 45-2) at 3 [p. 12:5-13:2]". ``apart`` tells the
    document from another that is cited by the same name: "Order (May 3, 2024) at 1". ``headings``
    are those over the place, outermost first: where neither a page nor a number tells it, they do
    ("Mot. § III.A").
    """
    name = f"{cited_name(kind, title)} {exhibit}".strip()
    numbers = _paragraphs(kind, paragraphs)
    if not (paged or numbers or exhibit or kind == "docket"):
        numbers = _section(headings)
    page = ""
    if paged and transcript and lines:
        page = f"{_at(pages, None)} [p. {_page_and_line(transcript, lines)}]"
    elif paged:
        page = _pages(pages, lines, page_label if not ecf else None)
    # A footnote hangs from its page ("at 5 n.3"), a paragraph runs over pages.
    place = (
        f"{page} {numbers}"
        if page and numbers[:2] == "n."
        else ", ".join(filter(None, (numbers, page)))
    )
    marks = [f"ECF No. {ecf}"] if ecf and kind != "docket" else []
    marks += [apart] if apart else []
    if marks:
        return f"{name} ({', '.join(marks)}) {place}".strip()
    if not place:
        return name
    # After a short form the place follows as its number does ("Compl. ¶ 23"); after a
    # title, or a word of another kind, a comma divides them.
    short = exhibit or name in SHORT_FORMS.values()
    glue = " " if place.startswith(("¶", "§")) and short else ", "
    return f"{name}{glue}{place}"


def cited_name(kind: Kind, title: str) -> str:
    """By what name a document is cited: the short form of its kind, or its title."""
    short = SHORT_FORMS.get(kind)
    if not short:
        return title or kind.capitalize()
    words = title.lower().split()
    if kind == "amended complaint" and words and (ordinal(words[0]) or 0) > 1:
        return f"{words[0].capitalize()} {short}"  # the first is the Am. Compl.
    if kind == "exhibit" and len(words) == 2 and words[0] == "exhibit":
        return f"{short} {title.split()[1]}"
    if kind == "declaration" and words[:2] == ["declaration", "of"] and len(words) > 2:
        return f"{_surname(title.split()[2:])} {short}"
    return short


def _surname(words: list[str]) -> str:
    """ "Declaration of Jane Q. Doe in Support of Motion" is the Doe Decl."""
    until = next((n for n, word in enumerate(words) if word.islower()), len(words))
    return words[max(until - 1, 0)].strip(",.")


def _section(headings: Sequence[str]) -> str:
    """ "§ III.A" under "III. Argument" and "A. No account was stated"."""
    found = [match for heading in headings if (match := ENUMERATOR.match(heading))]
    labels: list[str] = []
    for label in (str(match[match.lastgroup or 0]) for match in found):
        if labels and label.startswith(f"{labels[-1]}."):
            labels.pop()  # 4.2 says itself that it is of 4
        labels.append(label)
    return f"§ {'.'.join(labels)}" if labels else ""


def _paragraphs(kind: Kind, paragraphs: Sequence[str]) -> str:
    if not paragraphs:
        return ""
    if kind == "docket":
        return f"{'entry' if len(paragraphs) == 1 else 'entries'} {_range(paragraphs)}"
    notes = [label for label in paragraphs if label.startswith("n.")]
    if notes:
        return ", ".join(notes)
    clause = kind == "contract" or any("." in label for label in paragraphs)
    sign = "§" if clause else "¶"
    return f"{sign if len(paragraphs) == 1 else sign * 2} {_range(paragraphs)}"


def _range(numbers: Sequence[str]) -> str:
    """23-25 where they follow each other, else 23, 25."""
    if len(numbers) > 1 and all(number.isdecimal() for number in numbers):
        values = [int(number) for number in numbers]
        if values == list(range(values[0], values[0] + len(values))):
            return f"{numbers[0]}-{numbers[-1]}"
    return ", ".join(numbers)


def _pages(pages: tuple[int, int], lines: tuple[int, int] | None, label: str | None) -> str:
    place = _at(pages, lines)
    return place if label is None or label == str(pages[0]) else f"{place} [p. {label}]"


def _at(pages: tuple[int, int], lines: tuple[int, int] | None) -> str:
    first, last = pages
    if lines is None:
        return f"at {first}" if first == last else f"at {first}-{last}"
    return f"at {_page_and_line((str(first), str(last)), lines)}"


def _page_and_line(pages: tuple[str, str], lines: tuple[int, int]) -> str:
    """5:14, 5:14-20 or 5:14-6:3."""
    first, last = pages
    if first != last:
        return f"{first}:{lines[0]}-{last}:{lines[1]}"
    return f"{first}:{lines[0]}" if lines[0] == lines[1] else f"{first}:{lines[0]}-{lines[1]}"
