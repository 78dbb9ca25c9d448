"""A case file written for these tests, and a bot that answers from it without a model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from streamlit.runtime.scriptrunner import StopException

from bot.answer import Answer, Citation, Searched, Statement
from bot.answering.later_versions import CitationStatus
from bot.answering.places import PagedDocument, Stretch
from bot.evaluation.evaluate import Done, report
from bot.evaluation.outcome import Outcome, Report, ShownStatement, Stage
from bot.evaluation.question_set import TestQuestion
from bot.evaluation.question_sets import QuestionSets
from bot.evaluation.runs import LibraryRuns
from bot.overview.claims import compare
from bot.overview.disagreements import disagreements
from bot.question.follow_ups import resolve
from bot.reading.assistant import Assistant
from bot.search.narrowing import Narrowing
from ingest.document import Box, Description, Passage, Span
from ingest.errors import LibraryBusy
from ingest.settings import Settings
from ingest.store.cases import Cases
from ingest.store.catalogue import Case, Catalogue, Document, PageSize, Stored
from ingest.store.library import Library
from ingest.store.people import People
from ingest.store.user_data.conversations import Conversations
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.background import Background
from ingest.sync.job import IngestJob
from ingest.sync.uploads import Uploads
from tests.support.fakes import NoOpinion, WordEmbedder
from ui.desk import Desk

# Everything that Markdown, LaTeX, HTML and Streamlit's additions would turn into something else.
NASTY = (
    "It owes $61,000,000 and $5 *at once* __now__ [see](https://e.com) ![x](https://e.com/x.png) "
    "<b>bold</b> `code` :red[red] :smile: :material/lock: www.example.com -- a -> b <= c & a@b.fr "
    "# no heading \\ ~~kept~~"
)

CASES = [
    Case(
        1,
        "acme-v-bolt",
        "Acme Racks v. Bolt Hosting",
        "Invented for a test. Not a court document.",
        ("How much is unpaid?", "Quand les livraisons ont-elles cessé ?"),
    ),
    Case(2, "lease", "", "", ()),
    Case(3, "doe-v-roe", "Doe v. Roe: the warehouse", "", ()),
]

DOCUMENTS = [
    Document(
        1,
        1,
        "a" * 64,
        "complaint.pdf",
        "documents/a.pdf",
        "pdf",
        Description(
            title="Complaint for breach of contract", kind="complaint", ecf="1", language="en"
        ),
        24,
        "",
    ),
    Document(
        2,
        1,
        "b" * 64,
        "press/article.html",
        "documents/b.html",
        "html",
        Description(title="L’hébergeur ne paie plus", kind="article", language="fr"),
        1,
        "",
    ),
]

BEFORE = "22. Acme delivered the last racks on 3 March 2023 and invoiced them the same day."
UNPAID = (
    "23. Bolt has never paid the invoices of March 2023. The unpaid balance is $1,250,000, "
    "exclusive of interest, and it grows with every month."
)
AFTER = "24. Acme wrote to Bolt four times. No letter was answered."
QUOTE = "The unpaid balance is $1,250,000, exclusive of interest, and it grows with every month."
ARTICLE = "Les livraisons ont cessé le 3 mars 2023, selon le fabricant."

COMPLAINT = Citation(
    number=1,
    document="complaint.pdf",
    document_id="a" * 64,
    title="Complaint for breach of contract",
    kind="complaint",
    ecf="1",
    page=5,
    last_page=5,
    page_label="4",
    paragraphs=("23",),
    lines=(14, 16),
    quote=QUOTE,
    language="en",
    pin="Compl. (ECF No. 1) ¶ 23, at 5:14-16",
    passage_id=2,
    start=UNPAID.index(QUOTE),
    end=len(UNPAID),
    ocr=True,
)
NEWS = replace(
    COMPLAINT,
    number=2,
    document="press/article.html",
    document_id="b" * 64,
    title="L’hébergeur ne paie plus",
    kind="article",
    ecf="",
    page=1,
    page_label=None,
    paragraphs=("2",),
    lines=None,
    quote=ARTICLE,
    language="fr",
    pin="L’hébergeur ne paie plus, ¶ 2",
    passage_id=9,
    start=0,
    end=len(ARTICLE),
    ocr=False,
)
SEARCHED = Searched(2, 1412, ("en", "fr"))


def statement(citation: Citation, voice: str, asked: str) -> Statement:
    start = citation.quote.index(asked)
    return Statement(citation.quote, voice, (citation.number,), ((start, start + len(asked)),))


def answered(question: str, case: str) -> Answer:
    return Answer(
        question,
        case,
        "answered",
        (statement(COMPLAINT, "alleges", "$1,250,000"), statement(NEWS, "reports", "3 mars 2023")),
        (COMPLAINT, NEWS),
        SEARCHED,
        also=(replace(COMPLAINT, number=3, quote=AFTER, pin="Compl. (ECF No. 1) ¶ 24, at 5:17"),),
    )


def not_found(question: str, case: str) -> Answer:
    return Answer(question, case, "not_found", (), (), SEARCHED)


def near(question: str, case: str) -> Answer:
    lead = replace(COMPLAINT, number=1, quote=AFTER, pin="Compl. (ECF No. 1) ¶ 24, at 5:17")
    return replace(not_found(question, case), also=(lead,))


def nasty(question: str, case: str) -> Answer:
    citation = replace(COMPLAINT, quote=NASTY, pin=f"Ex. {NASTY}", title=NASTY)
    return Answer(
        question, case, "partial", (Statement(NASTY, "alleges", (1,)),), (citation,), SEARCHED
    )


@dataclass
class FakeBot:
    """Answers by a word of the question: "unpaid" and "livraisons" are answered, "nasty" with
    signs that mean something in Markdown, "busy" with an error; "mistake" meets one of the
    program's, "poem" is no question; all else is not found. "slow" takes its time, and "very long
    wait" a minute."""

    known: list[Case] = field(default_factory=lambda: CASES)
    asked: list[tuple[str, str]] = field(default_factory=list)
    narrowed: list[Narrowing] = field(default_factory=list)
    """What each question was to be searched in."""
    notice: str | None = None
    leaves: bool = False
    """Whether whoever asks is gone before the answer comes."""
    became: CitationStatus | None = None
    """What became of every citation; by default nothing."""
    password: str = ""
    """What opens every document, until it was given."""

    def cases(self) -> list[Case]:
        return self.known

    def ask(
        self,
        question: str,
        case: str,
        say: Callable[[str], None] = lambda message: None,
        earlier: Sequence[str] = (),
        assistant: Assistant | None = None,
        only: Narrowing | None = None,
    ) -> Answer:
        self.asked.append((question, case))
        self.narrowed.append(only or Narrowing())
        meant = resolve(question, earlier)
        if meant != question:
            return replace(not_found(question, case), understood=meant)
        say("searching 1,412 passages…")
        if self.leaves:
            raise StopException
        if "slow" in question:
            time.sleep(0.4)
        for _ in range(600 if "very long wait" in question else 0):
            say("searching 1,412 passages…")
            time.sleep(0.1)
        if "busy" in question:
            raise LibraryBusy("The library is being written by process 7.", "Try again later.")
        if "mistake" in question:
            raise ZeroDivisionError
        if "nasty" in question:
            return nasty(question, case)
        if "near" in question:
            return near(question, case)
        if "poem" in question:
            return replace(not_found(question, case), outcome="unsupported")
        if "lease" in question:
            left_out = Searched(1, 900, ("en",), of=2, unchosen=("Lease of the warehouse",))
            return replace(answered(question, case), searched=left_out)
        if "unpaid" in question or "livraisons" in question:
            return answered(question, case)
        return not_found(question, case)

    def status_of(self, citation: Citation) -> CitationStatus:
        return self.became or CitationStatus(
            "current", citation.document, citation.passage_id, citation
        )

    def neighbours(self, citation: Citation, reach: int = 1) -> list[Stored]:
        if citation.passage_id != COMPLAINT.passage_id:
            return [_stored(citation.passage_id, citation.quote, citation.language)]
        return [_stored(number, text) for number, text in enumerate((BEFORE, UNPAID, AFTER), 1)]

    def show(self, document_id: int) -> PagedDocument:
        (document,) = [document for document in DOCUMENTS if document.id == document_id]
        sheets = tuple(PageSize(page, 612, 792, None) for page in range(1, document.pages + 1))
        return PagedDocument(document, sheets, is_locked=bool(self.password))

    def unlock(self, document_id: int, password: str) -> bool:
        if password == self.password:
            self.password = ""
        return not self.password

    def show_citation(self, citation: Citation) -> PagedDocument:
        known = {document.path: document.id for document in DOCUMENTS}
        number = known.get(citation.document, DOCUMENTS[0].id)
        stretch = Stretch(citation.page, 0, 0, 9, Box(100, 300, 500, 320))
        return replace(self.show(number), stretches=(stretch,))


