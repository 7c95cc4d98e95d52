"""How every kernel is compiled: serial, without the interpreter lock, with exact IEEE arithmetic.

Numba's own cache notices that a kernel's file changed, but not that a kernel it *calls* changed in another file. Only
kernels of this package and constants of the world's tables are used across files, so the cache lives in a folder
named by a digest of these, the numba version and the processor.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

PACKAGE = Path(__file__).resolve().parents[1]


# What a result depends on; commands, reports and verdicts can change without changing a single bit of a run.
MODEL = (
    "kernels",
    "processes",
    "world",
    "foundation",
    "tick.py",
    "process.py",
    "table.py",
    "books.py",
    "loop.py",
)


# What kernels elsewhere may call or freeze into themselves; what changes in their own file numba sees by itself.
SHARED = ("kernels", "world", "table.py")


def source_digest(parts: tuple[str, ...] = MODEL) -> str:
    """Digest of the model's Python sources, or of some: the identity of the code that a result came from."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in parts:
            continue
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_root() -> Path:
    """Folder for compiled kernels, burn-ins and storming tables: MAGNITKA_CACHE, XDG_CACHE_HOME or ~/.cache.

    Falls back to the temporary folder where none of these can be written.
    """
    wanted = os.environ.get("MAGNITKA_CACHE")
    base = (
        Path(wanted)
        if wanted
        else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "magnitka"
    )
    for root in (base, Path(tempfile.gettempdir()) / "magnitka"):
        try:
            root.mkdir(parents=True, exist_ok=True)
            probe = root / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
            return root
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="magnitka-"))


def _prepare() -> None:
    """Point numba at a cache folder of our own, named by code and machine, and drop stale ones."""
    import llvmlite
    import numba

    if "NUMBA_CACHE_DIR" in os.environ:
        return
    name = hashlib.blake2b(
        f"{source_digest(SHARED)} {numba.__version__} {llvmlite.__version__} {platform.machine()} "
        f"{platform.processor()} {platform.python_version()}".encode(),
        digest_size=8,
    ).hexdigest()
    kernels = cache_root() / "kernels"
    folder = kernels / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        week_ago = time.time() - 7 * 86400
        for old in kernels.iterdir():
            if old != folder and old.stat().st_mtime < week_ago:
                shutil.rmtree(old, ignore_errors=True)
    except OSError:
        pass  # without a cache the kernels compile at each start: slower, never wrong
    os.environ["NUMBA_CACHE_DIR"] = str(folder)  # numba reads its settings anew at the first compilation
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # numba.config is filled at run time


os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # SVML's exp and log differ between processors
_prepare()

from numba import njit  # noqa: E402  (after the environment is set)

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile `function` as a kernel: cached, without the interpreter lock, exact IEEE arithmetic."""
    return cast(F, njit(cache=True, nogil=True, error_model="numpy", fastmath=False)(function))
