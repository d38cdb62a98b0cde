"""The web server: gunicorn inside our own process, on this machine's own addresses."""

import errno
import os
import socket
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

LOOPBACK = ("127.0.0.1", "::1")


def is_free(port: int) -> bool:
    """Tell whether nobody listens on ``port`` of this machine and we may.

    Both loopback addresses count: a browser may take ``localhost`` for either.

    Raises:
        PermissionError: the system lets only its administrator listen there.
    """
    return all(_is_free(host, port) for host in LOOPBACK)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        raise
    except OSError as error:
        # A machine without IPv6 has no ::1 that could be taken.
        return error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    return True


def find_free_port(after: int) -> int | None:
    """Return the next port above ``after`` on which nobody listens, or None."""
    return next((port for port in range(after + 1, min(after + 100, 65536)) if is_free(port)), None)


def list_addresses(port: int) -> list[str]:
    """Return the addresses to listen on: both loopback ones where the machine has them."""
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host in LOOPBACK if _has(host)]


def _has(host: str) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
    except OSError:
        return False
    return True


def count_workers() -> int:
    """Return how many web processes suit this machine: one a core, two at least, eight at most."""
    return max(2, min(8, os.cpu_count() or 2))


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn brings no types
    """The site under gunicorn: loaded once, then shared by the workers."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take our options; one that this gunicorn does not know is left out."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, with every address read, so that the first reader does not wait for that."""
        application = import_string(settings.WSGI_APPLICATION)
        _ = get_resolver().url_patterns
        connections.close_all()
        return application


def serve(*, addresses: list[str], workers: int, ready: Callable[[], None], stopped: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; ``ready`` is called once it listens, ``stopped`` when it has ended.

    Raises:
        SystemExit: always, as gunicorn ends.
    """
    options = {
        "bind": addresses,
        "workers": workers,
        "threads": 4,
        "worker_class": "gthread",
        "preload_app": True,
        "control_socket_disable": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108 - gunicorn's heartbeat
        "loglevel": "warning",
        "when_ready": lambda server: ready(),
        "on_exit": lambda server: stopped(),
    }
    Server(options).run()
