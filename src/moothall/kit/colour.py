"""A place's colour: is it readable under white text, and the style sheet made from it."""

import math
import re

WHITE = "#ffffff"
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, text of normal size
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours, from 1.0 (the same) to 21.0 (black on white).

    Colours are written as ``#rrggbb``. Source: WCAG 2.2, definitions of contrast ratio and relative luminance.

    Raises:
        ValueError: one of them is not written so.
    """
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_colour(colour: str) -> list[str]:
    """Return what is wrong with a place's colour as sentences; an empty list when nothing is."""
    if not _HEX.fullmatch(colour):
        return [f"The colour “{colour}” is not a colour: write # and six hexadecimal digits, like #003d73."]
    ratio = contrast(colour, WHITE)
    if ratio < LEAST_CONTRAST:
        shown = math.floor(ratio * 10) / 10  # rounded down, or 4.48 would be said to miss 4.5 by nothing
        found = f"White words on the colour {colour} have a contrast of {shown} to 1, and need {LEAST_CONTRAST} to 1"
        return [f"{found}: choose a darker colour."]
    return []


def place_css(colour: str) -> str:
    """Return the style sheet that gives every page the place's colour and two shades of it.

    Raises:
        ValueError: the colour is not written as ``#rrggbb``, so it must not be put into a style sheet.
    """
    deep, pale = _mix(colour, "#000000", 0.25), _mix(colour, WHITE, 0.9)
    return f":root{{--place-colour:{colour.lower()};--place-deep:{deep};--place-pale:{pale}}}\n"


def _channels(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour written as #rrggbb")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)
