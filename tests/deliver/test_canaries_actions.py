"""Words of what is not public are sought on every surface of plan and deliver, by those who may not see it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.deliver import presenters, queries, views
from moothall.kit import clock
from moothall.plan import views as plan_views
from moothall.plan.models import Measure, Objective, Target
from tests.assess import made as assess
from tests.deliver.made import (
    MADE_UP,
    add_action,
    add_lead,
    add_update,
    give,
    make_organisation,
    make_plan,
    make_post,
    make_priority,
    make_user,
)
from tests.govern.made import add_decision, add_item, add_paragraph, make_board, make_meeting
from tests.signing import sign_in

CANARY = "Kingfisher"
LEADING = "Wren-"  # names of organisations are public; that they lead what is hidden is not
OTHER_CANARY = "Bittern"  # in the minutes that the other board's officer is drafting
SECRET = "987.6"
READERS = [
    ("", ""),
    ("member", "board:other"),
    ("officer", "board:other"),
    ("lead", "organisation:trust"),
    ("editor", ""),
]


@pytest.fixture
def hidden(made):
    """Beside what is public: an exempt minute's action, a proposed one, a draft plan's priority, target and action."""
    assess.make_place()
    made.other = make_board("other")
    indicator = assess.add_indicator("weight")
    exempt = add_paragraph(add_item(made.meeting, "18", publicity="exempt"), "18.1", publicity="exempt")
    draft = make_plan(made.board, "draft", published_on=None, title=f"{CANARY} plan")
    early = make_plan(made.board, "early", published_on=clock.today() + timedelta(days=1), title=f"{CANARY} plan")
    for plan in (draft, early):
        priority = make_priority(plan, 1, title=f"{CANARY} priority", aim=CANARY)
        objective = Objective.objects.create(slug=f"{plan.slug}-o", priority=priority, text=CANARY, **MADE_UP)
        Target.objects.create(
            slug=f"{plan.slug}-t", objective=objective, text=f"{CANARY} target", indicator=indicator, **MADE_UP
        )
        Measure.objects.create(priority=priority, indicator=indicator, **MADE_UP)
    kwargs = {"board": made.board, "timescale": "June 2020", "outcome_text": CANARY, "measure": indicator}
    made.secret = [
        add_action("secret-exempt", title=f"{CANARY} exempt", paragraph=exempt, publicity="exempt", **kwargs),
        add_action("secret-left-open", title=f"{CANARY} open by mistake", paragraph=exempt, **kwargs),
        add_action("secret-proposed", title=f"{CANARY} proposed", paragraph=made.paragraph, state="proposed", **kwargs),
        add_action("secret-plan", title=f"{CANARY} of a draft", source_plan=draft, **kwargs),
        add_action("secret-confidential", title=CANARY, paragraph=made.paragraph, publicity="confidential", **kwargs),
    ]
    unminuted = add_paragraph(add_item(make_meeting(made.other, "planned"), "1"), "1.1")
    for count, action in enumerate(made.secret):
        add_lead(action, organisation=make_organisation(f"wren-{count}"), as_written=CANARY)
        add_update(action, f"canary-{count}", narrative=CANARY)
    kwargs |= {"outcome_text": OTHER_CANARY, "board": made.other}
    made.secret.append(add_action("secret-minutes", title=f"{OTHER_CANARY} unminuted", paragraph=unminuted, **kwargs))
    # What is public points at what is not.
    made.action.priority = made.secret[3].priority = draft.priorities.get()
    made.action.measure = indicator
    made.action.state, made.action.merged_into = "merged", made.secret[0]
    made.action.save()
    made.secret[3].save()
    waiting = add_action("waiting", board=made.board, paragraph=made.paragraph, timescale="from May 2019")
    waiting.depends_on.add(made.secret[0])
    closed = add_action(
        "closed", board=made.board, source_plan=made.plan, state="done", closed_by_decision=add_decision(exempt, CANARY)
    )
    add_lead(closed, organisation=make_organisation())
    release = assess.add_release("embargoed", published_at=clock.now() + timedelta(days=1))
    assess.add_value(indicator, float(SECRET), (987.5, 987.7), release=release)
    Measure.objects.create(priority=made.priority, indicator=indicator, **MADE_UP)
    return made


def list_addresses(made):
    slugs = [action.slug for action in made.secret]
    return [
        "/actions/", "/actions/?text=kingfisher", "/actions/?priority=draft-1", "/actions/?priority=early-1",
        "/actions/?organisation=wren-0", "/actions/?board=mill", "/actions/?status=not_started",
        "/actions/download.csv", "/actions/calendar.ics", "/actions/walks/", "/actions/waiting/", "/actions/closed/",
        "/actions/?plan=draft", "/actions/?due=2020-Q2", "/strategies/", "/strategies/download.csv",
        "/strategies/strategy/", "/strategies/strategy/by-quarter.svg", "/strategies/strategy/by-quarter.csv",
        "/strategies/draft/", "/strategies/draft/by-quarter.svg", "/strategies/early/", "/strategies/links.csv",
        "/api/v1/plans", "/api/v1/plans/draft", "/api/v1/plans/early", "/api/v1/actions?plan=draft",
        "/priorities/", "/priorities/download.csv", "/priorities/strategy-1/", "/priorities/draft-1/",
        "/priorities/early-1/", "/indicators/weight/", "/boards/mill/", "/boards/other/",
        made.meeting.get_absolute_url(), made.paragraph.get_absolute_url(), "/search/?q=kingfisher",
        "/api/v1/priorities", "/api/v1/priorities/strategy-1", "/api/v1/priorities/draft-1",
        "/api/v1/actions", "/api/v1/actions?text=kingfisher", "/api/v1/actions/walks", "/api/v1/actions/waiting",
        "/api/v1/actions/closed", "/api/v1/actions/nothing",
        *(f"/actions/{slug}/" for slug in slugs), *(f"/api/v1/actions/{slug}" for slug in slugs),
        *(f"/desk/actions/{slug}/update/" for slug in slugs), "/desk/",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "scope"), READERS)
def test_no_canary_is_found_by_those_who_may_not_hear_it(hidden, client, role, scope):
    make_organisation("trust")
    if role:
        sign_in(client, give(make_user("reader"), role, scope))
    sought = [
        CANARY,
        SECRET,
        LEADING,
        "secret-exempt",
        *([] if (role, scope) == ("officer", "board:other") else [OTHER_CANARY]),
    ]
    found = []
    for address in list_addresses(hidden):
        text = client.get(address).content.decode()
        found += [(address, word) for word in sought if word in text and word not in address]
    assert found == []


def test_the_canaries_are_there_to_be_found(hidden, client):
    """The officer of the board sees what the readers above may not: the search above looks in the right places."""
    sign_in(client, give(make_user("ada"), "officer", "board:mill"))
    for address in (
        "/actions/",
        "/actions/download.csv",
        "/actions/secret-exempt/",
        "/search/?q=kingfisher",
        "/api/v1/actions",
    ):
        assert CANARY in client.get(address).content.decode(), address
    assert CANARY in client.get("/priorities/").content.decode()


def test_what_is_not_public_is_not_counted(hidden, client):
    data = client.get("/api/v1/actions").json()
    assert {item["slug"] for item in data["items"]} == {"walks", "waiting", "closed"}
    assert data["count"] == 3
    assert client.get("/api/v1/priorities").json()["count"] == 1
    assert "3 actions" in client.get("/actions/").content.decode()


def test_a_hidden_record_is_not_told_apart_from_one_that_is_not_there(hidden, client):
    missing = client.get("/actions/never-was/").content.decode()
    for action in hidden.secret:
        answer = client.get(f"/actions/{action.slug}/")
        assert answer.status_code == 404
        assert answer.content.decode().replace(action.slug, "never-was") == missing


def test_panels_keep_silent(hidden, rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    indicator = hidden.action.measure
    drawn = [
        views.board_panel(request, hidden.board),
        views.board_panel(request, hidden.other),
        views.meeting_panel(request, hidden.meeting),
        views.paragraph_panel(request, hidden.paragraph),
        views.priority_panel(request, hidden.priority),
        views.indicator_panel(request, indicator),
        views.strategy_panel(request, hidden.plan),
        plan_views.board_panel(request, hidden.board),
        plan_views.indicator_panel(request, indicator),
    ]
    assert [panel for panel in drawn if CANARY in panel or LEADING in panel] == []


def test_nobodys_work_names_what_he_or_she_may_not_see(hidden):
    user = make_user("finn", honorific="")
    for action in hidden.secret:
        add_lead(action, order=2, person=user.person)
        add_lead(action, order=3, post=make_post(f"post-{action.slug}", holder=user.person))
    officer = give(make_user("ada"), "officer", "board:other")
    assert presenters.list_own_work(user) == presenters.list_late_work(user) == []
    assert [row.title for row in presenters.list_silent_work(officer)] == [f"{OTHER_CANARY} unminuted"]


def test_members_of_the_board_see_exempt_actions_and_its_officers_also_proposed_ones(hidden):
    member = give(make_user("grace"), "member", "board:mill")
    officer = give(make_user("ada"), "officer", "board:mill")

    def slugs(user):
        return {row.action.slug for row in queries.list_actions(user) if row.action.slug.startswith("secret")}

    assert slugs(member) == {"secret-exempt", "secret-left-open", "secret-confidential"}
    assert slugs(officer) == slugs(member) | {"secret-proposed", "secret-plan"}
