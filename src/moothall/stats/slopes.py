"""The slope index and the relative index of inequality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import (
    By,
    Table,
    answer_groups,
    check_choice,
    collect_groups,
    fetch,
    group_faults,
    inner,
    mask,
    number_faults,
    put_columns,
    read_by,
    read_table,
    to_numbers,
    with_numbers,
)
from moothall.stats.levels import Level, Levels, read_level, read_levels
from moothall.stats.status import Fault

if TYPE_CHECKING:
    from moothall.stats.kernels.slopes import Floats, Lines, Scale

Kind = Literal["other", "rate", "proportion"]
FEWEST_QUANTILES, MOST_QUANTILES = 5, 100
WORKING = ("slope", "rank_mean", "var_slope", "var_intercept", "covariance")
_SCALES: dict[str, Scale] = {"other": "identity", "rate": "log", "proportion": "logit"}


@dataclass(frozen=True)
class _Asked:
    kind: Kind
    transform: bool
    multiplier: float
    rii: bool
    levels: tuple[Level, ...]

    @property
    def scale(self) -> Scale:
        return _SCALES[self.kind]

    @property
    def method(self) -> str:
        if self.kind == "other":
            return "normal"
        return f"{self.scale}_normal" if self.transform else "exact_sum"


def sii(
    df: IntoFrameT,
    *,
    quantile: str,
    population: str,
    value: str | None = None,
    count: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    se: str | None = None,
    kind: Kind = "other",
    transform: bool = False,
    quantiles: int | None = None,
    by: By = None,
    multiplier: float = 1,
    rii: bool = True,
    confidence: Levels = 0.95,
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the slope index of inequality, and the relative one, of each group.

    One row a quantile and group comes in, one row a group goes out: ``by``, ``population``, ``sii``, ``sii_lower_95``,
    ``sii_upper_95`` (by level), ``rii``, ``rii_lower_95``, ``rii_upper_95``, ``intercept``, ``method`` (``normal``,
    ``log_normal``, ``logit_normal`` or ``exact_sum``), ``status``, ``rii_status``. Quantile 1 starts the ranking, so
    that a positive slope means higher values at the other end. Units: the slope and the intercept are those of the
    values times ``multiplier`` (a negative one turns the relative index over); the relative index has none.

    Give ``se``, or both 95 per cent limits. For ``kind`` rate or proportion, ``se`` is on the log or logit scale; for
    proportions ``count`` may stand for ``value``. ``transform`` fits the line to logs or logits; without it the limits
    come from the distribution of the sum itself, without random numbers. The call must have 5 to 100 quantiles; a
    group lacking one is ``missing_quantile``. ``rii_status``: ``unbounded_interval`` where the data allow no finite
    limits, ``undefined`` where the intercept is not above 0. ``explain``: ``slope``, ``rank_mean``, ``var_slope``,
    ``var_intercept``, ``covariance``. A kernel computes: DuckDB and PySpark frames answer with a PyArrow table.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a group's numbers cannot be.

    Source: Pamuk ER (1985), Popul Stud 39:17-31; Mackenbach JP, Kunst AE (1997), Soc Sci Med 44:757-771; Sergeant JC,
        Firth D (2006), Biostatistics 7:213-224; Davies RB (1973), Biometrika 60:415-417; Fieller EC (1954), J R
        Stat Soc B 16:175-185.
    """
    asked = _read_asked(kind, transform, multiplier, rii, confidence)
    _check_columns(asked, value, count, lower, upper, se)
    given = {"value": value, "count": count, "lower": lower, "upper": upper, "se": se}
    table = with_numbers(read_table(df), quantile=quantile, population=population, **given)
    keys = read_by(by, table)
    roles = ["quantile", "population", *[role for role, column in given.items() if column is not None]]
    faults = _find_row_faults(table, roles, asked)
    groups, rows = collect_groups(table, keys, faults, roles, sums=["population"], order=["quantile"])
    numbers = to_numbers(rows, roles)
    wanted = _count_quantiles(numbers["quantile"], quantiles)
    groups, good = _mask(groups, group_faults(faults), numbers["quantile"], wanted)
    answers = _Kernel(asked, numbers, groups[inner("rows")].to_list(), good, wanted).compute()
    groups = put_columns(groups, {inner(name): cells for name, cells in answers.items()})
    answer: IntoFrameT = _answer(table, groups, keys, asked, list(answers), strict=strict, explain=explain)
    return answer


def _read_asked(kind: Kind, transform: bool, multiplier: Any, rii: bool, confidence: Levels) -> _Asked:
    check_choice("kind", kind, list(_SCALES))
    if transform and kind == "other":
        raise ArgumentError("transform=True needs kind='rate' (logs) or kind='proportion' (logits).")
    if isinstance(multiplier, bool) or not isinstance(multiplier, int | float) or not 0 < abs(multiplier) < 1e300:
        raise ArgumentError(f"multiplier is {multiplier!r}; give a finite number that is not 0.")
    return _Asked(kind, bool(transform), float(multiplier), bool(rii), read_levels(confidence))


