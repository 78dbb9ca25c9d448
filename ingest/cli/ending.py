"""How every command ends: with a sentence, whatever happened, and an exit status."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout

from ingest.cli.plain import PlainText, plain
from ingest.errors import PinciteError
from ingest.interrupt import STATUS, command_ended, interruptible, interrupts_held
from ingest.translation import _, retold


def ended(command: Callable[[], int], interrupted: str) -> int:
    """Run ``command`` and return the exit status: its own, or 1 where it failed. What happened and
    how to repair it is printed to standard error, and ``interrupted`` after Ctrl-C. Characters that
    a terminal would act upon are escaped."""
    # What no encoding has, such as half a character in a file's name, is written as \\udcXX.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with redirect_stdout(PlainText(sys.stdout)):
        status = _ended(command, interrupted)
    command_ended(status)
    return status


def _ended(command: Callable[[], int], interrupted: str) -> int:
    try:
        with interruptible():
            status = command()
            sys.stdout.flush()
        return status
    except PinciteError as error:
        print(plain(f"{retold(error.reason)}\n{retold(error.advice)}".strip()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        with interrupts_held():  # so that the next one does not say it again
            print(retold(interrupted), file=sys.stderr)
            command_ended(STATUS)
        return STATUS
    except BrokenPipeError:
        # Whoever reads a pipe ("| head") has enough; nothing is left to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        why = error.strerror or error
        print(
            _("{file} cannot be used ({why}).").format(file=plain(str(error.filename)), why=why)
            if error.filename
            else _("A file cannot be used ({why}).").format(why=why),
            _(
                "Check that it is what it should be and that you may use it, or name another "
                "library with --library."
            ),
            sep="\n",
            file=sys.stderr,
        )
        return 1
