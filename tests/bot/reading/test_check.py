"""Every rule of the checker, with a true statement beside each false one."""

from __future__ import annotations

import pytest

from bot.reading.check import CitableSentence, Written, check
from bot.reading.voices import names_court

COMPLAINT = CitableSentence(
    "On March 3, 2021, Acme sold Smith more than 250 pumps for $1.5 million, and Smith did not "
    "pay.",
    "en",
    "complaint",
)
ARTICLE = CitableSentence(
    "Acme, société de Californie, réclame 61 millions de dollars à la société Smith, qui conteste.",
    "fr",
    "article",
)
ORDER = CitableSentence(
    "The Court finds that Smith breached the contract of 3 March 2021.", "en", "order", court=True
)
LONG = CitableSentence("“We never promised a delivery before winter,” Acme wrote.", "en", "article")
SOURCES = [COMPLAINT, ARTICLE, ORDER, LONG]


def reason(text: str, cites: tuple[int, ...] = (1,), language: str = "en") -> str | None:
    return check(Written(text, cites, language), SOURCES).reason


KEPT = [
    ("The complaint alleges that Acme sold Smith more than 250 pumps.", 1, "en"),
    ("The complaint alleges that Acme sold Smith pumps for $1,500,000.", 1, "en"),
    ("According to the complaint, Acme sold Smith pumps in March 2021.", 1, "en"),
    ("Selon la plainte, Acme a vendu à Smith plus de 250 pompes le 3 mars 2021.", 1, "fr"),
    ("La plainte affirme que Smith n’a pas payé les pompes de 1,5 million de dollars.", 1, "fr"),
    ("The article reports that Acme, a California company, claims $61 million.", 2, "en"),
    ("Acme réclame à Smith 61 millions de dollars.", 2, "fr"),
    ("The court found that Smith breached the contract of March 3, 2021.", 3, "en"),
    ("Le tribunal a jugé que Smith a violé le contrat du 3 mars 2021.", 3, "fr"),
    ("Acme wrote that “we never promised a delivery before winter”.", 4, "en"),
]


@pytest.mark.parametrize(("text", "cites", "language"), KEPT)
def test_what_the_sources_say_is_kept(text: str, cites: int, language: str) -> None:
    assert reason(text, (cites,), language) is None


DROPPED = [
    ("The complaint alleges that Acme sold Smith pumps.", (), "en", "no citation"),
    ("The complaint alleges that Acme sold Smith pumps.", (5,), "en", "no such source"),
    ("The complaint alleges that Acme sold Smith pumps.", (0,), "en", "no such source"),
    ("Acme wrote that “we promised a delivery before winter”.", (4,), "en", "quote"),
    ("Acme wrote that “we always promised a delivery before winter”.", (4,), "en", "quote"),
    ("The complaint alleges that Acme sold Smith pumps for $2.5 million.", (1,), "en", "number"),
    ("The complaint alleges that Acme sold Smith pumps on May 3, 2021.", (1,), "en", "number"),
    ("The complaint alleges that Acme sold Smith pumps on March 4, 2021.", (1,), "en", "number"),
    ("The complaint alleges that Acme sold Smith 15 pumps.", (1,), "en", "number"),
    ("Acme réclame à Smith 61 milliards de dollars.", (2,), "fr", "number"),
    ("Acme réclame à Smith 61 millions d’euros.", (2,), "fr", "number"),
    ("The complaint alleges that Acme sold Smith less than 250 pumps.", (1,), "en", "bound"),
    ("Acme réclame plus de 61 millions de dollars à Smith.", (2,), "fr", "bound"),
    ("The complaint alleges that Acme sold Jones more than 250 pumps.", (1,), "en", "name"),
    ("Selon la plainte, Acme a vendu à Dupont plus de 250 pompes.", (1,), "fr", "name"),
    ("The complaint alleges that Acme did not sell Smith 250 pumps.", (1,), "en", "negation"),
    ("The court found that Smith did not breach the contract.", (3,), "en", "negation"),
    ("Le tribunal a jugé que Smith n’a jamais violé le contrat.", (3,), "fr", "negation"),
    ("The complaint alleges that Smith sold Acme more than 250 pumps.", (1,), "en", "parties"),
    ("Smith réclame à Acme 61 millions de dollars.", (2,), "fr", "parties"),
    ("Acme sold Smith more than 250 pumps for $1.5 million.", (1,), "en", "voice"),
    ("The court found that Acme sold Smith more than 250 pumps.", (1,), "en", "voice"),
    ("Il est établi qu’Acme a vendu à Smith plus de 250 pompes.", (1,), "fr", "voice"),
    ("The complaint alleges that the warehouse of Acme burned down.", (1,), "en", "unrelated"),
]


@pytest.mark.parametrize(("text", "cites", "language", "why"), DROPPED)
def test_what_they_do_not_say_is_dropped_with_its_reason(
    text: str, cites: tuple[int, ...], language: str, why: str
) -> None:
    assert reason(text, cites, language) == why


