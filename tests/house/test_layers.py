"""A stage may use only the stages before it in the year: the linter judges imports, these tests judge relations."""

import re
import tomllib

import pytest
from django.apps import apps

from tests.house.source import PACKAGE, ROOT, list_modules, short

# Written by hand from the house rule, lowest first; not read from the contract that it checks.
YEAR = [
    "stats", "kit", "places", "govern", "assess", "prioritise", "plan", "deliver",
    "voice", "papers", "hall", "config", "cli",
]  # fmt: skip
REFUSED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "base",
    "manager",
    "managers",
    "service",
}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("moothall.")]


def stage_of(model: type) -> str:
    return model.__module__.split(".")[1]


def list_relations(model: type) -> list[tuple[str, type]]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [(field.name, field.related_model) for field in fields if field.is_relation]


def test_there_are_models_to_judge():
    assert len(OUR_MODELS) >= 3


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_relations_point_down_the_year(model):
    for name, target in list_relations(model):
        assert target is not None, f"{name} points at anything at all: a generic key"
        if target.__module__.startswith("moothall."):
            assert YEAR.index(stage_of(target)) <= YEAR.index(stage_of(model)), f"{name} points up, at {target}"


def test_every_package_has_its_place_in_the_year():
    packages = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert packages <= set(YEAR)


def test_the_contracts_stand_in_the_order_of_the_year_and_have_no_exceptions():
    text = (ROOT / "pyproject.toml").read_text()
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    words = [re.findall(r"\w+", layer) for layer in contracts[0]["layers"]]
    order = [word for line in reversed(words) for word in line]
    assert order == YEAR
    assert contracts[0]["exhaustive"]
    assert not any(key.startswith("ignore") for contract in contracts for key in contract)


def test_no_module_has_a_name_that_says_nothing():
    named = [short(path) for path in list_modules() if REFUSED_NAMES & {*path.relative_to(PACKAGE).parts, path.stem}]
    assert named == []
