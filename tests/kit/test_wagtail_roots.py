"""What the words desk stands on is made where it is missing, and nothing twice."""

import pytest
from wagtail.models import Collection, Locale, Page, Site

from moothall.kit.wagtail_roots import make_wagtail_roots

pytestmark = pytest.mark.django_db


def count():
    return [model.objects.count() for model in (Locale, Collection, Page, Site)]


def test_the_roots_are_made_once(settings):
    settings.MOOTHALL_ADDRESS = "http://localhost:8123"
    for model in (Site, Page, Collection, Locale):
        model.objects.all().delete()
    root = make_wagtail_roots()
    assert count() == [1, 1, 1, 1]
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("localhost", 8123, root.pk)
    assert make_wagtail_roots() == root
    assert count() == [1, 1, 1, 1]


def test_an_address_without_a_port_has_the_usual_one(settings):
    settings.MOOTHALL_ADDRESS = "http://board.example"
    Site.objects.all().delete()
    make_wagtail_roots()
    assert Site.objects.get().port == 80
