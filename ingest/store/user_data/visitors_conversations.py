"""The conversations that one person may see, where people sign in: their own, and those that are
shared with the people of the case."""

from __future__ import annotations

from ingest.errors import PinciteError
from ingest.store.audit import Action, Audit
from ingest.store.catalogue import Case, Catalogue
from ingest.store.user_data.conversations import (
    Conversation,
    Conversations,
    DeletedConversation,
    Judged,
    KeptTurn,
    Opinion,
)
from ingest.store.user_data.write import written
from ingest.store.visitors import VisitorsCatalogue
from ingest.translation import N_


class VisitorsConversations(Conversations):
    """A conversation of somebody else is answered as if it did not exist. One that is nobody's,
    from before people signed in, is that of the owners of its case. In one that is shared everybody
    of the case reads and asks; what becomes of it is up to who began it."""

    def __init__(self, catalogue: VisitorsCatalogue) -> None:
        super().__init__(catalogue, catalogue.visitor.email)
        self._rights = catalogue

    def owns(self, conversation_id: int) -> bool:
        """Whether the visitor may rename, share and delete it."""
        found = self._found(conversation_id)
        return found is not None and self._is_own(*found[:2])

    def is_shared(self, conversation_id: int) -> bool:
        """Whether all people of its case may see it."""
        found = self._found(conversation_id)
        return found is not None and found[2]

    def share(self, conversation_id: int, shared: bool) -> None:
        """Let all people of the case see a conversation, or nobody else any more. Raises
        PinciteError where it is not the visitor's, and where the library cannot be written to."""
        self._require_own(conversation_id)
        did: Action = "shared a conversation" if shared else "made a conversation private"
        self._note(did, conversation_id)
        with written(self._catalogue, N_("The conversation")) as db:
            db.execute(
                "UPDATE conversations SET shared = ? WHERE id = ?", (shared, conversation_id)
            )

    def _note(self, did: Action, conversation_id: int) -> None:
        found = self._found(conversation_id)
        Audit(self._catalogue).add(
            self._owner, did, found[0] if found else None, conversation_id=conversation_id
        )

    def _is_own(self, case_id: int, owner: str) -> bool:
        if owner:
            return owner == self._owner and self._rights.may(case_id, "reader")
        return self._rights.may(case_id, "owner")

    def _found(self, conversation_id: int) -> tuple[int, str, bool] | None:
        """Case, owner and whether it is shared, of one that the visitor may see."""
        with self._catalogue.session() as db:
            row = db.execute(
                "SELECT case_id, owner, shared FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
        if row is None:
            return None
        found = (int(row["case_id"]), str(row["owner"]), bool(row["shared"]))
        case_id, owner, shared = found
        if shared and self._rights.may(case_id, "reader"):
            return found
        return found if self._is_own(case_id, owner) else None

    def _require(self, conversation_id: int) -> None:
        if self._found(conversation_id) is None:
            raise PinciteError("There is no such conversation.", "It may have been deleted.")

    def _require_own(self, conversation_id: int) -> None:
        self._require(conversation_id)
        if not self.owns(conversation_id):
            raise PinciteError("This conversation is somebody else's.", "Ask who began it.")

    def _seen(self, case: Case) -> tuple[str, tuple[object, ...]]:
        nobodys = "OR c.owner = ''" if self._rights.may(case, "owner") else ""
        return f"AND (c.owner = ? OR c.shared = 1 {nobodys})", (self._owner,)

    def of_case(self, case: Case, holding: str = "") -> list[Conversation]:
        self._rights.require(case, "reader")
        return super().of_case(case, holding)

    def judged(self, case: Case) -> list[Judged]:
        self._rights.require(case, "reader")
        return super().judged(case)

    def case_of(self, conversation_id: int) -> int | None:
        found = self._found(conversation_id)
        return None if found is None else found[0]

    def turns(self, conversation_id: int) -> list[KeptTurn]:
        return super().turns(conversation_id) if self._found(conversation_id) else []

    def opinions(self, conversation_id: int) -> dict[int, Opinion]:
        return super().opinions(conversation_id) if self._found(conversation_id) else {}

    def narrowed(self, conversation_id: int) -> str:
        return super().narrowed(conversation_id) if self._found(conversation_id) else ""

    def judge(self, conversation_id: int, ordinal: int, opinion: Opinion | None) -> None:
        self._require(conversation_id)
        super().judge(conversation_id, ordinal, opinion)

    def finish(self, conversation_id: int, ordinal: int, outcome: str) -> None:
        self._require(conversation_id)
        super().finish(conversation_id, ordinal, outcome)

    def add(
        self,
        case: Case,
        conversation_id: int | None,
        question: str,
        outcome: str = "",
        narrowed: str = "",
    ) -> int:
        self._rights.require(case, "reader")
        if conversation_id is not None and self._found(conversation_id) is None:
            conversation_id = None
        return super().add(case, conversation_id, question, outcome, narrowed)

    def pin(self, conversation_id: int, pinned: bool) -> None:
        self._require_own(conversation_id)
        super().pin(conversation_id, pinned)

    def narrow(self, conversation_id: int, narrowed: str) -> None:
        self._require_own(conversation_id)
        super().narrow(conversation_id, narrowed)

    def rename(self, conversation_id: int, title: str) -> None:
        self._require_own(conversation_id)
        super().rename(conversation_id, title)

    def delete(self, conversation_id: int) -> DeletedConversation | None:
        if self._found(conversation_id) is None:
            return None
        self._require_own(conversation_id)
        self._note("deleted a conversation", conversation_id)
        return super().delete(conversation_id)

    def restore(self, case: Case, deleted: DeletedConversation) -> int:
        self._rights.require(case, "reader")
        return super().restore(case, deleted)


def conversations_of(catalogue: Catalogue) -> Conversations:
    """The conversations of a catalogue, for whoever may see them."""
    if isinstance(catalogue, VisitorsCatalogue):
        return VisitorsConversations(catalogue)
    return Conversations(catalogue)
