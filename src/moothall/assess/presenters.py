"""How verdicts, values and their sources are shown: word, shape and tag of each verdict, rows of tables and files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from moothall.assess import rules
from moothall.assess.models import Observation
from moothall.assess.queries import Beside, Standing
from moothall.kit.charts import get_theme
from moothall.kit.formats import day, hour, plural

DATA_COLUMNS = (
    "indicator_id", "version", "area_code", "area_name", "period", "sex", "age", "category_type", "category", "value",
    "lower_95", "upper_95", "lower_99_8", "upper_99_8", "unit", "count", "denominator", "status", "note", "release",
    "source", "source_status", "contradicted",
)  # fmt: skip
LIST_COLUMNS = (
    "indicator_id", "name", "question", "profile", "area_code", "area_name", "period", "value", "lower_95", "upper_95",
    "unit", "verdict", "benchmark", "benchmark_value", "method", "level", "reason", "status", "release", "source",
    "source_status", "contradicted",
)  # fmt: skip


@dataclass(frozen=True)
class ShownVerdict:
    """A verdict for the eye and the ear: a word and a shape as well as a colour, and what it was found by.

    ``how`` names the method, or says why there is no verdict; ``meaning`` says in a plain sentence what the test saw.
    """

    code: str
    word: str
    shape: str
    tag: str
    text: str
    how: str
    meaning: str


@dataclass(frozen=True)
class Tag:
    """A word in a box: its colour, and a shape that says the same to the eye."""

    text: str
    colour: str
    shape: str


@dataclass(frozen=True)
class ShownStanding:
    """How an indicator stands, in words: templates print this and work nothing out."""

    standing: Standing
    area: str
    value: str
    interval: str
    period: str
    reading: str
    verdict: ShownVerdict
    benchmark: str
    observation: Observation | None
    embargo: str

    @property
    def indicator(self) -> Any:
        return self.standing.indicator


def show_verdict(verdict: rules.Verdict) -> ShownVerdict:
    """Return a verdict's word, shape, tag and the line that says by which method it was found, or why there is none."""
    sign = get_theme().verdicts[verdict.code]
    if verdict.code == rules.NOT_COMPARED:
        text, how = verdict.word, verdict.reason[:1].upper() + verdict.reason[1:]
    else:
        joint = "to" if verdict.code == "similar" else "than"
        text = f"{verdict.word} {joint} {verdict.benchmark}"
        how = f"{verdict.method_words.capitalize()}, {verdict.level_words}"
    return ShownVerdict(verdict.code, verdict.word, sign.sign, sign.tag, text, how, say_meaning(verdict))


def say_meaning(verdict: rules.Verdict) -> str:
    """Return what the test saw, in a sentence that claims no cause; empty where nothing was compared."""
    if verdict.method is None or verdict.code == rules.NOT_COMPARED:
        return ""
    is_similar = verdict.code == "similar"
    if verdict.method == 1:
        seen = f"{verdict.benchmark}’s value lies {'within' if is_similar else 'outside'} the interval"
    else:
        seen = f"The interval {'meets' if is_similar else 'does not meet'} that of {verdict.benchmark}"
    ending = "no real difference can be told" if is_similar else "a real difference, not chance"
    return f"{seen}: {ending}, by this test."


def tag_verdict(verdict: rules.Verdict) -> Tag:
    """Return a verdict as a tag, for where the method stands elsewhere on the page or one click away."""
    shown = show_verdict(verdict)
    return Tag(shown.text, shown.tag, shown.shape)


def show_standing(standing: Standing, *, subject: str = "") -> ShownStanding:
    """Return a standing in words."""
    facts, other, own = standing.facts, standing.benchmark_facts, standing.observation
    return ShownStanding(
        standing=standing,
        area=facts.area if facts else "",
        value=rules.write_value(facts) if facts else "No value published",
        interval=rules.write_limits(facts) if facts else "",
        period=own.period or "Date not printed" if own else "",
        reading=standing.read(subject=subject),
        verdict=show_verdict(standing.verdict),
        benchmark=f"{other.area} {rules.write_value(other)}" if other else "",
        observation=own,
        embargo=show_embargo(own) if own else "",
    )


def show_embargo(row: Observation) -> str:
    """Return the warning that goes with a value that is not public yet; empty for public ones."""
    if not row.is_embargoed:
        return ""
    at = timezone.localtime(row.release.published_at)
    return f"Not public until {hour(at)} on {day(at)}"


def write_data(rows: Iterable[Observation]) -> list[list[object]]:
    """Return observations as rows of the tidy file; no cell is rounded, and a value withheld is empty."""
    return [
        [
            row.series.version.indicator.slug, row.series.version.number, row.area.code, row.area.name, row.period,
            row.series.sex, row.series.age, row.series.category_type, row.series.category, row.value,
            *row.limits(95.0), *row.limits(99.8), row.series.version.unit, row.count, row.denominator,
            row.value_status, row.note, row.release.slug, row.source.title if row.source else "", row.source_status,
            row.citation.contradicted,
        ]
        for row in rows
    ]  # fmt: skip


