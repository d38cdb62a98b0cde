"""One at a time, one quiet moment, and what stands in the database as a whole."""

import pytest
from django.db import connection

from moothall.kit import locks, tables
from moothall.kit.errors import RefusedError
from moothall.kit.models import User


@pytest.fixture(autouse=True)
def var(tmp_path, settings):
    settings.VAR = tmp_path


@pytest.mark.django_db
def test_an_empty_place_has_no_records_and_one_account_is_a_record():
    assert not tables.has_records()
    User.objects.create(email="a@b.example", name="A")
    assert tables.has_records()


@pytest.mark.django_db
def test_our_own_tables_are_ours_and_hold_no_cache():
    names = tables.list_own_tables()
    assert {"kit_user", "places_place"} <= set(names)
    assert not set(names) & tables.list_cache_tables()
    assert not [name for name in names if name.startswith(("wagtail", "django", "auth"))]
    assert tables.list_cache_tables() == {"kit_cache"}


@pytest.mark.django_db(transaction=True)
def test_a_quiet_moment_shows_one_state_and_ends(monkeypatch):
    with tables.one_moment():
        assert not User.objects.exists()
    User.objects.create(email="a@b.example", name="A")
    with tables.one_moment():
        assert User.objects.count() == 1
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_quiet_moment_writes_nothing():
    from django.db import DatabaseError

    try:
        with tables.one_moment():
            User.objects.create(email="a@b.example", name="A")
    except DatabaseError:
        pass  # PostgreSQL says so at once
    assert not User.objects.exists()


@pytest.mark.django_db
def test_inside_a_transaction_its_own_state_is_the_moment():
    User.objects.create(email="a@b.example", name="A")
    with tables.one_moment():
        assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_lock_holds_off_a_second_holder_and_ends_with_its_block():
    with locks.only_one("load"), pytest.raises(RefusedError, match="Another load is running"), locks.only_one("load"):
        pass
    with locks.only_one("load"), locks.only_one("restore"):
        pass


@pytest.mark.django_db
def test_a_lock_ends_with_a_block_that_fails():
    with pytest.raises(ValueError, match="inside"), locks.only_one("load"):
        raise ValueError("inside")
    with locks.only_one("load", wait=True):
        pass


class Elsewhere:
    """A connection to a PostgreSQL on which another machine holds the lock, or not."""

    vendor = "postgresql"

    def __init__(self, free):
        self.free, self.asked = free, []

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def execute(self, statement, values):
        self.asked.append(statement)

    def fetchone(self):
        return (self.free,)


@pytest.mark.parametrize("wait", [False, True])
def test_on_postgresql_the_database_holds_the_lock_too(wait, monkeypatch):
    elsewhere = Elsewhere(free=True)
    monkeypatch.setattr(locks, "connection", elsewhere)
    with locks.only_one("load", wait=wait):
        pass
    word = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    assert [word in elsewhere.asked[0], "pg_advisory_unlock" in elsewhere.asked[1]] == [True, True]


def test_a_lock_that_another_machine_holds_is_refused(monkeypatch):
    monkeypatch.setattr(locks, "connection", Elsewhere(free=False))
    with pytest.raises(RefusedError), locks.only_one("load"):
        pass
