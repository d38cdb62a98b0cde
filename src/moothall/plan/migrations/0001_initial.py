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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
                ("further_work", models.JSONField(blank=True, default=list)),
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
                ("further_work", models.JSONField(blank=True, default=list)),
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
                ("agenda_items", models.ManyToManyField(blank=True, related_name="plans", to="govern.agendaitem")),
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=80)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("short_title", models.CharField(blank=True, max_length=80)),
                ("aim", models.TextField(blank=True)),
                ("where_now", models.TextField(blank=True)),
                ("how_to_get_there", models.TextField(blank=True)),
                ("spotlights", models.JSONField(blank=True, default=list)),
                ("how_delivered", models.TextField(blank=True)),
                (
                    "lead_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "Nobody named")],
                        default="none",
                        max_length=16,
                    ),
                ),
                (
                    "lead_board_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "Nobody named")],
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
            name="MatrixTheme",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="plan.plan"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=160)),
                (
                    "vocabulary",
                    models.CharField(
                        choices=[
                            ("driver_influencer", "driver or influencer"),
                            ("drive_sponsor_observe", "drive, sponsor, observe"),
                        ],
                        default="driver_influencer",
                        max_length=24,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("plan__slug", "order", "slug"),
                "indexes": [],
                "constraints": [],
            },
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
                ("how_to_get_there", models.TextField(blank=True)),
                ("spotlights", models.JSONField(blank=True, default=list)),
                ("how_delivered", models.TextField(blank=True)),
                (
                    "lead_state",
                    models.CharField(
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "Nobody named")],
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
                        choices=[("named", "Named"), ("to_be_confirmed", "To be confirmed"), ("none", "Nobody named")],
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
            name="MatrixCell",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="plan.matrixtheme"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matrix_cells",
                        to="govern.board",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matrix_cells",
                        to="places.organisation",
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=12)),
                ("concerns", models.JSONField(blank=True, default=list)),
            ],
            options={
                "ordering": ("theme__plan__slug", "theme__order", "order", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("board", None), ("organisation", None), _connector="XOR"),
                        name="matrix_cell_of_one_body",
                    ),
                    models.UniqueConstraint(
                        fields=("theme", "board", "organisation"), name="matrix_cell_once", nulls_distinct=False
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
            name="HistoricalLink",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reports_to", "reports to"),
                            ("commissions", "commissions"),
                            ("supports", "supports"),
                            ("contributes_to", "contributes to"),
                            ("depends_on", "depends on"),
                            ("shares", "is shared with"),
                            ("supersedes", "takes the place of"),
                            ("cites", "names"),
                            ("influences", "influences"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("stated", "Stated"), ("implied", "Implied")], default="stated", max_length=8
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
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
                    "from_board",
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
                    "from_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
                (
                    "from_plan",
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
                    "from_priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.priority",
                    ),
                ),
                (
                    "from_objective",
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
                    "from_document",
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
                    "to_board",
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
                    "to_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.organisation",
                    ),
                ),
                (
                    "to_plan",
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
                    "to_priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.priority",
                    ),
                ),
                (
                    "to_objective",
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
                    "to_document",
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
                "verbose_name": "historical link",
                "verbose_name_plural": "historical links",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMatrixQuestion",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=120)),
                ("layer", models.CharField(blank=True, max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("evidence", models.JSONField(blank=True, default=list)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=160)),
                ("review_on", models.DateField(blank=True, null=True)),
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
                    "cell",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plan.matrixcell",
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
                "verbose_name": "historical matrix question",
                "verbose_name_plural": "historical matrix questions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
            name="Link",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reports_to", "reports to"),
                            ("commissions", "commissions"),
                            ("supports", "supports"),
                            ("contributes_to", "contributes to"),
                            ("depends_on", "depends on"),
                            ("shares", "is shared with"),
                            ("supersedes", "takes the place of"),
                            ("cites", "names"),
                            ("influences", "influences"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "from_board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="govern.board",
                    ),
                ),
                (
                    "from_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="places.organisation",
                    ),
                ),
                (
                    "from_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="plan.plan",
                    ),
                ),
                (
                    "from_priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="plan.priority",
                    ),
                ),
                (
                    "from_objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="plan.objective",
                    ),
                ),
                (
                    "from_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_out",
                        to="places.sourcedocument",
                    ),
                ),
                (
                    "to_board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="govern.board",
                    ),
                ),
                (
                    "to_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="places.organisation",
                    ),
                ),
                (
                    "to_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="plan.plan",
                    ),
                ),
                (
                    "to_priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="plan.priority",
                    ),
                ),
                (
                    "to_objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="plan.objective",
                    ),
                ),
                (
                    "to_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="places.sourcedocument",
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("stated", "Stated"), ("implied", "Implied")], default="stated", max_length=8
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("from_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="link_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        fields=(
                            "kind",
                            "from_board",
                            "from_organisation",
                            "from_plan",
                            "from_priority",
                            "from_objective",
                            "from_document",
                            "to_board",
                            "to_organisation",
                            "to_plan",
                            "to_priority",
                            "to_objective",
                            "to_document",
                        ),
                        name="link_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_board__isnull", False),
                                ("from_document__isnull", True),
                                ("from_objective__isnull", True),
                                ("from_organisation__isnull", True),
                                ("from_plan__isnull", True),
                                ("from_priority__isnull", True),
                            ),
                            models.Q(
                                ("from_board__isnull", True),
                                ("from_document__isnull", True),
                                ("from_objective__isnull", True),
                                ("from_organisation__isnull", False),
                                ("from_plan__isnull", True),
                                ("from_priority__isnull", True),
                            ),
                            models.Q(
                                ("from_board__isnull", True),
                                ("from_document__isnull", True),
                                ("from_objective__isnull", True),
                                ("from_organisation__isnull", True),
                                ("from_plan__isnull", False),
                                ("from_priority__isnull", True),
                            ),
                            models.Q(
                                ("from_board__isnull", True),
                                ("from_document__isnull", True),
                                ("from_objective__isnull", True),
                                ("from_organisation__isnull", True),
                                ("from_plan__isnull", True),
                                ("from_priority__isnull", False),
                            ),
                            models.Q(
                                ("from_board__isnull", True),
                                ("from_document__isnull", True),
                                ("from_objective__isnull", False),
                                ("from_organisation__isnull", True),
                                ("from_plan__isnull", True),
                                ("from_priority__isnull", True),
                            ),
                            models.Q(
                                ("from_board__isnull", True),
                                ("from_document__isnull", False),
                                ("from_objective__isnull", True),
                                ("from_organisation__isnull", True),
                                ("from_plan__isnull", True),
                                ("from_priority__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("to_board__isnull", False),
                                ("to_document__isnull", True),
                                ("to_objective__isnull", True),
                                ("to_organisation__isnull", True),
                                ("to_plan__isnull", True),
                                ("to_priority__isnull", True),
                            ),
                            models.Q(
                                ("to_board__isnull", True),
                                ("to_document__isnull", True),
                                ("to_objective__isnull", True),
                                ("to_organisation__isnull", False),
                                ("to_plan__isnull", True),
                                ("to_priority__isnull", True),
                            ),
                            models.Q(
                                ("to_board__isnull", True),
                                ("to_document__isnull", True),
                                ("to_objective__isnull", True),
                                ("to_organisation__isnull", True),
                                ("to_plan__isnull", False),
                                ("to_priority__isnull", True),
                            ),
                            models.Q(
                                ("to_board__isnull", True),
                                ("to_document__isnull", True),
                                ("to_objective__isnull", True),
                                ("to_organisation__isnull", True),
                                ("to_plan__isnull", True),
                                ("to_priority__isnull", False),
                            ),
                            models.Q(
                                ("to_board__isnull", True),
                                ("to_document__isnull", True),
                                ("to_objective__isnull", False),
                                ("to_organisation__isnull", True),
                                ("to_plan__isnull", True),
                                ("to_priority__isnull", True),
                            ),
                            models.Q(
                                ("to_board__isnull", True),
                                ("to_document__isnull", False),
                                ("to_objective__isnull", True),
                                ("to_organisation__isnull", True),
                                ("to_plan__isnull", True),
                                ("to_priority__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_to_one",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="MatrixQuestion",
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "cell",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="plan.matrixcell",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layer_questions",
                        to="plan.plan",
                    ),
                ),
                ("layer", models.CharField(blank=True, max_length=40)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("evidence", models.JSONField(blank=True, default=list)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=160)),
                ("review_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("plan__slug", "cell__slug", "layer", "order", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cell", None), ("plan", None), _connector="XOR"),
                        name="matrix_question_of_cell_or_layer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("layer", ""), ("plan", None)),
                            models.Q(("layer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="layer_question_names_layer",
                    ),
                ],
                "indexes": [],
            },
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
                ("source_contradictions", models.JSONField(blank=True, default=list, editable=False)),
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
