"""The files of a place that this stage reads and writes: indicators, how they are compared, and their values."""

from pathlib import Path
from typing import Any

from moothall.assess import rules
from moothall.assess.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    Profile,
    ProfileItem,
    Release,
    Series,
)
from moothall.kit import kept
from moothall.kit.models import User
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places.loader import CITED, STANDING
from moothall.places.models import Area, SourceDocument


def _spell_period(values: dict[str, Any]) -> dict[str, Any]:
    """Write a period in its one spelling, since it is part of the key; the record itself refuses what is none."""
    try:
        period = rules.read_period(values["period"], values["series"].version.year_type)
    except ValueError:
        return values
    return {**values, "period": "" if period.kind == "unknown" else period.label}


SHEETS = (
    Sheet(
        "assess/indicators.csv",
        Indicator,
        (
            Column("slug", required=True),
            Column("name", required=True),
            Column("short_name", required=True),
            Column("question", required=True, about="the plain question that it answers"),
            Column("reference", about="its number in a national framework"),
            *CITED,
        ),
        key=("slug",),
        about="what is measured",
    ),
    Sheet(
        "assess/indicator_versions.csv",
        IndicatorVersion,
        (
            Column("indicator", "ref", required=True, to=Indicator),
            Column("number", "int", required=True),
            Column("valid_from", "date"),
            Column("valid_to", "date"),
            Column("definition"),
            Column("rationale"),
            Column("numerator"),
            Column("denominator"),
            Column("data_source"),
            Column("method"),
            Column("standard_population"),
            Column("ci_method", default="none", about=", ".join(word for word, _ in rules.CI_METHODS)),
            Column("value_type", required=True, about=", ".join(word for word, _ in rules.VALUE_TYPES)),
            Column("unit", required=True, about="%, years, per 100,000; “% of adults” puts the interval between"),
            Column("multiplier", "decimal", default="100"),
            Column("decimals", "int", default="1", about="how many are printed"),
            Column("valid_min", "float"),
            Column("valid_max", "float"),
            Column("year_type", default="financial", about=", ".join(word for word, _ in rules.YEAR_TYPES)),
            Column("caveats"),
            Column("licence"),
            Column("attribution"),
            Column("next_update_on", "date"),
            *CITED,
        ),
        key=("indicator", "number"),
        about="how an indicator is defined for a time",
    ),
    Sheet(
        "assess/profiles.csv",
        Profile,
        (Column("slug", required=True), Column("name", required=True), Column("purpose"), *CITED),
        key=("slug",),
        about="named sets of indicators",
    ),
    Sheet(
        "assess/profile_items.csv",
        ProfileItem,
        (
            Column("profile", "ref", required=True, to=Profile),
            Column("indicator", "ref", required=True, to=Indicator),
            Column("polarity", required=True, about="low (is better), high (is better) or none (no judgement)"),
            Column("comparator_method", "int", default="1", about="1 single overlap, 12 double overlap"),
            Column("benchmark", "ref", required=True, to=Area, by="code", about="code of the area to compare with"),
            Column("confidence", "decimal", default="95", about="95 or 99.8 (per cent)"),
            Column("order", "int", default="0"),
            *CITED,
        ),
        key=("profile", "indicator"),
        about="which way is good for an indicator in a profile, and how it is compared",
    ),
    Sheet(
        "assess/releases.csv",
        Release,
        (
            Column("slug", required=True),
            Column("title", required=True),
            Column("source", "ref", to=SourceDocument, by="key"),
            Column("licence"),
            Column("attribution"),
            Column("sha256"),
            Column("published_at", "moment", required=True, about="until then it is embargoed"),
            Column("is_invented", "yes", about="yes for made-up data, for show"),
            Column("note"),
        ),
        key=("slug",),
        about="one load of a source each, and when it is public",
    ),
    Sheet(
        "assess/series.csv",
        Series,
        (
            Column("indicator", "part", field="version.indicator.slug", required=True, to=Indicator),
            Column(
                "number",
                "ref",
                field="version",
                required=True,
                to=IndicatorVersion,
                by="indicator__slug/number",
                parts=("indicator",),
                about="number of the version",
            ),
            Column("slug", required=True),
            Column("sex", default="persons", about=", ".join(word for word, _ in Series.SEXES)),
            Column("age"),
            Column("category_type"),
            Column("category"),
        ),
        key=("indicator", "number", "slug"),
        about="a version of an indicator by sex, age and category",
    ),
    Sheet(
        "assess/observations.csv",
        Observation,
        (
            Column("indicator", "part", field="series.version.indicator.slug", required=True, to=Indicator),
            Column("number", "part", field="series.version.number", required=True, about="number of the version"),
            Column(
                "series",
                "ref",
                required=True,
                to=Series,
                by="version__indicator__slug/version__number/slug",
                parts=("indicator", "number"),
            ),
            Column("area", "ref", required=True, to=Area, by="code"),
            Column("release", "ref", required=True, to=Release),
            Column("period", about="2018, 2018/19, 2016 - 18, Apr 2018 - Mar 2019; empty where no date is printed"),
            Column("value", "float"),
            Column("lower_95", "float"),
            Column("upper_95", "float"),
            Column("lower_99_8", "float"),
            Column("upper_99_8", "float"),
            Column("count", "float"),
            Column("denominator", "float"),
            Column("value_status", default="published", about=", ".join(word for word, _ in rules.VALUE_STATUSES)),
            Column("note"),
            Column("raw", about="the cell as the source wrote it, where it was not a plain number"),
            *CITED,
        ),
        key=("indicator", "number", "series", "area", "release", "period"),
        about="values with their intervals",
        rows=lambda: Observation.objects.select_related(
            "series__version__indicator", "area", "release", "source"
        ),
        finish=_spell_period,
    ),
)  # fmt: skip


def load(folder: Path, *, by: User, report: Report) -> None:
    """Enter this stage's files of the place in ``folder``."""
    for sheet in SHEETS:
        load_sheet(sheet, folder, by=by, report=report)


def export(folder: Path) -> None:
    """Write this stage's files of the place into ``folder``."""
    for sheet in SHEETS:
        export_sheet(sheet, folder)


VALUES = "assess/observations.csv"
LEFT_OUT = "By files: values come in by the release, whole, and are public from its hour."


def register_desk() -> None:
    """Let administrators keep what is measured on the records desk; the values themselves come in by files."""
    for sheet in SHEETS:
        if sheet.file == VALUES:
            kept.leave_out(sheet.file, LEFT_OUT)
        else:
            is_cited = any(column.name == STANDING.status for column in sheet.columns)
            kept.register("What is measured", sheet, standing=STANDING if is_cited else None, order=30)
