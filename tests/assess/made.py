"""A small made-up place with areas, indicators and values, for the tests of this stage. Every name is invented."""

from datetime import datetime, timedelta
from typing import Any

from moothall.assess.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    Profile,
    ProfileItem,
    Release,
    Series,
)
from moothall.kit import clock
from moothall.kit.acts import get_operator
from moothall.kit.models import Grant, User
from moothall.places.models import Area, AreaKind, Place

MADE_UP = {"source_status": "invented", "source_because": "made up for a test"}
LONG_AGO = clock.now() - timedelta(days=30)
COUNTRY, REGION, COUNTY, DISTRICT = "X90000001", "X80000001", "X70000001", "X60000001"


def make_place() -> Place:
    """Make a place with a country, a region, its county and a district."""
    for level, (key, code, name) in enumerate(
        [
            ("country", COUNTRY, "Realm"),
            ("region", REGION, "Westmarch"),
            ("county", COUNTY, "Ambershire"),
            ("district", DISTRICT, "Lower Amber"),
        ],
        start=1,
    ):
        kind = AreaKind.objects.create(key=key, label=key, level=level)
        Area.objects.create(code=code, name=name, kind=kind, is_home=key == "county", **MADE_UP)
    Profile.objects.create(slug="key", name="Key indicators", **MADE_UP)
    values = {
        "name": "Ambershire",
        "short_name": "Amber",
        "mark": "A",
        "contact_name": "C",
        "contact_email": "c@example.org",
    }
    return Place.objects.create(**values)


def add_indicator(slug: str, *, polarity: str = "low", order: int = 0, method: int = 1, **version: Any) -> Indicator:
    """Add an indicator with one version, one series and its place in the profile."""
    name = slug.replace("-", " ").capitalize()
    made = Indicator.objects.create(
        slug=slug, name=name, short_name=name, question=f"How much {slug.replace('-', ' ')}?", **MADE_UP
    )
    add_version(made, **version)
    if polarity:
        ProfileItem.objects.create(
            profile=Profile.objects.get(),
            indicator=made,
            polarity=polarity,
            comparator_method=method,
            benchmark=Area.objects.get(code=COUNTRY),
            order=order,
            **MADE_UP,
        )
    return made


def add_version(indicator: Indicator, number: int = 1, **values: Any) -> Series:
    """Add a version with the series of everybody."""
    given = {"value_type": "proportion", "unit": "%", "year_type": "financial", **MADE_UP, **values}
    version = IndicatorVersion.objects.create(indicator=indicator, number=number, **given)
    return Series.objects.create(version=version)


def add_release(slug: str = "public", *, published_at: datetime | None = None, **values: Any) -> Release:
    """Add a release, public for a month unless said otherwise, or return the one of that name."""
    found = Release.objects.filter(slug=slug).first()
    return found or Release.objects.create(
        slug=slug, title=f"Release {slug}", published_at=published_at or LONG_AGO, **values
    )


def add_value(
    indicator: Indicator,
    value: float | None,
    limits: tuple[float, float] | None = None,
    *,
    code: str = COUNTY,
    period: str = "2017/18",
    release: Release | None = None,
    series: Series | None = None,
    **values: Any,
) -> Observation:
    """Add a checked value."""
    lower, upper = limits or (None, None)
    row = Observation(
        series=series or Series.objects.get(version__indicator=indicator, version__number=1, slug="persons"),
        area=Area.objects.get(code=code),
        release=release or add_release(),
        period=period,
        value=value,
        lower_95=lower,
        upper_95=upper,
        **MADE_UP,
        **values,
    )
    row.full_clean()
    row.save()
    return row


def make_analyst() -> User:
    """Make somebody who may see embargoed values."""
    user = User.objects.create(email="analyst@example.org", name="An Analyst")
    Grant.objects.create(user=user, role="analyst", given_by=get_operator())
    return user


def make_member() -> User:
    """Make somebody who holds a role that may not."""
    user = User.objects.create(email="member@example.org", name="A Member")
    Grant.objects.create(user=user, role="member", scope="board:any", given_by=get_operator())
    return user
