"""What tests of the statistics ask for: ``backend``, the name of each kind of frame in turn."""

from collections import defaultdict
from typing import Any

import pytest

from tests.stats.backends import EVERYWHERE, SPARK


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``backend`` once on every kind of frame; on PySpark only with --spark."""
    if "backend" in metafunc.fixturenames:
        spark = (SPARK,) if metafunc.config.getoption("--spark") else ()
        metafunc.parametrize("backend", [*EVERYWHERE, *spark])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many reference cases each function passed on each kind of frame."""
    passed: dict[str, dict[str, int]] = defaultdict(dict)
    for report in terminalreporter.stats.get("passed", []):
        for name, counted in getattr(report, "user_properties", ()):
            if name == "cases" and getattr(report, "when", "") == "call":
                function, backend, number = counted
                passed[function][backend] = number
    if passed:
        terminalreporter.section("reference cases: function x backend -> cases run")
    for function, by_backend in sorted(passed.items()):
        terminalreporter.line(f"{function:20} " + "  ".join(f"{name} {number}" for name, number in by_backend.items()))
