"""The chart of an indicator: what it shows, within its bounds, as a valid specification."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.assess import charts, queries
from tests.assess.made import COUNTRY, DISTRICT, REGION, add_indicator, add_value

pytestmark = pytest.mark.usefixtures("place")
ANYBODY = AnonymousUser()


def draw(indicator: Any, shape: charts.Shape = charts.NARROW) -> dict[str, Any]:
    standing = queries.compare_latest(ANYBODY, indicator)
    return charts.draw_comparison(standing, queries.compare_areas(ANYBODY, standing), shape=shape)


@pytest.fixture
def sleep() -> Any:
    """Make an indicator with values in all four areas."""
    made = add_indicator("short-sleep")
    add_value(made, 32.1, (31.0, 33.3))
    add_value(made, 34.3, code=COUNTRY)
    add_value(made, 30.3, code=REGION)
    add_value(made, 36.0, (35.0, 37.0), code=DISTRICT)
    return made


def list_texts(spec: dict[str, Any]) -> list[str]:
    return [layer["mark"]["text"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]


def list_marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


@pytest.mark.parametrize("shape", [charts.NARROW, charts.WIDE], ids=["narrow", "wide"])
def test_both_pictures_are_valid_specifications_with_the_same_words(sleep: Any, shape: charts.Shape) -> None:
    import altair as alt

    spec = draw(sleep, shape)
    alt.LayerChart.from_dict(spec)
    texts = list_texts(spec)
    for words in ("Ambershire: better", "Westmarch: not compared", "Lower Amber: worse", "Realm 34.3%"):
        assert words in texts
    assert "32.1% (31.0 to 33.3)" in texts
    assert "30.3%, no interval" in texts
    assert charts.measure(spec)[0] == shape.width


def test_the_narrow_picture_fits_a_phone(sleep: Any) -> None:
    assert charts.measure(draw(sleep))[0] <= 300


def test_the_places_own_area_comes_first_and_the_benchmark_is_a_line(sleep: Any) -> None:
    spec = draw(sleep)
    names = [text.partition(":")[0] for text in list_texts(spec) if ": " in text]
    assert list(dict.fromkeys(names)) == ["Ambershire", "Westmarch", "Lower Amber"]
    lines = [layer for layer in list_marks(spec, "rule") if "strokeDash" in layer["mark"]]
    assert [layer["data"]["values"][0]["v"] for layer in lines] == [34.3]


def test_a_larger_area_is_a_diamond_and_a_smaller_one_a_circle(sleep: Any) -> None:
    dots = [layer for layer in list_marks(draw(sleep), "point") if layer["data"]["values"][0]]
    assert [(d["data"]["values"][0]["v"], d["mark"]["shape"]) for d in dots] == [
        (32.1, "circle"), (30.3, "diamond"), (36.0, "circle"),
    ]  # fmt: skip


def test_every_number_lies_within_the_scale(sleep: Any) -> None:
    spec = draw(sleep)
    numbers = [n for layer in spec["layer"] for row in layer["data"]["values"] for n in row.values()]
    low, high = next(layer["encoding"]["x"]["scale"]["domain"] for layer in list_marks(spec, "rule"))
    assert low < min(numbers)
    assert max(numbers) < high


def test_one_value_without_an_interval_has_a_scale_too() -> None:
    lone = add_indicator("lone")
    add_value(lone, 0.0)
    low, high = next(
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in list_marks(draw(lone), "point")
        if layer["data"]["values"][0]
    )
    assert low <= 0 < high


def test_the_interval_of_the_benchmark_is_a_band() -> None:
    double = add_indicator("double", method=12)
    add_value(double, 32.1, (31.0, 33.3))
    add_value(double, 34.3, (33.9, 34.7), code=COUNTRY)
    spec = draw(double)
    assert [layer["data"]["values"][0] for layer in list_marks(spec, "rect")] == [{"lower": 33.9, "upper": 34.7}]
    assert any("double overlap" in text for text in list_texts(draw(double, charts.WIDE)))


def test_other_periods_are_not_drawn_beside_this_one(sleep: Any) -> None:
    add_value(sleep, 99.0, (98.0, 99.5), code=DISTRICT, period="2018/19")
    assert not any("Lower Amber" in text for text in list_texts(draw(sleep)))


def test_a_long_name_is_broken_into_lines_and_makes_room_for_them(sleep: Any) -> None:
    from moothall.places.models import Area

    before = charts.measure(draw(sleep))[1]
    Area.objects.filter(code=DISTRICT).update(name="Upper Amber, Lower Amber and the Amber Marshes")
    spec = draw(sleep)
    assert charts.measure(spec)[1] > before
    assert all(len(text) <= charts.NARROW.letters for text in list_texts(spec))


def test_nothing_is_drawn_without_a_value() -> None:
    empty = add_indicator("empty")
    standing = queries.compare_latest(ANYBODY, empty)
    assert charts.describe_chart(standing, []) is None
    with pytest.raises(ValueError, match="no value to draw"):
        charts.draw_comparison(standing, [], shape=charts.WIDE)
