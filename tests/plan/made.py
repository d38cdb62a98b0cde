"""A made-up strategy with layers, a matrix and links, on top of the made-up place. Every name is invented."""

from types import SimpleNamespace
from typing import Any

from moothall.places.models import SourceDocument
from moothall.plan.models import Link, MatrixCell, MatrixQuestion, MatrixTheme, Plan
from tests.deliver.made import MADE_UP
from tests.govern.made import make_board

LAYERS = [{"layer": "county", "in_scope": ["Rivers", "Roads"]}, {"layer": "parish", "in_scope": ["Ponds"]}]


def add_theme(plan: Plan, slug: str = "rivers", **values: Any) -> MatrixTheme:
    values = {"title": slug.capitalize(), **values}
    return _add(MatrixTheme(slug=slug, plan=plan, **values, **MADE_UP))


def add_cell(theme: MatrixTheme, **values: Any) -> MatrixCell:
    body = values.get("board") or values["organisation"]
    return _add(MatrixCell(slug=f"{theme.slug}-{body.slug}", theme=theme, **values, **MADE_UP))


def add_question(slug: str, **values: Any) -> MatrixQuestion:
    values = {"text": f"Is it {slug}?", **values}
    return _add(MatrixQuestion(slug=slug, **values, **MADE_UP))


def add_link(slug: str, kind: str = "cites", **ends: Any) -> Link:
    return _add(Link(slug=slug, kind=kind, **ends, **MADE_UP))


def make_document(key: str = "paper") -> SourceDocument:
    return SourceDocument.objects.create(key=key, title=f"The {key}")


def add_matrix(plan: Plan, board: Any) -> SimpleNamespace:
    """Give a plan two layers and a matrix of one theme and two bodies; one of three questions is answered."""
    plan.layers = LAYERS
    plan.save()
    other = make_board("weir")
    theme = add_theme(plan)
    driver = add_cell(theme, board=board, role="driver", concerns=["Clean water"], order=1)
    silent = add_cell(theme, board=other, order=2)
    open_question = add_question("deep", cell=silent)
    answered = add_question(
        "wide", cell=silent, answer="Four yards.", answered_on=plan.published_on, answered_by="The Weir"
    )
    layer = add_question("shared", plan=plan, layer="county")
    return SimpleNamespace(
        other=other, theme=theme, driver=driver, silent=silent, open=open_question, answered=answered, layer=layer
    )


def _add(record: Any) -> Any:
    record.full_clean()
    record.save()
    return record
