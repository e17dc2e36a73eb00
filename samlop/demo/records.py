"""What the demo region is made of: plain frozen records with codes as words, loaded elsewhere.

Periods are half-open, `[first, until)`; `until=None` is open. An empty string means "none".
"""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class County:
    """A county by its number in a period."""

    number: str
    name: str
    first: date
    until: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Organisation:
    """A unit with its own records; a merger ends it and names the successor."""

    key: str
    name: str
    kind: str
    level: str
    municipality_numbers: tuple[str, ...]
    orgnr: str
    first: date
    until: date | None = None
    successor: str = ""
    party_to_agreement: bool = True
    intake: bool = False


@dataclass(frozen=True)
class Employment:
    """One hat: a person in a role at an organisation for a period."""

    key: str
    person: str
    organisation: str
    role: str
    first: date
    until: date | None = None
    intake: bool = False
    coordinator: bool = False
    email: str = ""


@dataclass(frozen=True)
class Person:
    """A member of staff; `cast` are those offered on the sign-in page."""

    key: str
    given: str
    family: str
    cast: bool = False

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class HistoricParticipant:
    """An adult settled 2016–2021 whose pathway is known up to the reference day only."""

    key: str
    given: str
    family: str
    birth: date
    fodselsnummer: str
    municipality: str

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class HistoryEvent:
    """What happened to an adult on a day, in the municipality and organisation of that day."""

    participant: str
    code: str
    day: date
    municipality: str
    organisation: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnWords:
    """What a participant said, in the language it was said in, with the bokmål beside it."""

    text: str
    language: str
    bokmal: str


@dataclass(frozen=True)
class LanguageSkill:
    """A language a participant speaks, and whether it is also read."""

    code: str
    reads: bool
    first_language: bool = False


@dataclass(frozen=True)
class Milestone:
    """A station in the pathway; `first_expected` is the day first planned, when the day was later moved."""

    code: str
    expected: date | None = None
    actual: date | None = None
    first_expected: date | None = None

    @property
    def day(self) -> date:
        """The day that counts: what happened, else what is expected."""
        day = self.actual or self.expected
        if day is None:
            raise ValueError(f"milestone {self.code} has no day")
        return day


@dataclass(frozen=True)
class Concern:
    """A worry somebody raised that the routine answers with a meeting."""

    code: str
    raised: date
    raised_by: str
    text: str


@dataclass(frozen=True)
class Education:
    """Schooling on one level, and how far its documentation has come."""

    level: str
    subject: str
    country: str
    completion: str
    years: int
    documentation: str
    documentation_on: date | None = None
    decided_by: str = ""
    self_declared_on: date | None = None


@dataclass(frozen=True)
class Norwegian:
    """The level of Norwegian for each skill; empty when not yet tested."""

    listening: str = ""
    reading: str = ""
    speaking: str = ""
    writing: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True)
class Experience:
    """Work done before, and where."""

    occupation: str
    country: str
    years: int


@dataclass(frozen=True)
class Needs:
    """What must be in place for the road to hold; an empty code is not yet clear."""

    career_guidance_on: date | None = None
    prior_learning: str = ""
    final_test: str = ""
    application: str = ""
    application_due: date | None = None
    student_finance: str = ""
    own_computer: str = ""
    travel_cost: str = ""
    adapted_teaching: str = ""
    adapted_teaching_documented: bool = False
    premises: str = ""


@dataclass(frozen=True)
class Mapping:
    """What the group knows of schooling, languages, work and needs. Source: routine, all agendas."""

    education: tuple[Education, ...]
    english: str
    english_measures: str
    norwegian: Norwegian
    experience: tuple[Experience, ...]
    wish: OwnWords
    occupation: str
    alternatives: str
    time_perspective: str
    needs: Needs


@dataclass(frozen=True)
class Membership:
    """A seat in the resource group; `left_because` is stage_over, handed_over or employment_ended."""

    employment: str
    role: str
    first: date
    until: date | None = None
    left_because: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Invitation:
    """Who is called and what they answered; `invited` is an employment or "participant"."""

    invited: str
    reply: str
    attended: bool | None = None


@dataclass(frozen=True)
class OwnNote:
    """What one party wrote for itself under an agenda item; others see it when shared."""

    employment: str
    item: str
    text: str
    shared: bool


@dataclass(frozen=True)
class AgreedText:
    """The one text all parties stand behind for an agenda item."""

    item: str
    text: str


@dataclass(frozen=True)
class Decision:
    """What was decided, who does it and by when; `owner` is an employment or "participant"."""

    text: str
    owner: str
    deadline: date


@dataclass(frozen=True)
class Confirmation:
    """One party's yes to the agreed text; `by` is an employment or "participant"."""

    by: str
    day: date


@dataclass(frozen=True)
class Meeting:
    """A meeting of the resource group; an empty `point` is a meeting outside the routine's points."""

    key: str
    point: str
    state: str
    day: date
    starts: time
    ends: time
    place: str
    interpreter: str
    called_on: date
    called_by: str
    invitations: tuple[Invitation, ...]
    reason: str = ""
    participant_words: OwnWords | None = None
    notes: tuple[OwnNote, ...] = ()
    agreed: tuple[AgreedText, ...] = ()
    decisions: tuple[Decision, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    archived_on: date | None = None


@dataclass(frozen=True)
class Step:
    """A stretch of the pathway; an empty organisation is a gap: nobody is named."""

    key: str
    kind: str
    title: str
    first: date
    until: date | None
    organisation: str
    status: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """Something somebody promised; `owner` is an employment or "participant"."""

    key: str
    text: str
    owner: str
    deadline: date
    done_on: date | None = None
    meeting: str = ""


@dataclass(frozen=True)
class Plan:
    """Goals in the participant's words, steps on parallel tracks, and actions."""

    version: int
    agreed_on: date | None
    horizon: date
    goals: tuple[OwnWords, ...]
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Participant:
    """An adult in today's caseload; `stage`, `state` and `gaps` say what the record is there to show."""

    key: str
    given: str
    family: str
    birth: date
    fodselsnummer: str
    municipality: str
    organisation: str
    email: str
    address_protection: str
    languages: tuple[LanguageSkill, ...]
    interpreter: str
    portal_language: str
    stage: str
    state: str
    gaps: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    concerns: tuple[Concern, ...]
    mapping: Mapping
    group: tuple[Membership, ...]
    meetings: tuple[Meeting, ...]
    plan: Plan
    cast: bool = False

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True)
class Region:
    """The whole demo region on one day."""

    today: date
    reference_day: date
    counties: tuple[County, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    employments: tuple[Employment, ...]
    history: tuple[HistoricParticipant, ...]
    events: tuple[HistoryEvent, ...]
    participants: tuple[Participant, ...]
