"""Words of the place: site pages and news, written on the words desk or loaded from files."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.locks import WorkflowLock
from wagtail.models import (
    Page,
    PageManager,
    PagePermissionTester,
    PageViewRestriction,
    Revision,
    Task,
    TaskState,
)
from wagtail.query import PageQuerySet

from moothall.govern.models import Board
from moothall.kit import clock
from moothall.kit.grants import AnyUser, find_basis
from moothall.kit.markdown import HEADING, PARAGRAPH, QUOTE, Part, strip_html
from moothall.kit.models import Versioned
from moothall.kit.views import paginate
from moothall.places.models import Organisation, PublicQuerySet, SourceDocument
from moothall.places.rules import INVENTED, STATUSES
from moothall.plan.models import Objective, Plan, Priority, Target

NODES: dict[str, Any] = {"board": Board, "organisation": Organisation}
MOST_COLUMNS, MOST_ROWS = 7, 400
LINES = ["bold", "italic", "link", "document-link"]
PER_PAGE = 25
PRIORITY_WORDS = ("number", "title", "aim", "where_now", "how_to_get_there", "how_delivered", "spotlights")
TARGET_WORDS = ("slug", "text", "value", "ratio", "timescale_as_written")
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|gif|heic)|(?:img|dsc|dscn|pxl|image|picture|photo)[-_ ]?\d+", re.I)


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

    def clean(self, value: Any) -> Any:
        """Refuse the name of a file where the picture should be told."""
        cleaned = super().clean(value)
        if is_file_name(cleaned["alt"]):
            reason = "This is the name of a file. Say in a sentence what the picture shows."
            raise StructBlockValidationError(block_errors={"alt": ValidationError(reason)})
        return cleaned


def is_file_name(text: str) -> bool:
    """Say whether a text is what cameras and folders call a picture, such as IMG_2041 or hall-2.jpg."""
    return bool(_FILE_NAME.fullmatch(text.strip()))


BODY = (
    (HEADING, CharBlock(max_length=120, icon="title")),
    (PARAGRAPH, RichTextBlock(features=[*LINES, "ol", "ul"])),
    (QUOTE, RichTextBlock(features=LINES, icon="openquote")),
    ("picture", PictureBlock()),
    ("document", DocumentChooserBlock(label="Document to take away")),
)


class WordsQuerySet(PageQuerySet):  # type: ignore[misc]
    def visible_to(self, user: AnyUser) -> WordsQuerySet:
        """Pages that are published, not over yet and not put behind a lock; drafts are seen on the words desk alone."""
        over = Q(expire_at__lte=clock.now())  # the worker withdraws them too; nobody has to wait for it
        here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
        locks = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
        return self.live().exclude(over).exclude(Exists(locks))  # type: ignore[no-any-return]


WordsManager: Any = PageManager.from_queryset(WordsQuerySet)


class MapPosition(Versioned):
    """Where a node of the map stands, in columns from the left and rows from the top, both from 0.

    ``node`` is the stable reference of a board or an organisation. A node without a row stands where the lines put it.
    """

    node = models.CharField(max_length=120, unique=True)
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ("node",)
        constraints = (models.UniqueConstraint(fields=("x", "y"), name="one_node_in_a_place"),)

    def __str__(self) -> str:
        return f"{self.node} at column {self.x}, row {self.y}"

    @property
    def ref(self) -> str:
        return f"map-position:{self.node}"

    def clean(self) -> None:
        super().clean()
        if self.x > MOST_COLUMNS or self.y > MOST_ROWS:
            raise ValidationError({"x": f"The map has columns 0 to {MOST_COLUMNS} and rows 0 to {MOST_ROWS}."})
        kind, _, slug = self.node.partition(":")
        model = NODES.get(kind)
        if model is None or not model.objects.filter(slug=slug).exists():
            raise ValidationError(
                {"node": f"There is no body {self.node!r}: write board:its-key or organisation:its-key."}
            )


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

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page; one whose time is over is gone at that instant, whether or not a worker runs."""
        if self.expire_at is not None and self.expire_at <= clock.now():
            raise Http404("The time of this page is over.")
        return super().serve(request, *args, **kwargs)  # type: ignore[no-any-return]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish in one transaction, so that a refusal by the act that hears of it leaves nothing on the site."""
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    def permissions_for_user(self, user: AnyUser) -> PagePermissionTester:
        return WordsPermissions(user, self)

    def is_picture_untold(self) -> bool:
        return False

    def list_writers(self, revision: Revision) -> set[int]:
        """Return the keys of those who wrote what ``revision`` changes: all since the last one that was approved."""
        upto = self.revisions.filter(pk__lte=revision.pk)
        approved = Q(task_states__status=TaskState.STATUS_APPROVED) | Q(approved_go_live_at__isnull=False)
        settled = upto.filter(approved | Q(pk=self.live_revision_id)).exclude(pk=revision.pk)
        last = settled.order_by("-pk").values_list("pk", flat=True).first() or 0
        return set(upto.filter(pk__gt=last, user__isnull=False).values_list("user", flat=True))

    def find_approver(self, revision: Revision) -> Any:
        """Return the account that approved ``revision``, or None."""
        states = revision.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by__isnull=False)
        state = states.select_related("finished_by").order_by("-finished_at").first()
        return state and state.finished_by


