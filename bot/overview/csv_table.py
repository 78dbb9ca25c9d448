"""Tables for spreadsheets, of words that come from documents and people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Cells that a spreadsheet would calculate are preceded by an apostrophe. All stand in
    quotation marks: LibreOffice parts cells at commas and at semicolons, whichever a table has."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL)
    table.writerow(columns)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
