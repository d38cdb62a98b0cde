"""The agendas desk: plan a meeting, make and publish its agenda, keep its deadlines, keep the forward plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from moothall.govern import acts, presenters, queries, rules
from moothall.govern.forms.agendas import (
    CancelForm,
    CloseForm,
    ItemForm,
    MeetingForm,
    MomentForm,
    PlaceForm,
    PromiseForm,
    PublishForm,
    SettleForm,
    list_item_initial,
)
from moothall.govern.models import AgendaItem, Deadline, ForwardItem, Meeting, list_board_slugs
from moothall.govern.permissions import check_can_keep_agenda, check_can_keep_forward_item
from moothall.govern.views.finding import find_item, find_meeting
from moothall.kit import clock
from moothall.kit.errors import NotAllowedError
from moothall.kit.forms import Form
from moothall.kit.views import paginate, run_act, see_other, show

DESK = ("My work", "/desk/")
NO_AGENDAS = "Only clerks plan meetings and keep agendas. If you keep a board’s agenda, ask for the role."


def _find_slugs(request: HttpRequest) -> set[str] | None:
    slugs = list_board_slugs(request.user, "keep_agenda")
    if slugs is not None and not slugs:
        raise NotAllowedError(NO_AGENDAS)
    return slugs


# --- meetings to come -------------------------------------------------------------------------------------------------


def agendas_desk(request: HttpRequest) -> HttpResponse:
    """The meetings to come of the boards whose agendas somebody keeps."""
    rows = queries.list_planned_meetings(request.user, _find_slugs(request))
    return show(
        request,
        "govern/agendas_desk.jinja",
        title="Agendas desk",
        crumbs=[DESK],
        page=paginate(request, rows),
        show_state=presenters.show_state,
        say_when=presenters.say_when,
    )


def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    boards = queries.list_kept_boards(request.user, _find_slugs(request))
    form = MeetingForm(request.POST or None, boards=boards, calendars=queries.list_calendars(request.user))
    if request.method == "POST" and form.is_valid():
        values = {"board": form.cleaned_data["board"], "calendar": form.cleaned_data.get("calendar", "")}
        made = run_act(request, form, acts.plan_meeting, sitting=form.read(), **values)
        if made is not None:
            messages.success(request, "The meeting is planned, with the deadlines that the board’s terms give.")
            return see_other(made.get_agenda_url())
    return _show_form(request, form, title="Plan a meeting", button="Plan it", cancel=reverse("agendas_desk"))


def agenda_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting to come for its clerk: its items with their papers, its deadlines, what it could take."""
    found = _find(request, slug)
    notes = presenters.Notes(found)
    deadlines = list(queries.list_deadlines(request.user, found))
    return show(
        request,
        "govern/agenda_desk.jinja",
        title=f"Agenda of {presenters.name_day(found)}",
        crumbs=_crumbs(),
        caption=found.board.name,
        board=found.board,
        meeting=found,
        state=presenters.show_state(found),
        facts=presenters.list_meeting_facts(found),
        may=rules.MEETING_STATES[found.state],
        items=queries.list_items(request.user, found),
        deadlines=zip(deadlines, presenters.make_deadline_rows(deadlines, notes), strict=True),
        unset=[(key, word) for key, word in Deadline.KINDS if key not in {one.kind for one in deadlines}],
        forward=list(queries.list_forward_items(request.user, board=found.board)),
        say_forward=presenters.say_forward,
        say_report_state=presenters.say_report_state,
        notes=notes,
        show_messages=True,
    )


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish an agenda with its cleared papers."""
    found = _find(request, slug)
    form = PublishForm(request.POST or None, record=found)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.publish_agenda, meeting=found, **form.pick("late_because")) is not None:
        messages.success(request, "The agenda and its papers are open to the public.")
        return see_other(found.get_agenda_url())
    says = "Its items and their cleared papers are open to the public from then on, and stay as they are."
    title = f"Publish the agenda of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Publish the agenda", says=says)


def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a meeting off."""
    found = _find(request, slug)
    form = CancelForm(request.POST or None, record=found)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.cancel_meeting, meeting=found, **form.pick("because")) is not None:
        messages.success(request, "The meeting is called off. What it was to take waits on the forward plan.")
        return see_other(found.get_agenda_url())
    title = f"Call off the meeting of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Call it off", kind="warning")


