"""Addresses of the desk, and those at the root that the kit serves (files, invitations)."""

from django.urls import URLPattern, path, re_path

from moothall.kit import desk_views, record_views
from moothall.kit.invitation_views import invitation
from moothall.kit.uploads import serve_file

urlpatterns: list[URLPattern] = [
    path("", desk_views.my_work, name="desk"),
    path("people/", desk_views.people, name="desk_people"),
    path("people/invite/", desk_views.invite, name="desk_invite"),
    path("people/<int:pk>/", desk_views.person, name="desk_person"),
    path("people/<int:pk>/invite-again/", desk_views.invite_again, name="desk_invite_again"),
    path("people/<int:pk>/roles/give/", desk_views.give_role, name="desk_give_role"),
    path("people/<int:pk>/roles/<int:grant>/end/", desk_views.end_role, name="desk_end_role"),
    path("people/<int:pk>/account/<slug:step>/", desk_views.keep_account, name="desk_keep_account"),
    path("records/", record_views.records, name="desk_records"),
    path("records/<slug:sheet>/", record_views.record_list, name="desk_record_list"),
    path("records/<slug:sheet>/add/", record_views.add_record, name="desk_add_record"),
    path("records/<slug:sheet>/<int:pk>/", record_views.change_record, name="desk_change_record"),
    path("audit/", desk_views.audit, name="desk_audit"),
    path("audit/download.csv", desk_views.audit_csv, name="desk_audit_csv"),
]
root_urlpatterns: list[URLPattern] = [
    re_path(r"^files/(?P<key>[A-Za-z0-9_-]{32})/$", serve_file, name="file"),
    path("invitation/<str:token>/", invitation, name="invitation"),
]
