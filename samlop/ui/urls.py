"""Addresses of the choices that belong to the browser, and of the component page outside production."""

from django.conf import settings
from django.urls import path

from samlop.ui import views

app_name = "ui"
urlpatterns = [
    path("sprak/", views.language, name="language"),
    path("farger/", views.colours, name="colours"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("ui/", views.components, name="components"))
