"""Addresses of this stage."""

from django.urls import URLPattern, path

from moothall.deliver import views

urlpatterns: list[URLPattern] = [
    path("actions/", views.actions, name="actions"),
    path("actions/download.csv", views.actions_csv, name="actions_csv"),
    path("actions/calendar.ics", views.actions_calendar, name="actions_calendar"),
    path("actions/<slug:slug>/", views.action, name="action"),
    path("strategies/<slug:slug>/by-quarter.svg", views.quarters_chart, name="quarters_chart"),
    path("strategies/<slug:slug>/by-quarter.csv", views.quarters_csv, name="quarters_csv"),
]
desk_urlpatterns: list[URLPattern] = [
    path("actions/<slug:slug>/update/", views.give_update, name="give_update"),
    path("actions/<slug:slug>/close/", views.close, name="close_action"),
    path("agree-action/", views.agree, name="agree_action"),
]
