"""The chart of a plan's actions by the quarter they are due in: one bar a quarter, its count in figures beside it.

Everything stands at a fixed place, so that the picture is the same on every machine, whatever type it has.
"""

from collections.abc import Sequence
from typing import Any

from moothall.assess.charts import NARROW, WIDE, Shape, measure
from moothall.deliver.rules import NO_LAST_DAY, NO_TIMESCALE, Quarter
from moothall.kit.charts import get_theme, make_config

Layer = dict[str, Any]
ROW, TEXT, BAR, FIGURE, EDGE = 56, 20, 22, 34, 12
SHAPES = {False: NARROW, True: WIDE}


def draw_quarters(quarters: Sequence[Quarter], *, shape: Shape) -> Layer:
    """Return the chart as a Vega-Lite specification.

    Raises:
        ValueError: there is no action to draw.
    """
    most = max((one.count for one in quarters), default=0)
    if not most:
        raise ValueError("There is no action to draw.")
    room = shape.width - 2 * shape.margin - FIGURE
    layers = [
        layer
        for number, one in enumerate(quarters)
        for layer in _draw_quarter(one, number * ROW, round(room * one.count / most))
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": shape.width - 2 * shape.margin,
        "height": ROW * len(quarters),
        "autosize": "none",
        "padding": {"left": shape.margin, "right": shape.margin, "top": EDGE, "bottom": EDGE},
        "layer": layers,
        "config": make_config(get_theme()),
    }


def measure_quarters(quarters: Sequence[Quarter], *, wide: bool) -> tuple[int, int]:
    """Return the width and height in pixels of the picture."""
    return measure(draw_quarters(quarters, shape=SHAPES[wide]))


def _draw_quarter(one: Quarter, top: int, length: int) -> list[Layer]:
    """Return a quarter's name, its bar and its count; what is due in no quarter has an empty bar with an outline."""
    theme = get_theme()
    is_dated = one.key not in (NO_TIMESCALE, NO_LAST_DAY)
    look = {"fill": theme.categories[0]} if is_dated else {"fill": theme.paper, "stroke": theme.ink, "strokeWidth": 2}
    y = top + TEXT + 6
    layers = [_mark({"type": "text", "align": "left", "text": one.label, "fontWeight": "bold"}, 0, top + TEXT - 4)]
    if length:
        bar = {"type": "rect", **look}
        layers.append(_mark(bar, 1, y, x2={"value": length}, y2={"value": y + BAR}))
    count = {"type": "text", "align": "left", "baseline": "middle", "text": str(one.count)}
    return [*layers, _mark(count, length + 6, y + BAR // 2)]


def _mark(mark: Layer, x: int, y: int, **encoding: Layer) -> Layer:
    return {
        "data": {"values": [{}]},
        "mark": {"aria": False, **mark},
        "encoding": {"x": {"value": x}, "y": {"value": y}, **encoding},
    }
