"""The desk's own pages: my work, people and their roles, the audit trail."""

import logging
import smtplib
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moothall.kit import acts, desk, scopes, work
from moothall.kit.desk_forms import AuditFilter, ConfirmForm, InviteForm, PeopleFilter, RoleForm
from moothall.kit.downloads import csv_answer
from moothall.kit.errors import NotAllowedError, RecordError
from moothall.kit.forms import Form
from moothall.kit.grants import needs_second_factor
from moothall.kit.invitations import send_invitation
from moothall.kit.models import User
from moothall.kit.permissions import check_can_invite, check_can_see_audit
from moothall.kit.signin import has_second_factor
from moothall.kit.views import paginate, run_act, see_other, show

log = logging.getLogger("moothall.mail")
DESK = ("My work", "/desk/")
PEOPLE = ("People and roles", "/desk/people/")
NOT_SENT = "The e-mail could not be sent. Check the site's e-mail settings, then send the invitation again."


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What is asked, what is late, what is mine; a welcome to those who have done nothing here yet."""
    user = get_user(request)
    return show(
        request,
        "kit/desk/work.jinja",
        title="My work",
        sections=work.list_work(user),
        roles=desk.list_own_roles(user),
        is_first_day=not desk.has_begun(user),
        has_second_step=has_second_factor(user),
        needs_second_step=needs_second_factor(user),
    )


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    check_can_invite(by=get_user(request))
    form = PeopleFilter(request.GET or None)
    page = paginate(request, desk.list_people(form.value("q") or "", form.value("state") or ""))
    names = scopes.name_scopes()
    page.object_list = [_row(user, names) for user in page.object_list]
    return show(request, "kit/desk/people.jinja", title=PEOPLE[0], crumbs=[DESK], filter_form=form, page=page)


def _row(user: Any, names: dict[str, str]) -> dict[str, Any]:
    held = [role for role in desk.describe_grants(user.grants.all(), names) if role.is_open]
    return {"user": user, "state": desk.name_state(user), "roles": held, "has_second_step": user.has_second_step}


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account with a first role, and send the invitation."""
    check_can_invite(by=get_user(request))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invited = run_act(request, form, _invite_with_role, **_values(form))
        if invited is not None:
            _send(request, invited)
            return see_other(reverse("desk_person", args=[invited.pk]))
    return _show_form(request, "kit/desk/invite.jinja", "Invite somebody", [DESK, PEOPLE], form)


