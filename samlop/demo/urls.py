"""The demo's sign-in page; production never includes these addresses."""

from django.urls import path

from samlop.demo import views

app_name = "demo"
urlpatterns = [path("demo/", views.sign_in, name="sign_in")]
