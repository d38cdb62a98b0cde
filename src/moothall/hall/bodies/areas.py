"""Areas: what this site holds of each, beside how the place stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from moothall.assess.models import Observation
from moothall.assess.queries import Standing, list_area_standings
from moothall.deliver.models import Action
from moothall.deliver.queries import ActionRow, list_actions_of
from moothall.govern.models import Board
from moothall.kit.grants import AnyUser
from moothall.places.models import Area, Organisation
from moothall.plan.models import Objective


@dataclass(frozen=True)
class AreaRow:
    """An area in the list: how many values, boards and actions are its own."""

    area: Area
    values: int
    boards: int
    actions: int

    @property
    def holdings(self) -> str:
        """How many figures this site holds of the area, in words."""
        return f"{self.values} figure{'' if self.values == 1 else 's'}" if self.values else "no figure"


@dataclass(frozen=True)
class AreaPage:
    """What this site holds of one area, beside how the place's own area stands."""

    area: Area
    parents: Sequence[Area]
    children: Sequence[Area]
    standings: Sequence[Standing]
    home: Area | None
    home_standings: Sequence[Standing]
    boards: Sequence[Board]
    organisations: Sequence[Organisation]
    objectives: Sequence[Objective]
    actions: Sequence[ActionRow]


def list_areas(user: AnyUser) -> list[AreaRow]:
    """Return the areas, larger ones first, in the same number of queries whatever their number."""
    values = Counter(Observation.objects.visible_to(user).values_list("area", flat=True))
    boards = Counter(Board.objects.visible_to(user).values_list("area", flat=True))
    actions = Counter(Action.objects.visible_to(user).values_list("areas", flat=True))
    rows = Area.objects.visible_to(user).select_related("kind", "source").order_by("kind__level", "name")
    return [AreaRow(one, values[one.pk], boards[one.pk], actions[one.pk]) for one in rows]


def get_area(user: AnyUser, code: str) -> AreaPage | None:
    """Return all that one area's page shows, or None when there is none."""
    areas = Area.objects.visible_to(user).select_related("kind", "source")
    area = areas.filter(code=code).first()
    if area is None:
        return None
    home = areas.filter(is_home=True).first()
    standings = list_area_standings(user, area)
    is_other = home is not None and home != area
    organisations = Organisation.objects.visible_to(user).filter(area=area)
    return AreaPage(
        area=area,
        parents=list(areas.filter(children__child=area).order_by("kind__level", "name")),
        children=list(areas.filter(parents__parent=area).order_by("name")),
        standings=[one for one in standings if one.observation is not None],
        home=home,
        home_standings=list_area_standings(user, home) if is_other and home else [],
        boards=list(Board.objects.visible_to(user).filter(area=area).select_related("source")),
        organisations=list(organisations.select_related("source")),
        objectives=list(Objective.objects.visible_to(user).filter(areas=area).select_related("priority", "source")),
        actions=list_actions_of(user, areas=area),
    )
