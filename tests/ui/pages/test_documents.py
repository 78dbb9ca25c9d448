"""The documents page over a real library of small texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from streamlit.testing.v1 import AppTest

from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.store.versions import versions
from ingest.sync.uploads import Upload
from tests.support import library_page
from tests.support.chat_page import labels, seen, text, well
from tests.support.fake_bot import desk
from tests.support.fakes import WordEmbedder
from tests.support.paper import make, write
from ui.desk import Desk
from ui.views.viewer import Opened

SOON = 30.0


def script() -> None:
    import streamlit as st

    from ui import frame
    from ui.pages import documents as documents_page
    from ui.views import cases as cases_view

    frame.prepare()
    desk = st.session_state["desk"]
    case = frame.choose_case(desk.catalogue.cases(), desk.conversations)
    cases_view.draw(desk, case)
    documents_page.draw(desk, case)


@pytest.fixture
def room(tmp_path: Path) -> Desk:
    """A library with nothing in it."""
    made = desk(tmp_path)
    with made.catalogue.transaction() as db:
        db.execute("DELETE FROM cases")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "smith"
    folder.mkdir()
    (folder / "order.txt").write_text("The court filed the agreement.\n")
    (folder / "scan.tif").write_bytes(b"II*\0" + bytes(200))
    return folder


def page(room: Desk, **session: Any) -> AppTest:
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["desk"] = room
    for name, value in session.items():
        at.session_state[name] = value
    return well(at.run())


def over(room: Desk, at: AppTest) -> AppTest:
    """The page once the ingest is over."""
    room.ingest_job.wait(SOON)
    return well(at.run())


def make_beside(room: Desk, title: str, folder: str) -> AppTest:
    """Press the button by the choice of the case, and fill in the form that it opens."""
    at = well(page(room).button(key="beside-new").click().run())
    at.text_input(key="beside-title").set_value(title)
    at.text_input(key="beside-folder").set_value(folder)
    return well(at.button(key="beside-create").click().run())


def create(room: Desk, title: str, folder: str) -> AppTest:
    if room.catalogue.cases():
        return make_beside(room, title, folder)
    at = page(room)
    at.text_input(key="new-title").set_value(title)
    at.text_input(key="new-folder").set_value(folder)
    return well(at.button(key="new-create").click().run())


def test_without_a_case_the_page_says_what_to_do_and_makes_one(room: Desk, folder: Path) -> None:
    assert "There is no case yet. Give it a name and drop its documents here" in text(page(room))
    at = over(room, create(room, "Smith v. Jöhnes", str(folder)))
    assert at.selectbox(key="case").value == "smith-v-johnes"
    said = text(at)
    assert "Smith v. Jöhnes: 1 document, 1 page, 1 passage that is searched." in said
    assert "order.txtAdded: 1 page, 1 passage" in said
    assert "1 file could not be read" in said
    (row,) = at.dataframe[0].value.to_dict("records")
    assert at.dataframe[0].proto.row_height == 35
    assert (row["File"], row["Passages"], row["Read by"]) == ("order.txt", 1, "plain text")
    at = well(at.button(key="ingest-dismiss").click().run())
    assert "Added" not in text(at)


def test_what_failed_is_tried_again_from_the_folder_and_from_the_uploads(
    room: Desk, folder: Path
) -> None:
    at = over(room, create(room, "Smith", str(folder)))
    case = room.catalogue.case("smith")
    (bad,) = room.uploads.keep(case, [Upload("up.txt", b"\0\1\xff" * 50)])
    room.ingest_job.start(case, [bad])
    at = over(room, at)
    assert "2 files could not be read" in text(at)
    bad.write_text("Servers were filed.\n")
    at = over(room, well(at.button(key="retry").click().run()))
    assert "1 file could not be read" in text(at)
    assert [document.path for document in room.catalogue.documents(case)] == ["order.txt", "up.txt"]


def test_a_protected_file_is_read_with_the_password_that_is_typed(room: Desk, folder: Path) -> None:
    lock = StandardEncryption("opensesame")
    make(folder / "locked.pdf", lambda canvas: write(canvas, ["Servers were filed."]), encrypt=lock)
    at = over(room, create(room, "Smith", str(folder)))
    assert "It is protected by a password" in text(at)
    at.text_input(key="file-password").set_value("wrong")
    at = over(room, well(at.button(key="retry").click().run()))
    assert "none that was given opens it" in text(at)
    at.text_input(key="file-password").set_value("opensesame")
    at = over(room, well(at.button(key="retry").click().run()))
    assert "locked.pdf" in paths(room, room.catalogue.case("smith"))
    assert "file-password" not in at.session_state


WRONG = [
    ("", "/", "The case has no name."),
    ("§§§", "/", "The case has no name."),
    ("Smith", "relative/folder", "relative/folder is not a full path."),
    ("Smith", "/no/such/folder", "There is no folder /no/such/folder."),
]


@pytest.mark.parametrize(("title", "given", "said"), WRONG)
def test_a_case_that_cannot_be_made_says_why(room: Desk, title: str, given: str, said: str) -> None:
    assert said in text(create(room, title, given))
    assert room.catalogue.cases() == []


def test_a_case_may_be_empty_at_first(room: Desk) -> None:
    at = create(room, "Smith v. Jones", "")
    (case,) = room.catalogue.cases()
    assert (case.name, case.title) == ("smith-v-jones", "Smith v. Jones")
    assert room.ingest_job.look() is None
    assert "Smith v. Jones has no documents yet." in text(well(at.run()))


def test_a_paper_without_a_stamp_is_filed_on_the_day_it_is_dated(room: Desk, folder: Path) -> None:
    (folder / "case.yaml").write_text("documents:\n  order.txt: {kind: motion}\n")
    (folder / "order.txt").write_text("The servers were paid.\n\nDated: March 3, 2021\n")
    at = over(room, create(room, "Smith", str(folder)))
    (row,) = at.dataframe[0].value.to_dict("records")
    assert row["Filed"] == "2021-03-03"
    # On a phone the same is listed.
    assert "Motion · filed 2021-03-03 · 1 page" in text(at)
    (small,) = [button for button in at.button if str(button.key).startswith("small-document-")]
    well(small.click().run())
    assert (
        at.session_state["viewer"].document
        == room.catalogue.documents(room.catalogue.cases()[0])[0].id
    )


def test_two_cases_of_one_name_are_not_mixed(room: Desk, folder: Path) -> None:
    over(room, create(room, "Smith", str(folder)))
    # Any click closes a dialog in this way of testing: it tells when it is opened again.
    at = make_beside(room, "SMITH!", str(folder)).button(key="beside-new").click().run()
    assert "There is a case named smith already." in text(at)


def test_a_case_is_made_beside_the_choice_of_the_case(room: Desk, folder: Path) -> None:
    room.catalogue.put_case("empty", "Empty")
    at = over(room, make_beside(room, "Smith v. Jones", str(folder)))
    assert at.selectbox(key="case").value == "smith-v-jones"
    assert "Smith v. Jones: 1 document" in text(at)


def test_a_document_is_called_and_dated_by_hand_but_for_what_case_yaml_says(
    room: Desk, folder: Path
) -> None:
    (folder / "case.yaml").write_text("documents:\n  order.txt: {kind: order}\n")
    at = over(room, create(room, "Smith", str(folder)))
    at = well(at.selectbox(key="document-smith").set_value("order.txt").run())
    assert "The case.yaml of the folder says the kind:" in text(at)
    (kind,) = [choice for choice in at.selectbox if choice.label == "Kind"]
    assert kind.disabled
    (title, _) = [box for box in at.text_input if box.label == "Title"]
    title.set_value(" Order *to* produce ")
    (filed,) = [box for box in at.date_input if box.label == "Filed"]
    filed.set_value(date(2024, 3, 2))
    (save,) = [button for button in at.button if button.label == "Save"]
    over(room, well(save.click().run()))
    (document,) = room.catalogue.documents(room.catalogue.case("smith"))
    assert document.description.title == "Order *to* produce"
    assert document.description.filed == date(2024, 3, 2)
    assert document.description.kind == "order"
    # It is kept when the folder is mirrored again.
    room.ingest_job.start(room.catalogue.case("smith"), [folder])
    room.ingest_job.wait(SOON)
    (document,) = room.catalogue.documents(room.catalogue.case("smith"))
    assert document.description.title == "Order *to* produce"


def test_an_empty_case_says_so(room: Desk) -> None:
    room.catalogue.put_case("empty", "Empty <b>case</b>")
    at = page(room)
    assert "Empty <b>case</b> has no documents yet." in text(at)
    assert not at.dataframe
    assert "Add to the case" in labels(at)
    assert at.button(key="upload-add").disabled


def test_a_cancelled_ingest_says_what_is_kept(room: Desk, folder: Path) -> None:
    for number in range(20):
        (folder / f"{number}.txt").write_text(f"The court, paper {number}.\n")
    at = create(room, "Smith", str(folder))
    assert "ingest-cancel" in [button.key for button in at.button]
    room.ingest_job.cancel()
    at = over(room, at)
    assert "Cancelled. What was read by then is in the case." in text(at)


def test_what_was_dropped_while_another_program_wrote_is_added_when_one_tries_again(
    room: Desk,
) -> None:
    room.catalogue.put_case("acme", "Acme")
    elsewhere = Library(replace(Settings(), library=room.catalogue.path.parent), WordEmbedder())
    at = page(room)
    at = well(at.file_uploader[0].set_value([("note.txt", b"Bolt paid.\n", "text/plain")]).run())
    with elsewhere.writing():
        at = well(at.button(key="upload-add").click().run())
        room.ingest_job.cancel()
        at = over(room, at)
    assert "Cancelled before it began: nothing was changed." in text(at)
    at = over(room, well(at.button(key="ingest-again").click().run()))
    assert "note.txtAdded" in text(at)
    assert "ingest-again" not in [button.key for button in at.button]


def test_files_that_are_dropped_are_added_whatever_they_are_called(room: Desk) -> None:
    room.catalogue.put_case("acme", "Acme")
    at = page(room)
    dropped = [
        ("../../<b>claim</b>.txt", b"The claim was filed.\n", "text/plain"),
        ("case.yaml", b"title: no\n", "text/yaml"),
    ]
    at = well(at.file_uploader[0].set_value(dropped[:1]).run())
    at = over(room, well(at.button(key="upload-add").click().run()))
    assert [
        document.path for document in room.catalogue.documents(room.catalogue.case("acme"))
    ] == ["b_.txt"]
    assert not at.file_uploader[0].value
    at = well(at.file_uploader[0].set_value(dropped).run())
    at = well(at.button(key="upload-add").click().run())
    assert "case.yaml is not a document." in text(at)


def drop(room: Desk, at: AppTest, name: str, content: str, choice: str = "") -> AppTest:
    """A file dropped, and added once it was said what it is."""
    at = well(at.file_uploader[0].set_value([(name, content.encode(), "text/plain")]).run())
    if choice:
        (asked,) = at.radio
        assert f"{name} is in the case already, with other contents." in seen(asked.label)
        (chosen,) = [option for option in asked.options if option.startswith(choice)]
        at = well(asked.set_value(chosen).run())
    return over(room, well(at.button(key="upload-add").click().run()))


def test_a_file_called_like_a_document_is_its_new_version_or_another_one(room: Desk) -> None:
    case = room.catalogue.put_case("acme", "Acme")
    at = drop(room, page(room), "claim.txt", "The claim was filed.\n")
    at = drop(room, at, "claim.txt", "The claim was filed.\n")
    assert not at.radio, "the same bytes are no question"
    at = drop(room, at, "claim.txt", "The other claim was filed.\n", "another")
    assert paths(room, case) == ["claim (2).txt", "claim.txt"]
    at = drop(room, at, "claim.txt", "The claim was filed again.\n", "a new version")
    assert paths(room, case) == ["claim (2).txt", "claim.txt"]
    assert len(versions(room.catalogue, case, "claim.txt")) == 2


def test_a_file_called_like_one_of_the_folder_is_kept_beside_it(room: Desk, folder: Path) -> None:
    at = over(room, create(room, "Smith", str(folder)))
    case = room.catalogue.case("smith")
    dropped = [("order.txt", b"Another order.\n", "text/plain")]
    said = text(well(at.file_uploader[0].set_value(dropped).run()))
    assert "order.txt is in the folder of the case, with other contents." in said
    at = drop(room, at, "order.txt", "Another order.\n")
    assert paths(room, case) == ["order (2).txt", "order.txt"]
    at = drop(room, at, "order.txt", "The court filed the agreement.\n")
    assert room.catalogue.places(case)["order.txt"].origin == "folder"
    at = over(room, well(at.button(key="mirror").click().run()))
    assert paths(room, case) == ["order (2).txt", "order.txt"]


def paths(room: Desk, case: Case) -> list[str]:
    return [document.path for document in room.catalogue.documents(case)]


def test_a_document_is_withdrawn_and_restored_after_being_asked(room: Desk, folder: Path) -> None:
    at = over(room, create(room, "Smith", str(folder)))
    (folder / "order.txt").write_text("The court filed the other agreement.\n")
    at = over(room, well(at.button(key="mirror").click().run()))
    assert "order.txtChanged: 1 page, 1 passage" in text(at)
    at = well(at.selectbox(key="document-smith").set_value("order.txt").run())
    assert "2 versions" in text(at)
    assert "open-document" in [button.key for button in at.button]
    assert "a newer version took its place" in text(at)
    assert "The court filed the other agreement." in text(at)
    at = well(at.button(key="withdraw").click().run())
    at = well(at.button(key="not-really").click().run())
    assert len(room.catalogue.documents(room.catalogue.case("smith"))) == 1
    at = well(at.button(key="withdraw").click().run())
    at = over(room, well(at.button(key="really").click().run()))
    assert "has no documents yet" in text(at)
    assert "No longer searched (2)" in [fold.label for fold in at.expander]
    assert "taken out by hand" in text(at)
    at = well(
        next(button for button in at.button if "restore-" in (button.key or "")).click().run()
    )
    at = over(room, well(at.button(key="really").click().run()))
    assert "order.txtAdded" in text(at)
    (back,) = room.catalogue.documents(room.catalogue.case("smith"))
    assert back.path == "order.txt"


def test_files_of_one_case_are_not_told_on_the_page_of_another(room: Desk, folder: Path) -> None:
    room.catalogue.put_case("acme", "Acme")
    at = over(room, create(room, "Smith", str(folder)))
    assert "order.txt" in text(at)
    at = well(at.selectbox(key="case").set_value("acme").run())
    said = text(at)
    assert "Acme has no documents yet." in said
    assert "order.txt" not in said
    assert "scan.tif" not in said
    assert "ingest-dismiss" not in [button.key for button in at.button]


def test_an_ingest_into_another_case_is_told_without_its_files(room: Desk, folder: Path) -> None:
    for number in range(20):
        (folder / f"client {number}.txt").write_text(f"The court, paper {number}.\n")
    case = room.catalogue.put_case("smith", "Smith")
    room.catalogue.put_case("acme", "Acme")
    at = page(room, case="acme")
    room.ingest_job.start(case, [folder])
    said = text(well(at.run()))
    room.ingest_job.cancel()
    room.ingest_job.wait(SOON)
    assert "Documents are being added to another case." in said
    assert "client" not in said


def test_what_was_opened_on_another_page_is_not_shown_here(room: Desk) -> None:
    room.catalogue.put_case("acme", "Acme")
    # There is no such document: where it is drawn, the page fails.
    page(room, viewer=Opened(document=99, place="chat acme"))
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["desk"] = room
    at.session_state["viewer"] = Opened(document=99, place="documents acme")
    assert at.run().exception


def test_a_file_that_failed_is_told_once(room: Desk, folder: Path) -> None:
    at = over(room, create(room, "Smith", str(folder)))
    assert text(at).count("scan.tif") == 1
    assert "1 added, 1 failed" in text(at)


def test_the_files_of_a_new_case_leave_its_box_and_no_other_case_gets_them(room: Desk) -> None:
    dropped = [("claim.txt", b"The claim was filed.\n", "text/plain")]
    at = page(room)
    at.text_input(key="new-title").set_value("Smith")
    at = well(at.file_uploader[0].set_value(dropped).run())
    at = over(room, well(at.button(key="new-create").click().run()))
    assert [
        document.path for document in room.catalogue.documents(room.catalogue.case("smith"))
    ] == ["claim.txt"]
    assert not any(uploader.value for uploader in at.file_uploader)
    room.catalogue.put_case("acme", "Acme")
    at = well(page(room, case="smith").file_uploader[0].set_value(dropped).run())
    at = well(at.selectbox(key="case").set_value("acme").run())
    assert not any(uploader.value for uploader in at.file_uploader)


def test_a_row_of_two_lines_is_as_high_as_streamlit_wants_it_to_wrap(
    room: Desk, folder: Path
) -> None:
    (folder / f"{'long name ' * 8}.txt").write_text("The court ordered it.\n")
    at = over(room, create(room, "Smith", str(folder)))
    assert at.dataframe[0].proto.row_height > 64


def test_the_chat_says_how_the_documents_of_a_new_case_came_in(room: Desk, folder: Path) -> None:
    case = room.catalogue.put_case("smith", "Smith v. Jones")
    room.ingest_job.start(case, [folder])
    room.ingest_job.wait(SOON)
    at = library_page.at(replace(room, contents=room.catalogue), "chat")
    assert "1 added, 1 failed in" in text(at)
    at = well(at.button(key="ingest-dismiss").click().run())
    assert "1 added" not in text(at)
    # What is done to one document later is no news for the chat.
    (document,) = room.catalogue.documents(case)
    room.ingest_job.withdraw(case, document)
    room.ingest_job.wait(SOON)
    at = well(at.run())
    assert "withdrawn" not in text(at)
    assert "Some files could not be read: the Documents page says why" in text(at)
