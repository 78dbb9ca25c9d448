"""Models are loaded in the background, and the page says so until they are."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from time import sleep

from ingest.errors import ModelMissing
from tests.support.chat_page import at, text
from tests.support.fake_bot import desk
from ui.warming import Warming


def over(warming: Warming) -> bool:
    for _ in range(3000):
        if warming.is_over:
            return True
        sleep(0.01)
    return False


def test_the_page_says_so_while_models_are_loaded_and_when_they_cannot_be(tmp_path: Path) -> None:
    room = desk(tmp_path)
    assert room.warming.is_over
    may_end = Event()
    room.warming.plan(may_end.wait)
    # Nothing is loaded yet, but it will be: a page drawn now says so too.
    assert not room.warming.is_over
    room.warming.begin()
    room.warming.begin()
    assert "Getting ready: the models are being loaded." in text(at(room))
    may_end.set()
    assert over(room.warming)
    assert "Getting ready" not in text(at(room))

    def missing() -> None:
        raise ModelMissing("The embedding model is missing.", "Run `make install`.")

    room.warming.plan(missing)
    room.warming.begin()
    assert over(room.warming)
    assert "The embedding model is missing.Run make install." in text(at(room))
