"""The words of a place: Markdown files under ``words/``, each with a head in TOML between lines of ``+++``.

    +++
    title = "Who runs this site"
    slug = "who-runs-this-site"  # the file's name unless given
    kind = "page"                # or news; plain: the plain-English twin of a strategy; chapter: part of its text
    published_on = 2019-07-22    # the day; news must have one
    lede = "One sentence under the title."
    status = "invented"          # stated, inferred, external or invented, where these are not the place's own words
    because = "why, unless it is stated"
    source = "key in sources.csv"
    page = "12"                  # of that source
    plan = "slug of a strategy"  # a plain page or a chapter
    priority = "slug of one"     # a chapter alone: it is a spotlight on the work of this priority
    order = 1                    # a chapter alone: its place among the others
    written_by = "a post or a team"  # a plain page alone, with the next two
    checked_on = 2019-07-22      # the day on which it was last checked against the strategy
    original = "day and hash"    # written by an export: how the strategy stood on that day
    +++
    The words, as Markdown with ## headings, lists, quotes, bold, italic and links.

Pictures and documents belong to the words desk; an export writes a line where they stand.
"""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser

from moothall.hall.acts import KINDS, enter_page, prepare_words
from moothall.hall.models import ChapterPage, MapPosition, PlainPage
from moothall.hall.queries import list_words
from moothall.kit import kept
from moothall.kit.errors import RefusedError
from moothall.kit.markdown import MarkdownError, Part, read_markdown, write_markdown
from moothall.kit.models import User
from moothall.kit.placefiles import FileProblem, read_text
from moothall.kit.sheets import Column, Report, Sheet, export_sheet, load_sheet
from moothall.places.models import SourceDocument
from moothall.plan.models import Plan, Priority

FILES = ("words/*.md",)
POSITIONS = Sheet(
    "hall/map_positions.csv",
    MapPosition,
    (
        Column("node", required=True, about="board:its-key or organisation:its-key"),
        Column("x", "int", required=True, about="column, from 0 at the left"),
        Column("y", "int", required=True, about="row, from 0 at the top"),
    ),
    key=("node",),
    about="where bodies stand in the picture of the map; all others stand where their lines put them",
)
SHEETS = (POSITIONS,)
FOLDER = "words"
_FENCE = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n?", re.DOTALL | re.MULTILINE)
_HEAD = {
    "title": str,
    "kind": str,
    "slug": str,
    "published_on": date,
    "lede": str,
    "status": str,
    "because": str,
    "source": str,
    "page": str,
    "plan": str,
    "priority": str,
    "order": int,
    "written_by": str,
    "checked_on": date,
    "original": str,
}
# Keys that belong to pages of some kinds alone.
_ONLY = {
    "plan": ("plain", "chapter"),
    "priority": ("chapter",),
    "order": ("chapter",),
    "written_by": ("plain",),
    "checked_on": ("plain",),
    "original": ("plain",),
}
_NAMES = {"plain": "a plain page", "chapter": "a chapter"}
MOST_CHAPTERS = 999
_SLUG = re.compile(r"[A-Za-z0-9_-]+")


def load(folder: Path, *, by: User, report: Report) -> None:
    """Make the words desk ready, and enter the pages of the place in ``folder`` as published ones."""
    load_sheet(POSITIONS, folder, by=by, report=report)
    prepare_words(by=by)
    seen: dict[tuple[str, str], str] = {}
    for path in sorted((folder / FOLDER).glob("*.md")):
        name = f"{FOLDER}/{path.name}"
        try:
            _load_page(folder, name, seen, by=by, report=report)
        except FileProblem as problem:
            report.problems.append(problem)


def _load_page(folder: Path, name: str, seen: dict[tuple[str, str], str], *, by: User, report: Report) -> None:
    text = read_text(folder, name).replace("\r\n", "\n")
    head, body, begins = _split(name, text)
    kind, slug, values = _read_head(name, head)
    if (kind, slug) in seen:
        raise FileProblem(
            name, None, "slug", f"{seen[kind, slug]} has the same kind and slug.", "Give it another slug."
        )
    seen[kind, slug] = name
    try:
        entered = enter_page(by=by, kind=kind, slug=slug, values=values, parts=_read_body(name, body, begins))
    except RefusedError as error:
        raise FileProblem(name, None, error.field, error.sentence, "Change it, then load again.") from error
    report.add(name, entered.record.ref, entered.kind, entered.changes)  # type: ignore[attr-defined]


def _split(name: str, text: str) -> tuple[dict[str, Any], str, int]:
    """Return the head, the body, and the line on which the body begins."""
    found = _FENCE.match(text)
    if found is None:
        raise FileProblem(name, 1, None, "The file has no head.", 'Begin it with +++, title = "…", and +++ again.')
    try:
        head = tomllib.loads(found[1])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        raise FileProblem(name, int(at[1]) + 1 if at else 1, None, f"Not TOML: {error}.", "Mend that line.") from error
    return head, text[found.end() :], text[: found.end()].count("\n") + 1


