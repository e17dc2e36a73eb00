"""Routine documents the tests start from."""

import copy
from pathlib import Path

import yaml

ANOTHER_SERVICE = Path(__file__).parent / "substance_abuse.yaml"

CONTRACT = """
schema: samlop/routine/1
id: kmv
version: 3
title: {nb: "Rutinen", nn: "Rutinen", en: "The routine"}
roles:
  - {code: participant, title: {nb: "Deltaker"}, level: participant}
  - {code: programme_adviser, title: {nb: "Programrådgiver"}, level: municipality}
  - {code: career_adviser, title: {nb: "Karriereveileder"}, level: county}
  - {code: adult_education, title: {nb: "Voksenopplæringen"}, level: municipality}
milestones:
  - {code: programme_start, title: {nb: "Start i introduksjonsprogrammet"}}
  - {code: upper_secondary_end, title: {nb: "Slutt på videregående"}}
  - {code: adult_education_end, title: {nb: "Slutt på voksenopplæringen"}}
meeting_points:
  - code: first
    title: {nb: "Første møte"}
    due: {milestone: programme_start, offset: {months: 3}}
    window: {before: {weeks: 2}, after: {weeks: 4}}
    repeat: {every: {months: 6}, until: {milestone: upper_secondary_end, offset: {months: -6}}}
    also_on: [{concern: progress, within: {weeks: 4}}]
    applies_when: {has_milestone: adult_education_end}
    responsible: programme_adviser
    calls: [participant, programme_adviser, career_adviser, adult_education]
    may_call: []
    interpreter: if_needed
    books: {interpreter: programme_adviser, room: programme_adviser}
    agenda:
      - {code: earlier_education, title: {nb: "Tidligere utdanning"}, answer: text, fills: mapping.education}
gatherings:
  - {code: joint_information, title: {nb: "Felles informasjonsmøte"}, before: first}
"""


def contract() -> dict:
    """The example of the contract as plain values, to spoil one at a time."""
    return copy.deepcopy(yaml.safe_load(CONTRACT))
