"""Charts of indicators: areas as dots with their intervals, the benchmark as a line, verdicts by shape and word.

Everything stands at a fixed place, so that the picture is the same on every machine, whatever type it has.
"""

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from moothall.assess import rules
from moothall.assess.models import Observation
from moothall.assess.queries import Beside, Standing
from moothall.kit.charts import Theme, get_theme, make_config

Layer = dict[str, Any]
LINE = 20  # pixels from one line of type to the next
AXIS = 54
HEADROOM = 12
BENCHMARK_LINE = 24


@dataclass(frozen=True)
class Shape:
    """The measures of a picture in pixels: names stand above their dots when narrow, beside them when wide."""

    width: int
    names: int
    row: int
    dot: int
    letters: int
    margin: int


# A phone of 320 pixels leaves 246 for a picture: at that size its type is not made smaller.
NARROW = Shape(width=246, names=0, row=76, dot=54, letters=31, margin=4)
WIDE = Shape(width=680, names=270, row=60, dot=24, letters=84, margin=12)


@dataclass(frozen=True)
class Row:
    """One area of the chart."""

    facts: rules.Facts
    verdict: rules.Verdict
    is_group: bool


@dataclass(frozen=True)
class Placed:
    """A row with the lines of its name and its place in pixels: where it begins, and where its dot stands."""

    row: Row
    name: list[str]
    top: int
    dot: int


def pick_rows(home: Standing, areas: Sequence[Standing]) -> list[Row]:
    """Return what the chart shows: the place's own area first, then others of the same period, not the benchmark."""
    rows = []
    for standing in sorted(areas, key=lambda other: other.observation != home.observation):
        own = standing.observation
        is_same_time = own is not None and home.observation is not None and own.period == home.observation.period
        if own is None or standing.facts is None or own.value is None or not is_same_time:
            continue
        if standing.verdict.reason != rules.BENCHMARK_ITSELF:
            rows.append(Row(standing.facts, standing.verdict, _is_larger(standing, home)))
    return rows


def _is_larger(standing: Standing, home: Standing) -> bool:
    if standing.observation is None or home.observation is None:
        return False
    return standing.observation.area.kind.level < home.observation.area.kind.level


def draw_comparison(home: Standing, areas: Sequence[Standing], *, shape: Shape) -> Layer:
    """Return the chart as a Vega-Lite specification.

    Raises:
        ValueError: there is no value to draw.
    """
    rows = pick_rows(home, areas)
    if home.observation is None or not rows:
        raise ValueError("There is no value to draw.")
    theme = get_theme()
    head = _write_head(home, shape)
    top = HEADROOM + LINE * len(head) + (BENCHMARK_LINE if home.benchmark else 0)
    placed, height = _place_rows(rows, shape)
    x = _make_x(rows, home, height)
    layers = [
        *_draw_benchmark(home, x, shape, height, theme),
        *(layer for one in placed for layer in _draw_row(one, x, shape, theme)),
        *_draw_head(head, top, shape),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": shape.width - shape.names - 2 * shape.margin,
        "height": height,
        "autosize": "none",
        "padding": {"left": shape.margin + shape.names, "right": shape.margin, "top": top, "bottom": AXIS},
        "layer": layers,
        "config": make_config(theme),
    }


@dataclass(frozen=True)
class Pictures:
    """Where the two pictures of a chart are, and their width and height in pixels."""

    src: str
    narrow: tuple[int, int]
    wide_src: str
    wide: tuple[int, int]


def describe_chart(home: Standing, areas: Sequence[Standing]) -> Pictures | None:
    """Return what a page must know of an indicator's chart, or None where there is nothing to draw."""
    if not pick_rows(home, areas):
        return None
    src = reverse("indicator_chart", args=[home.indicator.slug])
    narrow, wide = (measure(draw_comparison(home, areas, shape=shape)) for shape in (NARROW, WIDE))
    return Pictures(src, narrow, f"{src}?wide=yes", wide)


def measure(spec: Mapping[str, Any]) -> tuple[int, int]:
    """Return the width and height in pixels of the picture that a specification gives."""
    padding = spec["padding"]
    width = spec["width"] + padding["left"] + padding["right"]
    return width, spec["height"] + padding["top"] + padding["bottom"]


