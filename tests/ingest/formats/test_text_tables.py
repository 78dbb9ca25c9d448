"""Tables of plain text: rows are told by cells that stand below one another."""

from __future__ import annotations

import pytest

from ingest.formats.text import read_text
from ingest.passages.split import split

FEES = """SCHEDULE OF FEES

Counsel            Matter              Retainer
-----------------  ------------------  ----------
Kessler            Tax appeal          $12,500
Oduya              Lease of the mill   $4,800
Brandt             Patent              $31,000

All fees are due in May.
"""
TABS = "Lot\tGoods\tPrice\n16\tTwo pumps\t€ 810\n17\tA long compressor\t€ 2,940\n"
RIGHT = "Date        Sum\n2 May      7.10\n12 May   812.40\n"
CAPTION = """HARROW GLASS LTD.,       )
         Plaintiff,      )   No. 3:23-cv-417
v.                       )
ORIEL CORP.,             )   Judge Cole
         Defendant.      )
"""
PROSE = "The rent  is due.\nIt was paid  late.\nIn 2021 the hall  burned down.\n"


@pytest.mark.parametrize(
    ("text", "heads", "rows"),
    [
        (
            FEES,
            "Counsel  Matter  Retainer",
            [
                "Kessler Tax appeal $12,500",
                "Oduya Lease of the mill $4,800",
                "Brandt Patent $31,000",
            ],
        ),
        (TABS, "Lot  Goods  Price", ["16 Two pumps € 810", "17 A long compressor € 2,940"]),
        (RIGHT, "Date  Sum", ["2 May 7.10", "12 May 812.40"]),
    ],
)
def test_each_row_is_a_passage_under_its_heads(text: str, heads: str, rows: list[str]) -> None:
    passages = [p for p in split(read_text(text).pages, "text", "en") if p.role == "table"]
    assert [passage.text for passage in passages] == rows
    assert {passage.headings[-1] for passage in passages} == {heads}


def test_the_rule_below_the_heads_is_left_out() -> None:
    (page,) = read_text(FEES).pages
    assert [left.what for left in page.left_out] == ["rule"]
    assert page.lines[-1].text == "All fees are due in May."


@pytest.mark.parametrize("text", [CAPTION, PROSE])
def test_what_is_no_table(text: str) -> None:
    (page,) = read_text(text).pages
    assert {line.role for line in page.lines} == {"body"}
