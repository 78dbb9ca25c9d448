"""A question is searched in the documents that were chosen, and in no other."""

from __future__ import annotations

import pytest

from bot.ask import Bot
from bot.question.parse import understand
from bot.search.narrowing import Narrowing, as_text, from_text, narrowed, paths_named
from bot.search.retrieve import retrieve
from ingest.errors import PinciteError
from tests.support.sample_case import CASE

ASKED = "How many million dollars does Wiwynn claim, and when was it filed?"


def searched(bot: Bot, narrowing: Narrowing) -> set[str]:
    """The documents that the search finds anything in."""
    catalogue = bot.library.catalogue
    case = narrowed(catalogue, catalogue.case(CASE), narrowing)
    hits = retrieve(bot.library, case, understand(ASKED), limit=200)
    return {catalogue.document(hit.stored.document_id).path for hit in hits}


def test_only_the_chosen_documents_are_searched(bot: Bot) -> None:
    assert len(searched(bot, Narrowing())) > 3
    narrowing = Narrowing(paths=("motion-to-dismiss.pdf",))
    assert searched(bot, narrowing) == {"motion-to-dismiss.pdf"}
    assert searched(bot, Narrowing(kinds=("article", "docket"))) <= {"article.html", "docket.html"}
    assert searched(bot, Narrowing(languages=("fr",))) == {"article.html"}
    assert searched(bot, Narrowing(until="2024-08-16")) == {"complaint.pdf", "docket.html"}
    everything = bot.ask(ASKED, CASE).searched
    answer = bot.ask(ASKED, CASE, only=narrowing)
    assert {citation.document for citation in (*answer.citations, *answer.also)} <= {
        "motion-to-dismiss.pdf"
    }
    assert (answer.searched.documents, answer.searched.of) == (1, everything.documents)
    assert answer.searched.passages < everything.passages


def test_what_is_looked_up_is_looked_up_in_the_chosen_documents(bot: Bot) -> None:
    asked = "paragraph 23 of the complaint"
    assert bot.ask(asked, CASE).citations
    assert not bot.ask(asked, CASE, only=Narrowing(paths=("article.html",))).citations
    # A look-up that needs the docket finds nothing where the docket is left out.
    filed = "When was the complaint filed?"
    assert bot.ask(filed, CASE).answered_by == "docket"
    assert bot.ask(filed, CASE, only=Narrowing(kinds=("complaint",))).answered_by != "docket"


def test_a_document_that_is_named_and_not_chosen_is_said(bot: Bot) -> None:
    article = Narrowing(paths=("article.html",))
    follow_up = bot.ask("And in the motion?", CASE, earlier=[ASKED], only=article)
    (title,) = follow_up.searched.unchosen
    assert "motion" in title.lower()
    assert not bot.ask(ASKED, CASE, only=article).searched.unchosen
    assert not bot.ask("What does the article say of Dell?", CASE, only=article).searched.unchosen
    assert not bot.ask("What does the motion say?", CASE).searched.unchosen


def test_a_choice_that_leaves_nothing_says_so(bot: Bot) -> None:
    with pytest.raises(PinciteError, match="None of the documents"):
        bot.ask(ASKED, CASE, only=Narrowing(paths=("gone.pdf",)))
    catalogue = bot.library.catalogue
    with pytest.raises(PinciteError, match=r"no gone\.pdf"):
        paths_named(catalogue, catalogue.case(CASE), ["gone.pdf"])
    assert paths_named(catalogue, catalogue.case(CASE), ["article.html"]).paths == ("article.html",)


@pytest.mark.parametrize(
    "narrowing",
    [
        Narrowing(),
        Narrowing(("a.pdf",), ("motion",), ("Acme, Inc.",), ("fr",), "2024-01-01", "2024-12-31"),
    ],
)
def test_a_choice_is_kept_as_it_was(narrowing: Narrowing) -> None:
    assert from_text(as_text(narrowing)) == narrowing


@pytest.mark.parametrize("kept", ["{", "[1]", '{"since": "soon", "paths": "x"}', "null"])
def test_a_kept_choice_that_cannot_be_read_leaves_nothing_out(kept: str) -> None:
    assert from_text(kept) == Narrowing()
