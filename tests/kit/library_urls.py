"""All pages of the sign-in library, open ones and those that the site itself closes, where people sign in."""

from django.urls import include, path

urlpatterns = [path("sign-in/", include("allauth.urls"))]
