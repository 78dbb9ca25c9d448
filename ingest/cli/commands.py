"""The commands of ingestion, in the order in which help lists them."""

from __future__ import annotations

from ingest.cli import bring, carry, keep, look, mend, people, whole
from ingest.cli.terminal import new_app

INGEST = "ingest"
"""The command that needs no name after `python -m ingest`: FOLDER_OR_FILE follows at once."""

app = new_app("Files into a case, and what keeps the library sound.")
app.command(INGEST)(bring.bring_in)
app.command("status")(mend.status)
app.command("list")(look.list_cases)
app.command("show")(look.show)
app.command("versions")(keep.list_versions)
app.command("remove")(keep.remove)
app.command("restore")(keep.restore_document)
app.command("purge")(keep.purge_documents)
app.command("verify")(mend.verify_library)
app.command("rebuild")(mend.rebuild_library)
app.command("restore-catalogue")(mend.restore_catalogue)
app.command("export")(carry.export_command)
app.command("import")(carry.import_command)
app.command("backup-library")(whole.back_up_command)
app.command("restore-library")(whole.restore_command)
app.command("move-library")(carry.move_command)
app.command("people")(people.people)
app.command("audit")(people.audit)
app.command("model")(mend.model)
