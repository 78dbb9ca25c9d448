"""An ingest that runs, and the result of the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from ingest.store.catalogue import Case
from ingest.sync.job import IngestJob, IngestState
from ingest.sync.progress import FileResult
from ingest.translation import N_, _, counted, figure, ngettext, retold, word
from ui.frame import draw_notice
from ui.literal import in_html, in_label

_EVERY = 1.0
"""Seconds between two looks."""
_FEW = 8
"""As many results stand open; more are folded away."""
_ELSEWHERE = N_(
    "Documents are being added to another case. What you add here can begin when that is done."
)


def draw(job: IngestJob, case: Case) -> None:
    """Progress while an ingest runs, then its results until they are dismissed. Of an ingest into
    another case nothing is told but that one runs: its files are not this case's."""
    look = job.look()
    if look is None:
        return
    if not _is_about(look, case):
        if look.running:
            st.html(f'<p class="pincite-aside" role="status">{_(_ELSEWHERE)}</p>')
    elif look.running:
        st.fragment(_draw_running, run_every=_EVERY)(job, case)
    else:
        _draw_over(job, look, case)


def draw_beside(job: IngestJob, case: Case) -> None:
    """Draw one line of progress beside any page, as long as an ingest runs."""
    look = job.look()
    if look is not None and look.running:
        with st.sidebar:
            st.fragment(_draw_line, run_every=2 * _EVERY)(job, case)


def is_busy(job: IngestJob) -> bool:
    """Whether documents are being added to any case."""
    look = job.look()
    return look is not None and look.running


def runs_for(job: IngestJob, case: Case) -> bool:
    """Whether documents are being added to this case."""
    look = job.look()
    return look is not None and look.running and _is_about(look, case)


def brings_in(job: IngestJob, case: Case) -> bool:
    """Whether documents are being added to this case, or were, and nobody dismissed it yet."""
    look = job.look()
    if look is None or not _is_about(look, case):
        return False
    return (
        look.running
        or look.result is None
        or any(result.outcome in ("added", "failed", "cancelled") for result in look.result)
    )


def _is_about(look: IngestState, case: Case) -> bool:
    return look.title == case.name


def _draw_line(job: IngestJob, case: Case) -> None:
    look = job.look()
    if look is not None and look.running:
        sentence = _where(look, case) if _is_about(look, case) else _(_ELSEWHERE)
        st.html(f'<p class="pincite-aside" role="status">{in_html(sentence)}</p>')
    else:
        # The new documents are to be seen on the page too.
        st.rerun()


def _draw_running(job: IngestJob, case: Case) -> None:
    look = job.look()
    if look is None or not look.running:
        st.rerun()
    with st.container(key="ingest-running", border=True):
        st.progress(_share(look), text=in_label(_where(look, case)))
        step = look.step
        if step is not None and step.of:
            st.html(
                ngettext(
                    '<p class="pincite-aside">{done} of {of} passage of this file is indexed</p>',
                    '<p class="pincite-aside">{done} of {of} passages of this file are indexed</p>',
                    step.of,
                ).format(done=figure(step.done), of=figure(step.of))
            )
        st.button(_("Cancel"), key="ingest-cancel", on_click=job.cancel)


def _where(look: IngestState, case: Case) -> str:
    step = look.step
    if look.said:
        said = retold(look.said)
        return said[:1].upper() + said[1:]
    if step is None:
        return _("Preparing the documents of {title}").format(title=case.title or case.name)
    remain = step.files - step.number
    more = _("{remain} more to come").format(remain=remain) if remain else _("the last one")
    doing = _("Indexing") if step.stage == "embedding" else _("Reading")
    return _("{doing} {path} (file {number} of {files}, {more})").format(
        doing=doing, path=step.path, number=step.number, files=step.files, more=more
    )


def _share(look: IngestState) -> float:
    step = look.step
    if step is None or not step.files:
        return 0.0
    within = 1.0 if step.stage == "done" else 0.3 + 0.7 * step.done / step.of if step.of else 0.0
    return min((step.number - 1 + within) / step.files, 1.0)


def _draw_over(job: IngestJob, look: IngestState, case: Case) -> None:
    if look.error is not None:
        draw_notice(look.error.reason, look.error.advice)
    elif look.cancelled:
        draw_notice(
            _("Cancelled before it began: nothing was changed."),
            _("Begin it again whenever you like. Files that were dropped here are kept for it."),
        )
    elif look.result is None:
        draw_notice(
            _("Adding documents ended by a mistake of this program."),
            _(
                "The terminal it runs in shows what happened. The case is as it was, or has "
                "some of "
                "the files: adding them again is safe."
            ),
        )
    else:
        _draw_results(look.result, look.seconds)
    with st.container(horizontal=True, gap="small"):
        if _is_cancelled(look) and job.keeps_files(case):
            st.button(_("Try again"), key="ingest-again", on_click=_again, args=(job, case))
        st.button(_("Dismiss"), key="ingest-dismiss", on_click=job.dismiss)


def _again(job: IngestJob, case: Case) -> None:
    job.retry(case)


def _is_cancelled(look: IngestState) -> bool:
    return look.cancelled or any(each.outcome == "cancelled" for each in look.result or ())


def _draw_results(results: Sequence[FileResult], seconds: float) -> None:
    counts = Counter(result.outcome for result in results)
    summary = ", ".join(f"{figure(number)} {word(outcome)}" for outcome, number in counts.items())
    if counts["cancelled"]:
        draw_notice(
            _("Cancelled. What was read by then is in the case."),
            _("Try again, or mirror the folder again, to go on."),
        )
    # What failed stands below, with what to do, until it is read or taken away.
    lines = [_result(result) for result in results if result.outcome not in ("unchanged", "failed")]
    rows = "".join(f"<li>{line}</li>" for line in lines)
    few = len(lines) <= _FEW
    st.html(
        _(
            '<div class="pincite-notice" role="status"><p class="pincite-headline">{summary} in '
            '{seconds:.0f} s</p><ul class="pincite-documents">{rows}</ul></div>'
        ).format(
            summary=in_html(summary or _("No files found")),
            seconds=seconds,
            rows=rows if few else "",
        )
    )
    if not few:
        with st.expander(_("File by file ({number})").format(number=len(lines))):
            st.html(f'<ul class="pincite-documents">{rows}</ul>')


def _result(result: FileResult) -> str:
    text = word(result.outcome).capitalize()
    if result.passages:
        text += f": {counted(result.pages, 'page')}, {counted(result.passages, 'passage')}"
    text = ". ".join([text, *map(retold, result.warnings)])
    return f"<span>{in_html(result.path)}</span><small>{in_html(text)}</small>"
