"""The addresses of routines and meetings."""

from samlop.routines.urls_minutes import urlpatterns as minutes

app_name = "routines"
urlpatterns = [*minutes]
