import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kit", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
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
                ("name", models.CharField(max_length=160)),
                ("short_name", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutory", "Statutory board"),
                            ("partnership", "Partnership"),
                            ("group", "Group"),
                            ("practice", "Practice board (invented)"),
                        ],
                        max_length=16,
                    ),
                ),
                ("purpose", models.TextField(blank=True)),
                ("statutory_basis", models.CharField(blank=True, max_length=240)),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards_hosted",
                        to="places.organisation",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="places.area",
                    ),
                ),
                (
                    "lead_officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards_served",
                        to="places.person",
                    ),
                ),
                ("chair_post", models.CharField(blank=True, max_length=160)),
                ("meets", models.CharField(blank=True, max_length=80)),
                ("is_proposed", models.BooleanField(default=False)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("extra_schema", models.JSONField(blank=True, default=dict)),
                ("extra", models.JSONField(blank=True, default=dict)),
                (
                    "partners",
                    models.ManyToManyField(blank=True, related_name="boards_joined", to="places.organisation"),
                ),
                (
                    "responsible",
                    models.ManyToManyField(blank=True, related_name="boards_answered_for", to="places.organisation"),
                ),
            ],
            options={
                "ordering": ("name",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBoard",
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
                ("name", models.CharField(max_length=160)),
                ("short_name", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutory", "Statutory board"),
                            ("partnership", "Partnership"),
                            ("group", "Group"),
                            ("practice", "Practice board (invented)"),
                        ],
                        max_length=16,
                    ),
                ),
                ("purpose", models.TextField(blank=True)),
                ("statutory_basis", models.CharField(blank=True, max_length=240)),
                ("chair_post", models.CharField(blank=True, max_length=160)),
                ("meets", models.CharField(blank=True, max_length=80)),
                ("is_proposed", models.BooleanField(default=False)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("extra_schema", models.JSONField(blank=True, default=dict)),
                ("extra", models.JSONField(blank=True, default=dict)),
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
                    "host",
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
                (
                    "lead_officer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.person",
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
                "verbose_name": "historical board",
                "verbose_name_plural": "historical boards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Report",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="govern.board"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("item_for", models.JSONField(blank=True, default=list)),
                ("other_authors", models.JSONField(blank=True, default=list)),
                ("other_organisations", models.JSONField(blank=True, default=list)),
                ("key_issues", models.TextField(blank=True)),
                ("recommendations", models.JSONField(blank=True, default=list)),
                ("printed_without", models.BooleanField(default=False)),
                ("financial_implications", models.TextField(blank=True)),
                ("not_read", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("commissioned", "commissioned"),
                            ("drafting", "drafting"),
                            ("in_clearance", "in clearance"),
                            ("cleared", "cleared"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="drafting",
                        max_length=12,
                    ),
                ),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("exempt_paragraphs", models.JSONField(blank=True, default=list)),
                ("public_interest_text", models.TextField(blank=True)),
                ("to_public_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="govern.report",
                    ),
                ),
                ("sponsors", models.ManyToManyField(blank=True, related_name="reports_sponsored", to="places.post")),
                ("authors", models.ManyToManyField(blank=True, related_name="reports_written", to="places.post")),
                ("organisations", models.ManyToManyField(blank=True, related_name="reports", to="places.organisation")),
            ],
            options={
                "ordering": ("board__slug", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="paper_does_not_replace_itself",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines_up", to="govern.board"
                    ),
                ),
                (
                    "parent_board",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines_down",
                        to="govern.board",
                    ),
                ),
                (
                    "parent_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards_reporting",
                        to="places.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reports_to", "reports to"),
                            ("supports", "supports"),
                            ("overseen_by", "is overseen by"),
                            ("informs", "informs"),
                        ],
                        default="reports_to",
                        max_length=12,
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("stated", "stated"), ("implied", "implied")], default="stated", max_length=8
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("child__slug", "kind", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent_board", None), ("parent_organisation", None), _connector="XOR"),
                        name="reporting_line_has_one_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("parent_board")), _negated=True),
                        name="board_does_not_report_to_itself",
                    ),
                    models.UniqueConstraint(
                        fields=("child", "parent_board", "parent_organisation", "kind"),
                        name="reporting_line_once",
                        nulls_distinct=False,
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="VotingGroup",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voting_groups", to="govern.board"
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                (
                    "organisations",
                    models.ManyToManyField(blank=True, related_name="voting_groups", to="places.organisation"),
                ),
            ],
            options={
                "ordering": ("board__slug", "slug"),
                "constraints": [models.UniqueConstraint(fields=("board", "slug"), name="voting_group_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReport",
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
                ("title", models.CharField(max_length=200)),
                ("item_for", models.JSONField(blank=True, default=list)),
                ("other_authors", models.JSONField(blank=True, default=list)),
                ("other_organisations", models.JSONField(blank=True, default=list)),
                ("key_issues", models.TextField(blank=True)),
                ("recommendations", models.JSONField(blank=True, default=list)),
                ("printed_without", models.BooleanField(default=False)),
                ("financial_implications", models.TextField(blank=True)),
                ("not_read", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("commissioned", "commissioned"),
                            ("drafting", "drafting"),
                            ("in_clearance", "in clearance"),
                            ("cleared", "cleared"),
                            ("published", "published"),
                            ("superseded", "superseded"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="drafting",
                        max_length=12,
                    ),
                ),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("exempt_paragraphs", models.JSONField(blank=True, default=list)),
                ("public_interest_text", models.TextField(blank=True)),
                ("to_public_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
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
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.report",
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
                "verbose_name": "historical report",
                "verbose_name_plural": "historical reports",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
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
                ("slug", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                ("voting", models.BooleanField(default=True)),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("tags", models.JSONField(blank=True, default=list)),
                ("order", models.PositiveSmallIntegerField(default=0)),
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
                    "organisation",
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
                    "voting_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.votinggroup",
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
                "verbose_name": "historical seat",
                "verbose_name_plural": "historical seats",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Seat",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="govern.board"
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("label", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="places.organisation",
                    ),
                ),
                (
                    "voting_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="govern.votinggroup",
                    ),
                ),
                ("voting", models.BooleanField(default=True)),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("tags", models.JSONField(blank=True, default=list)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("board__slug", "order", "slug"),
                "constraints": [models.UniqueConstraint(fields=("board", "slug"), name="seat_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="govern.seat"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="places.person",
                    ),
                ),
                ("post_title", models.CharField(blank=True, max_length=200)),
                (
                    "office",
                    models.CharField(
                        choices=[("none", "Member"), ("chair", "Chair"), ("vice_chair", "Vice-chair")],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("appointed_by", models.CharField(blank=True, max_length=160)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=240)),
            ],
            options={
                "ordering": ("seat__board__slug", "seat__order", "from_on"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on", None)), fields=("seat",), name="one_holder_of_a_seat_at_a_time"
                    ),
                    models.UniqueConstraint(fields=("seat", "from_on"), name="one_appointment_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), _negated=True),
                            models.Q(("post_title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="appointment_names_somebody",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAppointment",
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
                ("post_title", models.CharField(blank=True, max_length=200)),
                (
                    "office",
                    models.CharField(
                        choices=[("none", "Member"), ("chair", "Chair"), ("vice_chair", "Vice-chair")],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("appointed_by", models.CharField(blank=True, max_length=160)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=240)),
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
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.person",
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
                "verbose_name": "historical appointment",
                "verbose_name_plural": "historical appointments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
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
                (
                    "slug",
                    models.CharField(
                        max_length=24,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("election", "Election"),
                            ("minutes_confirmed", "Minutes confirmed"),
                            ("agreement", "Agreement"),
                            ("approval", "Approval"),
                            ("appointment", "Appointment"),
                            ("return_item", "To come back to the board"),
                            ("view", "View of the board"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("explicit", "Explicit"), ("soft", "Soft agreement"), ("view", "View")],
                        default="explicit",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("not_stated", "Not stated"),
                            ("consensus", "Consensus"),
                            ("show_of_hands", "Show of hands"),
                            ("named_vote", "Named vote"),
                            ("ballot", "Ballot"),
                        ],
                        default="not_stated",
                        max_length=14,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("lost", "Lost"),
                            ("awaiting_casting", "Awaiting the casting vote"),
                            ("refused", "Refused"),
                        ],
                        default="carried",
                        max_length=18,
                    ),
                ),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("not_computed", "Not computed"),
                            ("valid", "Valid"),
                            ("subject_to_ratification", "Subject to ratification"),
                        ],
                        default="not_computed",
                        max_length=24,
                    ),
                ),
                ("proof", models.JSONField(blank=True, default=dict)),
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
                    "mover",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.seat",
                    ),
                ),
                (
                    "seconder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.seat",
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
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTermsOfReference",
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
                (
                    "version_name",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9._-]*$", "Name a version with small letters, digits, dots and hyphens."
                            )
                        ],
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=240)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("prose", models.JSONField(default=list)),
                ("prose_only", models.JSONField(blank=True, default=list)),
                ("rules", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_proposal", models.BooleanField(default=False)),
                ("proposed_seats", models.JSONField(blank=True, default=list)),
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
                "verbose_name": "historical terms of reference",
                "verbose_name_plural": "historical terms of reference",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="govern.board"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=200)),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "In person"), ("remote", "Remote"), ("hybrid", "Hybrid")],
                        default="in_person",
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("extraordinary", "Extraordinary"),
                            ("development", "Development session"),
                            ("reconvened", "Reconvened"),
                            ("joint", "Joint"),
                        ],
                        default="ordinary",
                        max_length=14,
                    ),
                ),
                (
                    "reconvenes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconvened_as",
                        to="govern.meeting",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("agenda_published", "agenda published"),
                            ("in_session", "in session"),
                            ("adjourned", "adjourned"),
                            ("closed", "closed"),
                            ("minutes_draft", "minutes draft"),
                            ("minutes_confirmed", "minutes confirmed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                (
                    "presided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presided",
                        to="places.person",
                    ),
                ),
                ("questions_close_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_because", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-starts_at", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="meeting_ends_after_start",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="govern.meeting"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("presenters", models.CharField(blank=True, max_length=240)),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "For decision"),
                            ("discussion", "For discussion"),
                            ("information", "For information"),
                        ],
                        max_length=12,
                    ),
                ),
                ("matter", models.CharField(blank=True, max_length=60)),
                ("minutes_allotted", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="govern.agendaitem",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("ready", "ready"),
                            ("published", "published"),
                            ("called", "called"),
                            ("dealt_with", "dealt with"),
                            ("deferred", "deferred"),
                            ("not_reached", "not reached"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("exempt_paragraphs", models.JSONField(blank=True, default=list)),
                ("public_interest_text", models.TextField(blank=True)),
                ("urgent_reason", models.TextField(blank=True)),
                ("first_page", models.PositiveIntegerField(blank=True, null=True)),
                ("last_page", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("meeting__slug", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="item_number_once"),
                    models.UniqueConstraint(fields=("meeting", "order"), name="item_order_once"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="govern.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="places.person",
                    ),
                ),
                ("post_title", models.CharField(blank=True, max_length=160)),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="govern.seat",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("substitute", "Substitute"),
                            ("officer", "Officer"),
                            ("public", "Public"),
                        ],
                        default="member",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("present", "Present"), ("apologies", "Apologies"), ("absent", "Absent")],
                        max_length=10,
                    ),
                ),
                ("intervals", models.JSONField(blank=True, default=list)),
            ],
            options={
                "ordering": ("meeting__slug", "role", "seat__order", "post_title", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), _negated=True),
                            models.Q(("post_title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attendance_names_person_or_post",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("seat", None), _negated=True), ("state", "present")),
                        fields=("meeting", "seat"),
                        name="one_sitter_in_a_seat",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "person", "seat", "post_title"), name="attendance_once", nulls_distinct=False
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
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
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deadlines", to="govern.board"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deadlines", to="govern.meeting"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("public_questions", "Questions from the public close"),
                            ("member_questions", "Questions from members close"),
                            ("summons", "The meeting is called"),
                            ("agenda", "The agenda and papers are open to the public"),
                            ("final_reports", "Papers are final"),
                            ("member_item", "Items asked for by members close"),
                        ],
                        max_length=18,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("rule", models.JSONField(blank=True, default=dict)),
                ("computed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("calendar", models.CharField(blank=True, max_length=40)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("breach_reason", models.CharField(blank=True, max_length=240)),
            ],
            options={
                "ordering": ("meeting__slug", "due_at", "kind"),
                "constraints": [models.UniqueConstraint(fields=("meeting", "kind"), name="deadline_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
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
                (
                    "number",
                    models.CharField(
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("presenters", models.CharField(blank=True, max_length=240)),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "For decision"),
                            ("discussion", "For discussion"),
                            ("information", "For information"),
                        ],
                        max_length=12,
                    ),
                ),
                ("matter", models.CharField(blank=True, max_length=60)),
                ("minutes_allotted", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("ready", "ready"),
                            ("published", "published"),
                            ("called", "called"),
                            ("dealt_with", "dealt with"),
                            ("deferred", "deferred"),
                            ("not_reached", "not reached"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("exempt_paragraphs", models.JSONField(blank=True, default=list)),
                ("public_interest_text", models.TextField(blank=True)),
                ("urgent_reason", models.TextField(blank=True)),
                ("first_page", models.PositiveIntegerField(blank=True, null=True)),
                ("last_page", models.PositiveIntegerField(blank=True, null=True)),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.meeting",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.agendaitem",
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
                "verbose_name": "historical agenda item",
                "verbose_name_plural": "historical agenda items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MinuteParagraph",
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paragraphs", to="govern.meeting"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paragraphs", to="govern.agendaitem"
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20)),
                ("order", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="govern.minuteparagraph",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("narrative", "Narrative"),
                            ("resolution", "Resolution"),
                            ("noted", "Noted"),
                            ("post_meeting_note", "Post-meeting note"),
                            ("correction", "Correction"),
                        ],
                        default="narrative",
                        max_length=18,
                    ),
                ),
            ],
            options={
                "ordering": ("meeting__slug", "order"),
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "slug"), name="paragraph_address_once"),
                    models.UniqueConstraint(fields=("meeting", "order"), name="paragraph_order_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("meeting", "number"),
                        name="paragraph_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "correction"), _negated=True),
                            models.Q(("corrects", None), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_cites_what_it_corrects",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ReportRouting",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="routings", to="govern.report"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="routings", to="govern.agendaitem"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("decide", "To decide"), ("consult", "To be consulted"), ("note", "To note")],
                        max_length=8,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("authoritative", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("item__meeting__slug", "item__order", "order", "report__slug"),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "item"), name="paper_once_at_an_item"),
                    models.UniqueConstraint(
                        condition=models.Q(("authoritative", True)),
                        fields=("report",),
                        name="one_authoritative_routing",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="govern.minuteparagraph",
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        max_length=24,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("election", "Election"),
                            ("minutes_confirmed", "Minutes confirmed"),
                            ("agreement", "Agreement"),
                            ("approval", "Approval"),
                            ("appointment", "Appointment"),
                            ("return_item", "To come back to the board"),
                            ("view", "View of the board"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("explicit", "Explicit"), ("soft", "Soft agreement"), ("view", "View")],
                        default="explicit",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "mover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govern.seat",
                    ),
                ),
                (
                    "seconder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govern.seat",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("not_stated", "Not stated"),
                            ("consensus", "Consensus"),
                            ("show_of_hands", "Show of hands"),
                            ("named_vote", "Named vote"),
                            ("ballot", "Ballot"),
                        ],
                        default="not_stated",
                        max_length=14,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("lost", "Lost"),
                            ("awaiting_casting", "Awaiting the casting vote"),
                            ("refused", "Refused"),
                        ],
                        default="carried",
                        max_length=18,
                    ),
                ),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("not_computed", "Not computed"),
                            ("valid", "Valid"),
                            ("subject_to_ratification", "Subject to ratification"),
                        ],
                        default="not_computed",
                        max_length=24,
                    ),
                ),
                ("proof", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ("paragraph__meeting__slug", "paragraph__order", "slug"),
                "constraints": [models.UniqueConstraint(fields=("paragraph", "slug"), name="decision_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ForwardItem",
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
                ("timescale_as_written", models.CharField(blank=True, max_length=160)),
                ("timescale_kind", models.CharField(default="unset", editable=False, max_length=12)),
                ("timescale_start", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_end", models.DateField(blank=True, editable=False, null=True)),
                ("timescale_precision", models.CharField(blank=True, editable=False, max_length=8)),
                ("timescale_every", models.CharField(blank=True, editable=False, max_length=12)),
                ("timescale_mark", models.CharField(blank=True, editable=False, max_length=40)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forward_items", to="govern.board"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward_items",
                        to="govern.meeting",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "For decision"),
                            ("discussion", "For discussion"),
                            ("information", "For information"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sponsor", models.CharField(blank=True, max_length=160)),
                (
                    "paragraph",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forward_items",
                        to="govern.minuteparagraph",
                    ),
                ),
                ("statute", models.CharField(blank=True, max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("on_agenda", "On the agenda"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("dropped_because", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("board__slug", "timescale_end", "slug"),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMinuteParagraph",
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
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Za-z][0-9A-Za-z.-]*$", "Use letters, digits, dots and hyphens only."
                            )
                        ],
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20)),
                ("order", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "publicity",
                    models.CharField(
                        choices=[("open", "Open"), ("exempt", "Exempt"), ("confidential", "Confidential")],
                        default="open",
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("narrative", "Narrative"),
                            ("resolution", "Resolution"),
                            ("noted", "Noted"),
                            ("post_meeting_note", "Post-meeting note"),
                            ("correction", "Correction"),
                        ],
                        default="narrative",
                        max_length=18,
                    ),
                ),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.agendaitem",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.minuteparagraph",
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
                "verbose_name": "historical minute paragraph",
                "verbose_name_plural": "historical minute paragraphs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TermsOfReference",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="govern.board"
                    ),
                ),
                (
                    "version_name",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9._-]*$", "Name a version with small letters, digits, dots and hyphens."
                            )
                        ],
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=240)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                ("prose", models.JSONField(default=list)),
                ("prose_only", models.JSONField(blank=True, default=list)),
                ("rules", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("is_proposal", models.BooleanField(default=False)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms_adopted",
                        to="govern.decision",
                    ),
                ),
                ("proposed_seats", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name_plural": "terms of reference",
                "ordering": ("board__slug", "effective_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("board", "version_name"), name="terms_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("effective_to", None), ("is_proposal", False)),
                        fields=("board",),
                        name="one_open_version_of_terms",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_proposal", False), ("adopted_by", None), _connector="OR"),
                        name="what_was_adopted_is_no_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to", None), ("effective_to__gte", models.F("effective_from")), _connector="OR"
                        ),
                        name="terms_end_after_start",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
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
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("venue", models.CharField(blank=True, max_length=200)),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "In person"), ("remote", "Remote"), ("hybrid", "Hybrid")],
                        default="in_person",
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("extraordinary", "Extraordinary"),
                            ("development", "Development session"),
                            ("reconvened", "Reconvened"),
                            ("joint", "Joint"),
                        ],
                        default="ordinary",
                        max_length=14,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("agenda_published", "agenda published"),
                            ("in_session", "in session"),
                            ("adjourned", "adjourned"),
                            ("closed", "closed"),
                            ("minutes_draft", "minutes draft"),
                            ("minutes_confirmed", "minutes confirmed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("questions_close_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_because", models.TextField(blank=True)),
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
                    "reconvenes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.meeting",
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="govern.termsofreference",
                    ),
                ),
                (
                    "presided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="places.person",
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
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="HistoricalDecision",
            name="paragraph",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="govern.minuteparagraph",
            ),
        ),
        migrations.AddField(
            model_name="HistoricalTermsOfReference",
            name="adopted_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="govern.decision",
            ),
        ),
        migrations.AddField(
            model_name="Meeting",
            name="terms",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="govern.termsofreference",
            ),
        ),
    ]
