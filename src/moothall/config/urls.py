"""Every address of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as words_urls
from wagtail.documents import urls as document_urls

from moothall.assess import urls as assess
from moothall.config.api import api
from moothall.deliver import urls as deliver
from moothall.govern import urls as govern
from moothall.hall import urls as hall
from moothall.kit import desk_urls, views
from moothall.kit.signin import signin_urlpatterns
from moothall.plan import urls as plan

STAGES = (govern, assess, plan, deliver, hall)

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.svg", views.favicon, name="favicon"),
    path("place.css", views.place_style, name="place_style"),
    *(pattern for stage in STAGES for pattern in stage.urlpatterns),
    path("desk/", include([*desk_urls.urlpatterns, *(p for stage in STAGES for p in stage.desk_urlpatterns)])),
    path("sign-in/", include(signin_urlpatterns)),
    *desk_urls.root_urlpatterns,
    path("api/v1/", api.urls),
    path("words/", include(words_urls)),
    path("documents/", include(document_urls)),
    path("", include(wagtail_urls)),
]

handler400 = "moothall.kit.views.bad_request"
handler403 = "moothall.kit.views.permission_denied"
handler404 = "moothall.kit.views.page_not_found"
handler429 = "moothall.kit.signin.too_many_requests"
handler500 = "moothall.kit.views.server_error"
