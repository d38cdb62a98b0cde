"""Forms draw themselves, keep what was typed, are sent once, and notice that somebody else was quicker."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import RequestFactory

from moothall.kit.components import error_summary, has_errors, render_form
from moothall.kit.fields import new_key
from moothall.kit.forms import LOST_KEY, LOST_VERSION, DateField, FilterForm, Form

BOARDS = [("", "Choose a board"), ("hwb", "Health & Wellbeing"), ("safer", "Safer <i>county</i>")]
EVIL = "<script>alert(1)</script>\"'&"


class EveryField(Form):
    headline = django_forms.CharField(label="Headline", help_text="For example, “It began”", max_length=20)
    words = django_forms.CharField(label="More words", widget=django_forms.Textarea, max_length=50, required=False)
    note = django_forms.CharField(label="Note", widget=django_forms.Textarea(attrs={"rows": 3}), required=False)
    board = django_forms.ChoiceField(label="Board", choices=BOARDS)
    stands = django_forms.ChoiceField(
        label="How does it stand?", choices=[("on", "On track"), ("late", "Late")], widget=django_forms.RadioSelect
    )
    about = django_forms.MultipleChoiceField(
        label="About", choices=[("a", "Travel"), ("b", "Schools")], widget=django_forms.CheckboxSelectMultiple
    )
    more = django_forms.MultipleChoiceField(label="Also", choices=[("x", "One"), ("y", "Two")], required=False)
    on = DateField(label="Day", help_text="For example, 23 7 2019")
    email = django_forms.EmailField(
        label="E-mail address", widget=django_forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "you@"})
    )
    people = django_forms.IntegerField(
        label="People", min_value=0, widget=django_forms.NumberInput(attrs={"width": 4}), required=False
    )
    share = django_forms.DecimalField(label="Share", required=False)
    password = django_forms.CharField(
        label="Password", widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    paper = django_forms.FileField(label="Paper", required=False)
    sure = django_forms.BooleanField(label="I checked it", help_text="Twice")

    stands.option_hints = {"late": "It was due before today."}


GOOD = {
    "headline": "It began",
    "board": "hwb",
    "stands": "late",
    "about": ["a", "b"],
    "on_day": "23",
    "on_month": "7",
    "on_year": "2019",
    "email": "a@example.org",
    "people": "12",
    "password": "secret words",
    "sure": "on",
}


def post(form_class=EveryField, *, record=None, files=None, **changes):
    data = QueryDict(mutable=True)
    for name, value in {"once": new_key(), **GOOD, **changes}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return form_class(data, files, record=record)


def soup(html):
    return BeautifulSoup(str(html), "html.parser")


def list_ids(page):
    return [element["id"] for element in page.find_all(id=True)]


def control(page, name):
    return page.find(attrs={"name": name})


def test_every_control_has_a_label_or_stands_in_a_named_group():
    page = soup(EveryField().as_nhsuk())
    for box in page.find_all(["input", "select", "textarea"]):
        if box.get("type") != "hidden":
            assert page.find("label", attrs={"for": box["id"]}).get_text(strip=True)
    groups = [group.legend.get_text(strip=True) for group in page.find_all("fieldset")]
    assert groups == ["How does it stand?", "About", "Also (optional)", "Day"]


@pytest.mark.parametrize("form", [EveryField(), post(headline="", board="", on_day="x", sure="")])
def test_no_number_is_given_twice_and_every_description_is_there(form):
    page = soup(form.error_summary() + form.as_nhsuk())
    ids = list_ids(page)
    assert len(ids) == len(set(ids))
    for element in page.find_all(attrs={"aria-describedby": True}):
        assert set(element["aria-describedby"].split()) <= set(ids)


def test_each_kind_of_field_is_drawn_by_its_component():
    page = soup(EveryField())
    assert control(page, "headline")["type"] == "text"
    assert control(page, "headline")["aria-describedby"] == "id_headline-hint"
    assert control(page, "words").name == "textarea"
    assert "You can enter up to 50 characters" in page.get_text()
    assert (control(page, "words")["rows"], control(page, "note")["rows"]) == ("5", "3")
    assert [option.get_text(strip=True) for option in control(page, "board").find_all("option")][
        1
    ] == "Health & Wellbeing"
    assert {box["type"] for box in page.find_all(attrs={"name": "stands"})} == {"radio"}
    assert {box["type"] for box in page.find_all(attrs={"name": "about"})} == {"checkbox"}
    assert {box["type"] for box in page.find_all(attrs={"name": "more"})} == {"checkbox"}
    assert [control(page, f"on_{part}")["inputmode"] for part in ("day", "month", "year")] == [
        "numeric",
        "text",
        "numeric",
    ]
    assert (control(page, "email")["type"], control(page, "email")["autocomplete"]) == ("email", "email")
    assert (control(page, "people")["type"], control(page, "people")["inputmode"]) == ("text", "numeric")
    assert "nhsuk-input--width-4" in control(page, "people")["class"]
    assert control(page, "share")["inputmode"] == "decimal"
    assert (control(page, "password")["type"], control(page, "password")["autocomplete"]) == (
        "password",
        "current-password",
    )
    assert control(page, "paper")["type"] == "file"
    assert control(page, "sure")["type"] == "checkbox"


def test_nothing_that_hinders_people_is_passed_on():
    html = str(EveryField())
    assert [word for word in ("placeholder", " maxlength", "required", "style=") if f"{word}=" in html] == []


def test_what_is_optional_says_so_and_a_lone_tick_box_does_not():
    words = soup(EveryField()).get_text()
    assert "More words (optional)" in words
    assert "Headline (optional)" not in words
    assert "I checked it (optional)" not in words


def test_hints_of_choices_stand_beside_them():
    page = soup(EveryField())
    late = page.find("input", attrs={"value": "late"})
    assert page.find(id=late["aria-describedby"]).get_text(strip=True) == "It was due before today."


@pytest.mark.parametrize(("count", "chosen_first", "scrolls"), [(12, False, False), (13, True, True)])
def test_many_choices_scroll_in_a_box_with_the_chosen_ones_first(count, chosen_first, scrolls):
    class Boards(Form):
        boards = django_forms.MultipleChoiceField(
            choices=[(str(one), f"Board {one}") for one in range(count)], widget=django_forms.CheckboxSelectMultiple
        )

    page = soup(Boards(initial={"boards": ["5", "9"]}))
    boxes = [box["value"] for box in page.find_all("input", type="checkbox")]
    assert len(boxes) == count and (boxes[:2] == ["5", "9"]) is chosen_first
    assert boxes[2 if chosen_first else 0 :][:4] == ["0", "1", "2", "3"]
    assert (page.select_one(".mh-many") is not None) is scrolls
    assert [box["value"] for box in page.find_all("input", checked=True)] == ["5", "9"]


def test_a_good_form_gives_its_values():
    form = post(files={"paper": SimpleUploadedFile("a.pdf", b"%PDF")})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2019, 7, 23)
    assert form.cleaned_data["about"] == ["a", "b"]
    assert form.error_summary() == ""


def test_a_refused_form_keeps_every_word_that_was_typed():
    form = post(headline=EVIL, words=EVIL, on_month="Juli", people="many", stands="late", sure="")
    assert not form.is_valid()
    page = soup(form)
    assert control(page, "headline")["value"] == EVIL
    assert control(page, "words").get_text() == EVIL
    assert control(page, "on_month")["value"] == "Juli"
    assert control(page, "people")["value"] == "many"
    assert page.find("option", selected=True)["value"] == "hwb"
    assert page.find("input", attrs={"value": "late"}).has_attr("checked")
    assert [box["value"] for box in page.find_all(attrs={"name": "about"}) if box.has_attr("checked")] == ["a", "b"]
    assert not control(page, "password").has_attr("value")


def test_no_word_becomes_markup():
    class Evil(Form):
        named = django_forms.CharField(
            label=EVIL, help_text=EVIL, widget=django_forms.TextInput(attrs={"data-x": EVIL})
        )
        chosen = django_forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)], widget=django_forms.RadioSelect)
        listed = django_forms.ChoiceField(label=EVIL, choices=[(EVIL, EVIL)], initial=EVIL)
        ticked = django_forms.BooleanField(label=EVIL, help_text=EVIL)
        on = DateField(label=EVIL, help_text=EVIL)

        chosen.option_hints = {EVIL: EVIL}

    form = Evil({"once": new_key(), "named": EVIL, "chosen": EVIL, "on_day": EVIL, "on_month": EVIL, "on_year": EVIL})
    form.refuse(EVIL)
    form.refuse(EVIL, "named")
    page = soup(form.error_summary() + form.as_nhsuk())
    assert page.find_all("script") == []
    assert EVIL in page.find("label", attrs={"for": "id_named"}).get_text()
    assert EVIL in page.find(class_="nhsuk-error-summary").get_text()


def test_markup_of_a_library_stays_markup():
    class Foreign(django_forms.Form):
        password = django_forms.CharField(help_text=django_forms.utils.mark_safe('<a href="/x/">Forgotten?</a>'))

    assert soup(render_form(Foreign())).find("a")["href"] == "/x/"


def test_the_key_is_new_at_every_drawing():
    form = post(headline="")
    keys = [control(soup(drawing), "once")["value"] for drawing in (EveryField(), EveryField(), form, form)]
    assert len({*keys, form.data["once"]}) == 5
    assert all(re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", key) for key in keys)
    assert post().is_valid()


@pytest.mark.parametrize("key", ["", "x" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n0"])
def test_a_form_without_a_good_key_is_refused_in_words(key):
    form = post(once=key)
    assert not form.is_valid()
    assert LOST_KEY in soup(form.error_summary()).get_text()


def test_two_forms_may_stand_on_one_page():
    assert set(list_ids(soup(EveryField(prefix="a")))) & set(list_ids(soup(EveryField(prefix="b")))) == set()


def test_a_form_without_a_record_carries_no_version():
    assert "version" not in EveryField().fields


def test_the_version_is_kept_until_the_person_was_told():
    record = SimpleNamespace(version=4)
    assert control(soup(EveryField(record=record)), "version")["value"] == "4"
    form = post(record=record, version="3", headline="")
    assert not form.is_valid()
    assert control(soup(form), "version")["value"] == "3"
    form.refuse("Somebody else changed it.")
    form.take_current_version()
    assert control(soup(form), "version")["value"] == "4"
    assert [box["value"] for box in soup(form).find_all(attrs={"name": "about"}) if box.has_attr("checked")] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize("version", ["", "four"])
def test_a_lost_version_is_refused_in_words(version):
    form = post(record=SimpleNamespace(version=4), version=version)
    assert not form.is_valid()
    assert LOST_VERSION in soup(form.error_summary()).get_text()


def test_a_form_without_a_record_has_no_version_to_take():
    form = post()
    form.take_current_version()
    assert "version" not in form.data


@pytest.mark.parametrize("field", ["headline", None, "no_such_field"])
def test_a_refusal_stands_at_its_field_or_at_the_top(field):
    form = post()
    assert form.is_valid()
    form.refuse("It is finished already.", field)
    link = soup(form.error_summary()).find("a")
    assert "It is finished already." in form.error_summary()
    assert (link["href"] if link else None) == ("#id_headline" if field == "headline" else None)
    assert ("It is finished already." in str(form)) == (field == "headline")


def test_every_link_of_the_summary_leads_to_a_box():
    form = post(**dict.fromkeys(GOOD, "") | {"about": []})
    page = soup(form.error_summary() + form.as_nhsuk())
    links = [link["href"] for link in page.find(class_="nhsuk-error-summary").find_all("a")]
    assert "#id_on-day" in links
    for link in links:
        assert page.find(id=link[1:]).name in {"input", "select", "textarea"}


def test_what_is_missing_is_asked_for_by_name():
    form = post(**dict.fromkeys(GOOD, "") | {"about": []})
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert said == {
        "headline": "Enter headline",
        "board": "Select board",
        "stands": "Answer the question “How does it stand?”",
        "about": "Select about",
        "on": "Enter day",
        "email": "Enter e-mail address",
        "password": "Enter password",
        "sure": "Tick “I checked it” to go on",
    }


@pytest.mark.parametrize(
    ("label", "sentence"), [("CCG", "Enter CCG"), ("I agree", "Enter I agree"), ("First name", "Enter first name")]
)
def test_abbreviations_keep_their_capitals(label, sentence):
    class One(Form):
        words = django_forms.CharField(label=label)

    assert One({"once": new_key()}).errors["words"] == [sentence]


def test_a_form_may_say_it_in_its_own_words():
    class One(Form):
        words = django_forms.CharField(error_messages={"required": "Say what happened."})
        email = django_forms.EmailField(error_messages={"invalid": "Not so."})

    assert One({"once": new_key(), "email": "x"}).errors == {"words": ["Say what happened."], "email": ["Not so."]}


def test_lengths_and_addresses_are_explained():
    form = post(headline="x" * 25, email="nobody")
    assert form.errors["headline"] == ["Use 20 characters or fewer: there are 25 now."]
    assert form.errors["email"] == ["Enter an e-mail address like name@example.org."]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("23", "7", "2019"), date(2019, 7, 23)),
        (("1", "July", "2019"), date(2019, 7, 1)),
        (("1", "sept", "2019"), date(2019, 9, 1)),
        ((" 29 ", "2", "2020"), date(2020, 2, 29)),
    ],
)
def test_a_date_is_read(typed, day):
    form = post(**dict(zip(("on_day", "on_month", "on_year"), typed, strict=True)))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "7", "2019"), "The date must include a day."),
        (("23", "", ""), "The date must include a month and a year."),
        (("29", "2", "2019"), "The date must be a real date, like 23 7 2019."),
        (("23", "ju", "2019"), "The date must be a real date, like 23 7 2019."),
        (("23", "13", "2019"), "The date must be a real date, like 23 7 2019."),
        (("23", "7", "20190000000000000000000"), "The date must be a real date, like 23 7 2019."),
        (("²", "7", "2019"), "The date must be a real date, like 23 7 2019."),
    ],
)
def test_a_date_that_cannot_be_is_explained(typed, sentence):
    form = post(**dict(zip(("on_day", "on_month", "on_year"), typed, strict=True)))
    assert form.errors["on"] == [sentence]


def test_a_date_that_is_known_stands_in_its_boxes():
    page = soup(EveryField(initial={"on": date(2019, 7, 3)}))
    assert [control(page, f"on_{part}")["value"] for part in ("day", "month", "year")] == ["3", "7", "2019"]


def test_a_date_knows_whether_it_was_changed():
    data = {"once": new_key(), **GOOD}
    assert "on" not in EveryField(data, initial={"on": date(2019, 7, 23)}).changed_data
    assert "on" in EveryField(data, initial={"on": date(2019, 7, 24)}).changed_data
    assert DateField().clean("2019-07-23") == date(2019, 7, 23)
    assert DateField().widget.value_omitted_from_data({}, {}, "on")


class Library(django_forms.Form):
    code = django_forms.CharField(label="New Code")
    credential = django_forms.JSONField(widget=django_forms.HiddenInput)


def test_a_librarys_form_is_drawn_with_our_labels_and_hints():
    page = soup(render_form(Library(), labels={"code": "Code from the app"}, hints={"code": "Six figures"}))
    assert page.find("label").get_text(strip=True) == "Code from the app"
    assert page.find(id="id_code-hint").get_text(strip=True) == "Six figures"
    assert control(page, "credential")["id"] == "id_credential"


def test_a_librarys_general_sentence_becomes_a_request():
    form = Library({"credential": ""})
    assert "Enter your new code" in error_summary(form)
    assert "This field is required" not in error_summary(form) + render_form(form)


def test_a_grouped_choice_names_its_group():
    class Grouped(django_forms.Form):
        area = django_forms.ChoiceField(choices=[("Districts", [("s", "Stroud")]), ("g", "The county")])

    assert "Districts: Stroud" in render_form(Grouped())


def test_a_field_without_a_component_is_a_fault():
    class Odd(django_forms.Form):
        moment = django_forms.SplitDateTimeField()

    with pytest.raises(TypeError, match=r"no NHS\.UK component for SplitDateTimeWidget \(moment\)"):
        render_form(Odd())


def test_one_summary_serves_several_forms_and_passes_over_what_is_none():
    good, bad = post(), Library({"credential": "{}"})
    assert has_errors(None, good, bad, "") is True
    assert has_errors(None, good, EveryField()) is False
    assert soup(error_summary(good, bad, None)).find_all("a")[0]["href"] == "#id_code"
    assert error_summary(good, None) == ""


class Sieve(FilterForm):
    q = django_forms.CharField(label="Words")
    board = django_forms.ChoiceField(label="Board", choices=BOARDS)
    about = django_forms.MultipleChoiceField(label="About", choices=[("a", "Travel"), ("b", "Schools")])
    after = DateField(label="After")
    few = django_forms.IntegerField(label="At least")


def sieve(query):
    request = RequestFactory().get(f"/actions/?{query}")
    return Sieve(request.GET), request


def test_each_filter_can_be_taken_off_alone():
    form, request = sieve("q=walk&board=hwb&about=a&about=b&page=3&sort=due")
    chosen = form.chosen(request)
    assert [(one.label, one.value) for one in chosen] == [
        ("Words", "walk"),
        ("Board", "Health & Wellbeing"),
        ("About", "Travel, Schools"),
    ]
    assert chosen[0].href == "/actions/?board=hwb&about=a&about=b&sort=due"
    assert chosen[2].href == "/actions/?q=walk&board=hwb&sort=due"


def test_the_last_filter_leaves_the_bare_address():
    form, request = sieve("after_day=1&after_month=7&after_year=2019")
    assert [(one.value, one.href) for one in form.chosen(request)] == [("1 7 2019", "/actions/")]


def test_filters_that_cannot_be_filter_nothing():
    form, request = sieve("board=nowhere&few=some&q=")
    assert form.chosen(request) == []
    assert (form.value("board"), form.value("q"), form.value("few")) == (None, None, None)
    assert Sieve().value("q") is None


def test_filters_need_no_word_that_they_are_optional_and_carry_no_key():
    form, _request = sieve("q=walk")
    assert "(optional)" not in str(form)
    assert control(soup(form), "once") is None
    assert control(soup(form), "q")["value"] == "walk"
