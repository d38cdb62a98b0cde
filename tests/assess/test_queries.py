"""The latest value: latest period, latest published release, newest version; and how the county compares."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from moothall.assess import queries
from moothall.assess.models import Indicator, Observation, ProfileItem, Series
from moothall.kit import clock, freshness
from tests.assess.made import (
    COUNTRY,
    DISTRICT,
    LONG_AGO,
    REGION,
    add_indicator,
    add_release,
    add_value,
    add_version,
    make_analyst,
)

pytestmark = pytest.mark.usefixtures("place")
ANYBODY = AnonymousUser()


def tomorrow():
    return clock.now() + timedelta(days=1)


def stand(indicator: Indicator) -> queries.Standing:
    return queries.compare_latest(ANYBODY, indicator)


def test_the_county_is_compared_with_its_benchmark_at_the_same_time() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3))
    add_value(sleep, 30.0, (29.0, 30.5), period="2016/17")
    add_value(sleep, 34.3, code=COUNTRY)
    add_value(sleep, 20.0, code=COUNTRY, period="2018/19")
    standing = stand(sleep)
    assert standing.verdict.code == "better"
    assert standing.read() == "Ambershire 32.1% (31.0 to 33.3), better than Realm 34.3% (single overlap, 95%). 2017/18."


def test_without_a_benchmark_of_the_same_time_there_is_no_verdict() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3))
    add_value(sleep, 34.3, code=COUNTRY, period="2016/17")
    verdict = stand(sleep).verdict
    assert (verdict.code, verdict.reason) == ("not_compared", "Realm has no value for the same time")


def test_the_latest_published_release_wins_and_the_earlier_stays() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3), release=add_release("first", published_at=LONG_AGO))
    add_value(sleep, 32.9, (31.8, 34.0), release=add_release("second", published_at=LONG_AGO + timedelta(days=9)))
    assert stand(sleep).observation.value == 32.9
    assert [row.value for row in queries.list_indicator_values(ANYBODY, sleep)] == [32.9]
    assert Observation.objects.count() == 2


def test_an_undated_value_comes_after_dated_ones_and_is_compared_within_its_release() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3), period="")
    add_value(sleep, 34.3, code=COUNTRY, period="")
    assert stand(sleep).verdict.code == "better"
    add_value(sleep, 20.0, (19.0, 21.0), period="2010/11")
    assert stand(sleep).observation.period == "2010/11"


def test_the_newest_version_counts_as_soon_as_it_has_a_visible_value() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3), period="2018/19")
    newer = add_version(sleep, 2)
    embargoed = add_release("later", published_at=tomorrow())
    add_value(sleep, 11.1, (10.0, 12.0), period="2017/18", series=newer, release=embargoed)
    assert stand(sleep).observation.value == 32.1
    assert queries.compare_latest(make_analyst(), sleep).observation.value == 11.1


def test_values_by_sex_or_category_do_not_stand_for_everybody() -> None:
    sleep = add_indicator("short-sleep")
    version = sleep.versions.get()
    men = Series.objects.create(version=version, slug="male", sex="male")
    poor = Series.objects.create(version=version, slug="decile-1", category_type="deprivation", category="1")
    add_value(sleep, 40.0, (39.0, 41.0), period="2018/19", series=men)
    add_value(sleep, 50.0, (49.0, 51.0), period="2018/19", series=poor)
    assert stand(sleep).observation.value == 40.0
    add_value(sleep, 32.1, (31.0, 33.3), period="2016/17")
    assert stand(sleep).observation.value == 32.1


def test_each_area_stands_at_its_own_latest_period() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3))
    add_value(sleep, 34.3, code=COUNTRY)
    add_value(sleep, 30.3, code=REGION)
    add_value(sleep, 36.0, (35.0, 37.0), code=DISTRICT)
    shown = {s.facts.area: (s.verdict.code, s.verdict.reason) for s in queries.compare_areas(ANYBODY, stand(sleep))}
    assert shown == {
        "Realm": ("not_compared", "it is what others are compared with"),
        "Westmarch": ("not_compared", "no interval"),
        "Ambershire": ("better", ""),
        "Lower Amber": ("worse", ""),
    }


def test_the_level_of_the_profile_is_the_level_of_the_limits() -> None:
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3), lower_99_8=30.0, upper_99_8=34.4)
    add_value(sleep, 34.3, code=COUNTRY)
    ProfileItem.objects.update(confidence="99.8")
    verdict = stand(sleep).verdict
    assert (verdict.code, verdict.level_words) == ("similar", "99.8%")


def test_limits_that_no_source_prints_come_from_the_counts() -> None:
    sleep = add_indicator("short-sleep", ci_method="wilson")
    add_value(sleep, 30.8, count=81, denominator=263)
    add_value(sleep, 40.0, code=COUNTRY)
    standing = stand(sleep)
    assert standing.facts.limits == pytest.approx((25.53, 36.62), abs=0.01)
    assert standing.verdict.code == "better"


def test_the_list_follows_the_profile_then_names_what_is_in_none() -> None:
    for slug, order in (("beta", 1), ("alpha", 2)):
        add_indicator(slug, order=order)
    add_indicator("loose", polarity="")
    standings = queries.list_standings(ANYBODY)
    assert [standing.indicator.slug for standing in standings] == ["beta", "alpha", "loose"]
    assert "no profile" in standings[-1].verdict.reason or standings[-1].observation is None


def test_a_place_without_a_home_area_has_no_values_and_no_error() -> None:
    from moothall.places.models import Area

    add_value(add_indicator("short-sleep"), 32.1, (31.0, 33.3))
    Area.objects.update(is_home=False)
    assert queries.list_standings(ANYBODY)[0].observation is None


def test_the_number_of_queries_does_not_grow_with_the_list(django_assert_num_queries: Any) -> None:
    for n in range(50):
        one = add_indicator(f"indicator-{n}", order=n)
        add_value(one, 32.1, (31.0, 33.3))
        add_value(one, 34.3, code=COUNTRY)
    with django_assert_num_queries(5):
        standings = queries.list_standings(ANYBODY)
        assert {standing.read() for standing in standings} != set()
    assert {standing.verdict.code for standing in standings} == {"better"}


def test_pages_change_next_when_the_next_embargo_ends() -> None:
    assert queries.next_publication_at() is None
    add_release("past")
    add_release("after", published_at=tomorrow() + timedelta(days=3))
    soon = add_release("soon", published_at=tomorrow())
    assert queries.next_publication_at() == soon.published_at
    seconds = freshness.seconds_until_next_change()
    assert seconds is not None
    assert 86_300 < seconds <= 86_400


def test_the_embargo_obeys_the_real_clock_and_not_the_places_day(settings: Any) -> None:
    from datetime import date

    settings.MOOTHALL_AS_AT = date(2099, 1, 1)
    sleep = add_indicator("short-sleep")
    add_value(sleep, 32.1, (31.0, 33.3), release=add_release("later", published_at=tomorrow()))
    assert stand(sleep).observation is None


def test_a_period_is_kept_in_its_one_spelling() -> None:
    sleep = add_indicator("short-sleep")
    row = add_value(sleep, 32.1, (31.0, 33.3), period="Apr 2017 to March 2018")
    assert (row.period, row.period_kind, str(row.period_ends_on)) == ("2017/18", "financial_year", "2018-03-31")
    with pytest.raises(ValidationError, match="already exists"):
        add_value(sleep, 32.1, (31.0, 33.3), period="2017-18")


def test_a_period_with_two_readings_is_refused_at_its_field() -> None:
    sleep = add_indicator("short-sleep")
    with pytest.raises(ValidationError) as refused:
        add_value(sleep, 32.1, (31.0, 33.3), period="2018")
    assert "more than one way" in refused.value.message_dict["period"][0]


def test_the_database_itself_refuses_limits_out_of_order_and_values_where_withheld() -> None:
    sleep = add_indicator("short-sleep")
    row = add_value(sleep, 32.1, (31.0, 33.3))
    for wrong in ({"lower_95": 40.0}, {"value_status": "suppressed_primary"}, {"value": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_min": 5, "valid_max": 1}, "valid_max"),
        ({"valid_from": "2018-01-02", "valid_to": "2018-01-01"}, "valid_to"),
    ],
)
def test_a_definition_whose_ends_are_crossed_is_refused(changes: dict[str, Any], field: str) -> None:
    version = add_indicator("short-sleep").versions.get()
    for name, value in changes.items():
        setattr(version, name, version._meta.get_field(name).to_python(value))
    with pytest.raises(ValidationError) as refused:
        version.full_clean()
    assert field in refused.value.message_dict


def test_a_profile_compares_at_a_level_for_which_values_have_limits() -> None:
    add_indicator("short-sleep")
    item = ProfileItem.objects.get()
    item.confidence = 90
    with pytest.raises(ValidationError, match=r"95 or 99\.8"):
        item.full_clean()


def test_search_finds_an_indicator_by_its_question_and_definition() -> None:
    add_indicator("short-sleep", definition="Adults who rest for too few hours")
    hits = list(queries.find_indicators(ANYBODY, ["rest", "hour"]))
    assert [(hit.title, hit.url, hit.kind) for hit in hits] == [
        ("Short sleep", "/indicators/short-sleep/", "Indicator")
    ]
    assert list(queries.find_indicators(ANYBODY, ["zebra"])) == []