# --- items ------------------------------------------------------------------------------------------------------------


def add_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an item to an agenda."""
    found = _find(request, slug)
    is_late = found.state == "agenda_published"
    form = ItemForm(request.POST or None, record=found, is_late=is_late)
    if request.method == "POST" and form.is_valid():
        urgent = form.cleaned_data.get("urgent_reason", "")
        made = run_act(request, form, acts.add_item, meeting=found, words=form.read(), urgent_reason=urgent)
        if made is not None:
            return see_other(f"{found.get_agenda_url()}#item-{made.number}")
    title = f"Add an item to the agenda of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Add the item")


def edit_item(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change an item of an agenda that is not published yet."""
    found, item = _find_item(request, slug, number)
    form = ItemForm(request.POST or None, record=item, initial=list_item_initial(item))
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.edit_item, item=item, words=form.read()) is not None:
        return see_other(f"{found.get_agenda_url()}#item-{item.number}")
    title = f"Change item {item.number} of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Keep the item")


def withdraw_item(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take an item off an agenda."""
    found, item = _find_item(request, slug, number)
    form = Form(request.POST or None, record=item)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.withdraw_item, item=item) is not None:
        messages.success(request, f"Item {item.number} is taken off. Its number is not given again.")
        return see_other(found.get_agenda_url())
    title = f"Take item {item.number} off the agenda of {presenters.name_day(found)}"
    says = f"{item.number}. {item.title}. Shall it be taken off the agenda?"
    return _show_form(request, form, title=title, meeting=found, button="Take it off", says=says, kind="warning")


def _find_item(request: HttpRequest, slug: str, number: str) -> tuple[Meeting, AgendaItem]:
    found = _find(request, slug)
    return found, find_item(request, found, number)


# --- deadlines --------------------------------------------------------------------------------------------------------


def set_deadline(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Say by when something must have come for a meeting."""
    found = _find(request, slug)
    held, what = _find_deadline(request, found, kind)
    due = clock.in_place(held.due_at) if held else None
    initial = {"day": due.date(), "hour": f"{due:%H:%M}"} if due else {}
    form = MomentForm(request.POST or None, record=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {"kind": kind, "due_at": form.read_moment()}
        if run_act(request, form, acts.set_deadline, meeting=found, **values) is not None:
            return see_other(f"{found.get_agenda_url()}#deadlines")
    title = f"{what}: by when, for the meeting of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Set the deadline")


def settle_deadline(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Record whether a deadline was kept."""
    found = _find(request, slug)
    held, what = _find_deadline(request, found, kind)
    if held is None:
        raise Http404("There is no such deadline.")
    form = SettleForm(request.POST or None, record=held)
    if request.method == "POST" and form.is_valid():
        values = {"met_at": form.read_moment(), "because": form.cleaned_data["because"]}
        if run_act(request, form, acts.settle_deadline, deadline=held, **values) is not None:
            return see_other(f"{found.get_agenda_url()}#deadlines")
    title = f"{what}: was it kept, for the meeting of {presenters.name_day(found)}"
    return _show_form(request, form, title=title, meeting=found, button="Record it")


def _find_deadline(request: HttpRequest, meeting: Meeting, kind: str) -> tuple[Deadline | None, str]:
    known = dict(Deadline.KINDS)
    if kind not in known:
        raise Http404("There is no such deadline.")
    return queries.list_deadlines(request.user, meeting).filter(kind=kind).first(), known[kind]


# --- the forward plan -------------------------------------------------------------------------------------------------


def forward_desk(request: HttpRequest) -> HttpResponse:
    """What the boards will take, of those whose agendas somebody keeps."""
    rows = queries.list_kept_forward_items(request.user, _find_slugs(request))
    return show(
        request,
        "govern/forward_desk.jinja",
        title="Forward plan",
        crumbs=_crumbs(),
        page=paginate(request, rows),
        say_forward=presenters.say_forward,
        show_messages=True,
    )


def plan_forward(request: HttpRequest) -> HttpResponse:
    """Enter what a board will take."""
    slugs, user = _find_slugs(request), request.user
    paragraphs = queries.list_kept_paragraphs(user, slugs)
    form = PromiseForm(request.POST or None, boards=queries.list_kept_boards(user, slugs), paragraphs=paragraphs)
    if request.method == "POST" and form.is_valid():
        values = {"board": form.cleaned_data["board"], "paragraph": form.cleaned_data["paragraph"]}
        if run_act(request, form, acts.plan_forward_item, promise=form.read(), **values) is not None:
            messages.success(request, "It stands on the forward plan, which is public.")
            return see_other(reverse("forward_desk"))
    title = "Enter what a board will take"
    return _show_forward(request, form, title=title, button="Enter it")


def place_forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Say which meeting takes something of the forward plan."""
    item = _find_forward(request, slug)
    meetings = queries.list_planned_meetings(request.user, {item.board.slug})
    form = PlaceForm(request.POST or None, record=item, meetings=meetings, initial={"meeting": item.meeting_id})
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.place_forward_item, item=item, **form.pick("meeting")) is not None:
        return see_other(reverse("forward_desk"))
    title = f"Which meeting takes it: {item.title}"
    return _show_forward(request, form, title=title, button="Keep it")


def close_forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Close something of the forward plan."""
    item = _find_forward(request, slug)
    form = CloseForm(request.POST or None, record=item)
    sent = request.method == "POST" and form.is_valid()
    if sent and run_act(request, form, acts.close_forward_item, item=item, **form.pick("state", "because")) is not None:
        messages.success(request, "It is closed.")
        return see_other(reverse("forward_desk"))
    title = f"What became of it: {item.title}"
    return _show_forward(request, form, title=title, button="Close it")


# --- finding ----------------------------------------------------------------------------------------------------------


def _find(request: HttpRequest, slug: str) -> Meeting:
    """Return a meeting whose agenda the person keeps."""
    found = find_meeting(request, slug)
    check_can_keep_agenda(by=request.user, board=found.board)  # type: ignore[arg-type]
    return found


def _find_forward(request: HttpRequest, slug: str) -> ForwardItem:
    found = queries.get_forward_item(request.user, slug)
    if found is None:
        raise Http404("There is no such thing on a forward plan.")
    check_can_keep_forward_item(by=request.user, item=found)  # type: ignore[arg-type]
    return found


def _crumbs(meeting: Meeting | None = None) -> list[tuple[str, str]]:
    above = [DESK, ("Agendas desk", reverse("agendas_desk"))]
    return [*above, (f"Agenda of {presenters.name_day(meeting)}", meeting.get_agenda_url())] if meeting else above


def _show_forward(request: HttpRequest, form: Form, *, title: str, button: str) -> HttpResponse:
    """Show one form of the forward plan."""
    forward = ("Forward plan", reverse("forward_desk"))
    return _show_form(request, form, title=title, button=button, cancel=forward[1], crumbs=[*_crumbs(), forward])


def _show_form(
    request: HttpRequest, form: Form, *, title: str, button: str, meeting: Meeting | None = None, **context: Any
) -> HttpResponse:
    """Show one form of the agendas desk; 422 when it was refused."""
    if meeting is not None:
        context = {"cancel": meeting.get_agenda_url(), "caption": meeting.board.name, **context}
    return show(
        request,
        "kit/desk_form.jinja",
        title=title,
        crumbs=context.pop("crumbs", _crumbs(meeting)),
        status=422 if form.is_bound and form.errors else 200,
        form=form,
        button=button,
        **context,
    )
