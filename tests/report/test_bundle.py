"""The committed script and style are those of the sources in web/; no Node is needed to see it."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB, PAGE = ROOT / "web", ROOT / "magnitka" / "report" / "page"


def digest_of_sources():
    """As web/build.mjs computes it."""
    names = [
        "build.mjs",
        "package-lock.json",
        *(f"src/{path.name}" for path in sorted((WEB / "src").iterdir())),
    ]
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (WEB / name).read_bytes() + b"\0")
    return digest.hexdigest()


@pytest.mark.parametrize("name", ["page.js", "style.css"])
def test_the_bundle_was_built_from_these_sources(name):
    first = (PAGE / name).read_text(encoding="utf-8").split("\n", 1)[0]
    assert re.search("sources ([0-9a-f]{64})", first)[1] == digest_of_sources(), (
        "run npm ci and npm run build in web/"
    )


def test_the_script_may_stand_inside_a_page():
    for name in ("page.js", "style.css"):
        assert not re.search(
            "</(script|style)|<!--", (PAGE / name).read_text(encoding="utf-8"), re.IGNORECASE
        )


def test_the_lock_file_names_no_registry():
    assert '"resolved"' not in (WEB / "package-lock.json").read_text(encoding="utf-8")
