"""Norwegian alphabetical order as a text that any database sorts rightly byte by byte."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samlop.kernel.norwegian_order import norwegian_order

IN_ORDER = [
    "Abdi",
    "Berg",
    "Berg Olsen",
    "Berge",
    "Dahl",
    "Đorđević",
    "Hansen",
    "Myhre",
    "Müller",
    "Nilsen",
    "O'Hara",
    "Ohm",
    "Zahl",
    "Zoo",
    "Ærlig",
    "Ätran",
    "Østby",
    "Öström",
    "Øyer",
    "Ås-Hansen",
    "Aasen",
    "Åseral",
]


def test_names_stand_as_in_a_norwegian_list():
    mixed = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=lambda name: norwegian_order(name).encode()) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("aasen", "ÅSEN"),
        ("Ångström", "Aangstrøm"),
        ("Ärlig", "Ærlig"),
        ("René", "rene"),
        ("Müller", "Myller"),
        ("  Per   Olav ", "Per Olav"),
        ("Ås-Hansen", "Ås Hansen"),
        ("O’Hara", "OHara"),
        ("Áslat", "Aslat"),
        ("A\u030asen", "Åsen"),
    ],
)
def test_spellings_that_share_a_place(one, same):
    assert norwegian_order(one) == norwegian_order(same)


def test_short_family_name_stands_before_a_longer_one():
    people = [("Berg", "Øystein"), ("Berg Olsen", "Anna"), ("Berg", "Anna")]
    assert sorted(people, key=lambda person: norwegian_order(*person)) == [
        ("Berg", "Anna"),
        ("Berg", "Øystein"),
        ("Berg Olsen", "Anna"),
    ]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", max_size=12), st.text("abyzæøå", max_size=12))
def test_order_follows_the_alphabet_letter_by_letter(one, other):
    alphabet = "abcdefghijklmnopqrstuvwxyzæøå"

    def places(name):
        return [alphabet.index(letter) for letter in name.replace("aa", "å")]

    assert (norwegian_order(one) < norwegian_order(other)) == (places(one) < places(other))


@given(st.text())
def test_any_text_has_a_storable_key(text):
    key = norwegian_order(text)
    assert "\0" not in key
    assert key == key.strip()
    key.encode("utf-8", "surrogatepass")
