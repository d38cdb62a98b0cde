import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assess", "0001_initial"),
        ("govern", "0001_initial"),
        ("kit", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("slug", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strategy", "Strategy"),
                            ("action_plan", "Action plan"),
                            ("framework", "Framework"),
                            ("proposal", "Proposal"),
                            ("position_statement", "Position statement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("year_one_starts_on", models.DateField(blank=True, null=True)),
                (
                    "reporting_cycle",
                    models.CharField(
                        choices=[("quarterly", "Quarterly"), ("monthly", "Monthly")], default="quarterly", max_length=10
                    ),
                ),
                ("fresh_days", models.PositiveSmallIntegerField(default=92)),
                ("stale_days", models.PositiveSmallIntegerField(default=138)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("consulting", "Out for consultation"),
                            ("adopted", "Adopted"),
                            ("expired", "Expired"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
                ("vision", models.TextField(blank=True)),
                ("principles", models.JSONField(blank=True, default=list)),
                ("layers", models.JSONField(blank=True, default=list)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.board",
                    ),
                ),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.decision",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan",
                "verbose_name_plural": "historical plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strategy", "Strategy"),
                            ("action_plan", "Action plan"),
                            ("framework", "Framework"),
                            ("proposal", "Proposal"),
                            ("position_statement", "Position statement"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="govern.board"
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("year_one_starts_on", models.DateField(blank=True, null=True)),
                (
                    "reporting_cycle",
                    models.CharField(
                        choices=[("quarterly", "Quarterly"), ("monthly", "Monthly")], default="quarterly", max_length=10
                    ),
                ),
                ("fresh_days", models.PositiveSmallIntegerField(default=92)),
                ("stale_days", models.PositiveSmallIntegerField(default=138)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("consulting", "Out for consultation"),
                            ("adopted", "Adopted"),
                            ("expired", "Expired"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans_adopted",
                        to="govern.decision",
                    ),
                ),
                ("vision", models.TextField(blank=True)),
                ("principles", models.JSONField(blank=True, default=list)),
                ("layers", models.JSONField(blank=True, default=list)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="places.sourcedocument",
                    ),
                ),
                ("forward_items", models.ManyToManyField(blank=True, related_name="plans", to="govern.forwarditem")),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("from_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="plan_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stale_days__gte", models.F("fresh_days"))), name="stale_after_fresh"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPriority",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("slug", models.SlugField(max_length=80)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("short_title", models.CharField(blank=True, max_length=80)),
                ("aim", models.TextField(blank=True)),
                ("where_now", models.TextField(blank=True)),
                ("how_delivered", models.TextField(blank=True)),
                (
                    "lead_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "None")],
                        default="none",
                        max_length=16,
                    ),
                ),
                (
                    "lead_board_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "None")],
                        default="none",
                        max_length=16,
                    ),
                ),
                ("as_written", models.JSONField(blank=True, default=dict)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.plan",
                    ),
                ),
                (
                    "lead_board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.board",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical priority",
                "verbose_name_plural": "historical priorities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="priorities", to="plan.plan"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("short_title", models.CharField(blank=True, max_length=80)),
                ("aim", models.TextField(blank=True)),
                ("where_now", models.TextField(blank=True)),
                ("how_delivered", models.TextField(blank=True)),
                (
                    "lead_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "None")],
                        default="none",
                        max_length=16,
                    ),
                ),
                (
                    "lead_board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priorities_led",
                        to="govern.board",
                    ),
                ),
                (
                    "lead_board_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "None")],
                        default="none",
                        max_length=16,
                    ),
                ),
                ("as_written", models.JSONField(blank=True, default=dict)),
                ("leads", models.ManyToManyField(blank=True, related_name="priorities_led", to="places.person")),
                (
                    "shared_with",
                    models.ManyToManyField(blank=True, related_name="priorities_shared", to="govern.board"),
                ),
                ("agenda_items", models.ManyToManyField(blank=True, related_name="priorities", to="govern.agendaitem")),
            ],
            options={
                "verbose_name_plural": "priorities",
                "ordering": ("plan__slug", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="priority_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lead_board__isnull", False), ("lead_board_state", "named")),
                            models.Q(models.Q(("lead_board_state", "named"), _negated=True), ("lead_board", None)),
                            _connector="OR",
                        ),
                        name="lead_board_named_or_not",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objectives", to="plan.priority"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                ("layer", models.CharField(blank=True, max_length=40)),
                ("groups", models.JSONField(blank=True, default=list)),
                ("areas", models.ManyToManyField(blank=True, related_name="objectives", to="places.area")),
            ],
            options={
                "ordering": ("priority__slug", "order", "slug"),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTarget",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("timescale_as_written", models.CharField(blank=True, max_length=160)),
                ("timescale_kind", models.CharField(default="unset", editable=False, max_length=12)),
                ("timescale_start", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_end", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_precision", models.CharField(blank=True, editable=False, max_length=8)),
                ("timescale_every", models.CharField(blank=True, editable=False, max_length=12)),
                ("timescale_mark", models.CharField(blank=True, editable=False, max_length=40)),
                ("slug", models.SlugField(max_length=100)),
                ("text", models.TextField()),
                ("value", models.FloatField(blank=True, null=True)),
                ("ratio", models.FloatField(blank=True, null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "Up"), ("down", "Down"), ("none", "Not stated")], default="none", max_length=6
                    ),
                ),
                ("baseline_value", models.FloatField(blank=True, null=True)),
                ("baseline_on", models.DateField(blank=True, null=True)),
                (
                    "path",
                    models.CharField(
                        choices=[("straight", "Straight line"), ("milestones", "Milestones")],
                        default="straight",
                        max_length=10,
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=120)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.objective",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assess.indicator",
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assess.observation",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical target",
                "verbose_name_plural": "historical targets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="plan.priority",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="plan.objective",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="assess.indicator"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("progress", "Progress"), ("outcome", "Outcome")], default="outcome", max_length=10
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("priority__slug", "objective__slug", "order", "indicator__slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("priority", None), ("objective", None), _connector="XOR"),
                        name="measure_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        fields=("priority", "objective", "indicator"), name="measure_once", nulls_distinct=False
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.sourcedocument",
                    ),
                ),
                ("source_page", models.CharField(blank=True, max_length=40)),
                ("source_lines", models.CharField(blank=True, max_length=60)),
                (
                    "source_status",
                    models.CharField(
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        default="stated",
                        max_length=10,
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400)),
                ("timescale_as_written", models.CharField(blank=True, max_length=160)),
                ("timescale_kind", models.CharField(default="unset", editable=False, max_length=12)),
                ("timescale_start", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_end", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_precision", models.CharField(blank=True, editable=False, max_length=8)),
                ("timescale_every", models.CharField(blank=True, editable=False, max_length=12)),
                ("timescale_mark", models.CharField(blank=True, editable=False, max_length=40)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="targets", to="plan.objective"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="assess.indicator",
                    ),
                ),
                ("value", models.FloatField(blank=True, null=True)),
                ("ratio", models.FloatField(blank=True, null=True)),
                ("unit", models.CharField(blank=True, max_length=40)),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "Up"), ("down", "Down"), ("none", "Not stated")], default="none", max_length=6
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="assess.observation",
                    ),
                ),
                ("baseline_value", models.FloatField(blank=True, null=True)),
                ("baseline_on", models.DateField(blank=True, null=True)),
                (
                    "path",
                    models.CharField(
                        choices=[("straight", "Straight line"), ("milestones", "Milestones")],
                        default="straight",
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="places.area",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("objective__slug", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value", None), ("ratio", None), _connector="OR"),
                        name="target_value_or_ratio",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
