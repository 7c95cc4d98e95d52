"""Run folders: written whole, or marked unfinished and resumable; never half.

A run has one writer and a few hundred durable parts at most, so a journal rewritten atomically does what a
database would, without its locks and its log files: `journal.json` names every part with its length and
digest. The order is part, journal, report; a part that the journal does not name never happened and is swept.
While unfinished, a folder holds

    manifest.json   what is run, "status": "unfinished"
    scenario/       a copy that needs no other file;  with/  the user's own mechanisms
    parts/          journal.json and one .npz per part: rows recorded, state of the world after its last dekad

and when finished, the manifest (replaced last: that is the moment of finishing), the series in Parquet, the
panels, the last state, and no parts. A finished folder is not written to again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from magnitka.errors import Failure, UsageError, did_you_mean, one_line
from magnitka.table import Array

try:
    import fcntl
except ImportError:  # not a Unix: there nothing guards against two processes resuming one run
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
MANIFEST, JOURNAL, LOCK = "manifest.json", "journal.json", ".lock"
SCENARIO, USER_CODE, PARTS = "scenario", "with", "parts"
CHECKPOINT = "checkpoint.npz"
FINISHED, UNFINISHED = "finished", "unfinished"
RUNS = Path("runs")
LAST = "last"
HALF_WRITTEN = ".*.tmp"


# ---------------------------------------------------------------------------------------------- files
@contextmanager
def disk_errors(doing: str) -> Iterator[None]:
    """Turns what the operating system says about files into one sentence."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise Failure(f"cannot {doing}: {_in_the_way(error)}") from error
    except OSError as error:
        where = f" ({one_line(str(error.filename))})" if error.filename else ""
        raise Failure(f"cannot {doing}: {error.strerror or error}{where}") from error


def _in_the_way(error: OSError) -> str:
    """What stands where a folder is wanted."""
    path = Path(str(error.filename))
    file = next((one for one in (path, *path.parents) if one.is_file()), None)
    return f"{one_line(str(file))} is a file" if file else f"{error.strerror} ({one_line(str(path))})"


