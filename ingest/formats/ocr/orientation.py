"""How the text of a scanned page lies on it: upright, sideways, on its head, a little aslant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Box, LeftOut, Line


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a page of ``width`` and ``height``, in points as displayed, is to be turned for
    reading: clockwise by so many quarters, then counterclockwise by so many degrees."""

    width: float
    height: float
    quarters: int = 0
    degrees: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page when it is turned."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    @property
    def is_as_displayed(self) -> bool:
        return not (self.quarters or self.degrees)

    def straight(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page that was turned by the quarters, turned by the degrees."""
        return self._about_the_middle(x, y, -self.degrees)

    def line_back(self, line: Line) -> Line:
        """A line of the straight page, on the page as displayed. Where it runs up or down
        there, its characters have no places of their own."""
        box = line.box
        if box is None or self.is_as_displayed:
            return line
        middle = (box.y0 + box.y1) / 2
        edges = [self._back(x, middle)[0] for x in line.edges] if self.quarters % 2 == 0 else []
        return replace(line, box=self.box_back(box), edges=tuple(edges))

    def left_out_back(self, left: LeftOut) -> LeftOut:
        return left if left.box is None else replace(left, box=self.box_back(left.box))

    def box_back(self, box: Box) -> Box:
        """The smallest upright box around the place of this one on the page as displayed."""
        corners = [self._back(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def is_in(self, box: Box | None, boxes: Sequence[Box | None]) -> bool:
        """Whether the middle of a box of the straight page is in one of those of the page
        as displayed."""
        if box is None:
            return False
        there = self.box_back(box)
        x, y = (there.x0 + there.x1) / 2, (there.y0 + there.y1) / 2
        return any(box and box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes)

    def _back(self, x: float, y: float) -> tuple[float, float]:
        x, y = self._about_the_middle(x, y, self.degrees)
        if self.quarters == 1:
            return y, self.height - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return self.width - y, x
        return x, y

    def _about_the_middle(self, x: float, y: float, degrees: float) -> tuple[float, float]:
        width, height = self.size
        across, down = x - width / 2, y - height / 2
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return width / 2 + across * cos - down * sin, height / 2 + across * sin + down * cos
