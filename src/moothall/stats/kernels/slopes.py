"""Slopes across ranked groups: least squares weighted by population, Fieller's limits, sums without simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft, special

Floats = NDArray[np.float64]
Scale = Literal["identity", "log", "logit"]
CELLS = 2**16
WIDTH = 26.0  # of the lattice, in standard deviations of the sum
REACH = 9.0  # standard normal deviations beyond which a term has no mass that a float can show
NODES = 120
LEAST_SHARE = 1e-20  # of a normal variable: nodes of less say nothing in a float
BLOCK = 8
POINTS, PERIOD = BLOCK * BLOCK, 40.0  # of the characteristic function: up to 10 standard deviations, steps for 40
MOST_SD_FOR_POINTS, NEGLIGIBLE, LEAST_PROBABILITY = 0.3, 1e-10, 1e-15
MOST_STEPS = 60


@dataclass(frozen=True)
class Lines:
    """Fitted lines, one a group. ``c`` and ``d``, groups by quantiles: the weights that make slope and intercept."""

    c: Floats
    d: Floats
    slope: Floats
    intercept: Floats
    var_slope: Floats
    var_intercept: Floats
    covariance: Floats
    rank_mean: Floats


def find_faults(quantile: Floats, sizes: ArrayLike, wanted: int) -> tuple[list[bool], list[bool]]:
    """Return which groups lack one of the quantiles, and which have one twice; rows are sorted by group, quantile."""
    lengths = np.asarray(sizes, dtype=np.int64)
    group = np.repeat(np.arange(len(lengths)), lengths)
    same = (quantile[1:] == quantile[:-1]) & (group[1:] == group[:-1])
    twice = np.bincount(group[1:][same], minlength=len(lengths))
    lacking = lengths - twice < wanted
    return lacking.tolist(), (twice > 0).tolist()


def take_groups(values: Floats, sizes: ArrayLike, good: ArrayLike, wanted: int) -> Floats:
    """Return the rows of the good groups, each with ``wanted`` rows, as groups by quantiles."""
    rows = np.repeat(np.asarray(good, dtype=bool), np.asarray(sizes, dtype=np.int64))
    taken: Floats = values[rows].reshape(-1, wanted)
    return taken


def put_groups(values: Floats, good: ArrayLike) -> list[float]:
    """Return values of the good groups in their places among all groups; NaN elsewhere, and for what is infinite."""
    places = np.asarray(good, dtype=bool)
    answer = np.full(len(places), np.nan)
    answer[places] = np.where(np.isfinite(values), values, np.nan)
    cells: list[float] = answer.tolist()
    return cells


def forward(values: Floats, scale: Scale) -> Floats:
    """Return f: values on the scale on which they are normal. Outside its range minus or plus infinity."""
    if scale == "identity":
        return values
    with np.errstate(divide="ignore"):
        above = np.log(np.maximum(values, 0.0))
        return above if scale == "log" else above - np.log1p(-np.minimum(np.maximum(values, 0.0), 1.0))


def backward(values: Floats, scale: Scale) -> Floats:
    """Return g, the inverse of f."""
    inverses: dict[str, Callable[[Floats], Any]] = {"log": np.exp, "logit": special.expit}
    with np.errstate(over="ignore"):
        return values if scale == "identity" else np.asarray(inverses[scale](values), dtype=np.float64)


def fit_lines(population: Floats, y: Floats, variance: Floats) -> Lines:
    """Fit one line a group to values at the middles of the groups' population shares, weighted by those shares."""
    a = population / population.sum(axis=1, keepdims=True)
    b = np.cumsum(a, axis=1) - a / 2
    mean = (a * b).sum(axis=1, keepdims=True)
    spread = (a * (b - mean) ** 2).sum(axis=1, keepdims=True)
    c = a * (b - mean) / spread
    d = a - mean * c
    return Lines(
        c=c,
        d=d,
        slope=(c * y).sum(axis=1),
        intercept=(d * y).sum(axis=1),
        var_slope=(c**2 * variance).sum(axis=1),
        var_intercept=(d**2 * variance).sum(axis=1),
        covariance=(c * d * variance).sum(axis=1),
        rank_mean=mean[:, 0],
    )


def fieller_limits(lines: Lines, z: float) -> tuple[Floats, Floats]:
    """Return Fieller's limits of 1 + slope/intercept; NaN where there are none that are finite."""
    a = lines.intercept**2 - z**2 * lines.var_intercept
    b = lines.intercept * lines.slope - z**2 * lines.covariance
    c = lines.slope**2 - z**2 * lines.var_slope
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(np.maximum(b**2 - a * c, 0.0))
        bounded = a > 0
        return np.where(bounded, 1 + (b - root) / a, np.nan), np.where(bounded, 1 + (b + root) / a, np.nan)


