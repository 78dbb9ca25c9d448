"""What a court's paper only says that a party says, in English and French."""

from __future__ import annotations

import pytest

from bot.reading.recounted import recounts
from ingest.document import Passage, Span


def recounted(text: str, language: str, headings: tuple[str, ...] = (), quote: str = "") -> bool:
    start = text.index(quote)
    passage = Passage(text, (Span(0, len(text), 1, 0, 0),), headings=headings, language=language)
    return recounts(passage, start, start + len(quote or text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Defendant argues that the lease had ended.", "en"),
        ("Bolt Inc. contends it paid in full.", "en"),
        ("Plaintiff asks the Court to award damages.", "en"),
        ("The landlord, Ms. Dune, maintains that she wrote.", "en"),
        ("In its reply, Bolt (“Bolt”) further argues that notice was late.", "en"),
        ("The complaint alleges that the roof leaked.", "en"),
        ("La société Dune soutient que le bail a pris fin.", "fr"),
        ("Dune Immobilier demande la condamnation de Bolt à lui payer 900 euros.", "fr"),
        ("Attendu que le preneur soutient que le toit fuyait ;", "fr"),
        ("Bolt a demandé au tribunal d’écarter la clause.", "fr"),
        ("L’intimée conclut au débouté.", "fr"),
        ("La demanderesse fait valoir que le toit fuyait. Elle réclame 9 000 euros.", "fr"),
    ],
)
def test_what_a_party_says(text: str, language: str) -> None:
    assert recounted(text, language)
    assert recounted(text, language, ("MOTIFS",))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le 2 mai 2022, Bolt a demandé que le prix soit porté à 9 euros.", "fr"),
        ("The Court finds that Bolt paid.", "en"),
        ("The Court asks the parties to confer.", "en"),
        ("Although Bolt argues that it paid, it did not.", "en"),
        ("The damages that Bolt seeks are too high.", "en"),
        ("But the amount the tenants seek to recover is too high.", "en"),
        ("Such disputes over the roof are common.", "en"),
        ("The request for fees is too high.", "en"),
        ("Bolt's claims fail.", "en"),
        ("La demande sera rejetée.", "fr"),
        ("Le tribunal considère que le bail a pris fin.", "fr"),
        ("Bolt argues that it paid, but the record shows otherwise.", "en"),
        ("Attendu que Bolt soutient que le toit fuyait ; qu’elle n’en justifie pas ;", "fr"),
        ("In May, Bolt asked Dune to repair the roof.", "en"),
        ("Bolt left the premises in May.", "en"),
        ("Dune's request for fees is denied.", "en"),
        ("The Act seeks to protect tenants.", "en"),
        ("CONDAMNE Bolt à payer à Dune la somme de 900 euros ;", "fr"),
        ("L’article 8 permet à une partie de demander une renégociation.", "fr"),
        ("Whether Bolt claims a right is open.", "en"),
        ("Bolt argues that it paid. The receipt is false.", "en"),
    ],
)
def test_what_the_court_says(text: str, language: str) -> None:
    assert not recounted(text, language)


PRONOUNS = ("Elle réclame 9 000 euros.", "Il estime que le toit fuyait.", "Celle-ci conteste tout.")


@pytest.mark.parametrize("text", PRONOUNS)
def test_a_pronoun_is_a_party_before_the_reasons(text: str) -> None:
    assert recounted(text, "fr", ("EXPOSÉ DU LITIGE",))
    assert not recounted(text, "fr", ("EXPOSÉ DU LITIGE", "MOTIFS DE LA DÉCISION"))
    assert recounted(f"Bolt conclut au débouté. {text}", "fr", ("MOTIFS",), quote=text)


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("PRÉTENTIONS DES PARTIES", "fr"),
        ("II - Prétentions et moyens des parties", "fr"),
        ("Moyens de la demanderesse", "fr"),
        ("Enoncé du moyen", "fr"),
        ("B. The Parties’ Contentions", "en"),
        ("Arguments of the Tenant", "en"),
    ],
)
def test_the_part_of_a_judgment_that_says_what_is_claimed(heading: str, language: str) -> None:
    text = "Le toit fuyait depuis mars." if language == "fr" else "The roof had leaked since March."
    assert recounted(text, language, (heading,))
    assert not recounted(text, language, (heading, "MOTIFS" if language == "fr" else "Discussion"))
    assert not recounted(text, language, ("FAITS",))
    assert not recounted("Le tribunal retient que le toit fuyait.", "fr", (heading,))
