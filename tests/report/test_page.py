"""The page of a run: whole, self-contained, true to the data, and proof against what a scenario may say."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from magnitka.errors import UsageError
from magnitka.quantity import Kind, Quantity
from magnitka.report import build_comparison, build_report
from magnitka.report.build import ENDING, PLATES
from magnitka.run import Run
from magnitka.scenario import Decree, Source

LARGEST = 3_000_000  # bytes
HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(2)>"'`${alert(3)}<!--\u202e"""


class Page(HTMLParser):
    """What a page consists of: elements with attributes, texts of tables, the data and the script."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.ids, self.scripts, self.inside = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, text):
        if self.inside == "script":
            self.scripts.append(text)

    @property
    def data(self):
        return json.loads(self.scripts[0], parse_constant=pytest.fail)


@pytest.fixture(scope="module")
def text(run):
    return build_report(run).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def assert_loads_nothing(page, text):
    for tag, attributes in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "base", "img", "form"}
        assert not {"src", "srcset", "action", "data", "poster", "background", "ping"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        if "href" in attributes:
            assert tag == "a"
            assert re.match("#|https?://", attributes["href"])
    style = text[text.index("<style>") : text.index("</style>")]
    assert not re.findall(r"url\(\s*[\"']?(?!data:)", style)
    assert "@import" not in style


def test_every_section_is_there(page):
    assert [name for name, *_ in (*PLATES, *ENDING)] == [
        i for i in page.ids if i in {n for n, *_ in (*PLATES, *ENDING)}
    ]
    assert len(page.ids) == len(set(page.ids))
    assert set(page.data) == {name for name, *_ in PLATES}


def test_it_loads_nothing_and_lets_only_its_own_script_run(page, text):
    assert len(text.encode()) < LARGEST
    assert_loads_nothing(page, text)
    policy = next(
        a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert len(page.scripts) == 2
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_every_link_within_the_page_leads_somewhere(page):
    for _, attributes in page.elements:
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in page.ids


def test_every_control_has_a_label_and_every_chart_a_description(page):
    labelled = {attributes["for"] for tag, attributes in page.elements if tag == "label"}
    controls = [a["id"] for tag, a in page.elements if tag in {"select", "input"}]
    assert controls
    assert set(controls) <= labelled
    charts = [attributes for _, attributes in page.elements if "data-chart" in attributes]
    assert len(charts) == len(PLATES)
    assert all(chart["role"] == "img" and chart["aria-labelledby"] in page.ids for chart in charts)


def test_without_javascript_the_tables_hold_the_numbers(text):
    without = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert without.count('<details class="numbers" open>') == len(PLATES)
    assert "<noscript>" in without
    for words in (
        "rolled steel",
        "own rejects",
        "order over need",
        "100\u2013102",
        "over 30",
        "a material was missing",
        "the rest",
    ):
        assert words in without


def test_what_was_changed_stands_on_top_and_flags_what_is_out_of_range(text):
    top = text[: text.index("<main>")]
    assert "One possible history" in top
    assert "planning.ratchet</code> is 0 instead of 0.6" in top
    assert top.count("outside its declared range") == 1


def test_a_share_stands_in_per_cent_and_a_ratio_as_times(text):
    cards = text[text.index('<dl class="headline">') :]
    assert "<dt>share of it that is own rejects</dt><dd><b>6.4</b> %</dd>" in cards
    assert "<dt>orders over true orders</dt><dd><b>1.74</b> times</dd>" in cards


def test_every_chart_says_how_well_its_parameters_are_founded(run, text):
    notes = re.findall(r'<p class="founded">.*?</p>', text)
    assert len(notes) == len(PLATES)
    known = {key.split(".")[0] for key, _ in run.scenario.quantities()}
    for note in notes:
        assert "sourced" in note
        assert known & set(re.search('data-sections="([^"]*)"', note)[1].split())


def test_the_bibliography_has_every_number_with_unit_kind_and_source(run, text):
    table = text[text.index('class="numbers-used"') :]
    rows = re.findall(r"<tr data-section=.*?</tr>", table)
    parameters = [key for key, _ in run.scenario.quantities() if not key.startswith("tables.")]
    cells = [key for key, _ in run.scenario.quantities() if key.startswith("tables.")]
    assert sum("<details>" not in row for row in rows) == len(parameters)
    assert sum(int(n) for n in re.findall(r"<summary>(\d+) cells", table)) == len(cells)
    dated = next(row for row in rows if "from 1988-01" in row)
    assert "planning.state_order" in dated
    assert "0.8 to 1" in dated
    assert 'data-kind="guess"' in dated
    assert 'href="https://example.org/nk70"' in table


def test_verdicts_from_outside_the_essay_come_first(text):
    order = re.findall(r'data-evidence="(outside|essay)"', text)
    assert order == sorted(order, reverse=True)
    assert set(order) == {"outside", "essay"}
    assert "1 group of checks from outside the essay, 1 holds and none fails" in text


def test_what_was_not_recorded_is_said_and_the_rest_stands(invent, tmp_path):
    run = invent(tmp_path / "run")
    for name in ("works_order", "fulfilment_first"):
        del run.record.panels[name]
    del run.record.series["rolled_steel_works"]
    (tmp_path / "run" / "verdicts.json").unlink()
    text = build_report(run).read_text(encoding="utf-8")
    assert "This run did not record the panel works_order" in text
    assert "This run did not record the panel fulfilment_first" in text
    assert "No claim has been judged" in text
    assert set(Page(text).data) == {name for name, *_ in PLATES} - {"stocks", "fulfilment", "labour"}


def test_a_run_in_memory_needs_a_place(run, tmp_path):
    alone = Run(None, run.manifest, record=run.record, recipe=run.recipe, state=run.checkpoint())
    with pytest.raises(UsageError, match="in memory"):
        build_report(alone)
    assert build_report(alone, tmp_path / "here.html").exists()


def test_hostile_texts_stay_texts(invent, tmp_path):
    run = invent(tmp_path / "run", title=HOSTILE)
    scenario = run.scenario
    sources = {
        **scenario.sources,
        "X": Source("X", HOSTILE, HOSTILE, HOSTILE, HOSTILE, "page", address="javascript:alert(4)"),
    }
    bad = Quantity(1.0, "1", Kind.SOURCED, "X", HOSTILE)
    run.recipe.changed = replace(
        scenario, title=HOSTILE, sources=sources, decrees=(Decree(1986 * 12, HOSTILE, "X", HOSTILE),),
        parameters={**scenario.parameters, "storming": {"bonus": bad}},
    )  # fmt: skip
    claims = json.loads((run.path / "verdicts.json").read_text())
    claims[1].update(
        says=HOSTILE, group=HOSTILE, where=HOSTILE, source=HOSTILE, note=HOSTILE, disputed_by=HOSTILE
    )
    claims[1]["teeth"]["neutralise"] = HOSTILE
    (run.path / "verdicts.json").write_text(json.dumps(claims))
    run.manifest["off"] = [HOSTILE]
    run.record.labels["good"][0] = HOSTILE
    text = build_report(run).read_text(encoding="utf-8")
    page = Page(text)
    assert len(page.scripts) == 2
    assert page.data["strip"]["flags"][0]["name"] == HOSTILE
    assert_loads_nothing(page, text)
    assert "\u202e" not in text[: text.index('<script type="application/json"')]


def test_a_comparison_shows_both_and_their_difference(run, invent, tmp_path):
    without = invent(tmp_path / "b", barter=False)
    text = build_comparison(run, without, tmp_path / "pair.html").read_text(encoding="utf-8")
    page = Page(text)
    assert_loads_nothing(page, text)
    pair = page.data["pair"]["crude_steel_works"]
    assert np.mean(pair["b"]) == pytest.approx(0.97 * np.mean(pair["a"]), rel=1e-3)
    assert "same luck" in text
    assert "Crude steel works: 3.0\u202f% less in B" in text
    assert "barter switched off" in text


def test_months_are_compared_by_the_dekads_that_have_a_value(invent, tmp_path):
    """What is told only at a month's end has no value in the other dekads."""
    pair = [invent(tmp_path / name, barter=name == "a") for name in "ab"]
    for one in pair:
        series = one.record.series["crude_steel_works"]
        series[np.arange(len(series)) % 3 < 2] = np.nan
    page = Page(build_comparison(*pair, tmp_path / "pair.html").read_text(encoding="utf-8"))
    drawn = page.data["pair"]["crude_steel_works"]
    assert drawn["a"][:2] == pytest.approx(pair[0].record.series["crude_steel_works"][2:6:3], rel=1e-3)
    assert drawn["b"][0] == pytest.approx(0.97 * drawn["a"][0], rel=1e-3)
