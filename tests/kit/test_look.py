"""The pieces of pages and the whole page: names, landmarks, words for blanks, and no typed word that becomes markup."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import allauth
import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from moothall.kit import jinja
from moothall.kit.views import answer_error

OURS = Path(jinja.__file__).parent / "jinja2"
THEIRS = Path(allauth.__file__).parent / "templates"
EVIL = "<script>alert(1)</script>\"'&"
PLACE = SimpleNamespace(
    name="Anyshire",
    mark="AN",
    colour="#003d73",
    strapline="Boards in the open",
    contact_name="Democratic services",
    contact_email="boards@example.org",
    is_example=False,
)
NOBODY = SimpleNamespace(is_authenticated=False)
pytestmark = pytest.mark.urls("allauth.urls")


def environment():
    return engines["jinja2"].env


def soup(html):
    return BeautifulSoup(str(html), "html.parser")


def draw(macro, *args, **kwargs):
    return soup(getattr(environment().get_template("kit/parts.jinja").module, macro)(*args, **kwargs))


def draw_page(template="kit/page.jinja", path="/actions/", **context):
    given = {"request": RequestFactory().get(path), "place": PLACE, "user": NOBODY, "today": date(2019, 7, 23)}
    return soup(environment().get_template(template).render(given | {"title": "Actions"} | context))


def words(element):
    return " ".join(element.get_text(" ").split())


# --- the whole page


@pytest.mark.parametrize(
    ("context", "name"),
    [
        ({}, "Actions – Anyshire"),
        ({"board_name": "Health Board"}, "Actions – Health Board – Anyshire"),
        ({"board": SimpleNamespace(name="Health Board"), "title": "Health Board"}, "Health Board – Anyshire"),
        ({"title": EVIL}, f"{EVIL} – Anyshire"),
    ],
)
def test_a_page_is_named_by_itself_its_board_and_its_place(context, name):
    assert draw_page(**context).title.get_text() == name


def test_a_page_has_what_every_page_needs():
    page = draw_page(crumbs=[("Boards", "/boards/")], last_changed=date(2019, 7, 20), lede="What is to be done.")
    assert page.html["lang"] == "en-GB"
    assert [words(h1) for h1 in page.find_all("h1")] == ["Actions"]
    assert page.find(class_="nhsuk-skip-link")["href"] == "#" + page.main["id"]
    assert [link["href"] for link in page.find(attrs={"aria-label": "Breadcrumb"}).ol.find_all("a")] == [
        "/",
        "/boards/",
    ]
    assert page.find("form", action="/search/").find("label", attrs={"for": "search-field"})
    assert "last changed on 20 July 2019" in words(page.footer)
    assert "http://testserver/actions/, printed as at 23 July 2019" in words(page.find(class_="mh-print-only"))
    assert {"/accessibility/", "/privacy/", "/api/v1/"} <= {link["href"] for link in page.footer.find_all("a")}
    assert "None" not in words(page)


def test_a_page_calls_nobody_else_and_holds_nothing_inline():
    page = draw_page()
    addresses = [element.get("src") or element.get("href") for element in page.find_all(["script", "link", "img"])]
    assert [address for address in addresses if not address.startswith("/") or address.startswith("//")] == []
    assert [script for script in page.find_all("script") if not script.has_attr("src")] == []
    assert page.find_all(style=True) + page.find_all("style") == []


def test_the_head_shows_the_places_own_mark_and_never_the_nhs_logo():
    header = draw_page().header
    assert words(header.find(class_="mh-brand")) == "AN Anyshire Boards in the open"
    assert header.find(class_="nhsuk-header__logo") is None
    assert "NHS" not in words(header)


def test_a_mistake_can_be_reported_with_the_address_of_the_page():
    link = draw_page(path="/actions/?board=a&page=2").footer.find("a", string="Report a mistake on this page")
    assert link["href"].startswith("mailto:boards@example.org?subject=A%20mistake%20on%20the%20page%3A%20Actions&body=")
    assert "http%3A//testserver/actions/%3Fboard%3Da%26page%3D2" in link["href"]


def test_the_menu_marks_where_one_is_and_needs_no_script():
    menu = [{"text": "Boards", "href": "/boards/"}, {"text": "Actions", "href": "/actions/", "current": True}]
    nav = draw_page(menu=menu).find("nav", attrs={"aria-label": "Menu"})
    assert [(words(link), link.get("aria-current")) for link in nav.find_all("a")] == [
        ("Boards", None),
        ("Actions", "page"),
    ]
    assert nav.find("button") is None


def test_the_desk_is_for_who_is_signed_in():
    desk = [{"text": "My work", "href": "/desk/", "current": True}]
    assert draw_page(desk_menu=desk).find("nav", attrs={"aria-label": "Desk"}) is None
    person = SimpleNamespace(is_authenticated=True, name="Ann Example", email="a@example.org")
    page = draw_page(desk_menu=desk, user=person, get_messages=lambda request: [])
    assert words(page.find("nav", attrs={"aria-label": "Desk"})) == "My work Ann Example Sign out"


def test_a_page_says_of_what_day_and_what_kind_it_is():
    assert draw_page().find(class_="mh-notices") is None
    example = SimpleNamespace(**{**vars(PLACE), "is_example": True})
    notices = words(draw_page(as_at=date(2019, 7, 23), place=example).find(class_="mh-notices"))
    assert "As at 23 July 2019." in notices
    assert "An example." in notices


def test_the_home_page_has_no_way_up():
    assert draw_page(path="/").find(attrs={"aria-label": "Breadcrumb"}) is None


def test_an_aside_stands_beside_the_content():
    child = (
        '{% extends "kit/page.jinja" %}{% block content %}<p>Words</p>{% endblock %}{% block aside %}Also{% endblock %}'
    )
    page = soup(environment().from_string(child).render(request=RequestFactory().get("/x/"), place=PLACE, title="X"))
    assert words(page.find(class_="nhsuk-grid-column-two-thirds")) == "Words"
    assert words(page.find(class_="nhsuk-grid-column-one-third").find(class_="mh-aside")) == "Also"


# --- when something went wrong

ERRORS = sorted(path.stem for path in (OURS / "kit" / "errors").iterdir())


def test_there_is_a_page_for_every_error():
    assert {"400", "403", "404", "410", "429", "500", "503"} <= set(ERRORS)


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_is_told_in_words_with_a_way_on(code):
    page = draw_page(f"kit/errors/{code}.jinja")
    assert len(page.find_all("h1")) == 1
    assert page.title.get_text() == f"{words(page.h1)} – Anyshire"
    assert page.main.find_all(["a", "form"]) or page.find("a", href="/")
    assert "None" not in words(page)


@pytest.mark.parametrize("code", ["400", "429", "500", "503"])
def test_a_page_for_the_worst_day_needs_nothing_at_all(code, settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "no.such.Storage"}}
    page = soup(environment().get_template(f"kit/errors/{code}.jinja").render())
    assert words(page.title) == words(page.h1)
    assert page.find("a", href="/")


def test_a_missing_page_offers_search():
    assert draw_page("kit/errors/404.jinja").main.find("form", action="/search/").find("input", attrs={"name": "q"})


def test_a_withdrawn_page_gives_its_reason():
    told = {
        "reason": "It named a child.",
        "withdrawn_on": date(2019, 7, 1),
        "instead": {"text": "Minutes", "href": "/m/"},
    }
    page = draw_page("kit/errors/410.jinja", **told)
    assert "It named a child." in words(page.main)
    assert "withdrawn on 1 July 2019" in words(page.main)
    assert page.main.find("a", href="/m/")


def test_who_may_not_is_told_why_and_where_to_sign_in():
    page = draw_page("kit/errors/403.jinja", sentence="Only the clerk may.")
    assert "Only the clerk may." in words(page.main)
    assert page.main.find("a", href="/login/?next=/actions/")


# --- the pieces


def test_home_comes_first_in_the_way_up_and_only_once():
    for crumbs in ([("Boards", "/boards/")], [("Home", "/"), ("Boards", "/boards/")]):
        assert [words(item) for item in draw("breadcrumb", crumbs).find_all("li")] == ["Home", "Boards"]
    assert words(draw("breadcrumb", []).find(class_="nhsuk-back-link")) == "Back to Home"


def test_a_tag_says_by_word_what_shape_and_colour_say():
    tag = draw("tag", "worse", "orange", "▼").strong
    assert tag["class"] == ["nhsuk-tag", "nhsuk-tag--orange"]
    assert tag.find(attrs={"aria-hidden": "true"}).get_text() == "▼"
    assert words(tag) == "▼ worse"
    assert draw("tag", EVIL).strong.get_text() == EVIL


def test_a_day_is_marked_up_as_one():
    assert draw("when", date(2019, 7, 3)).time["datetime"] == "2019-07-03"
    assert str(draw("when", None)) == ""


@pytest.mark.parametrize(
    ("kind", "role", "start"), [("success", "status", "Done."), ("error", "alert", "Not done."), ("", "status", "")]
)
def test_a_message_is_read_out(kind, role, start):
    notice = draw("notice", "It is saved", kind).div
    assert notice["role"] == role
    assert words(notice) == f"{start} It is saved".strip()


def test_a_card_leads_to_its_page_and_carries_its_facts():
    card = draw(
        "card",
        "Housing",
        "/p/housing/",
        facts=[("Led by", "To be confirmed")],
        badge=draw("tag", "late"),
        kicker="Priority",
    )
    assert card.h3.a["href"] == "/p/housing/"
    assert words(card.dl) == "Led by To be confirmed"
    assert draw("card", EVIL, level=2).h2.get_text() == EVIL
    assert draw("card", "Housing").a is None


def test_a_table_names_every_cell_for_who_sees_one_column():
    rows = [[{"text": "Ask", "href": "/a/"}, "Health", 3], [EVIL, None, {"text": ""}]]
    table = draw("data_table", "Actions", ["Action", "Lead", {"text": "Updates", "numeric": True}], rows).table
    assert table.caption.get_text(strip=True) == "Actions"
    assert [label.get_text(strip=True) for label in table.find_all(class_="mh-table__label")] == ["Lead", "Updates"] * 2
    assert [head["scope"] for head in table.find_all("th")] == ["col", "col", "col", "row", "row"]
    assert table.find("a", href="/a/").get_text() == "Ask"
    assert table.find_all("tr")[2].th.get_text() == EVIL
    assert words(table).count("nothing recorded") == 2
    assert len(table.find_all("td", class_="nhsuk-table__cell--numeric")) == 2


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "0 actions"),
        (1, "1 action"),
        (25, "25 actions"),
        (26, "1 to 25 of 26 actions"),
        (1300, "1 to 25 of 1,300 actions"),
    ],
)
def test_a_list_says_how_many(count, sentence):
    assert words(draw("how_many", Paginator(range(count), 25).page(1), "action")) == sentence


def test_the_pages_of_a_list_keep_its_filters():
    request = RequestFactory().get("/actions/?board=a&board=b&page=2")
    nav = draw("pagination", Paginator(range(160), 25).page(2), request).nav
    assert nav.find(attrs={"aria-current": "page"}).get_text(strip=True) == "2"
    assert nav.find(rel="next")["href"] == "/actions/?board=a&board=b&page=3"
    assert [link.get_text(strip=True) for link in nav.ul.find_all("a")] == ["1", "2", "3", "7"]
    assert str(draw("pagination", Paginator(range(25), 25).page(1), request)).strip() == ""


def test_a_query_can_lose_a_part():
    request = RequestFactory().get("/actions/?board=a&page=2")
    assert jinja.address_with(request, page=None) == "/actions/?board=a"
    assert jinja.address_with(request, page=None, board=None) == "/actions/"


def test_downloads_say_their_type_and_size():
    items = [
        {"text": "These actions", "href": "/a.csv", "kind": "CSV", "size": 12_345},
        {"text": "Them", "href": "/b", "kind": "JSON"},
    ]
    assert [words(link) for link in draw("downloads", items).find_all("a")] == [
        "These actions (CSV, 12 kB)",
        "Them (JSON)",
    ]


PAPER = SimpleNamespace(title="Strategy", get_absolute_url=lambda: "/sources/strategy/")


@pytest.mark.parametrize(
    ("status", "because", "source", "sentence"),
    [
        ("stated", "", PAPER, "Source: Strategy, p. 3, lines 4–5."),
        (
            "inferred",
            "the table names no year.",
            PAPER,
            "Source: Strategy, p. 3, lines 4–5. Inferred: the table names no year.",
        ),
        (
            "external",
            "from the census",
            PAPER,
            "Source: Strategy, p. 3, lines 4–5. From outside the papers: from the census.",
        ),
        ("invented", "", None, "Invented for this example."),
        ("invented", "to show a late action", None, "Invented: to show a late action."),
        ("stated", "", None, ""),
    ],
)
def test_a_record_says_in_words_where_it_comes_from(status, because, source, sentence):
    record = SimpleNamespace(
        source=source, source_page="3", source_lines="lines 4–5", source_status=status, source_because=because
    )
    if source is None:
        record.source_page = record.source_lines = ""
    said = words(draw("source_line", record)).replace(" ,", ",").replace(" :", ":").replace(" .", ".")
    assert said == sentence


def test_a_source_leads_to_its_own_page():
    record = SimpleNamespace(source=PAPER, source_status="stated")
    assert draw("source_line", record).a["href"] == "/sources/strategy/"


def test_an_empty_list_names_the_next_step():
    assert words(draw("empty", "No decision yet.", "See all", "/decisions/")) == "No decision yet. See all"
    assert draw("empty", "No decision yet.").a is None


def test_a_list_of_facts_says_when_one_is_not_known():
    facts = draw("summary_list", [("Lead", None), ("Deputy", ""), ("Count", 0)])
    assert [words(row) for row in facts.find_all("dd")] == ["Not recorded", "Not recorded", "0"]
    rows = draw("summary_list", [{"word": "Time", "value": "May", "href": "/x/"}, {"word": "Lead", "value": "Ann"}])
    assert words(rows.a) == "Change time"


def test_a_chart_comes_with_its_sentence_numbers_and_file():
    head, rows = ["Year", {"text": "Value", "numeric": True}], [["2019", "31.9"]]
    chart = draw("chart", "/c.svg", "Line chart", "It rose.", "Weight", head, rows, "/c.csv", 1412, 600, 240)
    assert chart.img["alt"] == "Line chart"
    assert words(chart.figcaption) == "It rose."
    assert words(chart.details.table.caption) == "Weight"
    assert words(chart.details.find("a")) == "Take these numbers away (CSV, 1 kB)"


def test_a_form_is_sent_once_and_can_be_left():
    form = draw("whole_form", None, "TOKEN", "Remove it", cancel="/back/", kind="warning").form
    assert "TOKEN" in form.get_text()
    assert form.button["data-prevent-double-click"] == "true"
    assert "nhsuk-button--warning" in form.button["class"]
    assert form.find("a", href="/back/")


# --- every template


def list_templates(folder, *parts):
    return {str(path.relative_to(folder)) for part in parts for path in (folder / part).rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", sorted(list_templates(OURS, "")))
def test_a_template_can_be_read(name):
    assert environment().get_template(name)


def test_every_page_and_message_of_the_sign_in_library_is_ours():
    # Bases and snippets are only extended and included by the library's own pages, none of which is left.
    wanted = {n for n in list_templates(THEIRS, "account", "mfa") if "snippets" not in n and "/base" not in n}
    assert wanted - list_templates(OURS, "account", "mfa") == set()


@pytest.mark.parametrize(
    "name", sorted(n for n in list_templates(OURS, "account", "mfa") if n.endswith("_subject.txt"))
)
def test_a_subject_is_one_line_and_tells_nothing_of_a_person(name):
    text = (OURS / name).read_text(encoding="utf-8")
    assert "{{" not in text
    subject = environment().get_template(name).render()
    assert 5 < len(subject.strip()) < 60
    assert "\n" not in subject.strip()


def test_an_e_mail_is_plain_text_and_a_page_is_not():
    assert environment().from_string("{{ x }}").render(x="<&>") == "&lt;&amp;&gt;"
    assert (
        environment()
        .get_template("account/messages/email_confirmed.txt")
        .render(email="o'x@example.org")
        .startswith("o'x@")
    )


@pytest.mark.parametrize("status", [500, 503])
def test_the_answer_to_a_broken_database_does_not_ask_it(status):
    # No mark for the database: a query here would fail the test.
    answer = answer_error(RequestFactory().get("/boards/"), status)
    assert answer.status_code == status
    assert soup(answer.content.decode()).find("a", href="/")