def _write_head(home: Standing, shape: Shape) -> list[tuple[str, str]]:
    """Return the lines above the chart, each with its weight: what it is of, how it is compared, that it is made up."""
    own = home.observation
    period = own.period_label if own else ""
    lines = [(line, "bold") for line in textwrap.wrap(f"{home.indicator.short_name}, {period}", shape.letters)]
    if home.verdict.method and home.verdict.code != rules.NOT_COMPARED:
        how = f"Compared with {home.verdict.benchmark} by {home.verdict.method_words}, {home.verdict.level_words}"
        lines += [(line, "normal") for line in textwrap.wrap(how, shape.letters)]
    if own and own.release.is_invented:
        lines.append(("Made-up data, for show", "normal"))
    return lines


def _draw_head(lines: Sequence[tuple[str, str]], top: int, shape: Shape) -> list[Layer]:
    return [
        _text(line, -shape.names, HEADROOM + LINE * i + 4 - top, fontWeight=weight)
        for i, (line, weight) in enumerate(lines)
    ]


def _make_x(rows: Sequence[Row], home: Standing, height: int) -> Layer:
    """Return the scale of all numbers of the chart, its ends a little beyond them; it need not begin at 0 for dots."""
    numbers = [n for row in rows for n in (row.facts.value, *row.facts.limits) if n is not None]
    other = home.benchmark_facts
    numbers += [n for n in ((other.value, *other.limits) if other else ()) if n is not None]
    low, high = min(numbers), max(numbers)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    least = max(low - room, 0.0) if low >= 0 else low - room
    unit = rows[0].facts.unit
    axis = {"title": unit, "tickCount": 4, "format": ",.2~f", "offset": 4, "grid": False, "titlePadding": 8}
    return {
        "type": "quantitative",
        "scale": {"domain": [round(least, 6), round(high + room, 6)], "nice": False, "zero": False},
        "axis": axis,
    }


def _draw_benchmark(home: Standing, x: Layer, shape: Shape, height: int, theme: Theme) -> list[Layer]:
    other = home.benchmark_facts
    if other is None or other.value is None:
        return []
    low, high = x["scale"]["domain"]
    is_left = (other.value - low) < (high - low) / 2
    label = f"{other.area} {rules.write_value(other)}"
    line = _mark({"type": "rule", "strokeWidth": 2, "strokeDash": [6, 3], "color": theme.ink},
                 {"v": other.value}, x=_field("v", x), y={"value": -6}, y2={"value": height})  # fmt: skip
    words = _mark({"type": "text", "align": "left" if is_left else "right", "baseline": "bottom", "text": label},
                  {"v": other.value}, x=_field("v", x), y={"value": -8})  # fmt: skip
    if None in other.limits:
        return [line, words]
    band = _mark({"type": "rect", "color": theme.band, "opacity": 0.7},
                 {"lower": other.limits[0], "upper": other.limits[1]},
                 x=_field("lower", x), x2={"field": "upper"}, y={"value": 0}, y2={"value": height})  # fmt: skip
    return [band, line, words]


def _place_rows(rows: Sequence[Row], shape: Shape) -> tuple[list[Placed], int]:
    """Return the rows one below the other, and the height of all; a long name takes more lines."""
    placed, top = [], 0
    for row in rows:
        name = textwrap.wrap(f"{row.facts.area}: {row.verdict.word.lower()}", min(shape.letters, 31) - 4)
        more = LINE * (len(name) - 1)
        placed.append(Placed(row, name, top, top + shape.dot + (more if not shape.names else 0)))
        top += shape.row + more
    return placed, top


def _draw_row(placed: Placed, x: Layer, shape: Shape, theme: Theme) -> list[Layer]:
    row, top, left = placed.row, placed.top, 18 - shape.names
    sign = theme.verdicts[row.verdict.code]
    layers = [_symbol(sign.mark, left - 12, top + 9, 90, sign.colour, filled=sign.filled)]
    for i, line in enumerate(placed.name):
        layers += _text_on_line(line, left, top + 14 + LINE * i, theme, fontWeight="bold")
    layers += _text_on_line(_write_figure(row), left, top + 14 + LINE * len(placed.name), theme)
    lower, upper = row.facts.limits
    if lower is not None and upper is not None:
        interval = {"type": "rule", "strokeWidth": 4, "color": sign.colour}
        ends = {"lower": lower, "upper": upper}
        layers.append(_mark(interval, ends, x=_field("lower", x), x2={"field": "upper"}, y={"value": placed.dot}))
    dot = {
        "type": "point", "shape": "diamond" if row.is_group else "circle", "size": 140, "opacity": 1,
        "filled": not row.is_group, "color": sign.colour, "strokeWidth": 2.5,
    }  # fmt: skip
    layers.append(_mark(dot, {"v": row.facts.value}, x=_field("v", x), y={"value": placed.dot}))
    return layers


