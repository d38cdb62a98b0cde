"""Accuracy target A1: interval primitives within 1e-12 of forty-digit arithmetic, as scalars and as expressions."""

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall.stats as ms
from tests.stats.backends import make_frame, read_columns

LEVELS = (0.9, 0.95, 0.98, 0.99, 0.998, 0.9999)
COUNTS = (0, 1, 2, 3, 5, 7, 9, 9.999, 0.5, 2.25, 10, 10.001, 11, 50, 1000, 123456, 1e7, 1e9)
DENOMINATORS = (1, 2, 17, 1000, 1e6, 1e9)
mpmath.mp.dps = 40


def z_of(level):
    return mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(str(level)))


def wilson(x, n, level):
    x, n, z = mpmath.mpf(x), mpmath.mpf(n), z_of(level)
    middle, half = 2 * x + z**2, z * mpmath.sqrt(z**2 + 4 * x * (1 - x / n))
    return (middle - half) / (2 * (n + z**2)), (middle + half) / (2 * (n + z**2))


def byar(x, level):
    x, z = mpmath.mpf(x), z_of(level)
    lower = x * (1 - 1 / (9 * x) - z / (3 * mpmath.sqrt(x))) ** 3 if x else mpmath.mpf(0)
    y = x + 1
    return max(lower, mpmath.mpf(0)), y * (1 - 1 / (9 * y) + z / (3 * mpmath.sqrt(y))) ** 3


def gamma_miss(limit, shape, tail, *, upper):
    """Return by how much, relative to itself, a quantile misses its probability: one Newton step in forty digits."""
    limit, tail = mpmath.mpf(limit), mpmath.mpf(tail)
    found = mpmath.gammainc(shape, limit, mpmath.inf, regularized=True) if upper else None
    found = mpmath.gammainc(shape, 0, limit, regularized=True) if found is None else found
    density = mpmath.exp((shape - 1) * mpmath.log(limit) - limit - mpmath.loggamma(shape))
    return abs((found - tail) / density / limit)


def check(found, wanted):
    for ours, theirs in zip(found, wanted, strict=True):
        assert abs(ours - theirs) <= 1e-12 * abs(theirs), (ours, theirs)


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_is_within_a_millionth_of_a_millionth(level):
    for n in DENOMINATORS:
        for x in (0, 0.5, 1, 2, n / 3, n / 2, n - 1, n):
            if 0 <= x <= n:
                check(ms.wilson_interval(x, n, confidence=level), wilson(x, n, level))


@pytest.mark.parametrize("level", LEVELS)
def test_byar_is_within_a_millionth_of_a_millionth(level):
    for x in COUNTS:
        check(ms.byar_interval(x, confidence=level), byar(x, level))


@pytest.mark.parametrize("level", LEVELS)
def test_exact_limits_are_within_a_millionth_of_a_millionth(level):
    tail = (1 - mpmath.mpf(str(level))) / 2
    for x in COUNTS:
        if x <= 1e5:
            lower, upper = ms.exact_poisson_interval(x, confidence=level)
            assert (lower == 0) if x == 0 else gamma_miss(lower, x, tail, upper=False) < 1e-12, x
            assert gamma_miss(upper, x + 1, tail, upper=True) < 1e-12, x


@settings(deadline=None, max_examples=60)
@given(st.floats(0.01, 9.999), st.sampled_from(LEVELS))
def test_exact_limits_of_fractions_are_as_exact(x, level):
    tail = (1 - mpmath.mpf(str(level))) / 2
    lower, upper = ms.exact_poisson_interval(x, confidence=level)
    assert lower < 1e-300 or gamma_miss(lower, x, tail, upper=False) < 1e-12
    assert gamma_miss(upper, x + 1, tail, upper=True) < 1e-12


@pytest.mark.parametrize("level", LEVELS)
def test_t_limits_are_within_a_millionth_of_a_millionth(level):
    tail = (1 - mpmath.mpf(str(level))) / 2
    for n in (2, 3, 4, 5, 10, 30, 101, 1000, 100001):
        _lower, upper = ms.t_interval(0.0, mpmath.sqrt(n), n, confidence=level)
        degrees, t = mpmath.mpf(n - 1), mpmath.mpf(upper)
        found = mpmath.betainc(degrees / 2, 0.5, 0, degrees / (degrees + t**2), regularized=True) / 2
        density = (1 + t**2 / degrees) ** (-(degrees + 1) / 2)
        density /= mpmath.sqrt(degrees) * mpmath.beta(0.5, degrees / 2)
        assert abs((found - tail) / density / t) < 1e-12, n


def test_expressions_and_scalars_cannot_disagree(backend):
    """On every kind of frame: the same formula, so the same digits."""
    counts = [count for count in COUNTS if count >= 10 or float(count).is_integer()]
    columns = {"x": [float(count) for count in counts], "n": [1e9] * len(counts)}
    frame = make_frame(backend, columns)
    for level, suffix in ((0.95, "95"), (0.998, "99_8"), (0.9999, "99_99")):
        rates = read_columns(ms.rate(frame, "x", "n", per=1e9, confidence=level))
        shares = read_columns(ms.proportion(frame, "x", "n", per=1, confidence=level))
        for i, x in enumerate(columns["x"]):
            rate = ms.poisson_interval(x, confidence=level)
            assert (rates[f"lower_{suffix}"][i], rates[f"upper_{suffix}"][i]) == pytest.approx(rate, rel=4e-15)
            share = ms.wilson_interval(x, 1e9, confidence=level)
            assert (shares[f"lower_{suffix}"][i], shares[f"upper_{suffix}"][i]) == pytest.approx(share, rel=4e-15)
