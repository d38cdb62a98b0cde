"""What is due by the clock: each stage may register a job, and the worker asks all of them every few seconds."""

import logging
from collections.abc import Callable

Job = Callable[[], None]
_jobs: list[Job] = []
log = logging.getLogger(__name__)


def register(job: Job) -> None:
    """Let ``job()`` do what is due; it must be quick when nothing is, and safe to run twice."""
    if job not in _jobs:
        _jobs.append(job)


def do_all() -> None:
    """Run every job. One that fails is put into the log, and the others are run all the same."""
    for job in _jobs:
        try:
            job()
        except Exception:
            log.exception("What is due by the clock was not done: %s", job.__name__)