def _check_columns(
    asked: _Asked, value: str | None, count: str | None, lower: str | None, upper: str | None, se: str | None
) -> None:
    if (value is None) == (count is None):
        raise ArgumentError("Give value, or for proportions count, and not both.")
    if count is not None and asked.kind != "proportion":
        raise ArgumentError(f"count stands for value only with kind='proportion'; the kind is {asked.kind!r}.")
    if (lower is None) != (upper is None) or (lower is None) == (se is None):
        raise ArgumentError("Give se, or lower and upper (95 per cent limits), and not both.")
    if asked.transform and se is not None:
        raise ArgumentError("transform=True needs lower and upper, not se.")


def _find_row_faults(table: Table, roles: Sequence[str], asked: _Asked) -> list[Fault]:
    """Return where a row's numbers cannot be; a value is that of the count where a count is given."""
    signed = ["quantile", "se", *(["value", "lower", "upper"] if asked.kind != "rate" else [])]
    faults = number_faults(table, *roles, signed=signed)
    cells = {role: nw.col(inner(role)) for role in roles}
    faults += [("zero_denominator", cells["population"] == 0)]
    if "se" in cells:
        faults += [("outside_range", cells["se"] <= 0)]
    else:
        faults += [("outside_range", cells["lower"] >= cells["upper"])]
    if "count" in cells:
        faults += [("count_exceeds_denominator", cells["count"] > cells["population"])]
        faults += [("outside_range", (cells["count"] == 0) | (cells["count"] == cells["population"]))]
    if asked.kind != "other":  # logs of 0, logits of 0 and 1
        within = [cells[role] for role in ("value", "lower", "upper") if role in cells]
        faults += [("outside_range", cell <= 0) for cell in within]
        faults += [("outside_range", cell >= 1) for cell in within if asked.kind == "proportion"]
    return faults


def _count_quantiles(quantile: Floats, quantiles: Any) -> int:
    found = {float(one) for one in quantile if one == one}
    if quantiles is None and len(quantile) == 0:
        return FEWEST_QUANTILES  # a table without rows has an answer without rows
    number = len(found) if quantiles is None else quantiles
    if isinstance(number, bool) or not isinstance(number, int):
        raise ArgumentError(f"quantiles is {quantiles!r}; give a whole number from 5 to 100.")
    if not FEWEST_QUANTILES <= number <= MOST_QUANTILES:
        raise ArgumentError(f"There are {number} quantiles; the index needs {FEWEST_QUANTILES} to {MOST_QUANTILES}.")
    if len(found) > number:
        raise ArgumentError(f"quantiles is {number}, but the column holds {len(found)} different ones.")
    return number


def _mask(
    groups: nw.DataFrame[Any], faults: list[Fault], quantile: Floats, wanted: int
) -> tuple[nw.DataFrame[Any], list[bool]]:
    from moothall.stats.kernels import slopes

    lacking, doubled = slopes.find_faults(quantile, groups[inner("rows")].to_list(), wanted)
    groups = put_columns(groups, {inner("lacking"): lacking, inner("doubled"): doubled}, nw.Boolean)
    found = {"missing_quantile": nw.col(inner("lacking")), "duplicate_quantile": nw.col(inner("doubled"))}
    masked = fetch(mask(groups, [*faults, *found.items()], "population"))
    return masked, [status == "ok" for status in masked[inner("status")].to_list()]


