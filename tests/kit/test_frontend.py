"""The NHS.UK frontend as our pages use it: nothing of it calls another host or names what is not there."""

import gzip
import os
from pathlib import Path

import pytest
import tinycss2
from django.contrib.staticfiles import finders

from moothall.kit import frontend
from moothall.kit.frontend import FrontendError, clean_script, clean_style, prepare_frontend


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    target = tmp_path_factory.mktemp("frontend")
    prepare_frontend(target)
    return target / "nhsuk"


def read(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def walk(tokens):
    for token in tokens:
        yield token
        for part in ("prelude", "content", "arguments"):
            yield from walk(getattr(token, part, None) or [])


def test_the_style_names_no_host_font_or_map_that_is_not_ours(prepared):
    css = read(prepared, "nhsuk.min.css")
    assert len(css) > 150_000
    assert [
        word for word in ("://", "frutiger", "sourcemappingurl", "@font-face", "@import") if word in css.lower()
    ] == []


def test_the_style_is_still_a_style_sheet(prepared):
    rules = tinycss2.parse_stylesheet(read(prepared, "nhsuk.min.css"))
    assert [rule for rule in rules if rule.type == "error"] == []
    selectors = "".join(tinycss2.serialize(rule.prelude) for rule in rules if rule.type == "qualified-rule")
    assert {".nhsuk-button", ".nhsuk-card", ".nhsuk-error-summary", ".nhsuk-date-input__item"} <= set(
        selectors.replace(",", " ").replace("{", " ").replace(".", " .").split()
    )
    assert [token for token in walk(rules) if token.type == "url" and not token.value.startswith("data:")] == []


def test_every_font_is_one_that_the_reader_has(prepared):
    named = {
        name.strip()
        for part in read(prepared, "nhsuk.min.css").split("font-family:")[1:]
        for name in part.replace("}", ";").split(";")[0].split(",")
    }
    assert "arial" in named
    assert "" not in named


def test_the_script_is_a_module_without_a_map(prepared):
    script = read(prepared, "nhsuk.min.js")
    assert len(script) > 30_000
    assert "sourceMappingURL" not in script
    assert "initAll" in script.rpartition("export{")[2]


def test_the_first_view_has_room_left_in_its_hundred_kilobytes(prepared):
    own = [Path(finders.find(f"kit/{name}")).read_bytes() for name in ("site.css", "site.js", "map.css")]
    files = [*own, *(path.read_bytes() for path in prepared.iterdir())]
    assert len(own[0]) <= 12_000
    assert sum(len(gzip.compress(file)) for file in files) < 45_000


def test_a_second_run_writes_nothing_and_a_lost_file_comes_back(tmp_path):
    prepare_frontend(tmp_path)
    script = tmp_path / "nhsuk" / "nhsuk.min.js"
    os.utime(script, (1, 1))
    prepare_frontend(tmp_path)
    assert script.stat().st_mtime == 1
    script.unlink()
    prepare_frontend(tmp_path)
    assert script.stat().st_size > 30_000


def test_another_version_or_cleaning_replaces_the_files(tmp_path, monkeypatch):
    prepare_frontend(tmp_path)
    style = tmp_path / "nhsuk" / "nhsuk.min.css"
    style.write_text("old")
    monkeypatch.setattr(frontend, "_fingerprint", lambda: "another\n")
    prepare_frontend(tmp_path)
    assert style.stat().st_size > 150_000


def test_nothing_half_written_is_left_and_others_may_read(prepared):
    assert sorted(path.name for path in prepared.iterdir()) == ["nhsuk.min.css", "nhsuk.min.js"]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in prepared.iterdir())


@pytest.mark.parametrize(
    "fonts",
    [
        "Frutiger W01,arial,sans-serif",
        '"Frutiger W01", arial, sans-serif',
        "arial,'Frutiger LT'",
        "arial , Frutiger W01",
    ],
)
def test_the_licensed_font_goes_however_it_is_written(fonts):
    css = clean_style(
        f"@font-face {{ font-family: {fonts}; src: url(https://a.example/f.woff2) }}body{{font-family:{fonts}}}"
    )
    assert "rutiger" not in css
    assert "example" not in css
    assert "arial" in css


@pytest.mark.parametrize(
    "css",
    [
        "a{background:url(https://a.example/x.png)}",
        "a{background:url('//a.example/x.png')}",
        '@import "http://a.example/x.css";',
        "a{font:12px 'New Frutiger'}",
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_the_version(css):
    with pytest.raises(FrontendError, match=r"wagtail-nhsuk-frontend \d"):
        clean_style(css)


def test_pictures_inside_the_style_may_stay():
    css = "a{background:url(\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>\")}\n"
    assert clean_style(css) == css


def test_the_map_goes_from_the_script_and_nothing_else():
    assert clean_script('let a="//x";\n//# sourceMappingURL=a.map\n') == 'let a="//x";\n'


def test_a_package_without_the_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(frontend._FILES, "nhsuk.min.css", "css/other-*.css")
    with pytest.raises(FrontendError, match="should hold one file"):
        prepare_frontend(tmp_path)