class WordsPermissions(PagePermissionTester):  # type: ignore[misc]
    """What an editor may do with a page alone: write it and take it off the site. To put it there takes two."""

    def can_unpublish(self) -> bool:
        return bool(self.page.live and self._may_change())

    def can_unschedule(self) -> bool:
        return self._may_change()

    def _may_change(self) -> bool:
        return bool(self.user.is_active and "change" in getattr(self, "permissions", ()))


class SecondPairLock(WorkflowLock):  # type: ignore[misc]
    """Keeps a page as it was handed in, so that what is approved is what was read."""

    def get_message(self, user: AnyUser) -> str:
        return (
            "This page waits for a second pair of eyes and stays as it was handed in. "
            "Whoever wrote none of it approves it or sends it back on the first page of the words desk. "
            "To go on writing, cancel the review first."
        )

    def get_description(self, user: AnyUser, can_lock: bool = False) -> str:
        return "It waits for a second pair of eyes."


class SecondPair(Task):  # type: ignore[misc]
    """The one step between a draft and the site: somebody who wrote nothing of the change approves it."""

    lock_class = SecondPairLock

    class Meta:
        verbose_name = "second pair of eyes"

    def locked_for_user(self, obj: Any, user: AnyUser) -> bool:
        return True

    def get_actions(self, obj: Any, user: AnyUser) -> list[tuple[str, str, bool]]:
        """Return what ``user`` may do with the page under review: nothing, where any of its words are theirs."""
        page = obj.specific
        if find_basis(user, "write_words") is None or user.pk in page.list_writers(page.get_latest_revision()):
            return []
        return [("reject", "Send back", True), ("approve", "Approve", False), ("approve", "Approve with a word", True)]

    def get_task_states_user_can_moderate(self, user: AnyUser, **kwargs: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision")
        mine = [state.pk for state in waiting if self.get_actions(state.revision.content_object, user)]
        return waiting.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return "Somebody who may write words, and wrote nothing of this change, approves it"


class WrittenWords(Words):
    """A page with a body, which says where it comes from when it is not the place's own words."""

    body = StreamField(BODY, blank=True)
    source = models.ForeignKey(SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_status = models.CharField("where it comes from", max_length=10, choices=STATUSES, blank=True)
    source_because = models.CharField("because", max_length=400, blank=True)
    source_page = models.CharField("page of the paper", max_length=20, blank=True, editable=False)
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

    def is_picture_untold(self) -> bool:
        """Say whether a picture on the page has no words for those who do not see it; a draft may be like that."""
        return any(block.block_type == "picture" and not block.value["alt"].strip() for block in self.body)

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


def limit_to_public() -> Q:
    """Keep plans that nobody may read yet out of the words desk, their titles included."""
    return Q(published_on__lte=clock.today())


def limit_to_priorities() -> Q:
    """The same for the priorities of plans."""
    return Q(plan__published_on__lte=clock.today())


def fingerprint_plan(plan: Plan) -> str:
    """Return the SHA-256 of a plan's own words: vision, principles, layers, priorities, objectives and targets."""
    held = [
        [plan.title, plan.vision, plan.principles, plan.layers, plan.further_work],
        list(plan.priorities.order_by("number").values_list(*PRIORITY_WORDS)),
        list(Objective.objects.filter(priority__plan=plan).order_by("slug").values_list("slug", "text", "layer")),
        list(Target.objects.filter(objective__priority__plan=plan).order_by("slug").values_list(*TARGET_WORDS)),
    ]
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class PlainIndex(Words):
    """The list of strategies in plain English."""

    template = "hall/plain_index.jinja"
    max_count = 1
    crumbs = (("Strategies and plans", "/strategies/"),)
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["hall.PlainPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede")]
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "list of strategies in plain English"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = PlainPage.objects.child_of(self).visible_to(request.user).select_related("plan").order_by("title")
        return {**super().get_context(request, *args, **kwargs), "listed": paginate(request, rows, PER_PAGE)}


class OfStrategyQuerySet(WordsQuerySet):
    def visible_to(self, user: AnyUser) -> OfStrategyQuerySet:
        """Those whose strategy the reader may see; words about one that is not public are not public either."""
        rows: OfStrategyQuerySet = super().visible_to(user).filter(plan__in=Plan.objects.visible_to(user))
        return rows


class OfStrategy(WrittenWords):
    """A page of words that belongs to a strategy, and is seen by whoever sees that."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="+", limit_choices_to=limit_to_public, verbose_name="strategy"
    )
    subpage_types: ClassVar[list[str]] = []
    objects: ClassVar[Any] = PageManager.from_queryset(OfStrategyQuerySet)()

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Name the strategy only to those who may see it: a preview on the words desk does not pass ``serve``."""
        plan = Plan.objects.visible_to(request.user).filter(pk=self.plan_id).first()
        return {**super().get_context(request, *args, **kwargs), "strategy": plan}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Plan.objects.visible_to(request.user).filter(pk=self.plan_id).exists():
            raise Http404("There is no such strategy.")
        return super().serve(request, *args, **kwargs)


class ChapterIndex(Words):
    """The list of what strategies say at length."""

    template = "hall/chapter_index.jinja"
    max_count = 1
    crumbs = (("Strategies and plans", "/strategies/"),)
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["hall.ChapterPage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede")]
    objects: ClassVar[Any] = WordsManager()

    class Meta:
        verbose_name = "list of chapters and spotlights"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = ChapterPage.objects.child_of(self).visible_to(request.user).select_related("plan", "priority")
        listed = paginate(request, rows.order_by("plan__title", *READING_ORDER), PER_PAGE)
        return {**super().get_context(request, *args, **kwargs), "listed": listed}


