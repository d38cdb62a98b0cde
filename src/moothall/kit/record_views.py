"""The records desk: the sheets of a place, the rows of one, and the forms that add a row and change one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moothall.kit import acts, audit
from moothall.kit.desk_views import DESK, get_user
from moothall.kit.keepers import list_visible
from moothall.kit.kept import (
    Kept,
    find_kept,
    list_kept,
    list_left_out,
    list_rows,
    list_telling,
    name_key,
    name_row,
    say_label,
    say_value,
)
from moothall.kit.models import User
from moothall.kit.permissions import (
    can_keep_row,
    can_keep_sheet,
    check_can_keep_record,
    check_can_keep_sheet,
    check_can_open_records,
)
from moothall.kit.record_forms import RecordForm, RowFilter, list_named, show_cell
from moothall.kit.views import paginate, run_act, see_other, show

RECORDS = ("Records", "/desk/records/")
LONG = 10  # lists of more rows have a search


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The sheets that somebody keeps, stage by stage, and where all others are kept."""
    user = get_user(request)
    check_can_open_records(by=user)
    groups: dict[str, list[dict[str, Any]]] = {}
    for kept in list_kept():
        if can_keep_sheet(user, kept.sheet.model):
            count = kept.keeper.list_rows(user).count()
            groups.setdefault(kept.stage, []).append({"kept": kept, "count": count})
    return show(
        request, "kit/desk/records.jinja", title="Records", crumbs=[DESK], groups=groups, elsewhere=list_left_out()
    )


@require_safe
def record_list(request: HttpRequest, sheet: str) -> HttpResponse:
    """The rows of a sheet that somebody keeps."""
    user, kept = _open(request, sheet)
    form = RowFilter(request.GET or None)
    words = form.value("q") or ""
    page = paginate(request, list_rows(kept, user, words))
    telling = list_telling(kept)
    return show(
        request,
        "kit/desk/record_list.jinja",
        title=kept.title,
        crumbs=[DESK, RECORDS],
        kept=kept,
        head=["Name", "Key", *map(say_label, telling)],
        rows=[_say_row(user, kept, telling, record) for record in page.object_list],
        page=page,
        filter_form=form if words or page.paginator.count > LONG else None,
        words=words,
    )


def _say_row(user: User, kept: Kept, telling: Any, record: Any) -> list[Any]:
    name: Any = name_row(record)
    if can_keep_row(user, record):
        name = {"text": name, "href": reverse("desk_change_record", args=[kept.slug, record.pk])}
    key = name_key(kept, record)
    return [name, key, *(say_value(kept, column, record) for column in telling)]


@require_http_methods(["GET", "HEAD", "POST"])
def add_record(request: HttpRequest, sheet: str) -> HttpResponse:
    """Add a row to a sheet."""
    user, kept = _open(request, sheet)
    form = RecordForm(request.POST or None, kept=kept, user=user)
    if request.method == "POST" and _keep(request, form, key=True):
        messages.success(request, f"The {kept.one} is on record.")
        return see_other(reverse("desk_record_list", args=[kept.slug]))
    return _show_form(request, form, f"Add a record: {kept.one}", "Add it to the records")


@require_http_methods(["GET", "HEAD", "POST"])
def change_record(request: HttpRequest, sheet: str, pk: int) -> HttpResponse:
    """Change a row of a sheet; its key is shown and stays."""
    user, kept = _open(request, sheet)
    row = list_visible(kept.sheet.model, user).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such record.")
    check_can_keep_record(by=user, rows=[row])
    form = RecordForm(request.POST or None, kept=kept, user=user, row=row)
    if request.method == "POST":
        entered = _keep(request, form, record=row)
        if entered:
            said = "Nothing was changed." if entered.kind == "same" else f"The {kept.one} is changed."
            messages.success(request, said)
            return see_other(reverse("desk_record_list", args=[kept.slug]))
    return _show_form(request, form, f"Change a record: {kept.one} {name_key(kept, row)}", "Save the changes", row)


def _open(request: HttpRequest, sheet: str) -> tuple[User, Kept]:
    """Return who asks and the sheet; who keeps none of its rows is refused, also where there is no such sheet."""
    user = get_user(request)
    check_can_open_records(by=user)
    kept = find_kept(sheet)
    if kept is None:
        raise Http404("There is no such sheet.")
    check_can_keep_sheet(by=user, model=kept.sheet.model)
    return user, kept


def _keep(request: HttpRequest, form: RecordForm, *, key: bool = False, record: Any = None) -> Any:
    """Carry out what a form asks for; None where it was refused, and the form says why."""
    if not form.is_valid():
        return None
    if audit.was_sent(form.cleaned_data["once"]):
        form.refuse(audit.REPEATED)
        return None
    values: dict[str, Any] = {"model": form.kept.sheet.model, "values": form.values, "says_paper": form.says_paper}
    values |= {"key": form.key} if key else {"record": record}
    return run_act(request, form, acts.keep_record, **values)


def _show_form(request: HttpRequest, form: RecordForm, title: str, button: str, row: Any = None) -> HttpResponse:
    kept = form.kept
    return show(
        request,
        "kit/desk/record_form.jinja",
        title=title,
        crumbs=[DESK, RECORDS, (kept.title, reverse("desk_record_list", args=[kept.slug]))],
        status=422 if form.is_bound else 200,
        form=form,
        kept=kept,
        button=button,
        facts=[] if row is None else [(say_label(column), _say_key(column, row)) for column in kept.keys],
        kept_back=[say_label(column) for column in form.kept_back],
        row=row,
    )


def _say_key(column: Any, row: Any) -> str:
    """Return a part of a row's key as it is written, with the name of what it refers to."""
    named = list_named(column, row) if column.kind == "ref" else []
    written = show_cell(column, row)
    return f"{name_row(named[0])} ({written})" if named else written
