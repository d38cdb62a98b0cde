"""Write each stage's migrations anew as one first step that makes every table whole and in order.

Django's own first migrations make tables without their links and add these one by one, and each addition draws every
neighbouring model anew: a first start then takes twice as long. Here tables come in the order of their links, so that
next to nothing is added afterwards. Only for steps that nobody has run yet: before the first release, or for a stage
that is not out.

    .venv/bin/python scripts/squash_migrations.py [STAGE...]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "moothall"
STAGES = ("kit", "places", "govern", "assess", "plan", "deliver", "hall")
FIRST = "0001_initial"
# What a step may hold that cannot be read off the models.
BY_HAND = re.compile(r"\bRun(Python|SQL)\b|SeparateDatabaseAndState")


def list_targets(field: Any) -> Iterator[tuple[str, str]]:
    """Yield (stage or app, model) of each model that a field points at."""
    remote = getattr(field, "remote_field", None)
    for target in (getattr(remote, "model", None), getattr(remote, "through", None)) if remote else ():
        if target:
            app, _, model = (target if isinstance(target, str) else target._meta.label).lower().rpartition(".")
            yield app, model


class Tables:
    """The tables of one stage, as operations in the order of their links."""

    def __init__(self, stage: str) -> None:
        from django.apps import apps
        from django.db.migrations.operations import CreateModel
        from django.db.migrations.state import ModelState

        self.stage = stage
        self.left: dict[str, CreateModel] = {}
        self.made: list[Any] = []
        self.added: list[Any] = []
        for model in apps.get_app_config(stage).get_models():
            state = ModelState.from_model(model)
            self.left[state.name_lower] = CreateModel(
                state.name, list(state.fields.items()), state.options, state.bases, state.managers
            )

    def order(self) -> list[Any]:
        """Return the operations: tables first, then the few links that would close a circle."""
        while self.left:
            ready = [name for name, table in self.left.items() if not list(self.waits(table))]
            if not ready:
                self.put_off_links()
            for name in sorted(ready):
                self.made.append(self.left.pop(name))
        return [*self.made, *self.added]

    def waits(self, table: Any) -> Iterator[str]:
        """Yield the fields of a table that point at one of this stage which is not made yet."""
        for name, field in table.fields:
            targets = {model for app, model in list_targets(field) if app in {"", self.stage}}
            if targets & (set(self.left) - {table.name_lower}):
                yield name
        for base in table.bases:
            app, _, model = base.lower().rpartition(".") if isinstance(base, str) else ("", "", "")
            if app == self.stage and model in self.left:
                yield ""

    def put_off_links(self) -> None:
        """Break a circle where it costs least: at links that may be empty and that no constraint names."""
        from django.db.migrations.operations import AddField

        choices = []
        for name, table in self.left.items():
            waiting = list(self.waits(table))
            free = [link for link in waiting if self.may_wait(table, link)]
            if free:
                choices.append((len(waiting) - len(free), len(free), name, free))
        if not choices:
            raise SystemExit(f"The tables of {self.stage} form a circle of links that may not be empty.")
        _, _, name, free = min(choices)
        table = self.left[name]
        fields = dict(table.fields)
        self.added += [AddField(table.name, link, fields.pop(link)) for link in free]
        table.fields = list(fields.items())

    def may_wait(self, table: Any, link: str) -> bool:
        """Tell whether a link may be added after its table."""
        named = [*table.options.get("constraints", []), *table.options.get("indexes", [])]
        words = {word for rule in named for word in re.findall(r"\w+", str(rule.deconstruct()))}
        field = dict(table.fields).get(link)
        return bool(getattr(field, "null", False)) and link not in words


def list_dependencies(stage: str, leaves: dict[str, str]) -> list[Any]:
    """Return what must be there before: the first step of lower stages, the last step of other packages."""
    from django.apps import apps
    from django.conf import settings
    from django.db.migrations import swappable_dependency

    needed: set[str] = set()
    for model in apps.get_app_config(stage).get_models():
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        needed |= {app for field in fields for app, _ in list_targets(field)}
        needed |= {base._meta.app_label for base in model.__mro__ if hasattr(base, "_meta") and not base._meta.abstract}
    needed -= {stage}
    user_app = settings.AUTH_USER_MODEL.split(".")[0]
    others = [(app, FIRST if app in STAGES else leaves[app]) for app in sorted(needed - {user_app})]
    return [*others, *([swappable_dependency(settings.AUTH_USER_MODEL)] if user_app in needed else [])]


def write_stages(stages: Sequence[str]) -> None:
    """Write the first step of each stage and remove its other steps.

    Raises:
        SystemExit: a step holds something written by hand, which the models do not tell.
    """
    import django
    from django.db.migrations import Migration
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    django.setup()
    old = {stage: sorted((PACKAGE / stage / "migrations").glob("0*.py")) for stage in stages}
    by_hand = [path for paths in old.values() for path in paths if BY_HAND.search(path.read_text(encoding="utf-8"))]
    if by_hand:
        raise SystemExit(f"Written by hand, so left alone: {', '.join(path.name for path in by_hand)}")
    leaves = dict(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())
    written = {}
    for stage in stages:
        step = type("Migration", (Migration,), {"initial": True})(FIRST, stage)
        step.operations = Tables(stage).order()
        step.dependencies = list_dependencies(stage, leaves)
        written[stage] = MigrationWriter(step, include_header=False).as_string()
    for stage, text in written.items():
        for path in old[stage]:
            path.unlink()
        (PACKAGE / stage / "migrations" / f"{FIRST}.py").write_text(text, encoding="utf-8")


def main() -> int:
    """Write the steps, put them in the house's style, and see that the models ask for nothing more."""
    parser = argparse.ArgumentParser(description="Write first migrations that make every table whole and in order.")
    parser.add_argument("stages", nargs="*", default=STAGES, metavar="STAGE")
    stages = parser.parse_args().stages
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MOOTHALL_VAR": folder, "DJANGO_SETTINGS_MODULE": "moothall.config.settings"}
        write_stages(stages)
        folders = [str(PACKAGE / stage / "migrations") for stage in stages]
        subprocess.run([sys.executable, "-m", "ruff", "check", "-q", "--fix", *folders], check=True)
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *folders], check=True)
        check = [sys.executable, str(ROOT / "manage.py"), "makemigrations", "--check", "--dry-run"]
        return subprocess.run(check, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
