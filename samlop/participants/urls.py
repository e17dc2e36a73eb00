"""The addresses of a participant's file."""

from django.urls import path

from samlop.participants.views import basics, group, history, mapping, milestones

app_name = "participants"

FILE = "deltakere/<uuid:pk>"

urlpatterns = [
    path("deltakere/ny/", basics.register, name="register"),
    path(f"{FILE}/opplysninger/", basics.basics, name="basics"),
    path(f"{FILE}/min-vei/apne/", basics.own_access, {"opened": True}, name="open_for_participant"),
    path(f"{FILE}/min-vei/lukk/", basics.own_access, {"opened": False}, name="close_for_participant"),
    path(f"{FILE}/milepaler/", milestones.milestones, name="milestones"),
    path(f"{FILE}/bekymring/", milestones.raise_concern, name="raise_concern"),
    path(f"{FILE}/bekymring/<uuid:concern_pk>/avklart/", milestones.settle_concern, name="settle_concern"),
    path(f"{FILE}/kartlegging/", mapping.mapping, name="mapping"),
    path(f"{FILE}/kartlegging/utdanning/ny/", mapping.add_education, name="add_education"),
    path(f"{FILE}/kartlegging/arbeid/ny/", mapping.add_experience, name="add_experience"),
    path(f"{FILE}/kartlegging/onske/ny/", mapping.add_wish, name="add_wish"),
    path(f"{FILE}/kartlegging/sprak/", mapping.section, {"part": "sprak"}, name="languages"),
    path(f"{FILE}/kartlegging/skole/", mapping.section, {"part": "skole"}, name="schooling"),
    path(f"{FILE}/kartlegging/behov/", mapping.section, {"part": "behov"}, name="needs"),
    path(
        f"{FILE}/kartlegging/utdanning/<uuid:row_pk>/", mapping.row, {"part": "utdanning"}, name="education"
    ),
    path(f"{FILE}/kartlegging/arbeid/<uuid:row_pk>/", mapping.row, {"part": "arbeid"}, name="experience"),
    path(f"{FILE}/kartlegging/onske/<uuid:row_pk>/", mapping.row, {"part": "onske"}, name="wish"),
    path(f"{FILE}/kartlegging/utdanning/<uuid:row_pk>/papirer/", mapping.documentation, name="documentation"),
    path(
        f"{FILE}/kartlegging/utdanning/<uuid:row_pk>/fjern/",
        mapping.remove,
        {"part": "utdanning"},
        name="remove_education",
    ),
    path(
        f"{FILE}/kartlegging/arbeid/<uuid:row_pk>/fjern/",
        mapping.remove,
        {"part": "arbeid"},
        name="remove_experience",
    ),
    path(
        f"{FILE}/kartlegging/onske/<uuid:row_pk>/fjern/",
        mapping.remove,
        {"part": "onske"},
        name="remove_wish",
    ),
    path(f"{FILE}/kartlegging/onske/<uuid:row_pk>/opp/", mapping.wish_up, name="wish_up"),
    path(f"{FILE}/gruppe/", group.group, name="group"),
    path(f"{FILE}/gruppe/nytt-medlem/", group.add_member, name="add_member"),
    path(f"{FILE}/gruppe/<uuid:seat_pk>/overlever/", group.hand_over, name="hand_over"),
    path(f"{FILE}/gruppe/<uuid:seat_pk>/avslutt/", group.end_membership, name="end_membership"),
    path(f"{FILE}/gruppe/<uuid:seat_pk>/gjenoppta/", group.resume_membership, name="resume_membership"),
    path(f"{FILE}/gruppe/<uuid:seat_pk>/kontaktperson/", group.choose_contact, name="choose_contact"),
    path(
        f"{FILE}/gruppe/<uuid:seat_pk>/ansvarlig/",
        group.set_responsibility,
        {"responsible": True},
        name="make_responsible",
    ),
    path(
        f"{FILE}/gruppe/<uuid:seat_pk>/ikke-ansvarlig/",
        group.set_responsibility,
        {"responsible": False},
        name="make_member",
    ),
    path(f"{FILE}/endringer/", history.history, name="history"),
    path(f"{FILE}/angre/<int:first>/<int:last>/", history.undo, name="undo"),
]
