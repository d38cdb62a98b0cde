"""Fifty readers at one page a second, open loop, against the production set-up: the page cache off, then on.

Open loop: each reader asks at fixed moments, whether or not the last answer has come, and a time is counted from the
moment at which the page was due. So a slow server cannot hide behind readers who wait for it. Prints, for each of the
runs, the median, the 95th and 99th percentile and the slowest; then how large a first view is as transferred. With the
cache on there are two runs: the first finds it empty, as after an act, the second finds most pages in it.

    .venv/bin/python bench/readers.py [--readers 50] [--seconds 30]
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import http.client
import os
import platform
import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "gloucestershire-2019"
MOOTHALL = Path(sys.executable).with_name("moothall")
HOST = "board.example.org"
# What a proxy in front of the site adds to each request that comes to it over https.
FORWARDED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Accept-Encoding": "gzip"}
LIMIT_MS = 150
PATIENCE = 180  # seconds until an answer counts as never given
LIMIT_KB = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = make_environment(Path(folder))
        run("load", str(EXAMPLE), "--confirm", environment=environment)
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        print(f"{options.readers} readers, one page a second each, {options.seconds} s, two workers\n")
        print(f"{'page cache':12}{'pages':>8}{'median':>10}{'95th':>10}{'99th':>10}{'slowest':>10}{'failed':>8}")
        times: list[float] = []
        for cache in ("off", "on"):
            with serve(environment | {"MOOTHALL_PAGE_CACHE": str(int(cache == "on"))}) as port:
                paths = list_paths(port)
                for state in ("off",) if cache == "off" else ("on, empty", "on, filled"):
                    times, failed = read(port, paths, options.readers, options.seconds)
                    print_row(state, times, failed)
                largest = max(weigh(port, path) for path in paths[:40])
        slow = percentile(times, 95)
        print(f"\n95th percentile with the page cache: {slow:.0f} ms (limit {LIMIT_MS} ms)")
        print(
            f"largest first view as transferred, fonts and images aside: {largest / 1000:.0f} kB (limit {LIMIT_KB} kB)"
        )
        return int(failed > 0 or slow > LIMIT_MS or largest > LIMIT_KB * 1000)


def make_environment(folder: Path) -> dict[str, str]:
    """Return the production set-up: no debug, a secret of its own, a public address behind one trusted proxy."""
    return os.environ | {
        "MOOTHALL_VAR": str(folder / "var"),
        "MOOTHALL_DEBUG": "0",
        "MOOTHALL_SECRET_KEY": secrets.token_urlsafe(50),
        "MOOTHALL_HOSTS": HOST,
        "MOOTHALL_ADDRESS": f"https://{HOST}",
        "MOOTHALL_TRUSTED_PROXIES": "1",
        "MOOTHALL_AS_AT": "2019-07-22",
        "MOOTHALL_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "MOOTHALL_EMAIL_FROM": "bench@example.org",
    }


def run(*words: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [MOOTHALL, *words], env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextlib.contextmanager
def serve(environment: dict[str, str]) -> Iterator[int]:
    """Serve on a free port until done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [MOOTHALL, "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit(f"The server stopped at its start (exit {server.returncode}).")
        with contextlib.suppress(OSError):
            if fetch(port, "/readyz")[0] == 200:
                return
        time.sleep(0.2)
    raise SystemExit("The server did not start within two minutes.")


def fetch(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=FORWARDED)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def list_paths(port: int) -> list[str]:
    """Return the paths of all public pages, from the sitemap, in a fixed random order."""
    _, body = fetch(port, "/sitemap.xml")
    addresses = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", unpack(body).decode())
    return random.Random(7).sample(addresses, len(addresses))  # noqa: S311 - an order, not a secret


def read(port: int, paths: list[str], readers: int, seconds: int) -> tuple[list[float], int]:
    """Return the times of all answers in milliseconds, each from the moment it was due, and how many failed."""
    times: list[float] = []
    failures: list[int] = []
    begins = time.perf_counter() + 0.5

    def reader(number: int) -> None:
        order = random.Random(number)  # noqa: S311
        for turn in range(seconds):
            due = begins + turn + number / readers
            time.sleep(max(0.0, due - time.perf_counter()))
            threading.Thread(target=ask, args=(order.choice(paths), due), daemon=True).start()

    def ask(path: str, due: float) -> None:
        try:
            status, _ = fetch(port, path)
        except OSError:
            status = 0
        times.append((time.perf_counter() - due) * 1000)
        if status != 200:
            failures.append(status)

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deadline = time.perf_counter() + PATIENCE
    while len(times) < readers * seconds and time.perf_counter() < deadline:
        time.sleep(0.1)
    return times, len(failures) + readers * seconds - len(times)


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def print_row(cache: str, times: list[float], failed: int) -> None:
    figures = [statistics.median(times), percentile(times, 95), percentile(times, 99), max(times)]
    print(
        f"{cache:12}{len(times):>8}" + "".join(f"{figure:>7.0f} ms" for figure in figures) + f"{failed:>8}", flush=True
    )


def weigh(port: int, path: str) -> int:
    """Return the bytes of a first view as transferred: the page with its style sheets and scripts, compressed."""
    _, body = fetch(port, path)
    page = unpack(body)
    parts = re.findall(r'(?:<link rel="stylesheet" href|<script[^>]*src)="([^"]+)"', page.decode())
    fetched = {part: fetch(port, part)[1] for part in parts}
    for script in [part for part in parts if ".js" in part]:
        for name in re.findall(r'from "([^"]+)"', unpack(fetched[script]).decode()):
            part = urllib.parse.urljoin(script, name)
            fetched[part] = fetch(port, part)[1]
    return len(body) + sum(map(len, fetched.values()))


def unpack(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


if __name__ == "__main__":
    raise SystemExit(main())