def _read_head(name: str, head: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    for key, value in head.items():
        if key not in _HEAD:
            raise FileProblem(name, None, key, "There is no such key.", f"Known keys: {', '.join(_HEAD)}.")
        if type(value) is not _HEAD[key]:
            raise FileProblem(name, None, key, f"{value!r} is not of the right kind.", _say_kind(key))
    kind, slug = head.get("kind", "page"), head.get("slug", Path(name).stem)
    if kind not in KINDS:
        raise FileProblem(name, None, "kind", f"There is no kind {kind!r}.", "Write page, news, plain or chapter.")
    if not head.get("title", "").strip():
        raise FileProblem(name, None, "title", "The title is missing.", 'Write title = "…".')
    if not _SLUG.fullmatch(slug):
        fix = "Use letters without accents, digits and dashes."
        raise FileProblem(name, None, "slug", f"{slug!r} is no part of an address.", fix)
    return kind, slug, _make_values(name, kind, head)


def _say_kind(key: str) -> str:
    if _HEAD[key] is int:
        return "Write a whole number."
    return "Write a day like 2019-07-22." if _HEAD[key] is date else "Write text in quotation marks."


def _make_values(name: str, kind: str, head: dict[str, Any]) -> dict[str, Any]:
    values = {
        "title": head["title"].strip(),
        "published_on": head.get("published_on"),
        "file_name": Path(name).stem,
        "lede": head.get("lede", ""),
        "source": _find_source(name, head.get("source", "")),
        "source_status": head.get("status", ""),
        "source_because": head.get("because", ""),
        "source_page": head.get("page", ""),
    }
    for key in head:
        if kind not in _ONLY.get(key, (kind,)):
            owners = " or ".join(_NAMES[one] for one in _ONLY[key])
            fix = " or ".join(f'kind = "{one}"' for one in _ONLY[key])
            raise FileProblem(name, None, key, f"Only {owners} has this key.", f"Write {fix}.")
    if kind in _MORE_VALUES:
        values = {**values, "plan": _find_plan(name, head), **_MORE_VALUES[kind](name, head)}
        del values["published_on"]
    if kind == "news" and values["published_on"] is None:
        raise FileProblem(name, None, "published_on", "News needs its day.", "Write published_on = 2019-07-22.")
    return values


def _find_plan(name: str, head: dict[str, Any]) -> Plan:
    plan: Plan | None = Plan.objects.visible_to(AnonymousUser()).filter(slug=head.get("plan", "")).first()
    if plan is None:
        fix = "Write the slug of one in plan/plans.csv that has its published_on."
        raise FileProblem(name, None, "plan", f"There is no public strategy {head.get('plan', '')!r}.", fix)
    return plan


def _make_plain_values(name: str, head: dict[str, Any]) -> dict[str, Any]:
    if not head.get("written_by", "").strip():
        raise FileProblem(name, None, "written_by", "Nobody is named.", "Write the post or team that wrote it.")
    values = {"written_by": head["written_by"].strip(), "checked_on": head.get("checked_on")}
    return {**values, **({"original": head["original"]} if "original" in head else {})}


def _make_chapter_values(name: str, head: dict[str, Any]) -> dict[str, Any]:
    slug = head.get("priority", "")
    priority = Priority.objects.visible_to(AnonymousUser()).filter(slug=slug).first() if slug else None
    if slug and priority is None:
        fix = "Write the slug of one in plan/priorities.csv."
        raise FileProblem(name, None, "priority", f"There is no public priority {slug!r}.", fix)
    order = head.get("order", 0)
    if not 0 <= order <= MOST_CHAPTERS:
        raise FileProblem(name, None, "order", f"{order} is no place.", f"Write a number from 0 to {MOST_CHAPTERS}.")
    return {"priority": priority, "order": order}


_MORE_VALUES = {"plain": _make_plain_values, "chapter": _make_chapter_values}


def _find_source(name: str, key: str) -> SourceDocument | None:
    found = SourceDocument.objects.filter(key=key).first() if key else None
    if key and found is None:
        raise FileProblem(name, None, "source", f"There is no document {key!r}.", "Add it to sources.csv first.")
    return found


def _read_body(name: str, body: str, begins: int) -> list[Part]:
    try:
        return read_markdown(body)
    except MarkdownError as error:
        raise FileProblem(name, begins + error.line - 1, None, error.reason, "Change it, then load again.") from error


def export(folder: Path) -> None:
    """Write the published pages and the places of the map into ``folder``, as ``load`` reads them."""
    export_sheet(POSITIONS, folder)
    for kind in KINDS:
        for page in list_words(kind):
            path = folder / FOLDER / f"{page.file_name or page.slug}.md"
            if path.exists():
                path = path.with_name(f"{kind}-{page.slug}.md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_write_page(kind, page, path.stem), encoding="utf-8", newline="\n")


def _write_page(kind: str, page: Any, stem: str) -> str:
    rows = (
        ("title", page.title),
        ("slug", page.slug if page.slug != stem else ""),
        ("kind", kind),
        ("published_on", getattr(page, "published_on", None)),
        ("lede", page.lede),
        ("status", page.source_status),
        ("because", page.source_because),
        ("source", page.source.key if page.source else ""),
        ("page", page.source_page),
        *_write_more(page),
    )
    head = "".join(f"{key} = {_write_value(value)}\n" for key, value in rows if value)
    return f"+++\n{head}+++\n\n{write_markdown(page.list_parts())}"


def _write_more(page: Any) -> list[tuple[str, Any]]:
    if isinstance(page, ChapterPage):
        slug = page.priority.slug if page.priority else ""
        return [("plan", page.plan.slug), ("priority", slug), ("order", page.order)]
    if not isinstance(page, PlainPage):
        return []
    rows = [("plan", page.plan.slug), ("written_by", page.written_by)]
    return [*rows, ("checked_on", page.checked_on), ("original", page.original)]


def _write_value(value: str | int | date) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def register_desk() -> None:
    """Say where the places of the map are kept."""
    kept.leave_out(POSITIONS.file, "On the map desk.")
