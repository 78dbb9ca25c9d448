"""case.yaml: what the owner of a case says about it, which overrides what the documents say."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml

from ingest.document import Kind
from ingest.errors import PinciteError
from ingest.translation import N_

NAME = "case.yaml"
TEXTS = ("title", "court", "case_number", "note")
DOCUMENT_TEXTS = ("title", "kind", "court", "case_number", "ecf", "language")
ADVICE = N_(f"Correct {NAME}, or move it out of the folder.")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The contents of case.yaml. Empty where there is none."""

    title: str = ""
    court: str = ""
    case_number: str = ""
    note: str = ""
    questions: tuple[str, ...] = ()
    local_only: bool | None = None
    """Whether its text must never leave this computer; None where it does not say."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried on files that are protected; never kept in the library."""
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By path in the case folder: title, kind, court, case_number, ecf, filed (a date),
    parties (a list), language."""

    @classmethod
    def of_overrides(cls, path: str, kept: str) -> CaseFile:
        """Read the description that was given of one document when it was ingested, from JSON."""
        said = json.loads(kept)
        if "filed" in said:
            said["filed"] = date.fromisoformat(said["filed"]) if said["filed"] else None
        if "parties" in said:
            said["parties"] = tuple(said["parties"])
        return cls(documents={path: said})

    def over(self, edits: Mapping[str, Mapping[str, str]]) -> CaseFile:
        """Add what was said on the page of documents, by path; what this file says comes first."""
        said = {path: {**_edited(edit), **self.overrides(path)} for path, edit in edits.items()}
        return replace(self, documents={**self.documents, **said})

    def kept(self, path: str) -> str:
        """What is said of the document at ``path``, as it is kept with it."""
        return json.dumps(self.overrides(path), sort_keys=True, default=str)

    def overrides(self, path: str) -> Mapping[str, Any]:
        """What is said of the document at ``path``, found by its path or its name alone. An
        accent may be part of its letter or a sign of its own, as macOS writes it."""
        wanted = unicodedata.normalize("NFC", path)
        known = {unicodedata.normalize("NFC", name): name for name in self.documents}
        name = known.get(wanted) or known.get(wanted.rpartition("/")[2])
        return self.documents[name] if name is not None else {}


def _edited(said: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(said)
    if "filed" in fields:
        fields["filed"] = date.fromisoformat(fields["filed"]) if fields["filed"] else None
    return fields


def load_case_yaml(folder: Path) -> CaseFile:
    """Read ``case.yaml`` in a case folder; an empty CaseFile where there is none.

    Raises PinciteError, naming the line, for a file that is not YAML, has a key or a
    kind that does not exist, or a value of the wrong type.
    """
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return CaseFile()
    except (OSError, UnicodeDecodeError) as error:
        raise PinciteError(f"{NAME} cannot be read ({error}).", ADVICE) from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = N_(f", line {mark.line + 1}") if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise PinciteError(f"{NAME}{where}: {problem}.", ADVICE) from error
    except RecursionError as error:
        raise PinciteError(f"{NAME} is nested too deep.", ADVICE) from error
    if root is None or values is None:
        return CaseFile()
    return _case_file(root, values)


def _case_file(root: yaml.Node, values: Any) -> CaseFile:
    known = (*TEXTS, "questions", "local_only", "passwords", "documents")
    fields: dict[str, Any] = {}
    for key, node, value in _pairs(root, values, known):
        if key in TEXTS:
            fields[key] = _text(key, node, value)
        elif key in ("questions", "passwords"):
            fields[key] = _texts(key, node, value)
        elif key == "local_only":
            if not isinstance(value, bool):
                raise _wrong(node, N_(f"{key} must be true or false"))
            fields[key] = value
        else:
            paths = _pairs(node, value, None) if value is not None else []
            fields[key] = {name: _document(entry, said) for name, entry, said in paths}
    return CaseFile(**fields)


def _document(node: yaml.Node, values: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, entry, value in _pairs(node, values, (*DOCUMENT_TEXTS, "filed", "parties")):
        if key == "filed":
            if type(value) is not date:
                raise _wrong(entry, N_(f"{key} must be a date such as 2024-08-16"))
            fields[key] = value
        elif key == "parties":
            fields[key] = _texts(key, entry, value)
        else:
            fields[key] = _text(key, entry, value)
    if fields.get("kind", "other") not in get_args(Kind):
        raise _wrong(
            node, N_(f'no kind "{fields["kind"]}"; kinds are: {", ".join(get_args(Kind))}')
        )
    return fields


def _pairs(
    node: yaml.Node, values: Any, known: tuple[str, ...] | None
) -> list[tuple[str, yaml.Node, Any]]:
    """The keys of a mapping with their nodes (for line numbers) and values."""
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise _wrong(node, N_('expected "key: value" pairs'))
    if len(node.value) != len(values):
        raise _wrong(node, N_("a key is given twice"))
    pairs = []
    for (key_node, value_node), (key, value) in zip(node.value, values.items(), strict=True):
        if known is not None and key not in known:
            raise _wrong(key_node, N_(f'unknown key "{key}"; known are: {", ".join(known)}'))
        pairs.append((str(key), value_node, value))
    return pairs


def _text(key: str, node: yaml.Node, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _wrong(node, N_(f"{key} must be a text (put it in quotation marks)"))
    # As written: YAML would read ecf 012 or 1:30 as numbers in another base.
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else str(value)


def _texts(key: str, node: yaml.Node, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not isinstance(node, yaml.SequenceNode):
        raise _wrong(node, N_(f"{key} must be a list of texts"))
    return tuple(_text(key, item, said) for item, said in zip(node.value, value, strict=True))


def _wrong(node: yaml.Node, problem: str) -> PinciteError:
    return PinciteError(f"{NAME}, line {node.start_mark.line + 1}: {problem}.", ADVICE)
