"""Charts as data to pictures: one theme, one way to SVG, the same bytes for the same data.

A chart is a Vega-Lite specification (a dict, or an Altair chart). It is drawn on the server and kept in the cache
"charts" under a hash of all that it is made of, so that the libraries are loaded only for a chart not seen before.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.core.cache import caches

if TYPE_CHECKING:
    import altair as alt

Spec = Mapping[str, Any]
THEMES = Path(__file__).parent / "themes"
_FOREIGN = ("url", "href")


@dataclass(frozen=True)
class Sign:
    """How one verdict is shown: ``colour`` with the shape ``sign`` in text, ``mark`` in charts, ``tag`` on pages."""

    colour: str
    sign: str
    mark: str
    filled: bool
    tag: str


@dataclass(frozen=True)
class Theme:
    """Colours, shapes and type of all charts; ``sets`` names verdicts that must be told apart from one another."""

    name: str
    fonts: tuple[str, ...]
    paper: str
    ink: str
    quiet: str
    outline: str
    band: str
    verdicts: Mapping[str, Sign]
    sets: Mapping[str, tuple[str, ...]]
    sequence: tuple[str, ...]
    categories: tuple[str, ...]


@cache
def get_theme(name: str = "moothall") -> Theme:
    """Return a theme from its file in ``kit/themes``."""
    table = tomllib.loads((THEMES / f"{name}.toml").read_text(encoding="utf-8"))
    return Theme(
        name=table["name"],
        fonts=tuple(table["fonts"]),
        paper=table["paper"],
        ink=table["ink"],
        quiet=table["quiet"],
        outline=table["outline"],
        band=table["band"],
        verdicts={word: Sign(**row) for word, row in table["verdict"].items()},
        sets={word: tuple(members) for word, members in table["sets"].items()},
        sequence=tuple(table["sequence"]["colours"]),
        categories=tuple(table["categories"]["colours"]),
    )


def make_config(theme: Theme, *, size: int = 14) -> dict[str, Any]:
    """Return the Vega-Lite configuration of a theme; ``size`` is the height of the type in pixels."""
    words = {"labelColor": theme.ink, "titleColor": theme.ink, "labelFontSize": size, "titleFontSize": size}
    return {
        "background": theme.paper,
        "font": ", ".join(theme.fonts),
        "view": {"stroke": None},
        "axis": {**words, "titleFontWeight": "normal", "domainColor": theme.outline, "tickColor": theme.outline,
                 "gridColor": theme.band},
        "text": {"fontSize": size, "color": theme.ink},
        "range": {"category": list(theme.categories), "ramp": list(theme.sequence)},
    }  # fmt: skip


def render_svg(spec: "Spec | alt.Chart", *, title: str, description: str) -> str:
    """Return a chart as SVG that says in itself what it shows: ``title`` and ``description`` for the ear.

    Raises:
        ValueError: the chart would fetch something: all its data must stand in it.
    """
    plain: Spec = spec if isinstance(spec, Mapping) else spec.to_dict()
    if any(name in _FOREIGN for name in _list_names(plain)):
        raise ValueError("A chart holds its data itself: no url or href may stand in its specification.")
    kept, key = caches["charts"], make_chart_key(plain, title, description)
    drawn: str | None = kept.get(key)
    if drawn is None:
        drawn = _draw(plain, title, description)
        kept.set(key, drawn)
    return drawn


def make_chart_key(spec: Spec, title: str, description: str) -> str:
    """Return the name under which a drawn chart is kept: a hash of its data, words and of the library that draws it."""
    parts = [json.dumps(spec, sort_keys=True, ensure_ascii=False), title, description, version("vl-convert-python")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _list_names(tree: object) -> Iterable[str]:
    if isinstance(tree, Mapping):
        for name, branch in tree.items():
            yield name
            yield from _list_names(branch)
    elif isinstance(tree, list | tuple):
        for branch in tree:
            yield from _list_names(branch)


def _draw(spec: Spec, title: str, description: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[])
    head, joint, rest = drawn.partition(">")
    named = f'<title id="chart-title">{escape(title)}</title><desc id="chart-text">{escape(description)}</desc>'
    return f'{head} role="img" aria-labelledby="chart-title chart-text"{joint}{named}{rest}'
