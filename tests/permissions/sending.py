"""What is sent for each line of ``posts.csv``: an address and a payload that the right person could send as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from moothall.kit.invitations import make_token
from moothall.kit.kept import find_kept
from moothall.kit.sheets import write_cell
from moothall.places.models import Organisation
from tests.permissions.world import PASSWORD
from tests.signing import make_code

ONCE = "0123456789abcdef" * 2
FRESH = "winter orchard signal"
PDF = b"%PDF-1.4 what was seen %%EOF"
MADE_UP = {"credential": '{"id": "MQ", "rawId": "MQ", "response": 1}', "name": "A key"}


@dataclass(frozen=True)
class Sending:
    """One post: ``before`` is what its sender did just before, which is no part of what is judged.

    ``code_now``: the code of an authenticator app goes with it, read at the moment of sending, since it soon ends.
    """

    path: str
    data: Mapping[str, Any] = field(default_factory=dict)
    before: Callable[[Client], object] | None = None
    code_now: bool = False

    def make_data(self) -> dict[str, Any]:
        return {**self.data, "code": make_code()} if self.code_now else dict(self.data)


World = SimpleNamespace
Maker = Callable[[World, str], Sending]
SENDINGS: dict[tuple[str, str], Maker] = {}


def sends(route: str, case: str = "") -> Callable[[Maker], Maker]:
    """Say that a function makes the post of a line; it is given the world and who sends."""

    def keep(make: Maker) -> Maker:
        assert (route, case) not in SENDINGS, f"two ways to send {route} {case}"
        SENDINGS[route, case] = make
        return make

    return keep


# --- the records ------------------------------------------------------------------------------------------------------


@sends("desk_add_record", "a seat of the board")
def _(world: World, person: str) -> Sending:
    words = {"board": "mill", "slug": "miller", "label": "The miller", "voting": "yes", "status": "recorded"}
    path = reverse("desk_add_record", args=["seats"])
    return Sending(path, {"once": ONCE, **words, "because": "The Board made the seat in May."})


@sends("desk_add_record", "an organisation")
def _(world: World, person: str) -> Sending:
    words = {"slug": "abbey", "name": "Abbey Trust", "kind": "other", "status": "recorded"}
    path = reverse("desk_add_record", args=["organisations"])
    return Sending(path, {"once": ONCE, **words, "because": "Its charter of June."})


def change(slug: str, record: Any, **typed: str) -> Sending:
    """Return the post of a form of the records desk that holds what the record holds, but for what was typed."""
    kept = find_kept(slug)
    fields = [column for column in kept.sheet.columns if column.name not in kept.sheet.key]
    shown = {column.name: write_cell(column, record) for column in fields if column.kind != "refs"}
    path = reverse("desk_change_record", args=[slug, record.pk])
    return Sending(path, {"once": ONCE, "version": kept.keeper.stamp(record), **shown, **typed})


@sends("desk_change_record", "a seat of the board")
def _(world: World, person: str) -> Sending:
    return change("seats", world.seat, label="The warden of the mill")


@sends("desk_change_record", "a priority of the board")
def _(world: World, person: str) -> Sending:
    return change("priorities", world.aim, aim="Level paths for all.")


@sends("desk_change_record", "a priority of a draft plan")
def _(world: World, person: str) -> Sending:
    return change("priorities", world.draft_aim, aim="Level paths for all.")


@sends("desk_change_record", "an organisation")
def _(world: World, person: str) -> Sending:
    return change("organisations", world.trust, name="The Mill Trust")


# --- the minutes ------------------------------------------------------------------------------------------------------


def send_paragraph(item: Any, publicity: str = "open") -> Sending:
    path = reverse("record_paragraph", args=[item.meeting.slug, item.number])
    words = {"text": "The Board heard the report.", "kind": "narrative", "publicity": publicity}
    return Sending(path, {"once": ONCE, "version": item.version, **words})


def send_decision(paragraph: Any) -> Sending:
    path = reverse("record_decision", args=[paragraph.meeting.slug, paragraph.slug])
    words = {"text": "The plan is approved.", "kind": "approval", "strength": "explicit"}
    return Sending(path, {"once": ONCE, "version": paragraph.version, **words})


def send_correction(paragraph: Any) -> Sending:
    path = reverse("correct_paragraph", args=[paragraph.meeting.slug, paragraph.slug])
    return Sending(path, {"once": ONCE, "version": paragraph.version, "text": "Eleven, and not twelve."})


@sends("record_paragraph", "under an open item")
def _(world: World, person: str) -> Sending:
    return send_paragraph(world.item)


@sends("record_paragraph", "under an exempt item")
def _(world: World, person: str) -> Sending:
    return send_paragraph(world.private_item, "exempt")


@sends("record_paragraph", "in confirmed minutes")
def _(world: World, person: str) -> Sending:
    return send_paragraph(world.settled.item)


@sends("record_decision", "in an open paragraph")
def _(world: World, person: str) -> Sending:
    return send_decision(world.paragraph)


@sends("record_decision", "in an exempt paragraph")
def _(world: World, person: str) -> Sending:
    return send_decision(world.private)


@sends("record_decision", "in confirmed minutes")
def _(world: World, person: str) -> Sending:
    return send_decision(world.settled)


@sends("correct_paragraph", "of an open paragraph")
def _(world: World, person: str) -> Sending:
    return send_correction(world.paragraph)


@sends("correct_paragraph", "of an exempt paragraph")
def _(world: World, person: str) -> Sending:
    return send_correction(world.private)


@sends("correct_paragraph", "in confirmed minutes")
def _(world: World, person: str) -> Sending:
    return send_correction(world.settled)


# --- papers -----------------------------------------------------------------------------------------------------------

COVER = {
    "once": ONCE, "title": "The mill's plans", "item_for": ["decision"], "recommendations": "Agree the next steps.",
    "publicity": "open", "key_issues": "", "financial_implications": "", "other_authors": "",
    "other_organisations": "", "exempt_paragraphs": "", "public_interest_text": "",
}  # fmt: skip
PRIVATE = {"publicity": "exempt", "exempt_paragraphs": "3", "public_interest_text": "Because of the money."}


def send_cover(paper: Any, **more: Any) -> Sending:
    return Sending(reverse("edit_report", args=[paper.slug]), {**COVER, "version": paper.version, **more})


@sends("commission_report", "for the board")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("commission_report"), {**COVER, "board": world.board.pk})


@sends("edit_report", "a draft")
def _(world: World, person: str) -> Sending:
    return send_cover(world.paper)


@sends("edit_report", "an exempt draft")
def _(world: World, person: str) -> Sending:
    return send_cover(world.secret_paper, **PRIVATE)


@sends("edit_report", "a published one")
def _(world: World, person: str) -> Sending:
    return send_cover(world.public_paper)


@sends("move_report", "a draft")
def _(world: World, person: str) -> Sending:
    words = {"once": ONCE, "version": world.paper.version, "to": "in_clearance", "because": ""}
    return Sending(reverse("move_report", args=["plans"]), words)


@sends("route_report", "a draft")
def _(world: World, person: str) -> Sending:
    words = {"once": ONCE, "version": world.paper.version, "item": world.ahead_item.pk, "role": "decide"}
    return Sending(reverse("route_report", args=["plans"]), words)


@sends("unroute_report", "a draft")
def _(world: World, person: str) -> Sending:
    path = reverse("unroute_report", args=["plans", world.ahead.slug, "1"])
    return Sending(path, {"once": ONCE, "version": world.paper.version})


# --- agendas and the forward plan -------------------------------------------------------------------------------------

MOMENT = {"day_day": "24", "day_month": "9", "day_year": "2019", "hour": "10:00"}
ITEM = {
    "title": "Level paths", "purpose": "decision", "presenters": "", "minutes_allotted": "", "publicity": "open",
    "exempt_paragraphs": "", "public_interest_text": "",
}  # fmt: skip


def about(route: str, record: Any, *args: str, **words: Any) -> Sending:
    """Return a form about a record of the world, with its version."""
    return Sending(reverse(route, args=list(args)), {"once": ONCE, "version": record.version, **words})


@sends("plan_meeting", "of the board")
def _(world: World, person: str) -> Sending:
    words = {"until": "", "venue": "", "mode": "in_person", "kind": "ordinary", "calendar": ""}
    return Sending(reverse("plan_meeting"), {"once": ONCE, "board": world.board.pk, **MOMENT, **words})


@sends("publish_agenda", "of the board")
def _(world: World, person: str) -> Sending:
    return about("publish_agenda", world.october, world.october.slug, late_because="")


@sends("cancel_meeting", "of the board")
def _(world: World, person: str) -> Sending:
    return about("cancel_meeting", world.october, world.october.slug, because="The room is flooded.")


@sends("add_item", "of the board")
def _(world: World, person: str) -> Sending:
    return about("add_item", world.october, world.october.slug, **ITEM)


@sends("edit_item", "of the board")
def _(world: World, person: str) -> Sending:
    return about("edit_item", world.october_item, world.october.slug, "1", **ITEM)


@sends("withdraw_item", "of the board")
def _(world: World, person: str) -> Sending:
    return about("withdraw_item", world.october_item, world.october.slug, "1")


@sends("set_deadline", "a new one")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("set_deadline", args=[world.october.slug, "summons"]), {"once": ONCE, **MOMENT})


@sends("settle_deadline", "of the board")
def _(world: World, person: str) -> Sending:
    words = {**MOMENT, "because": "The post was slow."}
    return about("settle_deadline", world.deadline, world.october.slug, "final_reports", **words)


@sends("plan_forward_item", "of the board")
def _(world: World, person: str) -> Sending:
    words = {"title": "Paths", "purpose": "", "timescale": "", "sponsor": "", "statute": "", "paragraph": ""}
    return Sending(reverse("plan_forward_item"), {"once": ONCE, "board": world.board.pk, **words})


@sends("place_forward_item", "of the board")
def _(world: World, person: str) -> Sending:
    return about("place_forward_item", world.promise, "bridges", meeting=world.october.pk)


@sends("close_forward_item", "of the board")
def _(world: World, person: str) -> Sending:
    return about("close_forward_item", world.promise, "bridges", state="done", because="")


@sends("close_forward_item", "of an exempt minute")
def _(world: World, person: str) -> Sending:
    return about("close_forward_item", world.private_promise, "figures", state="done", because="")


# --- plans ------------------------------------------------------------------------------------------------------------

ANSWER = {
    "answer": "Four yards.", "answered_by": "The warden", "answered_on_day": "22", "answered_on_month": "7",
    "answered_on_year": "2019", "address": "https://example.org/depth", "indicator": "", "report": "", "paragraph": "",
}  # fmt: skip


@sends("link_records", "of the board")
def _(world: World, person: str) -> Sending:
    ends = {"start": world.strategy.ref, "end": world.document.ref, "kind": "cites", "strength": "stated"}
    said = {"document": world.document.pk, "page": "4", "lines": "", "status": "stated", "because": ""}
    return Sending(reverse("link_records"), {"once": ONCE, **ends, **said})


@sends("end_link", "of the board")
def _(world: World, person: str) -> Sending:
    return about("end_link", world.link, "names", on_day="31", on_month="3", on_year="2019")


@sends("answer_matrix_question", "of a public plan")
def _(world: World, person: str) -> Sending:
    return about("answer_matrix_question", world.asked, "deep", **ANSWER)


@sends("answer_matrix_question", "of a draft plan")
def _(world: World, person: str) -> Sending:
    return about("answer_matrix_question", world.draft_asked, "wide", **ANSWER)


@sends("agree_action", "from an open paragraph")
def _(world: World, person: str) -> Sending:
    words = dict.fromkeys(("text", "plan", "page", "post", "timescale", "outcome_text", "measure_text"), "")
    trust = Organisation.objects.get(slug="trust")
    more = {"board": world.board.pk, "title": "Plant trees", "paragraph": world.paragraph.pk, "organisation": trust.pk}
    return Sending(reverse("agree_action"), {"once": ONCE, **words, **more})


@sends("close_action", "an open one")
def _(world: World, person: str) -> Sending:
    return about("close_action", world.walks, "walks", state="dropped", closed_by_text="Done by others.")


@sends("close_action", "an exempt one")
def _(world: World, person: str) -> Sending:
    return about("close_action", world.wells, "wells", state="dropped", closed_by_text="Done by others.")


@sends("place_node", "of the board")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("place_node", args=["board", "mill"]), {"once": ONCE, "x": "2", "y": "7"})


# --- actions ----------------------------------------------------------------------------------------------------------


def send_update(action: Any, **more: Any) -> Sending:
    words = {"rating": "on_track", "narrative": "Two of the three walks are marked.", "address": ""}
    return Sending(
        reverse("give_update", args=[action.slug]), {"once": ONCE, "version": action.version, **words, **more}
    )


@sends("give_update", "on an open action")
def _(world: World, person: str) -> Sending:
    return send_update(world.walks)


@sends("give_update", "on an open action with a file")
def _(world: World, person: str) -> Sending:
    return send_update(world.walks, file=SimpleUploadedFile("seen.pdf", PDF, "application/pdf"))


@sends("give_update", "on an exempt action")
def _(world: World, person: str) -> Sending:
    return send_update(world.wells)


@sends("give_update", "on a proposed action")
def _(world: World, person: str) -> Sending:
    return send_update(world.ways)


# --- accounts and roles -----------------------------------------------------------------------------------------------

ROLE = {"once": ONCE, "role": "clerk", "scope": "board:mill", "to_on_0": "", "to_on_1": "", "to_on_2": ""}


@sends("desk_invite", "somebody new as clerk")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("desk_invite"), {**ROLE, "name": "Nadia New", "email": "nadia@example.org"})


@sends("desk_invite_again", "somebody who has not answered")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("desk_invite_again", args=[world.newcomer.pk]), {"once": ONCE})


@sends("desk_give_role", "clerk of the board")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("desk_give_role", args=[world.colleague.pk]), ROLE)


@sends("desk_give_role", "to themselves")
def _(world: World, person: str) -> Sending:
    own = world.users.get(person, world.colleague)
    return Sending(reverse("desk_give_role", args=[own.pk]), {**ROLE, "scope": "board:other"})


@sends("desk_end_role", "of a member")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("desk_end_role", args=[world.colleague.pk, world.grant.pk]), {"once": ONCE})


def keep_account(user: Any, step: str) -> Sending:
    return Sending(reverse("desk_keep_account", args=[user.pk, step]), {"once": ONCE})


@sends("desk_keep_account", "close somebody's")
def _(world: World, person: str) -> Sending:
    return keep_account(world.colleague, "close")


@sends("desk_keep_account", "open one that is closed")
def _(world: World, person: str) -> Sending:
    return keep_account(world.gone, "open")


@sends("desk_keep_account", "take somebody's second step off")
def _(world: World, person: str) -> Sending:
    return keep_account(world.colleague, "second-step")


@sends("desk_keep_account", "close their own")
def _(world: World, person: str) -> Sending:
    return keep_account(world.users.get(person, world.colleague), "close")


@sends("desk_keep_account", "take their own second step off")
def _(world: World, person: str) -> Sending:
    return keep_account(world.users.get(person, world.colleague), "second-step")


# --- the door ---------------------------------------------------------------------------------------------------------

PASSWORDS = {"once": ONCE, "password": FRESH, "again": FRESH}


@sends("invitation", "of somebody new")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("invitation", args=[make_token(world.newcomer)]), PASSWORDS)


@sends("invitation", "that was used")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("invitation", args=[make_token(world.colleague)]), PASSWORDS)


def send_password(email: str, path: str = "") -> Sending:
    return Sending(path or reverse("account_login"), {"login": email, "password": PASSWORD, "username": email})


@sends("account_login", "with the right password")
def _(world: World, person: str) -> Sending:
    return send_password(world.forgetful.email)


@sends("account_login", "of an account that is closed")
def _(world: World, person: str) -> Sending:
    return send_password(world.gone.email)


@sends("words/login/", "with the right password")
def _(world: World, person: str) -> Sending:
    return send_password(world.forgetful.email, "/words/login/")


@sends("account_logout")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("account_logout"))


@sends("words/logout/")
def _(world: World, person: str) -> Sending:
    return Sending("/words/logout/")


@sends("account_reauthenticate", "with the right password")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("account_reauthenticate"), {"password": PASSWORD})


@sends("account_change_password", "their own")
def _(world: World, person: str) -> Sending:
    words = {"oldpassword": PASSWORD, "password1": FRESH, "password2": FRESH}
    return Sending(reverse("account_change_password"), words)


@sends("account_reset_password", "of somebody")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("account_reset_password"), {"email": world.forgetful.email})


@sends("account_reset_password_from_key", "with a fresh link")
def _(world: World, person: str) -> Sending:
    def path(key: str) -> str:
        return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(world.forgetful), key])

    link = path(PasswordResetTokenGenerator().make_token(world.forgetful))
    words = {"password1": FRESH, "password2": FRESH}
    return Sending(path("set-password"), words, before=lambda client: client.get(link))


@sends("mfa_authenticate", "after a right password")
def _(world: World, person: str) -> Sending:
    door = send_password(world.colleague.email)
    return Sending(reverse("mfa_authenticate"), before=lambda client: client.post(door.path, door.data), code_now=True)


@sends("mfa_reauthenticate", "with a right code")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_reauthenticate"), code_now=True)


@sends("mfa_reauthenticate_webauthn", "with a made-up passkey")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_reauthenticate_webauthn"), MADE_UP)


@sends("mfa_login_webauthn", "with a made-up passkey")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_login_webauthn"), MADE_UP)


@sends("mfa_activate_totp", "where there is one already")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_activate_totp"), code_now=True)


@sends("mfa_deactivate_totp", "their own")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_deactivate_totp"))


@sends("mfa_add_webauthn", "made up")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_add_webauthn"), MADE_UP)


def find_passkey(world: World, person: str) -> int:
    """Return the number of a passkey of theirs, which nobody could show."""
    owner = world.users.get(person, world.colleague)
    data = {"name": "A key", "credential": {"id": "MQ", "clientExtensionResults": {"credProps": {"rk": True}}}}
    held, _ = Authenticator.objects.get_or_create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data)
    return held.pk


@sends("mfa_remove_webauthn", "their own")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_remove_webauthn", args=[find_passkey(world, person)]))


@sends("mfa_remove_webauthn", "somebody else's")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_remove_webauthn", args=[find_passkey(world, "anonymous")]))


@sends("mfa_edit_webauthn", "their own")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_edit_webauthn", args=[find_passkey(world, person)]), {"name": "Another name"})


@sends("mfa_edit_webauthn", "somebody else's")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_edit_webauthn", args=[find_passkey(world, "anonymous")]), {"name": "Another name"})


@sends("mfa_generate_recovery_codes", "their own")
def _(world: World, person: str) -> Sending:
    return Sending(reverse("mfa_generate_recovery_codes"))
