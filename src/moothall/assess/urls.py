"""Addresses of this stage."""

from django.urls import URLPattern, path

from moothall.assess import views

urlpatterns: list[URLPattern] = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/download.csv", views.indicators_csv, name="indicators_csv"),
    path("indicators/compared.svg", views.indicators_chart, name="indicators_chart"),
    path("indicators/compared.csv", views.indicators_chart_csv, name="indicators_chart_csv"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/chart.svg", views.indicator_chart, name="indicator_chart"),
    path("indicators/<slug:slug>/download.csv", views.indicator_csv, name="indicator_csv"),
]
desk_urlpatterns: list[URLPattern] = []
