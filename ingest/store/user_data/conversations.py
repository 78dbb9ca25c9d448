"""Conversations kept in the catalogue. What came of a question is a text to this module: its
JSON is the bot's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.store.catalogue import Case, Catalogue
from ingest.store.connection import inserted
from ingest.store.user_data.write import written
from ingest.text.terms import fold
from ingest.translation import N_

_TITLE = 120


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation about a case, without its questions."""

    id: int
    case_id: int
    title: str
    """Its first question."""
    at: str
    """When it began (UTC, "2026-03-01 14:05:09")."""
    pinned: bool
    narrowed: str
    """What its questions are searched in, as text; empty for everything."""
    turns: int
    """How many questions it has."""
    owner: str = ""
    """The e-mail address of who began it, where people sign in."""
    shared: bool = False
    """Whether all people of its case may see it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thinks of an answer."""

    helpful: bool
    reason: str
    """Empty where they give none."""


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """One question and what came of it, as text, empty while nothing did."""

    question: str
    outcome: str
    at: str
    """When it was asked (UTC)."""
    ordinal: int
    """Its number in the conversation."""


@dataclass(frozen=True, slots=True)
class DeletedConversation:
    """A conversation that is gone, as it can be kept again."""

    title: str
    at: str
    turns: tuple[KeptTurn, ...]
    pinned: bool = False
    narrowed: str = ""
    opinions: Mapping[int, Opinion] = field(default_factory=dict)
    owner: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that somebody gave an opinion on; ``turn.outcome`` is the answer as text."""

    conversation: int
    title: str
    turn: KeptTurn
    opinion: Opinion


class Conversations:
    """The conversations of a library. Every method reads what is kept at that moment, so that
    two windows see one state."""

    def __init__(self, catalogue: Catalogue, owner: str = "") -> None:
        """``owner`` is whose a conversation is that begins here; nobody's without sign-in."""
        self._catalogue = catalogue
        self._owner = owner

    def of_case(self, case: Case, holding: str = "") -> list[Conversation]:
        """The conversations that have turns, pinned ones first, then by the time of the last turn.
        With ``holding`` only those whose title or questions hold these words, in any case."""
        seen, values = self._seen(case)
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT c.*, count(*) AS turns FROM conversations c "
                f"JOIN turns t ON t.conversation_id = c.id WHERE c.case_id = ? {seen} "
                "GROUP BY c.id ORDER BY c.pinned DESC, max(t.at) DESC, c.id DESC",
                (case.id, *values),
            )
            found = [
                Conversation(
                    **{**row, "pinned": bool(row["pinned"]), "shared": bool(row["shared"])}
                )
                for row in rows
            ]
        wanted = fold(" ".join(holding.split()))
        if not wanted:
            return found
        return [
            conversation
            for conversation in found
            if wanted in fold(conversation.title) or self._holds(conversation, wanted)
        ]

    def _seen(self, case: Case) -> tuple[str, tuple[object, ...]]:  # noqa: ARG002  # each of them
        """The condition on the conversations ``c`` of a case that are seen here, and its values."""
        return "", ()

    def _holds(self, conversation: Conversation, wanted: str) -> bool:
        return any(wanted in fold(turn.question) for turn in self.turns(conversation.id))

    def turns(self, conversation_id: int) -> list[KeptTurn]:
        """The turns in order; empty where there is no such conversation (any more)."""
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT question, outcome, at, ordinal FROM turns WHERE conversation_id = ? "
                "ORDER BY ordinal",
                (conversation_id,),
            )
            return [KeptTurn(**row) for row in rows]

    def pin(self, conversation_id: int, pinned: bool) -> None:
        """Keep a conversation above the others, or no longer. Raises PinciteError where the library
        cannot be written to."""
        with written(self._catalogue, N_("The conversation")) as db:
            db.execute(
                "UPDATE conversations SET pinned = ? WHERE id = ?", (pinned, conversation_id)
            )

    def narrowed(self, conversation_id: int) -> str:
        """What its questions are searched in, as it was kept; empty for everything."""
        with self._catalogue.session() as db:
            row = db.execute(
                "SELECT narrowed FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
        return str(row["narrowed"]) if row else ""

    def narrow(self, conversation_id: int, narrowed: str) -> None:
        """Keep what its questions are searched in. Raises PinciteError where the library cannot
        be written to."""
        with written(self._catalogue, N_("The choice of documents")) as db:
            db.execute(
                "UPDATE conversations SET narrowed = ? WHERE id = ?", (narrowed, conversation_id)
            )

    def opinions(self, conversation_id: int) -> dict[int, Opinion]:
        """What was thought of its answers, by the number of the question."""
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT ordinal, helpful, reason FROM opinions WHERE conversation_id = ?",
                (conversation_id,),
            )
            return {row["ordinal"]: Opinion(bool(row["helpful"]), row["reason"]) for row in rows}

    def judged(self, case: Case) -> list[Judged]:
        """The answers of a case that somebody gave an opinion on, the newest first."""
        seen, values = self._seen(case)
        with self._catalogue.session() as db:
            rows = db.execute(
                "SELECT c.id, c.title, t.question, t.outcome, t.at, t.ordinal, o.helpful, o.reason "
                "FROM opinions o JOIN conversations c ON c.id = o.conversation_id "
                "JOIN turns t ON t.conversation_id = c.id AND t.ordinal = o.ordinal "
                f"WHERE c.case_id = ? {seen} ORDER BY t.at DESC, c.id DESC, t.ordinal DESC",
                (case.id, *values),
            )
            return [
                Judged(
                    row["id"],
                    row["title"],
                    KeptTurn(row["question"], row["outcome"], row["at"], row["ordinal"]),
                    Opinion(bool(row["helpful"]), row["reason"]),
                )
                for row in rows
            ]

    def judge(self, conversation_id: int, ordinal: int, opinion: Opinion | None) -> None:
        """Keep what is thought of an answer, over what was; None takes it back. Raises
        PinciteError where the library cannot be written to."""
        with written(self._catalogue, N_("Your opinion")) as db:
            if opinion is None:
                db.execute(
                    "DELETE FROM opinions WHERE conversation_id = ? AND ordinal = ?",
                    (conversation_id, ordinal),
                )
            else:
                db.execute(
                    "INSERT INTO opinions (conversation_id, ordinal, helpful, reason) "
                    "VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id, ordinal) DO UPDATE SET "
                    "helpful = excluded.helpful, reason = excluded.reason, "
                    "at = CURRENT_TIMESTAMP",
                    (conversation_id, ordinal, opinion.helpful, opinion.reason),
                )

    def case_of(self, conversation_id: int) -> int | None:
        """The id of the case that a conversation belongs to; None where there is no such
        conversation (any more)."""
        with self._catalogue.session() as db:
            row = db.execute(
                "SELECT case_id FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
        return int(row["case_id"]) if row else None

    def add(
        self,
        case: Case,
        conversation_id: int | None,
        question: str,
        outcome: str = "",
        narrowed: str = "",
    ) -> int:
        """Keep a question at the end of a conversation; returns which one that is. Without one,
        or where it was deleted meanwhile, the question begins a new one, whose questions are
        searched in ``narrowed``.

        Raises PinciteError where the library cannot be written to.
        """
        with written(self._catalogue, N_("The conversation")) as db:
            kept = db.execute(
                "SELECT id FROM conversations WHERE id = ? AND case_id = ?",
                (conversation_id, case.id),
            ).fetchone()
            if kept is None:
                title = " ".join(question.split())[:_TITLE]
                conversation_id = inserted(
                    db,
                    "INSERT INTO conversations (case_id, title, narrowed, owner) "
                    "VALUES (?, ?, ?, ?)",
                    (case.id, title, narrowed, self._owner),
                )
            assert conversation_id is not None
            db.execute(
                "INSERT INTO turns (conversation_id, ordinal, question, outcome) "
                "SELECT :id, coalesce(max(ordinal), 0) + 1, :question, :outcome FROM turns "
                "WHERE conversation_id = :id",
                {"id": conversation_id, "question": question, "outcome": outcome},
            )
        return conversation_id

    def finish(self, conversation_id: int, ordinal: int, outcome: str) -> None:
        """Keep what came of a question, if nothing is kept yet: of two windows that show it, both
        may have asked. Raises PinciteError where the library cannot be written to."""
        if any(turn.outcome for turn in self.turns(conversation_id) if turn.ordinal == ordinal):
            return  # as a rule by the thread that made it; a copy of what is kept takes its time
        with written(self._catalogue, N_("The answer")) as db:
            db.execute(
                "UPDATE turns SET outcome = ? WHERE conversation_id = ? AND ordinal = ? "
                "AND outcome = ''",
                (outcome, conversation_id, ordinal),
            )

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation a title of one line, shown instead of its first question. Raises
        PinciteError where the library cannot be written to."""
        with written(self._catalogue, N_("The conversation")) as db:
            db.execute(
                "UPDATE conversations SET title = ? WHERE id = ?",
                (" ".join(title.split())[:_TITLE], conversation_id),
            )

    def delete(self, conversation_id: int) -> DeletedConversation | None:
        """Delete a conversation with all its turns. Returns what was deleted, None where there was
        no such conversation. Raises PinciteError where the library cannot be written to."""
        turns = tuple(self.turns(conversation_id))
        opinions = self.opinions(conversation_id)
        with written(self._catalogue, N_("The conversation")) as db:
            row = db.execute(
                "SELECT title, at, pinned, narrowed, owner, shared FROM conversations WHERE id = ?",
                (conversation_id,),
            ).fetchone()
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        if row is None:
            return None
        return DeletedConversation(
            row["title"],
            row["at"],
            turns,
            bool(row["pinned"]),
            row["narrowed"],
            opinions,
            row["owner"],
            bool(row["shared"]),
        )

    def restore(self, case: Case, deleted: DeletedConversation) -> int:
        """Write a deleted conversation again as it was; returns its id. Raises PinciteError where
        the library cannot be written to."""
        with written(self._catalogue, N_("The conversation")) as db:
            number = inserted(
                db,
                "INSERT INTO conversations (case_id, title, at, pinned, narrowed, owner, shared) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    case.id,
                    deleted.title,
                    deleted.at,
                    deleted.pinned,
                    deleted.narrowed,
                    deleted.owner,
                    deleted.shared,
                ),
            )
            db.executemany(
                "INSERT INTO turns (conversation_id, ordinal, question, outcome, at) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    (number, turn.ordinal, turn.question, turn.outcome, turn.at)
                    for turn in deleted.turns
                ],
            )
            db.executemany(
                "INSERT INTO opinions (conversation_id, ordinal, helpful, reason) "
                "VALUES (?, ?, ?, ?)",
                [
                    (number, ordinal, opinion.helpful, opinion.reason)
                    for ordinal, opinion in deleted.opinions.items()
                ],
            )
        return number
