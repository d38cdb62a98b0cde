"""Counts the tests by kind, and lets no green be silent: with CI=true a test that does not run is a test that fails.

A test's kind is the folder under ``tests`` or the file that it stands in (``tests/walker/``, ``test_api_boards.py``);
tests by Hypothesis are of the kind property wherever they stand; all others are unit.
"""

import importlib
import os
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

KINDS = ("unit", "spec", "house", "journeys", "permissions", "walker", "canaries", "property", "api")
DATABASE = {"db", "transactional_db", "django_db_setup"}
# They read what one of them walked for all; in another process they would wait for it.
WALKERS = {
    "tests/walker/test_public_pages.py": "the public walk",
    "tests/walker/test_public_in_browser.py": "the public walk",
    "tests/walker/test_pictures.py": "the public walk",
    "tests/canaries/test_bytes.py": "the public walk",
    "tests/walker/test_desk_pages.py": "the walks of the desk",
}
# They open every page for everybody: measured line by line they would take twice as long, and hardly a line is theirs
# alone. What a browser opens is not measured either.
SWEEPS = {"walker", "canaries", "permissions"}
# The statistics run the same lines on every kind of frame but a few: these two measure them all.
MEASURED_BACKENDS = {"", "pandas", "polars-lazy"}
IN_CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).resolve().parents[1]


def find_cases() -> Path:
    """Return the folder of the reference cases, whether or not it is there."""
    return Path(os.environ.get("MOOTHALL_CASES") or ROOT.parent / "shared" / "cases")


def name_kind(path: Path, *, by_hypothesis: bool = False) -> str:
    """Return the kind of a test in the file ``path``."""
    parts = path.relative_to(ROOT / "tests").parts if path.is_relative_to(ROOT / "tests") else path.parts
    words = {*parts[:-1], path.stem.removeprefix("test_").split("_")[0]}
    named = [kind for kind in KINDS if kind in words]
    if named:
        return named[0]
    return "property" if by_hypothesis else "unit"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("moothall")
    group.addoption("--require-kinds", default="", help="kinds of which at least one test must run: all, or a,b,c")
    group.addoption("--spark", action="store_true", help="tests of the statistics also run on PySpark (needs Java)")
    group.addoption("--pictures", metavar="DIR", default="", help="where the walker puts a picture of each page")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what a test asks for, before ``-m "database and not browser"`` chooses among them."""
    asked = set(getattr(item, "fixturenames", ()))
    if "browser" in asked:
        item.add_marker(pytest.mark.browser)
    if asked & DATABASE or item.get_closest_marker("django_db"):
        item.add_marker(pytest.mark.database)
    if (
        "browser" in asked
        or get_backend(item) not in MEASURED_BACKENDS
        or SWEEPS & {*item.path.parts[len(ROOT.parts) : -1]}
    ):
        item.add_marker(pytest.mark.unmeasured)
    if "walker" in item.path.parts[len(ROOT.parts) : -1]:
        item.add_marker(pytest.mark.one_database)


def get_backend(item: pytest.Item) -> str:
    """Return the kind of frame that a test of the statistics runs on, or nothing."""
    chosen = getattr(item, "callspec", None)
    return str(chosen.params.get("backend", "")) if chosen else ""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not os.environ.get("DATABASE_URL"):
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        by_hypothesis = item.get_closest_marker("hypothesis") is not None
        item.user_properties.append(("kind", name_kind(item.path, by_hypothesis=by_hypothesis)))


class WalkersTogether(LoadScopeScheduling):
    """Gives those who read one walk to one process, and all other tests out one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return WALKERS.get(nodeid.partition("::")[0], nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WalkersTogether:
    return WalkersTogether(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no line of what an unmeasured test does, its fixtures included: a walk is made in one."""
    cover = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if cover is None or not item.get_closest_marker("unmeasured"):
        return (yield)
    importlib.import_module("moothall.config.urls")  # what only a first request imports is measured all the same
    cover.pause()
    try:
        return (yield)
    finally:
        cover.resume()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_shared") and not find_cases().is_dir():
        pytest.skip("the reference cases do not lie beside this clone")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    excused = item.get_closest_marker("needs_shared") is not None and not find_cases().is_dir()
    if IN_CI and report.skipped and not excused:
        refuse(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped:
        refuse(report)
    return report


def refuse(report: Any) -> None:
    """Turn a skip (or an expected failure, which is one too) into a failure."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"Nothing is skipped in CI, and this was: {reason}"
    if hasattr(report, "wasxfail"):
        del report.wasxfail


def count_kinds(stats: dict[str, list[Any]]) -> dict[str, Counter[str]]:
    """Return, for each kind, how many tests passed, failed, were in error and were skipped."""
    counts = {kind: Counter[str]() for kind in KINDS}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, []):
            kind = dict(getattr(report, "user_properties", ())).get("kind")
            if kind:
                counts[kind][outcome] += 1
    return counts


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    counts = count_kinds(terminalreporter.stats)
    terminalreporter.section("tests by kind")
    for kind, by_outcome in counts.items():
        tail = ", ".join(f"{number} {outcome}" for outcome, number in by_outcome.items() if outcome != "passed")
        terminalreporter.line(f"{kind:12} {by_outcome['passed']:5} passed{', ' + tail if tail else ''}")
    for line in list_walked(terminalreporter.stats):
        terminalreporter.line(f"walked       {line}")
    missing = list_missing(counts, config.getoption("--require-kinds"))
    if missing:
        terminalreporter.line(f"No test ran of: {', '.join(missing)}", red=IN_CI, yellow=not IN_CI)


def list_walked(stats: dict[str, list[Any]]) -> list[str]:
    """Return what the walker's tests say of how much they have seen."""
    ended = [report for reports in stats.values() for report in reports if getattr(report, "when", "") == "teardown"]
    return sorted(str(text) for report in ended for name, text in report.user_properties if name == "walked")


def list_missing(counts: dict[str, Counter[str]], required: str) -> list[str]:
    """Return the required kinds of which no test passed or failed."""
    wanted = KINDS if required == "all" else [kind for kind in required.split(",") if kind]
    return [kind for kind in wanted if not counts[kind]["passed"] + counts[kind]["failed"]]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if not IN_CI or is_worker or reporter is None or session.exitstatus != pytest.ExitCode.OK:
        return
    if list_missing(count_kinds(reporter.stats), session.config.getoption("--require-kinds")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
