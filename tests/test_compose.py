"""`compose.yaml`, what it starts, and the same on Kubernetes: held to their schemas and to the rest
of the project. No container is started here; what runs inside of them is run without."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from kubernetes import client
from pydantic import ValidationError

from ingest.settings import ROOT
from ui.free_port import DEFAULT
from ui.health import ALIVE, READY

Node = dict[str, Any]
WRITTEN = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: Node = yaml.safe_load(WRITTEN)
SERVICES: Node = COMPOSE["services"]
PAGE = (ROOT / "docs" / "kubernetes.md").read_text(encoding="utf-8")
OBJECTS: list[Node] = [
    made
    for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", PAGE)
    for made in yaml.safe_load_all(block)
]
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    kept = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    return jsonschema.Draft202012Validator(json.loads(kept.read_text(encoding="utf-8")))


def test_compose_keeps_to_its_schema(schema: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in schema.iter_errors(COMPOSE)] == []


@pytest.mark.parametrize(
    ("service", "field", "value"),
    [
        ("app", "memory", "4G"),
        ("app", "depends_on", {"postgres": {"condition": "healthy"}}),
        ("chroma", "healthcheck", {"test": 3}),
        ("postgres", "secrets", [{"name": "postgres_password"}]),
    ],
)
def test_the_schema_refuses_what_compose_would(
    schema: jsonschema.Draft202012Validator, service: str, field: str, value: object
) -> None:
    wrong = COMPOSE | {"services": SERVICES | {service: SERVICES[service] | {field: value}}}
    assert not schema.is_valid(wrong)


def test_only_caddy_is_reached_from_outside() -> None:
    published = {name: made["ports"] for name, made in SERVICES.items() if "ports" in made}
    assert published == {"caddy": ["80:80", "443:443"]}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert all(SERVICES[name]["networks"] == ["inside"] for name in ("postgres", "chroma"))
    assert SERVICES["app"]["network_mode"] == "service:caddy"
    assert not any("privileged" in made for made in SERVICES.values())


def test_what_a_service_names_is_defined_and_nothing_else() -> None:
    used: dict[str, set[str]] = {"secrets": set(), "volumes": set(), "networks": set()}
    for made in SERVICES.values():
        for secret in made.get("secrets", ()):
            used["secrets"].add(secret if isinstance(secret, str) else secret["source"])
        for mount in made.get("volumes", ()):
            source = mount.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).is_file(), source
            else:
                used["volumes"].add(source)
        used["networks"].update(made.get("networks", ()))
    assert used == {kind: set(COMPOSE[kind]) for kind in used}


def test_no_secret_stands_in_a_file_of_the_project() -> None:
    for name, made in SERVICES.items():
        for variable, value in made.get("environment", {}).items():
            is_secret = re.search(r"PASSWORD|SECRET|TOKEN|KEY", variable)
            assert not is_secret or value.startswith("/run/secrets/"), (name, variable)
    assert not re.search(r"://[^/\s]*:[^/\s]*@", WRITTEN + PAGE)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for secret in COMPOSE["secrets"].values():
        assert list(secret) == ["file"]
        assert secret["file"].startswith("./deploy/secrets/")
    assert {"deploy/secrets/", ".env"} <= set(ignored)


def test_the_example_of_the_sign_in_names_what_is_needed_and_lets_nobody_in() -> None:
    text = (ROOT / "deploy" / "sign_in.example.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)["auth"]
    assert given["redirect_uri"].endswith("/oauth2callback")
    assert "server_metadata_url" in given
    assert [given[key] for key in ("cookie_secret", "client_id", "client_secret")] == [""] * 3


def documented() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"PINCITE_[A-Z_]+", text))


def test_every_setting_of_the_app_is_one() -> None:
    settings = set(SERVICES["app"]["environment"])
    assert {"PINCITE_DATABASE_URL", "PINCITE_CHROMA_URL", "PINCITE_SIGN_IN"} <= settings
    assert settings <= documented()
    # YAML reads a bare `on` as true.
    assert SERVICES["app"]["environment"]["PINCITE_SIGN_IN"] == "on"


def test_images_are_pinned_and_those_that_were_tested() -> None:
    images = {name: made["image"] for name, made in SERVICES.items() if "build" not in made}
    assert all(re.fullmatch(r"[a-z/]+:\d+(\.\d+)+(-alpine)?", image) for image in images.values())
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    (chroma,) = re.findall(r"(?m)^chromadb==(.+)$", constraints)
    assert images["chroma"] == f"chromadb/chroma:{chroma}"
    firm = (ROOT / "docs" / "firm.md").read_text(encoding="utf-8")
    (tested,) = re.findall(r"PostgreSQL (\d+) was tested", firm)
    assert images["postgres"].startswith(f"postgres:{tested}.")


def test_the_app_starts_when_its_stores_answer() -> None:
    for name in ("postgres", "chroma"):
        assert SERVICES["app"]["depends_on"][name]["condition"] == "service_healthy"
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    for made in SERVICES.values():
        assert made["restart"] == "unless-stopped"
        assert made["deploy"]["resources"]["limits"]["memory"]


def test_the_image_is_built_of_files_that_are_let_into_it() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())
    copied = [
        source
        for words in re.findall(r"(?m)^COPY --chown=\S+ (.+)$", dockerfile)
        for source in words.split()[:-1]
    ]
    assert "constraints.txt" in copied
    assert all((ROOT / name).exists() and f"!{name}" in let_in for name in copied)
    for argument, value in SERVICES["app"]["build"]["args"].items():
        assert f"ARG {argument}=" in dockerfile
        assert set(value.split()) <= set(copied)


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str]]]:
    """A server that answers everything with one status: its port, and the paths it is asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("name", "port", "path"), [("app", DEFAULT, READY), ("chroma", "8000", "/api/v2/heartbeat")]
)
def test_a_health_check_tells_well_from_ill(name: str, port: str, path: str) -> None:
    _, program, *words = SERVICES[name]["healthcheck"]["test"]
    command = [sys.executable if program == "python" else program, *words]
    if os.name == "nt" or not shutil.which(command[0]):
        pytest.skip(f"there is no {program} of Linux here")
    assert any(port in word for word in command)
    for status, is_well in ((200, True), (503, False)):
        with answering(status) as (other, asked):
            # As Compose passes them on: "$$" is one dollar.
            here = [word.replace(port, str(other)).replace("$$", "$") for word in command]
            done = subprocess.run(here, capture_output=True, check=False, timeout=20)
        assert (done.returncode == 0) is is_well
        assert asked == [path]
    done = subprocess.run(here, capture_output=True, check=False, timeout=20)
    assert done.returncode != 0, "nobody listens any more"


