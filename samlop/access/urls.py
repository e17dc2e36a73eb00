"""Addresses for signing in and out, hats, and the access matrix."""

from django.urls import path

from samlop.access import views

app_name = "access"
urlpatterns = [
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-ut/", views.sign_out, name="sign_out"),
    path("roller/", views.hats, name="hats"),
    path("hjelp/tilgang/", views.matrix, name="matrix"),
]
