"""Age bands: every way of writing one, what a spreadsheet does to them, and how they stand together."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import moothall.stats as ms
from moothall.stats.ages import read_band, read_bands
from tests.stats.backends import make_frame, read_rows, sort_rows

ESP2013 = {
    "0": 1000, "1-4": 4000, "5-9": 5500, "10-14": 5500, "15-19": 5500, "20-24": 6000, "25-29": 6000, "30-34": 6500,
    "35-39": 7000, "40-44": 7000, "45-49": 7000, "50-54": 7000, "55-59": 6500, "60-64": 6000, "65-69": 5500,
    "70-74": 5000, "75-79": 4000, "80-84": 2500, "85-89": 1500, "90-94": 800, "95+": 200,
}  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "edges"),
    [
        (["0-4", "00-04", "0 - 4", "0–4", "0—4", "0 to 4", "aged 0-4", "Age 0-4", "0-4 years", "00-04 yrs"], (0, 5)),
        (["5-9", "05-09", "5 to 9 years", "aged 5-9", " 5-9 "], (5, 10)),
        (["<5", "under 5", "Under 5", "< 5", "<=4", "≤4"], (0, 5)),
        (["<1", "under 1", "0"], (0, 1)),
        (["85+", "85 +", "85 and over", "85 plus", ">=85", "≥ 85", "85+ years", ">84", "85 or older"], (85, math.inf)),
        (["90+ yrs", "90 and above"], (90, math.inf)),
        (["17"], (17, 18)),
    ],
)
def test_a_band_is_read_alike_however_it_is_written(labels, edges):
    for label in labels:
        band = read_band(label)
        assert band is not None, label
        assert (band.start, band.end) == edges, label


@pytest.mark.parametrize(
    "label",
    ["05-Sep", "Oct-14", "9-May", "2024-05-09", "9-5", "all ages", "Total", "", "-5", "5--9", "1990-1995", "5-"],
)
def test_what_is_no_band_is_not_guessed(label):
    assert read_band(label) is None


@given(st.integers(0, 120), st.integers(0, 29))
def test_a_band_ends_where_the_next_begins(start, width):
    assert read_band(f"{start}-{start + width}").end == read_band(f"{start + width + 1}+").start


def test_bare_numbers_throughout_are_start_ages_and_one_among_labels_is_a_year():
    bands = read_bands([0, 1, 5, 85])
    assert [(band.start, band.end) for band in bands.values()] == [(0, 1), (1, 5), (5, 85), (85, math.inf)]
    assert read_bands(["0", "1-4"])["0"].end == 1
    assert read_bands(["0.0", "5.0"])["5.0"].start == 5


def test_the_european_standard_population_is_that_of_eurostat():
    standard = ms.standard_population("esp2013")
    assert dict(standard.rows) == ESP2013
    assert sum(standard.rows.values()) == 100_000 and len(standard.rows) == 21
    assert "Eurostat" in standard.source
    with pytest.raises(ms.ArgumentError, match="esp2013"):
        ms.standard_population("who2000")


BANDS = {
    "fine": ["0-4", "5-14", "15+"],
    "renamed": ["15 and over", "00-04", "5 to 14"],
    "hole": ["0-4", "15+", "15+"],
    "twice": ["0-4", "5-14", "5-14"],
    "overlap": ["0-4", "0-14", "15+"],
    "unread": ["0-4", "05-Oct", "15+"],
    "missing": ["0-4", None, "15+"],
    "young": ["0-4", "5-14"],
}
STATUSES = {
    "fine": "ok",
    "renamed": "ok",
    "hole": "missing_age_band",
    "twice": "duplicate_age_band",
    "overlap": "bad_age_band",
    "unread": "bad_age_band",
    "missing": "bad_age_band",
    "young": "ok",
}
LONG = {
    "area": [area for area, labels in BANDS.items() for _label in labels],
    "age": [label for labels in BANDS.values() for label in labels],
    "x": [20.0 for labels in BANDS.values() for _label in labels],
    "n": [1000 for labels in BANDS.values() for _label in labels],
}


def standardise(backend, columns, **arguments):
    answer = ms.dsr(make_frame(backend, columns), count="x", population="n", age="age", by="area", **arguments)
    return {row["area"]: row for row in read_rows(answer)}


def test_each_group_is_told_what_is_wrong_with_its_own_bands_and_the_others_stand(backend):
    rows = standardise(backend, LONG)
    assert {area: row["status"] for area, row in rows.items()} == STATUSES
    assert all((row["value"] is None) == (row["status"] != "ok") for row in rows.values())
    assert rows["fine"]["value"] == pytest.approx(2000) and rows["renamed"]["value"] == pytest.approx(2000)
    assert (rows["fine"]["age_from"], rows["fine"]["age_to"], rows["fine"]["bands"]) == (0, None, 3)
    assert (rows["young"]["age_from"], rows["young"]["age_to"], rows["young"]["bands"]) == (0, 15, 2)


def test_more_bands_than_one_number_can_tell_are_told_by_several(backend):
    single = [str(year) for year in range(75)]
    shorter = [year for year in single if year != "40"]
    doubled = [*single, "63"]
    columns = {
        "area": ["all"] * 75 + ["hole"] * 74 + ["twice"] * 76,
        "age": [f"{year}" for year in [*single, *shorter, *doubled]],
    }
    columns |= {"x": [1] * 225, "n": [100] * 225}
    weights = {f"{start}-{start}": 10.0 for start in range(74)} | {"74+": 10.0}
    rows = standardise(backend, columns, standard=weights)
    assert {area: row["status"] for area, row in rows.items()} == {
        "all": "ok",
        "hole": "missing_age_band",
        "twice": "duplicate_age_band",
    }
    assert rows["all"]["bands"] == 75


def test_bands_that_each_group_must_have_are_asked_for(backend):
    rows = standardise(backend, LONG, bands=["0-4", "5-14", "15+"])
    assert rows["young"]["status"] == "missing_age_band"
    assert rows["fine"]["status"] == rows["renamed"]["status"] == "ok"


def test_a_band_that_is_no_union_of_the_standards_is_never_split_by_guess(backend):
    columns = {"area": ["a"] * 2, "age": ["0-6", "7+"], "x": [10, 20], "n": [100, 100]}
    assert standardise(backend, columns)["a"]["status"] == "bad_age_band"
    with pytest.raises(ms.DataError, match=r"edges do not fit the standard's: '0-6', '7\+'"):
        standardise(backend, columns, strict=True)


def test_a_spreadsheets_dates_are_named_for_what_they_are(backend):
    with pytest.raises(ms.DataError, match=r"could not be read: '05-Oct'.*spreadsheet turned") as refused:
        standardise(backend, LONG, strict=True)
    assert refused.value.counts["bad_age_band"] == 3


def test_bands_join_by_meaning_and_not_by_position(backend):
    """The order of rows and the spelling of labels change nothing."""
    count, people = list(range(5, 26)), [1000 + 37 * i for i in range(21)]
    plain = {"area": ["a"] * 21, "age": list(ESP2013), "x": count, "n": people}
    turned = {name: cells[::-1] for name, cells in plain.items()}
    turned["age"] = [label.replace("-", " to ").replace("+", " and over") for label in turned["age"]]
    first, second = standardise(backend, plain)["a"], standardise(backend, turned)["a"]
    assert first["value"] == pytest.approx(second["value"], rel=1e-14)
    by_hand = sum(w * x / n for w, x, n in zip(ESP2013.values(), count, people, strict=True)) / 100_000
    assert first["value"] == pytest.approx(100_000 * by_hand, rel=1e-14)


@pytest.mark.parametrize(
    ("standard", "message"),
    [
        ("who", "no standard population 'who'"),
        ({"young": 3}, "cannot be read"),
        ({"0-4": 1, "3-9": 2}, "overlap"),
        ({"0-4": -1}, "negative|0 or more"),
        ({"0+": 0}, "not all 0"),
        (7, "give a name or a mapping"),
    ],
)
def test_a_standard_that_cannot_be_is_refused(standard, message):
    with pytest.raises(ms.ArgumentError, match=message):
        standardise("polars", LONG, standard=standard)


def test_start_ages_in_a_column_of_numbers_are_read_as_bands(backend):
    starts = [0, 1, *range(5, 100, 5)]
    columns = {"area": ["a"] * 21, "age": starts, "x": [10] * 21, "n": [1000] * 21}
    row = standardise(backend, columns)["a"]
    assert (row["status"], row["value"], row["age_to"]) == ("ok", pytest.approx(1000), None)
    assert sort_rows([row], ["area"])[0]["bands"] == 21