def _write_figure(row: Row) -> str:
    limits = rules.write_limits(row.facts)
    return rules.write_value(row.facts) + (f" ({limits})" if limits else ", no interval")


def _field(name: str, x: Layer) -> Layer:
    return {"field": name, **x}


def _mark(mark: Layer, row: Mapping[str, Any], **encoding: Layer) -> Layer:
    return {"data": {"values": [dict(row)]}, "mark": {"aria": False, **mark}, "encoding": encoding}


def _text(text: str, x: int, y: int, **style: Any) -> Layer:
    mark = {"type": "text", "align": "left", "baseline": "alphabetic", "text": text, **style}
    return _mark(mark, {}, x={"value": x}, y={"value": y})


def _text_on_line(text: str, x: int, y: int, theme: Theme, **style: Any) -> list[Layer]:
    """Return a text that stays readable where the benchmark's line runs behind it."""
    return [_text(text, x, y, stroke=theme.paper, strokeWidth=5, **style), _text(text, x, y, **style)]


def _symbol(symbol: str, x: float, y: int, size: int, colour: str, *, filled: bool) -> Layer:
    mark = {"type": "point", "shape": symbol, "size": size, "color": colour, "opacity": 1, "filled": filled,
            "strokeWidth": 2}  # fmt: skip
    return _mark(mark, {}, x={"value": x}, y={"value": y})


# --- all indicators in one picture ------------------------------------------------------------------------------------

MOST_AT_ONCE = 25
BAND = 46  # of each indicator: its scale with the numbers at both ends
COMPARED_WIDE, COMPARED_NARROW = 680, 246
_MARKS = ("diamond", "square", "cross")  # of larger areas other than the benchmark


@dataclass(frozen=True)
class Scale:
    """The ends of one indicator's own scale and the pixels between which it lies."""

    low: float
    high: float
    left: int
    right: int

    def place(self, number: float) -> float:
        """Return where a number stands, to a tenth of a pixel."""
        return round(self.left + (number - self.low) / (self.high - self.low) * (self.right - self.left), 1)


def draw_all(rows: Sequence[Beside], *, wide: bool) -> Layer:
    """Return one picture of many indicators, each on its own scale, as a Vega-Lite specification.

    Raises:
        ValueError: there is no value to draw.
    """
    if not rows:
        raise ValueError("There is no value to draw.")
    theme, width = get_theme(), COMPARED_WIDE if wide else COMPARED_NARROW
    layers: list[Layer] = []
    top = HEADROOM
    for row in rows:
        drawn, top = _draw_beside(row, top, width, theme)
        layers += drawn
    layers += _draw_key(rows, top, width, theme)
    lines = len(_write_key(rows, width))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": top + LINE * lines + 4,
        "autosize": "none",
        "padding": 0,
        "layer": layers,
        "config": make_config(theme),
    }


def measure_all(rows: Sequence[Beside], *, wide: bool) -> tuple[int, int]:
    """Return the width and height in pixels of the picture of many indicators."""
    spec = draw_all(rows, wide=wide)
    return spec["width"], spec["height"]


def describe_all(rows: Sequence[Beside], query: str) -> Pictures | None:
    """Return what a page must know of the picture of many indicators, or None where there is nothing to draw."""
    if not rows:
        return None
    src = reverse("indicators_chart")
    joint = "&" if query else "?"
    wide_src = f"{src}{query}{joint}wide=yes"
    return Pictures(f"{src}{query}", measure_all(rows, wide=False), wide_src, measure_all(rows, wide=True))


def _draw_beside(row: Beside, top: int, width: int, theme: Theme) -> tuple[list[Layer], int]:
    standing = row.standing
    facts, own = standing.facts, standing.observation
    assert facts is not None and own is not None and facts.value is not None  # noqa: S101 - set_beside_larger
    sign, letters = theme.verdicts[standing.verdict.code], (width - 24) // 8
    layers = [_symbol(sign.mark, 8, top + 8, 90, sign.colour, filled=sign.filled)]
    for weight, text in (("bold", _say_beside(row)), ("normal", _write_beside(row))):
        for line in textwrap.wrap(text, letters):
            layers.append(_text(line, 22, top + 13, fontWeight=weight))
            top += LINE
    scale = _make_scale(row, width)
    middle = top + 14
    layers.append(_rule(scale.left, scale.right, middle, theme.band, 2))
    lower, upper = facts.limits
    if lower is not None and upper is not None:
        layers.append(_rule(scale.place(lower), scale.place(upper), middle, sign.colour, 6))
    layers.append(_symbol("circle", scale.place(facts.value), middle, 150, sign.colour, filled=True))
    layers += [layer for mark, other in _list_marks(row) for layer in _mark_other(mark, other, scale, middle, theme)]
    for end, x, align in ((scale.low, scale.left, "left"), (scale.high, scale.right, "right")):
        layers.append(_text(f"{end:,.0f}", x, middle + 24, align=align, color=theme.quiet, fontSize=12))
    return layers, top + BAND


