"""Pages of organisations, people, areas, the glossary and the map: what they say, what they link, what they cost."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moothall.govern.models import ReportingLine
from moothall.hall import bodies, charts
from moothall.hall.bodies.finding import find_people
from moothall.hall.rules.layout import arrange
from moothall.places.models import Area, AreaKind, GlossaryTerm, Organisation, Person
from tests.deliver import made as deliver
from tests.govern import made as govern
from tests.govern.made import MADE_UP

pytestmark = pytest.mark.django_db
COUNTY = "E10000013"
STROUD = "E07000082"


@pytest.fixture
def example(example_place: Any, settings: Any) -> Any:
    settings.MOOTHALL_AS_AT = date(2019, 7, 22)
    return example_place


def read(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content.decode(), "html.parser")


def text_of(client: Client, path: str) -> str:
    return " ".join(read(client, path).main.get_text(" ").split())


def links_of(client: Client, path: str) -> set[str]:
    return {str(a["href"]) for a in read(client, path).main.find_all("a", href=True)}


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))


# --- organisations and people -----------------------------------------------------------------------------------------


def test_an_organisation_says_what_it_is_what_it_leads_and_where_it_sits(client: Client, example: Any) -> None:
    text = text_of(client, "/organisations/ccg/")
    for words in ("NHS commissioner", "Short name CCG", "Physical activity", "Clinical Chair", "Dr Andy Seymour"):
        assert words in text
    assert "None" not in text
    links = links_of(client, "/organisations/ccg/")
    assert {"/people/andy-seymour/", "/priorities/physical-activity/", f"/areas/{COUNTY}/"} <= links
    assert "/boards/gloucestershire-hwb/#seats" in links
    assert any(link.startswith("/actions/") for link in links)


def test_an_invented_organisation_and_person_are_marked(client: Client, example: Any) -> None:
    assert "Invented This organisation was made up" in text_of(client, "/organisations/example-leisure-trust/")
    assert "Invented This person was made up" in text_of(client, "/people/finn-example/")


def test_a_person_has_published_roles_and_nothing_else(client: Client, example: Any) -> None:
    text = text_of(client, "/people/andy-seymour/")
    for words in ("Clinical Chair", "Physical activity", "Gloucestershire Health and Wellbeing Board", "no address"):
        assert words in text
    assert not re.search(r"[\w.]+@[\w.]+|\b0\d{4} ?\d{5,6}\b", text)
    assert client.get("/people/nobody/").status_code == 404


def test_who_holds_no_published_role_has_no_page_and_is_not_found(client: Client) -> None:
    Person.objects.create(slug="quiet", name="Quiet Quail", **MADE_UP)
    assert client.get("/people/quiet/").status_code == 404
    assert not list(find_people(client_user(), ["quail"]))
    deliver.make_post(holder=Person.objects.get(slug="quiet"))
    caches["pages"].clear()
    assert client.get("/people/quiet/").status_code == 200
    assert list(find_people(client_user(), ["quail"]))


def test_a_role_that_only_members_know_of_gives_the_public_no_page(client: Client) -> None:
    made = deliver.make_all()
    secret = deliver.add_action("hidden", board=made.board, paragraph=made.paragraph, publicity="exempt")
    person = Person.objects.create(slug="quiet", name="Quiet Quail", **MADE_UP)
    deliver.add_lead(secret, person=person)
    assert client.get("/people/quiet/").status_code == 404


def test_the_list_of_organisations_is_filtered_and_its_file_alike(client: Client, example: Any) -> None:
    assert f"of {Organisation.objects.count()} organisations" in text_of(client, "/organisations/")
    assert "2 organisations" in text_of(client, "/organisations/?kind=police")
    assert {row["kind"] for row in rows_of(client, "/organisations/download.csv?kind=police")} == {"Police"}
    county = next(row for row in rows_of(client, "/organisations/download.csv") if row["organisation"] == "ccg")
    assert (county["status"], county["document"]) == ("stated", "pack-2019-07-23")


def test_what_is_exempt_stands_on_no_page_of_a_body(client: Client) -> None:
    made = deliver.make_all()
    lead = deliver.make_post(holder=govern.make_person("ada"))
    secret = deliver.add_action(
        "hidden-walks", board=made.board, paragraph=made.paragraph, title="Plovers", publicity="exempt"
    )
    deliver.add_lead(secret, post=lead)
    secret.areas.add(make_county())
    for path in ("/organisations/trust/", "/people/ada/", "/areas/X1/", "/organisations/", "/map/"):
        assert "Plovers" not in text_of(client, path)
    assert rows_of(client, "/organisations/download.csv")[0]["actions_led"] == "0"
    assert rows_of(client, "/areas/download.csv")[0]["actions"] == "0"


def make_county() -> Area:
    kind = AreaKind.objects.create(key="county", label="county", level=3)
    return Area.objects.create(
        code="X1", name="Ambershire", kind=kind, is_home=True, tile_row=0, tile_column=0, **MADE_UP
    )


# --- areas ------------------------------------------------------------------------------------------------------------


def test_an_area_shows_each_value_with_interval_period_source_and_comparison(client: Client, example: Any) -> None:
    text = text_of(client, f"/areas/{COUNTY}/")
    for words in ("18.5%", "17.1 to 20.0", "Better than England", "England 22.2%", "2017/18", "Table 2"):
        assert words in text
    assert len(read(client, f"/areas/{COUNTY}/").select("table tbody tr")) >= 7


def test_a_district_without_a_figure_says_so_and_shows_the_countys(client: Client, example: Any) -> None:
    text = text_of(client, f"/areas/{STROUD}/")
    assert "The papers give no figure for Stroud" in text
    assert "Gloucestershire: latest value of each indicator" in text
    assert f"/areas/{COUNTY}/" in links_of(client, f"/areas/{STROUD}/")
    assert "/organisations/stroud-district-council/" in links_of(client, f"/areas/{STROUD}/")


def test_the_tiles_stand_where_the_places_files_put_them(client: Client, example: Any) -> None:
    tiles = charts.draw_tiles(bodies.list_areas(client_user()))
    assert tiles is not None
    spots = {tile.name: (tile.x, tile.y) for tile in tiles.tiles}
    assert len(spots) == 6
    assert len(set(spots.values())) == 6
    assert spots["Tewkesbury"][1] < spots["Gloucester"][1] < spots["Stroud"][1]
    links = read(client, "/areas/").select("svg.mh-tiles a")
    assert {str(a["href"]) for a in links} == {f"/areas/{a.code}/" for a in Area.objects.filter(kind__key="district")}
    assert all(a["aria-label"].endswith("no figure") for a in links)


def client_user() -> Any:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_a_place_without_areas_organisations_or_words_says_what_to_do(client: Client) -> None:
    for path, words in (
        ("/areas/", "No area is recorded yet"), ("/organisations/", "No organisation is recorded yet"),
        ("/glossary/", "No term is explained yet"), ("/map/", "No body is recorded yet"),
    ):  # fmt: skip
        assert words in text_of(client, path)
    assert client.get("/map/picture.svg").status_code == 404
    assert client.get("/areas/X1/").status_code == 404
    assert client.get("/organisations/none/").status_code == 404


# --- the glossary -----------------------------------------------------------------------------------------------------


def test_the_glossary_holds_the_papers_nineteen_terms(client: Client, example: Any) -> None:
    assert "19 terms" in text_of(client, "/glossary/")
    rows = rows_of(client, "/glossary/download.csv")
    assert len(rows) == client.get("/api/v1/glossary").json()["count"] == 19
    assert {row["term"]: row["meaning"] for row in rows}["MARAC"] == "Multi Agency Risk Assessment Conference"
    assert {row["status"] for row in rows} == {"stated"}


@pytest.mark.needs_shared
def test_every_term_of_the_paper_is_there_with_its_meaning(client: Client, example: Any, cases: Any) -> None:
    import json

    gold = json.loads((cases / "papers" / "gloucestershire_2019_07.json").read_text(encoding="utf-8"))
    printed = {row["term"]: row["meaning"] for row in gold["community_safety_strategy"]["glossary"]}
    assert {row["term"]: row["meaning"] for row in rows_of(client, "/glossary/download.csv")} == printed


def test_abbreviations_on_a_page_open_the_glossary(client: Client, example: Any) -> None:
    page = read(client, "/priorities/adverse-childhood-experiences/")
    (link,) = page.main.select('a[href="/glossary/#aces"]')
    assert link.abbr["title"] == "Adverse Childhood Experiences"
    assert "organisation-ccg" in client.get("/meetings/gloucestershire-hwb-2019-05-14/").content.decode()
    ids = {str(tag["id"]) for tag in read(client, "/glossary/").find_all(id=True)}
    assert {"aces", "organisation-ccg"} <= ids


def test_terms_are_read_once_until_an_act_changes_something(client: Client, example: Any) -> None:
    path = "/priorities/adverse-childhood-experiences/"
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get("/priorities/housing/")
    assert not [query for query in counted.captured_queries if "places_glossaryterm" in query["sql"]]


# --- the map ----------------------------------------------------------------------------------------------------------


def test_the_map_says_in_a_table_who_reports_to_whom_with_its_paper(client: Client, example: Any) -> None:
    page = read(client, "/map/")
    row = next(tr for tr in page.select("table tbody tr") if "ACEs Panel" in tr.th.get_text())
    text = " ".join(row.get_text(" ").split())
    assert "Reports to Gloucestershire Health and Wellbeing Board (stated, " in text
    assert "Adverse childhood experiences (ACEs)" in text
    assert "/sources/strategy-2019-draft/" in {str(a["href"]) for a in row.find_all("a")}


def test_the_map_says_what_a_body_drives_by_the_matrix_and_by_links(client: Client, example: Any) -> None:
    held = {body["key"]: body for body in client.get("/api/v1/map").json()["items"]}
    assert any(said.startswith("Driver: ") for said in held["board:gloucestershire-hwb"]["drives"])
    assert "organisation:safeguarding-arrangements" in held
    assert any(said.startswith("Commissions: ") for said in held["organisation:police-commissioner"]["drives"])
    assert "/strategies/safer-community-safety-strategy/matrix/" in links_of(client, "/map/")


def test_the_map_can_be_narrowed_to_who_reports_nowhere(client: Client, example: Any) -> None:
    held = {row["body"] for row in rows_of(client, "/map/download.csv?line=some")}
    none = {row["body"] for row in rows_of(client, "/map/download.csv?line=none")}
    assert "aces-panel" in held
    assert "gloucestershire-hwb" in none
    assert not held & none
    assert "Take all filters off" in text_of(client, "/map/?kind=practice&line=some")
    assert {row["kind"] for row in rows_of(client, "/map/download.csv?kind=organisation")} > {"Police"}


def test_every_line_of_the_picture_opens_its_paper_and_every_box_its_body(client: Client, example: Any) -> None:
    page = read(client, "/map/")
    picture = page.select_one("svg.mh-map__picture")
    hrefs = [str(a["href"]) for a in picture.find_all("a")]
    lines = ReportingLine.objects.all()
    assert len(picture.find_all("circle")) == lines.count() == len(page.select("ol.mh-lines li"))
    for line in lines:
        assert f"/sources/{line.source.key}/" in hrefs
        assert line.child.get_absolute_url() in hrefs
    assert all(a.get("aria-label") for a in picture.find_all("a"))


def test_the_picture_is_the_same_twice_and_stands_by_itself(client: Client, example: Any) -> None:
    first = client.get("/map/picture.svg")
    caches["pages"].clear()
    assert first.content == client.get("/map/picture.svg").content
    assert first["Content-Type"] == "image/svg+xml"
    assert b"<svg" in first.content[:10]


def test_no_two_boxes_of_sixty_bodies_lie_on_each_other(client: Client) -> None:
    boards = [govern.make_board(f"group-{n:02}") for n in range(60)]
    for child, parent in ((1, 0), (2, 0), (3, 2), (4, 2), (5, 4), (6, 0), (8, 7)):
        ReportingLine.objects.create(child=boards[child], parent_board=boards[parent], **MADE_UP)
    picture = charts.draw_map(bodies.get_map(client_user()))
    assert len(picture.boxes) == 60
    spots = [(box.x, box.y) for box in picture.boxes]
    for i, (x, y) in enumerate(spots):
        assert all(abs(x - a) >= charts.BOX or abs(y - b) >= charts.BOX_HEIGHT for a, b in spots[i + 1 :])
    assert picture.width <= 1100
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in spots)


def test_a_body_stands_right_of_the_one_that_it_reports_to_and_circles_end() -> None:
    spots, apart = arrange(["a", "b", "c", "d"], [("b", "a"), ("c", "b"), ("a", "c")], 4)
    assert spots == {"a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (0, 1)}
    assert apart == 1
    again, _ = arrange(["a", "b", "c", "d", "e"], [("b", "a"), ("c", "b"), ("a", "c")], 4)
    assert {node: again[node] for node in spots} == spots, "who comes last moves nobody"


def test_a_second_line_leads_to_a_neighbour_and_runs_through_no_other_family() -> None:
    lines = [("b", "a"), ("c", "a"), ("d", "a"), ("b", "z"), ("y", "x")]
    spots, _ = arrange(["a", "b", "c", "d", "x", "y", "z"], lines, 4)
    assert spots["b"] == (1, 2), "who reports to two stands last among its sisters"
    assert spots["z"] == (0, 3), "and its second parent right below"
    assert spots["x"] == (0, 4)


def test_the_map_as_data_says_the_same(client: Client, example: Any) -> None:
    answer = client.get("/api/v1/map").json()
    panel = next(body for body in answer["items"] if body["key"] == "board:aces-panel")
    assert panel["lines"][0]["to"] == "board:gloucestershire-hwb"
    assert panel["lines"][0]["source"]["document"] == "strategy-2019-draft"
    assert panel["leads"] == ["adverse-childhood-experiences"]
    assert len(rows_of(client, "/map/download.csv")) >= answer["count"]


# --- what pages cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/organisations/", "/organisations/trust/", "/people/ada/", "/areas/", "/areas/X1/", "/glossary/", "/map/"]
)
def test_a_page_asks_the_database_as_often_at_50_rows_as_at_one(client: Client, path: str) -> None:
    made = deliver.make_all()
    county = make_county()
    ada = govern.make_person("ada")
    add_row(made, county, ada, 0)
    one = count_queries(client, path)
    for n in range(1, 50):
        add_row(made, county, ada, n)
    assert count_queries(client, path) <= one + 1  # a second page of a list is counted by itself
    assert one <= 30


def add_row(made: Any, county: Area, ada: Any, n: int) -> None:
    board = govern.make_board(f"group-{n}", area=county)
    ReportingLine.objects.create(child=board, parent_board=made.board, **MADE_UP)
    seat = govern.add_seat(board, f"seat-{n}")
    trust = deliver.make_organisation("trust")
    seat.organisation = trust
    seat.save()
    govern.appoint(seat, "ada")
    post = deliver.make_post(f"keeper-{n}", holder=ada)
    deliver.make_organisation(f"body-{n}")
    Organisation.objects.filter(slug=f"body-{n}").update(area=county)
    action = deliver.add_action(f"walk-{n}", board=board, paragraph=made.paragraph)
    deliver.add_lead(action, post=post)
    action.areas.add(county)
    priority = deliver.make_priority(made.plan, number=n + 10, lead_board=board, lead_board_state="named")
    priority.leads.add(ada)
    GlossaryTerm.objects.create(slug=f"t{n}", term=f"T{n}", meaning="A term", **MADE_UP)
    Area.objects.create(code=f"X1{n}", name=f"Area {n}", kind=county.kind, **MADE_UP)


def count_queries(client: Client, path: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)
