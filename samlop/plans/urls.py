"""Addresses of the plan in a participant's file."""

from django.urls import path

from samlop.plans import views

app_name = "plans"
urlpatterns = [
    path("deltakere/<uuid:pk>/plan/", views.plan, name="plan"),
    path("deltakere/<uuid:pk>/plan/utskrift/", views.printed, name="printed"),
    path("deltakere/<uuid:pk>/plan/versjoner/<int:number>/", views.version, name="version"),
    path("deltakere/<uuid:pk>/plan/horisont/", views.horizon, name="horizon"),
    path("deltakere/<uuid:pk>/plan/maal/", views.goal, name="goal"),
    path("deltakere/<uuid:pk>/plan/maal/<uuid:goal_pk>/", views.goal, name="change_goal"),
    path("deltakere/<uuid:pk>/plan/maal/<uuid:goal_pk>/status/<slug:state>/", views.goal_state, name="goal_state"),
    path("deltakere/<uuid:pk>/plan/steg/", views.step, name="step"),
    path("deltakere/<uuid:pk>/plan/steg/<uuid:step_pk>/", views.step, name="change_step"),
    path("deltakere/<uuid:pk>/plan/steg/<uuid:step_pk>/ta-ut/", views.remove_step, name="remove_step"),
    path("deltakere/<uuid:pk>/plan/steg/<uuid:step_pk>/sett-inn/", views.restore_step, name="restore_step"),
    path("deltakere/<uuid:pk>/plan/oppgaver/", views.action, name="action"),
    path("deltakere/<uuid:pk>/plan/oppgaver/<uuid:action_pk>/", views.action, name="change_action"),
    path("deltakere/<uuid:pk>/plan/oppgaver/<uuid:action_pk>/gjort/", views.tick, name="tick"),
    path("deltakere/<uuid:pk>/plan/oppgaver/<uuid:action_pk>/ikke-gjort/", views.untick, name="untick"),
    path("deltakere/<uuid:pk>/plan/oppgaver/<uuid:action_pk>/legg-bort/", views.drop, name="drop"),
    path("deltakere/<uuid:pk>/plan/oppgaver/<uuid:action_pk>/ta-fram/", views.take_up, name="take_up"),
]
