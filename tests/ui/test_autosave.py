"""The server's half of a form that saves itself."""

import json
from datetime import UTC, datetime

from django import forms

from samlop.kernel.errors import Conflict
from samlop.ui import autosave

AT = datetime(2026, 3, 3, 9, 32, tzinfo=UTC)


def told(response) -> dict:
    return json.loads(response.content)


def test_an_autosave_is_known_by_its_header(make_request):
    assert autosave.is_autosave(make_request("/", method="post", HTTP_X_AUTOSAVE="1"))
    assert not autosave.is_autosave(make_request("/", method="post"))


def test_what_is_kept_is_told_with_its_version():
    response = autosave.saved(8, AT)
    assert (response.status_code, told(response)) == (
        200,
        {"version": 8, "saved_at": "2026-03-03T09:32:00+00:00"},
    )


def test_a_conflict_tells_the_other_text_and_whose_it_is():
    conflict = Conflict(mine="Min", theirs="Din", version=9, author="Rolig Bekk", saved_at=AT)
    response = autosave.conflicting(conflict, field="text")
    assert response.status_code == 409
    assert told(response) == {
        "version": 9,
        "theirs": "Din",
        "author": "Rolig Bekk",
        "saved_at": "2026-03-03T09:32:00+00:00",
        "field": "text",
    }


def test_faults_are_told_field_by_field():
    class Note(forms.Form):
        text = forms.CharField(max_length=3)

    response = autosave.refused(Note({"text": "for langt"}))
    assert response.status_code == 422
    assert list(told(response)["errors"]) == ["text"]


def test_an_ended_session_tells_the_way_in():
    response = autosave.sign_in_needed("/logg-inn/")
    assert (response.status_code, told(response)) == (401, {"sign_in": "/logg-inn/"})


def test_a_new_token_is_told_to_the_page(make_request):
    response = autosave.renewed_token(make_request("/", method="post"))
    assert response.status_code == 403
    assert len(told(response)["token"]) > 30
