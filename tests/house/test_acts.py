"""Every act keeps the same contract, so that no write escapes permission and audit."""

import ast
from pathlib import Path

import pytest

from tests.house.source import list_modules, name_of, parse, short, walk_calls

# Functions that stand among the acts and are none, each with the reason.
NOT_ACTS = {
    "kit/acts.py get_operator": "makes the account by which the command line acts; before it there is nobody to ask",
}


def is_acts_file(path: Path) -> bool:
    return path.stem == "acts" or path.parent.name == "acts"


ACTS_FILES = [path for path in list_modules() if is_acts_file(path)]


def list_functions(path: Path, *, public: bool) -> list[ast.FunctionDef]:
    functions = [node for node in parse(path).body if isinstance(node, ast.FunctionDef)]
    wanted = [node for node in functions if node.name.startswith("_") is not public]
    return [node for node in wanted if f"{short(path)} {node.name}" not in NOT_ACTS]


ACTS = [
    pytest.param(path, act, id=f"{short(path)}:{act.name}")
    for path in ACTS_FILES
    for act in list_functions(path, public=True)
]
ACT_NAMES = {param.values[1].name for param in ACTS}


def list_checks(tree: ast.AST) -> list[ast.Call]:
    return [call for call in walk_calls(tree) if name_of(call.func).rpartition(".")[2].startswith("check_can_")]


def list_records(tree: ast.AST) -> list[ast.Call]:
    return [call for call in walk_calls(tree) if name_of(call.func) == "audit.record"]


def list_other_acts(act: ast.FunctionDef) -> list[ast.Call]:
    return [call for call in walk_calls(act) if name_of(call.func).rpartition(".")[2] in ACT_NAMES - {act.name}]


def get_keyword(call: ast.Call, name: str) -> str:
    return next((ast.unparse(word.value) for word in call.keywords if word.arg == name), "")


def test_there_are_acts_to_judge():
    assert len(ACTS) >= 3


@pytest.mark.parametrize(("path", "act"), ACTS)
def test_an_act_is_atomic_keyword_only_and_asks_first_who_does_it(path, act):
    assert "transaction.atomic" in [ast.unparse(decorator) for decorator in act.decorator_list]
    assert not act.args.posonlyargs and not act.args.args and act.args.vararg is None, "keyword-only"
    first = act.args.kwonlyargs[0]
    assert first.arg == "by"
    assert first.annotation is not None and ast.unparse(first.annotation) == "User"
    assert act.args.kw_defaults[0] is None, "nobody acts by default"
    assert ast.get_docstring(act), "an act says what it does"


@pytest.mark.parametrize(("path", "act"), ACTS)
def test_an_act_checks_once_and_records_once_with_the_reason_it_was_given(path, act):
    checks, records, others = list_checks(act), list_records(act), list_other_acts(act)
    if others and not checks and not records:
        # An act that is nothing but another act under a clerk's word leaves both to it.
        assert len(others) == 1
        assert get_keyword(others[0], "by") == "by"
        return
    assert len(checks) == 1, "exactly one permission check"
    assert get_keyword(checks[0], "by") == "by"
    assert len(records) == 1, "exactly one audit entry"
    entry = records[0]
    assert isinstance(entry.args[0], ast.Constant) and entry.args[0].value == act.name, "the entry bears the act's name"
    assert get_keyword(entry, "by") == "by"
    assert get_keyword(entry, "why") in find_targets(act, checks[0]), "why= is what the check returned"


def find_targets(act: ast.FunctionDef, call: ast.Call) -> set[str]:
    """Return the names that hold what ``call`` returned, or the call itself."""
    assigns = [node for node in ast.walk(act) if isinstance(node, ast.Assign) and node.value is call]
    return {ast.unparse(target) for node in assigns for target in node.targets} | {ast.unparse(call)}


@pytest.mark.parametrize(("path", "act"), ACTS)
def test_an_act_checks_before_it_writes(path, act):
    """A refusal after a write would be undone by the transaction, but not what the write already told others."""
    checks = list_checks(act)
    writes = [
        call.lineno
        for call in walk_calls(act)
        if name_of(call.func).rpartition(".")[2] in {"save", "create", "delete", "_save_checked"}
    ]
    assert not checks or not writes or checks[0].lineno < min(writes)


@pytest.mark.parametrize("path", ACTS_FILES, ids=short)
def test_what_serves_the_acts_neither_checks_nor_records_for_them(path):
    hidden = [node.name for node in list_functions(path, public=False) if list_checks(node) or list_records(node)]
    assert hidden == []


def test_the_listed_exceptions_are_there():
    named = {
        f"{short(path)} {node.name}"
        for path in ACTS_FILES
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(NOT_ACTS) <= named


def test_audit_entries_are_written_by_acts_alone():
    elsewhere = [short(path) for path in list_modules() if not is_acts_file(path) and list_records(parse(path))]
    assert elsewhere == []
