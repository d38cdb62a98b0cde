"""The map desk: an officer puts a body elsewhere in the picture, nobody else moves, and the place's files keep it."""

import csv
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.govern.models import ReportingLine
from moothall.hall import bodies, charts, loader
from moothall.hall.acts import place_node
from moothall.hall.models import MapPosition
from moothall.hall.rules.layout import arrange, settle
from moothall.kit.acts import get_operator, give_role, invite_person
from moothall.kit.errors import NotAllowedError, RecordError, StaleError
from moothall.kit.models import AuditEntry, User
from moothall.kit.sheets import Report
from tests.govern import made
from tests.govern.made import MADE_UP
from tests.govern.test_desk import fill
from tests.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """Two boards of which one reports to the other, and two that report nowhere."""
    found = {slug: made.make_board(slug) for slug in ("mill", "weir", "barn", "dam")}
    ReportingLine.objects.create(child=found["weir"], parent_board=found["mill"], **MADE_UP)
    return found


@pytest.fixture
def officer(four):
    user = invite_person(by=get_operator(), email="ada@example.org", name="Ada")
    give_role(by=get_operator(), user=user, role="officer")
    return User.objects.get(pk=user.pk)


def find_spots():
    return charts.find_spots(bodies.get_map(AnonymousUser()))


def test_a_body_stands_where_it_was_put_and_nobody_else_moves(officer):
    before = find_spots()
    assert before["board:weir"] == (1, 0)
    place_node(by=officer, node="board:weir", x=3, y=0)
    after = find_spots()
    assert after == {**before, "board:weir": (3, 0)}
    picture = charts.draw_map(bodies.get_map(AnonymousUser()))
    box = next(box for box in picture.boxes if box.name == "Weir Board")
    assert box.x == 3 * (charts.BOX + charts.GAP) + 1
    assert AuditEntry.objects.get(act="place_node").subject == "map-position:board:weir"


def test_a_body_that_comes_later_moves_nobody_who_was_put_somewhere(officer, four):
    for node, spot in find_spots().items():
        place_node(by=officer, node=node, x=spot[0], y=spot[1])
    before = find_spots()
    late = made.make_board("a-new-one")
    ReportingLine.objects.create(child=late, parent_board=four["mill"], **MADE_UP)
    after = find_spots()
    assert {node: after[node] for node in before} == before
    assert after["board:a-new-one"] not in before.values()


def test_two_bodies_never_stand_in_one_place(officer):
    place_node(by=officer, node="board:barn", x=1, y=0)
    spots = find_spots()
    assert spots["board:barn"] == (1, 0)
    assert len(set(spots.values())) == len(spots), "who stood there by its line has gone to the next free row"
    with pytest.raises(RecordError, match=r"Another body \(board:barn\) was put there"):
        place_node(by=officer, node="board:dam", x=1, y=0)


def test_places_are_kept_whatever_else_is_drawn():
    spots, _ = arrange(["a", "b", "c"], [("b", "a")], 4)
    assert settle(spots, {}, [("b", "a")]) == (spots, 1)
    assert settle(spots, {"gone": (0, 0)}, [("b", "a")]) == (spots, 1)
    moved, begins = settle(spots, {"c": (1, 0)}, [("b", "a")])
    assert (moved, begins) == ({"a": (0, 0), "b": (1, 1), "c": (1, 0)}, None)


@pytest.mark.parametrize(
    ("node", "x", "sentence"),
    [("board:mill", 8, "The map has columns 0 to 7"), ("board:mill", 1, "")],
)
def test_a_place_outside_the_map_is_refused(officer, node, x, sentence):
    if sentence:
        with pytest.raises(RecordError, match=sentence):
            place_node(by=officer, node=node, x=x, y=0)
        assert not MapPosition.objects.exists()
    else:
        assert place_node(by=officer, node=node, x=x, y=400).y == 400


@pytest.mark.parametrize("node", ["board:none", "person:ada", "mill"])
def test_there_is_no_place_for_what_is_no_body(officer, node):
    with pytest.raises(NotAllowedError):
        place_node(by=officer, node=node, x=0, y=0)


def test_a_stale_move_is_refused(officer):
    place_node(by=officer, node="board:mill", x=0, y=3)
    place_node(by=officer, node="board:mill", x=0, y=4, version=1)
    with pytest.raises(StaleError):
        place_node(by=officer, node="board:mill", x=0, y=5, version=1)
    assert MapPosition.objects.get().y == 4


def test_an_officer_moves_a_body_by_a_form(officer, client):
    sign_in(client, officer)
    page = client.get("/desk/map/").content.decode()
    path = "/desk/map/board/weir/"
    assert path in page and "By its lines" in page
    once = re.search(r'name="once"[^>]*value="([^"]*)"', client.get(path).content.decode())[1]
    assert client.post(path, {"once": once, "x": "9", "y": "0"}).status_code == 422
    assert client.post(path, {"once": once, "x": "2", "y": "5"}).status_code == 303
    assert "Put there" in client.get("/desk/map/").content.decode()
    sent = fill(client, path, x="2", y="6")
    assert client.post(path, sent).status_code == 303
    again = client.post(path, sent)
    assert again.status_code == 422 and "sent already" in again.content.decode()
    assert client.get("/desk/map/board/none/").status_code == 404


def test_the_files_of_a_place_hold_where_bodies_stand(officer, tmp_path):
    place_node(by=officer, node="board:weir", x=3, y=2)
    loader.export(tmp_path)
    with (tmp_path / "hall/map_positions.csv").open(encoding="utf-8") as stream:
        assert list(csv.DictReader(stream)) == [{"node": "board:weir", "x": "3", "y": "2"}]
    MapPosition.objects.all().delete()
    report = Report()
    loader.load(tmp_path, by=get_operator(), report=report)
    assert (report.problems, MapPosition.objects.get().x) == ([], 3)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("board:none,1,1", "There is no body 'board:none'"),
        ("board:mill,99,1", "The map has columns 0 to 7"),
        ("board:mill,-1,1", "greater than or equal to 0"),
        ("board:mill,left,1", "is not a number"),
        ("board:mill,,1", "The cell is empty"),
        ("board:mill,1,1\nboard:weir,1,1", "already exists"),
    ],
)
def test_a_wrong_row_of_places_is_refused_with_its_line(four, tmp_path, row, sentence):
    (tmp_path / "hall").mkdir()
    (tmp_path / "hall/map_positions.csv").write_text(f"node,x,y\n{row}\n", encoding="utf-8")
    report = Report()
    loader.load(tmp_path, by=get_operator(), report=report)
    (problem,) = report.problems
    assert sentence in problem.reason
    assert problem.line == 2 + row.count("\n")
