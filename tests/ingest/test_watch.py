"""A watched folder tells of a change once its files are whole."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from ingest.watch import changes


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    folder, library = tmp_path / "case", tmp_path / "case" / "library"
    library.mkdir(parents=True)
    file = folder / "growing.txt"

    def copy() -> None:
        time.sleep(0.5)
        for _ in range(6):
            (library / "own").write_text("the library's", encoding="utf-8")
            with file.open("a", encoding="utf-8") as grown:
                grown.write("more\n")
            time.sleep(0.2)

    copying = threading.Thread(target=copy)
    copying.start()
    told = changes([folder], library, rest_seconds=0.6)
    next(told)
    told.close()
    assert file.read_text(encoding="utf-8") == "more\n" * 6
    copying.join()
