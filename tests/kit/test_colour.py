"""The place's colour and the mark drawn in it."""

from xml.etree import ElementTree as ET

import pytest

from moothall.kit.colour import check_colour, contrast, place_css
from moothall.kit.favicon import draw_favicon


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The palest grey that is readable on white by level AA, and the next one, which is not.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_agrees_with_published_values(a, b, ratio):
    assert contrast(a, b) == pytest.approx(ratio, abs=0.005)
    assert contrast(b, a) == contrast(a, b)


@pytest.mark.parametrize("colour", ["#003d73", "#767676", "#7C2855"])
def test_a_dark_enough_colour_has_no_problem(colour):
    assert check_colour(colour) == []


@pytest.mark.parametrize(
    ("colour", "sentence"),
    [
        ("#777777", "contrast of 4.4 to 1, and need 4.5 to 1: choose a darker"),
        ("#ffffff", "contrast of 1.0 to 1"),
        ("blue", "is not a colour"),
        ("#03d", "is not a colour"),
        ("#003d73;}body{", "is not a colour"),
        ("", "is not a colour"),
    ],
)
def test_a_bad_colour_is_explained(colour, sentence):
    problems = check_colour(colour)
    assert len(problems) == 1
    assert sentence in problems[0]


def test_the_style_sheet_gives_the_colour_and_two_shades():
    assert place_css("#003D73") == ":root{--place-colour:#003d73;--place-deep:#002e56;--place-pale:#e6ecf1}\n"


@pytest.mark.parametrize("colour", ["#003d73}body{display:none", "red", "#12345g"])
def test_nothing_but_a_colour_gets_into_the_style_sheet(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        place_css(colour)


@pytest.mark.parametrize(
    ("mark", "shown"), [("GL", "GL"), ("G", "G"), ("Glo", "Glo"), (" <&", "<&"), ("", "M"), ("LONG", "LON")]
)
def test_the_picture_of_the_tab_is_drawn_from_the_mark(mark, shown):
    picture = ET.fromstring(draw_favicon(mark, "#003d73"))
    text = picture.find("{http://www.w3.org/2000/svg}text")
    assert text.text == shown
    assert picture.find("{http://www.w3.org/2000/svg}rect").get("fill") == "#003d73"