@transaction.atomic
def _invite_with_role(*, by: User, email: str, name: str, role: str, scope: str, to_on: date | None) -> User:
    invited = acts.invite_person(by=by, email=email, name=name)
    if not invited.is_active:
        raise RecordError("This address has an account that is closed. Open that account again instead.", "email")
    acts.give_role(by=by, user=invited, role=role, scope=scope, to_on=to_on)
    return invited


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: how it stands, its roles, and what can be done about it."""
    check_can_invite(by=get_user(request))
    shown = _find(pk)
    return show(
        request,
        "kit/desk/person.jinja",
        title=shown.name,
        crumbs=[DESK, PEOPLE],
        shown=shown,
        state=desk.name_state(shown),
        roles=desk.describe_grants(shown.grants.select_related("given_by")),
        has_second_step=has_second_factor(shown),
        is_own=shown == request.user,
        confirm=ConfirmForm(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    check_can_invite(by=get_user(request))
    shown = _find(pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = run_act(request, form, acts.give_role, user=shown, **_values(form))
        if given is not None:
            messages.success(request, f"{shown.name} has the role now.")
            return see_other(reverse("desk_person", args=[shown.pk]))
    return _show_form(
        request, "kit/desk/give_role.jinja", f"Give {shown.name} a role", _crumbs(shown), form, shown=shown
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """Ask whether a role shall end, and end it."""
    check_can_invite(by=get_user(request))
    shown = _find(pk)
    held = shown.grants.filter(pk=grant).first()
    if held is None:
        raise Http404("There is no such role.")
    (role,) = desk.describe_grants([held])
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and run_act(request, form, acts.end_role, grant=held) is not None:
        messages.success(request, f"The role {role.name} of {shown.name} has ended.")
        return see_other(reverse("desk_person", args=[shown.pk]))
    title = f"End the role {role.name} of {shown.name}"
    return _show_form(request, "kit/desk/end_role.jinja", title, _crumbs(shown), form, shown=shown, role=role)


# What can be done about an account by one button: the act, and what is said when it is done.
STEPS = {
    "close": (acts.close_account, "The account is closed, its roles have ended, and its holder is signed out."),
    "open": (acts.open_account, "The account is open again. It has no role until you give one."),
    "second-step": (acts.remove_second_factors, "The second step is taken off. An officer must set up a new one."),
}


@require_POST
def keep_account(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Close or open an account, or take a lost second step off it."""
    check_can_invite(by=get_user(request))
    if step not in STEPS:
        raise Http404("There is no such step.")
    act, said = STEPS[step]
    shown = _find(pk)
    form = ConfirmForm(request.POST)
    if form.is_valid() and run_act(request, form, act, user=shown) is not None:
        messages.success(request, said)
    else:
        _say_refusal(request, form)
    return see_other(reverse("desk_person", args=[shown.pk]))


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    check_can_invite(by=get_user(request))
    shown = _find(pk)
    form = ConfirmForm(request.POST)
    if not shown.is_active:
        messages.error(request, "This account is closed. Open it again first.")
    elif form.is_valid() and run_act(request, form, acts.invite_person, email=shown.email, name=shown.name) is not None:
        _send(request, shown)
    else:
        _say_refusal(request, form)
    return see_other(reverse("desk_person", args=[shown.pk]))


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, when, on what, and why it was allowed."""
    check_can_see_audit(by=get_user(request))
    form = AuditFilter(request.GET or None)
    page = paginate(request, desk.list_audit(**_chosen(form)), per=50)
    return show(
        request,
        "kit/desk/audit.jinja",
        title="Audit",
        crumbs=[DESK],
        filter_form=form,
        page=page,
        say_act=desk.say_act,
        known=desk.name_subjects(page.object_list),
        query=request.GET.urlencode(),
    )


@require_safe
def audit_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; the newest 50,000 entries at most."""
    check_can_see_audit(by=get_user(request))
    entries = desk.list_audit(**_chosen(AuditFilter(request.GET or None)))[: desk.MAX_AUDIT_ROWS]
    return csv_answer("audit", desk.AUDIT_HEADER, (desk.write_audit_row(entry) for entry in entries.iterator()))


def _chosen(form: AuditFilter) -> dict[str, str]:
    return {name: form.value(name) or "" for name in ("act", "subject", "person")}


def get_user(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else to the desk."""
    if not isinstance(request.user, User):
        raise NotAllowedError("Sign in first.")
    return request.user


def _find(pk: int) -> User:
    found = User.objects.filter(pk=pk, is_operator=False).first()
    if found is None:
        raise Http404("There is no such account.")
    return found


def _crumbs(shown: User) -> list[tuple[str, str]]:
    return [DESK, PEOPLE, (shown.name, reverse("desk_person", args=[shown.pk]))]


def _values(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("once", "version")}


def _show_form(
    request: HttpRequest, template: str, title: str, crumbs: list[tuple[str, str]], form: Form, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return show(request, template, title=title, crumbs=crumbs, status=status, form=form, **context)


def _say_refusal(request: HttpRequest, form: Form) -> None:
    for sentence in (sentence for errors in form.errors.values() for sentence in errors):
        messages.error(request, str(sentence))


def _send(request: HttpRequest, invited: User) -> None:
    """Send the invitation; the account stands whether or not the mail server answers."""
    try:
        send_invitation(invited, by=get_user(request))
    except (smtplib.SMTPException, OSError):
        log.warning("an invitation could not be sent")
        messages.error(request, NOT_SENT)
    else:
        messages.success(request, f"The invitation to {invited.name} is on its way.")
