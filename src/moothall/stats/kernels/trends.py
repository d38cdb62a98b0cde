"""Lines through the latest points of many series at once: arrays of series by points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """Where each series lies among rows sorted by series and period (missing ones last).

    ``last``: the row of its latest period, ``latest``: those of its latest points, series by points, where it is
    ``long`` enough. ``doubled``: a period stands twice in it; ``broken``: its latest points have unequal steps.
    """

    size: Places
    last: Places
    latest: Places
    long: Flags
    doubled: Flags
    broken: Flags

    @classmethod
    def of(cls, period: Floats, sizes: ArrayLike, points: int) -> Series:
        size = np.asarray(sizes, dtype=np.int64)
        ends = np.cumsum(size)
        group = np.repeat(np.arange(len(size)), size)
        same = (period[1:] == period[:-1]) & (group[1:] == group[:-1])
        doubled = np.bincount(group[1:][same], minlength=len(size)) > 0
        nameless = np.bincount(group[np.isnan(period)], minlength=len(size))
        last = ends - 1 - np.where(nameless < size, nameless, 0)
        long = np.asarray(size >= points)
        latest = ends[long][:, None] + np.arange(-points, 0)
        broken = np.zeros(len(size), dtype=bool)
        steps = np.diff(period[latest], axis=1)
        broken[long] = np.any(steps != steps[:, :1], axis=1) & ~np.any(np.isnan(steps), axis=1)
        return cls(size, last, latest, long, doubled, broken)

    def list_rows(self, good: ArrayLike) -> Places:
        """Return the rows of the latest points of the good series, which are all long enough."""
        return np.asarray(self.latest[np.asarray(good, dtype=bool)[self.long]])

    def find_worst(self, rank: Floats) -> Floats:
        """Return the least rank among the latest points of each series; infinite where it is too short."""
        worst = np.full(len(self.size), np.inf)
        worst[self.long] = rank[self.latest].min(axis=1)
        return worst

    def count_points(self) -> Floats:
        """Return how many points of each series are taken."""
        return np.minimum(self.size, self.latest.shape[1]).astype(np.float64)


def centre(period: Floats) -> Floats:
    """Return periods counted from their mean, so that years of four digits lose none."""
    first = period - period[:, :1]
    return np.asarray(first - first.mean(axis=1, keepdims=True))


def fit_slopes(period: Floats, y: Floats, weights: Floats) -> Floats:
    """Return the slope of the weighted line through each series."""
    share = weights / weights.sum(axis=1, keepdims=True)
    t = period - (share * period).sum(axis=1, keepdims=True)
    return np.asarray((share * t * y).sum(axis=1) / (share * t * t).sum(axis=1))


@dataclass(frozen=True)
class Trends:
    """What was found of each series; ``without``: its slopes when each point in turn is left out."""

    slope: Floats
    chi_squared: Floats
    without: list[Floats]

    def keep_sign(self) -> Flags:
        """Return whether the slope keeps its sign whichever point is left out."""
        return np.asarray(np.all([np.sign(slope) == np.sign(self.slope) for slope in self.without], axis=0))


def find_trends_of_counts(period: Floats, count: Floats, denominator: Floats) -> Trends:
    """Find trends in proportions: the plain line through the logits, and Armitage's chi-squared of the counts."""
    t, y = centre(period), np.log(count / (denominator - count))
    even = np.ones_like(y)
    return Trends(fit_slopes(t, y, even), judge_counts(t, count, denominator), fit_without(t, y, even))


def find_trends_of_values(period: Floats, value: Floats, se: Floats) -> Trends:
    """Find trends in values: the line weighted by the inverse of their variances, and the chi-squared of its slope."""
    t, weights = centre(period), 1 / se**2
    slope = fit_slopes(t, value, weights)
    return Trends(slope, judge_slopes(t, slope, weights), fit_without(t, value, weights))


def fit_without(period: Floats, y: Floats, weights: Floats) -> list[Floats]:
    """Return the slopes that are left when each point in turn is left out."""
    points = period.shape[1]
    kept = [[i for i in range(points) if i != left_out] for left_out in range(points)]
    return [fit_slopes(period[:, part], y[:, part], weights[:, part]) for part in kept]


def judge_counts(period: Floats, count: Floats, denominator: Floats) -> Floats:
    """Return Armitage's chi-squared for a trend in proportions, 1 degree of freedom."""
    whole, events = denominator.sum(axis=1), count.sum(axis=1)
    timed_events, timed = (count * period).sum(axis=1), (denominator * period).sum(axis=1)
    spread = whole * (denominator * period * period).sum(axis=1) - timed**2
    return np.asarray(whole * (whole * timed_events - events * timed) ** 2 / (events * (whole - events) * spread))


def judge_slopes(period: Floats, slope: Floats, weights: Floats) -> Floats:
    """Return the chi-squared of a weighted slope, 1 degree of freedom."""
    share = weights / weights.sum(axis=1, keepdims=True)
    t = period - (share * period).sum(axis=1, keepdims=True)
    return np.asarray(slope**2 * (weights * t * t).sum(axis=1))


def spread_over(values: Floats, good: ArrayLike) -> Floats:
    """Return values of the good series in their places among all; NaN elsewhere, and for what is not finite."""
    places = np.asarray(good, dtype=bool)
    answer = np.full(len(places), np.nan)
    answer[places] = np.where(np.isfinite(values), values, np.nan)
    return answer
