"""The clerk's meeting room: minutes as they are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moothall.govern import presenters, queries, rules
from moothall.govern.acts import correct_paragraph, record_decision, record_paragraph
from moothall.govern.forms.minutes import CorrectionForm, DecisionForm, ParagraphForm
from moothall.govern.models import Meeting, list_board_slugs
from moothall.govern.permissions import check_can_keep_minutes
from moothall.govern.views.finding import find_item, find_meeting, find_paragraph
from moothall.kit.errors import NotAllowedError
from moothall.kit.forms import Form
from moothall.kit.views import paginate, run_act, see_other, show


def meeting_rooms(request: HttpRequest) -> HttpResponse:
    """The meetings whose minutes the clerk keeps."""
    if not presenters.keeps_minutes(request.user):
        raise NotAllowedError("Only clerks have a meeting room. If you keep a board’s minutes, ask for the role.")
    slugs = list_board_slugs(request.user, "record_paragraph")
    return show(
        request,
        "govern/rooms.jinja",
        title="Meeting room",
        crumbs=[("My work", "/desk/")],
        page=paginate(request, queries.list_kept_meetings(request.user, slugs)),
        show_state=presenters.show_state,
        say_when=presenters.say_when,
    )


def meeting_room(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting for its clerk: items with their paragraphs, and the way to add to them."""
    found = find_meeting(request, slug)
    check_can_keep_minutes(by=request.user, meeting=found)  # type: ignore[arg-type]
    quorum = queries.get_quorum(request.user, found)
    return show(
        request,
        "govern/room.jinja",
        title=f"Minutes of {presenters.name_day(found)}",
        crumbs=[("My work", "/desk/"), ("Meeting room", reverse("meeting_rooms"))],
        caption=found.board.name,
        board=found.board,
        meeting=found,
        state=presenters.show_state(found),
        is_open=found.state in rules.RECORDING_STATES,
        public_states=rules.PUBLIC_ITEM_STATES,
        items=queries.list_items(request.user, found),
        quorum_sentence=rules.explain(quorum) if quorum else "",
        no_proof=presenters.NO_PROOF,
    )


def add_paragraph(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Record a paragraph under an item."""
    found = find_room(request, slug)
    item = find_item(request, found, number)
    form = ParagraphForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        made = run_act(request, form, record_paragraph, item=item, **pick(form, "text", "kind", "publicity"))
        if made is not None:
            return see_other(f"{found.get_room_url()}#p{made.slug}")
    return show_form(
        request,
        form,
        found,
        title=f"Add a paragraph to item {item.number}, {presenters.name_day(found)}",
        item=item,
        button="Record the paragraph",
    )


def add_decision(request: HttpRequest, slug: str, paragraph: str) -> HttpResponse:
    """Record what a paragraph settles."""
    return run_on_paragraph(request, slug, paragraph, DecisionForm, record_decision, ("text", "kind", "strength"))


def add_correction(request: HttpRequest, slug: str, paragraph: str) -> HttpResponse:
    """Record a correction of a paragraph."""
    return run_on_paragraph(request, slug, paragraph, CorrectionForm, correct_paragraph, ("text",))


def run_on_paragraph(
    request: HttpRequest,
    slug: str,
    paragraph: str,
    make_form: type[Form],
    act: Callable[..., Any],
    fields: tuple[str, ...],
) -> HttpResponse:
    """Show a form about a paragraph, and run its act when it is sent."""
    found = find_room(request, slug)
    about = find_paragraph(request, slug, paragraph)
    form = make_form(request.POST or None, record=about)
    if request.method == "POST" and form.is_valid():
        made = run_act(request, form, act, paragraph=about, **pick(form, *fields))
        if made is not None:
            return see_other(f"{found.get_room_url()}#p{about.slug}")
    verb = "Record a decision in" if act is record_decision else "Correct"
    title = f"{verb} {about.name}, {presenters.name_day(found)}"
    button = "Record the decision" if act is record_decision else "Record the correction"
    return show_form(request, form, found, title=title, paragraph=about, button=button)


def show_form(request: HttpRequest, form: Form, meeting: Meeting, *, title: str, **context: Any) -> HttpResponse:
    """Show one form of the meeting room; 422 when it was refused."""
    return show(
        request,
        "govern/room_form.jinja",
        title=title,
        crumbs=[
            ("My work", "/desk/"),
            ("Meeting room", reverse("meeting_rooms")),
            (f"Minutes of {presenters.name_day(meeting)}", meeting.get_room_url()),
        ],
        status=422 if form.is_bound and form.errors else 200,
        caption=meeting.board.name,
        board=meeting.board,
        meeting=meeting,
        form=form,
        **context,
    )


def pick(form: Form, *names: str) -> dict[str, Any]:
    """Return some of a form's cleaned values."""
    return {name: form.cleaned_data[name] for name in names}


def find_room(request: HttpRequest, slug: str) -> Meeting:
    """Return a meeting whose minutes the person keeps."""
    found = find_meeting(request, slug)
    check_can_keep_minutes(by=request.user, meeting=found)  # type: ignore[arg-type]
    return found
