"""Quantiles of the gamma and t distributions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

_LEAST_SHAPE = 1e-4  # below it the quantile of every tail up to 0.05 is smaller than any float


def gamma_quantile(tail: float, shape: ArrayLike, *, upper: bool = False) -> NDArray[np.float64]:
    """Return where the gamma distribution of ``shape`` and scale 1 has the probability ``tail`` below it.

    With ``upper`` the probability lies above it, so that a small one keeps its digits. Shape 0 gives 0.
    """
    shapes = np.asarray(shape, dtype=np.float64)
    inverse = special.gammainccinv if upper else special.gammaincinv
    some = shapes > _LEAST_SHAPE
    return np.where(some, inverse(np.where(some, shapes, 1.0), tail), 0.0)


def t_quantile(tail: float, degrees: ArrayLike) -> NDArray[np.float64]:
    """Return where Student's t with ``degrees`` of freedom has the probability ``tail`` (below 1/2) above it."""
    return -np.asarray(special.stdtrit(np.asarray(degrees, dtype=np.float64), tail))


def list_floats(values: NDArray[np.float64]) -> list[float]:
    """Return an array as plain floats."""
    return [float(value) for value in values]


def gamma_limits(counts: Sequence[float], tail: float) -> tuple[list[float], list[float]]:
    """Return the exact lower and upper Poisson limits of counts of events, with ``tail`` on each side."""
    events = np.asarray(counts, dtype=np.float64)
    return list_floats(gamma_quantile(tail, events)), list_floats(gamma_quantile(tail, events + 1, upper=True))
