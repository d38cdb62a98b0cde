"""Withholding numbers: a hook for those who own the rules of disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from moothall.stats.errors import ArgumentError
from moothall.stats.explain import explain_columns
from moothall.stats.frames import Table, check_columns, check_new_columns, give_back, inner, read_table
from moothall.stats.status import STATUS_BY_WORD


def suppress(
    df: IntoFrameT,
    *,
    columns: Sequence[str],
    where: nw.Expr | str,
    status: str = "status",
    reason: str = "suppressed",
    strict: bool = False,
    explain: bool = False,
) -> IntoFrameT:
    """Return the table with ``columns`` emptied, and the status set to ``reason``, where a condition holds.

    ``where`` is a Narwhals expression or a column of true and false; where it is missing it does not hold. This is
    primary suppression alone, and protects nothing by itself: what is withheld can often be worked out from totals,
    neighbours and other tables. Secondary suppression and rounding belong to whoever publishes.

    Raises:
        ArgumentError, ColumnError: the call is wrong.
        DataError: under ``strict``, where a row that is left as it is has an invalid status.
    """
    table = read_table(df)
    names = [columns] if isinstance(columns, str) else list(columns)
    for name in names:
        check_columns(table, columns=name)
    check_columns(table, status=status, where=where if isinstance(where, str) else None)
    if status in names:
        raise ArgumentError(f"columns names the status column {status!r}; it is set to the reason and not emptied.")
    if reason not in STATUS_BY_WORD or STATUS_BY_WORD[reason].kind != "withheld":
        words = [word for word, known in STATUS_BY_WORD.items() if known.kind == "withheld"]
        raise ArgumentError(f"There is no reason {reason!r}; known: {', '.join(words)}.")
    answer: IntoFrameT = _empty(table, names, where, status, reason, strict=strict, explain=explain)
    return answer


def _empty(
    table: Table, names: Sequence[str], where: nw.Expr | str, status: str, reason: str, *, strict: bool, explain: bool
) -> Any:
    condition = nw.col(where) if isinstance(where, str) else where
    data = table.data.with_columns(nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).alias(inner("hit")))
    stands = nw.col(inner("hit")) == 0
    emptied = {name: nw.when(stands).then(nw.col(name)).alias(name) for name in names}
    word = nw.when(stands).then(nw.col(status)).otherwise(nw.lit(reason)).alias(status)
    data = data.with_columns(*emptied.values(), word)
    outputs = explain_columns("suppress") if explain else {}
    check_new_columns(outputs, table.columns)
    data = data.select(*table.columns, *[expr.alias(name) for name, expr in outputs.items()])
    return give_back(table, data, strict=strict, status=status)
