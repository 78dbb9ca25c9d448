"""The catalogue's tables, as migrations: entry N brings version N to version N + 1."""

from __future__ import annotations

import sqlite3

from ingest.errors import LibraryMismatch
from ingest.store.docket_facts import renew_docket_facts

FULL_TEXT_LANGUAGES = ("en", "fr", "other")

# A document row is one set of bytes within one case. 'loading' rows are invisible
# and swept at the next start; 'withdrawn' rows are kept for citations that were
# frozen while they were current.
_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', '0');
CREATE TABLE cases (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '', questions TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases, sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('loading', 'current', 'withdrawn')),
    format TEXT NOT NULL, file TEXT NOT NULL, overrides TEXT NOT NULL DEFAULT '{}',
    title TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT 'other',
    court TEXT NOT NULL DEFAULT '', case_number TEXT NOT NULL DEFAULT '',
    ecf TEXT NOT NULL DEFAULT '', filed TEXT, parties TEXT NOT NULL DEFAULT '[]',
    language TEXT NOT NULL DEFAULT '', pages INTEGER NOT NULL DEFAULT 0,
    ingested TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX documents_by_case ON documents (case_id, state);
CREATE TABLE places (
    case_id INTEGER NOT NULL REFERENCES cases, path TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    size INTEGER NOT NULL, modified INTEGER NOT NULL,
    PRIMARY KEY (case_id, path)
) WITHOUT ROWID;
CREATE INDEX places_by_document ON places (document_id);
CREATE TABLE failures (
    case_id INTEGER NOT NULL REFERENCES cases, path TEXT NOT NULL,
    reason TEXT NOT NULL, advice TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (case_id, path)
) WITHOUT ROWID;
CREATE TABLE pages (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL, label TEXT, width REAL NOT NULL, height REAL NOT NULL,
    read TEXT NOT NULL, why TEXT NOT NULL, left_out TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;
CREATE TABLE lines (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    page INTEGER NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, number INTEGER,
    box BLOB, edges BLOB NOT NULL, begins INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (document_id, page, line)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, language TEXT NOT NULL, header TEXT NOT NULL,
    text TEXT NOT NULL, role TEXT NOT NULL, page INTEGER NOT NULL,
    paragraphs TEXT NOT NULL, headings TEXT NOT NULL, spans TEXT NOT NULL
);
CREATE UNIQUE INDEX passages_in_order ON passages (document_id, ordinal);
CREATE TABLE paragraph_numbers (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    paragraph TEXT NOT NULL, passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    PRIMARY KEY (document_id, paragraph, passage_id)
) WITHOUT ROWID;
"""

# One full-text table a language, so that a word is weighed (bm25) among the passages
# of its language. The case is a column, so that one match expression restricts to it.
FULL_TEXT_TABLES = {
    language: (
        f"CREATE VIRTUAL TABLE words_{language} USING fts5 (case_id, stems, "
        f"tokenize = \"ascii tokenchars '.,:/-'\");\n",
        f"CREATE VIRTUAL TABLE counts_{language} USING fts5vocab (words_{language}, col);\n",
    )
    for language in FULL_TEXT_LANGUAGES
}
_FIRST += "".join("".join(tables) for tables in FULL_TEXT_TABLES.values())

# Versions, files added one by one, failures that are not tried again in vain, and what people
# keep: conversations, saved questions, evaluation runs. Their JSON is the bot's, kept as text.
_SECOND = """
ALTER TABLE cases ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN superseded_by INTEGER REFERENCES documents ON DELETE SET NULL;
ALTER TABLE documents ADD COLUMN withdrawn_at TEXT;
ALTER TABLE documents ADD COLUMN withdrawn_from TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE places ADD COLUMN origin TEXT NOT NULL DEFAULT 'folder'
    CHECK (origin IN ('folder', 'added'));
ALTER TABLE failures ADD COLUMN size INTEGER;
ALTER TABLE failures ADD COLUMN modified INTEGER;
ALTER TABLE failures ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE failures ADD COLUMN reader TEXT NOT NULL DEFAULT '';
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases,
    title TEXT NOT NULL DEFAULT '', at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE turns (
    conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (conversation_id, ordinal)
) WITHOUT ROWID;
CREATE TABLE saved_questions (
    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases,
    question TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    generation INTEGER NOT NULL DEFAULT 0, UNIQUE (case_id, question)
);
CREATE TABLE evaluation_runs (
    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases,
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, name TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '{}', report TEXT NOT NULL
);
"""

# Who took a document out (what a person took out, no mirroring brings back), and what it was
# read with, so that reading everything again can be interrupted and gone on with.
_THIRD = """
ALTER TABLE documents ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT ''
    CHECK (withdrawn_by IN ('', 'folder', 'person'));
ALTER TABLE documents ADD COLUMN read_with TEXT NOT NULL DEFAULT '';
UPDATE documents SET read_with =
    'reader ' || coalesce((SELECT value FROM meta WHERE key = 'reader'), '') || ', ' ||
    coalesce((SELECT value FROM meta WHERE key = 'splitter'), '');
CREATE INDEX documents_by_hash ON documents (case_id, sha256);
"""

# Where a file that was named by itself lies: another of the same name is another document.
_FOURTH = """
ALTER TABLE places ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE failures ADD COLUMN source TEXT NOT NULL DEFAULT '';
"""

# The other places of a document that was taken out, to which it comes back.
_FIFTH = """
ALTER TABLE documents ADD COLUMN withdrawn_also TEXT NOT NULL DEFAULT '[]';
"""

# Lines of a sheet that holds several pages of a transcript: which of them each belongs to.
_SIXTH = """
ALTER TABLE lines ADD COLUMN label TEXT;
"""

# What dockets state, recognised in their passages: it can be made again of them.
_SEVENTH = """
CREATE TABLE docket_facts (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    field TEXT NOT NULL, value TEXT NOT NULL,
    passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    page INTEGER NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (document_id, field, passage_id)
) WITHOUT ROWID;
"""

# Dates and amounts that documents name, and which finder found them: of those before, none yet.
# Passages go only with their document, so that no row needs to follow its passage.
_EIGHTH = """
CREATE TABLE facts_found (
    document_id INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, finder TEXT NOT NULL
);
CREATE TABLE date_facts (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    passage_id INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_stop INTEGER NOT NULL, page INTEGER NOT NULL,
    begins TEXT NOT NULL, ends TEXT NOT NULL, kind TEXT NOT NULL, ambiguous INTEGER NOT NULL,
    PRIMARY KEY (document_id, passage_id, start)
) WITHOUT ROWID;
CREATE TABLE amount_facts (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    passage_id INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_stop INTEGER NOT NULL, page INTEGER NOT NULL,
    value TEXT NOT NULL, currency TEXT NOT NULL,
    purpose_start INTEGER NOT NULL, purpose_stop INTEGER NOT NULL,
    PRIMARY KEY (document_id, passage_id, start)
) WITHOUT ROWID;
"""

# What people do with cases and conversations: a deleted case is kept, under another name, until it
# is deleted for good; what a person says of a case (path '') or a document, under case.yaml.
_NINTH = """
ALTER TABLE cases ADD COLUMN deleted_at TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN deleted_name TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN narrowed TEXT NOT NULL DEFAULT '';
CREATE TABLE edits (
    case_id INTEGER NOT NULL REFERENCES cases, path TEXT NOT NULL, said TEXT NOT NULL,
    PRIMARY KEY (case_id, path)
) WITHOUT ROWID;
CREATE TABLE opinions (
    conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, helpful INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (conversation_id, ordinal)
) WITHOUT ROWID;
"""

# What papers state of themselves and their case, found beside the dates and amounts.
_TENTH = """
CREATE TABLE stated_facts (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    field TEXT NOT NULL, ordinal INTEGER NOT NULL, passage_id INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, page INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (document_id, field, ordinal)
) WITHOUT ROWID;
"""

# Whose a case is, once people sign in; of an older case nobody's.
_ELEVENTH = """
CREATE TABLE case_people (
    case_id INTEGER NOT NULL REFERENCES cases, email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (case_id, email)
) WITHOUT ROWID;
CREATE INDEX cases_by_person ON case_people (email);
"""

# Whose a conversation is, once people sign in, and whether all people of its case may see it.
_TWELFTH = """
ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
"""

# Who did what, where people sign in. It refers to nothing, so that it outlives what was deleted.
_THIRTEENTH = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, who TEXT NOT NULL,
    did TEXT NOT NULL, case_id INTEGER, conversation_id INTEGER,
    documents TEXT NOT NULL DEFAULT '[]', about TEXT NOT NULL DEFAULT ''
);
"""

MIGRATIONS = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _SEVENTH,
    _EIGHTH,
    _NINTH,
    _TENTH,
    _ELEVENTH,
    _TWELFTH,
    _THIRTEENTH,
)

