"""Addresses of the plan in a participant's file."""

from django.urls import path

from samlop.plans import views

PLAN = "deltakere/<uuid:pk>/plan/"
GOAL, STEP, ACTION = (
    f"{PLAN}maal/<uuid:goal_pk>/",
    f"{PLAN}steg/<uuid:step_pk>/",
    f"{PLAN}oppgaver/<uuid:action_pk>/",
)

app_name = "plans"
urlpatterns = [
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}utskrift/", views.printed, name="printed"),
    path(f"{PLAN}versjoner/<int:number>/", views.version, name="version"),
    path(f"{PLAN}versjoner/<int:number>/trekk-tilbake/", views.withdraw, name="withdraw"),
    path(f"{PLAN}legg-fram/", views.lay_before, name="lay_before"),
    path(f"{PLAN}angre/<int:first>/<int:last>/", views.undo, name="undo"),
    path(f"{PLAN}horisont/", views.horizon, name="horizon"),
    path(f"{PLAN}maal/", views.goal, name="goal"),
    path(GOAL, views.goal, name="change_goal"),
    path(f"{GOAL}overst/", views.goal_first, name="goal_first"),
    path(f"{GOAL}status/<slug:state>/", views.goal_state, name="goal_state"),
    path(f"{PLAN}steg/", views.step, name="step"),
    path(STEP, views.step, name="change_step"),
    path(f"{STEP}ta-ut/", views.remove_step, {"removed": True}, name="remove_step"),
    path(f"{STEP}sett-inn/", views.remove_step, {"removed": False}, name="restore_step"),
    path(f"{PLAN}oppgaver/", views.action, name="action"),
    path(ACTION, views.action, name="change_action"),
    path(f"{ACTION}gjort/", views.tick, name="tick"),
    path(f"{ACTION}ikke-gjort/", views.untick, name="untick"),
    path(f"{ACTION}legg-bort/", views.drop, {"dropped": True}, name="drop"),
    path(f"{ACTION}ta-fram/", views.drop, {"dropped": False}, name="take_up"),
]