@dataclass
class FakeCatalogue:
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)

    def documents(self, case: Case) -> list[Document]:
        return [document for document in DOCUMENTS if document.case_id == case.id]

    def failures(self, case: Case) -> dict[str, tuple[str, str]]:
        return self.refused


def evaluated(
    case: Case,
    name: str,
    questions: Sequence[TestQuestion],
    done: Done,
    assistant: Assistant | None = None,
) -> Report:
    """Every question with "unpaid" in it is answered rightly; all others are lost at the stage
    that the question names. A chat model changes nothing, but two of its statements are dropped."""
    outcomes = []
    for number, question in enumerate(questions, 1):
        outcome = _outcome(question)
        if assistant is not None:
            outcome = replace(outcome, model=assistant.model.name, dropped=2, tokens=900)
        outcomes.append(outcome)
        done(number, len(questions))
    settings = {"model": assistant.model.name} if assistant else {}
    return report(outcomes, name, case.name, settings)


def _outcome(question: TestQuestion) -> Outcome:
    right = "unpaid" in question.question
    stages: tuple[Stage, ...] = ("not retrieved", "refused", "answered without an answer")
    stage: Stage = next((stage for stage in stages if stage in question.question), "wrong sentence")
    refused = stage in ("not retrieved", "refused") and not right
    return Outcome(
        id=question.id,
        question=question.question,
        understood=question.question,
        language=question.language,
        pair="en to en" if question.answerable else "",
        earlier=question.earlier,
        tags=question.tags,
        answerable=question.answerable,
        accepted=tuple(map(str, question.answers)),
        expected=("complaint.pdf ¶ 23",) if question.answerable else (),
        refused=refused,
        shown=() if refused else (ShownStatement(NASTY, ("Compl. ¶ 9",), right),),
        confidence=0.5,
        likeliest_correct=right,
        passage_ranks=(1 if right else 0,) if question.answerable else (),
        document_ranks=(1,) if question.answerable else (),
        sources=int(question.answerable),
        cited_sources=int(right),
        citations=0 if refused else 1,
        expected_citations=int(right),
        verbatim=0 if refused else 1,
        pinned=0 if refused else 1,
        stage=None if right else stage,
    )


