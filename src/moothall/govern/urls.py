"""Addresses of this stage."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
desk_urlpatterns: list[URLPattern] = []
