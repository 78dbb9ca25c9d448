"""What is said of an answer in words, in the language of its question: "en" or "fr"."""

from __future__ import annotations

NOT_FOUND = {"en": "Not found in these documents", "fr": "Introuvable dans ces documents"}
NO_SENTENCE = {"en": "No passage says it outright", "fr": "Aucun passage ne le dit expressément"}
NEAREST = {"en": "The nearest passages:", "fr": "Les passages les plus proches :"}
QUOTES_ONLY = {
    "en": "Answers are quotes from the documents: no summaries, opinions or new texts.",
    "fr": "Les réponses sont des citations des documents : ni résumé, ni avis, ni texte nouveau.",
}
UNDERSTOOD = {"en": "Understood as: ", "fr": "Compris comme : "}
