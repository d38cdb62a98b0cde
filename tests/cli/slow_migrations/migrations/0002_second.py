"""Makes a table with an index put off to the end, and waits in the middle until the gate is open."""

import os
import signal
import time
from pathlib import Path

from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder


def wait_at_the_gate(apps, schema_editor):
    gate = os.environ["MOOTHALL_TEST_GATE"]
    if gate == "fail":
        raise RuntimeError("this step fails")
    if gate == "kill at the entry":
        MigrationRecorder.record_applied = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        return
    apps.get_model("slow", "Second")(name="half").save()
    Path(gate + ".reached").write_text("")
    while not Path(gate).exists():
        time.sleep(0.05)


class Migration(migrations.Migration):
    dependencies = [("slow", "0001_first")]
    operations = [
        migrations.CreateModel(
            "Second", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
        ),
        migrations.AddField("Second", "first", models.ForeignKey("slow.First", models.CASCADE, null=True)),
        migrations.RunPython(wait_at_the_gate, migrations.RunPython.noop),
    ]
