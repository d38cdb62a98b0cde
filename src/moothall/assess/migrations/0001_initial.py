import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
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
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(max_length=80)),
                ("question", models.CharField(max_length=240)),
                ("reference", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ("slug",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Profile",
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
                ("purpose", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("slug",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="places.sourcedocument",
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=120)),
                ("attribution", models.CharField(blank=True, max_length=240)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("published_at", models.DateTimeField(db_index=True)),
                ("is_invented", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("slug",),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="IndicatorVersion",
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="assess.indicator"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("definition", models.TextField(blank=True)),
                ("rationale", models.TextField(blank=True)),
                ("numerator", models.CharField(blank=True, max_length=240)),
                ("denominator", models.CharField(blank=True, max_length=240)),
                ("data_source", models.CharField(blank=True, max_length=240)),
                ("method", models.CharField(blank=True, max_length=120)),
                ("standard_population", models.CharField(blank=True, max_length=80)),
                (
                    "ci_method",
                    models.CharField(
                        choices=[
                            ("none", "Not stated"),
                            ("wilson", "Wilson score"),
                            ("byar", "Byar"),
                            ("exact", "Exact"),
                            ("dobson_byar", "Dobson and Byar"),
                            ("student", "Student's t"),
                            ("survey_design", "Survey design"),
                            ("as_published", "As published, method not printed"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                (
                    "value_type",
                    models.CharField(
                        choices=[
                            ("proportion", "Proportion"),
                            ("crude_rate", "Crude rate"),
                            ("dsr", "Directly standardised rate"),
                            ("life_expectancy", "Life expectancy"),
                            ("mean", "Mean"),
                            ("count", "Count"),
                            ("gap", "Gap"),
                            ("survey_percent", "Survey percentage"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit", models.CharField(max_length=40)),
                ("multiplier", models.DecimalField(decimal_places=2, default=100, max_digits=12)),
                ("decimals", models.PositiveSmallIntegerField(default=1)),
                ("valid_min", models.FloatField(blank=True, null=True)),
                ("valid_max", models.FloatField(blank=True, null=True)),
                (
                    "year_type",
                    models.CharField(
                        choices=[
                            ("calendar", "Calendar year"),
                            ("financial", "Financial year"),
                            ("academic", "Academic year"),
                        ],
                        default="financial",
                        max_length=12,
                    ),
                ),
                ("caveats", models.TextField(blank=True)),
                ("licence", models.CharField(blank=True, max_length=120)),
                ("attribution", models.CharField(blank=True, max_length=240)),
                ("next_update_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("indicator__slug", "number"),
                "constraints": [models.UniqueConstraint(fields=("indicator", "number"), name="indicator_version_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ProfileItem",
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
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="assess.profile"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="profile_items", to="assess.indicator"
                    ),
                ),
                (
                    "polarity",
                    models.CharField(
                        choices=[("low", "Lower is better"), ("high", "Higher is better"), ("none", "No judgement")],
                        max_length=12,
                    ),
                ),
                (
                    "comparator_method",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Single overlapping interval"), (12, "Double overlapping intervals")], default=1
                    ),
                ),
                (
                    "benchmark",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
                ),
                ("confidence", models.DecimalField(decimal_places=1, default=95, max_digits=4)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("profile__slug", "order", "indicator__slug"),
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "indicator"), name="indicator_in_profile_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="assess.indicatorversion"
                    ),
                ),
                ("slug", models.SlugField(default="persons", max_length=60)),
                (
                    "sex",
                    models.CharField(
                        choices=[("persons", "Persons"), ("female", "Female"), ("male", "Male")],
                        default="persons",
                        max_length=8,
                    ),
                ),
                ("age", models.CharField(blank=True, max_length=40)),
                ("category_type", models.CharField(blank=True, max_length=80)),
                ("category", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ("version__indicator__slug", "slug"),
                "constraints": [models.UniqueConstraint(fields=("version", "slug"), name="series_once")],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Observation",
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
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="assess.series"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="places.area"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="assess.release"
                    ),
                ),
                ("period", models.CharField(blank=True, max_length=40)),
                ("period_starts_on", models.DateField(blank=True, editable=False, null=True)),
                ("period_ends_on", models.DateField(blank=True, editable=False, null=True)),
                ("period_kind", models.CharField(default="unknown", editable=False, max_length=20)),
                ("value", models.FloatField(blank=True, null=True)),
                ("lower_95", models.FloatField(blank=True, null=True)),
                ("upper_95", models.FloatField(blank=True, null=True)),
                ("lower_99_8", models.FloatField(blank=True, null=True)),
                ("upper_99_8", models.FloatField(blank=True, null=True)),
                ("count", models.FloatField(blank=True, null=True)),
                ("denominator", models.FloatField(blank=True, null=True)),
                (
                    "value_status",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("provisional", "Provisional"),
                            ("revised", "Revised"),
                            ("modelled", "Modelled"),
                            ("suppressed_primary", "Suppressed"),
                            ("suppressed_secondary", "Suppressed to protect another value"),
                            ("not_available", "Not available"),
                            ("not_applicable", "Not applicable"),
                            ("rounds_to_zero", "Rounds to zero"),
                            ("missing", "Missing"),
                        ],
                        default="published",
                        max_length=24,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("raw", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ("series", "area__code", "period_starts_on", "period", "release"),
                "constraints": [
                    models.UniqueConstraint(fields=("series", "area", "period", "release"), name="observation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lower_95", None),
                            ("upper_95", None),
                            ("lower_95__lte", models.F("upper_95")),
                            _connector="OR",
                        ),
                        name="limits_95_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lower_99_8", None),
                            ("upper_99_8", None),
                            ("lower_99_8__lte", models.F("upper_99_8")),
                            _connector="OR",
                        ),
                        name="limits_99_8_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("value", None),
                                (
                                    "value_status__in",
                                    (
                                        "suppressed_primary",
                                        "suppressed_secondary",
                                        "not_available",
                                        "not_applicable",
                                        "rounds_to_zero",
                                        "missing",
                                    ),
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "value_status__in",
                                        (
                                            "suppressed_primary",
                                            "suppressed_secondary",
                                            "not_available",
                                            "not_applicable",
                                            "rounds_to_zero",
                                            "missing",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("value__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="value_or_status_why_not",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