def desk(folder: Path, bot: FakeBot | None = None, contents: FakeCatalogue | None = None) -> Desk:
    """What the pages work with; what they keep is in a real catalogue in the folder."""
    catalogue = Catalogue(folder / "catalogue.sqlite")
    for case in CASES:
        catalogue.put_case(case.name)
    uploads = Uploads(folder)
    library = Library(replace(Settings(), library=folder), WordEmbedder())
    return Desk(
        bot=bot or FakeBot(),
        contents=contents or FakeCatalogue(),
        conversations=Conversations(catalogue),
        cases=Cases(catalogue),
        catalogue=catalogue,
        uploads=uploads,
        ingest_job=IngestJob(
            lambda: Library(replace(Settings(), library=folder), WordEmbedder()), uploads
        ),
        saved=SavedQuestions(catalogue),
        reasking=Background(),
        question_sets=QuestionSets(folder, folder),
        runs=LibraryRuns(library),
        evaluate=evaluated,
        evaluating=Background(),
        compare=partial(compare, library, NoOpinion()),
        comparing=Background(),
        disagreements=partial(disagreements, library),
        disagreeing=Background(),
        people=People(catalogue),
    )


def _stored(number: int, text: str, language: str = "en") -> Stored:
    spans = (Span(0, len(text), 5, 0, 0),)
    return Stored(number, 1, number, "", Passage(text, spans, language=language))
