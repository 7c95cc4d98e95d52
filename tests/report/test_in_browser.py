"""The page in a real browser: opened from the disk, it draws everything, answers, and asks the network for nothing."""

import re
import shutil
from dataclasses import replace

import pytest

from magnitka.report import build_comparison, build_report
from magnitka.report.build import PLATES
from magnitka.report.picture import BROWSERS, draw_picture
from magnitka.scenario import Decree

sync_api = pytest.importorskip("playwright.sync_api")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser is installed")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser):
    """Opens a page at a width; what it complains of or asks for is gathered in `.trouble`."""
    pages = []

    def show(path, width=1280, **options):
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.trouble = []
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on(
            "console",
            lambda message: (
                page.trouble.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        page.on("request", lambda request: page.trouble.append(request.url)
                if not request.url.startswith(("file:", "data:")) else None)  # fmt: skip
        page.goto(path.resolve().as_uri())
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def report(run):
    return build_report(run)


def drawn(page):
    """Waits for every chart; the page's policy forbids the polling that evaluates a string."""
    for chart in page.locator("[data-chart]").all():
        chart.locator("svg").first.wait_for()
    return page


@pytest.mark.parametrize("width", [1280, 400])
def test_it_draws_every_chart_and_fits_its_window(opened, report, width):
    page = drawn(opened(report, width))
    assert page.locator("[data-chart] svg").count() == len(PLATES)
    for name, *_ in PLATES:
        assert (
            page.locator(f"#{name} .chart svg").evaluate(
                "svg => svg.querySelectorAll('path, rect, text').length"
            )
            > 20
        )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.trouble == []


def test_another_year_gives_another_title_and_picture(opened, report):
    page = drawn(opened(report))
    before = page.locator("#flow .chart").inner_html()
    page.locator("#flow-year").fill("1986")
    assert "1986" in page.locator("#flow h2").inner_text()
    assert page.locator("#flow output").inner_text() == "1986"
    assert page.locator("#flow .chart").inner_html() != before
    page.locator("#strip-measure").select_option("crude_steel_works")
    assert "the hearths pour" in page.locator("#strip h2").inner_text()
    page.locator("#causes-view").select_option("union")
    assert page.trouble == []


def test_a_chart_leads_to_the_numbers_behind_it_and_they_to_their_sources(opened, report):
    page = drawn(opened(report))
    page.locator("#stocks a[data-sections]").click()
    shown = page.locator(".numbers-used tbody tr:not([hidden])")
    sections = set(shown.evaluate_all("rows => rows.map(row => row.dataset.section)"))
    assert sections == {"ordering", "allocation", "assortment", "freight", "barter"}
    page.locator("#number-all").click()
    everything = shown.count()
    numbers, rows = re.fullmatch(
        r"(\d+) numbers shown, in (\d+) rows", page.locator("#number-filter .tally").inner_text()
    ).groups()
    assert f"The {numbers} numbers" in page.locator("#bibliography-title").inner_text()
    assert int(rows) == everything < int(numbers)
    page.locator("#number-search").fill("state_order guess")
    assert shown.count() == 1
    assert everything > 80
    page.locator("#number-search").fill("")
    page.locator(".numbers-used tbody a").first.click()
    assert page.locator(".sources li:target").count() == 1


def test_the_ledger_can_be_sifted(opened, report):
    page = drawn(opened(report))
    page.locator("#verdict-which").select_option("fails")
    assert page.locator(".ledger tbody tr:not([hidden])").count() == 1
    assert page.locator("#verdict-filter .tally").inner_text() == "1 of 9 shown"
    page.locator("#verdict-which").select_option("")
    page.locator("#verdict-used").select_option("calibration")
    assert page.locator(".ledger tbody tr:not([hidden])").count() == 2


def test_cells_of_the_strip_speak_when_pointed_at(opened, report):
    page = drawn(opened(report))
    page.locator("#strip rect.day").nth(2).hover()
    assert "Jan 1985, dekad 3" in page.locator(".tip").inner_text()
    page.locator("#strip [data-flag='0'] path").last.hover()
    assert "Campaign against alcohol" in page.locator(".tip").inner_text()


def test_what_a_scenario_calls_a_decree_stays_a_text(opened, invent, tmp_path):
    run = invent(tmp_path / "run")
    name = "<img src=x onerror=alert(1)>"
    run.recipe.changed = replace(run.scenario, decrees=(Decree(1986 * 12, name, "NK70", name),))
    page = drawn(opened(build_report(run)))
    page.on("dialog", lambda dialog: page.trouble.append(dialog.message))
    page.locator("#strip [data-flag='0'] path").last.hover()
    assert name in page.locator(".tip").inner_text()
    assert page.locator("img").count() == 0
    assert page.trouble == []


def test_without_javascript_the_numbers_are_open(opened, report):
    page = opened(report, java_script_enabled=False)
    assert page.locator("details.numbers[open]").count() == len(PLATES)
    assert "need JavaScript" in page.locator("noscript").inner_text()


def test_a_comparison_draws(opened, run, invent, tmp_path):
    page = drawn(opened(build_comparison(run, invent(tmp_path / "b", barter=False), tmp_path / "pair.html")))
    assert page.locator(".pairs [data-chart] svg").count() > 5
    assert page.trouble == []


def test_the_signature_picture_can_be_drawn(run, tmp_path):
    content = draw_picture(run, tmp_path / "strip.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000