@pytest.mark.skipif(os.name == "nt", reason="the image is one of Linux")
def test_the_password_reaches_the_app_and_stays_out_of_its_arguments(tmp_path: Path) -> None:
    program = tmp_path / "pincite"
    program.write_text('#!/bin/sh\nprintf "%s|" "$PGPASSWORD" "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    secret = tmp_path / "password"
    words = [*SERVICES["app"]["entrypoint"], "ingest", "/cases/a b"]
    words = [word.replace("$$", "$") for word in words]
    assert any("/run/secrets/postgres_password" in word for word in words)
    words = [word.replace("/run/secrets/postgres_password", str(secret)) for word in words]
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    def started() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, capture_output=True, text=True, check=False, env=environment, timeout=20
        )

    assert started().returncode != 0, "there is no password"
    secret.write_text("pass 'word' $x\n", encoding="utf-8")
    assert started().stdout == "pass 'word' $x|ingest|/cases/a b|"


def test_caddy_passes_on_to_where_the_app_listens() -> None:
    assert f"reverse_proxy 127.0.0.1:{DEFAULT}\n" in CADDYFILE
    assert "PUBLIC_HOST" in SERVICES["caddy"]["environment"]


def caddyfiles() -> list[str]:
    (mapped,) = [made["data"] for made in OBJECTS if made["kind"] == "ConfigMap"]
    return [CADDYFILE, mapped["Caddyfile"]]


@pytest.mark.skipif(not shutil.which("caddy"), reason="there is no caddy here")
@pytest.mark.parametrize("text", caddyfiles(), ids=["compose", "kubernetes"])
def test_caddy_takes_its_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Caddyfile"
    file.write_text(text, encoding="utf-8")
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(file)]
    environment = os.environ | {"PUBLIC_HOST": "pincite.firm.example", "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def refused(made: Node) -> list[str]:
    """The places in an object that the Kubernetes API does not know, or wants otherwise."""
    kind = getattr(client, f"V1{made['kind']}")
    try:
        kind.model_validate(made, extra="forbid")
    except ValidationError as error:
        return [".".join(str(step) for step in found["loc"]) for found in error.errors()]
    return []


@pytest.mark.parametrize("made", OBJECTS, ids=lambda made: f"{made['kind']} {made['metadata']}")
def test_kubernetes_knows_every_field(made: Node) -> None:
    assert refused(made) == []


def test_a_field_that_kubernetes_does_not_know_is_found() -> None:
    service = {"kind": "Service", "spec": {"ports": [{"port": "80", "to": 8080}], "select": {}}}
    assert set(refused(service)) == {"spec.ports.0.port", "spec.ports.0.to", "spec.select"}


def containers() -> dict[str, Node]:
    return {
        container["name"]: container
        for made in OBJECTS
        if made["kind"] in ("Deployment", "StatefulSet")
        for container in made["spec"]["template"]["spec"]["containers"]
    }


def test_kubernetes_has_what_compose_has() -> None:
    found = containers()
    assert set(found) == set(SERVICES)
    for name, container in found.items():
        if name != "app":
            assert container["image"] == SERVICES[name]["image"]
    settings = {given["name"]: given.get("value") for given in found["app"]["env"]}
    wanted = SERVICES["app"]["environment"] | {"PINCITE_ADMINISTRATORS": "ada@firm.example"}
    assert settings == wanted | {"PGPASSWORD": None}
    readiness = found["app"]["readinessProbe"]["exec"]["command"]
    assert readiness == SERVICES["app"]["healthcheck"]["test"][1:]
    liveness = found["app"]["livenessProbe"]["exec"]["command"]
    assert liveness == [word.replace(READY, ALIVE) for word in readiness]


def test_kubernetes_runs_a_single_app_and_defines_what_it_mounts() -> None:
    for made in OBJECTS:
        if made["kind"] not in ("Deployment", "StatefulSet"):
            continue
        assert made["spec"]["replicas"] == 1
        pod = made["spec"]["template"]["spec"]
        defined = {volume["name"] for volume in pod.get("volumes", ())}
        defined |= {
            claim["metadata"]["name"] for claim in made["spec"].get("volumeClaimTemplates", ())
        }
        mounted = {mount["name"] for part in pod["containers"] for mount in part["volumeMounts"]}
        assert mounted == defined
        labels = made["spec"]["template"]["metadata"]["labels"]
        assert made["spec"]["selector"]["matchLabels"] == labels
    (app,) = [made for made in OBJECTS if made["kind"] == "Deployment"]
    assert app["spec"]["strategy"] == {"type": "Recreate"}
