"""Cases renamed, deleted, brought back, and deleted for good."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from ingest.errors import PinciteError
from ingest.store.backups import copy_whole, forget_copies
from ingest.store.catalogue import Case, Catalogue, case_of
from ingest.store.connection import next_generation
from ingest.store.file_copies import drop_copies, forget_passwords
from ingest.store.full_text import forget_passages
from ingest.store.library import Library, Say
from ingest.store.served import is_served
from ingest.store.user_data.copies import bring_up_to_date
from ingest.store.user_data.edits import OF_CASE, Edits
from ingest.store.user_data.write import written
from ingest.store.write import passage_ids
from ingest.translation import N_

# Everything that belongs to a case by its number, the tables that refer to others first.
_OF_A_CASE = (
    "places",
    "failures",
    "saved_questions",
    "evaluation_runs",
    "edits",
    "case_people",
    "conversations",
    "documents",
)


@dataclass(frozen=True, slots=True)
class CaseContents:
    """What is lost with a case."""

    documents: int
    conversations: int
    saved_questions: int
    evaluations: int


NOTHING = CaseContents(documents=0, conversations=0, saved_questions=0, evaluations=0)


@dataclass(frozen=True, slots=True)
class DeletedCase:
    """A case that is out of sight. ``case`` has the name it is kept under meanwhile, ``name`` is
    the one it had; ``at`` is when it went (UTC)."""

    case: Case
    name: str
    at: str


def rename_case(catalogue: Catalogue, case: Case, title: str) -> None:
    """Give a case another title. Raises PinciteError for an empty one, and where the library
    cannot be written to."""
    title = " ".join(title.split())
    if not title:
        raise PinciteError("The case has no title.", "Give it one.")
    with written(catalogue, N_("The title")) as db:
        db.execute("UPDATE cases SET title = ? WHERE id = ?", (title, case.id))
    Edits(catalogue).save(case, OF_CASE, {"title": title})


def contents_of(catalogue: Catalogue, case: Case) -> CaseContents:
    """What is lost when a case is deleted."""
    with catalogue.session() as db:
        (documents, conversations, saved, runs) = db.execute(
            "SELECT (SELECT count(*) FROM documents WHERE case_id = :case AND state = 'current'), "
            "(SELECT count(DISTINCT c.id) FROM conversations c JOIN turns t "
            "ON t.conversation_id = c.id WHERE c.case_id = :case), "
            "(SELECT count(*) FROM saved_questions WHERE case_id = :case), "
            "(SELECT count(*) FROM evaluation_runs WHERE case_id = :case)",
            {"case": case.id},
        ).fetchone()
    return CaseContents(documents, conversations, saved, runs)


def delete_case(catalogue: Catalogue, case: Case) -> None:
    """Take a case out of sight, with everything in it; `restore_case` brings it back. Its name is
    free for another one meanwhile. Raises PinciteError where the library cannot be written to."""
    with written(catalogue, N_("The case")) as db:
        db.execute(
            "UPDATE cases SET deleted_at = CURRENT_TIMESTAMP, deleted_name = name, "
            "name = 'deleted:' || id WHERE id = ? AND deleted_at = ''",
            (case.id,),
        )
        next_generation(db)
        rows = db.execute("SELECT file FROM documents WHERE case_id = ?", (case.id,)).fetchall()
    forget_passwords(catalogue, [row["file"] for row in rows])


def deleted_cases(catalogue: Catalogue) -> list[DeletedCase]:
    """The cases that can be had back, the one that went last first."""
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT * FROM cases WHERE deleted_at <> '' ORDER BY deleted_at DESC, id DESC"
        )
        return [DeletedCase(case_of(row), row["deleted_name"], row["deleted_at"]) for row in rows]


def restore_case(catalogue: Catalogue, case_id: int) -> Case:
    """Bring a deleted case back as it was; under another name where its own is taken by now.
    Raises PinciteError where it is gone for good, or the library cannot be written to."""
    with written(catalogue, N_("The case")) as db:
        row = db.execute(
            "SELECT deleted_name FROM cases WHERE id = ? AND deleted_at <> ''", (case_id,)
        ).fetchone()
        if row is None:
            raise PinciteError("This case is there already, or was deleted for good.")
        taken = {row["name"] for row in db.execute("SELECT name FROM cases")}
        name, number = row["deleted_name"], 2
        while name in taken:
            name, number = f"{row['deleted_name']}-{number}", number + 1
        db.execute(
            "UPDATE cases SET name = ?, deleted_name = '', deleted_at = '' WHERE id = ?",
            (name, case_id),
        )
        next_generation(db)
    return catalogue.case(name)


class Cases:
    """What people do with whole cases, on their pages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def contents(self, case: Case) -> CaseContents:
        """What is lost when a case is deleted."""
        return contents_of(self._catalogue, case)

    def rename(self, case: Case, title: str) -> None:
        """As `rename_case`."""
        rename_case(self._catalogue, case, title)

    def delete(self, case: Case) -> None:
        """As `delete_case`."""
        delete_case(self._catalogue, case)

    def deleted(self) -> list[DeletedCase]:
        """As `deleted_cases`."""
        return deleted_cases(self._catalogue)

    def restore(self, case_id: int) -> Case:
        """As `restore_case`."""
        return restore_case(self._catalogue, case_id)

    def free_name(self, plain: str) -> str:
        """The name for a new case that is called so. Raises PinciteError where another has it."""
        for case in self._catalogue.cases():
            # An empty one is left by a try that failed on the way: this is the next try.
            if case.name == plain and self.contents(case) != NOTHING:
                raise PinciteError(
                    f"There is a case named {plain} already.",
                    "Give this one another name.",
                )
        return plain

    def create(self, name: str, title: str) -> Case:
        """Make a case, with nothing in it yet."""
        return self._catalogue.put_case(name, title)


def purge_case(library: Library, case_id: int, say: Say = lambda message: None) -> None:
    """Delete a deleted case for good: documents, pages, conversations, the copies of files that
    no other case needs, and the copies of the catalogue that hold it. Passes over a case that was
    not deleted. Raises LibraryBusy."""
    catalogue = library.catalogue
    with library.writing(say), library.unfinished():
        case = next(
            (gone.case for gone in deleted_cases(catalogue) if gone.case.id == case_id), None
        )
        if case is None:
            return
        current = [
            stored
            for document in catalogue.documents(case)
            for stored in catalogue.passages_of(document.id)
        ]
        passages = passage_ids(case, current)
        with catalogue.transaction() as db:
            db.delete_for_good()
            rows = db.execute("SELECT DISTINCT file FROM documents WHERE case_id = ?", (case.id,))
            files = [row["file"] for row in rows]
            for (_, language), ids in passages.items():
                forget_passages(db, language, ids)
            for table in _OF_A_CASE:
                db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case.id,))
            db.execute("DELETE FROM meta WHERE key LIKE ?", (f"%:{case.id}",))
            db.execute("DELETE FROM meta WHERE key LIKE ?", (f"%: {case.id}",))
            db.execute("DELETE FROM cases WHERE id = ?", (case.id,))
            db.words.forget_for_good()
            next_generation(db)
        library.vectors.delete(passages)
        if is_served(library.folder):
            forget_copies(library.folder)
        else:
            copy_whole(library.folder, kept=1)
        bring_up_to_date(catalogue)
        drop_copies(catalogue, library.folder, files)
        for own in ("uploads", "questions"):
            shutil.rmtree(library.folder / own / str(case.id), ignore_errors=True)