def transformed_ends(lines: Lines, slope: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Return the values at both ends of the ranking for a slope through the line's middle, on the scale of the data."""
    middle = lines.intercept + lines.slope / 2
    return backward(middle - slope / 2, scale), backward(middle + slope / 2, scale)


@cache
def _list_nodes() -> tuple[Floats, Floats]:
    points, weights = np.polynomial.hermite.hermgauss(NODES)
    return np.sqrt(2.0) * points, weights / np.sqrt(np.pi)


@cache
def _list_nodes_that_count() -> tuple[Floats, Floats]:
    points, shares = _list_nodes()
    return points[shares > LEAST_SHARE], shares[shares > LEAST_SHARE]


def _turn(angles: Floats) -> NDArray[np.complex128]:
    """Return the points of the unit circle at angles."""
    found = np.empty(angles.shape, dtype=np.complex128)
    np.cos(angles, out=found.real)
    np.sin(angles, out=found.imag)
    return found


def find_moments(mu: Floats, sd: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Return mean and variance of g(mu + sd·Z), Z standard normal."""
    points, weights = _list_nodes()
    values = backward(mu[..., None] + sd[..., None] * points, scale)
    mean = (values * weights).sum(axis=-1)
    return mean, ((values - mean[..., None]) ** 2 * weights).sum(axis=-1)


@dataclass(frozen=True)
class Terms:
    """One group's independent terms: ``mu`` and ``sd`` where they are normal, mean and variance as they are."""

    mu: Floats
    sd: Floats
    mean: Floats
    variance: Floats
    scale: Scale


def distribute(weights: Floats, terms: Terms) -> Distribution:
    """Return the distribution of the weighted sum: by its characteristic function, or by a lattice where that is slow.

    Rates and proportions of a dozen events or more (``sd`` up to 0.3) have short tails: a few dozen points of the
    characteristic function, each an exact Gaussian sum, then give all digits (Davies 1973). Other sums are laid on a
    lattice. No random number in either: the same digits everywhere.
    """
    if float(terms.sd.max()) <= MOST_SD_FOR_POINTS:
        by_points = _Points.of(weights, terms)
        if abs(by_points.transform[-1]) < NEGLIGIBLE:
            return by_points
    return _Lattice.of(weights, terms)


@dataclass(frozen=True)
class _Points:
    """A sum by its characteristic function at points ``t``; ``mean`` and ``deviation`` are those of the sum."""

    t: Floats
    transform: NDArray[np.complex128]
    mean: float
    deviation: float

    @classmethod
    def of(cls, weights: Floats, terms: Terms) -> _Points:
        points, shares = _list_nodes_that_count()
        deviation = float(np.sqrt((weights**2 * terms.variance).sum()))
        apart = 2 * np.pi / (PERIOD * deviation)
        values = backward(terms.mu[:, None] + terms.sd[:, None] * points, terms.scale) - terms.mean[:, None]
        turns = (apart * weights[:, None] * values)[:, None, :]
        # Point 8a + b lies a long steps and b short ones from the first: the products of both are all the points.
        steps = np.arange(BLOCK, dtype=np.float64)[:, None]
        long, short = _turn(turns * (BLOCK * steps + 0.5)) * shares, _turn(turns * steps)
        each = (long @ short.transpose(0, 2, 1)).reshape(len(weights), POINTS)
        t: Floats = (np.arange(POINTS, dtype=np.float64) + 0.5) * apart
        return cls(t, each.prod(axis=0), float((weights * terms.mean).sum()), deviation)

    def below(self, x: float) -> float:
        """Return the probability that the sum is ``x`` or less."""
        turned = self.transform * np.exp(-1j * self.t * (x - self.mean))
        return 0.5 - float((turned.imag / (np.arange(POINTS) + 0.5)).sum()) / np.pi

    def quantile(self, probability: float) -> float:
        """Return where the sum has a probability below it, by Newton's steps on the normal scale."""
        wanted = float(special.ndtri(probability))
        x = self.mean + wanted * self.deviation
        for _ in range(MOST_STEPS):
            found = float(special.ndtri(np.clip(self.below(x), LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)))
            turned = self.transform * np.exp(-1j * self.t * (x - self.mean))
            density = float(turned.real.sum()) * 2 / (PERIOD * self.deviation)
            step = (found - wanted) * np.exp(-(found**2) / 2) / np.sqrt(2 * np.pi) / max(density, 1e-300)
            x -= float(np.clip(step, -self.deviation, self.deviation))
            if abs(step) < 1e-12 * self.deviation:
                break
        return x


@dataclass(frozen=True)
class _Lattice:
    """A sum by the probability of each cell of a lattice: ``total`` is that of lying below an edge."""

    edges: Floats
    total: Floats

    @classmethod
    def of(cls, weights: Floats, terms: Terms) -> _Lattice:
        """Multiply the transforms of the terms' cells; shift and stretch the sum to its exact mean and variance."""
        deviation = float(np.sqrt((weights**2 * terms.variance).sum()))
        step = WIDTH * deviation / CELLS
        product = np.ones(CELLS // 2 + 1, dtype=np.complex128)
        for i, weight in enumerate(weights):
            if weight != 0:
                product *= fft.rfft(_list_cells(float(weight), i, step, terms))
        mass = np.roll(fft.irfft(product, CELLS), CELLS // 2)
        centres = (np.arange(CELLS) - CELLS // 2) * step
        mean = float((mass * centres).sum())
        variance = float((mass * (centres - mean) ** 2).sum())
        edges = (centres + step / 2 - mean) * (deviation / np.sqrt(variance))
        return cls(edges + float((weights * terms.mean).sum()), np.cumsum(mass))

    def below(self, x: float) -> float:
        """Return the probability that the sum is ``x`` or less."""
        return float(np.interp(x, self.edges, self.total))

    def quantile(self, probability: float) -> float:
        """Return where the sum has a probability below it."""
        return float(np.interp(probability, self.total, self.edges))


Distribution = _Points | _Lattice


def _list_cells(weight: float, i: int, step: float, terms: Terms) -> Floats:
    """Return the mass of one centred, weighted term by cell; cell 0 stands at 0, those below it at the end."""
    ends = backward(terms.mu[i] + np.array([-REACH, REACH]) * terms.sd[i], terms.scale)
    reach = np.sort((ends - terms.mean[i]) * weight) / step
    low = int(max(np.floor(reach[0]) - 1, -(CELLS // 2)))
    high = int(min(np.ceil(reach[1]) + 1, CELLS // 2 - 1))
    edges = (np.arange(low, high) + 0.5) * step / weight + terms.mean[i]
    below = special.ndtr((forward(edges, terms.scale) - terms.mu[i]) / terms.sd[i])
    total = (0.0, 1.0) if weight > 0 else (1.0, 0.0)
    cells = np.zeros(CELLS)
    cells[np.arange(low, high + 1) % CELLS] = np.abs(np.diff(below, prepend=total[0], append=total[1]))
    return cells


def ratio_limit(c: Floats, d: Floats, terms: Terms, probability: float, start: float, scale: float) -> float:
    """Return the ratio at which the sum of (c + (1 - ratio)·d) times the terms is 0 or less with a probability.

    ``start``: a first guess (Fieller's limit); ``scale``: how far off it may be. NaN where no ratio is found.
    """
    wanted = float(special.ndtri(probability))

    def miss(ratio: float) -> float:
        below = distribute(c + (1 - ratio) * d, terms).below(0.0)
        return float(special.ndtri(np.clip(below, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY))) - wanted

    def normal(ratio: float) -> float:
        weights = c + (1 - ratio) * d
        return -float((weights * terms.mean).sum() / np.sqrt((weights**2 * terms.variance).sum()))

    here, miss_here = start, miss(start)
    rise = (normal(start + 1e-4 * scale) - normal(start - 1e-4 * scale)) / (2e-4 * scale)
    there = here - float(np.clip(miss_here / rise, -scale, scale))
    for _ in range(MOST_STEPS):
        miss_there = miss(there)
        if abs(miss_there) < 1e-10 or there == here or miss_there == miss_here:
            return there if abs(miss_there) < 1e-6 else float("nan")
        step = float(np.clip(-miss_there * (there - here) / (miss_there - miss_here), -scale, scale))
        here, miss_here, there = there, miss_there, there + step
    return float("nan")


def exact_limits(
    lines: Lines,
    mu: Floats,
    sd: Floats,
    means: Floats,
    variances: Floats,
    scale: Scale,
    tail: float,
    fieller: tuple[Floats, Floats] | None,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return lower and upper limits of slopes and, where Fieller's are given to start from, of ratios; else NaN."""
    answers = np.full((4, len(mu)), np.nan)
    for i in range(len(mu)):
        terms = Terms(mu[i], sd[i], means[i], variances[i], scale)
        slopes = distribute(lines.c[i], terms)
        answers[0, i], answers[1, i] = slopes.quantile(tail), slopes.quantile(1 - tail)
        if fieller is not None and np.isfinite(fieller[0][i]) and lines.intercept[i] > 0:
            low, high = float(fieller[0][i]), float(fieller[1][i])
            # The greater the ratio, the more likely is the sum 0 or less: the lower limit has the small probability.
            answers[2, i] = ratio_limit(lines.c[i], lines.d[i], terms, tail, low, high - low)
            answers[3, i] = ratio_limit(lines.c[i], lines.d[i], terms, 1 - tail, high, high - low)
    return answers[0], answers[1], answers[2], answers[3]


def divide(above: Floats, below: Floats) -> Floats:
    """Return a quotient, NaN where the divisor is not above 0."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def turn(ratio: Floats, multiplier: float) -> Floats:
    """Return a ratio, turned over by a negative multiplier; NaN where it cannot be."""
    return ratio if multiplier > 0 else divide(np.ones_like(ratio), ratio)


def sort_limits(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return two limits, the lower first; NaN in either makes both NaN."""
    return np.minimum(one, other), np.maximum(one, other)


def turn_limits(limits: tuple[Floats, Floats], multiplier: float, intercept: Floats) -> tuple[Floats, Floats]:
    """Return limits of a ratio, turned over by a negative multiplier; none where the intercept is not above 0."""
    low, high = (np.where(intercept > 0, limit, np.nan) for limit in limits)
    return sort_limits(turn(low, multiplier), turn(high, multiplier))
