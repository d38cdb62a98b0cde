"""The NHS.UK frontend as our pages may use it: taken from an installed package, cleaned, and never committed.

The package's style sheet names a licensed font on another host and both its files name source maps that are not there,
so a page that used them as they come would call a third party and could not be collected with hashed names.
"""

import hashlib
import os
import re
import tempfile
from importlib.metadata import PackagePath, distribution
from pathlib import Path

PACKAGE = "wagtail-nhsuk-frontend"
_FILES = {"nhsuk.min.css": "css/nhsuk-frontend-*.min.css", "nhsuk.min.js": "js/nhsuk-frontend-*.min.js"}

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_FONT_FIRST = re.compile(r"""(["']?)Frutiger[^,;}"']*\1\s*,\s*""", re.IGNORECASE)
_FONT_LAST = re.compile(r"""\s*,\s*(["']?)Frutiger[^,;}"']*\1""", re.IGNORECASE)
_LOGO = re.compile(r"\.nhsuk-header__(?:organisation-)?logo\{[^}]*\}")
_MAP_CSS = re.compile(r"/\*[#@]\s*sourceMappingURL=.*?\*/", re.DOTALL)
_MAP_JS = re.compile(r"^//[#@]\s*sourceMappingURL=.*$", re.MULTILINE)
_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", re.IGNORECASE)
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


class FrontendError(Exception):
    """The installed frontend is not as expected; the message says what was found and in which version."""


def prepare_frontend(target: Path) -> None:
    """Write ``nhsuk/nhsuk.min.css`` and ``nhsuk/nhsuk.min.js`` under ``target``, or nothing when they are up to date.

    Raises:
        FrontendError: the package holds no such files, or still names another host or font after cleaning.
    """
    folder = target / "nhsuk"
    stamp = target / ".nhsuk-stamp"
    wanted = _fingerprint()
    if _is_current(folder, stamp, wanted):
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "nhsuk.min.css", clean_style(_read("nhsuk.min.css")))
    _write(folder / "nhsuk.min.js", clean_script(_read("nhsuk.min.js")))
    _write(stamp, wanted)


def clean_style(css: str) -> str:
    """Return the style sheet without the licensed font, source map and NHS logo.

    Raises:
        FrontendError: an address on another host, or the font's name, is left.
    """
    for pattern in (_FONT_FACE, _FONT_FIRST, _FONT_LAST, _LOGO, _MAP_CSS):
        css = pattern.sub("", css)
    remote = [address for address in _URL.findall(css) if _REMOTE.match(address)]
    if remote:
        raise FrontendError(f"The style sheet of {_name()} names another host: {', '.join(remote)}")
    if "frutiger" in css.lower():
        raise FrontendError(f"The style sheet of {_name()} names the font Frutiger in a way not known before.")
    return css.rstrip() + "\n"


def clean_script(script: str) -> str:
    """Return the script module without the name of its source map."""
    return _MAP_JS.sub("", script).rstrip() + "\n"


def _name() -> str:
    return f"{PACKAGE} {distribution(PACKAGE).version}"


def _fingerprint() -> str:
    """Change with the package's version and with this file, so that a better cleaning replaces an older one."""
    return f"{_name()} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}\n"


def _is_current(folder: Path, stamp: Path, wanted: str) -> bool:
    written = stamp.is_file() and stamp.read_text() == wanted
    return written and all((folder / name).is_file() for name in _FILES)


def _read(name: str) -> str:
    found = [path for path in distribution(PACKAGE).files or [] if _fits(path, _FILES[name])]
    if len(found) != 1:
        raise FrontendError(f"{_name()} should hold one file {_FILES[name]}, and holds {len(found)}.")
    return Path(str(found[0].locate())).read_text(encoding="utf-8")


def _fits(path: PackagePath, pattern: str) -> bool:
    return "static" in path.parts and path.match(pattern)


def _write(path: Path, text: str) -> None:
    """Write beside and rename, so that two starts at once or a kill never leave half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(name).chmod(0o644)  # mkstemp gives 0600, and the server may run as another user
    Path(name).replace(path)
