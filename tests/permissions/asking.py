"""Where the page of each line of ``pages.csv`` is."""

from collections.abc import Callable
from types import SimpleNamespace

from django.urls import reverse

from moothall.kit.acts import get_operator
from moothall.kit.invitations import make_token
from tests.permissions.world import EXEMPT_KEY, OPEN_KEY

World = SimpleNamespace
Find = Callable[[World, str], str]


def find_own(world: World, person: str) -> int:
    return int(world.users.get(person, world.colleague).pk)


def in_room(route: str, *names: str) -> Find:
    """Return the address of a form of the meeting room: of an item or a paragraph of the world."""
    return lambda world, person: reverse(route, args=[world.meeting.slug, *(name for name in names)])


PLACES: dict[tuple[str, str], Find] = {
    ("desk", ""): lambda world, person: reverse("desk"),
    ("meeting_rooms", ""): lambda world, person: reverse("meeting_rooms"),
    ("meeting_room", "of the board"): lambda world, person: reverse("meeting_room", args=[world.meeting.slug]),
    ("record_paragraph", "under an open item"): in_room("record_paragraph", "17"),
    ("record_paragraph", "under an exempt item"): in_room("record_paragraph", "18"),
    ("record_decision", "in an open paragraph"): in_room("record_decision", "17"),
    ("record_decision", "in an exempt paragraph"): in_room("record_decision", "18"),
    ("correct_paragraph", "of an exempt paragraph"): in_room("correct_paragraph", "18"),
    ("papers_desk", ""): lambda world, person: reverse("papers_desk"),
    ("commission_report", ""): lambda world, person: reverse("commission_report"),
    ("paper_desk", "a draft"): lambda world, person: reverse("paper_desk", args=["plans"]),
    ("paper_desk", "an exempt draft"): lambda world, person: reverse("paper_desk", args=["secrets"]),
    ("paper_desk", "a published one"): lambda world, person: reverse("paper_desk", args=["paths"]),
    ("edit_report", "a draft"): lambda world, person: reverse("edit_report", args=["plans"]),
    ("move_report", "a draft"): lambda world, person: reverse("move_report", args=["plans"]),
    ("route_report", "a draft"): lambda world, person: reverse("route_report", args=["plans"]),
    ("unroute_report", "a draft"): lambda world, person: reverse(
        "unroute_report", args=["plans", world.ahead.slug, "1"]
    ),
    ("agendas_desk", ""): lambda world, person: reverse("agendas_desk"),
    ("plan_meeting", ""): lambda world, person: reverse("plan_meeting"),
    ("forward_desk", ""): lambda world, person: reverse("forward_desk"),
    ("plan_forward_item", ""): lambda world, person: reverse("plan_forward_item"),
    ("agenda_desk", "of the board"): lambda world, person: reverse("agenda_desk", args=[world.october.slug]),
    ("publish_agenda", "of the board"): lambda world, person: reverse("publish_agenda", args=[world.october.slug]),
    ("cancel_meeting", "of the board"): lambda world, person: reverse("cancel_meeting", args=[world.october.slug]),
    ("add_item", "of the board"): lambda world, person: reverse("add_item", args=[world.october.slug]),
    ("edit_item", "of the board"): lambda world, person: reverse("edit_item", args=[world.october.slug, "1"]),
    ("withdraw_item", "of the board"): lambda world, person: reverse("withdraw_item", args=[world.october.slug, "1"]),
    ("set_deadline", "of the board"): lambda world, person: reverse(
        "set_deadline", args=[world.october.slug, "summons"]
    ),
    ("settle_deadline", "of the board"): lambda world, person: reverse(
        "settle_deadline", args=[world.october.slug, "final_reports"]
    ),
    ("place_forward_item", "of the board"): lambda world, person: reverse("place_forward_item", args=["bridges"]),
    ("close_forward_item", "of the board"): lambda world, person: reverse("close_forward_item", args=["bridges"]),
    ("close_forward_item", "of an exempt minute"): lambda world, person: reverse(
        "close_forward_item", args=["figures"]
    ),
    ("plans_desk", ""): lambda world, person: reverse("plans_desk"),
    ("link_records", ""): lambda world, person: reverse("link_records"),
    ("agree_action", ""): lambda world, person: reverse("agree_action"),
    ("end_link", "of the board"): lambda world, person: reverse("end_link", args=["names"]),
    ("answer_matrix_question", "of a public plan"): lambda world, person: reverse(
        "answer_matrix_question", args=["deep"]
    ),
    ("answer_matrix_question", "of a draft plan"): lambda world, person: reverse(
        "answer_matrix_question", args=["wide"]
    ),
    ("close_action", "an open one"): lambda world, person: reverse("close_action", args=["walks"]),
    ("close_action", "an exempt one"): lambda world, person: reverse("close_action", args=["wells"]),
    ("map_desk", ""): lambda world, person: reverse("map_desk"),
    ("place_node", "of the board"): lambda world, person: reverse("place_node", args=["board", "mill"]),
    ("give_update", "on an open action"): lambda world, person: reverse("give_update", args=["walks"]),
    ("give_update", "on an exempt action"): lambda world, person: reverse("give_update", args=["wells"]),
    ("give_update", "on a proposed action"): lambda world, person: reverse("give_update", args=["ways"]),
    ("desk_records", ""): lambda world, person: reverse("desk_records"),
    ("desk_record_list", "seats"): lambda world, person: reverse("desk_record_list", args=["seats"]),
    ("desk_record_list", "priorities"): lambda world, person: reverse("desk_record_list", args=["priorities"]),
    ("desk_record_list", "organisations"): lambda world, person: reverse("desk_record_list", args=["organisations"]),
    ("desk_record_list", "that is not there"): lambda world, person: reverse("desk_record_list", args=["minutes"]),
    ("desk_add_record", "a seat"): lambda world, person: reverse("desk_add_record", args=["seats"]),
    ("desk_add_record", "a priority"): lambda world, person: reverse("desk_add_record", args=["priorities"]),
    ("desk_add_record", "an organisation"): lambda world, person: reverse("desk_add_record", args=["organisations"]),
    ("desk_change_record", "a seat of the board"): lambda world, person: reverse(
        "desk_change_record", args=["seats", world.seat.pk]
    ),
    ("desk_change_record", "a priority of the board"): lambda world, person: reverse(
        "desk_change_record", args=["priorities", world.aim.pk]
    ),
    ("desk_change_record", "a priority of a draft plan"): lambda world, person: reverse(
        "desk_change_record", args=["priorities", world.draft_aim.pk]
    ),
    ("desk_change_record", "an organisation"): lambda world, person: reverse(
        "desk_change_record", args=["organisations", world.trust.pk]
    ),
    ("desk_people", ""): lambda world, person: reverse("desk_people"),
    ("desk_invite", ""): lambda world, person: reverse("desk_invite"),
    ("desk_person", "somebody else"): lambda world, person: reverse("desk_person", args=[world.colleague.pk]),
    ("desk_person", "their own"): lambda world, person: reverse("desk_person", args=[find_own(world, person)]),
    ("desk_person", "the built-in one"): lambda world, person: reverse("desk_person", args=[get_operator().pk]),
    ("desk_invite_again", "somebody else"): lambda world, person: reverse(
        "desk_invite_again", args=[world.newcomer.pk]
    ),
    ("desk_give_role", "somebody else"): lambda world, person: reverse("desk_give_role", args=[world.colleague.pk]),
    ("desk_end_role", "somebody else"): lambda world, person: reverse(
        "desk_end_role", args=[world.colleague.pk, world.grant.pk]
    ),
    ("desk_keep_account", "somebody else"): lambda world, person: reverse(
        "desk_keep_account", args=[world.colleague.pk, "close"]
    ),
    ("desk_audit", ""): lambda world, person: reverse("desk_audit"),
    ("desk_audit_csv", ""): lambda world, person: reverse("desk_audit_csv"),
    ("file", "of an open action"): lambda world, person: reverse("file", args=[OPEN_KEY]),
    ("file", "of an exempt action"): lambda world, person: reverse("file", args=[EXEMPT_KEY]),
    ("file", "that is not there"): lambda world, person: reverse("file", args=["n" * 32]),
    ("wagtailadmin_home", ""): lambda world, person: reverse("wagtailadmin_home"),
    ("invitation", "of somebody new"): lambda world, person: reverse("invitation", args=[make_token(world.newcomer)]),
    ("invitation", "made up"): lambda world, person: reverse("invitation", args=["made-up"]),
    ("account_login", ""): lambda world, person: reverse("account_login"),
    ("account_change_password", ""): lambda world, person: reverse("account_change_password"),
    ("mfa_index", ""): lambda world, person: reverse("mfa_index"),
    ("mfa_view_recovery_codes", "that are not there"): lambda world, person: reverse("mfa_view_recovery_codes"),
    ("mfa_download_recovery_codes", "that are not there"): lambda world, person: reverse("mfa_download_recovery_codes"),
    ("mfa_list_webauthn", ""): lambda world, person: reverse("mfa_list_webauthn"),
}
