"""What people read is plain bokmål, said with the words of the glossary, and all of it can be translated."""

import re
from html.parser import HTMLParser

import pytest
from django.template.base import Lexer, TokenType

from samlop.commands.message_catalogues import read_catalogue
from samlop.commands.message_sources import sources
from tests.house.source import ROOT, shown, templates

ENGLISH = frozenset(
    re.findall(
        r"\S+",
        """about account action add address agenda and are available back button calendar cancel change choose clear
    click close comment confirm contact continue copy create dashboard date days default delete description
    disable discard done download draft edit email enable enter error event filter first from goal goals group
    header hide history home invalid invite items layout link loading login logout manage meeting meetings member
    members message missing more new next none notes ok open optional or page pages password phone pick please
    preview previous print profile read refresh remove reply report required reset result results save search
    select settings show sort steps submit summary support tab task tasks the this title today toggle update
    upload user username users view warning week welcome with workflow year years you your""",
    )
)
"""English words of interfaces, but for those that are Norwegian words as well."""

SPELLINGS = {
    r"\bdeltager": "deltaker",
    r"\bkandidat": "deltaker",
    r"\bklient|\bpasient": "deltaker",
    r"\bbruker(?:e|en|ne)\b": "deltaker, ansatt",
    r"\bbrukernavn\b": "innlogging",
    r"\be-?mail|\bepost|\bmail\b": "e-post",
    r"\bbrowser": "nettleser",
    r"\bfremdrift|\bfrem\b|\bfremover": "framdrift, fram, framover",
    r"\bcase\b": "sak",
    r"\bmilestone|\bmilepel": "milepæl",
    r"\boppdater": "endre",
    r"\bgjøremål": "oppgave",
    r"\bveiledere? i karriere": "karriereveileder",
}
"""Words the glossary has another word for."""
NAMES = {"Samløp", "SHA", "Ydmyk", "Fjord", "Rolig", "Bekk"}
"""Names need no translation: of the product, of a checksum, of two people who do not exist."""

NYNORSK_LEFT = re.compile(
    r"\b(ikke|jeg|hva|hvem|hvor|hvordan|hvorfor|hvis|noe|noen|fra|uten|bare|være|vært|gjøre|gjør|deltakere?n?|"
    r"møter|samme|kommer|sier|hver|hverandre|mens|disse|dere|deres|skrevet|endret|lagret|valgt|veien?|veileder|"
    r"voksenopplæringe?n?|videregående|gruppen|mappen|rutinen|rollen|oppgaven?|oppgaver|skolen?|navn|selv|enn[åa]|"
    r"flere|senere|tidligere|begynner|begynt|bekreft\w*|hull|uke|måneder?|åpne[rt]?)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = sources(ROOT)
    return [*(key.text for key in found), *(source.plural for source in found.values() if source.plural)]


def words(text: str) -> set[str]:
    """The words of a text as it is read, placeholders and marks out."""
    plain = re.sub(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>|«[^»]*»|\S+\.\w{2,}|\./dev.*", " ", text)
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", plain.lower()))


def english_in(text: str) -> set[str]:
    return words(text) & ENGLISH


def other_spellings_in(text: str) -> list[str]:
    plain = re.sub(r"%\(\w+\)[sd]|\{\w+\}", " ", text.lower())
    return [f"{text!r}: {right}" for wrong, right in SPELLINGS.items() if re.search(wrong, plain)]


def test_no_english_word_is_on_the_page(texts):
    assert {text: english for text in texts if (english := english_in(text))} == {}


def test_a_planted_english_word_is_seen():
    assert english_in("Logg inn på dashboard") == {"dashboard"}


def test_words_are_those_of_the_glossary(texts):
    assert [line for text in texts for line in other_spellings_in(text)] == []


@pytest.mark.parametrize("wrong", ["Ny deltager", "Send epost", "Kandidaten", "Åpne i browser", "fremdrift"])
def test_a_planted_spelling_is_seen(wrong):
    assert other_spellings_in(wrong)


def test_texts_have_no_loose_ends(texts):
    assert [text for text in texts if text != text.strip() or "  " in text] == []


def test_questions_and_sentences_use_norwegian_quotes(texts):
    assert [text for text in texts if re.search(r"[“”]|(?<!=)\"[^\"<>]+\"(?!>)", text)] == []


def test_nynorsk_holds_no_bokmal_word():
    catalogue = read_catalogue(ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po")
    left = [
        f"{text!r}: {word[0]}"
        for translation in catalogue.translations.values()
        for text in translation.forms.values()
        if (word := NYNORSK_LEFT.search(re.sub(r"%\(\w+\)s|«[^»]*»|\S+;\S+", " ", text)))
    ]
    assert left == []


@pytest.mark.parametrize(
    ("bokmal", "nynorsk"),
    [
        ("deltaker", "deltakar"),
        ("voksenopplæring", "vaksenopplæring"),
        ("karriereveileder", "karriererettleiar"),
        ("programrådgiver", "programrådgivar"),
        ("flyktningtjeneste", "flyktningteneste"),
        ("videregående opplæring", "vidaregåande opplæring"),
        ("bosetting", "busetjing"),
        ("Oppgave", "Oppgåve"),
        ("egenerklæring levert", "eigenerklæring levert"),
        ("bekreftelse", "stadfesting"),
    ],
)
def test_nynorsk_follows_the_glossary(bokmal, nynorsk):
    catalogue = read_catalogue(ROOT / "locale" / "nn" / "LC_MESSAGES" / "django.po")
    known = {key.text.lower(): one.forms[0].lower() for key, one in catalogue.translations.items()}
    assert known[bokmal.lower()] == nynorsk.lower()


class _Reader(HTMLParser):
    """Collects what a person reads or hears of a page."""

    HEARD = ("title", "aria-label", "alt", "placeholder", "aria-description")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style")
        self.said += [value or "" for name, value in attrs if name in self.HEARD]

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.said.append(data)


def untranslatable_in(template: str) -> list[str]:
    """Words of a template that gettext never sees."""
    kept, inside = [], ""
    for token in Lexer(template).tokenize():
        name, *rest = token.contents.split() if token.token_type == TokenType.BLOCK else [""]
        if inside:
            inside = "" if name == f"end{inside}" else inside
        elif name in ("blocktranslate", "comment", "verbatim") or rest in (["body_class"], ["size"]):
            inside = name
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        else:
            kept.append("·")
    reader = _Reader()
    reader.feed("".join(kept))
    reader.close()
    found = (word for said in reader.said for word in re.findall(r"[^\W\d_]{2,}", said))
    return [word for word in found if word not in NAMES]


def test_every_word_of_the_templates_can_be_translated():
    pages = [path for path in templates() if "django/forms/widgets" not in path.as_posix()]
    found = {shown(path): untranslatable_in(path.read_text(encoding="utf-8")) for path in pages}
    assert {place: said for place, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('<p>{% translate "Hei" %}</p>', []),
        ("<p>Hei {{ name }}</p>", ["Hei"]),
        ('<button title="Lukk">{% translate "Nei" %}</button>', ["Lukk"]),
        ("{% blocktranslate %}Hei{% endblocktranslate %} du", ["du"]),
        ("<a class='knapp' {% if x %}hidden{% endif %}>{# nei #}</a><script>var hei</script>", []),
    ],
)
def test_loose_words_of_a_template_are_seen(template, said):
    assert untranslatable_in(template) == said
