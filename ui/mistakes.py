"""What is shown in place of a traceback."""

from __future__ import annotations

from ingest.errors import PinciteError
from ingest.translation import _


def draw(error: Exception) -> bool:
    """Say what went wrong, where nothing else did. The terminal shows the traceback already; True
    keeps it away from the page."""
    # Loaded late: the server should answer before all that pages are made of is loaded.
    from ui.frame import draw_notice

    if isinstance(error, PinciteError):
        draw_notice(error.reason, error.advice)
    else:
        draw_notice(
            _("This met a mistake of the program."),
            _("Load the page again. The terminal that Pincite runs in shows what happened."),
        )
    return True
