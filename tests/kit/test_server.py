"""The server: on this machine's own addresses, and not where somebody else is."""

import socket

import pytest

from moothall.kit import server


@pytest.fixture
def taken():
    """A port on which somebody listens already."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_seen(taken):
    assert not server.is_free(taken)


def test_a_free_port_is_free_and_the_next_one_is_found(taken):
    free = server.find_free_port(taken)
    assert free is not None
    assert free > taken
    assert server.is_free(free)


def test_above_the_last_port_there_is_none():
    assert server.find_free_port(65535) is None


def test_a_port_taken_on_the_other_loopback_address_is_taken():
    if not server._has("::1"):
        assert server.list_addresses(8000) == ["127.0.0.1:8000"]
        return
    with socket.socket(socket.AF_INET6) as listener:
        listener.bind(("::1", 0))
        listener.listen()
        assert not server.is_free(listener.getsockname()[1])
    assert server.list_addresses(8000) == ["127.0.0.1:8000", "[::1]:8000"]


class Refusing:
    """A socket that may not be bound."""

    error: OSError

    def __init__(self, *args):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def setsockopt(self, *args):
        pass

    def bind(self, address):
        raise self.error


def refuse_with(monkeypatch, error):
    monkeypatch.setattr(server.socket, "socket", type("Socket", (Refusing,), {"error": error}))


def test_a_port_for_the_administrator_alone_is_told_apart(monkeypatch):
    refuse_with(monkeypatch, PermissionError(13, "Permission denied"))
    with pytest.raises(PermissionError):
        server.is_free(80)


def test_a_machine_without_the_newer_addresses_has_the_older_one(monkeypatch):
    refuse_with(monkeypatch, OSError(99, "Cannot assign requested address"))
    assert server.is_free(8000)
    assert server.list_addresses(8000) == []


@pytest.mark.parametrize(("cores", "workers"), [(None, 2), (1, 2), (4, 4), (64, 8)])
def test_workers_suit_the_machine(cores, workers, monkeypatch):
    monkeypatch.setattr(server.os, "cpu_count", lambda: cores)
    assert server.count_workers() == workers


def test_gunicorn_gets_our_options_and_one_that_it_does_not_know_is_left_out():
    made = server.Server({"workers": 3, "control_socket_disable": True, "no_such_option": 1})
    assert made.cfg.workers == 3
    assert made.cfg.control_socket_disable
    assert made.cfg.bind == ["127.0.0.1:8000"], "never another address of this machine"


def test_the_application_is_loaded_with_its_addresses(settings):
    settings.DEBUG = True  # as on the laptop of which the tests' other settings are
    assert callable(server.Server({}).load())


def test_serve_listens_only_where_it_was_told(monkeypatch):
    seen: list[server.Server] = []

    def note_itself(self):
        seen.append(self)

    monkeypatch.setattr(server.Server, "run", note_itself)
    said: list[str] = []
    server.serve(
        addresses=["127.0.0.1:8123"], workers=2, ready=lambda: said.append("ready"), stopped=lambda: said.append("end")
    )
    config = seen[0].cfg
    assert config.bind == ["127.0.0.1:8123"]
    assert config.workers == 2
    assert config.preload_app
    config.when_ready(None)
    config.on_exit(None)
    assert said == ["ready", "end"]
