"""What the statistics may not do, since a backend would answer wrongly and without an error."""

import ast

from tests.house.source import PACKAGE


def list_calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) == name or getattr(node.func, "id", None) == name)
    ]


def test_no_condition_stands_inside_an_aggregation():
    """Several backends ignore ``when`` inside ``agg`` and ``over``: the condition becomes a column before it."""
    seen, guilty = 0, []
    for path in (PACKAGE / "stats").rglob("*.py"):
        for aggregation in list_calls(ast.parse(path.read_text(encoding="utf-8")), "agg"):
            seen += 1
            if any(list_calls(argument, "when") for argument in [*aggregation.args, *aggregation.keywords]):
                guilty.append(f"{path.name}:{aggregation.lineno}")
    assert seen and guilty == []


def test_no_aggregation_is_of_a_condition():
    """An aggregation built elsewhere and passed to ``agg`` by name is found by what it is called on."""
    guilty = []
    for path in (PACKAGE / "stats").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for word in ("sum", "min", "max", "mean", "std", "var", "len", "count", "n_unique", "any", "all", "over"):
            for aggregation in list_calls(tree, word):
                target = aggregation.func.value if isinstance(aggregation.func, ast.Attribute) else None
                if target is not None and list_calls(target, "when"):
                    guilty.append(f"{path.name}:{aggregation.lineno}")
    assert guilty == []
