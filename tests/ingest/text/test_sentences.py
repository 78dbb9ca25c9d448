"""Sentences of legal English and French, as a table: "|" marks the boundaries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.sentences import sentences

ENGLISH = [
    "Wiwynn Corp. makes servers.|X Corp. buys them.",
    "Wiwynn sued X Corp.|The complaint seeks $61.5 million.",
    "Wiwynn sued X.|The company paid X Holdings nothing.",
    "23. Plaintiff delivered the goods.|Defendant kept them.",
    "¶ 23. Plaintiff delivered the goods.|See ¶ 23.|It did.",
    "A. The first point.|It is short.",
    "(a) First item.|(b) Second item.",
    "See Smith v. Jones, No. 24-cv-00001.|The claim fails.",
    "Smith v. Jones, 414 F.3d 1023, 1025 (9th Cir. 2005) (so holding).|The rule is clear.",
    "Jurisdiction rests on 28 U.S.C. § 1332(a).|Venue is proper.",
    "It lies under Cal. Civ. Code § 1572.|So do the others.",
    "The rule is Fed. R. Civ. P. 54(d)(2).|See id. at 5.|It governs.",
    "Ex. A, at p. 5, shows it; pp. 6-7, ECF No. 1 and Dkt. Nos. 626, 627 agree.|Fin.",
    "He is a U.S. citizen.|He sued in the U.S. District Court.",
    "He lives in the U.S.|The firm does not.",
    "Hon. J. Smith heard Mr. Doe, Dr. Roe and Jane Doe, Esq., at 9:00 a.m. Central Time.|Later.",
    "On Nov. 3, 2022, payments stopped.|No reason was given.",
    "He said “we will pay.”|Then he left.",
    "He said no.|Then he left.",
    "It concedes as much. (Id. ¶¶ 26–27.)|The claim fails. (Opp. 3.)|So be it.".replace(
        ". (", ".|("
    ),
    "See Doe v. Acme Elecs. Co., 814 F.3d 1343 (Fed. Cir. 2016).|It governs.",
    "“Is it due?” he asked.|It was.",
    "The parties submitted.|(Dkt. Nos. 626, 627.)|After argument, the Court rules.",
    "agreement . . . from which the appeal was taken.|Next … it follows.",
    "The parties are: (i) one; (ii) two; and (iii) three.|What now?|Indeed!",
    "The amount is due; it was not paid; no reason was given.",
    "The policy so provides.|[Exhibit “1” § I. A].|It was renewed.",
]
FRENCH = [
    "M. Dupont a payé 3,5 millions.|Mme Durand non.",
    "Voir art. 3 et p. ex. cela.|Voir aussi l’art. L. 123-4 du C. civ., al. 2.|Fin.",
    "Il a dit : « Non. »|Puis il est parti.",
    "L’arrêt Dupont c. Durand le dit.|C’est tout.",
    "Voir le n° 24-cv-00001.|L’audience a eu lieu.",
    "X Corp. doit payer.|Wiwynn a saisi la justice contre X Corp.|La plainte vise 61 millions.",
    "Le 16 août 2024, X… est parti.|Ok… mais non.",
    "La plainte allègue une faute ; X la nie ; le tribunal tranchera.",
]


@pytest.mark.parametrize(
    ("language", "marked"),
    [("en", text) for text in ENGLISH] + [("fr", text) for text in FRENCH],
)
def test_boundaries(language: str, marked: str) -> None:
    text = marked.replace("|", " ")
    assert [text[start:end] for start, end in sentences(text, language)] == marked.split("|")


@pytest.mark.parametrize("text", ["", " ", "\n\xa0 "])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentences(text, "en") == []


def test_offsets_count_characters_beyond_the_basic_plane() -> None:
    text = "𝒳 paid é 𝒴. Then 𝒵 left."
    assert [text[start:end] for start, end in sentences(text, "en")] == [
        "𝒳 paid é 𝒴.",
        "Then 𝒵 left.",
    ]


legal_text = st.lists(
    st.sampled_from(
        "The v. No. 23. (a) X Corp. “said. ” § ¶ ... … A. M. art. L. 3 ? ! » « ) \n \xa0 é 𝒳".split(
            " "
        )
    )
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
).map(" ".join)


@given(legal_text, st.sampled_from(["en", "fr", "de", "", "xx"]))
def test_sentences_are_ordered_trimmed_and_hold_every_character(text: str, language: str) -> None:
    found = sentences(text, language)
    last = 0
    held: set[int] = set()
    for start, end in found:
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        held.update(range(start, end))
        last = end
    assert all(text[i].isspace() for i in range(len(text)) if i not in held)
