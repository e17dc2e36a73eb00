"""The addresses of routines and meetings."""

from django.urls import path

from samlop.routines.urls_minutes import urlpatterns as minutes
from samlop.routines.views import calling, gatherings, meetings, versions

app_name = "routines"
urlpatterns = [
    path("deltakere/<uuid:pk>/moter/", meetings.meetings, name="meetings"),
    path("deltakere/<uuid:pk>/kall-inn/opptatt/", calling.find_collisions, name="collisions"),
    path("deltakere/<uuid:pk>/kall-inn/<str:point>/<str:occurrence>/", calling.call, name="call"),
    path("moter/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("moter/<uuid:pk>/endre/", calling.change, name="change"),
    path("moter/<uuid:pk>/avlys/", meetings.cancel, name="cancel"),
    path("moter/<uuid:pk>/kall-inn-igjen/", meetings.call_again, name="call_again"),
    path("moter/<uuid:pk>/svar/<uuid:invitation_pk>/", meetings.reply, name="reply"),
    path("fellesmoter/", gatherings.gatherings, name="gatherings"),
    path("fellesmoter/nytt/<str:code>/", gatherings.call, name="call_gathering"),
    path("fellesmoter/<uuid:pk>/", gatherings.gathering, name="gathering"),
    path("fellesmoter/<uuid:pk>/avlys/", gatherings.cancel, name="cancel_gathering"),
    path("fellesmoter/<uuid:pk>/kall-inn-igjen/", gatherings.recall, name="recall_gathering"),
    path("fellesmoter/<uuid:pk>/oppmote/", gatherings.attendance, name="gathering_attendance"),
    path("fellesmoter/<uuid:pk>/svar/<uuid:invitation_pk>/", gatherings.reply, name="reply_to_gathering"),
    path("rutiner/", versions.versions, name="versions"),
    path("rutiner/<uuid:pk>/", versions.version, name="version"),
    path("rutiner/<uuid:pk>/godkjenn/", versions.approve, name="approve"),
    path("rutiner/avtale/<uuid:pk>/ny/", versions.propose, name="propose"),
    *minutes,
]
