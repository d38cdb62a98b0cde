"""The example loaded with posts instead of people: no name of a real person is left anywhere."""

import csv
import json
import re

import pytest
from django.apps import apps

from tests.house.source import ROOT

EXAMPLE = ROOT / "examples" / "gloucestershire-2019"


def list_real_names() -> list[str]:
    with (EXAMPLE / "places" / "people.csv").open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream) if row["status"] != "invented"]


def list_texts() -> list[tuple[str, str]]:
    """Return every row of every table of ours as text, history and audit included."""
    models = [model for model in apps.get_models() if model.__module__.startswith("moothall.")]
    return [
        (model._meta.label, json.dumps(row, default=str, ensure_ascii=False))
        for model in models
        for row in model._default_manager.values()
    ]


@pytest.mark.django_db
def test_the_example_loads_without_names_and_no_real_name_is_left_in_any_table():
    from moothall.cli.loading import load_folder
    from moothall.govern.models import Appointment

    report = load_folder(EXAMPLE, confirm=True, posts_only=True)
    assert [str(problem) for problem in report.problems] == []
    assert report.left_out["places/people.csv"] > 20
    assert Appointment.objects.filter(seat__board__slug="gloucestershire-hwb").count() == 20
    texts = list_texts()
    assert len(texts) > 300
    names = re.compile("|".join(map(re.escape, list_real_names())))
    surnames = re.compile(r"\b(?:" + "|".join({re.escape(name.split()[-1]) for name in list_real_names()}) + r")\b")
    assert [(label, found[0]) for label, text in texts if (found := names.search(text))] == []
    assert [(label, found[0]) for label, text in texts if (found := surnames.search(text))] == []
