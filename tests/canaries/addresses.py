"""Every address at which a canary could be found: what is there, what is private, and what is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from moothall.kit.kept import list_kept
from tests.canaries.private import COMPANION, FILE_KEY
from tests.permissions.routes import list_routes

World = SimpleNamespace

# Routes that need no sweep, each with the reason. Everything else must be swept, or the tests fail.
LEFT_OUT = {
    "account_logout": "it would end the session of the sweep; it says nothing of records",
    "invitation": "needs a secret of its own: tests/kit/test_invitations.py",
    "account_reset_password_from_key": "needs a secret of its own: tests/kit/test_signin.py",
    "^media/": "closed",
    "wagtaildocs_authenticate_with_password": "no collection is behind a password: there is nothing to ask for",
}


def list_values(world: World) -> dict[str, list[Any]]:
    """Return, for each route with parameters, the parameters to try: public, private, and of nothing at all."""
    boards = [[world.board.slug], ["none"]]
    meetings = [[world.meeting.slug], [world.running.slug], ["none"]]
    paragraphs = [
        [one.meeting.slug, one.slug] for one in (world.paragraph, world.paragraph91, world.confidential, world.minuting)
    ]
    indicators = [[world.indicator.slug], ["none"]]
    priorities = [[world.priority.slug], [world.hidden_priority.slug], ["none"]]
    plans = [[world.plan.slug], [world.hidden_priority.plan.slug], ["none"]]
    reports = [[world.report.slug], ["lantern-cassowary"], ["lantern-wryneck"], ["none"]]
    secret = ["lantern-merganser", "lantern-redpoll", "lantern-garefowl"]
    actions = [[world.action.slug], [world.other.slug], *([slug] for slug in secret), ["none"]]
    rooms = [[world.meeting.slug, key] for key in ("17", "90", "91", "90.E1")]
    items = [[world.meeting.slug, "90"], [world.meeting.slug, "91"]]
    deadlines = [[world.meeting.slug, "public_questions"]]
    promises = [["lantern-avocet"], ["none"]]
    people = [[world.account.pk], [world.users["clerk"].pk]]
    sheets = [[kept.slug] for kept in list_kept()]
    rows = [[kept.slug, pk] for kept in list_kept() for pk in list_numbers(kept.sheet.model)]
    return {
        "board": boards, "board_calendar": boards, "board_meetings": boards, "meetings_csv": boards,
        "board_decisions": boards, "decisions_csv": boards, "meeting": meetings, "paragraph": paragraphs,
        "board_papers": boards, "papers_csv": boards, "meeting_papers_csv": meetings, "report": reports,
        "indicator": indicators, "indicator_chart": indicators, "indicator_csv": indicators,
        "strategy": plans, "plan": plans, "matrix": plans, "matrix_csv": plans,
        "quarters_chart": plans, "quarters_csv": plans,
        "priority": priorities, "action": actions, "source": [["none"], ["canary"]],
        "organisation": [["trust"], ["none"]], "person": [["leader"], ["none"]],
        "area": [[world.county], ["none"]], "area_csv": [[world.county], ["none"]],
        "picture": [[f"images/{Path(world.picture.file.name).stem}{end}"] for end in (".png", ".original.png")],
        "paper_desk": reports, "edit_report": reports, "move_report": reports, "route_report": reports,
        "unroute_report": [["lantern-cassowary", world.meeting.slug, "91"], ["none", "none", "1"]],
        **dict.fromkeys(("agenda_desk", "publish_agenda", "cancel_meeting", "add_item"), meetings),
        "end_link": [["canary-link"], ["none"]], "answer_matrix_question": [["canary-question"], ["none"]],
        "close_action": actions,
        "place_node": [["board", world.board.slug], ["board", "none"]],
        "edit_item": items, "withdraw_item": items, "set_deadline": deadlines, "settle_deadline": deadlines,
        "place_forward_item": promises, "close_forward_item": promises,
        "meeting_room": meetings, "record_paragraph": rooms, "record_decision": rooms, "correct_paragraph": rooms,
        "give_update": actions, "desk_person": people, "desk_give_role": people, "desk_invite_again": people,
        "desk_end_role": [[world.account.pk, 1]], "desk_keep_account": [[world.account.pk, "close"]],
        "desk_record_list": [*sheets, ["none"]], "desk_add_record": [*sheets, ["none"]],
        "desk_change_record": [*rows, ["seats", 0], ["none", 1]],
        "file": [[FILE_KEY], ["n" * 32]], "mfa_remove_webauthn": [[1]], "mfa_edit_webauthn": [[1]],
        "wagtaildocs_serve": [[world.document.pk, world.document.filename], [world.document.pk, "none.pdf"]],
        "wagtail_serve": [["about/canary-page/"], ["news/canary-news/"], ["about/how/"], ["about/none/"]],
    }  # fmt: skip


def list_numbers(model: Any) -> list[int]:
    """Return the numbers of the first two rows of a model and of the last two: public and private ones among them."""
    numbers = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    return sorted({*numbers[:2], *numbers[-2:]})


# What lists are narrowed by: private values, and words that stand beside a canary.
FILTERS = {
    "search": [{"q": COMPANION}, {"q": "contract brings buy plant"}, {"q": "draft figures counted team"}],
    "actions": [
        {"text": COMPANION}, {"priority": "canary-plan-1"}, {"board": "mill"}, {"organisation": "trust"},
        {"status": "not_started"}, {"status": "dropped"}, {"status": "not_known"}, {"page": "2"},
        {"due_before_0": "1", "due_before_1": "8", "due_before_2": "2019"},
    ],
    "actions_csv": [{"text": COMPANION}, {"priority": "canary-plan-1"}],
    "actions_calendar": [{"text": COMPANION}],
    "boards": [{"kind": "partnership"}, {"page": "2"}],
    "indicators": [{"verdict": "worse"}, {"verdict": "better"}, {"profile": "key"}],
    "indicators_csv": [{"verdict": "better"}],
    "indicator_chart": [{"wide": "yes"}],
    "organisations": [{"kind": "other"}, {"page": "2"}], "organisations_csv": [{"kind": "other"}],
    "map": [{"line": "none"}, {"kind": "partnership"}, {"layer": "county"}], "map_csv": [{"line": "some"}],
    "source": [{"kind": "action"}, {"kind": "agendaitem"}, {"page": "2"}],
    "desk_people": [{"q": "hawfinch"[:3]}, {"state": "invited"}],
    "desk_record_list": [{"q": COMPANION}],
    "desk_audit": [{"act": "lantern_act"}, {"subject": COMPANION}, {"person": "1"}],
    "desk_audit_csv": [{"subject": COMPANION}],
}  # fmt: skip
# What every API route with that parameter is asked for.
QUERIES = {
    "limit": ["100"], "offset": ["0", "5"], "board": ["mill"], "meeting": ["mill-2019-05-14", "mill-2019-07-22"],
    "kind": ["cites"], "plan": ["canary-plan"], "due": ["2019-Q3", "none"],
    "priority": ["canary-plan-1"], "organisation": ["trust"], "status": ["not_known", "dropped"],
    "due_before": ["2019-12-31"], "text": [COMPANION],
}  # fmt: skip
# Its own search needs a table that only a migrated database has; the lists show the same records.
WORDS_DESK = ("/words/", "/words/images/", "/words/documents/", "/words/reports/site-history/")


def list_addresses(world: World) -> list[str]:
    """Return every address of the sweep, each once."""
    found = [*list_site(world), *list_api(world), *list_words_desk(world), *list_files(world)]
    return list(dict.fromkeys(found))


def list_swept_routes() -> set[str]:
    """Return the names of the routes that the sweep must reach; the libraries' own of the words desk have one rule."""
    ours = [route for route in list_routes() if not route.path.startswith(("/words/", "/_util/"))]
    return {route.name for route in ours} - set(LEFT_OUT)


