"""Imported, it has loaded what commands load late: for a process that forks off many of them.

Half the time of a short command is the loading of Chroma's engine, and of the glossary.
"""

from __future__ import annotations

from importlib import import_module

from bot.question.glossary import counterparts

for name in (
    "bot.cli.ask",
    "bot.cli.changes",
    "chromadb.api.rust",
    "chromadb.telemetry.product.posthog",
    "ingest.cli.program",
    "rich.progress",
):
    import_module(name)
counterparts("", "en", "fr")
