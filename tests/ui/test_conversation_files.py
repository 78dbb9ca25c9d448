"""A conversation is fetched as a file by its number."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.answering.stored_answer import to_json
from bot.overview.report import PDF, WORD
from tests.support.fake_bot import QUOTE, answered, desk
from ui.conversation_files import routes


def test_a_conversation_is_taken_along_as_word_or_markdown(tmp_path: Path) -> None:
    room = desk(tmp_path)
    case = room.bot.cases()[0]
    question = "How much is unpaid?"
    number = room.conversations.add(case, None, question, to_json(answered(question, case.name)))
    room.conversations.add(case, number, "It waits for its answer")
    room.conversations.add(case, number, "Its answer is damaged", "{no answer")
    client = TestClient(Starlette(routes=routes(lambda _: room.catalogue)))
    text = client.get(f"/conversations/{number}.md")
    assert QUOTE.split(",")[0].replace("$", "") in text.text.replace("\\", "").replace("$", "")
    assert text.headers["content-disposition"] == (
        f'attachment; filename="acme-v-bolt-{number}.md"'
    )
    assert "| No. | Document | ECF No. |" in text.text
    french = client.get(f"/conversations/{number}.md?language=fr").text
    assert "| Nº | Document | Nº ECF |" in french
    assert f"The complaint alleges: “{QUOTE.split(',')[0]}" in french  # as the question is asked
    word = client.get(f"/conversations/{number}.docx")
    assert word.headers["content-type"] == WORD
    assert word.content.startswith(b"PK")
    pdf = client.get(f"/conversations/{number}.pdf")
    assert pdf.headers["content-type"] == PDF
    assert pdf.content.startswith(b"%PDF")
    other = "What came after?"
    room.conversations.add(case, number, other, to_json(answered(other, case.name)))
    both = client.get(f"/conversations/{number}.md").text
    alone = client.get(f"/conversations/{number}.md?turn=1")
    assert (question in both, other in both) == (True, True)
    assert (question in alone.text, other in alone.text) == (True, False)
    assert f'-{number}-1.md"' in alone.headers["content-disposition"]
    assert client.get(f"/conversations/{number}.md?turn=99").status_code == 404
    waiting = room.conversations.add(case, None, "Nothing but a question")
    for missing in (f"{number}.exe", "999.md", f"{waiting}.md"):
        assert client.get(f"/conversations/{missing}").status_code == 404
