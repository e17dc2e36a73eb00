"""Addresses of the desk."""

from django.urls import path

from samlop.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.day, name="day"),
    path("deltakere/", views.participants, name="participants"),
    path("deltakere/<uuid:pk>/", views.participant, name="participant"),
]
