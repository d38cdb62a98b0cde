"""Addresses of this stage."""

from django.urls import URLPattern, path

from moothall.plan import views

urlpatterns: list[URLPattern] = [
    path("priorities/", views.priorities, name="priorities"),
    path("priorities/download.csv", views.priorities_csv, name="priorities_csv"),
    path("priorities/<slug:slug>/", views.priority, name="priority"),
]
desk_urlpatterns: list[URLPattern] = []
