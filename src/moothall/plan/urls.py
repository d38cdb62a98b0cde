"""Addresses of this stage."""

from django.urls import URLPattern, path

from moothall.plan import views

urlpatterns: list[URLPattern] = [
    path("priorities/", views.priorities, name="priorities"),
    path("priorities/download.csv", views.priorities_csv, name="priorities_csv"),
    path("priorities/<slug:slug>/", views.priority, name="priority"),
    path("strategies/", views.strategies, name="strategies"),
    path("strategies/download.csv", views.strategies_csv, name="strategies_csv"),
    path("strategies/links.csv", views.links_csv, name="links_csv"),
    path("strategies/<slug:slug>/", views.strategy, name="strategy"),
    path("strategies/<slug:slug>/matrix/", views.matrix, name="matrix"),
    path("strategies/<slug:slug>/matrix/download.csv", views.matrix_csv, name="matrix_csv"),
]
desk_urlpatterns: list[URLPattern] = [
    path("plans/", views.plans_desk, name="plans_desk"),
    path("link-records/", views.link, name="link_records"),
    path("plans/links/<slug:slug>/end/", views.end_link, name="end_link"),
    path("plans/questions/<slug:slug>/", views.answer, name="answer_matrix_question"),
]
