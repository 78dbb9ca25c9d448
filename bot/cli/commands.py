"""The commands on questions, in the order in which help lists them."""

from __future__ import annotations

from bot.cli import ask, changes, compare, disagreements, evaluate, mcp, overview, timeline
from ingest.cli.terminal import new_app

app = new_app("Ask the documents of a case.")
app.command("ask")(ask.ask)
app.command("changes")(changes.changes)
app.command("overview")(overview.overview)
app.command("timeline")(timeline.timeline)
app.command("amounts")(timeline.amounts)
app.command("compare")(compare.compare)
app.command("disagreements")(disagreements.disagreements)
app.command("evaluate")(evaluate.evaluate)
app.command("import-questions")(evaluate.import_questions)
app.command("mcp")(mcp.mcp)
