"""Whose a case is: its owners, editors and readers, by their e-mail addresses.

Nothing here asks who somebody is, or refuses anything: without sign-in nobody looks. A case that
has no owner is the administrators'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from ingest.errors import PinciteError
from ingest.settings import normal_address
from ingest.store.catalogue import Case, Catalogue
from ingest.store.connection import inserted
from ingest.store.user_data.write import written
from ingest.translation import N_

Role = Literal["reader", "editor", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may: readers see, search, ask and take along; editors add,
withdraw and rename; owners delete and share."""

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST = 254
"""Characters of an e-mail address."""


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody who works with a case, since ``at`` (UTC)."""

    email: str
    role: Role
    at: str


class People:
    """The people of the cases of a library."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of_case(self, case: Case) -> list[CasePerson]:
        """Owners first, then editors, then readers, each by address."""
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT email, role, at FROM case_people WHERE case_id = ?", (case.id,)
            )
            found = [CasePerson(**row) for row in rows]
        return sorted(found, key=lambda person: (-ROLES.index(person.role), person.email))

    def give(self, case: Case, email: str, role: Role) -> str:
        """Make somebody a reader, editor or owner of a case, whatever they were; returns their
        address as it is kept.

        Raises PinciteError for what is no e-mail address, and where the library cannot be written
        to.
        """
        address = normal_address(email)
        if not _ADDRESS.fullmatch(address) or not address.isprintable() or len(address) > _LONGEST:
            raise PinciteError(
                f"{email!r} is not an e-mail address.", "Write it as in name@firm.example."
            )
        with written(self._catalogue, N_("The change")) as db:
            db.execute(
                "INSERT INTO case_people (case_id, email, role) VALUES (?, ?, ?) "
                "ON CONFLICT (case_id, email) DO UPDATE SET role = excluded.role, "
                "at = CURRENT_TIMESTAMP",
                (case.id, address, role),
            )
        return address

    def make_case(self, name: str, title: str, email: str) -> Case:
        """Make a case that is somebody's.

        Raises PinciteError where one has this name, whoever's it is, and where the library cannot
        be written to.
        """
        with written(self._catalogue, N_("The case")) as db:
            if db.execute("SELECT 1 FROM cases WHERE name = ?", (name,)).fetchone():
                raise PinciteError("This name is taken.", "Try again.")
            number = inserted(db, "INSERT INTO cases (name, title) VALUES (?, ?)", (name, title))
            db.execute(
                "INSERT INTO case_people (case_id, email, role) VALUES (?, ?, 'owner')",
                (number, normal_address(email)),
            )
        return self._catalogue.case(name)

    def remove(self, case: Case, email: str) -> str:
        """Take a case from somebody; returns their address as it was kept.

        Raises PinciteError where they have nothing to do with it, and where the library cannot be
        written to.
        """
        address = normal_address(email)
        with written(self._catalogue, N_("The change")) as db:
            gone = db.execute(
                "DELETE FROM case_people WHERE case_id = ? AND email = ?", (case.id, address)
            )
            if not gone.rowcount:
                raise PinciteError(
                    f"{address} is not among the people of this case.",
                    "`pincite people CASE` lists them.",
                )
        return address
