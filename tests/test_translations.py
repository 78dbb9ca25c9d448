"""The French catalogue is whole, and nothing that a person reads goes past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import get_args

import pytest
from babel.messages.catalog import Message

from bot.overview.claims import ClaimVerdict, DifferenceKind
from bot.question.parse import question_language
from bot.search.glance import STATE_LABELS
from ingest.translation import FRENCH, speaking, word
from scripts import translations
from scripts.translations import Wanted


def test_every_message_is_translated_and_compiled() -> None:
    """`.venv/bin/python scripts/translations.py --write` adds what is new; then translate it in
    ingest/locale/fr/LC_MESSAGES/pincite.po and run that again."""
    assert translations.faults() == []


def test_what_a_comparison_and_an_overview_call_things_has_a_french_word() -> None:
    kinds = (*get_args(ClaimVerdict), *get_args(DifferenceKind), *STATE_LABELS)
    with speaking(FRENCH):
        untold = [kind for kind in kinds if word(kind) == kind and kind != "date"]

    assert untold == []


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ('_("No file.")', [Wanted("No file.")]),
        ('N_(f"It has {len(pages)} pages")', [Wanted("It has {1} pages")]),
        ('ngettext("{n} row", "{n} rows", n)', [Wanted("{n} row", "{n} rows")]),
        ('counted(n, "page")', [Wanted("{number} page", "{number} pages")]),
        (
            'FileRefused(f"No page {n} of {name}.", "Try another." if n else "Go on.")',
            [Wanted("No page {1} of {2}."), Wanted("Try another."), Wanted("Go on.")],
        ),
        ('ChatModelFailed("late", f"{name} is late.")', [Wanted("{1} is late.")]),
        ('say(f"{a} {b}")', []),
        ('other("No message.")', []),
    ],
)
def test_messages_are_found_in_the_source(source: str, wanted: list[Wanted]) -> None:
    assert list(translations.messages(ast.parse(source))) == wanted


@pytest.mark.parametrize(
    ("english", "french", "fault"),
    [
        ("No file.", "", "not translated"),
        ("No {path}.", "Pas de {chemin}.", "other gaps"),
        ("No {path}.", "Pas de fichier.", "other gaps"),
        ("Really?", "Vraiment ?", "not French print"),
        ("No file.", "Pas d'image.", "not French print"),
    ],
)
def test_a_bad_translation_is_a_fault(english: str, french: str, fault: str) -> None:
    (found,) = translations.faults_of(Message(english, french))

    assert fault in found


def test_french_is_set_as_in_print_except_for_what_is_typed() -> None:
    typed = "Lancez `pincite ask \"c'est ?\"` : « l'autre » ?"

    assert translations.typeset(typed) == (
        'Lancez `pincite ask "c\'est ?"`\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}l’autre'
        "\N{NO-BREAK SPACE}»\N{NARROW NO-BREAK SPACE}?"
    )


# What Streamlit draws, by the name of the call, and what of it a person reads.
DRAWN = set(
    "button caption chat_input checkbox dataframe date_input dialog download_button expander "
    "file_uploader form_submit_button html info link_button markdown metric multiselect Page "
    "page_link popover progress radio segmented_control selectbox spinner subheader success tabs "
    "text_area text_input title toast toggle warning write".split()
) | {"draw_heading", "draw_notice", "print"}
READ = {"alt", "body", "help", "label", "placeholder", "text", "title"}
SAME_IN_BOTH = {"Markdown", "Pincite", "Word", "style.css"}


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and words of each literal that is drawn as it stands in the source."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in DRAWN:
            drawn = [*call.args[:1], *(word.value for word in call.keywords if word.arg in READ)]
            for argument in drawn:
                yield from ((argument.lineno, words) for words in bare_words(argument))


def bare_words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            words = re.sub(r"<[^<>]*>|<[^<>]*$|^[^<>]*>|&#?\w+;", " ", text).strip(" ()·:,.#>")
            is_path = words.startswith("/")
            if re.search(r"[A-Za-z]{2}", words) and words not in SAME_IN_BOTH and not is_path:
                yield words
        case ast.JoinedStr(values=parts):
            # The tags of one f-string may hold gaps.
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "0" for p in parts)
            yield from bare_words(ast.Constant(text))
        case ast.IfExp(body=first, orelse=second):
            yield from bare_words(first)
            yield from bare_words(second)
        case ast.BinOp(left=first, right=second):
            yield from bare_words(first)
            yield from bare_words(second)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from bare_words(item)


@pytest.mark.parametrize("room", ["bot/cli", "ingest/cli", "ui"])
def test_nothing_is_drawn_or_printed_as_it_stands_in_the_source(room: str) -> None:
    found = [
        f"{file.relative_to(translations.ROOT)}:{line}: {words}"
        for file in sorted((translations.ROOT / room).rglob("*.py"))
        for line, words in untranslated(ast.parse(file.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_a_literal_that_is_drawn_is_found() -> None:
    source = """
