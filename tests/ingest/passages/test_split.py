"""Passages of hand-made pages. "text" begins a block, "+text" goes on with it."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.document import Box, Line, Page, Passage, Role
from ingest.passages.cutting import LIMIT
from ingest.passages.headings import exhibit_under
from ingest.passages.split import split
from ingest.text.sentences import sentences


def page(number: int, *lines: str | tuple[str, Role]) -> Page:
    made = []
    for line in lines:
        text, role = (line, "body") if isinstance(line, str) else line
        made.append(Line(text.removeprefix("+"), begins=not text.startswith("+"), role=role))  # type: ignore[arg-type]
    return Page(number, tuple(made))


def passages(*pages: Page, fmt: str = "pdf", language: str = "en") -> list[Passage]:
    return list(split(iter(pages), fmt, language))


def texts(*pages: Page, fmt: str = "pdf") -> list[str]:
    return [passage.text for passage in passages(*pages, fmt=fmt)]


LONG = "The parties agreed on forecasts, on lists of parts and on the terms of their approval."


def test_a_numbered_paragraph_is_a_passage_with_its_sub_items() -> None:
    found = passages(
        page(
            1,
            "1. Defendant agreed to buy custom parts",
            "+in three kinds:",
            "(a) servers;",
            "(b) racks; and",
            "(c) parts for both.",
            "2. It did not pay.",
            "3. It did not answer.",
        )
    )
    assert [(p.paragraphs, p.text) for p in found] == [
        (
            ("1",),
            "1. Defendant agreed to buy custom parts in three kinds: (a) servers; (b) racks; and"
            " (c) parts for both.",
        ),
        (("2",), "2. It did not pay."),
        (("3",), "3. It did not answer."),
    ]


def test_only_the_number_to_come_is_a_paragraph_number() -> None:
    found = passages(
        page(
            1,
            "1. It began with an agreement of",
            "+1999. The parties signed it. On",
            "+2. January it took effect.",
            "2. These were the terms:",
            "1. delivery in six weeks;",
            "2. payment in sixty days.",
            "3. Both were kept.",
        )
    )
    assert [p.paragraphs for p in found] == [("1",), ("2",), ("3",)]


def test_an_unreadable_number_does_not_end_the_numbering() -> None:
    found = passages(page(1, "1. One.", "2. Two.", "3. Three.", "5. Five.", "6. Six."))
    assert [p.paragraphs for p in found] == [("1",), ("2",), ("3",), ("5",), ("6",)]


def test_two_numbers_in_sequence_take_up_the_numbering_of_an_excerpt() -> None:
    found = passages(page(1, "17. Lost.", "18. Found.", "19. Kept.", "30. Far.", "31. Farther."))
    assert [p.paragraphs for p in found] == [("17",), ("18",), ("19",), ("31",)]


def test_numbers_begin_again_under_a_heading_and_go_on_after_it() -> None:
    found = passages(
        page(
            1,
            "1. Denied.",
            "2. Denied.",
            "AFFIRMATIVE DEFENSES",
            "1. The claim is barred.",
            "2. The claim is late.",
            "3. Admitted.",
        )
    )
    assert [p.paragraphs[0] for p in found] == ["1", "2", "1", "2", "3"]


def test_the_items_of_a_prayer_are_no_paragraphs() -> None:
    found = passages(
        page(1, "1. It broke the agreement.", "2. It owes damages."),
        page(2, "PRAYER FOR RELIEF", "1. For damages;", "2. For costs."),
    )
    assert [p.paragraphs for p in found] == [("1",), ("2",), ()]
    assert found[-1].headings == ("PRAYER FOR RELIEF",)


def test_a_paragraph_runs_over_the_page_break_past_the_footnotes() -> None:
    found = passages(
        page(
            1,
            "1. The goods were never deliv-",
            ("1 Exhibit A.", "footnote"),
            ("+It is under seal.", "footnote"),
        ),
        page(2, "+ered, delivered late, or delivered broken.", "2. They were returned."),
    )
    assert [(p.role, p.paragraphs, p.text) for p in found] == [
        ("body", ("1",), "1. The goods were never delivered, delivered late, or delivered broken."),
        ("footnote", ("n.1",), "1 Exhibit A. It is under seal."),
        ("body", ("2",), "2. They were returned."),
    ]
    assert [span.page for span in found[0].spans] == [1, 2]


def test_a_count_is_one_heading_and_ends_the_last() -> None:
    found = passages(
        page(
            1,
            "GENERAL ALLEGATIONS",
            "A. The Agreement",
            "1. The parties signed it.",
            "B. The Breach",
            "2. Defendant broke it.",
            "FIRST CAUSE OF ACTION",
            "(Breach of Contract)",
            "3. Plaintiff repeats paragraphs 1 and 2.",
            "SECOND CAUSE OF ACTION",
            "(Promissory Estoppel)",
            "4. Plaintiff repeats paragraphs 1 to 3.",
        )
    )
    assert [p.headings for p in found] == [
        ("GENERAL ALLEGATIONS", "A. The Agreement"),
        ("GENERAL ALLEGATIONS", "B. The Breach"),
        ("FIRST CAUSE OF ACTION — Breach of Contract",),
        ("SECOND CAUSE OF ACTION — Promissory Estoppel",),
    ]


def test_letters_and_romans_are_told_apart() -> None:
    def path(*headings: str) -> tuple[str, ...]:
        lines = [line for heading in headings for line in (heading, LONG)]
        return passages(page(1, *lines))[-1].headings

    assert path("I. THE FACTS", "A. First", "B. Second", "C. Third") == ("I. THE FACTS", "C. Third")
    assert path("I. THE FACTS", "A. First", "II. THE LAW") == ("II. THE LAW",)
    assert path("IV. THE FACTS", "V. THE LAW") == ("V. THE LAW",)


def test_a_heading_above_nothing_is_kept() -> None:
    found = passages(page(1, "SCHEDULE 1", LONG, "SCHEDULE 2"))
    assert [(p.role, p.text) for p in found] == [("body", LONG), ("heading", "SCHEDULE 2")]


@pytest.mark.parametrize(
    "day",
    [
        "DENVER, COLORADO; TUESDAY, JUNE 4, 2019",
        "JUGEMENT DU TROIS MAI DEUX MILLE VINGT-TROIS",
        "RÔLE GÉNÉRAL 2022J00317",
    ],
)
def test_a_heading_that_gives_a_day_or_a_number_is_a_passage_too(day: str) -> None:
    found = passages(page(1, (day, "heading"), LONG, ("SCHEDULE 2", "heading"), LONG))
    assert [(p.role, p.text) for p in found] == [("heading", day), ("body", LONG), ("body", LONG)]
    assert found[1].headings == (day,)


def test_definitions_stand_alone_and_keep_their_paragraph() -> None:
    found = passages(
        page(
            1,
            "1. The agreement defines:",
            "“Product” means any server, and",
            "(a) its parts.",
            "“Buyer” means X Corp.",
            "2. It was signed.",
        )
    )
    assert [(p.paragraphs, p.text) for p in found] == [
        (("1",), "1. The agreement defines:"),
        (("1",), "“Product” means any server, and (a) its parts."),
        (("1",), "“Buyer” means X Corp."),
        (("2",), "2. It was signed."),
    ]


def test_clauses_and_definitions_run_together_in_one_line_are_told_apart() -> None:
    line = (
        'In this agreement, unless the context otherwise requires: "Agreement" means this'
        ' agreement; "Products" means the servers listed in Schedule 1. 2. DELIVERY 2.1 The Seller'
        " shall deliver within six weeks of each order. 2.2 The Buyer shall accept within ten days"
        " (see section 1.1 above). 2.3 Risk passes on delivery. " + LONG + LONG
    )
    found = passages(page(1, "1. DEFINITIONS", line), fmt="text")
    assert [(p.paragraphs, p.text[:24]) for p in found] == [
        ((), "In this agreement, unles"),
        ((), '"Agreement" means this a'),
        ((), '"Products" means the ser'),
        (("2.1",), "2.1 The Seller shall del"),
        (("2.2",), "2.2 The Buyer shall acce"),
        (("2.3",), "2.3 Risk passes on deliv"),
    ]


def test_short_blocks_do_not_stand_alone() -> None:
    found = passages(page(1, LONG, "Nothing more was said.", LONG[4:]), fmt="html")
    assert [(p.paragraphs, p.text) for p in found] == [
        (("1", "2"), f"{LONG} Nothing more was said."),
        (("3",), LONG[4:]),
    ]


def test_the_name_of_the_court_is_a_caption_and_heads_nothing() -> None:
    found = passages(
        page(
            1,
            "UNITED STATES DISTRICT COURT",
            "NORTHERN DISTRICT OF CALIFORNIA",
            ("ACME, INC., Plaintiff,", "caption"),
            "1. Plaintiff makes widgets.",
        )
    )
    assert [(p.role, p.headings) for p in found] == [("caption", ()), ("body", ())]


def test_a_sentence_that_plainly_goes_on_is_not_cut_where_a_reader_saw_a_block() -> None:
    found = passages(
        page(1, "1. The parties never", "agreed to it. (Id.", "¶¶ 5–6.) They said so.")
    )
    assert [p.text for p in found] == [
        "1. The parties never agreed to it. (Id. ¶¶ 5–6.) They said so."
    ]
    assert len(passages(page(1, LONG, "(Id. ¶ 26.) " + LONG))) == 1


def test_a_lead_in_goes_with_what_it_leads_in() -> None:
    found = passages(page(1, "Held:", "1. The Compact governs.", "2. Affirmed."))
    assert [(p.paragraphs, p.text) for p in found] == [
        (("1",), "Held: 1. The Compact governs."),
        (("2",), "2. Affirmed."),
    ]


def test_recitals_that_end_with_semicolons_are_passages() -> None:
    recitals = (
        "Attendu que la société Bralle fait grief à l'arrêt de rejeter sa demande en paiement ;",
        "Mais attendu que la cour d'appel a retenu que les machines n'étaient pas conformes ;",
        "PAR CES MOTIFS :",
        "REJETTE le pourvoi ;",
    )
    found = texts(page(1, *recitals), fmt="text")
    assert found == [recitals[0], recitals[1], f"{recitals[2]} {recitals[3]}"]


def test_a_citation_is_not_cut_from_what_it_supports() -> None:
    sentence = "It was agreed that forecasts bind the buyer once the lists are approved. "
    found = passages(page(1, sentence * 7 + "It was so. (Id. ¶ 26.) " + sentence * 7))
    assert found[0].text.endswith("(Id. ¶ 26.)") or not found[1].text.startswith("(Id.")


def test_rows_of_a_table_share_one_number() -> None:
    rows: list[tuple[str, Role]] = [("Item Price", "table"), ("Server 5", "table")]
    found = passages(page(1, LONG, *rows, LONG[4:]), fmt="word")
    assert [p.paragraphs for p in found] == [("1",), ("2",), ("3",)]


def test_docket_entries_stand_alone() -> None:
    entries: list[tuple[str, Role]] = [("1 COMPLAINT", "entry"), ("2 SUMMONS", "entry")]
    assert texts(page(1, *entries), fmt="html") == ["1 COMPLAINT", "2 SUMMONS"]


def test_a_web_page_that_repeats_a_paragraph_says_it_once() -> None:
    pages = page(1, LONG, "Read more.", LONG.replace(" ", "  "))
    assert " ".join(texts(pages, fmt="html")).count(LONG) == 1
    assert " ".join(texts(pages, fmt="pdf")).count(LONG) == 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the contrac-", "tual terms", "the contractual terms"),
        ("of non-", "payment by", "of non-payment by"),
        ("the attorney-", "client privilege", "the attorney-client privilege"),
        ("an out-of-", "court deal", "an out-of-court deal"),
        ("Case No. CV 19-", "1652", "Case No. CV 19-1652"),
        ("Plaintiffs-", "Appellees", "Plaintiffs-Appellees"),
        ("TAF drugs—", "which work", "TAF drugs—which work"),
        ("sold -", "or so", "sold - or so"),
        ("contrac\u00ad", "tual", "contractual"),
        ("le sous-", "traitant", "le sous-traitant"),
        ("a-t-", "il payé", "a-t-il payé"),
        ("plain", "words", "plain words"),
        ("  two  ", "\tspaces  here ", "two spaces here"),
        ("61\xa0000", "dollars", "61\xa0000 dollars"),
    ],
)
def test_line_ends(first: str, second: str, joined: str) -> None:
    assert texts(page(1, first, "+" + second)) == [joined]


def test_the_document_itself_says_whether_a_hyphen_is_its_own() -> None:
    known = page(1, "A letter of credit and a contract of law; an undertaking.")
    assert texts(known, page(2, "of contract-", "+law terms"))[-1].endswith("contract-law terms")
    assert texts(known, page(2, "of under-", "+taking it"))[-1].endswith("undertaking it")


def test_long_paragraphs_are_cut_at_sentences_and_sub_items() -> None:
    sentence = "It was agreed that forecasts bind the buyer once the lists are approved. "
    found = passages(page(1, "1. " + sentence * 20))
    assert len(found) == 2
    assert all(p.paragraphs == ("1",) and p.text.endswith("approved.") for p in found)
    items = [f"({letter}) {sentence * 5}" for letter in "abcd"]
    assert [p.text[:3] for p in passages(page(1, "1. It owes:", *items))] == ["1. ", "(c)"]


def test_what_has_no_sentence_is_cut_between_words() -> None:
    found = passages(page(1, "word " * 500))
    assert " ".join(p.text for p in found) == ("word " * 500).strip()


def test_pages_are_taken_as_they_come() -> None:
    taken = []

    def pages() -> Iterator[Page]:
        for number in range(1, 1000):
            taken.append(number)
            yield page(number, f"{number}. {LONG}")

    found = split(pages(), "pdf", "en")
    assert [next(found).page for _ in range(3)] == [1, 2, 3]
    assert len(taken) <= 5


ROLES: list[Role] = [
    "body", "body", "body", "heading", "caption", "quote", "list", "table", "footnote", "entry",
    "signature",
]  # fmt: skip
FRAGMENTS = st.sampled_from(
    "1. 2. 3. (a) (i) 4.1 4.2 ¶ “Term” means contrac- tual non- payment COUNT ONE PRAYER FOR RELIEF"
    " Dated: A. I. The end. of: ; — - \xad \xa0 é 𝒳 word".split(" ")
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
LINES = st.builds(
    Line,
    st.lists(FRAGMENTS, max_size=12).map(" ".join)
    | st.sampled_from([LONG, LONG * 13, "x" * 1100, "a b" * 340, "EXHIBIT A", "Attachment: a"])
    | st.sampled_from(["the contrac-", "un contrat annu\xad", "tual terms", "elle-"]),
    begins=st.booleans(),
    role=st.sampled_from(ROLES),
)


def numbered(pages: list[list[Line]]) -> list[Page]:
    """Pages of lines of which no two are the same."""
    count = itertools.count()
    return [
        Page(number, tuple(replace(line, text=f"{line.text} n{next(count)}x") for line in lines))
        for number, lines in enumerate(pages, 1)
    ]


PAGES = st.lists(st.lists(LINES, max_size=8), max_size=4)
FORMATS = st.sampled_from(["pdf", "html", "word", "markdown", "text"])


_SHORT_ROW = [Line("EXHIBIT A", role="table"), Line("1.", begins=True, role="table")]


@settings(deadline=None)
@given(PAGES, FORMATS, st.sampled_from(["en", "fr", ""]))
@example([_SHORT_ROW], "pdf", "en")
def test_spans_are_true_and_passages_short_and_in_order(
    lines: list[list[Line]], fmt: str, language: str
) -> None:
    pages = [Page(number, tuple(each)) for number, each in enumerate(lines, 1)]
    text: list[tuple[int, int, int]] = []
    notes: list[tuple[int, int, int]] = []  # after the whole paragraph that runs past them
    for passage in split(iter(pages), fmt, language):
        assert 0 < len(passage.text) <= LIMIT
        assert passage.text == passage.text.strip()
        covered: set[int] = set()
        for start, end, number, line, offset, _ in passage.spans:
            assert start < end
            source = pages[number - 1].lines[line].text
            assert passage.text[start:end] == source[offset : offset + end - start]
            covered.update(range(start, end))
        assert {passage.text[i] for i in range(len(passage.text)) if i not in covered} <= {" "}
        first = passage.spans[0]
        (notes if passage.role == "footnote" else text).append(
            (first.page, first.line, first.offset)
        )
    assert text == sorted(text)
    assert notes == sorted(notes)


@settings(deadline=None)
@given(PAGES, FORMATS)
def test_no_character_is_lost_or_said_twice(lines: list[list[Line]], fmt: str) -> None:
    pages = numbered(lines)
    found = list(split(iter(pages), fmt, "en"))
    held = [
        (span.page, span.line, span.offset + i)
        for passage in found
        for span in passage.spans
        for i in range(span.end - span.start)
    ]
    covered = set(held)
    assert len(held) == len(covered)
    headings = " ".join(heading for passage in found for heading in passage.headings)
    for page_ in pages:
        for number, line in enumerate(page_.lines):
            lost = [
                offset
                for offset, character in enumerate(line.text)
                if not character.isspace() and (page_.number, number, offset) not in covered
            ]
            assert not lost or line.text.split()[-1] in headings


@given(st.lists(st.sampled_from(["contrac-", "tual", "non-", "pay", "a", "-", "—", "b-c"])))
def test_only_hyphens_at_line_ends_fall_out(words: list[str]) -> None:
    text = "".join(texts(page(1, *("+" + word for word in words))))
    assert text.replace(" ", "").replace("-", "") == "".join(words).replace("-", "")


def test_an_exhibit_in_the_same_file_is_a_document_of_its_own() -> None:
    found = passages(
        page(1, "COMPLAINT", "I. THE PARTIES", "1. Acme sells racks.", "2. Bolt buys racks."),
        page(2, "EXHIBIT A"),
        page(3, "PURCHASE AGREEMENT", "1. Bolt shall buy racks.", "2. Acme shall deliver them."),
        page(4, "Exhibit B to the Complaint", "From: Anne. Nobody has paid for the racks."),
    )
    assert [
        (passage.page, passage.paragraphs, passage.headings, passage.text) for passage in found
    ] == [
        (1, ("1",), ("COMPLAINT", "I. THE PARTIES"), "1. Acme sells racks."),
        (1, ("2",), ("COMPLAINT", "I. THE PARTIES"), "2. Bolt buys racks."),
        (3, ("1",), ("EXHIBIT A", "PURCHASE AGREEMENT"), "1. Bolt shall buy racks."),
        (3, ("2",), ("EXHIBIT A", "PURCHASE AGREEMENT"), "2. Acme shall deliver them."),
        (4, (), ("Exhibit B to the Complaint",), "From: Anne. Nobody has paid for the racks."),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Acme sells racks.", "EXHIBIT A", "2. Bolt buys racks."],  # not at a page's top
        ["Exhibit A shows that the racks were paid for.", "1. Acme sells racks."],
    ],
)
def test_a_mention_of_an_exhibit_begins_none(lines: list[str]) -> None:
    found = passages(page(1, "COMPLAINT", "Acme complains of Bolt."), page(2, *lines))
    assert not any(
        exhibit_under(passage.headings) for passage in found if passage.paragraphs == ("1",)
    )


def test_lists_below_a_paragraph_and_the_signature_below_a_prayer() -> None:
    found = passages(
        page(
            1, "1. Bolt bought:", "(a) racks, of which", "(1) ten small and", "(2) one large;",
            "(b) servers.", "2. It has not paid.", "PRAYER FOR RELIEF", "Acme asks:",
            "1. For damages;", "2. For costs.", "Dated: March 3, 2023", "By: /s/ Anne Roy",
            "Anne Roy",
        )
    )  # fmt: skip
    assert [(passage.paragraphs, passage.role, passage.text) for passage in found] == [
        (("1",), "body",
         "1. Bolt bought: (a) racks, of which (1) ten small and (2) one large; (b) servers."),
        (("2",), "body", "2. It has not paid."),
        ((), "body", "Acme asks: 1. For damages; 2. For costs."),
        ((), "signature", "Dated: March 3, 2023 By: /s/ Anne Roy Anne Roy"),
    ]  # fmt: skip


def test_what_stands_over_a_caption_heads_nothing_below_it() -> None:
    found = passages(
        page(
            1,
            ("GAUNT & ASSOCIATES", "heading"),
            "Attorneys for Plaintiff Independent Physicians, by leave of court.",
            ("UNITED STATES DISTRICT COURT", "heading"),
            ("Case No. 1:20-cv-00713", "caption"),
            "1. This suit is about insurance.",
        )
    )
    assert found[0].headings == ("GAUNT & ASSOCIATES",)
    assert (found[-1].paragraphs, found[-1].headings) == (("1",), ())


def test_the_exhibit_stays_over_the_caption_bound_into_it() -> None:
    found = passages(
        page(1, "1. It sued."),
        page(2, ("EXHIBIT A", "heading"), ("Case No. 20-1", "caption"), "1. It sues."),
    )
    assert found[-1].headings == ("EXHIBIT A",)


def test_no_text_stands_under_the_headings_of_an_index() -> None:
    found = passages(
        page(
            1,
            ("TABLE OF AUTHORITIES", "heading"),
            ("CASES", "heading"),
            ("Alvarez v. Harbor, 1 F.4th 2 (9th Cir. 2021) ........ 4", "table"),
            ("I. INTRODUCTION", "heading"),
            LONG,
        )
    )
    assert [passage.headings for passage in found if passage.role == "body"] == [
        ("I. INTRODUCTION",)
    ]


def test_ordinals_alone_nest() -> None:
    found = passages(
        page(1, ("I", "heading"), ("A", "heading"), LONG, ("B", "heading"), LONG),
        page(2, ("II", "heading"), LONG),
    )
    assert [passage.headings for passage in found] == [("I", "A"), ("I", "B"), ("II",)]


def test_an_answer_stays_with_its_question() -> None:
    asked = "Q. And by whom are you currently employed, and since when have you been, exactly?"
    answer = "A. By the Harbor Freight Terminal, since 2014, first as a dispatcher and then above."
    assert texts(page(1, asked, answer, asked, answer)) == [f"{asked} {answer}"] * 2


def test_an_oath_belongs_to_no_paragraph() -> None:
    oath = "I declare under penalty of perjury that the foregoing is true and correct."
    found = passages(page(1, "1. I worked there.", "2. I was not paid.", oath))
    assert [(passage.paragraphs, passage.text) for passage in found][2:] == [((), oath)]


def test_a_footnote_of_two_paragraphs_keeps_its_number() -> None:
    found = passages(
        page(1, LONG, ("1 The first paragraph.", "footnote"), ("The second.", "footnote"))
    )
    assert [passage.paragraphs for passage in found] == [(), ("n.1",), ("n.1",)]


def sentences_of(*pages: Page, fmt: str = "html") -> list[str]:
    return [
        passage.text[start:end]
        for passage in passages(*pages, fmt=fmt)
        for start, end in sentences(passage.text, "en", passage.parted)
    ]


def test_no_sentence_runs_over_short_paragraphs() -> None:
    heads = [
        "From: Ada Voss <ada@example.org>",
        "Date: Tue, 02 Apr 2024 10:00:00 +0200",
        "Subject: Prices of the lots",
    ]
    assert sentences_of(page(1, *[(head, "caption") for head in heads])) == heads
    address = ["Harrow Glass Ltd", "12 Mill Road", "Toledo, Ohio"]
    assert sentences_of(page(1, "The notice goes to this address:", *address)) == [
        "The notice goes to this address: Harrow Glass Ltd",
        "12 Mill Road",
        "Toledo, Ohio",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The lessee shall, on the first day of", "March pay the rent."),
        ("The court heard Judge Cole,", "Ada Voss and others."),
        ("It is held that:", "(a) the rent is due;"),
        ("He was heard by Mr.", "Voss in May."),
        ("the rent is due", "and the deposit is not."),
    ],
)
def test_a_sentence_runs_on_where_a_paragraph_does_not_end(first: str, second: str) -> None:
    assert sentences_of(page(1, first, second)) == [f"{first} {second}"]


@pytest.mark.parametrize(("right", "parted"), [(200, (13,)), (530, ())])
def test_on_a_pdf_page_a_paragraph_that_fills_its_line_may_run_on(
    right: float, parted: tuple[int, ...]
) -> None:
    lines = (
        Line("Paid by Acme", Box(72, 100, right, 112), begins=True),
        Line("Bank of Toledo", Box(72, 130, 200, 142), begins=True),
        Line("WHAT FILLS THE PAGE FROM ONE MARGIN", Box(72, 160, 540, 172), (), role="heading"),
    )
    passage = passages(Page(1, lines, 612, 792))[0]
    assert (passage.text, passage.parted) == ("Paid by Acme Bank of Toledo", parted)


def test_rows_that_the_format_calls_heads_are_all_above_the_rows_of_the_table() -> None:
    lines = (
        Line("Branch  2021  2022", begins=True, role="table", is_head=True),
        Line("Branch  Net  Net", begins=True, role="table", is_head=True),
        Line("Durand  5,020  7,410", begins=True, role="table"),
        Line("Shop  Rent", begins=True, role="table", is_head=True),
        Line("Meyer  400", begins=True, role="table"),
    )
    assert [(p.text, p.headings) for p in passages(Page(1, lines), fmt="html")] == [
        ("Durand 5,020 7,410", ("Branch  2021  2022 Branch  Net  Net",)),
        ("Meyer 400", ("Shop  Rent",)),
    ]


@pytest.mark.parametrize(
    ("first", "is_head"), [("Branch 2021 2022 2023", True), ("Freight 2021 4", False)]
)
def test_years_head_columns(first: str, is_head: bool) -> None:
    row: tuple[str, Role] = (first, "table")
    found = passages(page(1, row, ("Durand 6,100 8,300 9,000", "table")))
    assert (found[-1].headings == (first,)) is is_head


@pytest.mark.parametrize(
    ("first", "second", "heads"),
    [
        ("Item 2022 2023", "Item Budget Spent Budget Spent", 2),
        ("2022 2023", "Item Budget Spent Budget Spent", 2),
        ("Item Description Amount", "Rent of the hall", 1),
    ],
)
def test_heads_of_two_rows(first: str, second: str, heads: int) -> None:
    rows: list[tuple[str, Role]] = [
        (text, "table") for text in (first, second, "Rent $10 $20 $30 $40", "Fuel $5 $6 $7 $8")
    ]
    found = passages(page(1, *rows))
    assert found[-1].headings == (" ".join([first, second][:heads]),)
    assert found[-1].text == "Fuel $5 $6 $7 $8"