def _say_beside(row: Beside) -> str:
    verdict = row.standing.verdict
    joint = {"similar": "to", rules.NOT_COMPARED: ""}.get(verdict.code, "than")
    words = f"{verdict.word.lower()} {joint} {verdict.benchmark}" if joint else verdict.word.lower()
    return f"{row.standing.indicator.short_name}: {words}"


def _write_beside(row: Beside) -> str:
    facts, own = row.standing.facts, row.standing.observation
    assert facts is not None and own is not None  # noqa: S101 - set_beside_larger
    limits = rules.write_limits(facts)
    parts = [rules.write_value(facts) + (f" ({limits})" if limits else ", no interval")]
    parts += [f"{other.area.name} {rules.write_value(other.facts())}" for other in row.others]
    parts.append(own.period_label)
    return ", ".join(parts) + (" (made-up data)" if own.release.is_invented else "")


def _make_scale(row: Beside, width: int) -> Scale:
    facts = row.standing.facts
    numbers = [n for n in ((facts.value, *facts.limits) if facts else ()) if n is not None]
    numbers += [other.value for other in row.others if other.value is not None]
    low, high = math.floor(min(numbers)), math.ceil(max(numbers))
    room = max(1, math.ceil((high - low) * 0.1))
    least = max(low - room, 0) if low >= 0 else low - room
    return Scale(least, high + room, 22, width - 12)


def _list_marks(row: Beside) -> list[tuple[str, Observation]]:
    """Return the larger areas with the mark of each: the benchmark is a line, others a shape."""
    item = row.standing.item
    marks = iter(_MARKS)
    return [
        ("line" if item and other.area_id == item.benchmark_id else next(marks, _MARKS[-1]), other)
        for other in row.others
    ]


def _mark_other(mark: str, other: Observation, scale: Scale, middle: int, theme: Theme) -> list[Layer]:
    assert other.value is not None  # noqa: S101 - set_beside_larger leaves out those without
    x = scale.place(other.value)
    if mark == "line":
        rule = {"type": "rule", "strokeWidth": 3, "color": theme.ink}
        return [_mark(rule, {}, x={"value": x}, y={"value": middle - 13}, y2={"value": middle + 13})]
    halo = _symbol(mark, x, middle, 130, theme.paper, filled=True)
    return [halo, _symbol(mark, x, middle, 90, theme.ink, filled=False)]


def _write_key(rows: Sequence[Beside], width: int) -> list[str]:
    """Return the lines that say what the marks mean."""
    names = {mark: other.area.name for row in rows for mark, other in _list_marks(row)}
    first = rows[0].standing.observation
    said = [f"dot and bar: {first.area.name if first else ''} and its interval"]
    said += [f"{'upright line' if mark == 'line' else mark}: {name}" for mark, name in sorted(names.items())]
    hows = sorted({f"{verdict.method_words}, {verdict.level_words}" for verdict in _list_judged(rows)})
    compared = f" Compared by {'; '.join(hows)}." if hows else ""
    text = f"D{'; '.join(said)[1:]}. Each indicator has its own scale.{compared}"
    return textwrap.wrap(text, (width - 4) // 8)


def _list_judged(rows: Sequence[Beside]) -> list[rules.Verdict]:
    verdicts = (row.standing.verdict for row in rows)
    return [verdict for verdict in verdicts if verdict.code != rules.NOT_COMPARED]


def _draw_key(rows: Sequence[Beside], top: int, width: int, theme: Theme) -> list[Layer]:
    return [_text(line, 2, top + 12 + LINE * i, color=theme.quiet) for i, line in enumerate(_write_key(rows, width))]


def _rule(left: float, right: float, y: int, colour: str, thickness: int) -> Layer:
    mark = {"type": "rule", "strokeWidth": thickness, "color": colour}
    return _mark(mark, {}, x={"value": left}, x2={"value": right}, y={"value": y})
