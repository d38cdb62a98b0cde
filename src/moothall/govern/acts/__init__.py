"""What clerks and officers do: keep agendas, papers, minutes and what a board will take."""

from moothall.govern.acts.agendas import (
    ItemWords,
    Sitting,
    add_item,
    cancel_meeting,
    edit_item,
    plan_meeting,
    publish_agenda,
    set_deadline,
    settle_deadline,
    withdraw_item,
)
from moothall.govern.acts.forward import Promise, close_forward_item, place_forward_item, plan_forward_item
from moothall.govern.acts.minutes import correct_paragraph, record_decision, record_paragraph
from moothall.govern.acts.papers import (
    Cover,
    commission_report,
    edit_report,
    move_report,
    route_report,
    unroute_report,
)

__all__ = [
    "Cover",
    "ItemWords",
    "Promise",
    "Sitting",
    "add_item",
    "cancel_meeting",
    "close_forward_item",
    "commission_report",
    "correct_paragraph",
    "edit_item",
    "edit_report",
    "move_report",
    "place_forward_item",
    "plan_forward_item",
    "plan_meeting",
    "publish_agenda",
    "record_decision",
    "record_paragraph",
    "route_report",
    "set_deadline",
    "settle_deadline",
    "unroute_report",
    "withdraw_item",
]
