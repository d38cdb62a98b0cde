"""Addresses of the front door."""

from allauth.account.views import logout
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import RedirectView

from moothall.hall import views
from moothall.kit.signin import closed

writes = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/download.csv", views.organisations_csv, name="organisations_csv"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("areas/", views.areas, name="areas"),
    path("areas/download.csv", views.areas_csv, name="areas_csv"),
    path("areas/<slug:code>/", views.area, name="area"),
    path("areas/<slug:code>/download.csv", views.area_csv, name="area_csv"),
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/download.csv", views.glossary_csv, name="glossary_csv"),
    path("map/", views.body_map, name="map"),
    path("map/download.csv", views.map_csv, name="map_csv"),
    path("map/picture.svg", views.map_picture, name="map_picture"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:key>/", views.source, name="source"),
    path("api/v1/", views.api_page, name="api_page"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("news/", views.words, {"path": "news/"}, name="news"),
    path("plain-english/", views.words, {"path": "plain-english/"}, name="plain_english"),
    path("about/", views.words, {"path": "about/"}, name="about"),
    re_path(r"^media/(?P<name>images/[\w.-]+)$", views.picture, name="picture"),
    re_path(r"^media/", closed),
    # Wagtail's own doors let a password in without the second step, and its pages on people give rights round the
    # grants: they are closed before its addresses are looked at.
    path("words/login/", views.go_to_sign_in),
    path("words/logout/", logout),
    path("words/account/", RedirectView.as_view(pattern_name="mfa_index")),
    re_path(r"^words/(?:password_reset|account|users|groups|api-tokens|sites)(?:/|$)", closed),
    re_path(r"^words/bulk/(?:kit|auth)/", closed),
    re_path(r"^_util/", closed),
]
desk_urlpatterns: list[URLPattern] = [
    path("map/", require_safe(views.map_desk), name="map_desk"),
    path("map/<slug:kind>/<slug:slug>/", writes(views.place_node), name="place_node"),
]
