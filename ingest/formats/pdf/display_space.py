"""From the space in which a PDF draws a page to the page as it is displayed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible part of a page in its own space, y upwards, and how many quarters it is
    turned clockwise when displayed."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    def turned(self, quarters: int) -> Sheet:
        """Turned clockwise by so many quarters more."""
        return replace(self, quarters=(self.quarters + quarters) % 4)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points of the page's own space, as displayed."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def boxes(self, sides: Floats) -> Floats:
        """Rows of left, bottom, right, top in the page's own space, as displayed."""
        ax, ay = self.points(sides[:, 0], sides[:, 1])
        bx, by = self.points(sides[:, 2], sides[:, 3])
        if self.quarters == 0:
            return np.stack([ax, by, bx, ay], axis=1)
        low_x, low_y = np.minimum(ax, bx), np.minimum(ay, by)
        return np.stack([low_x, low_y, np.maximum(ax, bx), np.maximum(ay, by)], axis=1)
