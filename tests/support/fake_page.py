"""The pages with the fake bot, as a visit runs them in the browser tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support import fake_bot as fakes
from ui import frame
from ui import navigation as pages
from ui.desk import Desk


@st.cache_resource
def desk() -> Desk:
    return fakes.desk(Path(os.environ["PINCITE_LIBRARY"]))


frame.prepare()
pages.run(desk())
