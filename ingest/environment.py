"""Switches off what the environment may have set up for other programs and would send documents
or questions elsewhere, and keeps what is written for this user alone."""

from __future__ import annotations

import os

_TRACING = ("LANGSMITH_", "LANGCHAIN_")
"""LangChain would report each question, passage and answer to the service these name."""


def keep_to_this_computer() -> None:
    """Switch off, for this process and those it starts, what the environment may have set up for
    other programs: tracing of LangChain, and proxies, which would see even what goes to a model
    on this computer. Each of Pincite's commands calls it first, before LangChain has looked.

    What is written from then on is for this user alone: files 600, folders 700."""
    os.umask(0o077)
    for name in list(os.environ):
        if name.upper().startswith(_TRACING) or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"
    # Not only "none is set": on macOS and Windows those of the system would be taken then.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
