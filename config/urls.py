"""Every address; each package keeps its own."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("samlop.ui.urls")),
    path("", include("samlop.access.urls")),
    path("", include("samlop.participants.urls")),
    path("", include("samlop.routines.urls")),
    path("", include("samlop.plans.urls")),
    path("", include("samlop.portal.urls")),
    path("", include("samlop.desk.urls")),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("", include("samlop.demo.urls")))
handler400 = "samlop.ui.views.bad_request"
handler403 = "samlop.ui.views.permission_denied"
handler404 = "samlop.ui.views.page_not_found"
handler500 = "samlop.ui.views.server_error"
