"""The server of `pincite app`: Streamlit, on the port that is named.

    python -m ui.serve PORT

It is started in the project's folder, which holds Streamlit's settings (.streamlit/config.toml).
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from bot.cli.running_app import announced
from ingest.cli.ending import ended
from ingest.interrupt import end_now, listen, say_it_by
from ingest.settings import Settings
from ingest.translation import N_, of_environment, retold, speak

SECRET = "PINCITE_APP_SECRET"
"""Where the app of this process finds the secret that commands must know."""


def serve(port: str) -> int:
    """Serve until Ctrl-C. A second one does not wait for what the server is ending."""
    from streamlit.web import cli

    _end_at_the_second_interrupt()
    with announced(Settings.from_environment(), int(port)) as secret:
        os.environ[SECRET] = secret
        cli.main(["run", "ui/app.py", "--server.port", port], standalone_mode=False)
    return 0


def _end_at_the_second_interrupt() -> None:
    """uvicorn would then leave its own work unfinished, and print the traceback of it."""
    from uvicorn import Server

    by_itself = Server.handle_exit

    def handle_exit(server: Server, number: int, frame: FrameType | None) -> None:
        if server.should_exit and number == signal.SIGINT:
            end_now()
        by_itself(server, number, frame)

    Server.handle_exit = handle_exit  # type: ignore[method-assign,assignment]


_STOPPED = N_("Pincite has stopped.")

if __name__ == "__main__":
    listen(_STOPPED)
    speak(of_environment())
    say_it_by(retold)
    sys.exit(ended(lambda: serve(sys.argv[1]), _STOPPED))
