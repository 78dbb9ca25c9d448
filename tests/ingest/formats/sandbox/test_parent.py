"""Reading in another process: the same results, and nothing that a file does comes through."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from itertools import islice
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from ingest.document import Box, Description, Line, Page, Reading
from ingest.errors import FileRefused
from ingest.formats.read import read
from ingest.formats.sandbox import parent as isolated
from ingest.formats.sandbox.parent import read_isolated
from ingest.formats.sandbox.process import _packed, peak_memory
from ingest.settings import ROOT

SAMPLE = ROOT / "data" / "wiwynn-v-x"


@pytest.fixture
def long_pdf(tmp_path: Path) -> Path:
    """A PDF whose pages do not all fit into a pipe."""
    path = tmp_path / "transcript.pdf"
    sheet = canvas.Canvas(str(path))
    for page in range(1, 121):
        for line in range(50):
            sheet.drawString(72, 720 - 12 * line, f"Page {page}, line {line}: the witness goes on.")
        sheet.showPage()
    sheet.save()
    return path


@pytest.fixture
def reader() -> isolated._ReaderProcess:
    """The process that will read the next file."""
    list(read_isolated(SAMPLE / "complaint.pdf").pages)
    (process,) = isolated._idle
    return process


@pytest.mark.parametrize("path", sorted(SAMPLE.iterdir()), ids=lambda path: path.name)
def test_the_sample_case_is_read_as_in_this_process(path: Path) -> None:
    assert _outcome(read_isolated, path) == _outcome(read, path)


def test_a_line_comes_through_whole() -> None:
    line = Line(
        "a", Box(0, 1, 2, 3), (0.0, 1.0), 7, True, "entry", "12", ("Date Filed",), True, True
    )
    said = {part.name: part.default for part in fields(Line) if part.name != "text"}
    assert all(getattr(line, name) != default for name, default in said.items())
    sent = io.BytesIO(_packed(("page", line)))
    assert isolated._Unpickler(sent).load() == ("page", line)


def _outcome(how: Callable[[Path, str], Reading], path: Path) -> tuple[object, ...]:
    try:
        reading = how(path, path.name)
        return reading.format, reading.description, list(reading.pages)
    except FileRefused as refused:
        return str(refused), refused.reason, refused.advice


def test_the_original_name_decides_as_in_this_process(tmp_path: Path) -> None:
    copy = tmp_path / "9f86d081"
    copy.write_text("# Order\n\nGranted.")
    assert read_isolated(copy, "order.md").format == "markdown"
    assert read_isolated(copy).format == "text"


def test_a_relative_path_and_a_folder_of_like_names_mislead_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ingest").mkdir()
    (tmp_path / "ingest" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    (tmp_path / "numpy.py").write_text("raise SystemExit('the wrong numpy')")
    (tmp_path / "note.txt").write_text("Granted.")
    monkeypatch.chdir(tmp_path)
    isolated._end_idle()
    (page,) = read_isolated(Path("note.txt")).pages
    assert page.lines[0].text == "Granted."


def test_one_process_reads_many_files(reader: isolated._ReaderProcess) -> None:
    for name in ("docket.html", "letter.docx", "case.yaml"):
        _outcome(read_isolated, SAMPLE / name)
    assert [process.pid for process in isolated._idle] == [reader.pid]


def test_a_crash_refuses_the_file_and_the_next_is_read(
    reader: isolated._ReaderProcess, long_pdf: Path
) -> None:
    pages = read_isolated(long_pdf).pages
    first = list(islice(pages, 3))
    os.kill(reader.pid, signal.SIGSEGV)
    with pytest.raises(FileRefused, match=r"The reader crashed after page \d+\. ") as caught:
        first += pages
    assert f"after page {len(first)}." in caught.value.reason
    assert caught.value.advice
    assert _outcome(read_isolated, SAMPLE / "complaint.pdf")[0] == "pdf"
    assert not _is_running(reader.pid)


def test_a_process_that_died_while_idle_is_replaced(reader: isolated._ReaderProcess) -> None:
    os.kill(reader.pid, signal.SIGKILL)
    os.waitid(os.P_PID, reader.pid, os.WEXITED | os.WNOWAIT)
    assert _outcome(read_isolated, SAMPLE / "complaint.pdf")[0] == "pdf"


def test_a_file_that_never_opens_is_given_up(
    reader: isolated._ReaderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.kill(reader.pid, signal.SIGSTOP)
    monkeypatch.setattr(isolated, "PAGE_SECONDS", 0.3)
    with pytest.raises(FileRefused, match=r"Reading it took longer than \d+ s\."):
        read_isolated(SAMPLE / "complaint.pdf")
    assert not _is_running(reader.pid)


def test_a_page_that_never_ends_is_given_up(
    reader: isolated._ReaderProcess, long_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "PAGE_SECONDS", 2.0)
    pages = read_isolated(long_pdf).pages
    next(pages)
    os.kill(reader.pid, signal.SIGSTOP)
    with pytest.raises(FileRefused, match=r"longer than 2 s after page \d+\."):
        list(pages)


def test_time_in_which_nobody_waits_for_the_reader_does_not_count(
    reader: isolated._ReaderProcess, long_pdf: Path
) -> None:
    started = time.monotonic()
    pages = read_isolated(long_pdf).pages
    next(pages)
    time.sleep(1.0)
    assert len(list(pages)) == 119
    assert 0 < reader.waited < time.monotonic() - started - 1.0


def test_the_reader_ends_by_itself_where_nobody_gives_it_up() -> None:
    """The alarm of the page works while Python does not: a loop in C is not interrupted."""
    code = (
        "from ingest.formats.sandbox import process as child\n"
        "def stuck():\n"
        "    import re; yield re.match('(a+)+b', 'a' * 60)\n"
        "child._GRACE_SECONDS = 0.0\n"
        "child._answer(None, stuck(), 0.5, 1.0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=20, check=False)
    assert ended.returncode == -signal.SIGALRM


def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolated._end_idle()
    monkeypatch.setattr(isolated, "MEMORY", 150_000_000)
    path = tmp_path / "large.txt"
    path.write_text("a\n" * 2_000_000)
    with pytest.raises(FileRefused, match=r"more memory than it may|The reader crashed"):
        list(read_isolated(path).pages)
    isolated._end_idle()
    assert _outcome(read_isolated, SAMPLE / "complaint.pdf")[0] == "pdf"
    isolated._end_idle()


def test_pages_wait_for_whoever_reads_them(reader: isolated._ReaderProcess, long_pdf: Path) -> None:
    pages = read_isolated(long_pdf).pages
    next(pages)
    time.sleep(1.0)
    before = _processor_seconds(reader.pid)
    time.sleep(0.5)
    assert _processor_seconds(reader.pid) == before
    assert len(list(pages)) == 119


def test_a_file_left_half_read_does_not_disturb_the_next(
    reader: isolated._ReaderProcess, long_pdf: Path
) -> None:
    half = read_isolated(long_pdf)
    next(half.pages)
    assert _outcome(read_isolated, SAMPLE / "complaint.pdf")[0] == "pdf"
    assert next(half.pages).number == 2
    del half
    assert not _is_running(reader.pid)


@pytest.mark.parametrize("how", ["os.kill(os.getpid(), 9)", "os._exit(1)", "sys.exit()", "1 / 0"])
@pytest.mark.parametrize("when", ["idle", "reading"])
def test_no_reader_outlives_the_process_that_asked(how: str, when: str, long_pdf: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from ingest.formats.sandbox import parent as isolated\n"
        f"pages = isolated.read_isolated(Path({str(long_pdf)!r})).pages\n"
        f"print(next(pages).number if {when == 'reading'} else len(list(pages)))\n"
        "children = Path(f'/proc/self/task/{os.getpid()}/children').read_text()\n"
        "print(children, flush=True)\n"
        f"{how}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    _, children = done.stdout.decode().split("\n", 1)
    (child,) = map(int, children.split())
    until = time.monotonic() + 5
    while _is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_running(child)


def test_what_is_written_to_the_reader_while_it_reads_does_not_end_it(
    reader: isolated._ReaderProcess, long_pdf: Path
) -> None:
    """The kernel may signal a request after it was taken; one of five thousand files was said
    to have crashed the reader."""
    limits = isolated._Limits.of(long_pdf, 1.0)
    reader.ask(long_pdf, long_pdf.name, limits, ())
    assert reader.answer(limits.opening)[0] == "reading"
    reader.ask(SAMPLE / "complaint.pdf", "complaint.pdf", limits, ())
    kinds: list[str] = []
    while kinds.count("end") < 2:
        kinds.append(reader.answer(limits.page)[0])
    assert kinds.count("page") > 120


def test_the_keyboard_ends_both(long_pdf: Path) -> None:
    """Ctrl-C reaches every process of the terminal: one traceback, not two."""
    code = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from ingest.formats.sandbox import parent as isolated\n"
        f"for page in isolated.read_isolated(Path({str(long_pdf)!r})).pages:\n"
        "    os.killpg(0, signal.SIGINT)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.count("Traceback") == 1
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")


@pytest.mark.skipif(os.geteuid() != 0, reason="others than root may not always leave it")
def test_the_reader_has_no_network(reader: isolated._ReaderProcess) -> None:
    if Path(f"/proc/{reader.pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink():
        pytest.skip("this system lets nobody leave the network")
    routes = Path(f"/proc/{reader.pid}/net/route").read_text().splitlines()
    assert len(routes) <= 1  # the heading of the table


def test_what_the_reader_sends_is_data_only() -> None:
    sent = pickle.dumps(("page", Page(1, ()), Description()))
    assert isolated._Unpickler(io.BytesIO(sent)).load() == ("page", Page(1, ()), Description())
    with pytest.raises(pickle.UnpicklingError, match="is not part of a reading"):
        isolated._Unpickler(io.BytesIO(pickle.dumps(os.system))).load()


def _is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_memory_of_the_program_that_started_it_does_not_count() -> None:
    """A reading process started beside a loaded model was ended after each file."""
    ballast = 300 * 1024
    held = bytearray(b"x") * (ballast * 1024)
    command = "from ingest.formats.sandbox.process import peak_memory; print(peak_memory())"
    done = subprocess.run(
        [sys.executable, "-c", command], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert int(done.stdout) < ballast < peak_memory()
    del held
