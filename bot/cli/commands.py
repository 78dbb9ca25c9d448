"""The commands on questions, in the order in which help lists them."""

from __future__ import annotations

from bot.cli import ask, changes, compare, disagreements, evaluate, mcp, overview, timeline
from ingest.cli.terminal import new_app

app = new_app("Ask the documents of a case.")
for command in (
    *(ask.ask, changes.changes),
    *(overview.overview, timeline.timeline, timeline.amounts),
    *(compare.compare, disagreements.disagreements),
    *(evaluate.evaluate, evaluate.import_questions),
    mcp.mcp,
):
    # Typer makes the name of the function's: import_questions is import-questions.
    app.command()(command)
