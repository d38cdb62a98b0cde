"""Slow, obvious twins of the statistics, written from the definitions alone. Imports nothing of what it judges."""

from fractions import Fraction
from functools import cache
from math import exp, factorial, sqrt


@cache
def normal_quantile(p: float) -> float:
    """Return the standard normal quantile by halving on a Simpson sum of the density."""
    low, high = -9.0, 9.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _normal_below(middle) < p else (low, middle)
    return (low + high) / 2


def _normal_below(x: float) -> float:
    steps, start = 4000, -10.0
    width = (x - start) / steps
    weights = [1, *(4 if i % 2 else 2 for i in range(1, steps)), 1]
    total = sum(w * exp(-((start + i * width) ** 2) / 2) for i, w in enumerate(weights))
    return total * width / 3 / sqrt(2 * 3.141592653589793)


def wilson_limits(x: float, n: float, z: float) -> tuple[float, float]:
    """Return the two proportions p with (x/n - p)² = z²·p(1-p)/n, found by halving on that very equation."""

    def miss(p: float) -> float:
        return (x / n - p) ** 2 - z * z * p * (1 - p) / n

    def find(outside: float, inside: float) -> float:
        for _ in range(200):
            middle = (outside + inside) / 2
            outside, inside = (middle, inside) if miss(middle) > 0 else (outside, middle)
        return inside

    share = x / n
    return (0.0 if x == 0 else find(0.0, share)), (1.0 if x == n else find(1.0, share))


def poisson_limits(events: int, tail: float) -> tuple[float, float]:
    """Return the means at which ``events`` or more, and ``events`` or fewer, have the probability ``tail``."""

    def at_most(k: int, mean: float) -> float:
        return sum(exp(-mean) * mean**i / factorial(i) for i in range(k + 1))

    def find(is_low: object) -> float:
        low, high = 0.0, 200.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if is_low(middle) else (low, middle)  # type: ignore[operator]
        return (low + high) / 2

    lower = 0.0 if events == 0 else find(lambda mean: 1 - at_most(events - 1, mean) < tail)
    return lower, find(lambda mean: at_most(events, mean) > tail)


def verdict(value, limits, benchmark, benchmark_limits, method, polarity):
    """Return the word of a comparison, from the rule as a table of cases in exact fractions."""
    v, b = Fraction(value), Fraction(benchmark)
    low, high = map(Fraction, limits)
    if method == 1:
        meets = not (b < low or b > high)
    else:
        other_low, other_high = map(Fraction, benchmark_limits)
        meets = not (high < other_low or other_high < low)
    if meets:
        return "similar"
    below = v < b
    table = {
        ("low", True): "better",
        ("low", False): "worse",
        ("high", True): "worse",
        ("high", False): "better",
        ("none", True): "lower",
        ("none", False): "higher",
    }
    return table[polarity, below]


def weighted_line(populations, values):
    """Return slope and intercept of the line through values at the middles of population shares, in exact fractions.

    From the two normal equations of least squares with the shares as weights, solved by Cramer's rule.
    """
    whole = Fraction(sum(Fraction(population) for population in populations))
    shares = [Fraction(population) / whole for population in populations]
    ranks, below = [], Fraction(0)
    for share in shares:
        ranks.append(below + share / 2)
        below += share
    y = [Fraction(value) for value in values]
    sx = sum(a * b for a, b in zip(shares, ranks, strict=True))
    sxx = sum(a * b * b for a, b in zip(shares, ranks, strict=True))
    sy = sum(a * v for a, v in zip(shares, y, strict=True))
    sxy = sum(a * b * v for a, b, v in zip(shares, ranks, y, strict=True))
    determinant = sxx - sx * sx
    return (sxy - sx * sy) / determinant, (sxx * sy - sx * sxy) / determinant


def sum_limits(populations, values, sds, ratio):
    """Return the 95 per cent limits of the slope of lognormal values, from terms convolved one by one on a grid.

    With a ``ratio`` r: the probability that the line's value at its end is no more than r times that at its start.
    """
    import numpy as np

    base = [float(part) for part in weighted_line(populations, values)]
    weights = []
    for i in range(len(values)):
        slope, intercept = weighted_line(populations, [v + (i == j) for j, v in enumerate(values)])
        c, d = float(slope) - base[0], float(intercept) - base[1]
        weights.append(c if ratio is None else c + d - ratio * d)
    spread = sqrt(sum((w * v * s) ** 2 for w, v, s in zip(weights, values, sds, strict=True)))
    step = spread / 500
    mass, first = np.ones(1), 0
    for weight, value, sd in zip(weights, values, sds, strict=True):
        draws = (np.arange(200_000) + 0.5) / 200_000  # the middles of equal probabilities
        places = weight * value * np.exp(sd * _list_normals(draws)) / step
        low = int(np.floor(places.min()))
        # Each place is shared between the two cells about it, so that the mean stays exact.
        cells = np.floor(places).astype(int) - low
        part = places - np.floor(places)
        term = np.bincount(cells, 1 - part, cells.max() + 2) + np.bincount(cells + 1, part, cells.max() + 2)
        mass, first = np.convolve(mass, term / len(draws)), first + low
    total = np.cumsum(mass) - mass / 2
    grid = (np.arange(len(mass)) + first) * step
    if ratio is not None:
        return float(np.interp(0.0, grid, total))
    return tuple(float(np.interp(p, total, grid)) for p in (0.025, 0.975))


