"""The app with the fake bot, as `streamlit run` starts it for the browser tests."""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.starlette import App

sys.path.insert(0, str(Path(__file__).parents[2]))

from ui.same_origin import SAME_ORIGIN

app = App(Path(__file__).with_name("fake_page.py"), middleware=SAME_ORIGIN)