READING_ORDER = ("priority__number", "order", "title")


class ChapterPage(OfStrategy):
    """A chapter of a strategy's text, or a spotlight: work that one of its priorities holds up as an example."""

    template = "hall/chapter_page.jinja"
    priority = models.ForeignKey(
        Priority,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=limit_to_priorities,
        help_text="For a spotlight: the priority of this strategy whose work it tells of. Empty for a chapter.",
    )
    order = models.PositiveSmallIntegerField(
        "place in the order", default=0, help_text="Chapters, and the spotlights of one priority, stand in this order."
    )
    crumbs = (("Strategies and plans", "/strategies/"), ("Chapters and spotlights", "/chapters/"))
    parent_page_types: ClassVar = ["hall.ChapterIndex"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("plan"),
        FieldPanel("priority"),
        FieldPanel("order"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "chapter or spotlight of a strategy"
        verbose_name_plural = "chapters and spotlights of strategies"

    def clean(self) -> None:
        super().clean()
        if self.priority is not None and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "This priority belongs to another strategy. Choose one of this one."})

    @property
    def kind_words(self) -> str:
        """Say what the page is: a chapter or a spotlight."""
        return "Spotlight" if self.priority_id else "Chapter"


class PlainPage(OfStrategy):
    """The plain-English twin of a strategy: who wrote it, and when it was last checked against the original.

    ``original`` is the day of that check and the SHA-256 of the strategy's words as they stood then.
    """

    template = "hall/plain_page.jinja"
    written_by = models.CharField(max_length=160, help_text="A post or a team, such as: The partnership team.")
    checked_on = models.DateField(
        "last checked against the original on",
        null=True,
        blank=True,
        help_text="The day on which somebody read this beside the strategy. Leave it empty if nobody has.",
    )
    original = models.CharField(max_length=80, blank=True, editable=False)
    crumbs = (("Strategies and plans", "/strategies/"), ("In plain English", "/plain-english/"))
    parent_page_types: ClassVar = ["hall.PlainIndex"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("plan"),
        FieldPanel("written_by"),
        FieldPanel("checked_on"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "strategy in plain English"
        verbose_name_plural = "strategies in plain English"

    def clean(self) -> None:
        """Keep with a new day of checking how the strategy stands on it."""
        super().clean()
        if self.checked_on is None:
            self.original = ""
        elif self.checked_on > clock.today():
            raise ValidationError({"checked_on": "This day is yet to come. Give the day on which it was checked."})
        elif self.plan_id and not self.original.startswith(self.checked_on.isoformat()):
            self.original = f"{self.checked_on.isoformat()} {fingerprint_plan(self.plan)}"

    @property
    def is_outdated(self) -> bool:
        """Say whether the strategy's own words are others now than when this was checked against them."""
        return bool(self.original) and self.original.rpartition(" ")[2] != fingerprint_plan(self.plan)
