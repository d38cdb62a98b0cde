"""Levels of confidence: what may be asked for, its z, and how its columns are called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from numbers import Real
from statistics import NormalDist

from moothall.stats.errors import ArgumentError

Levels = float | Sequence[float] | None
LOWEST_LEVEL = Decimal("0.9")
LOWEST_PER_CENT, WHOLE = Decimal(90), Decimal(100)


@dataclass(frozen=True)
class Level:
    """One level: ``confidence`` (0.95), the probability in each ``tail`` (0.025), ``z`` and the ``suffix`` ("95")."""

    confidence: float
    tail: float
    z: float
    suffix: str

    @property
    def lower(self) -> str:
        return f"lower_{self.suffix}"

    @property
    def upper(self) -> str:
        return f"upper_{self.suffix}"


def read_levels(confidence: Levels) -> tuple[Level, ...]:
    """Return the levels asked for, in the order given; ``None`` asks for none, and one asked for twice is given once.

    Raises:
        ArgumentError: a level is no number, or neither from 0.9 to below 1 nor from 90 to below 100.
    """
    if confidence is None:
        return ()
    if isinstance(confidence, str | bytes):
        raise ArgumentError(f"A confidence of {confidence!r} is not a number; write 95 per cent as 0.95.")
    asked = list(confidence) if isinstance(confidence, Sequence) else [confidence]
    return tuple(dict.fromkeys(read_level(one) for one in asked))


def read_level(confidence: object) -> Level:
    """Return one level.

    Raises:
        ArgumentError: it is no number, or neither from 0.9 to below 1 nor from 90 to below 100.
    """
    if isinstance(confidence, bool) or not isinstance(confidence, Real):
        raise ArgumentError(f"A confidence of {confidence!r} is not a number; write 95 per cent as 0.95.")
    return _read_level(float(confidence))


@cache
def _read_level(confidence: float) -> Level:
    # A decimal, so that 99.8 is called 99_8 and the tail of 0.9999 keeps all its digits.
    share = Decimal(repr(confidence)) if math.isfinite(confidence) else Decimal(-1)
    if LOWEST_PER_CENT <= share < WHOLE:
        share /= 100
    if not LOWEST_LEVEL <= share < 1:
        raise ArgumentError(
            f"A confidence of {confidence} is outside 0.9 to 1 and 90 to 100; write 95 per cent as 0.95 or 95."
        )
    tail = float((1 - share) / 2)
    suffix = f"{(share * 100).normalize():f}".replace(".", "_")
    return Level(float(share), tail, -NormalDist().inv_cdf(tail), suffix)
