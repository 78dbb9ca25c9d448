"""Questions of many visits are answered in the order in which they came."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest

from bot.answer import Answer
from tests.support.fake_bot import answered
from ui import answering
from ui.answering import Work
from ui.waiting_line import WaitingLine
from ui.wording import before_yours

_LONG = 20.0


class Visitor:
    """Goes into a line, and leaves it when it may."""

    def __init__(self, line: WaitingLine, order: list[str], name: str) -> None:
        self.may_leave = Event()
        self.is_wanted = True
        self.is_in = Event()
        self._thread = Thread(target=self._go, args=(line, order, name), daemon=True)
        self._thread.start()

    def _go(self, line: WaitingLine, order: list[str], name: str) -> None:
        with line.turn(self, lambda: self.is_wanted):
            order.append(name)
            self.is_in.set()
            assert self.may_leave.wait(_LONG)

    def leave(self) -> None:
        self.may_leave.set()
        self._thread.join(_LONG)
        assert not self._thread.is_alive()


def stands(line: WaitingLine, visitor: Visitor, count: int) -> None:
    until(lambda: line.before(visitor) == count)


def until(holds: Callable[[], bool]) -> None:
    turned = Event()
    for _ in range(int(_LONG * 100)):
        if holds():
            return
        turned.wait(0.01)
    pytest.fail("it did not come about")


def test_two_places_are_taken_in_the_order_of_the_line() -> None:
    line, order = WaitingLine(2), list[str]()
    visitors = []
    for name, before in (("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 3)):
        visitors.append(Visitor(line, order, name))
        stands(line, visitors[-1], before)
        if before == 0:
            assert visitors[-1].is_in.wait(_LONG)
    assert order == ["a", "b"]
    for leaving, comes in enumerate("cde"):
        visitors[leaving].leave()
        assert visitors[leaving + 2].is_in.wait(_LONG)
        assert order[-1] == comes
    for visitor in visitors[3:]:
        visitor.leave()
    assert [line.before(visitor) for visitor in visitors] == [0] * 5


def test_who_is_not_wanted_any_more_keeps_nobody_waiting() -> None:
    line, order = WaitingLine(1), list[str]()
    first = Visitor(line, order, "first")
    assert first.is_in.wait(_LONG)
    gone = Visitor(line, order, "gone")
    stands(line, gone, 1)
    last = Visitor(line, order, "last")
    stands(line, last, 2)
    gone.is_wanted = False
    gone.leave()
    stands(line, last, 1)
    first.leave()
    assert last.is_in.wait(_LONG)
    last.leave()


def test_who_waits_is_told_how_many_come_before(monkeypatch: pytest.MonkeyPatch) -> None:
    line = WaitingLine(1)
    monkeypatch.setattr(answering, "ANSWERS", line)
    first = Visitor(line, [], "first")
    assert first.is_in.wait(_LONG)
    said: list[str] = []

    def make(work: Work) -> Answer:
        work.say("searching")
        return answered("How much is unpaid?", "acme-v-bolt")

    def say(doing: str) -> None:
        said.append(doing)
        first.may_leave.set()

    answer = answering.wait_for("key", make, say, lambda count: before_yours(count, "en"))
    assert said[0].replace("\N{NO-BREAK SPACE}", " ") == "1 question before yours…"
    assert answer.statements


def test_an_answer_that_nobody_waits_for_is_kept() -> None:
    kept: list[Answer] = []
    is_kept, may_end = Event(), Event()

    def make(work: Work) -> Answer:
        assert may_end.wait(_LONG)
        return answered("How much is unpaid?", "acme-v-bolt")

    def keep(answer: Answer) -> None:
        kept.append(answer)
        is_kept.set()

    def goes_away(doing: str) -> None:
        raise InterruptedError

    def ahead(count: int) -> str:
        return "questions come first"

    line = WaitingLine(1)
    first = Visitor(line, [], "first")
    assert first.is_in.wait(_LONG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "ANSWERS", line)
        with pytest.raises(InterruptedError):
            answering.wait_for("left", make, goes_away, ahead, keep)
        first.leave()
        may_end.set()
        assert is_kept.wait(_LONG)
    assert [answer.question for answer in kept] == ["How much is unpaid?"]


@pytest.mark.parametrize("says", [True, False])
def test_who_still_waits_for_a_stopped_answer_learns_it(says: bool) -> None:
    is_stopped = Event()

    def make(work: Work) -> Answer:
        work.say("searching")
        assert is_stopped.wait(_LONG)
        if says:
            work.say("still searching")  # where a stopped answer ends
        return answered("How much is unpaid?", "acme-v-bolt")

    def say(doing: str) -> None:
        answering.stop("stopped")
        is_stopped.set()

    with pytest.raises(answering.AnswerStopped):
        answering.wait_for("stopped", make, say, str)


def test_the_words_agree_with_the_number() -> None:
    assert before_yours(1, "fr") == "1 question avant la vôtre…"
    assert before_yours(3, "fr") == "3 questions avant la vôtre…"
