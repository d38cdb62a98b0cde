import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="AboutIndex",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lede",
                    models.CharField(
                        blank=True,
                        help_text="What the page says, in one sentence under its title.",
                        max_length=300,
                        verbose_name="first sentence",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of site pages",
                "indexes": [],
                "constraints": [],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsIndex",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lede",
                    models.CharField(
                        blank=True,
                        help_text="What the page says, in one sentence under its title.",
                        max_length=300,
                        verbose_name="first sentence",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of news",
                "indexes": [],
                "constraints": [],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lede",
                    models.CharField(
                        blank=True,
                        help_text="What the page says, in one sentence under its title.",
                        max_length=300,
                        verbose_name="first sentence",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("quote", 2), ("picture", 6), ("document", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"icon": "title", "max_length": 120}),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
                            ),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "document-link"], "icon": "openquote"},
                            ),
                            3: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence for people who cannot see it, such as: Four people at a table in a village hall.",
                                    "label": "What the picture shows",
                                    "max_length": 250,
                                },
                            ),
                            5: ("wagtail.blocks.CharBlock", (), {"max_length": 250, "required": False}),
                            6: ("wagtail.blocks.StructBlock", [[("image", 3), ("alt", 4), ("caption", 5)]], {}),
                            7: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document to take away"},
                            ),
                        },
                    ),
                ),
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
                (
                    "source_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        max_length=10,
                        verbose_name="where it comes from",
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400, verbose_name="because")),
                ("file_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("published_on", models.DateField(help_text="The day that stands above the news.", verbose_name="day")),
            ],
            options={
                "verbose_name": "news",
                "verbose_name_plural": "news",
                "indexes": [],
                "constraints": [],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SitePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "lede",
                    models.CharField(
                        blank=True,
                        help_text="What the page says, in one sentence under its title.",
                        max_length=300,
                        verbose_name="first sentence",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("quote", 2), ("picture", 6), ("document", 7)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"icon": "title", "max_length": 120}),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
                            ),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "document-link"], "icon": "openquote"},
                            ),
                            3: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One sentence for people who cannot see it, such as: Four people at a table in a village hall.",
                                    "label": "What the picture shows",
                                    "max_length": 250,
                                },
                            ),
                            5: ("wagtail.blocks.CharBlock", (), {"max_length": 250, "required": False}),
                            6: ("wagtail.blocks.StructBlock", [[("image", 3), ("alt", 4), ("caption", 5)]], {}),
                            7: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document to take away"},
                            ),
                        },
                    ),
                ),
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
                (
                    "source_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stated", "Stated in the source"),
                            ("inferred", "Inferred from the source"),
                            ("external", "From another public source"),
                            ("invented", "Invented for the example"),
                            ("recorded", "Recorded on this site"),
                        ],
                        max_length=10,
                        verbose_name="where it comes from",
                    ),
                ),
                ("source_because", models.CharField(blank=True, max_length=400, verbose_name="because")),
                ("file_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="written on")),
            ],
            options={
                "verbose_name": "site page",
                "indexes": [],
                "constraints": [],
            },
            bases=("wagtailcore.page",),
        ),
    ]