@dataclass(frozen=True)
class _Kernel:
    """One call's numbers on their way through the kernel."""

    asked: _Asked
    numbers: dict[str, Floats]
    sizes: list[int]
    good: list[bool]
    wanted: int

    def compute(self) -> dict[str, list[float]]:
        """Return the answer's columns of numbers, one cell a group, NaN where there is none."""
        from moothall.stats.kernels import slopes

        scale, asked = self.asked.scale, self.asked
        taken = {
            role: slopes.take_groups(cells, self.sizes, self.good, self.wanted) for role, cells in self.numbers.items()
        }
        y = taken["value"] if "value" in taken else taken["count"] / taken["population"]
        if "se" in taken:
            sd = taken["se"]
        else:
            spread = slopes.forward(taken["upper"], scale) - slopes.forward(taken["lower"], scale)
            sd = spread / (2 * read_level(0.95).z)
        if asked.method == "exact_sum":
            mu = slopes.forward(y, scale)
            means, variances = slopes.find_moments(mu, sd, scale)
            lines = slopes.fit_lines(taken["population"], y, variances)
            answers = self._normal(lines, with_limits=False) | self._exact(lines, mu, sd, means, variances)
        else:
            fitted = slopes.forward(y, scale) if asked.transform else y
            lines = slopes.fit_lines(taken["population"], fitted, sd**2)
            answers = self._transformed(lines) if asked.transform else self._normal(lines)
        answers |= {name: getattr(lines, name) for name in WORKING}
        return {name: slopes.put_groups(cells, self.good) for name, cells in answers.items()}

    def _normal(self, lines: Lines, *, with_limits: bool = True) -> dict[str, Floats]:
        from moothall.stats.kernels import slopes

        m = self.asked.multiplier
        answers = {"sii": m * lines.slope, "intercept": abs(m) * lines.intercept}
        answers["rii"] = slopes.turn(slopes.divide(lines.intercept + lines.slope, lines.intercept), m)
        for level in self.asked.levels if with_limits else ():
            half = level.z * lines.var_slope**0.5
            answers |= _name_limits(
                "sii", level, slopes.sort_limits(m * (lines.slope - half), m * (lines.slope + half))
            )
            limits = slopes.fieller_limits(lines, level.z)
            answers |= _name_limits("rii", level, slopes.turn_limits(limits, m, lines.intercept))
        return answers

    def _transformed(self, lines: Lines) -> dict[str, Floats]:
        from moothall.stats.kernels import slopes

        m, scale = self.asked.multiplier, self.asked.scale
        start, end = slopes.transformed_ends(lines, lines.slope, scale)
        answers = {"sii": m * (end - start), "rii": slopes.turn(end / start, m)}
        answers["intercept"] = abs(m) * slopes.backward(lines.intercept, scale)
        for level in self.asked.levels:
            half = level.z * lines.var_slope**0.5
            starts, ends = zip(
                *[slopes.transformed_ends(lines, lines.slope + sign * half, scale) for sign in (-1, 1)], strict=True
            )
            differences = [m * (e - s) for s, e in zip(starts, ends, strict=True)]
            ratios = [slopes.turn(e / s, m) for s, e in zip(starts, ends, strict=True)]
            answers |= _name_limits("sii", level, slopes.sort_limits(*differences))
            answers |= _name_limits("rii", level, slopes.sort_limits(*ratios))
        return answers

    def _exact(self, lines: Lines, mu: Floats, sd: Floats, means: Floats, variances: Floats) -> dict[str, Floats]:
        from moothall.stats.kernels import slopes

        answers: dict[str, Floats] = {}
        for level in self.asked.levels:
            fieller = slopes.fieller_limits(lines, level.z) if self.asked.rii else None
            found = slopes.exact_limits(lines, mu, sd, means, variances, self.asked.scale, level.tail, fieller)
            m = self.asked.multiplier
            answers |= _name_limits("sii", level, slopes.sort_limits(m * found[0], m * found[1]))
            answers |= _name_limits("rii", level, slopes.turn_limits((found[2], found[3]), m, lines.intercept))
        return answers


def _name_limits(index: str, level: Level, limits: tuple[Floats, Floats]) -> dict[str, Floats]:
    return {f"{index}_{level.lower}": limits[0], f"{index}_{level.upper}": limits[1]}


def _answer(
    table: Table,
    groups: nw.DataFrame[Any],
    keys: list[str],
    asked: _Asked,
    names: list[str],
    *,
    strict: bool,
    explain: bool,
) -> Any:
    cells = {name: nw.col(inner(name)).fill_nan(None) for name in names}
    status = nw.col(inner("status"))
    indices = ["sii", "rii"] if asked.rii else ["sii"]
    outputs = {"population": nw.col(inner("population"))}
    for index in indices:
        outputs[index] = cells[index]
        for level in asked.levels:
            outputs |= {f"{index}_{side}": cells[f"{index}_{side}"] for side in (level.lower, level.upper)}
    outputs |= {"intercept": cells["intercept"], "method": nw.lit(asked.method), "status": status}
    if asked.rii:
        outputs["rii_status"] = _judge_rii(status, cells, asked)
    if explain:
        outputs |= {**{name: cells[name] for name in WORKING}, **explain_columns(f"sii.{asked.method}")}
    return answer_groups(table, groups, keys, outputs, strict=strict)


def _judge_rii(status: nw.Expr, cells: dict[str, nw.Expr], asked: _Asked) -> nw.Expr:
    """Return the status of the relative index: the group's, where the group has none of its own."""
    limits = [cells[f"rii_{side}"].is_null() for level in asked.levels for side in (level.lower, level.upper)]
    answer = status
    for lost in limits:
        answer = nw.when((status == "ok") & lost).then(nw.lit("unbounded_interval")).otherwise(answer)
    return nw.when((status == "ok") & cells["rii"].is_null()).then(nw.lit("undefined")).otherwise(answer)
