"""Pages about actions, and the form by which somebody reports on one."""

import csv
import io
import re
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from moothall.deliver import views
from moothall.deliver.models import Update
from moothall.kit.models import AuditEntry
from tests.assess import made as assess
from tests.deliver.made import add_action, add_lead, add_update, give, make_organisation, make_post, make_user
from tests.govern.made import add_decision
from tests.signing import sign_in

FORM = "/desk/actions/walks/update/"
SENTENCE = "The draft went to all six districts."


@pytest.fixture
def officer(made, client):
    return sign_in(client, give(make_user("ada"), "officer", "board:mill"))


def read(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def payload(client, **values):
    page = client.get(FORM).content.decode()
    kept = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("once", "version")}
    return {**kept, "rating": "at_risk", "narrative": SENTENCE, **values}


def test_the_list_shows_how_each_action_stands(made, client):
    add_lead(made.action, organisation=make_organisation())
    assert "Not known" in read(client.get("/actions/"))
    add_update(made.action, "good")
    page = read(client.get("/actions/"))
    assert "<h1" in page
    assert "1 action" in page
    assert 'href="/actions/walks/"' in page
    assert "On track" in page
    assert "Trust" in page
    assert "None" not in page


def test_an_empty_list_says_what_comes_next(db, client):
    assert "No action has been agreed yet" in read(client.get("/actions/"))


def test_filters_stand_on_the_page_and_can_be_taken_off_one_by_one(made, client):
    add_update(made.action, "good")
    page = read(client.get("/actions/?board=mill&status=on_track"))
    assert 'href="/actions/?status=on_track"' in page
    assert 'href="/actions/?board=mill"' in page
    assert "Take all filters off" in page
    assert 'href="/actions/download.csv?board=mill&amp;status=on_track"' in page


def test_a_filter_that_fits_nothing_offers_to_take_it_off(made, client):
    assert "No action fits these filters" in read(client.get("/actions/?status=late"))


@pytest.mark.parametrize("query", ["board=nowhere", "due_before_day=99&due_before_month=1&due_before_year=2019"])
def test_a_filter_that_cannot_be_is_named_and_filters_nothing(made, client, query):
    answer = client.get(f"/actions/?{query}")
    assert answer.status_code == 200
    assert "There is a problem" in read(answer)
    assert "walks" in read(answer)


def test_a_day_can_be_filtered_by(made, client):
    add_action("benches", board=made.board, paragraph=made.paragraph, timescale="June 2019")
    page = read(client.get("/actions/?due_before_day=1&due_before_month=7&due_before_year=2019"))
    assert "Benches" in page
    assert "Walks" not in page


def test_twenty_five_stand_on_a_page(made, client):
    for count in range(30):
        add_action(f"more-{count:02}", board=made.board, paragraph=made.paragraph)
    first = read(client.get("/actions/?board=mill"))
    assert "1 to 25 of 31 actions" in first
    assert "/actions/?board=mill&amp;page=2" in first
    assert "26 to 31 of 31 actions" in read(client.get("/actions/?board=mill&page=2"))
    assert client.get("/actions/?page=3").status_code == 404


def test_the_table_to_take_away_holds_what_the_filters_leave(made, client):
    add_action("benches", board=made.board, paragraph=made.paragraph, timescale="June 2019", title="=cmd()")
    answer = client.get("/actions/download.csv?status=late")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["action"] for row in rows] == ["'=cmd()"]
    assert (rows[0]["due"], rows[0]["status"], rows[0]["timescale as written"]) == ("2019-06-30", "Late", "June 2019")
    assert rows[0]["address"].endswith("/actions/benches/")


