"""Trees written as TOML are read back as they were, whatever their words hold."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.kit.placefiles import read_toml, write_toml, write_toml_value

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=6)
LEAVES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.dates(),
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=8
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_a_tree_is_read_back_as_it_was_written(tmp_path_factory, tree):
    folder = tmp_path_factory.getbasetemp()
    write_toml(folder, "tree.toml", tree)
    assert tomllib.loads((folder / "tree.toml").read_text(encoding="utf-8")) == tree


def test_the_same_tree_gives_the_same_bytes_and_none_is_left_out(tmp_path: Path):
    tree = {
        "a": {"x": 1, "y": None},
        "b": [{"z": {"deep": [1, 2]}}],
        "c": date(2019, 7, 23),
        "d": None,
        "e": '"so"',
    }
    write_toml(tmp_path, "one.toml", tree)
    write_toml(tmp_path, "two.toml", tree)
    assert (tmp_path / "one.toml").read_bytes() == (tmp_path / "two.toml").read_bytes()
    read = read_toml(tmp_path, "one.toml")
    assert read == {"a": {"x": 1}, "b": [{"z": {"deep": [1, 2]}}], "c": date(2019, 7, 23), "e": '"so"'}


def test_what_toml_cannot_say_is_refused():
    with pytest.raises(TypeError):
        write_toml_value(object())