def write_standings(standings: Iterable[Standing]) -> list[list[object]]:
    """Return standings as rows of the list's file: each with its interval, period, area, source and method."""
    return [_write_standing(standing) for standing in standings]


def _write_standing(standing: Standing) -> list[object]:
    own, verdict, item = standing.observation, standing.verdict, standing.item
    lower, upper = own.limits(standing.level) if own else (None, None)
    return [
        standing.indicator.slug, standing.indicator.name, standing.indicator.question,
        item.profile.slug if item else "", own.area.code if own else "", own.area.name if own else "",
        own.period if own else "", own.value if own else None, lower, upper,
        own.series.version.unit if own else "", verdict.code, verdict.benchmark,
        standing.benchmark.value if standing.benchmark else None, verdict.method_words,
        verdict.level_words if verdict.method else "", verdict.reason, own.value_status if own else "",
        own.release.slug if own else "", own.source.title if own and own.source else "",
        own.source_status if own else "", own.citation.contradicted if own else "",
    ]  # fmt: skip


COMPARED_COLUMNS = (
    "indicator_id", "name", "area_code", "area_name", "period", "value", "lower_95", "upper_95", "unit", "verdict",
    "benchmark", "method", "level", "release", "source", "page", "source_status",
    "contradicted",
)  # fmt: skip


def say_all(rows: Sequence[Beside]) -> str:
    """Return how many indicators are better, similar and worse than whom they are compared with, as a sentence."""
    verdicts = [row.standing.verdict for row in rows]
    judged = [verdict for verdict in verdicts if verdict.code != rules.NOT_COMPARED]
    counts = Counter(verdict.code for verdict in judged)
    names = sorted({verdict.benchmark for verdict in judged})
    whom = names[0] if len(names) == 1 else "the area that each is compared with"
    said = [f"{counts[code]} {word.lower()} {joint}" for code, word, joint in _COUNTED if counts[code]]
    parts = [f"Of {plural(len(rows), 'indicator')}, {_list(said)} {whom}"] if said else []
    if len(verdicts) > len(judged):
        parts.append(f"{plural(len(verdicts) - len(judged), 'indicator')} not compared")
    return "; ".join(parts) + ("." if parts else "")


_COUNTED = tuple((code, word, "to" if code == "similar" else "than") for code, word in rules.VERDICTS)


def _list(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def make_compared_rows(rows: Sequence[Beside]) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of the table beside the picture: each indicator here and in each larger area."""
    areas = list(dict.fromkeys(other.area.name for row in rows for other in row.others))
    own = next((row.standing.observation.area.name for row in rows if row.standing.observation), "")
    return ["Indicator", own, "Interval", *areas, "Compared", "Period"], [_make_compared(row, areas) for row in rows]


def _make_compared(row: Beside, areas: Sequence[str]) -> list[object]:
    shown = show_standing(row.standing)
    others = {other.area.name: rules.write_value(other.facts()) for other in row.others}
    link = {"text": row.standing.indicator.short_name, "href": row.standing.indicator.get_absolute_url()}
    values = [others.get(area, "No value") for area in areas]
    return [link, shown.value, shown.interval or "No interval", *values, shown.verdict.text, shown.period]


def write_compared(rows: Iterable[Beside]) -> list[list[object]]:
    """Return the numbers of the picture as rows of a file: one for each indicator in each area."""
    return [
        _write_value(row.standing, value, row.standing.verdict if value == row.standing.observation else None)
        for row in rows
        for value in (row.standing.observation, *row.others)
        if value is not None
    ]


def _write_value(standing: Standing, row: Observation, verdict: rules.Verdict | None) -> list[object]:
    said = (verdict.code, verdict.benchmark, verdict.method_words, verdict.level_words) if verdict else ("", "", "", "")
    return [
        standing.indicator.slug, standing.indicator.name, row.area.code, row.area.name, row.period, row.value,
        *row.limits(95.0), row.series.version.unit, *said, row.release.slug, row.source.title if row.source else "",
        row.source_page, row.source_status, row.citation.contradicted,
    ]  # fmt: skip


def show_past(rows: Iterable[Observation]) -> list[dict[str, Any]]:
    """Return the place's own values over time in words; empty unless there is more than one."""
    shown = []
    for row in rows:
        facts = row.facts()
        value, interval = rules.write_value(facts), rules.write_limits(facts)
        shown.append({"row": row, "period": row.period or "Date not printed", "value": value, "interval": interval})
    return shown if len(shown) > 1 else []
