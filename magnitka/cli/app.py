"""The list of commands, and how each of them ends: one sentence and an exit code, never a traceback.

Exit codes: 0 done, 1 it could not be done, 2 it was asked wrongly. MAGNITKA_DEBUG=1 shows the traceback of an
unforeseen error, which otherwise goes to a log file.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from magnitka import __version__
from magnitka.cli import citing, founding, listing, measuring, reading, running, spreading, stopping
from magnitka.errors import Failure, UsageError, one_line

DONE, FAILED, MISUSED = 0, 1, 2
DEBUG = "MAGNITKA_DEBUG"

# What the operating system complains about, in words with a mend.
_SYSTEM_MENDS = {
    errno.ENOSPC: "the disk is full; free some space, or name another place with --out",
    errno.EDQUOT: "the disk quota is used up; free some space, or name another place with --out",
    errno.EROFS: "the disk is read-only; name another place with --out",
    errno.EACCES: "permission was denied; name a place that you may use",
    errno.EPERM: "permission was denied; name a place that you may use",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n) or use fewer processes",
    errno.EIO: "the disk gave an input or output error; check the disk",
}


class InOrder(click.Group):
    """A group whose commands are listed in the order in which they were added, that of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="magnitka", message="%(prog)s %(version)s")
def magnitka() -> None:
    """A laboratory of the command economy: the steelworks of Magnitogorsk under the plan, dekad by dekad.

    \b
    First steps:
      magnitka run magnitogorsk          simulate 1985-1991 and write a report
      magnitka open last                 look at the report
      magnitka why last "blast furnace 3" --when 1988

    SCENARIO is a shipped name (see `magnitka list scenarios`) or a YAML file. RUN is a run folder, the unique
    beginning of the name of one under ./runs, or `last`.
    """


for _command in (
    running.run,
    running.resume,
    reading.open_report,
    reading.check,
    reading.compare,
    reading.why,
    citing.sources,
    citing.cite,
    citing.methods,
    reading.export,
    founding.new,
    spreading.spread,
    listing.validate,
    listing.list_things,
    measuring.bench,
):
    magnitka.add_command(_command)


def main() -> None:
    """Entry point of the console script; leaves the process with one of the three exit codes."""
    stopping.listen()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # titles are in Cyrillic, and a path may be in anything
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not os.environ.get(DEBUG):
        warnings.simplefilter(
            "ignore"
        )  # they are for whoever changes the program; the tests make errors of them
    sys.exit(concluded(lambda: magnitka.main(prog_name="magnitka", standalone_mode=False)))


def concluded(command: Callable[[], Any]) -> int:
    """Runs a command and turns whatever comes of it into an exit code, with one sentence on standard error."""
    try:
        outcome = command()
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSED
    except click.ClickException as error:
        return _complain(f"{_sentence(error)}{_help_hint(error)}", error.exit_code)
    except (UsageError, Failure) as error:
        others = getattr(error, "others", ())
        _complain(str(error).removesuffix(f" (and {len(others)} more)"), error.exit_code)
        for other in others:
            _complain(str(other), error.exit_code)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C shall not cut this sentence short
        return _complain(str(error.__cause__ or error) or "stopped; what was finished is kept", FAILED)
    except BrokenPipeError:
        # Whoever read the output has heard enough. Standard output becomes a sink, lest flushing it at exit complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if os.environ.get(DEBUG):
            traceback.print_exc()
        return _complain(_unforeseen(error), FAILED)
    return outcome if isinstance(outcome, int) else DONE


def _complain(sentence: str, code: int) -> int:
    with suppress(OSError):  # where nobody listens on standard error either, the exit code still speaks
        click.echo(f"magnitka: {sentence}", err=True)
    return code


def _sentence(error: click.ClickException) -> str:
    text = one_line(" ".join(error.format_message().split()))
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" See `{context.command_path} --help`." if context else ""


def _unforeseen(error: Exception) -> str:
    """One sentence for an error that no command foresaw."""
    if isinstance(error, OSError) and error.errno in _SYSTEM_MENDS:
        place = f"{one_line(str(error.filename))}: " if error.filename else ""
        return f"{place}{_SYSTEM_MENDS[error.errno]}"
    if isinstance(error, MemoryError):
        return "the memory does not suffice; close other programs, or run fewer processes at once"
    log = _logged(error)
    kept = f"the details are in {log}" if log else f"no log could be written, {DEBUG}=1 shows the details"
    return f"an unforeseen error ({type(error).__name__}: {one_line(str(error))[:200]}); {kept}"


def _logged(error: Exception) -> Path | None:
    """Writes the traceback to a log file of its own and gives its path, or None where nothing can be written."""
    try:
        from magnitka.kernels.compile import cache_root

        folder = cache_root() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        heading = f"magnitka {__version__}, {' '.join(sys.argv)}\n\n"
        log.write_text(heading + "".join(traceback.format_exception(error)), encoding="utf-8")
    except (OSError, ImportError):
        return None
    return log
