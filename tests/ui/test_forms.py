"""Label, help, field and fault are tied together, and every fault can be reached from the top."""

import re
from datetime import date, time

import pytest
from django import forms
from django.utils import translation

from samlop.ui.components import faults_of
from samlop.ui.forms import ChoiceChips, DayField, LongText, TimeField


class Meeting(forms.Form):
    name = forms.CharField(label="Navn", help_text="Slik det står i <passet>.")
    day = DayField(label="Dag")
    starts = TimeField(label="Tid", required=False)
    place = forms.ChoiceField(label="Sted", choices=[("a", "Elva"), ("b", "Fjorden")])
    kind = forms.ChoiceField(label="Måte", choices=[("r", "Rom"), ("s", "Skjerm")], widget=ChoiceChips)
    called = forms.MultipleChoiceField(
        label="Hvem kalles inn?",
        choices=[("l", "Lærer"), ("v", "Veileder")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Notat", widget=LongText, required=False)
    agreed = forms.BooleanField(label="Enig")
    secret = forms.CharField(label="Nøkkel", widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("name") == "Umulig":
            raise forms.ValidationError("Møtet er alt holdt.")
        return self.cleaned_data


@pytest.fixture(autouse=True)
def bokmal():
    with translation.override("nb"):
        yield


def ids_in(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_an_untouched_form_shows_no_faults():
    html = str(Meeting())
    assert "ds-error-summary" not in html
    assert "aria-invalid" not in html


def test_every_label_and_description_points_at_something():
    html = str(Meeting({"name": ""}))
    present = set(ids_in(html))
    pointed = set(re.findall(r'\bfor="([^"]+)"', html))
    described = {word for words in re.findall(r'aria-describedby="([^"]+)"', html) for word in words.split()}
    assert pointed
    assert described
    assert pointed | described <= present
    assert len(ids_in(html)) == len(present)


def test_the_summary_names_each_field_and_leads_to_it():
    html = str(Meeting({"name": "", "secret": ""}))
    summary = html[: html.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert set(links) <= set(ids_in(html))
    assert links == ["id_name", "id_day", "id_place", "id_kind_0", "id_called_0", "id_agreed"]
    assert "Navn: " in summary
    assert "Hvem kalles inn: " in summary
    assert "autofocus" in summary


def test_faults_of_the_whole_form_come_first():
    faults = faults_of(Meeting({"name": "Umulig"}))
    assert (faults[0].text, faults[0].place) == ("Møtet er alt holdt.", "")


def test_what_was_typed_stands_after_a_refusal():
    html = str(Meeting({"name": "Rolig <Bekk>", "day": "32.1.2026", "note": "Første\nandre"}))
    assert 'value="Rolig &lt;Bekk&gt;"' in html
    assert 'value="32.1.2026"' in html
    assert "Første\nandre" in html


def test_help_is_escaped():
    assert "&lt;passet&gt;" in str(Meeting())


def test_required_fields_say_so_and_others_do_not():
    form = Meeting()
    assert "må fylles ut" in form["name"].as_field_group()
    assert "må fylles ut" not in form["note"].as_field_group()


def test_an_empty_field_says_what_its_label_says():
    assert Meeting({}).errors["name"] == ["Dette må fylles ut."]


def test_groups_of_choices_stand_in_a_fieldset_with_a_legend():
    for name in ("kind", "called"):
        html = Meeting()[name].as_field_group()
        assert html.strip().startswith("<fieldset")
        assert "<legend" in html


def test_fields_carry_the_classes_of_the_design_and_options_do_not():
    html = str(Meeting(initial={"place": "b"}))
    assert '<select name="place" class="ds-input"' in html
    assert '<option value="b" selected>' in html
    for name in ("name", "day", "starts", "note", "agreed"):
        drawn = str(Meeting()[name])
        assert re.search(r'class="[^"]*ds-input', drawn), drawn
    assert 'class="ds-input wide"' in Meeting()["name"].as_widget(forms.TextInput({"class": "wide"}))
    assert 'type="hidden" name="secret" id="id_secret"' in html


@pytest.mark.parametrize("written", ["2026-03-03", "03.03.2026", "3.3.2026", "3.3.26"])
def test_days_are_read_as_norwegians_write_them(written):
    assert DayField().clean(written) == date(2026, 3, 3)


@pytest.mark.parametrize("written", ["09:30", "9.30", "09:30:00"])
def test_times_are_read_with_point_or_colon(written):
    assert TimeField().clean(written) == time(9, 30)


def test_days_are_written_as_the_browser_reads_them():
    html = str(Meeting(initial={"day": date(2026, 3, 3), "starts": time(9, 30)}))
    assert 'type="date" name="day" value="2026-03-03"' in html
    assert 'type="time" name="starts" value="09:30"' in html


@pytest.mark.parametrize("written", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31", "1.1.0199"])
def test_a_year_half_typed_is_not_taken_for_a_day(written):
    with pytest.raises(forms.ValidationError, match="Skriv et årstall fra 1900 til 2100"):
        DayField().clean(written)


@pytest.mark.parametrize("written", ["1900-01-01", "2100-12-31", "3.3.2026"])
def test_a_day_somebody_can_mean_is_taken(written):
    assert DayField().clean(written)


def test_the_browsers_calendar_ends_where_the_field_does():
    assert 'min="1900-01-01" max="2100-12-31"' in str(Meeting()["day"])
