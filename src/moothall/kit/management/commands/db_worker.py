"""``manage.py db_worker``: the worker of django-tasks, which also does what is due by the clock."""

import logging
import time
from typing import Any

from django.db import close_old_connections
from django_tasks_db.management.commands import db_worker

from moothall.kit import due

DUE_SECONDS = 5.0


class Worker(db_worker.Worker):
    """Empties the queue, then does what is due, and so on until it is stopped."""

    def run(self) -> None:
        once, self.batch = self.batch, True
        asked_at = -DUE_SECONDS
        while self.running:
            if time.monotonic() - asked_at >= DUE_SECONDS:
                asked_at = time.monotonic()
                self._do_what_is_due()
            super().run()
            self.startup_delay = False
            if once or (self.max_tasks is not None and self._run_tasks >= self.max_tasks):
                return
            if self.running:
                time.sleep(self.interval)

    def _do_what_is_due(self) -> None:
        self.running_task = True  # a signal to stop waits until this is done
        close_old_connections()
        try:
            due.do_all()
        finally:
            self.running_task = False


class Command(db_worker.Command):
    help = "Do background work and what is due by the clock, until stopped"

    def handle(self, **options: Any) -> None:
        """Run one worker with the library's own options; it is not started anew when code changes."""
        self.configure_logging(options["verbosity"])
        passed = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=options["queue_name"].split(","),
            excluded_queue_names=[name for name in options["exclude_queues"].split(",") if name],
            **{name: options[name] for name in passed},
        )
        db_worker.logger.setLevel(logging.WARNING)  # it would say twice a second that there is nothing to do
        worker.configure_signals()
        worker.run()
