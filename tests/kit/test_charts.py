"""Charts: a theme that every eye can read, pictures that explain themselves, the same bytes for the same data."""

import re
import subprocess
import sys
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.core.cache import caches

from moothall.kit import charts
from moothall.kit.charts import get_theme, make_config, render_svg
from tests.kit.colour_science import SIGHTS, contrast, distance, seen_distance

THEMES = sorted(path.stem for path in charts.THEMES.glob("*.toml"))
SPEC = {
    "width": 200,
    "height": 40,
    "autosize": "none",
    "padding": 20,
    "data": {"values": [{"v": 32.1}]},
    "mark": {"type": "point", "filled": True},
    "encoding": {"x": {"field": "v", "type": "quantitative", "scale": {"zero": False}}},
    "config": make_config(get_theme()),
}


@pytest.fixture(autouse=True)
def _no_kept_charts() -> None:
    caches["charts"].clear()


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_distance_gives_its_published_examples(one: Any, other: Any, published: float) -> None:
    assert distance(one, other) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize("name", THEMES)
def test_every_verdict_stands_out_on_the_page_by_three_to_one(name: str) -> None:
    """WCAG 2.2, 1.4.11: what is needed to understand a picture."""
    theme = get_theme(name)
    for colour in [*(sign.colour for sign in theme.verdicts.values()), theme.ink, theme.quiet, theme.outline]:
        assert contrast(colour, theme.paper) >= 3, colour
    assert contrast(theme.ink, theme.paper) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", THEMES)
def test_verdicts_of_a_set_are_far_apart_for_every_sight(name: str, sight: str) -> None:
    theme = get_theme(name)
    for members in theme.sets.values():
        for one, other in combinations(members, 2):
            a, b = theme.verdicts[one].colour, theme.verdicts[other].colour
            assert seen_distance(a, b, sight) >= 25, (one, other)


@pytest.mark.parametrize("name", THEMES)
def test_a_verdict_is_never_told_by_colour_alone(name: str) -> None:
    theme = get_theme(name)
    for members in theme.sets.values():
        assert len({theme.verdicts[word].sign for word in members}) == len(members)
        assert len({theme.verdicts[word].mark for word in members}) == len(members)


@pytest.mark.parametrize("name", THEMES)
def test_neighbours_in_the_sequence_can_be_told_apart(name: str) -> None:
    theme = get_theme(name)
    assert min(seen_distance(a, b, "normal") for a, b in pairwise(theme.sequence)) >= 9.5


def test_a_picture_says_in_itself_what_it_shows() -> None:
    drawn = render_svg(SPEC, title="Sleep & rest", description="32.1 < 34.3")
    assert drawn.startswith("<svg")
    assert 'role="img" aria-labelledby="chart-title chart-text"' in drawn
    assert '<title id="chart-title">Sleep &amp; rest</title><desc id="chart-text">32.1 &lt; 34.3</desc>' in drawn


def test_a_picture_refers_to_nothing_outside_itself() -> None:
    drawn = render_svg(SPEC, title="t", description="d")
    without_namespaces = re.sub(r'xmlns(:\w+)?="[^"]*"', "", drawn)
    assert re.findall(r"https?:|//|url\(|@import|@font-face|<script|<image", without_namespaces) == []


def test_the_same_data_give_the_same_bytes_in_every_process() -> None:
    first = render_svg(SPEC, title="t", description="d")
    caches["charts"].clear()
    assert render_svg(SPEC, title="t", description="d") == first
    again = (
        "import sys, json, vl_convert; spec = json.loads(sys.argv[1]);"
        "sys.stdout.write(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))"
    )
    import json

    elsewhere = subprocess.run(
        [sys.executable, "-c", again, json.dumps(SPEC)], capture_output=True, text=True, check=True
    ).stdout
    assert elsewhere.partition(">")[2] in first


def test_a_chart_seen_before_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_svg(SPEC, title="t", description="d")
    monkeypatch.setattr(charts, "_draw", lambda *parts: pytest.fail("drawn a second time"))
    assert render_svg(SPEC, title="t", description="d") == first


def test_other_data_or_words_are_another_chart() -> None:
    other = {**SPEC, "data": {"values": [{"v": 32.2}]}}
    keys = {
        charts.make_chart_key(SPEC, "t", "d"),
        charts.make_chart_key(other, "t", "d"),
        charts.make_chart_key(SPEC, "u", "d"),
        charts.make_chart_key(SPEC, "t", "e"),
    }
    assert len(keys) == 4


@pytest.mark.parametrize(
    "fetching", [{"data": {"url": "https://example.org/x.json"}}, {"layer": [{"encoding": {"href": {"value": "x"}}}]}]
)
def test_a_chart_that_would_fetch_something_is_refused(fetching: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="holds its data itself"):
        render_svg({**SPEC, **fetching}, title="t", description="d")


def test_an_altair_chart_is_drawn_too() -> None:
    import altair as alt

    chart = alt.Chart(alt.Data(values=[{"v": 1}])).mark_point().encode(x="v:Q")
    assert "<svg" in render_svg(chart, title="t", description="d")
