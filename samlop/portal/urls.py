"""Addresses of the participant's own pages, and of sitting down beside the participant."""

from django.urls import path

from samlop.portal.views import agreeing, assisting, deeds, language, meetings, plan, road

app_name = "portal"
urlpatterns = [
    path("min-vei/", road.road, name="road"),
    path("min-vei/gruppe/", road.group, name="group"),
    path("min-vei/hvem-har-lest/", road.reads, name="reads"),
    path("min-vei/sprak/", language.language, name="language"),
    path("min-vei/moter/", meetings.meetings, name="meetings"),
    path("min-vei/moter/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("min-vei/moter/<uuid:pk>/svar/", meetings.reply, name="reply"),
    path("min-vei/moter/<uuid:pk>/mine-ord/", meetings.own_words, name="own_words"),
    path("min-vei/moter/<uuid:pk>/enig/", agreeing.give_word, name="confirm"),
    path("min-vei/moter/<uuid:pk>/enig/angre/", agreeing.take_back, name="take_back"),
    path(
        "min-vei/fellesmoter/<uuid:invitation_pk>/svar/", deeds.reply_to_gathering, name="reply_to_gathering"
    ),
    path("min-vei/kart/", plan.road_map, name="map"),
    path("min-vei/kart/<uuid:step_pk>/", plan.station, name="station"),
    path("min-vei/mal/", plan.goals, name="goals"),
    path("min-vei/mal/nytt/", plan.goal, name="goal"),
    path("min-vei/mal/<uuid:goal_pk>/", plan.goal, name="change_goal"),
    path("min-vei/mal/<uuid:goal_pk>/forst/", deeds.first_goal, name="first_goal"),
    path("min-vei/mal/<uuid:goal_pk>/<slug:state>/", deeds.goal_state, name="goal_state"),
    path("min-vei/plan/<int:number>/ja/", deeds.agree_to_plan, name="agree_to_plan"),
    path("min-vei/oppgaver/", plan.tasks, name="actions"),
    path("min-vei/oppgaver/<uuid:action_pk>/gjort/", deeds.tick, name="tick"),
    path("min-vei/oppgaver/<uuid:action_pk>/ikke-gjort/", deeds.untick, name="untick"),
    path("deltakere/<uuid:pk>/sammen/", assisting.assist, name="assist"),
]
