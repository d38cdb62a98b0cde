"""How a number is rounded and written: one rule for pages, charts, files and minutes. Pure."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal

MINUS = "\N{MINUS SIGN}"


def round_half_up(value: Number, places: int = 1) -> Decimal:
    """Return ``value`` at ``places`` decimals, halves away from nought: 2.25 is 2.3 at one place.

    A float is read by the decimals that it prints, so that 0.15 rounds as people expect and not as binary does.
    """
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def write_figure(value: Number, places: int = 1) -> str:
    """Return ``value`` rounded, with its thousands marked and a true minus sign: "28,126.0", "−0.4"."""
    return f"{round_half_up(value, places):,f}".replace("-", MINUS)
