"""One value changed in a copy of the example changes it everywhere that it stands: page, CSV, API and search.

Every place is first seen with the old value, so that none of them can pass by showing nothing.
"""

import shutil
from typing import Any

import pytest
from django.test import Client

from moothall.cli.loading import load_folder
from tests.snapshot import EXAMPLE

# file, old, new, and where a reader meets it
CHANGES = [
    (
        "assess/observations.csv", ",2017/18,18.2,15.4,21.1,", ",2017/18,18.6,15.4,21.1,", "18.2", "18.6",
        ["/indicators/high-anxiety/", "/indicators/", "/indicators/high-anxiety/download.csv",
         "/priorities/mental-wellbeing/", "/indicators/download.csv", "/indicators/high-anxiety/chart.svg",
         "/api/v1/indicators/high-anxiety/data"],
    ),
    (
        "deliver/actions.csv",
        ",A4,Make a plan of action on social isolation,", ",A4,Draw up a plan against loneliness,",
        "Make a plan of action on social isolation", "Draw up a plan against loneliness",
        ["/actions/social-isolation-action-plan/", "/actions/download.csv", "/actions/?text=built",
         "/search/?q=built+step", "/api/v1/actions/social-isolation-action-plan",
         "/priorities/social-isolation-and-loneliness/",
         "/meetings/gloucestershire-hwb-2019-05-14/minutes/17.7/"],
    ),
    (
        "plan/priorities.csv", ",1,Physical activity,", ",1,Moving every day,", "Physical activity", "Moving every day",
        ["/priorities/physical-activity/", "/priorities/", "/", "/priorities/download.csv",
         "/search/?q=thirty+inactive+everyday", "/api/v1/priorities/physical-activity"],
    ),
]  # fmt: skip


def read(address: str) -> str:
    answer = Client().get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, address
    return body.decode()


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "says", "places"), CHANGES, ids=[change[0] for change in CHANGES]
)
def test_a_changed_value_is_changed_everywhere(
    file: str,
    old: str,
    new: str,
    said: str,
    says: str,
    places: list[str],
    example_place: Any,
    tmp_path: Any,
    settings: Any,
) -> None:
    settings.MOOTHALL_PAGE_CACHE = True
    before = {address: read(address) for address in places}
    assert [address for address, text in before.items() if said not in text] == []
    assert [address for address, text in before.items() if says in text] == []
    folder = shutil.copytree(EXAMPLE, tmp_path / "place")
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    report = load_folder(folder, confirm=True)
    assert not report.problems
    assert [address for address in places if says not in read(address)] == []
