"""Web pages: the article and nothing around it, or the whole of a page that is a document.

trafilatura says which text is the article; the words are then taken from the
page itself, block by block, so that what is quoted is what the page shows.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable
from datetime import date

import trafilatura
from lxml.html import HtmlElement

from ingest.document import Description, LeftOut, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.html.blocks import Block, blocks_of, take_out_controls, tree_of
from ingest.formats.html.frames import open_frames
from ingest.formats.html.hidden import take_out_hidden
from ingest.formats.html.note_marks import take_out_note_marks
from ingest.formats.html.styles import styles_of
from ingest.formats.text import is_web_furniture, visible
from ingest.text.language import language_of
from ingest.translation import N_

_SITE_PARTS = ("nav", "footer", "aside", "form")
_SITE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
)
_SITE_NAMES = re.compile(
    r"(?i)(?<![a-z])(?:menu|nav(?:bar|igation)?|footer|sidebar|cookies?|comments?|share|newsletter)"
    r"(?![a-z])"
)
_LINKED = 0.15
"""Share of a page's letters inside links, above which it is a site's page, not a document."""
_STANDFIRST = 60
"""Characters above which text under the title is no name and no date."""
_SURE = 25
"""Letters and digits above which finding a block within the article's text is no accident."""


def read_html(text: str) -> Reading:
    """Reads a web page. Raises `FileRefused` where it shows no text at all."""
    tree = tree_of(text)
    metadata = _metadata(tree)
    styles = styles_of(tree)
    left_out = take_out_hidden(tree, styles) + open_frames(tree)
    left_out += take_out_note_marks(tree, styles)
    is_site = metadata.kind == "article" or _is_site_page(tree)
    left_out += take_out_controls(tree, is_site)
    blocks = blocks_of(tree)
    kept, why = blocks, N_("web page")
    if is_site:
        kept, why = _article(tree, blocks), N_("article of a web page")
        if not kept:
            kept, why = _outside_site_parts(blocks), N_("web page without an article")
        kept = _without_repeats(block for block in kept if not is_web_furniture(block.text))
        read = set(map(id, kept))
        left_out += [LeftOut("web furniture", b.text) for b in blocks if id(b) not in read]
    if not kept:
        raise FileRefused(
            "It is a web page that shows no text.",
            "Open it in a browser, let it load, and print it to PDF.",
        )
    page = Page(1, tuple(block.line for block in kept), why=why, left_out=tuple(left_out))
    return Reading(iter((page,)), "html", _with_language(metadata, tree, kept))


def _is_site_page(tree: HtmlElement) -> bool:
    """Whether a page has a site's parts around its text (menus, boxes, links)."""
    if next(tree.iter(*_SITE_PARTS), None) is not None:
        return True
    if any(
        element.get("role") in _SITE_ROLES
        or _SITE_NAMES.search(f"{element.get('id', '')} {element.get('class', '')}")
        for element in tree.iter()
    ):
        return True
    letters = len(visible(str(tree.text_content())))
    linked = sum(len(visible(str(link.text_content()))) for link in tree.iter("a"))
    return linked > letters * _LINKED


def _article(tree: HtmlElement, blocks: list[Block]) -> list[Block]:
    """The blocks of the page that trafilatura takes for its article."""
    document = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=True,
        favor_precision=True,
        with_metadata=False,
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    chosen = {_letters(part) for part in _texts(document.body)}
    whole = _letters("".join(map(str, document.body.itertext())))
    taken = {at for at, block in enumerate(blocks) if _is_chosen(block, chosen, whole)}
    # trafilatura drops paragraphs with many links: their like stand beside them.
    likes = {_like(blocks[at]) for at in taken if blocks[at].element.tag == "p"}
    kept = [
        at
        for at, block in enumerate(blocks)
        if at in taken or (_like(block) in likes and _is_sentence(block))
    ]
    if not kept:
        return []
    title = next((at for at in range(kept[0]) if blocks[at].element.tag == "h1"), None)
    if title is not None:
        # trafilatura takes the title for metadata, and often the standfirst with it.
        lead = (at for at in range(title + 1, kept[0]) if _is_standfirst(blocks[at]))
        kept = [title, *lead, *kept]
    return [blocks[at] for at in kept]


