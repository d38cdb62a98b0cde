"""Only kit/clock.py asks the time: a day asked anywhere else would not obey the example's day, or the tests'."""

import ast
import re

import pytest

from tests.house.source import list_modules, list_templates, name_of, parse, short

ASKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.now|time\.(time|time_ns|localtime|gmtime|ctime)"
    r"|functions\.Now|Now)$"
)
FROM_IMPORTS = {
    "django.utils.timezone": {"now"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
    "django.db.models.functions": {"Now"},
}
JUDGED = [path for path in list_modules() if short(path) != "kit/clock.py" and "migrations" not in path.parts]


def list_asks(tree: ast.AST) -> list[str]:
    """Return the places where a tree asks the time, or hands over the function that would."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ASKS.search(name_of(node)):
            found.append(f"line {node.lineno}: {name_of(node)}")
        if isinstance(node, ast.Call) and not node.args and re.search(r"\blocal(date|time)$", name_of(node.func)):
            found.append(f"line {node.lineno}: {name_of(node.func)} of no instant")
        if isinstance(node, ast.ImportFrom):
            asked = FROM_IMPORTS.get(node.module or "", set()) & {alias.name for alias in node.names}
            found += [f"line {node.lineno}: from {node.module} import {name}" for name in sorted(asked)]
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(f"line {node.value.lineno}: {node.arg}")
    return found


@pytest.mark.parametrize("path", JUDGED, ids=short)
def test_a_module_asks_the_clock_of_the_house(path):
    assert list_asks(parse(path)) == []


def test_no_template_asks_the_time():
    asking = [short(path) for path in list_templates() if re.search(r"\{%-?\s*now\b|\bnow\(\)", path.read_text())]
    assert asking == []


def test_the_judge_hears_each_way_to_ask():
    ways = [
        "datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "timezone.now", "time.time()",
        "f(default=timezone.now)",
        "from django.utils.timezone import now", "localdate()", "models.DateField(auto_now=True)",
    ]  # fmt: skip
    fine = [
        "clock.now()",
        "clock.today()",
        "time.monotonic()",
        "datetime.fromisoformat(a)",
        "self.now",
        "localtime(at)",
    ]
    assert [way for way in ways + fine if list_asks(ast.parse(way))] == ways