def test_the_calendar_holds_the_days_on_which_open_actions_are_due(made, client):
    add_action("benches", board=made.board, paragraph=made.paragraph, timescale="June 2020")
    add_action(
        "gone", board=made.board, paragraph=made.paragraph, timescale="June 2020", state="done", closed_by_text="y"
    )
    text = client.get("/actions/calendar.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20200630" in text
    assert "SUMMARY:Due: Benches" in text


def test_an_action_says_how_it_stands_why_and_where_that_is_shown(made, client):
    add_update(made.action, "one", "at_risk", narrative="The third route is closed.", on=date(2019, 7, 16))
    page = read(client.get("/actions/walks/"))
    assert "At risk" in page
    assert "The last report, of 16 July 2019, says at risk." in page
    assert 'href="/actions/walks/#update-one"' in page
    assert 'id="update-one"' in page
    assert "The third route is closed." in page
    assert "This one names 0 of 4." in page
    assert made.paragraph.get_absolute_url() in page
    assert "Invented" in page
    assert "Say how it stands" not in page


def test_the_words_of_the_paper_stand_beside_what_they_were_read_as(made, client):
    add_action("benches", board=made.board, paragraph=made.paragraph, timescale="in six months")
    page = read(client.get("/actions/benches/"))
    assert "“in six months”, read as: 14 November 2019" in page


def test_updates_stand_newest_first_with_who_and_whether_invented(made, client):
    add_update(made.action, "old", on=date(2019, 7, 1), by_name="Keeper, Trust")
    add_update(made.action, "new", on=date(2019, 7, 16), is_invented=True, percent=40)
    page = read(client.get("/actions/walks/"))
    assert page.index('id="update-new"') < page.index('id="update-old"')
    assert "Reported by Keeper, Trust." in page
    assert page.count("written by an invented account") == 1
    assert "40% done" in page


def test_a_file_given_as_evidence_is_named_to_members_officers_and_its_leads_alone(made, client):
    file = {"kind": "file", "key": "k" * 32, "name": "secret-name.pdf", "type": "application/pdf", "size": 1200}
    link = {"kind": "link", "address": "https://example.org/a", "text": ""}
    add_update(made.action, "one", evidence=[file, link])
    page = read(client.get("/actions/walks/"))
    assert "secret-name" not in page
    assert "k" * 32 not in page
    assert "PDF" in page
    assert 'href="https://example.org/a"' in page
    reader = sign_in(client, make_user("reader"))
    assert "secret-name" not in read(client.get("/actions/walks/")), "an account without a role sees what all see"
    give(reader, "member", "board:mill")
    assert f'href="/files/{"k" * 32}/"' in read(client.get("/actions/walks/"))


def test_every_status_shows_its_evidence_within_two_clicks(made, client):
    """From the list to the action, from the action to the evidence: every link of that kind answers."""
    add_update(made.action, "one")
    decision = add_decision(made.paragraph)
    add_action("d", board=made.board, paragraph=made.paragraph, state="done", closed_by_decision=decision)
    add_action("late", board=made.board, paragraph=made.paragraph, timescale="May 2019")
    add_action("soon", board=made.board, paragraph=made.paragraph, timescale="from May 2020")
    listed = set(re.findall(r'href="(/actions/[\w-]+/)"', read(client.get("/actions/"))))
    assert len(listed) == 4
    for address in listed:
        page = read(client.get(address))
        shown = re.search(r'id="how-it-stands".*?<a href="([^"]+)">', page)[1]
        path, _, anchor = shown.partition("#")
        assert client.get(path).status_code == 200
        if path == address:
            assert f'id="{anchor}"' in page


def test_there_is_no_page_of_what_is_not_there(made, client):
    assert client.get("/actions/nothing/").status_code == 404


def test_public_pages_take_no_post(made, client):
    for address in ("/actions/", "/actions/walks/", "/actions/download.csv", "/actions/calendar.ics"):
        assert client.post(address).status_code in (403, 405)


def test_reporting_asks_for_sign_in(made, client):
    assert client.get(FORM).status_code == 303
    assert client.post(FORM, {"rating": "done"}).status_code in (303, 403)
    assert not Update.objects.exists()


def test_a_report_sent_from_the_desk_stands_on_the_public_page(made, officer, client):
    assert f'href="{FORM}"' in read(client.get("/actions/walks/"))
    page = read(client.get(FORM))
    for word in ("Done", "On track", "At risk", "Late"):
        assert word in page
    answer = client.post(FORM, payload(client, address="https://example.org/minutes"))
    update = Update.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/actions/walks/#update-{update.key}")
    shown = read(client.get(answer["Location"]))
    assert "Your report is on the page of this action." in shown
    assert SENTENCE in shown
    assert "At risk" in shown
    assert "https://example.org/minutes" in shown
    assert AuditEntry.objects.get(act="post_update").once


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"narrative": "75%"}, "Say in a sentence how it stands"),
        ({"rating": ""}, "How does it stand?"),
        ({"rating": "splendid"}, "splendid"),
        ({"address": "not an address"}, "https://"),
    ],
)
def test_a_refused_report_is_shown_again_with_what_was_typed(made, officer, client, wrong, words):
    answer = client.post(FORM, payload(client, **wrong))
    assert answer.status_code == 422
    page = read(answer)
    assert "There is a problem" in page
    assert words in page
    assert wrong.get("narrative", SENTENCE) in page
    assert "<title>Error:" in page
    assert not Update.objects.exists()


