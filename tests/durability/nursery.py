"""A process that bears runs to be killed: it has everything loaded, and forks one child for each line it reads.

A line is JSON: {"do": "run" or "resume", "out": folder, "until": month, "ticks": dekads per part, "said":
file}. The answer is "child" and its process number, which stays the child's, even if it has ended, until a
further line comes; the answer to that is "ended" and the exit code (negative: the signal that ended it). A child
appends to `said` each dekad that was reported as done, and at the end its last words.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from magnitka.errors import Failure, UsageError
from magnitka.run import Stopped, resume, run, simulate


def live(task: dict[str, Any]) -> int:
    said = os.open(task["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(stage: str, tick: int, *_: object) -> None:
        if stage == "simulating":
            os.write(said, f"{tick}\n".encode())

    try:
        common: dict[str, Any] = {
            "progress": tell,
            "part_ticks": task["ticks"],
            "part_seconds": 0,
            "threads": 1,
        }
        if task["do"] == "run":
            run("toy", task["until"], out=task["out"], **common)
        else:
            resume(task["out"], **common)
    except (Failure, UsageError, Stopped) as error:
        os.write(said, f"{type(error).__name__}: {error}\n".encode())
        return 1
    except KeyboardInterrupt:
        os.write(said, b"stopped before the folder was there\n")
        return 1
    return 0


def main() -> None:
    simulate("toy", sys.argv[1], threads=1)  # loads and compiles what every child needs
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(live(json.loads(line)))
        print("child", child, flush=True)
        sys.stdin.readline()
        print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


main()
