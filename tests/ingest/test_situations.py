"""What people who do this work told of their files, and the test that holds each situation.

Every test makes a file of its own that shows the situation.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_FORMATS = "tests/ingest/formats"
_LAWYERS = f"{_FORMATS}/word/test_as_lawyers_use_it.py"
_MAIL = f"{_FORMATS}/email/test_envelopes.py"
_NOT_SHOWN = f"{_FORMATS}/pdf/test_not_shown.py"
_FRENCH = "tests/ingest/describe/test_french.py"
_PRINTED = "tests/ingest/passages/test_numbers_as_printed.py"

# fmt: off
SITUATIONS = {
    # Word
    "a letterhead in the header": (_LAWYERS, "test_the_letterhead_is_read_once"),
    "footnotes with marks of their own": (f"{_FORMATS}/word/test_read.py", "test_what_is_read"),
    "amounts in equations": (_LAWYERS, "test_equations"),
    "a reviewer's comment": (_LAWYERS, "test_comments_are_reported_and_not_read"),
    "Strict Open XML, macros": (_LAWYERS, "test_other_forms_of_word_files"),
    "a tracked change that joins paragraphs":
        (_LAWYERS, "test_a_deleted_end_of_paragraph_makes_two_one"),
    "check boxes and lists of an old form": (_LAWYERS, "test_form_fields"),
    "text that the page does not show": (
        f"{_FORMATS}/word/test_hidden.py",
        "test_what_the_page_does_not_show_is_left_out_and_reported",
    ),
    # PDF
    "a layer that is switched off, a clip, a mask, a cover":
        (_NOT_SHOWN, "test_what_the_page_does_not_show_is_left_out"),
    "a portfolio": (
        "tests/ingest/sync/test_containers.py",
        "test_the_files_inside_a_pdf_are_documents_of_their_own",
    ),
    "a table with wrapped cells":
        (f"{_FORMATS}/pdf/test_tables.py", "test_a_row_is_a_passage_with_whole_cells"),
    "a ledger over several pages": (
        f"{_FORMATS}/pdf/test_tables.py",
        "test_first_and_last_rows_of_a_ledger_are_no_running_heads",
    ),
    "a regulation in two languages":
        (_PRINTED, "test_a_statute_that_says_the_same_in_two_languages"),
    "a form that only its program draws":
        (_NOT_SHOWN, "test_a_form_that_only_its_program_draws_is_refused"),
    "marginal notes":
        (f"{_FORMATS}/pdf/test_side_notes.py", "test_marginal_notes_head_their_sections"),
    "raised note marks": (f"{_FORMATS}/pdf/test_note_marks.py", "test_raised_type"),
    "a sticky note": (_NOT_SHOWN, "test_comments_and_unshown_fields_are_reported"),
    "words struck out by a note": (_NOT_SHOWN, "test_words_struck_out_by_a_note"),
    "a drop cap":
        (f"{_FORMATS}/pdf/test_side_notes.py", "test_a_large_first_letter_belongs_to_its_word"),
    # E-mail
    "an attached message in base64": (_MAIL, "test_an_attached_message_in_an_encoding"),
    "a plain text that only points to the page":
        (_MAIL, "test_the_page_is_read_where_the_plain_text_only_points_to_it"),
    "Bcc and Reply-To": (_MAIL, "test_all_heads_of_a_sender_are_shown"),
    "an mbox": (_MAIL, "test_an_mbox_is_several_messages"),
    "a message inside its signature": (_MAIL, "test_what_is_signed_is_read"),
    # Web pages and text
    "note marks of a web page": (f"{_FORMATS}/html/test_note_marks.py", "test_raised_type"),
    "merged cells of a web page": (
        f"{_FORMATS}/pdf/test_tables.py",
        "test_cells_of_a_web_page_that_reach_over_rows_are_repeated",
    ),
    "a row asked for by its label and its column": (
        "tests/bot/search/test_rows.py",
        "test_a_row_is_looked_up_by_its_words_and_its_column",
    ),
    "text that a browser does not show":
        (f"{_FORMATS}/html/test_hidden.py", "test_what_a_browser_does_not_show_is_not_read"),
    "the docket of an appeal": (
        f"{_FORMATS}/docket/test_appellate.py",
        "test_fields_parties_counsel_and_entries_of_an_appeal_stand_line_by_line",
    ),
    "a text of an old Macintosh": (
        f"{_FORMATS}/test_decode.py",
        "test_french_as_the_macintosh_dos_and_windows_wrote_it",
    ),
    "file names in two forms of Unicode": (
        "tests/ingest/sync/test_mirror.py",
        "test_case_yaml_may_name_a_file_in_the_other_form_of_unicode",
    ),
    # French papers
    "the date of a decision": (_FRENCH, "test_the_day_of_a_decision"),
    "the court and the kind of a decision": (_FRENCH, "test_its_court_and_kind"),
    "the numbering of pleadings": (_PRINTED, "test_the_styles_that_one_author_mixes"),
    "numbers in brackets": (_PRINTED, "test_a_number_in_brackets_after_a_semicolon"),
}
# fmt: on


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_test_of_a_situation_is_there(situation: str) -> None:
    file, name = SITUATIONS[situation]
    text = (Path(__file__).parents[2] / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:    )?def {name}\(", text, re.MULTILINE)