def _like(block: Block) -> tuple[object, ...]:
    """What paragraphs of one article share: the element they stand in, tag and class."""
    return block.element.getparent(), block.element.tag, block.element.get("class")


def _is_sentence(block: Block) -> bool:
    """Whether a block says something, more than it links to."""
    linked = sum(len(str(link.text_content())) for link in block.element.iter("a"))
    return block.role == "body" and block.text[-1] in ".!?…»”" and linked < len(block.text) * 0.8


def _is_standfirst(block: Block) -> bool:
    """Whether a block under the title is the sentences that sum an article up."""
    has_links = next(block.element.iter("a"), None) is not None
    return len(block.text) > _STANDFIRST and _is_sentence(block) and not has_links


def _texts(body: HtmlElement) -> Iterable[str]:
    for part in body.iter("p", "head", "item", "quote", "cell", "ab", "code"):
        yield "".join(part.itertext())


def _is_chosen(block: Block, chosen: set[str], whole: str) -> bool:
    parts = [_letters(cell) for cell in block.cells or (block.text,)]
    return all(part in chosen or (len(part) > _SURE and part in whole) for part in parts if part)


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _outside_site_parts(blocks: list[Block]) -> list[Block]:
    return [
        block
        for block in blocks
        if not any(map(_is_site_part, (block.element, *block.element.iterancestors())))
    ]


def _is_site_part(element: HtmlElement) -> bool:
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    return element.tag in _SITE_PARTS or element.get("role") in _SITE_ROLES


def _without_repeats(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without exact repeats: pages print their boxes more than once. Rows
    stay, since a table may well say the same twice."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.role == "table" or block.text not in seen:
            kept.append(block)
        seen.add(block.text)
    return kept


def _metadata(tree: HtmlElement) -> Description:
    """What the page's head says of it; read before anything is taken out."""
    linked_data = _linked_data(tree)
    heading = next(tree.iter("h1"), None)
    title = (
        _meta(tree, "og:title")
        or (visible(" ".join(str(heading.text_content()).split())) if heading is not None else "")
        or visible(" ".join((tree.findtext(".//title") or "").split()))
    )
    types = {str(kind) for item in linked_data for kind in _listed(item.get("@type"))}
    is_article = (
        _meta(tree, "og:type") == "article"
        or any(kind.endswith("Article") for kind in types)
        or next(tree.iter("article"), None) is not None
    )
    published = [_meta(tree, "article:published_time"), _meta(tree, "datePublished")]
    published += [str(item["datePublished"]) for item in linked_data if "datePublished" in item]
    return Description(
        title=title,
        kind="article" if is_article else "other",
        filed=next((day for text in published if (day := _date(text))), None),
    )


def _meta(tree: HtmlElement, name: str) -> str:
    for element in tree.iter("meta"):
        if name in (element.get("property"), element.get("name"), element.get("itemprop")):
            return visible(element.get("content", ""))
    return ""


def _linked_data(tree: HtmlElement) -> list[dict[str, object]]:
    """The objects that JSON-LD scripts describe, however they are listed."""
    found: list[dict[str, object]] = []
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _listed(data):
            if isinstance(item, dict):
                found.append(item)
                found += [part for part in _listed(item.get("@graph")) if isinstance(part, dict)]
    return found


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _date(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _with_language(found: Description, tree: HtmlElement, blocks: list[Block]) -> Description:
    """The language of the text, else what the page declares: themes declare English
    around French articles."""
    declared = str(tree.get("lang") or "").lower()[:2]
    language = language_of(" ".join(block.text for block in blocks[:40])) or declared
    return Description(found.title, found.kind, filed=found.filed, language=language)
