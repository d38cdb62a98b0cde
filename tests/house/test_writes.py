"""Only acts write: no save, create, update or delete of a record stands anywhere else, nor a way round it."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings

from tests.house.source import list_modules, name_of, parse, short, walk_calls

# Writes that are no act of a person, each file with its reason.
ALLOWED = {
    "kit/audit.py": "writes the entry inside the act",
    "kit/restore.py": "restores a whole place, its audit trail included, into an empty one",
    "kit/wagtail_roots.py": "makes what Wagtail's own migrations make, where a database was built without them",
}
# Calls that only sound like a write of a record.
NO_RECORDS = {
    "kit/uploads.py plain.save": "a picture without what its camera wrote into it",
}
WRITES = {
    "save", "asave", "create", "acreate", "delete", "adelete", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create",
    "add_child", "add_root", "add_sibling", "publish",
}  # fmt: skip
SQL_WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE|ALTER\s+TABLE|DROP\s+TABLE)\b", re.IGNORECASE
)
ROUND_ABOUT = {
    "django.contrib.admin": "no Django admin",
    "django.db.models.signals": "no signals",
    "django.dispatch": "no signals",
    "django.contrib.contenttypes.fields": "no generic keys",
}


def may_write(name: str) -> bool:
    parts = name.split("/")
    return (
        name in ALLOWED
        or parts[-1] in {"acts.py", "wagtail_hooks.py"}
        or {"acts", "migrations"} & set(parts[:-1]) != set()
    )


JUDGED = [path for path in list_modules() if not may_write(short(path))]


def list_lists() -> set[str]:
    """Return the names by which our models hold lists of other records: ``seats``, ``members`` and so on."""
    fields = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("moothall.")
        for field in model._meta.get_fields()
    ]
    many = [field for field in fields if field.many_to_many or field.one_to_many]
    return {field.get_accessor_name() if field.auto_created else field.name for field in many}


def is_write(call: ast.Call, lists: set[str]) -> bool:
    """Tell whether a call changes rows. ``super().save()`` in a model defines what saving is, so it is none."""
    receiver, _, verb = name_of(call.func).rpartition(".")
    if not isinstance(call.func, ast.Attribute) or receiver == "super" or is_no_record(receiver):
        return False
    if verb in {"update", "aupdate"}:
        return "objects" in receiver.split(".") or any(word.arg for word in call.keywords)
    if verb in {"add", "remove", "set", "clear"}:
        return receiver.rpartition(".")[2] in lists and "." in receiver
    return verb in WRITES


def is_no_record(receiver: str) -> bool:
    """Tell whether the receiver is known to be no record: a cache, a file's storage, a picture, a serialiser."""
    last = receiver.rpartition(".")[2].lower()
    return last.endswith(("cache", "caches", "storage", "storages", "image", "picture", "context", "session"))


@pytest.mark.parametrize("path", JUDGED, ids=short)
def test_a_file_that_is_no_act_writes_nothing(path):
    lists = list_lists()
    writes = [call for call in walk_calls(parse(path)) if is_write(call, lists)]
    named = [(call.lineno, ast.unparse(call.func)) for call in writes]
    assert [f"line {line}: {name}" for line, name in named if f"{short(path)} {name}" not in NO_RECORDS] == []


@pytest.mark.parametrize("path", JUDGED, ids=short)
def test_no_statement_in_sql_writes(path):
    texts = [node for node in ast.walk(parse(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [f"line {node.lineno}" for node in texts if SQL_WRITES.search(node.value)] == []


@pytest.mark.parametrize("path", list_modules(), ids=short)
def test_there_is_no_way_round_the_acts(path):
    found = []
    for node in ast.walk(parse(path)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found += [f"line {node.lineno}: {ROUND_ABOUT[name]}" for name in names if name in ROUND_ABOUT]
        if isinstance(node, ast.Call) and name_of(node.func).endswith(".get_model") and "migrations" not in path.parts:
            found.append(f"line {node.lineno}: no get_model, import the model")
    assert found == []


def test_the_django_admin_is_not_installed():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_the_listed_exceptions_are_there():
    assert set(ALLOWED) <= {short(path) for path in list_modules()}
    calls = {f"{short(path)} {ast.unparse(call.func)}" for path in JUDGED for call in walk_calls(parse(path))}
    assert set(NO_RECORDS) <= calls


def test_the_judge_knows_a_write_when_it_sees_one():
    caught = [
        "board.save()", "Board.objects.create(name=1)", "Board.objects.filter(a=1).delete()", "rows.update(name='x')",
        "Board.objects.update(name='x')",
        "Board.objects.get_or_create(name=1)", "self.record.save(update_fields=['a'])",
        "meeting.people.add(one)",
    ]  # fmt: skip
    passed = [
        "super().save()", "names.update(other)", "cache.set('a', 1)", "cache.delete('a')", "seen.add(1)",
        "storage.save(a, b)",
        "digest.update(data)",
    ]  # fmt: skip
    calls = {line: next(walk_calls(ast.parse(line))) for line in caught + passed}
    assert [line for line, call in calls.items() if is_write(call, {"people"})] == caught
