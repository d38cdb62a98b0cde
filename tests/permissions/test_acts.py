"""Every act is called by everybody, without any page before it: what it answers and leaves behind is judged."""

import inspect
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

import moothall
from moothall.hall.acts import prepare_words
from moothall.kit import audit
from moothall.kit.acts import get_operator
from moothall.kit.errors import NotAllowedError
from moothall.kit.models import User
from moothall.places.models import Person
from tests.govern.made import MADE_UP
from tests.permissions.calling import CALLS, add_news
from tests.permissions.judging import list_entries, read_changes, take_state, undone
from tests.permissions.world import ONE_STEP, PEOPLE, read_table

BACKGROUND = "django_tasks_database.DBTaskResult"
LINES = read_table("acts.csv")
NAMES = [f"{line['act']} {line['case']}".strip().replace(" ", "_") for line in LINES]
CALLERS = [person for person in PEOPLE if person != ONE_STEP]  # acts do not know how somebody signed in


def call(world, ground, person, line):
    """Call the act of a line as one person; return what it answered, what changed and what was put on record."""
    by = User.objects.get(pk=world.users[person].pk) if person in world.users else AnonymousUser()
    with undone(ground) as one:
        world = renew(world)
        one.begin()
        stamp = audit.stamp()
        answer = "done"
        try:
            CALLS[line["act"], line["case"]](world, by)
        except NotAllowedError:
            answer = "refused"
        changes = one.list_changes()
        if answer == "done":
            changes.pop(BACKGROUND, None)  # work for later, such as the search index, is the library's own matter
        return answer, changes, list_entries(stamp)


def renew(world):
    """Return the world as the tables hold it now: acts change the objects that they are given."""
    fresh = {
        name: type(held)._base_manager.get(pk=held.pk) if isinstance(held, Model) else held
        for name, held in vars(world).items()
    }
    return SimpleNamespace(**fresh)


def judge(world, ground, line, person):
    wanted = (line[person], {}, [])
    if line[person] == "done":
        why = PEOPLE[person]["reason"] if line["reason"] == "role" else line["reason"]
        wanted = ("done", read_changes(line["changes"]), [(line["act"].partition(".")[2], why)])
    found = call(world, ground, person, line)
    return "" if found == wanted else f"{person}: {found}, and the table says {wanted}"


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_an_act_is_carried_out_for_those_whom_the_table_names_and_for_nobody_else(world, line):
    Person.objects.create(slug="unlinked", name="Una Linked", **MADE_UP)
    if line["act"].startswith("hall.") and line["act"] not in ("hall.prepare_words", "hall.place_node"):
        prepare_words(by=get_operator())
        add_news(world)
    ground = take_state()
    faults = [judge(world, ground, line, person) for person in CALLERS]
    assert "\n".join(filter(None, faults)) == ""


def list_acts():
    """Return every public function of every ``acts`` module that says who does it, as ``stage.name``."""
    stages = [module.name for module in iter_modules(moothall.__path__) if module.ispkg]
    found = set()
    for stage in stages:
        package = import_module(f"moothall.{stage}")
        if "acts" in {module.name for module in iter_modules(package.__path__)}:
            found |= {f"{stage}.{name}" for name in list_own(import_module(f"moothall.{stage}.acts"))}
    return found


def list_own(acts):
    """Return the acts of a module, or of all modules of a package that offers them."""
    own = [(name, act) for name, act in vars(acts).items() if is_own(acts, getattr(act, "__module__", ""))]
    return [name for name, act in own if inspect.isfunction(act) and not name.startswith("_") and takes_by(act)]


def is_own(acts, module):
    return module == acts.__name__ or module.startswith(f"{acts.__name__}.")


def takes_by(act):
    parameters = inspect.signature(act).parameters
    return "by" in parameters and parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY


def test_every_act_stands_in_the_table():
    assert list_acts() == {line["act"] for line in LINES}


def test_every_line_has_its_call_and_every_call_its_line():
    assert {(line["act"], line["case"]) for line in LINES} == set(CALLS)


def test_every_line_says_something_of_everybody():
    assert all(line[person] for line in LINES for person in CALLERS)
    assert set(LINES[0]) == {"act", "case", "changes", "reason", *CALLERS}
