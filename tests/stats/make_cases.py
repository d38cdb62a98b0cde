"""Write the cases that ``moothall.stats.verify`` runs: ``python -m tests.stats.make_cases``.

A slow oracle in fifty digits, from the published definitions; it imports nothing of what it judges. Its tables are made
up by a rule without chance, so that the same file comes out everywhere.
"""

import json
from itertools import accumulate, pairwise
from pathlib import Path

import mpmath
from mpmath import mpf

TARGET = Path(__file__).parents[2] / "src" / "moothall" / "stats" / "cases" / "cases.json"
SUFFIXES = {"0.95": "95", "0.998": "99_8"}
mpmath.mp.dps = 50


def z_of(level):
    return mpmath.sqrt(2) * mpmath.erfinv(mpf(level))


def wilson(x, n, level):
    """The two p with (x/n - p)² = z²·p(1-p)/n."""
    z, p = z_of(level), mpf(x) / n
    middle, half = p + z**2 / (2 * n), z * mpmath.sqrt(p * (1 - p) / n + z**2 / (4 * mpf(n) ** 2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def byar(x, level):
    z, y = z_of(level), mpf(x) + 1
    lower = mpf(x) * (1 - 1 / (9 * mpf(x)) - z / (3 * mpmath.sqrt(x))) ** 3
    return lower, y * (1 - 1 / (9 * y) + z / (3 * mpmath.sqrt(y))) ** 3


def gamma_quantile(shape, below):
    """The point with the probability ``below`` under it, by halving."""
    low, high = mpf(0), mpf(10) + 10 * shape
    for _ in range(160):
        middle = (low + high) / 2
        is_low = mpmath.gammainc(shape, 0, middle, regularized=True) < below
        low, high = (middle, high) if is_low else (low, middle)
    return low


def poisson(x, level):
    if x >= 10:
        return byar(x, level)
    tail = (1 - mpf(level)) / 2
    return (mpf(0) if x == 0 else gamma_quantile(mpf(x), tail)), gamma_quantile(mpf(x) + 1, 1 - tail)


def student(degrees, level):
    """The point with half of what the level leaves above it, by halving."""
    low, high = mpf(0), mpf(1000)
    for _ in range(160):
        middle = (low + high) / 2
        share = degrees / (degrees + middle**2)
        above = mpmath.betainc(mpf(degrees) / 2, mpf(1) / 2, 0, share, regularized=True) / 2
        low, high = (middle, high) if above > (1 - mpf(level)) / 2 else (low, middle)
    return low


def dobson(value, variance, events, level):
    scale = mpmath.sqrt(variance / events)
    return [value + scale * (limit - events) for limit in byar(events, level)]


def mover(one, two, limits_one, limits_two):
    """Difference and ratio of two values, each with its limits."""
    (l1, u1), (l2, u2) = limits_one, limits_two
    difference = one - two
    down = mpmath.sqrt((one - l1) ** 2 + (u2 - two) ** 2)
    up = mpmath.sqrt((u1 - one) ** 2 + (two - l2) ** 2)
    product = one * two
    low = (product - mpmath.sqrt(product**2 - l1 * u2 * (2 * one - l1) * (2 * two - u2))) / (u2 * (2 * two - u2))
    high = (product + mpmath.sqrt(product**2 - u1 * l2 * (2 * one - u1) * (2 * two - l2))) / (l2 * (2 * two - l2))
    return (difference, difference - down, difference + up), (one / two, low, high)


def line(shares, y, variances):
    """Slope and intercept by the normal equations, and their variances by moving one value at a time."""
    middles = [whole - share / 2 for share, whole in zip(shares, accumulate(shares), strict=True)]

    def solve(values):
        sx, sy = (sum(a * b for a, b in zip(shares, cells, strict=True)) for cells in (middles, values))
        sxx = sum(a * b * b for a, b in zip(shares, middles, strict=True))
        sxy = sum(a * b * c for a, b, c in zip(shares, middles, values, strict=True))
        determinant = sxx - sx * sx
        return (sxy - sx * sy) / determinant, (sxx * sy - sx * sxy) / determinant

    units = [solve([mpf(i == j) for j in range(len(y))]) for i in range(len(y))]
    moments = [
        sum(units[i][a] * units[i][b] * variances[i] for i in range(len(y))) for a, b in ((0, 0), (1, 1), (0, 1))
    ]
    return *solve(y), *moments


def fieller(slope, intercept, var_slope, var_intercept, covariance, level):
    """The ratios r with (slope - r·intercept)² = z²·(its variance)."""
    z2 = z_of(level) ** 2
    a = intercept**2 - z2 * var_intercept
    b = slope * intercept - z2 * covariance
    root = mpmath.sqrt(b**2 - a * (slope**2 - z2 * var_slope))
    return 1 + (b - root) / a, 1 + (b + root) / a


def life_table(deaths, people, widths):
    """Years to come and their standard errors, backwards from the last band."""
    m = [mpf(d) / n for d, n in zip(deaths, people, strict=True)]
    a = [mpf(1) / 10, *[mpf(1) / 2] * (len(m) - 1)]
    q = [min(mpf(1), w * rate / (1 + w * (1 - part) * rate)) for w, rate, part in zip(widths, m[:-1], a, strict=False)]
    years, variances = [1 / m[-1]], [1 / (deaths[-1] * m[-1] ** 2)]
    for i in range(len(q) - 1, -1, -1):
        chance = q[i] ** 2 * (1 - q[i]) / deaths[i] if deaths[i] else mpf(0)
        variances.append((1 - q[i]) ** 2 * variances[-1] + ((1 - a[i]) * widths[i] + years[-1]) ** 2 * chance)
        years.append(widths[i] * (1 - q[i] + a[i] * q[i]) + (1 - q[i]) * years[-1])
    return years[::-1], [mpmath.sqrt(variance) for variance in variances[::-1]]


def slope_of(periods, y, weights):
    """The slope of the weighted line, and the inverse of its variance where weights are inverse variances."""
    mean_t, mean_y = (sum(w * c for w, c in zip(weights, cells, strict=True)) / sum(weights) for cells in (periods, y))
    spread = sum(w * (t - mean_t) ** 2 for w, t in zip(weights, periods, strict=True))
    return sum(w * (t - mean_t) * (v - mean_y) for w, t, v in zip(weights, periods, y, strict=True)) / spread, spread


def with_limits(rows, find, levels=("0.95", "0.998")):
    """Return the columns of limits: ``find(row, level)`` gives those of one row."""
    columns = {}
    for level in levels:
        limits = [find(row, level) if row is not None else (None, None) for row in rows]
        for side, name in enumerate(("lower", "upper")):
            columns[f"{name}_{SUFFIXES[level]}"] = [pair[side] for pair in limits]
    return columns


BOTH = {"confidence": [0.95, 0.998]}


def make_proportions():
    x = [0, 1, 9, 10, 15, 81, 20, 999_999, None, 30]
    n = [20, 1_000_000, 9, 11, 148, 263, 20, 1_000_000, 40, 20]
    rows = [(a, b) if a is not None and a <= b else None for a, b in zip(x, n, strict=True)]
    expected = {"value": [100 * mpf(row[0]) / row[1] if row else None for row in rows]}
    expected |= with_limits(rows, lambda row, level: [100 * limit for limit in wilson(*row, level)])
    expected["status"] = ["ok"] * 8 + ["missing_input", "count_exceeds_denominator"]
    return make("proportion", {"count": "x", "denominator": "n", **BOTH}, {"x": x, "n": n}, expected)


def make_rates():
    x = [0, 1, 5, 9, 9.5, 10, 50, 123_456, -1, 3]
    n = [1_000, 90_000, 10_000, 30_000, 30_000, 30_000, 70_000, 9_000_000, 100, 0]
    rows = [(a, b) if a >= 0 and b > 0 else None for a, b in zip(x, n, strict=True)]
    expected = {"value": [100_000 * mpf(row[0]) / row[1] if row else None for row in rows]}
    expected |= with_limits(rows, lambda row, level: [100_000 * limit / row[1] for limit in poisson(row[0], level)])
    expected["status"] = ["ok"] * 8 + ["negative_input", "zero_denominator"]
    return make("rate", {"count": "x", "denominator": "n", **BOTH}, {"x": x, "n": n}, expected)


def make_means():
    groups = {"a": [3, 4, 4, 5, 9], "b": [-2, 2, 7], "c": [11]}
    columns = {"group": [key for key, cells in groups.items() for _ in cells]}
    columns["v"] = [cell for cells in groups.values() for cell in cells]
    means = [mpf(sum(cells)) / len(cells) for cells in groups.values()]
    sds = [
        mpmath.sqrt(sum((v - mean) ** 2 for v in cells) / (len(cells) - 1)) if len(cells) > 1 else None
        for cells, mean in zip(groups.values(), means, strict=True)
    ]
    rows = [
        (mean, sd, len(cells)) if sd is not None else None
        for mean, sd, cells in zip(means, sds, groups.values(), strict=True)
    ]

    def limits(row, level):
        half = student(row[2] - 1, level) * row[1] / mpmath.sqrt(row[2])
        return row[0] - half, row[0] + half

    expected = {"group": list(groups), "value": means, "sd": sds, **with_limits(rows, limits)}
    expected["status"] = ["ok", "ok", "too_few_values"]
    return make("mean", {"value": "v", "by": "group", **BOTH}, columns, expected)


AGES = ["0-14", "15-44", "45-64", "65+"]
STANDARD = {"0-14": 16_000, "15-44": 38_000, "45-64": 27_000, "65+": 19_000}
AREAS = {"a": ([4, 11, 60, 210], [9_000, 21_000, 14_000, 8_000]), "b": ([0, 2, 3, 4], [800, 1_500, 1_400, 900])}


def list_areas(areas):
    columns = {"area": [area for area in areas for _ in AGES], "age": AGES * len(areas)}
    columns["x"] = [cell for deaths, _people in areas.values() for cell in deaths]
    columns["n"] = [cell for _deaths, people in areas.values() for cell in people]
    return columns


def make_standardised():
    areas = {**AREAS, "c": ([9, 12, None, 70], [5_000, 9_000, 0, 4_000])}
    deaths, people = areas["a"]
    weights, whole = [mpf(weight) for weight in STANDARD.values()], sum(STANDARD.values())
    value = sum(w * x / n for w, x, n in zip(weights, deaths, people, strict=True)) / whole
    variance = sum(w**2 * x / mpf(n) ** 2 for w, x, n in zip(weights, deaths, people, strict=True)) / whole**2
    row = (value, variance, sum(deaths))
    limits = with_limits([row, None, None], lambda row, level: [100_000 * limit for limit in dobson(*row, level)])
    expected = {"area": ["a", "b", "c"], "value": [100_000 * value, None, None], **limits}
    expected["status"] = ["ok", "small_count", "zero_denominator"]
    asked = {"count": "x", "population": "n", "age": "age", "by": "area", "standard": STANDARD, **BOTH}
    return make("dsr", asked, list_areas(areas), expected)


def make_indirect():
    """Both functions, with a reference whose rows stand in another order."""
    reference = {"age": AGES[::-1], "r": [150_000, 52_000, 9_000, 1_500], "p": [9e6, 15e6, 22e6, 10e6]}
    rates = {age: mpf(r) / p for age, r, p in zip(*reference.values(), strict=True)}
    cases = []
    for function, per in (("smr", 100), ("israte", 100_000)):
        overall = mpf(sum(reference["r"])) / sum(reference["p"]) if function == "israte" else mpf(1)
        rows = [
            (sum(deaths), sum(n * rates[age] for n, age in zip(people, AGES, strict=True)))
            for deaths, people in AREAS.values()
        ]
        find = [per * overall / expected for _observed, expected in rows]
        limits = with_limits(
            list(zip(rows, find, strict=True)), lambda row, level: [row[1] * x for x in poisson(row[0][0], level)]
        )
        expected = {"area": list(AREAS), "observed": [row[0] for row in rows], "expected": [row[1] for row in rows]}
        expected |= {"value": [row[0] * scale for row, scale in zip(rows, find, strict=True)], **limits}
        asked = {"count": "x", "population": "n", "on": "age", "by": "area", "per": per, **BOTH}
        asked |= {"reference_count": "r", "reference_population": "p"}
        cases += make(function, asked, list_areas(AREAS), expected, {"reference": reference})
    return cases


def make_lost_years():
    deaths, people = AREAS["a"]
    lost = [mpf(75) - middle for middle in (mpf(15) / 2, mpf(30), mpf(55))]
    rows = list(zip(STANDARD.values(), deaths, people, lost, strict=False))
    whole = sum(STANDARD.values()) - STANDARD["65+"]
    value = sum(w * d * e / n for w, d, n, e in rows) / mpf(whole)
    variance = sum(mpf(w) ** 2 * e**2 * d / mpf(n) ** 2 for w, d, n, e in rows) / mpf(whole) ** 2
    row = (value, variance, sum(deaths[:3]))
    columns = {name: cells[:3] for name, cells in list_areas({"a": AREAS["a"]}).items()}
    expected = {"deaths": [row[2]], "years_lost": [sum(d * e for _w, d, _n, e in rows)], "value": [10_000 * value]}
    expected |= with_limits([row], lambda row, level: [10_000 * limit for limit in dobson(*row, level)])
    asked = {"deaths": "x", "population": "n", "age": "age", "up_to": 75, "standard": STANDARD, **BOTH}
    return make("yll", asked, columns, expected)


def make_slopes():
    people, years = [610, 605, 602, 609, 604], [75.8, 78.1, 79.6, 80.7, 82.3]
    errors = [0.30, 0.29, 0.28, 0.28, 0.29]
    shares = [mpf(n) / sum(people) for n in people]
    columns = {"fifth": [1, 2, 3, 4, 5], "n": people, "v": years, "se": errors}
    fitted = line(shares, [mpf(v) for v in years], [mpf(se) ** 2 for se in errors])
    expected = {"sii": [fitted[0]], "rii": [1 + fitted[0] / fitted[1]], "intercept": [fitted[1]]}
    for level, suffix in SUFFIXES.items():
        half = z_of(level) * mpmath.sqrt(fitted[2])
        expected |= {f"sii_lower_{suffix}": [fitted[0] - half], f"sii_upper_{suffix}": [fitted[0] + half]}
        ratios = fieller(*fitted, level)
        expected |= {f"rii_lower_{suffix}": [ratios[0]], f"rii_upper_{suffix}": [ratios[1]]}
    asked = {"quantile": "fifth", "population": "n", "value": "v", "se": "se", **BOTH}
    return make("sii", asked, columns, expected) + make_slope_of_rates(shares, people)


def make_slope_of_rates(shares, people):
    rates, low, high = [310, 280, 290, 240, 200], [270, 245, 250, 208, 168], [355, 320, 335, 277, 238]
    z = z_of("0.95")
    variances = [(mpmath.log(mpf(u) / mpf(d)) / (2 * z)) ** 2 for d, u in zip(low, high, strict=True)]
    slope, intercept, var_slope, *_rest = line(shares, [mpmath.log(v) for v in rates], variances)
    middle = intercept + slope / 2

    def ends(b):
        return mpmath.exp(middle - b / 2), mpmath.exp(middle + b / 2)

    half = z * mpmath.sqrt(var_slope)
    found = {"": ends(slope), "_lower_95": ends(slope - half), "_upper_95": ends(slope + half)}
    expected = {f"sii{name}": [end - start] for name, (start, end) in found.items()}
    expected |= {f"rii{name}": [end / start] for name, (start, end) in found.items()}
    asked = {"quantile": "fifth", "population": "n", "value": "v", "lower": "lo", "upper": "up", "kind": "rate"}
    columns = {"fifth": [1, 2, 3, 4, 5], "n": people, "v": rates, "lo": low, "up": high}
    return make("sii", {**asked, "transform": True}, columns, expected)


def make_life_tables():
    starts = [0, 1, *range(5, 90, 5)]
    people = [290, 1180, 1520, 1560, 1510, 1420, 1500, 1610, 1660, 1590, 1740, 1930, 1980, 1790, 1580, 1530, 1160, 820]
    people.append(510)
    deaths = [3, 1, 0, 1, 1, 2, 1, 2, 2, 3, 4, 7, 9, 13, 19, 29, 37, 45, 101]
    widths = [mpf(end - start) for start, end in pairwise(starts)]
    years, errors = life_table(deaths, people, widths)
    rows = list(zip(years, errors, strict=True))
    limits = with_limits(rows, lambda row, level: (row[0] - z_of(level) * row[1], row[0] + z_of(level) * row[1]))
    expected = {"age_from": starts, "value": years, **limits, "status": ["ok"] * len(starts)}
    labels = ["<1", "1-4", *[f"{start}-{start + 4}" for start in starts[2:-1]], "85+"]
    columns = {"age": labels[::-1], "d": deaths[::-1], "n": people[::-1]}
    return make("life_expectancy", {"deaths": "d", "population": "n", "age": "age", **BOTH}, columns, expected)


def make_trends():
    years, x, n = [2013, 2014, 2016, 2017, 2018], [1820, 1745, 1690, 1601, 1523], [10020, 10050, 10110, 10090, 10140]
    t = [mpf(year) for year in years]
    logits = [mpmath.log(mpf(a) / (b - a)) for a, b in zip(x, n, strict=True)]
    slope, _spread = slope_of(t, logits, [mpf(1)] * 5)
    share = mpf(sum(x)) / sum(n)
    mean = sum(b * year for b, year in zip(n, t, strict=True)) / sum(n)
    moved = sum((a - b * share) * (year - mean) for a, b, year in zip(x, n, t, strict=True))
    spread = share * (1 - share) * sum(b * (year - mean) ** 2 for b, year in zip(n, t, strict=True))
    expected = {"period": [2018], "trend": ["decreasing"], "slope": [slope], "chi_squared": [moved**2 / spread]}
    asked = {"period": "year", "kind": "proportion", "count": "x", "denominator": "n"}
    cases = make("recent_trend", asked, {"year": years, "x": x, "n": n}, expected)
    v, se = [79.1, 79.4, 79.6, 80.1, 80.3], [0.11, 0.1, 0.12, 0.1, 0.11]
    slope, spread = slope_of(t, [mpf(cell) for cell in v], [1 / mpf(error) ** 2 for error in se])
    expected = {"period": [2018], "trend": ["increasing"], "slope": [slope], "chi_squared": [slope**2 * spread]}
    asked = {"period": "year", "kind": "other", "value": "v", "se": "se"}
    return cases + make("recent_trend", asked, {"year": years, "v": v, "se": se}, expected)


def make_gaps():
    x, n = [56, 48], [70, 80]
    limits = [wilson(a, b, "0.95") for a, b in zip(x, n, strict=True)]
    found = mover(mpf(x[0]) / n[0], mpf(x[1]) / n[1], *limits)
    expected = {}
    for name, cells in zip(("absolute", "relative"), found, strict=True):
        ends = ("gap", "lower_95", "upper_95")
        expected |= {f"{name}_{end}": [cell] for end, cell in zip(ends, cells, strict=True)}
    asked = {"group": "who", "most": "a", "least": "b", "kind": "proportion", "count": "x", "denominator": "n"}
    return make("gap", asked, {"who": ["a", "b"], "x": x, "n": n}, expected)


def make_comparisons():
    columns = {"value": [8.0, 10.0, 12.0], "lower_95": [7.0, 9.0, 10.0], "upper_95": [9.0, 11.0, 14.0]}
    columns |= {"code": ["first", "second", "third"]}
    compared = {"code": columns["code"], "comparison": ["better", "similar", "similar"]}
    reached = {"code": columns["code"], "goal": ["red", "amber", "green"]}
    cases = make("compare", {"method": 1, "benchmark": 10.0, "polarity": "low"}, columns, compared)
    return cases + make("goal", {"rule": "interval", "polarity": "high", "at": 10.0}, columns, reached)


SCORES = {
    "north": [31, 8, 12.5, 44.1, 12.5, 20.3, 5.2, 27.9, 12.5, 60],
    "south": [-3, None, 7, 7, 2.25, 9, 1e6],
    "west": [1, 2],
}


def list_scores():
    columns = {"group": [], "area": [], "score": []}
    for group, cells in SCORES.items():
        columns["group"] += [group] * len(cells)
        columns["area"] += [f"{group} {place:02}" for place in range(len(cells))]
        columns["score"] += cells
    return columns


def make_quantiles():
    """The three definitions, by looking at all other values of the group in turn."""
    find = {"rank": find_by_rank, "percentile": find_by_percentiles, "ntile": find_by_buckets}
    cases = []
    for (definition, find_one), first in zip(find.items(), ("highest", "lowest", "highest"), strict=True):
        columns, n, found = list_scores(), 4, []
        for cells in SCORES.values():
            there = [mpf(cell) for cell in cells if cell is not None]
            ahead = there if first == "lowest" else [-cell for cell in there]
            answers = iter(find_one(ahead, n) if len(there) >= n else [None] * len(there))
            found += [(None, "missing_input") if cell is None else (next(answers), len(there)) for cell in cells]
        statuses = [word if isinstance(word, str) else "ok" if word >= n else "too_few_values" for _one, word in found]
        expected = {"area": columns["area"], "quantile": [one for one, _word in found], "quantile_status": statuses}
        asked = {"value": "score", "n": n, "by": "group", "definition": definition, "first": first}
        asked |= {"tie_break": "area"} if definition == "ntile" else {}
        cases += make("quantiles", asked, columns, expected, order=["area"])
    return cases


def find_by_rank(ahead, n):
    m, answers = len(ahead), []
    for cell in ahead:
        later = m - sum(other < cell for other in ahead)  # (m + 1) - r, in whole numbers
        answers.append(max(1, n + 1 - -(-later * n // m)))
    return answers


def find_by_percentiles(ahead, n):
    cells, bounds = sorted(ahead), []
    for part in range(1, n):
        place = mpf(len(cells) - 1) * part / n
        below = int(mpmath.floor(place))
        above = min(below + 1, len(cells) - 1)
        bounds.append(cells[below] + (place - below) * (cells[above] - cells[below]))
    rounded = [mpmath.nint(bound * 10**10) / mpf(10) ** 10 for bound in bounds]
    return [1 + sum(cell > bound for bound in rounded) for cell in ahead]


def find_by_buckets(ahead, n):
    m = len(ahead)
    buckets = [bucket for bucket in range(1, n + 1) for _row in range(m // n + (bucket <= m % n))]
    in_order = sorted(range(m), key=lambda row: (ahead[row], row))  # areas are named in the order of rows
    return [buckets[in_order.index(row)] for row in range(m)]


FUNNEL = {"x": [150, 95, 310, 12, 0, 4, 3], "n": [1_000, 900, 1_600, 110, 45, 9, 0]}
DIVIDED = {"x": [0, 4, 9, 31, 72, 118, 60], "expected": [2.5, 9.75, 3.25, 30.5, 95.25, 80, None]}
RATES = {"x": [0, 7, 26, 160, 95, 12], "r": [0, 70, 130, 200, 95, None], "n": [6_000] * 6}


def make_significances():
    share = mpf(sum(FUNNEL["x"][:-1])) / sum(FUNNEL["n"][:-1])
    halves = [
        {level: z_of(level) * mpmath.sqrt(share * (1 - share) / n) for level in SUFFIXES} for n in FUNNEL["n"][:-1]
    ]
    found = [
        judge({level: (share - half, share + half) for level, half in widths.items()}, mpf(x) / n)
        for x, n, widths in zip(FUNNEL["x"], FUNNEL["n"], halves, strict=False)
    ]
    asked = {"statistic": "proportion", "count": "x", "denominator": "n"}
    cases = make_significance(asked, FUNNEL, found, "zero_denominator")
    found = [judge_events(x, size, 1) for x, size in zip(DIVIDED["x"][:-1], DIVIDED["expected"], strict=False)]
    cases += make_significance({**asked, "statistic": "ratio", "denominator": "expected"}, DIVIDED, found)
    sizes = list_sizes()
    overall = mpf(sum(RATES["x"][:-1])) / sum(sizes)
    found = [judge_events(x, size, overall) for x, size in zip(RATES["x"][:-1], sizes, strict=True)]
    return cases + make_significance({**asked, "statistic": "rate", "rate": "r", "rate_type": "crude"}, RATES, found)


def list_sizes():
    """What each rate is taken from: 100,000 times events by rate, and of no events the people given."""
    rows = zip(RATES["x"], RATES["r"], RATES["n"], strict=True)
    return [mpf(100_000) * x / r if x else mpf(n) for x, r, n in rows if r is not None]


def judge(limits, value):
    """The side and level of the widest limits that a value lies beyond."""
    for level in ("0.998", "0.95"):
        low, high = limits[level]
        if value > high or value < low:
            return f"{'high' if value > high else 'low'}_{SUFFIXES[level]}"
    return "not_significant"


def judge_events(x, size, overall):
    turned = {"high": "low", "low": "high"}
    word = judge({level: [limit / size for limit in poisson(x, level)] for level in SUFFIXES}, overall)
    side, _mark, level = word.partition("_")
    return f"{turned[side]}_{level}" if side in turned else word


def make_significance(asked, columns, found, last="missing_input"):
    expected = {"x": columns["x"], "significance": [*found, "not_applicable"]}
    expected["significance_status"] = ["ok"] * len(found) + [last]
    numbered = {"line": list(range(len(columns["x"]))), **columns}
    return make("funnel_significance", asked, numbered, expected, order=["line"])


def make_points():
    rows = [(mpf(r), size / 3) for r, size in zip(RATES["r"], list_sizes(), strict=False)]
    expected = {"funnel_rate": [*[r for r, _size in rows], None]}
    expected |= {"funnel_denominator": [*[size for _r, size in rows], None]}
    asked = {"count": "x", "rate": "r", "denominator": "n", "rate_type": "crude", "years": 3}
    numbered = {"line": list(range(len(RATES["x"]))), **RATES}
    expected["funnel_status"] = ["ok"] * len(rows) + ["missing_input"]
    cases = make("funnel_points", asked, numbered, expected, order=["line"])
    few = [x < 10 for x in RATES["x"]]
    for name in ("funnel_rate", "funnel_denominator"):
        expected[name] = [None if small else cell for small, cell in zip(few, expected[name], strict=True)]
    expected["funnel_status"] = [
        "small_count" if small else word for small, word in zip(few, expected.pop("funnel_status"), strict=True)
    ]
    asked = {"count": "x", "rate": "r", "rate_type": "dsr", "years": 3}
    return cases + make("funnel_points", asked, numbered, expected, order=["line"])


POINTS = 6


def make_limits():
    """The limits of the three statistics along an axis of six places."""
    asked = {"count": "x", "points": POINTS}
    people = FUNNEL["n"][:-1]
    share = mpf(sum(FUNNEL["x"][:-1])) / sum(people)
    axis = list_places(*find_axis(people), POINTS + 1)
    expected = {"population": axis, "baseline": [100 * share] * POINTS, "left_out": [1] * POINTS}
    for level, suffix in SUFFIXES.items():
        halves = [z_of(level) * mpmath.sqrt(share * (1 - share) / n) for n in axis]
        expected[f"lower_{suffix}"] = [100 * max(mpf(0), share - half) for half in halves]
        expected[f"upper_{suffix}"] = [100 * min(mpf(1), share + half) for half in halves]
    cases = make("funnel_limits", {**asked, "statistic": "proportion", "denominator": "n"}, FUNNEL, expected)
    axis = list_places(*find_axis(DIVIDED["expected"][:-1]), POINTS + 2)
    sideways = list_expected_events(axis)
    expected = {"observed": axis, "left_out": [1] * POINTS, **{f"{name}_x": cells for name, cells in sideways.items()}}
    for name, cells in sideways.items():
        expected[name] = [100 * o / u for o, u in zip(axis, cells, strict=True)]
    asked_ratio = {**asked, "statistic": "ratio", "ratio_type": "isr", "denominator": "expected"}
    return cases + make("funnel_limits", asked_ratio, DIVIDED, expected) + make_limits_of_rates(asked)


def make_limits_of_rates(asked):
    years, sizes = 3, list_sizes()
    share = mpf(sum(RATES["x"][:-1])) / sum(sizes)
    low, high = find_axis([size / years for size in sizes])
    ends = mpmath.floor(low * years * share), mpmath.ceil(high * years * share)
    axis = list_places(*ends, POINTS + 1)
    expected = {"events": axis, "baseline": [100_000 * share] * POINTS, "left_out": [1] * POINTS}
    for name, cells in list_expected_events(axis).items():
        expected[name] = [100_000 * share * o / u for o, u in zip(axis, cells, strict=True)]
        expected[f"{name}_x"] = [u / (share * years) for u in cells]
    asked = {**asked, "statistic": "rate", "rate_type": "crude", "rate": "r", "denominator": "n", "years": years}
    return make("funnel_limits", asked, RATES, expected)


def find_axis(sizes):
    """The ends of an axis: from 0, or a little below the least to one digit; to a little above the most, to two."""
    least, most = min(map(mpf, sizes)), max(map(mpf, sizes))
    unit = mpf(10) ** (mpmath.floor(mpmath.log10(mpf(105) / 100 * most)) - 1)
    high = mpmath.ceil(mpf(105) / 100 * most / unit) * unit
    if most > 2 * least:
        return mpf(0), high
    unit = mpf(10) ** mpmath.floor(mpmath.log10(mpf(95) / 100 * least))
    return mpmath.floor(mpf(95) / 100 * least / unit) * unit, high


def list_places(low, high, parts):
    places = [max(mpf(1), low)]
    for j in range(2, POINTS + 1):
        last = places[-1]
        places.append(max(last + 1, mpmath.nint(last * (high / last) ** (1 / mpf(parts - j)))))
    return places


def list_expected_events(axis):
    """How many events were to be expected where so many observed ones are just a limit."""
    found = {}
    for level, suffix in SUFFIXES.items():
        tail = (1 - mpf(level)) / 2
        found[f"lower_{suffix}"] = [gamma_quantile(o + 1, 1 - tail) for o in axis]
        found[f"upper_{suffix}"] = [gamma_quantile(o, tail) for o in axis]
    return found


def make(function, arguments, columns, expected, tables=None, order=None):
    """Return one case in a list. Cells of fifty digits become the nearest floats; rows are sorted by keys or order."""
    exact = {
        name: [float(cell) if isinstance(cell, mpf) else cell for cell in cells] for name, cells in expected.items()
    }
    case = {"function": function, "arguments": arguments, "input": columns, "tables": tables or {}, "expected": exact}
    return [case | ({"order": order} if order else {})]


MAKERS = (
    make_proportions, make_rates, make_means, make_standardised, make_indirect, make_lost_years, make_slopes,
    make_life_tables, make_trends, make_gaps, make_comparisons, make_quantiles, make_significances, make_points,
    make_limits,
)  # fmt: skip


def write_text() -> str:
    """Return the file of cases."""
    cases = [case for maker in MAKERS for case in maker()]
    lines = [json.dumps(case, ensure_ascii=False, allow_nan=False) for case in cases]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(write_text(), encoding="utf-8")