st.button("Save", key="save-it", help=_("Keeps it."))
st.html(f'<p class="{name}">and {n} more</p>')
st.html(f'<p class="{name}">{n}</p>')
left.text_input(_("Title"), placeholder="Any" if n else "")
"""

    assert list(untranslated(ast.parse(source))) == [
        (2, "Save"),
        (3, "and 0 more"),
        (5, "Any"),
    ]


# Words by which documents and questions are read.
VOCABULARY = tuple(
    "bot/question/ ingest/describe/ ingest/formats/ ingest/passages/ ingest/text/".split()
)
# Read by a model alone, by Word or a browser; asked as examples in both languages; the names of
# the languages.
NOT_SAID = {
    "bot/overview/report.py: FR",
    "ui/pages/timeline.py: hours(datum.value) ? '' : timeFormat(datum.value, '%Y-%m-%d')",
    "bot/overview/contested.py: C’est exact, vrai, incontesté.",
    "bot/overview/contested.py: C’est faux, inexact, infondé.",
    "bot/overview/claims.py: une société",
    "bot/overview/particulars.py: une somme d’argent",
    "bot/overview/particulars.py: une date",
    "bot/overview/particulars.py: plusieurs",
    "bot/overview/particulars.py: un numéro",
    "bot/reading/write.py: French",
    "ingest/translation.py: Français",
    "ui/pages/chat.py: Ask a question · Posez une question",
    "ui/wording.py: Qui sont les parties ?",
    "ui/wording.py: Quel montant est réclamé ?",
    "ui/wording.py: Quand la plainte a-t-elle été déposée ?",
}
LANGUAGE_KEYS = {"fr", "FRENCH"}
TRANSLATED_BY = {"N_", "_", "translated", "ngettext"}


def french_in_source(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and words of each literal in French, which belongs into the catalogue: what stands
    beside English under the key of its language, and whatever reads as French."""
    aside = {id(part) for part in not_read(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if getattr(key, "value", getattr(key, "id", None)) in LANGUAGE_KEYS:
                        yield from (
                            (part.lineno, words)
                            for part, words in literals(value)
                            if id(part) not in aside and re.search(r"[^\W\d_]{2}", words)
                        )
            case ast.Constant(value=str(text)) if id(node) not in aside:
                many = len(re.findall(r"[^\W\d_]{2,}", text)) > 1
                if many and question_language(text) == FRENCH:
                    yield node.lineno, text


def not_read(tree: ast.AST) -> Iterator[ast.Constant]:
    """The literals that no person reads on a screen: docstrings, patterns, lists of words; and
    those that are translated."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                yield docstring
            case ast.Call(func=ast.Attribute(attr="split" | "compile")):
                yield from (part for part, _ in literals(node))
            case ast.Call(func=ast.Name(id=name)) if name in TRANSLATED_BY:
                yield from (part for part, _ in literals(node))
            case ast.Constant(value=str(text)) if re.search(r"[\\|\[\]]|\(\?|PRAGMA", text):
                yield node


def literals(node: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, part.value


@pytest.mark.parametrize("room", ["bot", "ingest", "ui"])
def test_no_french_stands_in_the_source(room: str) -> None:
    found = set()
    for file in sorted((translations.ROOT / room).rglob("*.py")):
        name = file.relative_to(translations.ROOT).as_posix()
        if not name.startswith(VOCABULARY):
            said = french_in_source(ast.parse(file.read_text(encoding="utf-8")))
            found |= {f"{name}: {words}" for _, words in said}

    assert found - NOT_SAID == set()


def test_french_in_the_source_is_found() -> None:
    source = """
'''« La plainte » est citée ici.'''
SAID = {"en": Failed("Stopped.", "Ask again."), "fr": Failed("Arrêté.", "Demandez encore.")}
NAMES = {"en": N_("English"), "fr": N_("French")}
question = f"Que dit la plainte sous « {heading} » ?" if language == "fr" else "What?"
pattern = re.compile("que la plainte")
"""

    assert sorted(set(french_in_source(ast.parse(source)))) == [
        (3, "Arrêté."),
        (3, "Demandez encore."),
        (5, "Que dit la plainte sous « "),
    ]
