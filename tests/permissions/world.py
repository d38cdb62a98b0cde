"""The board, minutes, actions and accounts that the tests of permissions are sent to."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from moothall.govern.models import Board
from moothall.kit.acts import close_account, end_role, get_operator, give_role, invite_person
from moothall.kit.models import User
from moothall.places.models import Person
from tests.deliver import made as deliver
from tests.govern import made as govern
from tests.plan import made as plans
from tests.signing import PASSWORD, add_app, sign_in
from tests.snapshot import take_rows

HERE = Path(__file__).parent
ONE_STEP = "clerk_one_step"
OPEN_KEY, EXEMPT_KEY = "o" * 32, "e" * 32


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file; the spaces that make it readable are taken off."""
    text = (HERE / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = list(csv.reader(lines, skipinitialspace=True))
    header = [name.strip() for name in rows[0]]
    assert all(len(row) == len(header) for row in rows), [row for row in rows if len(row) != len(header)]
    return [{key: value.strip() for key, value in zip(header, row, strict=True)} for row in rows[1:]]


PEOPLE = {row["person"]: row for row in read_table("people.csv")}


@cache
def make_world_once() -> tuple[SimpleNamespace, Any]:
    """Make the world, and return it with the rows of all tables, which can be laid down again for the next test."""
    world = make_world()
    return world, take_rows()


def make_world() -> SimpleNamespace:
    """Make a real board with minutes, one more board, actions, and everybody of ``people.csv``, signed in."""
    world = make_records()
    people = make_people()
    world.users, world.clients = people.users, people.clients
    name_leader(world)
    world.newcomer = invite_person(by=get_operator(), email="newcomer@example.org", name="Newcomer")
    world.forgetful = make_person("forgetful")
    world.colleague = make_person("colleague")
    world.grant = give_role(by=get_operator(), user=world.colleague, role="member", scope="board:mill")
    add_app(world.colleague)
    world.gone = make_person("gone")
    close_account(by=get_operator(), user=world.gone)
    return world


def make_people() -> SimpleNamespace:
    """Make an account for everybody of ``people.csv``, and return them with a browser for each, signed in."""
    users = {name: make_account(name, row) for name, row in PEOPLE.items() if name != "anonymous"}
    clients = {name: make_client(users.get(name)) for name in PEOPLE}
    close_account(by=get_operator(), user=users["closed"])
    end_role(by=get_operator(), grant=users["former_clerk"].grants.get())
    users = {name: User.objects.get(pk=user.pk) for name, user in users.items()}
    return SimpleNamespace(users=users, clients=clients)


def make_records() -> SimpleNamespace:
    """Make the records: what is open, what is exempt, and what is proposed, of one board and of another."""
    board, other = govern.make_board("mill"), govern.make_board("other")
    Board.objects.update(source_status="recorded", source_because="")
    meeting = govern.make_meeting(board)
    item = govern.add_item(meeting, "17")
    paragraph = govern.add_paragraph(item, "17")
    private_item = govern.add_item(meeting, "18", publicity="exempt")
    private = govern.add_paragraph(private_item, "18", publicity="exempt")
    confirmed = govern.make_meeting(board, "minutes_confirmed", date(2019, 3, 12))
    settled = govern.add_paragraph(govern.add_item(confirmed, "5"), "5")
    papers = {**make_papers(board), **make_agenda(board, private), **make_plans(board)}
    trust = deliver.make_organisation("trust")
    deliver.make_organisation("hospital")
    walks = deliver.add_action("walks", board=board, paragraph=paragraph)
    wells = deliver.add_action("wells", board=board, paragraph=private, publicity="exempt")
    ways = deliver.add_action("ways", board=board, paragraph=paragraph, state="proposed")
    for action in (walks, wells, ways):
        deliver.add_lead(action, organisation=trust)
    for action, key in ((walks, OPEN_KEY), (wells, EXEMPT_KEY)):
        deliver.add_update(action, f"report-on-{action.slug}", evidence=[keep_file(key)])
    return SimpleNamespace(
        board=board, other=other, meeting=meeting, item=item, paragraph=paragraph, private_item=private_item,
        private=private, confirmed=confirmed, settled=settled, walks=walks, wells=wells, ways=ways, trust=trust,
        **papers,
    )  # fmt: skip


def make_plans(board: Board) -> dict[str, Any]:
    """Make a public plan and a draft, each asking its layer a question; the public one cites a document."""
    strategy, draft = deliver.make_plan(board), deliver.make_plan(board, "draft", published_on=None)
    for plan in (strategy, draft):
        plan.layers = plans.LAYERS
        plan.save()
    return {
        "strategy": strategy,
        "aim": deliver.make_priority(strategy),
        "draft_aim": deliver.make_priority(draft),
        "seat": govern.add_seat(board, "warden"),
        "document": plans.make_document(),
        "link": plans.add_link("names", from_plan=strategy, to_document=plans.make_document("pack")),
        "asked": plans.add_question("deep", plan=strategy, layer="county"),
        "draft_asked": plans.add_question("wide", plan=draft, layer="county"),
    }


def make_agenda(board: Board, private: Any) -> dict[str, Any]:
    """Make a meeting whose agenda can be published, with a deadline; an open promise, and one of an exempt minute."""
    october = govern.make_meeting(board, "planned", date(2019, 10, 1))
    return {
        "october": october,
        "october_item": govern.add_item(october, "1", state="ready"),
        "deadline": govern.add_deadline(october, "final_reports"),
        "promise": govern.add_forward(board, "bridges"),
        "private_promise": govern.add_forward(board, "figures", paragraph=private),
    }


def make_papers(board: Board) -> dict[str, Any]:
    """Make a meeting to come with two items, a paper being written for the first, an exempt one, a published one."""
    ahead = govern.make_meeting(board, "planned", date(2019, 9, 3))
    items = [govern.add_item(ahead, number, state="ready") for number in ("1", "2")]
    paper = govern.add_report(board, "plans", state="drafting")
    return {
        "ahead": ahead,
        "ahead_item": items[1],
        "paper": paper,
        "secret_paper": govern.add_report(board, "secrets", state="drafting", publicity="exempt"),
        "public_paper": govern.add_report(board, "paths"),
        "routing": govern.take(items[0], paper),
    }


def keep_file(key: str) -> dict[str, Any]:
    """Put a file into the private store, and return what an update keeps about it."""
    place = f"{key[:2]}/{key}"
    if not storages["private"].exists(place):
        storages["private"].save(place, ContentFile(b"%PDF-1.4 the words of the file %%EOF"))
    return {"kind": "file", "key": key, "name": "minutes of the walk.pdf", "type": "application/pdf", "size": 40}


def make_person(name: str) -> User:
    """Make an account with a password."""
    user = invite_person(by=get_operator(), email=f"{name}@example.org", name=name.replace("_", " ").title())
    user.set_password(PASSWORD)
    user.save()
    return user


def make_account(name: str, row: dict[str, str]) -> User:
    user = make_person(name)
    if name.startswith("invented"):
        user.is_invented = True
        user.save()
    if row["role"]:
        give_role(by=get_operator(), user=user, role=row["role"], scope=row["scope"])
    return User.objects.get(pk=user.pk)


def name_leader(world: SimpleNamespace) -> None:
    """Let the person ``leader`` lead the actions by name, beside the organisation."""
    person = Person.objects.create(slug="leader", name="Leader", user=world.users["leader"], source_status="recorded")
    for action in (world.walks, world.wells, world.ways):
        deliver.add_lead(action, order=2, person=person)


def make_client(user: User | None) -> Client:
    """Return a browser in which ``user`` is signed in, as the person's role asks for."""
    client = Client()
    if user is not None:
        sign_in(client, user, second_step=not user.email.startswith(ONE_STEP))
    if user is not None and user.email.startswith(ONE_STEP):
        add_app(user)
    return client


def copy_client(client: Client) -> Client:
    """Return another browser with the same cookies, so that one try leaves no trace for the next."""
    other = Client()
    for name, morsel in client.cookies.items():
        other.cookies[name] = morsel.value
    return other