def test_a_form_sent_twice_is_refused_and_its_text_kept(made, officer, client):
    form = payload(client)
    client.post(FORM, form)
    answer = client.post(FORM, {**form, "version": "2"})
    assert answer.status_code == 422
    assert "sent already" in read(answer)
    assert SENTENCE in read(answer)
    assert Update.objects.count() == 1


def test_a_form_opened_before_another_report_is_refused_shows_it_and_can_be_sent_again(made, officer, client):
    form = payload(client)
    other = payload(client, narrative="Somebody else wrote this meanwhile.")
    client.post(FORM, other)
    answer = client.post(FORM, form)
    page = read(answer)
    assert answer.status_code == 422
    assert "while you wrote" in page
    assert SENTENCE in page
    assert "Somebody else wrote this meanwhile." in page
    once = re.search(r'name="once" value="([^"]*)"', page)[1]
    version = re.search(r'name="version" value="([^"]*)"', page)[1]
    assert client.post(FORM, {**form, "once": once, "version": version}).status_code == 303


def test_somebody_who_may_not_report_is_refused_on_get_and_post(made, client):
    sign_in(client, give(make_user("grace"), "member", "board:mill"))
    assert client.get(FORM).status_code == 403
    assert client.post(FORM, {"rating": "done", "narrative": SENTENCE}).status_code == 403
    assert not Update.objects.exists()


def test_a_closed_action_offers_no_form_and_takes_no_report(made, officer, client):
    form = payload(client)
    made.action.state, made.action.closed_by_text = "done", "It is there."
    made.action.save()
    assert f'href="{FORM}"' not in read(client.get("/actions/walks/"))
    answer = client.post(FORM, form)
    assert answer.status_code == 422
    assert "already" in read(answer)


def test_an_invented_account_is_told_that_its_report_is_marked(made, client):
    sign_in(client, give(make_user("ada", is_invented=True), "officer", "board:mill"))
    assert "marked as invented" in read(client.get(FORM))
    client.post(FORM, payload(client))
    assert "written by an invented account" in read(client.get("/actions/walks/"))


def ask(rf, made, user=None):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = user or AnonymousUser()
    request.GET = QueryDict("")
    return request


def test_panels_show_actions_on_the_pages_of_earlier_stages(made, rf):
    assess.make_place()
    indicator = assess.add_indicator("weight")
    made.action.measure = indicator
    made.action.save()
    request = ask(rf, made)
    drawn = {
        "What it led to": views.paragraph_panel(request, made.paragraph),
        "Actions from this meeting": views.meeting_panel(request, made.meeting),
        "Actions of this board": views.board_panel(request, made.board),
        "Actions": views.priority_panel(request, made.priority),
        "Actions that it measures": views.indicator_panel(request, indicator),
    }
    for heading, panel in drawn.items():
        assert heading in panel
        assert "/actions/walks/" in panel
    assert "Never reported on: 1" in drawn["Actions of this board"]


def test_panels_without_actions_say_so_or_are_not_there(made, rf):
    made.action.priority = None
    made.action.save()
    request = ask(rf, made)
    assert "No action has been agreed for this priority yet." in views.priority_panel(request, made.priority)
    other = made.action
    other.paragraph, other.source_plan = None, made.plan
    other.save()
    assert "No action came from this paragraph." in views.paragraph_panel(request, made.paragraph)
    assert views.meeting_panel(request, made.meeting) == ""


def test_a_board_with_many_actions_links_to_all_of_them(made, rf):
    for count in range(12):
        add_action(f"more-{count}", board=made.board, paragraph=made.paragraph)
    panel = views.board_panel(ask(rf, made), made.board)
    assert 'href="/actions/?board=mill"' in panel
    assert "All 13 actions of this board" in panel


def test_work_leads_to_the_form(made, client):
    user = sign_in(client, make_user("finn", honorific=""))
    add_lead(made.action, post=make_post(holder=user.person))
    page = read(client.get("/desk/"))
    assert f'href="{FORM}"' in page
    assert reverse("give_update", args=["walks"]) == FORM
