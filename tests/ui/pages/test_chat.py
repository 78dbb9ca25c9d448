"""The chat with a bot whose answers are known: what is drawn, what stays, what is asked of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bot.answering.later_versions import CitationStatus
from bot.answering.stored_answer import FailedQuestion, from_json, to_json
from ingest.errors import PinciteError
from ingest.store.catalogue import Case
from tests.support.chat_page import ask, at, labels, press, script, seen, text, well
from tests.support.fake_bot import (
    AFTER,
    ARTICLE,
    BEFORE,
    CASES,
    COMPLAINT,
    DOCUMENTS,
    NASTY,
    NEWS,
    QUOTE,
    FakeBot,
    FakeCatalogue,
    desk,
)
from tests.support.rendered import Read
from ui.views.viewer import copied


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.ui.pages.test_chat.FOLDER", tmp_path)


FOLDER = Path()
"""Where the conversations of a test are kept."""


def opened(
    bot: FakeBot | None = None, contents: FakeCatalogue | None = None, **session: object
) -> AppTest:
    return at(desk(FOLDER, bot, contents), **session)


def test_an_empty_page_offers_the_questions_of_the_case() -> None:
    bot = FakeBot()
    page = opened(bot)
    assert CASES[0].questions[0] in labels(page)
    assert "Invented for a test" in text(page)
    assert bot.asked == []
    press(page, "Quand les livraisons")
    assert bot.asked == [("Quand les livraisons ont-elles cessé ?", "acme-v-bolt")]
    assert "L’article rapporte\N{NO-BREAK SPACE}:" in text(page)
    assert CASES[0].questions[0] not in labels(page)


def test_a_case_without_documents_leads_on_to_them() -> None:
    page = opened()
    well(page.selectbox[0].set_value("lease").run())
    assert "This case has no documents yet." in text(page)
    assert "When was the complaint filed?" not in labels(page)


def test_a_case_without_questions_is_offered_some_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeCatalogue, "documents", lambda *_: DOCUMENTS)
    page = opened()
    well(page.selectbox[0].set_value("lease").run())
    assert {"When was the complaint filed?", "Qui sont les parties ?"} <= set(labels(page))


def test_the_sidebar_says_what_is_in_the_case() -> None:
    page = opened(contents=FakeCatalogue({"scan.tif": ("It is a TIFF.", "Make it a PDF.")}))
    said = text(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Complaint · ECF No. 1 · 24 pages" in said
    assert "Article · web page" in said
    assert {"Complaint for breach of contract", "L’hébergeur ne paie plus"} <= set(labels(page))
    assert "Nothing leaves this computer." in said
    assert "scan.tifIt is a TIFF. Make it a PDF." in said


def test_an_answer_is_quotes_with_voice_mark_and_chip() -> None:
    page = ask(opened(), "How much is unpaid?")
    said = text(page)
    assert f"The complaint alleges:{QUOTE}" in said
    assert f"The article reports:{ARTICLE}" in said
    assert "Searched 2 documents and 1,412 passages, in English and French." in said
    assert any("<mark>$1,250,000</mark>" in element.value for element in page.html)
    assert "[1] Compl. (ECF No. 1) ¶ 23, at 5:14-16" in labels(page)
    assert "[2] L’hébergeur ne paie plus, ¶ 2" in labels(page)
    assert said.count("Read by OCR.") == 1


def test_a_number_names_one_citation_of_the_conversation() -> None:
    page = ask(ask(opened(), "How much is unpaid?"), "Quand les livraisons ont-elles cessé ?")
    numbers = [label[:3] for label in labels(page) if label.startswith("[")]
    assert numbers == ["[1]", "[2]", "[3]", "[4]"]


def test_the_sidebar_speaks_of_no_fault_where_there_is_none() -> None:
    assert "no chat model" not in text(opened())


def test_quotes_say_their_own_language_and_phrases_the_questions() -> None:
    page = ask(opened(), "Quel est le montant unpaid ?")
    assert f"La plainte allègue\N{NO-BREAK SPACE}:{QUOTE}" in text(page)
    drawn = "".join(element.value for element in page.html)
    assert '<p class="pincite-voice" lang="fr">' in drawn
    assert '<blockquote class="pincite-quote" lang="en"' in drawn


def test_what_is_also_relevant_stands_apart_and_folded() -> None:
    page = ask(opened(), "How much is unpaid?")
    (also,) = [fold for fold in page.expander if fold.label.startswith("Also relevant")]
    assert also.label == "Also relevant, not part of the answer (1)"
    assert not also.proto.expanded
    assert [Read(element.value).text for element in also.html] == [AFTER]
    press(page, "Compl. (ECF No. 1) ¶ 24")
    assert "Cite asCompl. (ECF No. 1) ¶ 24, at 5:17" in text(page)


def test_not_found_says_what_was_searched_and_shows_no_source() -> None:
    page = ask(opened(), "Quel est le loyer du bail ?")
    assert "Introuvable dans ces documents." in text(page)
    assert "en anglais et en français" in text(page)
    assert not any(label.startswith("[") for label in labels(page))
    page = ask(page, "What is the rent?")
    assert "Not found in these documents." in text(page)


def test_an_error_is_said_and_the_conversation_stays() -> None:
    page = ask(ask(opened(), "How much is unpaid?"), "are you busy?")
    said = text(page)
    assert QUOTE in said
    assert "The library is being written by process 7.Try again later." in said
    assert QUOTE in text(ask(page, "What is the rent?"))


def test_a_citation_opens_with_its_place_its_page_and_its_neighbours() -> None:
    page = press(ask(opened(), "How much is unpaid?"), "[1]")
    said = text(page)
    for fact in ("complaint.pdf", "Page5 (printed 4)", "Lines14 to 16", "Paragraph23", "OCR"):
        assert fact in said
    assert BEFORE in said
    assert AFTER in said
    assert [f"<mark>{QUOTE}</mark>" in element.value for element in page.html].count(True) == 1
    # Still open while the chat goes on.
    page = ask(page, "What is the rent?")
    assert BEFORE in text(page)


def test_a_document_that_is_open_is_not_shown_beside_another_case() -> None:
    page = press(ask(opened(), "How much is unpaid?"), "[1]")
    page = well(page.selectbox[0].set_value("lease").run())
    assert BEFORE not in text(page)


def test_a_document_of_the_case_opens_by_its_title() -> None:
    page = press(opened(), "Complaint for breach of contract")
    assert page.session_state["viewer"].document == 1


def test_what_is_copied_is_the_quote_and_its_citation() -> None:
    assert copied(COMPLAINT) == f"“{QUOTE}” Compl. (ECF No. 1) ¶ 23, at 5:14-16"
    assert copied(NEWS) == f"« {ARTICLE} » L’hébergeur ne paie plus, ¶ 2"


def test_passages_that_are_near_are_no_answer() -> None:
    page = ask(opened(), "What is near?")
    said = text(page)
    assert "No sentence says it outright." in said
    assert AFTER in said
    assert "Compl. (ECF No. 1) ¶ 24, at 5:17" in labels(page)
    assert not [label for label in labels(page) if label.startswith("[1]")]


def test_a_citation_without_pages_opens_without_a_picture() -> None:
    page = press(ask(opened(), "How much is unpaid?"), "[2]")
    said = text(page)
    assert "press/article.html" in said
    assert "Lines" not in said


def test_documents_words_come_out_as_they_are() -> None:
    page = ask(opened(), "the nasty one")
    assert NASTY in text(page)
    assert any(NASTY in label for label in labels(page))
    assert "The documents answer only part of this question." in text(page)
    assert not any(element.allow_html for element in page.markdown)


def test_a_question_is_not_markup_either() -> None:
    page = ask(opened(), "What of <b>$5</b> and $6?")
    assert "What of <b>$5</b> and $6?" in text(page)


def test_each_case_has_its_own_conversation() -> None:
    bot = FakeBot()
    page = ask(opened(bot), "How much is unpaid?")
    page = well(page.selectbox[0].set_value("lease").run())
    assert QUOTE not in text(page)
    page = ask(page, "What is the rent?")
    page = well(page.selectbox[0].set_value("acme-v-bolt").run())
    assert QUOTE in text(page)
    assert "rent" not in text(page)
    assert bot.asked == [("How much is unpaid?", "acme-v-bolt"), ("What is the rent?", "lease")]


def test_a_case_that_is_gone_is_not_chosen_any_more() -> None:
    bot = FakeBot(known=list(CASES))
    page = well(opened(bot).selectbox[0].set_value("lease").run())
    del bot.known[1]
    assert well(page.run()).selectbox[0].value == "acme-v-bolt"


def test_a_conversation_that_was_deleted_can_be_had_back() -> None:
    page = opened()
    assert page.button(key="delete").disabled
    page = press(ask(page, "How much is unpaid?"), "Delete")
    assert QUOTE not in text(page)
    assert "Deleted: How much is unpaid?" in text(page)
    assert CASES[0].questions[0] in labels(page)
    conversations = page.session_state["desk"].conversations
    assert conversations.of_case(CASES[0]) == []
    page = press(page, "Undo")
    assert QUOTE in text(page)
    assert "Deleted" not in text(page)
    (kept,) = conversations.of_case(CASES[0])
    assert page.query_params["conversation"] == str(kept.id)


def test_a_conversation_is_called_what_one_calls_it() -> None:
    page = ask(opened(), "How much is unpaid?")
    conversations = page.session_state["desk"].conversations
    (kept,) = conversations.of_case(CASES[0])
    page.text_input(key=f"title-{kept.id}").set_value("  The *unpaid* racks ")
    page = press(page, "Rename")
    assert conversations.of_case(CASES[0])[0].title == "The *unpaid* racks"
    assert "The *unpaid* racks" in labels(page)


def test_the_conversation_is_kept_as_it_was_answered() -> None:
    page = ask(ask(opened(), "How much is unpaid?"), "busy")
    conversations = page.session_state["desk"].conversations
    (kept,) = conversations.of_case(CASES[0])
    answer, busy = (from_json(turn.outcome) for turn in conversations.turns(kept.id))
    assert not isinstance(answer, FailedQuestion)
    assert answer.citations[0] == COMPLAINT
    assert busy == FailedQuestion("The library is being written by process 7.", "Try again later.")


def test_a_reload_shows_the_conversation_again_with_its_citations() -> None:
    bot = FakeBot()
    first = ask(ask(opened(bot), "How much is unpaid?"), "are you busy?")
    again = opened(bot)
    assert text(again) == text(first)
    assert "Page5 (printed 4)" in text(press(again, "[1]"))
    assert len(bot.asked) == 2


def test_past_conversations_can_be_returned_to_and_new_ones_begun() -> None:
    page = ask(opened(), "How much is unpaid?")
    page = press(page, "New conversation")
    assert QUOTE not in text(page)
    page = ask(page, "What is the rent?")
    assert "Conversations (2)" in [fold.label for fold in page.expander]
    # Another window opens the last one; this one goes back to the first.
    assert "Not found in these documents." in text(opened())
    (past,) = [
        button
        for button in page.button
        if (button.key or "").startswith("conversation-") and not button.disabled
    ]
    assert seen(past.label) == "How much is unpaid?"
    page = well(past.click().run())
    assert QUOTE in text(page)
    assert "Not found in these documents." not in text(page)


def test_the_address_says_which_conversation_a_reload_opens() -> None:
    page = ask(opened(), "How much is unpaid?")
    (kept,) = page.session_state["desk"].conversations.of_case(CASES[0])
    assert page.query_params["conversation"] == str(kept.id)
    press(page, "New conversation")
    ask(press(opened(), "New conversation"), "What is the rent?")
    page = AppTest.from_function(script, default_timeout=60)
    page.session_state["desk"] = desk(FOLDER)
    page.query_params["conversation"] = str(kept.id)
    assert QUOTE in text(well(page.run()))


def test_an_answer_that_could_not_be_kept_says_so_and_stays_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = opened()

    def refuse(*_: object) -> None:
        raise PinciteError("The disk is full.", "Make room on it.")

    conversations = page.session_state["desk"].conversations
    monkeypatch.setattr(conversations, "finish", refuse)
    page = ask(page, "How much is unpaid?")
    assert QUOTE in text(page)
    assert "This answer will be gone after a reload.The disk is full. Make room" in text(page)
    monkeypatch.setattr(conversations, "add", refuse)
    page = ask(page, "What is the rent?")
    assert QUOTE in text(page)
    assert "Not found in these documents." in text(page)
    assert text(page).count("The disk is full.") == 2


def test_an_answer_that_cannot_be_read_any_more_says_so() -> None:
    kept = desk(FOLDER).conversations
    kept.add(CASES[0], None, "How much?", "{no JSON")
    assert "cannot be read any more.Ask the question again." in text(opened())


BECAME = [
    (
        CitationStatus("removed"),
        "The file of this document has gone from the folder of the case.",
    ),
    (CitationStatus("withdrawn"), "This document was withdrawn from the case."),
    (
        CitationStatus("purged"),
        "Its pages can no longer be shown. The quote stands in the answer as it was cited.",
    ),
    (
        CitationStatus("superseded", "complaint.pdf"),
        "A newer version of this document is in the case."
        "The quote is no longer in the document (complaint.pdf).",
    ),
    (
        CitationStatus(
            "superseded", "complaint.pdf", 77, replace(COMPLAINT, pin="Compl. ¶ 25", passage_id=77)
        ),
        "The quote still stands in it, at Compl. ¶ 25.",
    ),
    (
        CitationStatus("current", "complaint.pdf", 77, None),
        "This document was read again since."
        "The quote still stands in it (complaint.pdf), over several passages.",
    ),
]


@pytest.mark.parametrize(("became", "said"), BECAME)
def test_a_citation_says_what_became_of_its_document(became: CitationStatus, said: str) -> None:
    page = press(ask(opened(FakeBot(became=became)), "How much is unpaid?"), "[1]")
    assert said in text(page)
    assert QUOTE in text(page)


def test_an_old_answer_says_that_its_document_has_gone() -> None:
    page = ask(opened(FakeBot(became=CitationStatus("removed"))), "How much is unpaid?")
    page = ask(page, "How much is unpaid?")
    said = text(page)
    for number in (1, 2, 3, 4):
        assert f"[{number}] the file of this document has gone from the folder" in said
    assert "[5]" not in said
    page = ask(opened(FakeBot()), "How much is unpaid?")
    assert "has gone from the folder" not in text(page)


def test_the_pages_of_a_protected_file_are_asked_for_by_its_password() -> None:
    page = press(ask(opened(FakeBot(password="sesame")), "How much is unpaid?"), "[1]")
    assert "is protected by a password that is not known here any more" in text(page)
    (field,) = (field for field in page.text_input if field.label == "Password of this PDF")
    field.set_value("other")
    page = press(page, "Show the pages")
    assert "This password does not open it." in text(page)
    (field,) = (field for field in page.text_input if field.label == "Password of this PDF")
    field.set_value("sesame")
    page = press(page, "Show the pages")
    assert "protected" not in text(page)
    assert QUOTE in text(page)


def test_nothing_is_said_of_a_document_that_is_as_it_was() -> None:
    page = press(ask(opened(), "How much is unpaid?"), "[1]")
    assert "document was" not in text(page)


def test_a_question_is_kept_before_it_is_answered() -> None:
    bot = FakeBot(leaves=True)
    page = opened(bot)
    page.chat_input[0].set_value("How much is unpaid?").run()
    conversations = page.session_state["desk"].conversations
    (kept,) = conversations.of_case(CASES[0])
    (waiting,) = conversations.turns(kept.id)
    assert (waiting.question, waiting.outcome) == ("How much is unpaid?", "")
    # Another window, or the same one after a reload, answers it.
    bot = FakeBot()
    page = opened(bot)
    assert QUOTE in text(page)
    assert bot.asked == [("How much is unpaid?", "acme-v-bolt")]
    assert QUOTE in text(opened(bot))
    assert len(bot.asked) == 1


def test_a_question_that_another_window_had_answered_meanwhile_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = FakeBot()
    room = desk(FOLDER, bot)
    number = room.conversations.add(CASES[0], None, "How much is unpaid?")
    (waiting,) = room.conversations.turns(number)
    found = to_json(FakeBot().ask("How much is unpaid?", CASES[0].name))

    def answered_while_drawn(*_: object) -> bool:
        room.conversations.finish(number, waiting.ordinal, found)
        return True

    monkeypatch.setattr("ui.conversation.is_wanted", answered_while_drawn)
    page = at(room)
    assert QUOTE in text(page)
    assert bot.asked == []


def test_a_question_at_which_the_program_ended_is_offered_again() -> None:
    room = desk(FOLDER)
    at_its_end = room.conversations.add(CASES[0], None, "Quel montant est unpaid ?")
    with room.catalogue.transaction() as db:
        db.execute("UPDATE turns SET at = '2001-01-01 00:00:00'")
    bot = FakeBot()
    page = opened(bot)
    assert bot.asked == [], "it may have been the question that ended it"
    assert "Pincite a été arrêté avant d’avoir répondu" in text(page)
    page = press(page, "Répondre maintenant")
    assert QUOTE in text(page)
    assert "arrêté" not in text(page)
    (turn,) = room.conversations.turns(at_its_end)
    assert turn.outcome


def test_a_mistake_of_the_program_is_met_once() -> None:
    bot = FakeBot()
    page = ask(opened(bot), "How much is unpaid?")
    # No traceback reaches the page: it is the terminal's.
    page = ask(page, "a mistake")
    assert QUOTE in text(page)
    assert "This question met a mistake of the program." in text(page)
    opened(bot)
    assert len(bot.asked) == 2


def test_a_blank_question_is_not_asked() -> None:
    bot = FakeBot()
    ask(opened(bot), "   ")
    assert bot.asked == []


def test_without_cases_the_page_says_which_command_makes_one() -> None:
    page = opened(FakeBot(known=[]))
    assert page.code[0].value == "pincite ingest FOLDER --case NAME"
    assert not page.chat_input


def test_a_case_may_be_titled_with_markup() -> None:
    case: Case = replace(CASES[0], title="<i>A</i> v. *B*", questions=("What of *B* & $5?",))
    page = opened(FakeBot(known=[case]))
    assert "<i>A</i> v. *B*" in text(page)
    assert "What of *B* & $5?" in labels(page)


def broken() -> None:
    from ingest.errors import LibraryMismatch
    from ui import frame

    frame.draw_error(LibraryMismatch("Built with <another> model.", "Run `rebuild`."))


def test_a_library_that_cannot_be_opened_says_why_and_what_mends_it() -> None:
    page = well(AppTest.from_function(broken, default_timeout=60).run())
    assert "Built with <another> model.Run rebuild." in text(page)
    assert any("<code>rebuild</code>" in drawn.value for drawn in page.html)


def test_what_the_user_should_know_stands_above_the_conversation() -> None:
    warning = "2 documents were read by an older Pincite. `pincite rebuild` reads them again."
    assert warning.replace("`", "") in text(opened(FakeBot(notice=warning)))
    assert "rebuild" not in text(opened())
    # Two things to know are not run together.
    both = opened(FakeBot(notice=f"The reader is missing.\n{warning}"))
    notices = [drawn.value for drawn in both.html if 'role="alert"' in drawn.value]
    assert ["reader is missing" in each for each in notices] == [True, False]


def test_a_follow_up_says_how_it_was_understood_in_its_language() -> None:
    page = opened()
    for question in ("When was the complaint filed?", "And the motion?", "Et pour Bolt ?"):
        ask(page, question)
    assert "Understood as: When was the motion filed?" in text(page)
    assert "Compris comme\N{NO-BREAK SPACE}: When was the motion filed for Bolt?" in text(page)
    assert text(page).count("Understood as") == 1


def test_a_long_conversation_is_drawn_from_its_end_and_shows_more_when_asked() -> None:
    room = desk(FOLDER)
    asked = [f"How much is unpaid, number {number}?" for number in range(1, 41)]
    number = None
    for question in asked:
        outcome = to_json(FakeBot().ask(question, CASES[0].name))
        number = room.conversations.add(CASES[0], number, question, outcome)

    def shown(page: AppTest) -> list[str]:
        drawn = [Read(element.value).text for element in page.html]
        return [question for question in asked if question in drawn]

    page = at(room)
    assert shown(page) == asked[25:]
    # Their citations have the numbers that they have where all is shown.
    numbers = [label.split()[0] for label in labels(page) if label.startswith("[")]
    assert numbers == [f"[{number}]" for number in range(51, 81)]
    page = press(page, "Earlier in this conversation: 25 questions")
    assert shown(page) == asked[10:]
    page = press(page, "Earlier in this conversation: 10 questions")
    assert shown(page) == asked
    assert not [label for label in labels(page) if label.startswith("Earlier")]
    page = ask(page, "How much is unpaid, number 41?")
    assert "How much is unpaid, number 41?" in text(page)
    # Another window begins at the end again.
    assert shown(at(room)) == asked[26:]


def test_what_is_no_question_leads_to_questions_and_cannot_be_saved() -> None:
    page = ask(opened(), "Write me a poem")
    assert "That is no question the documents can answer." in text(page)
    assert not [label for label in labels(page) if label.startswith("Save")]
    page = press(page, "How much is unpaid?")
    assert QUOTE in text(page)
    # Once it was answered, they are out of the way.
    assert CASES[0].questions[1] not in labels(page)
    assert [label for label in labels(page) if label.startswith("Save")]
