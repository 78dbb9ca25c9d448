"""What the viewer loads beside the page: pictures of pages, their text, and the original file.

Nothing of it is kept by the browser, so that a document that was deleted for good is gone there
too; pictures are kept in memory for a while instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answering.places import Stretch, find, show
from ingest.errors import PinciteError
from ingest.formats.pdf.render import page_picture
from ingest.store.audit import Action
from ingest.store.catalogue import Catalogue
from ingest.store.visitors import VisitorsCatalogue

_SCALES = {"small": 0.25, "page": 1.5, "large": 3.0}
"""Pixels a point: for the overview, for reading, for looking closely."""
_KEPT = 200
"""Pictures in memory, about 100 kB each."""
_MOST_FOUND = 500
_NOT_KEPT = {"Cache-Control": "no-store"}

OpenCatalogue = Callable[[Request], Catalogue]


def routes(open_catalogue: OpenCatalogue) -> list[BaseRoute]:
    """``open_catalogue`` gives the catalogue as who sends a request may see it."""
    files = _PageFiles(open_catalogue)
    return [
        Route("/library/{document:int}/{size}/{page:int}.png", files.picture),
        Route("/library/{document:int}/text/{page:int}", files.text),
        Route("/library/{document:int}/find", files.find),
        Route("/library/{document:int}/original", files.original),
    ]


class _PageFiles:
    """The answers to the requests; each runs in a thread of its own."""

    def __init__(self, open_catalogue: OpenCatalogue) -> None:
        self._open = open_catalogue
        self._picture = lru_cache(_KEPT)(page_picture)

    def picture(self, request: Request) -> Response:
        """A page as PNG, 404 for a document without pages or one that was deleted."""
        scale = _SCALES.get(request.path_params["size"])
        file = self._file(request)
        if scale is None or file is None or file[1] != "pdf":
            return _nothing()
        try:
            png = self._picture(file[0], request.path_params["page"], (), scale)
        except PinciteError:
            return _nothing()
        _note(self._open(request), "opened", request.path_params["document"])
        return Response(png, media_type="image/png", headers=_NOT_KEPT)

    def text(self, request: Request) -> Response:
        """The lines of a page as they may be quoted, each with its box."""
        number, page = request.path_params["document"], request.path_params["page"]
        catalogue = self._open(request)
        if page not in {size.number for size in catalogue.page_sizes(number)}:
            return _nothing()
        _note(catalogue, "opened", number)
        lines = [
            {"text": line.text, "box": line.box, "role": line.role, "begins": line.begins}
            for line in catalogue.page(number, page).lines
        ]
        return JSONResponse({"lines": lines}, headers=_NOT_KEPT)

    def find(self, request: Request) -> Response:
        """The places of the words of ``q`` in the document."""
        number, words = request.path_params["document"], request.query_params.get("q", "")
        catalogue = self._open(request)
        found = find(catalogue, number, words, _MOST_FOUND)
        if found:
            _note(catalogue, "opened", number)
        places = [[stretch_as_json(stretch) for stretch in place] for place in found]
        return JSONResponse({"found": places, "most": _MOST_FOUND}, headers=_NOT_KEPT)

    def original(self, request: Request) -> Response:
        """The file as it was brought in, to be saved: never shown by the browser, since it may
        hold scripts."""
        file = self._file(request)
        if file is None or not file[0].is_file():
            return _nothing()
        _note(self._open(request), "took along", request.path_params["document"])
        return FileResponse(
            file[0], filename=file[2], media_type="application/octet-stream", headers=_NOT_KEPT
        )

    def _file(self, request: Request) -> tuple[Path, str, str] | None:
        """The library's copy, its format and the name it came by."""
        catalogue = self._open(request)
        try:
            document = show(catalogue, request.path_params["document"]).document
        except PinciteError:
            return None
        path = catalogue.path.parent / document.file
        return path, document.format, Path(document.path or document.file).name


def stretch_as_json(stretch: Stretch) -> dict[str, object]:
    """A stretch as the viewer takes it."""
    return {
        "page": stretch.page,
        "line": stretch.line,
        "start": stretch.start,
        "end": stretch.end,
        "box": stretch.box,
    }


def _note(catalogue: Catalogue, did: Action, document: int) -> None:
    """Where people sign in, what they see of a document is noted first."""
    if isinstance(catalogue, VisitorsCatalogue):
        catalogue.note_document(did, document)


def _nothing() -> Response:
    return Response("There is no such page.\n", 404, media_type="text/plain")
