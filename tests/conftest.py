"""What every test relies on: no network, nobody's own settings, and the bench material."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.support.attempts import RECORDER, faults_of
from tests.support.run_folder import once_a_run

if TYPE_CHECKING:
    from bot.ask import Bot

PROJECT = Path(__file__).parents[1]

# Before any library is imported, since several read these at import.
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["LANGSMITH_TRACING"] = "false"
# A developer's own library, model or server must not take part in the tests; only the
# folder with the converted model may be elsewhere.
for name in [name for name in os.environ if name.startswith("PINCITE_")]:
    if name not in ("PINCITE_MODELS", "PINCITE_TEST_RECORD"):
        del os.environ[name]
# A shell lets what it starts in the background pass over Ctrl-C, and so would each program that a
# test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# No test leaves this computer, nor does a program that it starts: an attempt is noted and fails.
_attempts = tempfile.TemporaryDirectory(prefix="pincite-attempts-")
_noted_in = os.environ.get("PINCITE_TEST_RECORD", f"{_attempts.name}/record")
if "PYTEST_XDIST_WORKER" in os.environ:
    _noted_in += f".{os.environ['PYTEST_XDIST_WORKER']}"
os.environ["PINCITE_TEST_RECORD"] = _noted_in
Path(_noted_in).touch()
_watched = os.environ.get("PYTHONPATH", "").split(os.pathsep)
if str(RECORDER) not in _watched:
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(RECORDER), *_watched)))
    importlib.import_module("tests.support.recorder.sitecustomize")
# Tests expect English where they do not ask for French, whatever the locale.
os.environ["PINCITE_LANGUAGE"] = "en"
if "PYTEST_XDIST_WORKER" in os.environ:
    # There is a process of tests for each core already.
    os.environ["OMP_NUM_THREADS"] = "1"


# How fast examples are drawn and run is no expectation: beside other programs it may be slow.
hypothesis.settings.register_profile(
    "busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy")


@pytest.fixture(autouse=True)
def _nothing_leaves() -> Iterator[None]:
    """Fails a test in which a program turned to a host beyond this computer, also where the program
    took its failure lightly."""
    record = Path(_noted_in)
    before = record.stat().st_size
    yield
    if record.stat().st_size != before:
        faults = faults_of(record.read_bytes()[before:].decode())
        assert not faults, f"tried to leave this computer: {dict(faults)}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of bench material beside the project."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the bench material in ../shared, which is not here")
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot on the sample case with the real model, ingested once for all tests."""
    from tests.bench.facts import SAMPLE, open_case  # not before the settings above

    with once_a_run(tmp_path_factory, "sample") as folder:
        return open_case(SAMPLE, folder)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("needs chromium on the PATH (Debian: apt-get install chromium)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file of tests first, so that where several processes share the files, none is
    left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_evaluation.py")
