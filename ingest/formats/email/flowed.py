"""Text that a mail program broke into short lines and meant to flow (RFC 3676)."""

from __future__ import annotations

import re

_QUOTED = re.compile(r">*")


def unflowed(text: str, delete_space: bool) -> str:
    """The text with its soft line ends taken back: a line that ends with a space runs on in the
    next of the same depth of quoting. ``delete_space`` (DelSp) says that the space was added.

    >>> unflowed("We agree to \\nthis.\\n-- \\nA", delete_space=False)
    'We agree to this.\\n-- \\nA'
    """
    lines: list[str] = []
    running: tuple[str, str] | None = None
    for line in text.splitlines():
        found = _QUOTED.match(line)
        depth = found[0] if found else ""
        said = line[len(depth) :]
        said = said.removeprefix(" ")
        if running is not None and running[0] == depth and said != "-- ":
            said = running[1] + said
        elif running is not None:
            lines.append(_line(*running))
        running = None
        if said.endswith(" ") and said != "-- ":
            running = depth, said[:-1] if delete_space else said
        else:
            lines.append(_line(depth, said))
    if running is not None:
        lines.append(_line(*running))
    return "\n".join(lines)


def _line(depth: str, said: str) -> str:
    return f"{depth} {said}" if depth else said