_REFUSED = "SELECT RAISE(ABORT, 'the audit is only added to')"
AUDIT_TRIGGERS = {
    "audit_is_not_changed": f"BEFORE UPDATE ON audit BEGIN {_REFUSED}; END",
    "audit_is_not_deleted": f"BEFORE DELETE ON audit BEGIN {_REFUSED}; END",
    # INSERT OR REPLACE would delete a row without telling the trigger above.
    "audit_is_not_replaced": (
        "BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
        f"BEGIN {_REFUSED}; END"
    ),
}
"""What follows the name of each; written for SQLite alone (`ingest.store.dialect` has the others).
"""
TRIGGERS = {
    13: "".join(f"CREATE TRIGGER {name} {rest};\n" for name, rest in AUDIT_TRIGGERS.items())
}
"""What is made after the tables of a migration."""

TABLES = (
    "meta",
    "cases",
    "documents",
    "places",
    "failures",
    "pages",
    "lines",
    "passages",
    "paragraph_numbers",
    "conversations",
    "turns",
    "opinions",
    "saved_questions",
    "evaluation_runs",
    "edits",
    "docket_facts",
    "facts_found",
    "date_facts",
    "amount_facts",
    "stated_facts",
    "case_people",
    "audit",
)
"""All tables but those of the full text, each after the ones that it refers to."""

NUMBERED_ONCE = ("documents", "passages")
"""Tables no row of which gets the number of one that was deleted: citations go by it."""
NUMBERED = (*NUMBERED_ONCE, "cases", "conversations", "saved_questions", "evaluation_runs", "audit")
ONLY_ADDED = ("audit",)
"""Tables whose rows are neither changed nor deleted."""

FILLED_AFTER = {7: renew_docket_facts}
"""What is derived from rows that were there before, after the migration of that number."""


def is_newest(db: sqlite3.Connection) -> bool:
    """Whether an open catalogue has the tables of this program."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS))


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open catalogue to the newest version, each step in one transaction. For one
    process at a time.

    Raises LibraryMismatch where the catalogue is of a newer program.
    """
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise LibraryMismatch(
            f"The library was made by a newer Pincite (layout {version}, "
            f"this one knows {len(MIGRATIONS)}).",
            "Update Pincite, or name another folder with --library.",
        )
    for number, migration in enumerate(MIGRATIONS[version:], version + 1):
        triggers = TRIGGERS.get(number, "")
        db.executescript(f"BEGIN IMMEDIATE; {migration} {triggers} PRAGMA user_version = {number};")
        if number in FILLED_AFTER:
            FILLED_AFTER[number](db)
        db.execute("COMMIT")
