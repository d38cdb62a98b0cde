"""What the words desk stands on: Wagtail's locale, root collection, root page and site.

Wagtail's migrations make them; a database made without migrations (tests) or flushed has none.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Collection, Locale, Page, Site


@transaction.atomic
def make_wagtail_roots() -> Page:
    """Make those that are missing, change none that is there, and return the root page."""
    Locale.objects.get_or_create(language_code=get_supported_content_language_variant(settings.LANGUAGE_CODE))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root: Page = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    if not Site.objects.filter(is_default_site=True).exists():
        address = urlsplit(settings.MOOTHALL_ADDRESS)
        Site.objects.create(
            hostname=address.hostname or "localhost", port=address.port or 80, root_page=root, is_default_site=True
        )
    return root