def write_atomically(path: Path, content: bytes) -> None:
    """The file is there with this content, or as before: temporary name, sync, rename, sync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Makes a rename in this folder survive a loss of power, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(content: bytes) -> str:
    """Digest of a file's content, as manifests and journals keep it."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def json_bytes(value: Any) -> bytes:
    """JSON as people can read it; NaN and infinities are refused."""
    return (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def packed(arrays: Mapping[str, Array], *, compress: bool = False) -> bytes:
    """The arrays as the bytes of one .npz file."""
    buffer = io.BytesIO()
    (np.savez_compressed if compress else np.savez)(buffer, allow_pickle=False, **dict(arrays))
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, Array]:
    """The arrays of one .npz file; `Failure` if it is damaged."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except Exception as error:  # a damaged zip raises nearly anything
        raise Failure(f"a file of arrays is damaged: {error}") from error


# ---------------------------------------------------------------------------------------------- finding
def resolve(run: str | Path) -> Path:
    """Folder of a run named by its path, by a unique beginning of its name under ./runs, or as `last`."""
    path = Path(run)
    with disk_errors(f"look for the run {one_line(str(run))}"):
        if (path / MANIFEST).is_file():
            return path
        known = {p.name: p for p in (RUNS.iterdir() if RUNS.is_dir() else ()) if (p / MANIFEST).is_file()}
    if str(run) == LAST and known:
        return max(known.values(), key=_created)
    found = [name for name in sorted(known) if str(run) and name.startswith(str(run))]
    if len(found) == 1:
        return known[found[0]]
    if found:
        raise UsageError(f'"{run}" is the beginning of {len(found)} runs: {", ".join(found[:6])}')
    if path.is_dir() and str(run):
        raise UsageError(f"{path} is not a run folder: it has no {MANIFEST}")
    raise UsageError(
        f'there is no run "{one_line(str(run))}" here or under ./{RUNS}; {did_you_mean(str(run), known)}'
    )


def _created(path: Path) -> str:
    try:
        return str(read_manifest(path)["created"])
    except Failure:
        return ""


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a run folder; `Failure` if it is damaged or of a format that this version cannot read."""
    with disk_errors(f"read the run {path}"):
        content = (path / MANIFEST).read_bytes()
    try:
        manifest = json.loads(content)
        form = manifest["format"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Failure(f"{path / MANIFEST} is damaged; the run must be made again") from error
    if form != FORMAT:
        raise Failure(
            f"{path} was written by magnitka {one_line(str(manifest.get('version')))} in format "
            f"{one_line(str(form))}; this version reads format {FORMAT}"
        )
    if not NEEDED <= manifest.keys():
        raise Failure(f"{path / MANIFEST} lacks {', '.join(sorted(NEEDED - manifest.keys()))}")
    return dict(manifest)


NEEDED = frozenset(
    {
        "status",
        "version",
        "code_digest",
        "scenario",
        "seed",
        "off",
        "set",
        "with",
        "start",
        "until",
        "first_tick",
        "ticks",
        "created",
    }
)


# ---------------------------------------------------------------------------------------------- writing
def create(
    out: str | Path | None,
    name: str,
    seed: int,
    files: Mapping[str, bytes],
    manifest: dict[str, Any],
) -> Folder:
    """A new unfinished run folder with `files` (relative name: content) in it; the manifest comes last.

    `out` is the folder itself, new or empty; None makes one under ./runs named by scenario, time and seed.
    """
    if out is None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        path = RUNS / f"{name}-{stamp}-s{seed}-{secrets.token_hex(2)}"
    else:
        path = Path(out)
        with disk_errors(f"look into {path}"):
            _refuse_used(path)
    with disk_errors(f"make the run folder {path}"):
        path.mkdir(parents=True, exist_ok=out is not None)
        for relative, content in files.items():
            write_atomically(path / relative, content)
        write_atomically(path / MANIFEST, json_bytes(manifest | {"status": UNFINISHED}))
    return Folder(path)


def _refuse_used(path: Path) -> None:
    if (path / MANIFEST).is_file():
        if read_manifest(path)["status"] == FINISHED:
            raise UsageError(f"{path} holds a finished run; choose another --out")
        raise UsageError(f"{path} holds an unfinished run; continue it with: magnitka resume {path}")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; --out takes the folder of the run")
    left_behind = (SCENARIO, USER_CODE)  # by a start that was killed
    foreign = [
        p.name
        for p in (path.iterdir() if path.is_dir() else ())
        if p.name not in left_behind and p.suffix != ".tmp"
    ]
    if foreign:
        raise UsageError(f"{path} is not empty ({one_line(foreign[0])}); --out takes a new or empty folder")


class Folder:
    """An unfinished run folder that this process alone writes to, until `finish` or `close`.

    `parts` lists what is durable: dicts with `name`, `first` and `last` (dekads first..last-1), `bytes`,
    `digest`, `state_hash`. `Failure` if another process holds the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = _locked(path)
        try:
            with disk_errors(f"read the run {path}"):
                self.parts = self._sound_parts()
                self._sweep()
        except BaseException:
            self.close()
            raise

    def _sound_parts(self) -> list[dict[str, Any]]:
        """Parts of the journal up to the first that is missing or damaged."""
        try:
            journal = json.loads((self.path / PARTS / JOURNAL).read_bytes())
        except (FileNotFoundError, ValueError):
            return []
        sound: list[dict[str, Any]] = []
        for part in journal:
            path = self.path / PARTS / part["name"]
            if not path.is_file() or digest_of(path.read_bytes()) != part["digest"]:
                break
            sound.append(part)
        return sound

    def _sweep(self) -> None:
        """Throws away what was half written when the last process ended, and parts that nobody named."""
        for path in self.path.rglob(HALF_WRITTEN):
            path.unlink()
        kept = {JOURNAL, *(part["name"] for part in self.parts)}
        for path in (self.path / PARTS).glob("*"):
            if path.name not in kept:
                path.unlink()

    def read(self, part: dict[str, Any]) -> dict[str, Array]:
        """The arrays of one part."""
        with disk_errors(f"read the run {self.path}"):
            return unpacked((self.path / PARTS / part["name"]).read_bytes())

    def commit(self, first: int, last: int, arrays: Mapping[str, Array], state_hash: str) -> None:
        """Makes dekads first..last-1 durable; on return they survive whatever happens to this process."""
        name, content = f"{first:06d}-{last:06d}.npz", packed(arrays)
        part = {
            "name": name,
            "first": first,
            "last": last,
            "bytes": len(content),
            "digest": digest_of(content),
            "state_hash": state_hash,
        }
        with disk_errors(f"write to {self.path}"):
            write_atomically(self.path / PARTS / name, content)
            write_atomically(self.path / PARTS / JOURNAL, json_bytes([*self.parts, part]))
        self.parts.append(part)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Writes results beside the parts; they count once the manifest says finished."""
        with disk_errors(f"write to {self.path}"):
            for relative, content in files.items():
                write_atomically(self.path / relative, content)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Declares the run finished and gives the folder up."""
        with disk_errors(f"write to {self.path}"):
            write_atomically(self.path / MANIFEST, json_bytes(manifest | {"status": FINISHED}))
        tidy(self.path)
        self.close()

    def close(self) -> None:
        """Lets other processes have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def tidy(path: Path) -> None:
    """Takes away what a finished run no longer needs; what cannot be taken away harms nobody."""
    with suppress(OSError):
        shutil.rmtree(path / PARTS)
    with suppress(OSError):
        (path / LOCK).unlink()


def is_being_run(path: Path) -> bool:
    """Whether another process is at work in a run folder, as far as the system can tell."""
    if fcntl is None:
        return False
    try:
        with open(path / LOCK, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass  # no lock was taken, or it cannot be seen
    return False


def _locked(path: Path) -> int | None:
    """Handle of a lock that ends with the process, however it ends."""
    if fcntl is None:
        return None
    with disk_errors(f"write to {path}"):
        handle = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Failure(f"{path} is being run by another process") from None
    except OSError:
        pass  # a file system without locks
    return handle
