"""Languages by the code Samløp stores, and every name or code a table may call them by."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

# Code stored | three-letter codes | Norwegian names
_TABLE = """
nb | nob nor no | norsk, bokmål, norsk bokmål
nn | nno | nynorsk, norsk nynorsk
se | sme | nordsamisk, samisk
en | eng | engelsk
uk | ukr | ukrainsk
ar | ara | arabisk
ti | tir | tigrinja, tigrinya
so | som | somali, somalisk
prs | | dari
fa | fas per | persisk, farsi
ps | pus pbt pst | pashto, pashtu
pl | pol | polsk
ku | kur | kurdisk
kmr | | kurmanji, kurmandji, nordkurdisk
ckb | | sorani, sentralkurdisk
am | amh | amharisk
om | orm | oromo
tr | tur | tyrkisk
ur | urd | urdu
ru | rus | russisk
es | spa | spansk
fr | fra fre | fransk
pt | por | portugisisk
de | deu ger | tysk
sw | swa swh | swahili
rw | kin | kinyarwanda
rn | run | kirundi
ln | lin | lingala
my | mya bur | burmesisk
cnh | | chin, hakha chin
kar | ksw | karen, sgaw karen
rhg | | rohingya
th | tha | thai
vi | vie | vietnamesisk
tl | tgl fil | tagalog, filipino
zh | zho chi cmn | kinesisk, mandarin
yue | | kantonesisk
hi | hin | hindi
pa | pan | panjabi, punjabi
ta | tam | tamil, tamilsk
bn | ben | bengali
ne | nep | nepali, nepalsk
ug | uig | uigurisk
uz | uzb | usbekisk
az | aze | aserbajdsjansk
hy | hye arm | armensk
ka | kat geo | georgisk
ce | che | tsjetsjensk
sq | sqi alb | albansk
bs | bos | bosnisk
hr | hrv | kroatisk
sr | srp | serbisk
mk | mkd mac | makedonsk
ro | ron rum | rumensk
bg | bul | bulgarsk
el | ell gre | gresk
hu | hun | ungarsk
lt | lit | litauisk
lv | lav | latvisk
et | est | estisk
be | bel | belarusisk, hviterussisk
he | heb | hebraisk
wo | wol | wolof
mnk | man | mandinka
yo | yor | yoruba
ha | hau | hausa
ber | tzm | berbisk, tamazight
"""


def language_code(text: str) -> str | None:
    """The code of a language named in Norwegian or by an ISO 639 code; None when nobody knows the name."""
    return _codes().get(_plain(text))


def language_codes() -> tuple[str, ...]:
    """All codes, in the order of the table."""
    return tuple(dict.fromkeys(_codes().values()))


@cache
def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in _TABLE.strip().splitlines():
        code, longer, names = (part.strip() for part in row.split("|"))
        called = [code, *longer.split(), *names.split(",")]
        found |= {_plain(name): code for name in called if name.strip()}
    return MappingProxyType(found)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
