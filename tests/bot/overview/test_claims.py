"""The verdict on a sentence, given what the filings say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.overview.article import ClaimSentence, sentences_of_text
from bot.overview.claims import (
    FiledSentence,
    Likeness,
    MissingName,
    judge,
    missing_names,
    names_of,
    ordinary_words,
    states_nothing,
)
from bot.search.excerpt import Excerpt
from ingest.document import Kind, Passage, Span
from ingest.errors import PinciteError
from ingest.store.catalogue import Stored

LIKENESS = Likeness(stands=0.8, differs=0.83, plain=0.9, reader=0.02, margin=0.02)


def stored(text: str) -> Stored:
    return Stored(
        1, 1, 0, "Complaint", Passage(text, (Span(0, len(text), 1, 0, 0),), language="en")
    )


def filed(text: str, likeness: float) -> FiledSentence:
    return FiledSentence(Excerpt(stored(text), 0, len(text)), likeness, "complaint")


def verdict(text: str, *sentences: FiledSentence, missing: tuple[MissingName, ...] = ()) -> str:
    return judge(ClaimSentence(text, "fr"), sentences, missing, LIKENESS).verdict


BOUGHT = filed("Acme bought parts for $12 million.", 0.9)
SOLD = filed("Acme sold parts for $5 million.", 0.84)


def test_a_figure_that_the_filings_have_stands() -> None:
    assert (
        verdict("Acme a acheté des pièces pour 12 millions de dollars.", BOUGHT, SOLD) == "stands"
    )


def test_a_changed_figure_differs_and_both_figures_are_told() -> None:
    claim = ClaimSentence("Acme a acheté des pièces pour 13 millions de dollars.", "fr")
    compared = judge(claim, [BOUGHT], (), LIKENESS)
    assert compared.verdict == "differs"
    (difference,) = compared.differences
    assert difference.kind == "amount"
    assert (difference.claimed, difference.filed) == ("13 millions de dollars", "$12 million")
    assert compared.filed == (BOUGHT,)


def test_a_figure_of_another_sentence_does_not_bear_it_out() -> None:
    """$5 million stand in the filings, but of what was sold."""
    claim = "Acme a acheté des pièces pour 5 millions de dollars."
    assert verdict(claim, BOUGHT, SOLD) == "differs"


def test_one_changed_figure_of_two_differs() -> None:
    both = filed("Acme bought parts for $12 million and sold some for $5 million.", 0.9)
    claim = "Acme a acheté pour 12 millions de dollars et vendu pour 6 millions de dollars."
    assert verdict(claim, both) == "differs"


ENTRY = replace(
    filed("03/04/2021 1 COMPLAINT for (1) fraud, (2) waste and (3) theft.", 0.8), is_entry=True
)
NEARER = filed("The parties worked so for eight years.", 0.85)


def test_a_sentence_with_every_figure_bears_them_out_though_others_are_more_alike() -> None:
    assert verdict("La plainte de mars reposait sur trois griefs.", ENTRY, NEARER) == "stands"
    # Another number, another month.
    assert verdict("La plainte de mars reposait sur cinq griefs.", ENTRY, NEARER) == "differs"
    assert verdict("La plainte de mai reposait sur trois griefs.", ENTRY, NEARER) == "differs"
    assert verdict("La plainte de mai reposait sur cinq griefs.", ENTRY, NEARER) == "not found"


def test_a_docket_entry_of_the_month_bears_out_no_figure_alone() -> None:
    assert verdict("En mars 2021, l’affaire suivait son cours.", ENTRY) == "not found"


def test_a_label_with_a_date_contradicts_nothing() -> None:
    label = filed("Date Filed: 03/04/2021", 0.9)
    assert verdict("L’accord est entré en vigueur le 5 mai 2014.", label) == "not found"


def test_a_figure_that_stands_with_another_party_differs() -> None:
    claim = ClaimSentence("La société Bolt a acheté des pièces pour 12 millions de dollars.", "fr")
    compared = judge(claim, [BOUGHT], (), LIKENESS)
    assert compared.verdict == "differs"
    assert [(each.kind, each.claimed) for each in compared.differences] == [("name", "Bolt")]


def test_about_is_not_at_least() -> None:
    least = filed("The loss is at least $12 million.", 0.9)
    assert verdict("La perte est d’environ 12 millions de dollars.", least) == "differs"
    assert verdict("La perte est d’au moins 12 millions de dollars.", least) == "stands"


def test_a_figure_of_which_nothing_is_said_is_not_found() -> None:
    assert verdict("Un stagiaire a gagné 600 euros.", filed("Acme bought parts.", 0.7)) == (
        "not found"
    )


def test_a_name_that_the_filings_do_not_have_differs() -> None:
    claim = "Bolt a acheté des pièces pour 12 millions de dollars."
    assert verdict(claim, BOUGHT, missing=(MissingName("Bolt", "Acme"),)) == "differs"


@pytest.mark.parametrize("read", [-5.0, 5.0])
def test_whether_a_name_is_looked_for_does_not_hang_on_the_readers_scale(read: float) -> None:
    """Another training moves all scores of the reader: names in nearly the same sentence would no
    longer be missed, or those in any sentence would be."""
    claim = ClaimSentence("La société Bolt n’a rien commandé du tout.", "fr")
    missing = [MissingName("Bolt", "Acme")]
    alike, apart = (
        replace(filed("Acme ordered nothing at all.", likeness), read=read)
        for likeness in (LIKENESS.plain + 0.01, LIKENESS.plain - 0.01)
    )
    assert judge(claim, [alike], missing, LIKENESS).verdict == "differs"
    assert judge(claim, [apart], missing, LIKENESS).verdict == "not found"


def test_without_figures_only_a_very_great_likeness_counts() -> None:
    said = "Acme a payé ses fournisseurs."
    assert verdict(said, filed("Acme paid its suppliers.", 0.93)) == "stands"
    assert verdict(said, filed("Acme bought from its suppliers.", 0.91)) == "nothing to check"
    assert verdict("L’affaire intéresse tout le secteur.", filed("Acme paid.", 0.7)) == (
        "nothing to check"
    )


@pytest.mark.parametrize(
    "text", ["Qui paie, au juste ?", "Par la rédaction.", "Publié le 3 mars 2021.", "Voir aussi"]
)
def test_questions_and_credits_state_nothing(text: str) -> None:
    assert states_nothing(text)


def test_a_first_word_is_a_name_unless_it_opens_sentences() -> None:
    def names(text: str, ordinary: frozenset[str] = frozenset()) -> list[str]:
        return names_of(ClaimSentence(text, "fr"), ordinary)

    assert names("Acme a payé Bolt.") == ["Acme", "Bolt"]
    assert names("Pendant sept ans, Acme a payé.") == ["Acme"]
    article = [ClaimSentence("Les pièces sont livrées.", "fr")]
    assert names("Pièces et Acme.", ordinary_words(article)) == ["Acme"]


def test_a_name_is_missing_where_no_passage_has_it() -> None:
    claim = ClaimSentence("Bolt a saisi un tribunal de Californie.", "fr")
    passages: list[tuple[Stored, Kind]] = [(stored("The court sits in California."), "complaint")]
    assert missing_names(claim, ["Bolt", "Californie"], passages) == ["Bolt"]


def test_a_name_with_the_stem_of_another_word_is_missing() -> None:
    # « délai » and "Dell" have one stem, and the glossary translates « délai » by "term".
    passages: list[tuple[Stored, Kind]] = [(stored("The terms were clear."), "complaint")]
    assert missing_names(ClaimSentence("Dell conteste.", "fr"), ["Dell"], passages) == ["Dell"]


def test_pasted_text_is_cut_into_sentences() -> None:
    text = "Acme réclame 12 millions de dollars. Bolt refuse de les payer.\n"
    assert [claim.text for claim in sentences_of_text(text)] == [
        "Acme réclame 12 millions de dollars.",
        "Bolt refuse de les payer.",
    ]
    assert {claim.language for claim in sentences_of_text(text)} == {"fr"}


def test_no_text_is_a_clear_failure() -> None:
    with pytest.raises(PinciteError, match="no text"):
        sentences_of_text("  \n")