def test_a_quotation_that_differs_in_form_takes_the_words_of_the_source() -> None:
    said = Written("Acme wrote: “We  never promised a delivery before Winter”.", (4,), "en")
    verdict = check(said, SOURCES)
    assert verdict.text == "Acme wrote: “We never promised a delivery before winter”."
    assert (verdict.reason, verdict.match) == (None, "normalised")


def test_a_slip_in_a_quotation_is_repaired() -> None:
    said = Written("Acme wrote: “We never promissed a delivery before winter”.", (4,), "en")
    verdict = check(said, SOURCES)
    assert verdict.text == "Acme wrote: “We never promised a delivery before winter”."
    assert (verdict.reason, verdict.match) == (None, "repaired")


def test_the_second_look_has_the_last_word() -> None:
    said = Written("The complaint alleges that Acme sold Smith more than 250 pumps.", (1,), "en")
    assert check(said, SOURCES, lambda written, cited: False).reason == "second look"


def test_what_two_cited_sentences_say_together_is_kept() -> None:
    text = "Acme sold Smith pumps, the complaint alleges, and claims $61 million."
    assert reason(text, (1,)) == "number"
    assert reason(text, (1, 2)) is None


def test_may_the_verb_is_no_month() -> None:
    source = CitableSentence("A party named in section 18 may appear in person.", "en", "other")
    said = "Selon la loi, une partie visée à l’article 18 peut comparaître en personne."
    assert check(Written(said, (1,), "fr"), [source]).kept
    dated = CitableSentence("The letter of 18 May reached us.", "en", "letter")
    said = "Selon la lettre, la lettre du 18 mai nous est parvenue."
    assert check(Written(said, (1,), "fr"), [dated]).kept
    said = "Selon la lettre, la lettre du 18 juin nous est parvenue."
    assert check(Written(said, (1,), "fr"), [dated]).reason == "number"


@pytest.mark.parametrize("condition", ["if", "where", "unless", "whether"])
def test_what_would_have_to_be_established_is_no_finding(condition: str) -> None:
    assert not names_court(f"A hearing is private {condition} it is established that it must be.")
    assert names_court("It is established that Smith did not pay.")


SIDES = CitableSentence(
    "Plaintiff alleges that Defendant kept 250 pumps.",
    "en",
    "opinion",
    court=True,
    parties=("Acme Corporation", "Smith"),
)


def test_a_party_may_be_named_where_the_source_names_its_side() -> None:
    def of_sides(text: str) -> str | None:
        return check(Written(text, (1,), "en"), [SIDES]).reason

    assert of_sides("According to the opinion, Acme alleges that Smith kept 250 pumps.") is None
    assert of_sides("According to the opinion, Smith alleges that Acme kept 250 pumps.")
    assert of_sides("According to the opinion, Jones alleges that Smith kept 250 pumps.") == "name"


@pytest.mark.parametrize(
    ("text", "language", "source", "its_language"),
    [
        ("According to the opinion, the test was without a conclusive result.", "en",
         "The results of the test were inconclusive.", "en"),
        ("The order says that the motion of Acme was dismissed.", "en",
         "The motion of Acme is DENIED.", "en"),
        ("L'ordonnance indique que la requête d'Acme a été rejetée.", "fr",
         "The motion of Acme is DENIED.", "en"),
        # What stands apart between subject and verb.
        ("The opinion states that the effects were never shown.", "en",
         "The effects, little known until 2001, were never shown.", "en"),
        ("The article reports that hundreds of students went on strike.", "en",
         "Des centaines d’étudiants sont en grève.", "fr"),
        # Who is acted upon may begin the sentence.
        ("The opinion states that Jones Brothers was sued by Acme Steel.", "en",
         "Acme Steel sued Jones Brothers.", "en"),
        ("L'arrêt indique que la société Durand a été condamnée à payer Martin.", "fr",
         "Condamne la société Durand à payer Martin.", "fr"),
        # A hidden name is one name.
        ("L'arrêt indique que la commune de [Localité 2] a accepté un compteur.", "fr",
         "Il relève que cette année la commune de [Localité 2] a accepté la pose d'un compteur.",
         "fr"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_kept(
    text: str, language: str, source: str, its_language: str
) -> None:
    cited = CitableSentence(source, its_language, "opinion", court=True)
    assert check(Written(text, (1,), language), [cited]).reason is None


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        ("The test had a conclusive result.", "The results of the test were inconclusive.",
         "negation"),
        ("The effects were at last shown.",
         "The effects, little known until 2001, were never shown.", "negation"),
        ("Thousands of students went on strike.", "Hundreds of students went on strike.",
         "number"),
        ("Smith hired Acme in 2001.", "Acme hired Smith in 2001.", "parties"),
        ("Smith was hired by Acme.", "Smith hired Acme.", "parties"),
        ("Acme Steel was sued by Jones Brothers.", "Acme Steel sued Jones Brothers.", "parties"),
    ],
)  # fmt: skip
def test_the_contrary_in_other_words_is_dropped(text: str, source: str, reason: str) -> None:
    cited = CitableSentence(source, "en", "opinion", court=True)
    assert check(Written(text, (1,), "en"), [cited]).reason == reason
