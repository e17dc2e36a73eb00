"""The addresses of holding, reconciling and archiving a meeting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
