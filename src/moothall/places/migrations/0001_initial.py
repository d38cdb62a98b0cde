import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kit", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=80)),
                ("plural", models.CharField(blank=True, max_length=80)),
                ("level", models.PositiveSmallIntegerField()),
                ("code_prefix", models.CharField(blank=True, max_length=3)),
            ],
            options={
                "ordering": ("level", "key"),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="BankHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calendar", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ("calendar", "day"),
                "constraints": [models.UniqueConstraint(fields=("calendar", "day"), name="bank_holiday_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=40)),
                ("strapline", models.CharField(blank=True, max_length=200)),
                ("vision", models.TextField(blank=True)),
                ("mark", models.CharField(max_length=3)),
                (
                    "colour",
                    models.CharField(
                        default="#003d73",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$", "Give a colour as # and six lower-case hexadecimal digits."
                            )
                        ],
                    ),
                ),
                ("contact_name", models.CharField(max_length=120)),
                ("contact_email", models.EmailField(max_length=254)),
                ("time_zone", models.CharField(default="Europe/London", max_length=40)),
                ("as_at", models.DateField(blank=True, null=True)),
                ("is_example", models.BooleanField(default=False)),
                ("front_board", models.SlugField(blank=True, max_length=80)),
                ("one", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("one", True)), name="one_place")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SourceDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=240)),
                ("publisher", models.CharField(blank=True, max_length=160)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("address", models.URLField(blank=True, max_length=400)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("note", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("key",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Area",
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
                ("code", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="places.areakind"
                    ),
                ),
                ("vintage", models.CharField(blank=True, max_length=12)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("is_home", models.BooleanField(default=False)),
                ("tile_row", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("tile_column", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("kind__level", "name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_from", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="area_valid_to_after_from",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
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
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("term", models.CharField(max_length=60, unique=True)),
                ("meaning", models.CharField(max_length=400)),
                ("forms", models.JSONField(blank=True, default=list)),
                (
                    "see",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen_from",
                        to="places.glossaryterm",
                    ),
                ),
            ],
            options={
                "ordering": ("term",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=120)),
                ("honorific", models.CharField(blank=True, max_length=20)),
                ("post_nominals", models.CharField(blank=True, max_length=40)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ("name",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="AreaMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parents", to="places.area"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="children", to="places.area"
                    ),
                ),
                (
                    "fit",
                    models.CharField(
                        choices=[("exact", "exact"), ("best_fit", "best fit"), ("apportioned", "apportioned")],
                        default="exact",
                        max_length=12,
                    ),
                ),
                ("weight", models.DecimalField(decimal_places=8, default=1, max_digits=9)),
                ("release", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ("parent__code", "child__code"),
                "constraints": [
                    models.UniqueConstraint(fields=("child", "parent", "release"), name="membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("parent")), _negated=True), name="area_not_in_itself"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0), ("weight__lte", 1)), name="membership_weight_0_to_1"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=160)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county_council", "County council"),
                            ("district_council", "District council"),
                            ("nhs_commissioner", "NHS commissioner"),
                            ("nhs_provider", "NHS provider"),
                            ("national_body", "National body"),
                            ("police", "Police"),
                            ("fire", "Fire and rescue"),
                            ("healthwatch", "Healthwatch"),
                            ("voluntary", "Voluntary sector"),
                            ("group", "Group of organisations"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="places.organisation",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="places.organisation",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="places.area",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("name",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                ("title", models.CharField(max_length=160)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="places.organisation"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="places.person",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputises_for",
                        to="places.post",
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("organisation__name", "title"),
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
