"""A library as one person may see it, on every engine; what pages make of it is in
tests/ui/test_gate.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import NoSuchCase, PinciteError
from ingest.store.audit import Audit
from ingest.store.library import Library
from ingest.store.people import People
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.visitors_conversations import VisitorsConversations, conversations_of
from ingest.store.visitors import RightsChanged, Visitor, VisitorsCatalogue
from ingest.sync.mirror import ingest

ADA, BEN = "ada@firm.example", "ben@firm.example"


@pytest.mark.engines
def test_somebody_sees_their_cases_and_no_others(library: Library, folder: Path) -> None:
    for name in ("ours", "theirs"):
        ingest(library, name, [folder])
    ours, theirs = (library.catalogue.case(name) for name in ("ours", "theirs"))
    people = People(library.catalogue)
    people.give(ours, BEN, "editor")
    people.give(theirs, ADA, "owner")
    made = people.make_case("new", "New", BEN)
    seen = VisitorsCatalogue(library.catalogue, Visitor(BEN))
    assert seen.cases() == [made, ours]
    assert seen.rights == {ours.id: "editor", made.id: "owner"}
    assert seen.documents(ours) == library.catalogue.documents(ours)
    assert seen.counts(ours)[0] == 2
    (document, _) = library.catalogue.documents(theirs)
    (passage,) = library.catalogue.passages_of(document.id)
    with pytest.raises(NoSuchCase, match=r"There are: new, ours\.$"):
        seen.case("theirs")
    for refused in (lambda: seen.documents(theirs), lambda: seen.counts(theirs)):
        with pytest.raises(NoSuchCase):
            refused()
    assert seen.passages([passage.id]) == {}
    assert seen.page_sizes(document.id) == []
    assert seen.documents_of([passage.id]) == set()
    with pytest.raises(PinciteError, match="on the server"):
        seen.put_case("other")
    seen.note("asked", ours)
    seen.note_document("opened", seen.documents(ours)[0].id)
    seen.note_document("opened", seen.documents(ours)[0].id)
    assert [(each.who, each.did) for each in Audit(library.catalogue).entries("ours")] == [
        (BEN, "asked"),
        (BEN, "opened"),
    ]
    administrator = VisitorsCatalogue(library.catalogue, Visitor("eve@firm.example", True))
    assert administrator.cases() == [ours], "which has an editor, but no owner"


@pytest.mark.engines
def test_rights_that_were_taken_are_gone_at_once(library: Library) -> None:
    people = People(library.catalogue)
    case = people.make_case("case", "", ADA)
    people.give(case, BEN, "editor")
    seen = VisitorsCatalogue(library.catalogue, Visitor(BEN))
    people.give(case, BEN, "owner")
    assert seen.documents(case) == []
    people.give(case, BEN, "reader")
    with pytest.raises(RightsChanged):
        seen.documents(case)
    with pytest.raises(RightsChanged), seen.transaction():
        pass
    assert VisitorsCatalogue(library.catalogue, Visitor(BEN)).rights == {case.id: "reader"}


@pytest.mark.engines
def test_a_conversation_is_ones_own_until_it_is_shared(library: Library) -> None:
    people = People(library.catalogue)
    case = people.make_case("case", "", ADA)
    people.give(case, BEN, "reader")
    ada, ben = (
        VisitorsConversations(VisitorsCatalogue(library.catalogue, Visitor(email)))
        for email in (ADA, BEN)
    )
    number = ben.add(case, None, "Who pays?", "{}")
    assert [each.owner for each in ben.of_case(case)] == [BEN]
    assert ada.of_case(case) == []
    assert ada.turns(number) == []
    ben.share(number, True)
    assert [each.shared for each in ada.of_case(case)] == [True]
    assert [turn.question for turn in ada.turns(number)] == ["Who pays?"]
    gone = ben.delete(number)
    assert gone is not None
    assert (gone.owner, gone.shared) == (BEN, True)
    assert ben.owns(ben.restore(case, gone))
    assert type(conversations_of(library.catalogue)) is Conversations
    assert len(Conversations(library.catalogue).of_case(case)) == 1
