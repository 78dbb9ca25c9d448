"""The page with the fake bot, as `streamlit run` starts it for the browser tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.ui.fakes import FakeBot, FakeCatalogue
from ui import page

page.prepare()
page.draw(FakeBot(), FakeCatalogue())
