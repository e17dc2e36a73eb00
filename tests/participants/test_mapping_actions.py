"""The mapping: rows and their papers, answers taken in from a meeting, and what each reader may see."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from samlop.access.policies import standing
from samlop.kernel.acting import acting_as
from samlop.kernel.errors import Denied, RuleBroken
from samlop.kernel.models import Change
from samlop.participants import queries
from samlop.participants.actions import (
    Overtaken,
    add_education,
    add_experience,
    add_wish,
    advance_documentation,
    change_row,
    change_section,
    fill_mapping,
    move_wish_up,
    remove_row,
    undo_changes,
)
from samlop.participants.mapping_today import KINDS
from samlop.participants.models import (
    Education,
    Experience,
    LanguageSkills,
    Needs,
    OccupationalWish,
    Schooling,
)
from samlop.participants.rules import ANSWERS as SHAPES
from samlop.ui.dates import short_day
from tests.cast import Cast
from tests.participants.factories import make_education

TODAY = localdate()
YESTERDAY = TODAY - timedelta(days=1)


def test_an_education_is_written_down(cast: Cast) -> None:
    education = Education(level="higher", country="Syria", completion="partly", years=2, documentation="none")
    with acting_as(cast.tea) as tea:
        add_education(tea, cast.participant, education=education, today=TODAY)
    assert Education.objects.get().participant == cast.participant


@pytest.mark.parametrize(
    ("papers", "field"),
    [
        ({"documentation": "sent", "documentation_on": None}, "documentation_on"),
        ({"documentation": "sent", "documentation_on": TODAY + timedelta(days=1)}, "documentation_on"),
        ({"documentation": "none", "self_declared_on": TODAY + timedelta(days=1)}, "self_declared_on"),
    ],
)
def test_papers_of_a_new_education_must_make_sense(cast: Cast, papers: dict[str, object], field: str) -> None:
    education = Education(level="primary", country="Syria", completion="completed", years=9, **papers)
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken) as told:
        add_education(tea, cast.participant, education=education, today=TODAY)
    assert told.value.field == field
    assert not Education.objects.exists()


def test_papers_go_step_by_step_to_approval(cast: Cast) -> None:
    education = make_education(cast.participant)
    steps = [
        ("translated", None, ""),
        ("sent", YESTERDAY, ""),
        ("refused", TODAY, "HK-dir"),
        ("sent", TODAY, ""),
    ]
    with acting_as(cast.kim) as kim:
        for state, day, who in steps:
            education = advance_documentation(
                kim, education, documentation=state, documentation_on=day, decided_by=who, today=TODAY
            )
    assert (education.documentation, education.documentation_on, education.decided_by) == ("sent", TODAY, "")


def test_papers_never_skip_a_step(cast: Cast) -> None:
    education = make_education(cast.participant)
    with acting_as(cast.kim) as kim, pytest.raises(RuleBroken, match="«finnes».*«godkjent»"):
        advance_documentation(
            kim, education, documentation="approved", documentation_on=TODAY, decided_by="HK-dir", today=TODAY
        )


def test_work_and_wishes_are_kept_in_order(cast: Cast) -> None:
    with acting_as(cast.kim) as kim:
        add_experience(
            kim, cast.participant, experience=Experience(occupation="Baker", country="Syria", years=4)
        )
        baker, nurse = (
            add_wish(kim, cast.participant, words=words, language="ar") for words in ("خباز", "ممرضة")
        )
        move_wish_up(kim, nurse)
        move_wish_up(kim, nurse)
    assert [wish.pk for wish in OccupationalWish.objects.all()] == [nurse.pk, baker.pk]
    assert OccupationalWish.objects.get(pk=baker.pk).written_by_id == cast.kim.employment_id
    assert Experience.objects.get().occupation == "Baker"


def test_dina_writes_her_own_wish(cast: Cast) -> None:
    with acting_as(cast.dina) as dina:
        wish = add_wish(dina, cast.participant, words="Baker", language="nb")
    assert wish.written_by_id is None


def test_a_row_is_put_right_and_taken_out_and_comes_back(cast: Cast) -> None:
    education = make_education(cast.participant)
    with acting_as(cast.tea) as tea:
        change_row(tea, education, changes={"years": 8}, seen={"years": 9}, today=TODAY)
        remove_row(tea, Education.objects.get())
        assert not Education.objects.exists()
        number = Change.objects.latest("pk").pk
        undo_changes(tea, cast.participant, first=number, last=number)
    restored = Education.objects.get()
    assert (restored.pk, restored.years, restored.country) == (education.pk, 8, "Syria")


def test_an_addition_is_taken_back(cast: Cast) -> None:
    with acting_as(cast.kim) as kim:
        add_wish(kim, cast.participant, words="Baker", language="nb")
        number = Change.objects.latest("pk").pk
        undo_changes(kim, cast.participant, first=number, last=number)
    assert not OccupationalWish.objects.exists()


def test_sections_are_changed_field_by_field(cast: Cast) -> None:
    with acting_as(cast.tea) as tea:
        for section, changes in (
            (LanguageSkills, {"listening": "A2", "overall": "A1"}),
            (Schooling, {"progress": "God framdrift"}),
            (Needs, {"own_computer": "needed"}),
        ):
            change_section(tea, cast.participant, section=section, changes=changes, seen={}, today=TODAY)
    change = Change.objects.filter(table="participants_needs").latest("pk")
    assert (change.row_id, change.kind) == (str(cast.participant.pk), "mapping_needs")
    assert LanguageSkills.objects.get().listening == "A2"
    with acting_as(cast.kari) as kari, pytest.raises(Overtaken):
        change_section(
            kari,
            cast.participant,
            section=Schooling,
            changes={"progress": "Svak framdrift"},
            seen={"progress": ""},
            today=TODAY,
        )


def test_two_different_fields_at_once_are_both_kept(cast: Cast) -> None:
    for actor, changes in ((cast.tea, {"progress": "God"}), (cast.kari, {"time_horizon": "Tre år"})):
        seen = dict.fromkeys(changes, "")
        with acting_as(actor):
            change_section(
                actor, cast.participant, section=Schooling, changes=changes, seen=seen, today=TODAY
            )
    row = Schooling.objects.get()
    assert (row.progress, row.time_horizon) == ("God", "Tre år")


def test_a_day_of_assessment_cannot_lie_ahead(cast: Cast) -> None:
    ahead = {"assessed_on": TODAY + timedelta(days=1)}
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken) as told:
        change_section(tea, cast.participant, section=LanguageSkills, changes=ahead, seen={}, today=TODAY)
    assert told.value.field == "assessed_on"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trade_exam": "passed", "trade_exam_on": TODAY + timedelta(days=1)}, "trade_exam_on"),
        ({"application_year": 1899}, "application_year"),
        ({"contract_signed_on": TODAY + timedelta(days=1)}, "contract_signed_on"),
    ],
)
def test_what_cannot_have_happened_is_refused(cast: Cast, changes: dict[str, object], field: str) -> None:
    with acting_as(cast.kim) as kim, pytest.raises(RuleBroken) as told:
        change_section(kim, cast.participant, section=Schooling, changes=changes, seen={}, today=TODAY)
    assert told.value.field == field
    assert not Schooling.objects.exists()


def test_a_meeting_passes_nobody_in_an_exam_to_come(cast: Cast) -> None:
    Schooling.objects.create(participant=cast.participant, trade_exam_on=TODAY + timedelta(days=9))
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken, match="før den er holdt"):
        fill_mapping(tea, cast.participant, fills="mapping.trade_exam", value="passed")


@pytest.mark.parametrize("name", ["kim", "ute"])
def test_needs_are_for_few(cast: Cast, name: str) -> None:
    with acting_as(getattr(cast, name)) as actor, pytest.raises(Denied):
        change_section(
            actor, cast.participant, section=Needs, changes={"own_computer": "needed"}, seen={}, today=TODAY
        )


ANSWERS = [
    ("mapping.education", "Grunnskole i Syria", "Grunnskole i Syria"),
    ("mapping.english", "self_declared", "egenerklært"),
    ("mapping.norwegian", "A2", f"A2, vurdert {short_day(TODAY)}"),
    ("mapping.prior_learning", "planned", "planlagt"),
    ("mapping.occupational_wish", "Baker", "Baker"),
    ("mapping.time_horizon", "Fire år", "Fire år"),
    ("mapping.application", True, "sendt"),
    ("mapping.final_test", "done", "ferdig"),
    ("mapping.student_finance", False, "ikke begynt"),
    ("mapping.travel_cost", True, "trengs"),
    ("mapping.own_computer", True, "på plass"),
    ("mapping.adapted_teaching", "Mer tid på prøver", "Mer tid på prøver"),
    ("mapping.progress", "God", "God"),
    ("mapping.fvo_module", "3", "modul 3"),
    ("mapping.prior_learning_level", "upper_secondary", "videregående nivå, av fylkeskommunen"),
    ("mapping.prior_learning_result", "Matematikk", "Matematikk"),
    ("mapping.application_answer", "waiting_list", "venteliste"),
    ("mapping.programme", "HS", "helse- og oppvekstfag"),
    ("mapping.vg_level", "vg2", "Vg2"),
    ("mapping.apprenticeship", True, "trengs"),
    ("mapping.trade_exam", "passed", "bestått"),
    ("mapping.higher_application", "planned", "planlagt"),
    ("mapping.english_follow_up", "course", "voksenopplæringen, med kurs"),
    ("mapping.health_adaptation", "Kan ikke stå lenge", "Kan ikke stå lenge"),
    ("mapping.subsistence", "introduction", "introduksjonsstønad"),
    ("mapping.early_income", True, "trengs"),
]


def test_every_answer_is_tried_or_has_a_test_of_its_own() -> None:
    of_their_own = {"mapping.documentation", "mapping.self_declaration"}
    assert {fills for fills, _value, _words in ANSWERS} | of_their_own == set(SHAPES)


def test_choices_of_an_answer_are_those_of_its_field() -> None:
    for fills, shape in SHAPES.items():
        assert {code for code, _label in queries.choices_for(fills)} == set(shape.codes), fills


@pytest.mark.parametrize(("fills", "value", "words"), ANSWERS)
def test_an_answer_is_taken_into_the_mapping(cast: Cast, fills: str, value: object, words: str) -> None:
    with acting_as(cast.tea) as tea:
        assert queries.mapping_today(standing(tea, cast.participant.pk), cast.participant)[fills] == ""
        fill_mapping(tea, cast.participant, fills=fills, value=value)
        assert queries.mapping_today(standing(tea, cast.participant.pk), cast.participant)[fills] == words
        assert queries.present_value(cast.participant, fills) == words


def test_the_papers_of_the_highest_education_are_meant(cast: Cast) -> None:
    make_education(cast.participant)
    make_education(cast.participant, level="higher", documentation="translated")
    with acting_as(cast.tea) as tea:
        fill_mapping(tea, cast.participant, fills="mapping.documentation", value="sent")
        fill_mapping(tea, cast.participant, fills="mapping.documentation", value="sent")
        words = queries.mapping_today(standing(tea, cast.participant.pk), cast.participant)[
            "mapping.documentation"
        ]
    assert f"universitet eller høyskole: sendt til godkjenning {short_day(TODAY)}" in words
    assert "grunnskole: finnes" in words


def test_papers_approved_are_not_sent_anew_by_a_slip(cast: Cast) -> None:
    make_education(
        cast.participant, documentation="approved", documentation_on=YESTERDAY, decided_by="HK-dir"
    )
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken, match="«godkjent»"):
        fill_mapping(tea, cast.participant, fills="mapping.documentation", value="sent")
    assert Education.objects.get().decided_by == "HK-dir"


def test_self_declaration_stands_on_the_lowest_education(cast: Cast) -> None:
    make_education(cast.participant, level="higher")
    school = make_education(cast.participant, documentation="none")
    with acting_as(cast.tea) as tea:
        for value, words in (
            (True, f"levert {short_day(TODAY)}"),
            (True, f"levert {short_day(TODAY)}"),
            (False, ""),
        ):
            fill_mapping(tea, cast.participant, fills="mapping.self_declaration", value=value)
            today = queries.mapping_today(standing(tea, cast.participant.pk), cast.participant)
            assert today["mapping.self_declaration"] == words
    assert Change.objects.filter(row_id=str(school.pk), verb="UPDATE").count() == 2


def test_papers_without_an_education_say_what_to_do(cast: Cast) -> None:
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken, match="Skriv utdanningen inn"):
        fill_mapping(tea, cast.participant, fills="mapping.documentation", value="sent")


def test_a_wish_told_again_becomes_the_first(cast: Cast) -> None:
    with acting_as(cast.tea) as tea:
        for words in ("Baker", "Kokk", "baker"):
            fill_mapping(tea, cast.participant, fills="mapping.occupational_wish", value=words)
    assert [wish.words for wish in OccupationalWish.objects.all()] == ["Baker", "Kokk"]
    assert [wish.rank for wish in OccupationalWish.objects.all()] == [1, 2]


@pytest.mark.parametrize(
    ("fills", "value", "words"),
    [
        ("mapping.norwegian", "C2", "Velg ett av svarene"),
        ("mapping.progress", " ", "ikke skrevet noe svar"),
        ("mapping.time_horizon", "x" * 501, "for langt"),
        ("mapping.shoe_size", "43", "kartleggingen ikke har"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(
    cast: Cast, fills: str, value: object, words: str
) -> None:
    with acting_as(cast.tea) as tea, pytest.raises(RuleBroken, match=words):
        fill_mapping(tea, cast.participant, fills=fills, value=value)


def test_the_career_adviser_neither_fills_nor_sees_needs(cast: Cast) -> None:
    Needs.objects.create(participant=cast.participant, own_computer="needed")
    with acting_as(cast.kim) as kim:
        assert "mapping.own_computer" not in queries.mapping_today(
            standing(kim, cast.participant.pk), cast.participant
        )
        assert "mapping.own_computer" not in queries.propose_targets(kim, cast.participant)
        assert "mapping.progress" in queries.propose_targets(kim, cast.participant)
        assert queries.present_value(cast.participant, "mapping.own_computer") == ""
        with pytest.raises(Denied):
            fill_mapping(kim, cast.participant, fills="mapping.own_computer", value=True)


def test_ute_sees_nothing_of_the_mapping(cast: Cast) -> None:
    with acting_as(cast.ute) as ute:
        assert queries.propose_targets(ute, cast.participant) == {}


def test_choices_are_offered_in_words() -> None:
    assert queries.choices_for("mapping.norwegian")[0] == ("0", "under A1")
    assert queries.choices_for("mapping.application") == [
        ("not_begun", "ikke begynt"),
        ("planned", "planlagt"),
        ("sent", "sendt"),
        ("done", "ferdig"),
        ("not_relevant", "ikke aktuelt"),
    ]
    assert dict(queries.choices_for("mapping.self_declaration")) == {"yes": "ja", "no": "nei"}
    assert queries.choices_for("mapping.progress") == []


def test_the_whole_mapping_is_read_with_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    for number in range(5):
        make_education(cast.participant, years=number + 1)
        OccupationalWish.objects.create(participant=cast.participant, words=f"Yrke {number}", rank=number)
    with django_assert_num_queries(1):  # type: ignore[operator]
        mapping = queries.mapped(cast.participant, kinds=KINDS)
    assert sorted(one.years for one in mapping.educations) == [1, 2, 3, 4, 5]
    assert [one.words for one in mapping.wishes] == [f"Yrke {number}" for number in range(5)]


def test_the_day_of_a_step_survives_the_way_through_the_database(cast: Cast) -> None:
    make_education(cast.participant, documentation="sent", documentation_on=date(2026, 3, 3))
    with acting_as(cast.tea) as tea:
        words = queries.mapping_today(standing(tea, cast.participant.pk), cast.participant)[
            "mapping.documentation"
        ]
    assert words == "grunnskole: sendt til godkjenning 3. mars 2026"
