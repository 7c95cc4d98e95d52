"""The signature picture alone, for the README: `python -m magnitka.report.picture RUN OUT.png`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from magnitka.errors import Failure, UsageError
from magnitka.report.build import write_page
from magnitka.report.plates.strip import strip
from magnitka.report.reading import Reading
from magnitka.report.wording import esc

if TYPE_CHECKING:
    from magnitka.run import Run

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH = 1080  # CSS pixels; the picture has twice as many
TIMEOUT = 60  # seconds
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=2",
)  # fmt: skip


def draw_picture(run: Run, path: Path) -> Path:
    """Renders the calendar strip of a run with a browser of this machine into a PNG.

    Raises Failure when there is no browser or it draws nothing.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise Failure(f"no browser was found to draw with; install one of {', '.join(BROWSERS)}")
    figure = strip(Reading(run))
    years, flags = len(figure.data["years"]), len(figure.data["flags"])
    height = 150 + 52 * years + 21 * min(years, flags) + 20 * -(-flags // 4)
    body = (
        '<main class="picture"><section class="plate"><h2></h2>'
        f'<input type="hidden" data-choice="measure" value="{esc(figure.choices[0].chosen)}">'
        '<div class="chart" data-chart="strip"></div></section></main>'
    )
    with tempfile.TemporaryDirectory() as scratch:
        page = write_page(Path(scratch) / "picture.html", figure.title, body, {figure.name: figure.data})
        drawn = Path(scratch) / "picture.png"
        subprocess.run(
            [browser, *QUIET, f"--user-data-dir={scratch}/profile", f"--window-size={WIDTH},{height}",
             "--virtual-time-budget=3000", f"--screenshot={drawn}", page.as_uri()],
            check=False, capture_output=True, timeout=TIMEOUT,
        )  # fmt: skip
        if not drawn.exists():
            raise Failure(f"{browser} drew nothing")
        shutil.copyfile(drawn, path)
    return path


def main() -> None:
    """Draws the picture of the run named on the command line."""
    from magnitka.run import open as open_run

    try:
        if len(sys.argv) != 3:
            raise UsageError("usage: python -m magnitka.report.picture RUN OUT.png")
        draw_picture(open_run(sys.argv[1]), Path(sys.argv[2]))
    except (Failure, UsageError) as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