def _list_normals(probabilities):
    """Return standard normal quantiles, from the standard library."""
    from statistics import NormalDist

    import numpy as np

    return np.array([NormalDist().inv_cdf(float(p)) for p in probabilities])


def standardised(rows: list[tuple[int, int, int]]) -> tuple[Fraction, Fraction]:
    """Return a directly standardised rate and its variance from (count, population, weight), in exact fractions."""
    whole = Fraction(sum(weight for _count, _people, weight in rows))
    rate, variance = Fraction(0), Fraction(0)
    for count, people, weight in rows:
        rate += Fraction(weight) / whole * Fraction(count, people)
        variance += (Fraction(weight) / whole) ** 2 * Fraction(count, people**2)
    return rate, variance


def percentile(values, part, whole):
    """Return a percentile (Hyndman and Fan's type 7) of values, each walked to in exact fractions."""
    cells = sorted(map(Fraction, values))
    place = Fraction(len(cells) - 1) * Fraction(part) / Fraction(whole)
    below = place.numerator // place.denominator
    above = min(below + 1, len(cells) - 1)
    return cells[below] + (place - below) * (cells[above] - cells[below])


def quantile_of_each(values, n, definition, first, names):
    """Return the quantile of each value, by looking at all others in turn; ``names`` break ties."""
    m = len(values)
    answers = []
    for value, name in zip(values, names, strict=True):
        ahead = [other > value if first == "highest" else other < value for other in values]
        if definition == "rank":
            exact = Fraction((m + 1 - (1 + sum(ahead))) * n, m)
            answers.append(max(1, n + 1 - -(-exact.numerator // exact.denominator)))
        elif definition == "percentile":
            bounds = [float(round(percentile(values, i, n), 10)) for i in range(1, n)]
            from_lowest = next((i for i, bound in enumerate(bounds, 1) if value <= bound), n)
            answers.append(n + 1 - from_lowest if first == "highest" else from_lowest)
        else:
            same = [other == value and mark < name for other, mark in zip(values, names, strict=True)]
            sizes = [m // n + (i < m % n) for i in range(n)]
            buckets = [bucket for bucket, size in enumerate(sizes, 1) for _ in range(size)]
            answers.append(buckets[sum(ahead) + sum(same)])
    return answers


def life_table(deaths, population, widths, fractions):
    """Return years to come and their variance at the start of each band, in exact fractions.

    Years go backwards, band by band, with no count of survivors; the variance is found by moving one chance of dying
    at a time, since the years are linear in each (Silcocks and others 2001: the last band by its death rate).
    """
    rates = [Fraction(d) / Fraction(n) for d, n in zip(deaths, population, strict=True)]
    last = len(rates) - 1

    def years(chances):
        found = [1 / rates[last]]
        for i in range(last - 1, -1, -1):
            found.append(widths[i] * (1 - chances[i] + fractions[i] * chances[i]) + (1 - chances[i]) * found[-1])
        return found[::-1]

    chances = [
        min(Fraction(1), widths[i] * rates[i] / (1 + widths[i] * (1 - fractions[i]) * rates[i])) for i in range(last)
    ]
    base, spreads = years(chances), []
    for start in range(last + 1):
        reach = Fraction(1)
        spread = Fraction(0)
        for i in range(start, last):
            moved = years([chance + (i == j) for j, chance in enumerate(chances)])
            if deaths[i]:
                spread += (moved[start] - base[start]) ** 2 * chances[i] ** 2 * (1 - chances[i]) / deaths[i]
            reach *= 1 - chances[i]
        spreads.append(
            spread + (reach / rates[last] ** 2) ** 2 * Fraction(deaths[last]) / Fraction(population[last]) ** 2
        )
    return base, spreads


def trend_of_counts(periods, counts, denominators):
    """Return the chi-squared for a trend: everybody counted times the squared correlation of period and event."""
    people = Fraction(sum(denominators))
    mean_t = sum(Fraction(n) * t for t, n in zip(periods, denominators, strict=True)) / people
    mean_y = Fraction(sum(counts)) / people
    tt = sum(n * (t - mean_t) ** 2 for t, n in zip(periods, denominators, strict=True))
    yy = sum(x * (1 - mean_y) ** 2 + (n - x) * mean_y**2 for x, n in zip(counts, denominators, strict=True))
    rows = zip(periods, counts, denominators, strict=True)
    ty = sum((t - mean_t) * (x * (1 - mean_y) - (n - x) * mean_y) for t, x, n in rows)
    return people * ty**2 / (tt * yy)


def weighted_slope(periods, values, weights):
    """Return slope and its variance, from the normal equations in exact fractions; weights are inverse variances."""
    t, y, w = ([Fraction(cell) for cell in cells] for cells in (periods, values, weights))
    s, st = sum(w), sum(a * b for a, b in zip(w, t, strict=True))
    stt = sum(a * b * b for a, b in zip(w, t, strict=True))
    sy = sum(a * b for a, b in zip(w, y, strict=True))
    sty = sum(a * b * c for a, b, c in zip(w, t, y, strict=True))
    determinant = s * stt - st * st
    return (s * sty - st * sy) / determinant, s / determinant
