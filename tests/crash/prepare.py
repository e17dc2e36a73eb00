"""Builds the cast in the database that will be killed, signs its staff in, and prints what the writers need as JSON."""

import json
from importlib import import_module

import django

POINTS = {"kari": "first", "nils": "second", "tea": "third", "kim": "fourth"}


def main() -> None:
    """The cast, one meeting begun for each of the staff, and a session for each."""
    django.setup()

    from django.conf import settings

    from samlop.access.sessions import KEY
    from samlop.routines.queries.minutes import agenda_of
    from tests.cast import make_cast, session_of
    from tests.routines.meetings import held_meeting

    cast = make_cast()
    pens = []
    for name, point in POINTS.items():
        meeting = held_meeting(cast, point=point)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[KEY] = session_of(getattr(cast, name))
        session.save()
        pens.append(
            {
                "name": name,
                "session": session.session_key,
                "employment": str(getattr(cast, name).employment_id),
                "meeting": str(meeting.pk),
                "items": [item.code for item in agenda_of(meeting) if item.code][:2],
            }
        )
    print(
        json.dumps(
            {"participant": str(cast.participant.pk), "cookie": settings.SESSION_COOKIE_NAME, "pens": pens}
        )
    )


if __name__ == "__main__":
    main()