def list_site(world: World) -> Iterator[str]:
    """Return the pages, files and feeds: bare, and narrowed."""
    values = list_values(world)
    for name in sorted(list_swept_routes()):
        if name.startswith("api:") and name != "api:openapi-json":
            continue
        for path in [reverse(name, args=args) for args in values.get(name, [[]])]:
            yield path
            yield from (f"{path}?{urlencode(query)}" for query in FILTERS.get(name, ()))


def list_api(world: World) -> Iterator[str]:
    """Return every route of the OpenAPI document, with public, private and guessed keys and every query."""
    document = json.loads(Client().get(reverse("api:openapi-json")).content)
    for pattern, methods in document["paths"].items():
        for path in fill_path(world, pattern):
            yield path
            for parameter in methods["get"].get("parameters", ()):
                if parameter["in"] == "query":
                    yield from (f"{path}?{parameter['name']}={value}" for value in QUERIES[parameter["name"]])


def fill_path(world: World, pattern: str) -> list[str]:
    """Return a pattern of the API with each set of keys."""
    if "{" not in pattern:
        return [pattern]
    kind = re.sub(r"^/api/v1/(\w+)s/.*$|.*", lambda found: found[1] or "", pattern, count=1)
    kind = {"prioritie": "priority"}.get(kind, kind)
    names = re.findall(r"{(\w+)}", pattern)
    filled = []
    for args in list_values(world)[kind]:
        path = pattern
        for name, value in zip(names, args, strict=True):
            path = path.replace("{" + name + "}", str(value))
        filled.append(path)
    return filled


def list_words_desk(world: World) -> Iterator[str]:
    """Return the pages of the words desk on which its writers find what they are at."""
    yield from WORDS_DESK
    for page in (world.page, world.news, world.changed, world.waiting, world.over, world.twin, world.chapter):
        yield reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:history", "wagtailadmin_pages:view_draft"):
            yield reverse(name, args=[page.pk])
    yield reverse("wagtailimages:edit", args=[world.picture.pk])
    yield reverse("wagtaildocs:edit", args=[world.document.pk])


def list_files(world: World) -> Iterator[str]:
    """Return where a file would be if a server's folder were open, and addresses that are nothing."""
    yield from (f"/media/{world.picture.file.name}", f"/media/{world.document.file.name}")
    yield from (f"/media/private/{FILE_KEY[:2]}/{FILE_KEY}", "/media/", "/static/", "/nothing/here/")
    yield from ("/search/?page=99&q=lantern", "/actions/?page=99", "/actions/?page=x", "/api/v1/nothing")
