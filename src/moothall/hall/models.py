"""Words of the place: site pages and news, written on the words desk or loaded from files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from moothall.kit.grants import AnyUser
from moothall.kit.markdown import HEADING, PARAGRAPH, QUOTE, Part, strip_html
from moothall.kit.views import paginate
from moothall.places.models import SourceDocument
from moothall.places.rules import INVENTED, STATUSES

LINES = ["bold", "italic", "link", "document-link"]
PER_PAGE = 25


class PictureBlock(StructBlock):  # type: ignore[misc]
    """A picture with words for those who do not see it."""

    image = ImageChooserBlock(label="Picture")
    alt = CharBlock(
        max_length=250,
        label="What the picture shows",
        help_text="One sentence for people who cannot see it, such as: Four people at a table in a village hall.",
    )
    caption = CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"


BODY = (
    (HEADING, CharBlock(max_length=120, icon="title")),
    (PARAGRAPH, RichTextBlock(features=[*LINES, "ol", "ul"])),
    (QUOTE, RichTextBlock(features=LINES, icon="openquote")),
    ("picture", PictureBlock()),
    ("document", DocumentChooserBlock(label="Document to take away")),
)


class WordsQuerySet(PageQuerySet):  # type: ignore[misc]
    def visible_to(self, user: AnyUser) -> WordsQuerySet:
        """Pages that are published and not put behind a lock; drafts are seen on the words desk alone."""
        return self.live().public()  # type: ignore[no-any-return]


WordsManager: Any = PageManager.from_queryset(WordsQuerySet)


class Words(Page):  # type: ignore[misc]
    """What every page of words has."""

    crumbs: ClassVar[tuple[tuple[str, str], ...]] = ()
    lede = models.CharField(
        "first sentence", max_length=300, blank=True, help_text="What the page says, in one sentence under its title."
    )
    is_creatable = False
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        return f"{self._meta.model_name}:{self.slug}"

    def get_absolute_url(self) -> str:
        """Return the page's address: there is one site, and it begins at the root."""
        return reverse("wagtail_serve", args=[self.url_path.lstrip("/")])

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "title": self.title, "lede": self.lede, "crumbs": self.crumbs}


class WrittenWords(Words):
    """A page with a body, which says where it comes from when it is not the place's own words."""

    body = StreamField(BODY, blank=True)
    source = models.ForeignKey(SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_status = models.CharField("where it comes from", max_length=10, choices=STATUSES, blank=True)
    source_because = models.CharField("because", max_length=400, blank=True)
    file_name = models.CharField(max_length=80, blank=True, editable=False)  # of the place's file, without .md
    is_creatable = True

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]
    promote_panels: ClassVar = [
        MultiFieldPanel([FieldPanel("slug")], heading="Address"),
        MultiFieldPanel(
            [FieldPanel("source_status"), FieldPanel("source_because")], heading="If these are not our own words"
        ),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.source_status and self.source_status != INVENTED and self.source is None:
            raise ValidationError(
                {"source_status": "Words from a paper need the paper, and come in by the place's files."}
            )
        if self.source_status not in ("", "stated") and not self.source_because.strip():
            raise ValidationError({"source_because": "Say why: these are not words that a paper states."})

    @property
    def source_page(self) -> str:
        return ""

    @property
    def source_lines(self) -> str:
        return ""

    def list_parts(self) -> list[Part]:
        """Return the body as parts that can be written as Markdown; a picture or document becomes a line about it."""
        return [_make_part(block) for block in self.body]

    def get_text(self) -> str:
        """Return the words of the page without marks, for search."""
        return " ".join([self.lede, *(strip_html(part.value) for part in self.list_parts())]).strip()


def _make_part(block: Any) -> Part:
    if block.block_type == HEADING:
        return Part(HEADING, str(block.value))
    if block.block_type in (PARAGRAPH, QUOTE):
        return Part(block.block_type, block.value.source)
    kept = "kept on the words desk"
    what = f"Picture: {block.value['alt']}" if block.block_type == "picture" else f"Document: {block.value}"
    return Part(PARAGRAPH, f"<p><i>{what} ({kept})</i></p>")


class AboutIndex(Words):
    """The page above the site's own pages."""

    template = "hall/about_index.jinja"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["hall.SitePage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede")]
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "list of site pages"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = SitePage.objects.child_of(self).visible_to(request.user).order_by("title")
        return {**super().get_context(request, *args, **kwargs), "listed": paginate(request, rows, PER_PAGE)}


class SitePage(WrittenWords):
    """One page about the site or the place."""

    template = "hall/site_page.jinja"
    published_on = models.DateField("written on", null=True, blank=True)
    crumbs = (("About", "/about/"),)
    parent_page_types: ClassVar = ["hall.AboutIndex"]
    subpage_types: ClassVar[list[str]] = []
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "site page"


class NewsIndex(Words):
    """The list of news, newest first."""

    template = "hall/news_index.jinja"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["hall.NewsPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede")]
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "list of news"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = NewsPage.objects.child_of(self).visible_to(request.user).order_by("-published_on", "title")
        return {**super().get_context(request, *args, **kwargs), "listed": paginate(request, rows, PER_PAGE)}


class NewsPage(WrittenWords):
    """One piece of news of one day."""

    template = "hall/news_page.jinja"
    crumbs = (("News", "/news/"),)
    published_on = models.DateField("day", help_text="The day that stands above the news.")
    parent_page_types: ClassVar = ["hall.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "news"
        verbose_name_plural = "news"
