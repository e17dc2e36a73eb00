"""What the participants of the demo say, each in a language they speak, with the bokmål beside it."""

from dataclasses import dataclass

from samlop.demo.records import OwnWords


@dataclass(frozen=True)
class Wish:
    """An occupational wish in somebody's own words, and the occupation it points to."""

    occupation: str
    words: OwnWords


WISHES_BY_LANGUAGE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ar": (
        (
            "health",
            "أريد أن أعمل مع كبار السن. اعتنيت بجدتي سنوات طويلة.",
            "Jeg vil arbeide med eldre. Jeg tok vare på bestemoren min i mange år.",
        ),
        (
            "electrician",
            "أريد أن أعمل في الكهرباء كما كنت أعمل في حلب.",
            "Jeg vil arbeide med elektrisitet, slik jeg gjorde i Aleppo.",
        ),
        (
            "cook",
            "أحب الطبخ، وأريد أن أعمل في مطعم وأحصل على شهادة مهنية.",
            "Jeg liker å lage mat og vil arbeide på restaurant og få fagbrev.",
        ),
        ("kindergarten", "أريد أن أعمل مع الأطفال في الروضة.", "Jeg vil arbeide med barn i barnehage."),
        (
            "bus",
            "أريد أن أقود الحافلة. قدت الشاحنات عشر سنوات.",
            "Jeg vil kjøre buss. Jeg har kjørt lastebil i ti år.",
        ),
        (
            "nurse",
            "أريد أن أعود إلى التمريض، فقد درسته في دمشق.",
            "Jeg vil tilbake til sykepleie, som jeg studerte i Damaskus.",
        ),
    ),
    "uk": (
        (
            "accounting",
            "Хочу працювати в бухгалтерії, як удома в Харкові.",
            "Jeg vil arbeide med regnskap, slik jeg gjorde hjemme i Kharkiv.",
        ),
        (
            "kindergarten",
            "Хочу працювати з дітьми в дитячому садку.",
            "Jeg vil arbeide med barn i barnehage.",
        ),
        (
            "electrician",
            "Хочу працювати електриком. Маю десять років досвіду.",
            "Jeg vil arbeide som elektriker. Jeg har ti års erfaring.",
        ),
        (
            "nurse",
            "Хочу знову працювати в лікарні. Я маю медичну освіту.",
            "Jeg vil arbeide på sykehus igjen. Jeg har helseutdanning.",
        ),
        (
            "cook",
            "Хочу працювати кухарем і колись мати власну пекарню.",
            "Jeg vil arbeide som kokk og en gang ha mitt eget bakeri.",
        ),
        (
            "computing",
            "Хочу працювати з комп’ютерами й вивчити норвезьку для роботи.",
            "Jeg vil arbeide med datamaskiner og lære norsk for arbeidslivet.",
        ),
    ),
    "ti": (
        (
            "health",
            "ሰብ ንምሕጋዝ ባህ ይብለኒ። ኣብ ሆስፒታል ክሰርሕ እደሊ።",
            "Jeg liker å hjelpe folk. Jeg vil arbeide på sykehus.",
        ),
        ("mechanic", "መካኒክ ክኸውን እደሊ። መኪና ምዕራይ እፈልጥ እየ።", "Jeg vil bli mekaniker. Jeg kan reparere biler."),
        ("kindergarten", "ምስ ቆልዑ ክሰርሕ እደሊ።", "Jeg vil arbeide med barn."),
        (
            "carpenter",
            "ብዕንጨይቲ ምስራሕ እፈቱ። ጸራቢ ክኸውን እደሊ።",
            "Jeg liker å arbeide med tre. Jeg vil bli tømrer.",
        ),
        ("cook", "ኣብ ክሽነ ክሰርሕ እደሊ።", "Jeg vil arbeide på kjøkken."),
    ),
    "so": (
        ("health", "Waxaan rabaa inaan caawiyo dadka waayeelka ah.", "Jeg vil hjelpe eldre mennesker."),
        ("kindergarten", "Waxaan rabaa inaan la shaqeeyo carruurta.", "Jeg vil arbeide med barn."),
        ("bus", "Waxaan rabaa inaan noqdo darawal bas.", "Jeg vil bli bussjåfør."),
        (
            "sales",
            "Waxaan rabaa inaan dukaan ka shaqeeyo, kadibna aan furto mid ii gaar ah.",
            "Jeg vil arbeide i butikk, og siden åpne min egen.",
        ),
    ),
    "prs": (
        ("carpenter", "می‌خواهم نجار شوم.", "Jeg vil bli tømrer."),
        ("mechanic", "می‌خواهم با موترها کار کنم.", "Jeg vil arbeide med biler."),
        ("health", "می‌خواهم در شفاخانه کار کنم.", "Jeg vil arbeide på sykehus."),
        ("cook", "می‌خواهم آشپز شوم.", "Jeg vil bli kokk."),
    ),
    "en": (
        ("computing", "I want to work with computers.", "Jeg vil arbeide med datamaskiner."),
        (
            "health",
            "I want to work with people who need care.",
            "Jeg vil arbeide med mennesker som trenger omsorg.",
        ),
    ),
    "pl": (
        (
            "welder",
            "Chcę pracować jako spawacz i zdobyć norweskie świadectwo zawodowe.",
            "Jeg vil arbeide som sveiser og få norsk fagbrev.",
        ),
        (
            "sales",
            "Chcę pracować w sklepie i rozmawiać z klientami.",
            "Jeg vil arbeide i butikk og snakke med kundene.",
        ),
    ),
}
GOALS: tuple[dict[str, str], ...] = (
    {
        "nb": "Jeg vil snakke norsk på jobb uten tolk.",
        "ar": "أريد أن أتحدث النرويجية في العمل دون مترجم.",
        "uk": "Хочу розмовляти норвезькою на роботі без перекладача.",
        "ti": "ብዘይ ተርጓሚ ኣብ ስራሕ ኖርወጅኛ ክዛረብ እደሊ።",
        "so": "Waxaan rabaa inaan shaqada ku hadlo af-Noorwiiji turjubaan la'aan.",
        "prs": "می‌خواهم در محل کار بدون ترجمان به زبان ناروی گپ بزنم.",
        "en": "I want to speak Norwegian at work without an interpreter.",
        "pl": "Chcę mówić w pracy po norwesku bez tłumacza.",
    },
    {
        "nb": "Jeg vil forsørge familien min med egen lønn.",
        "ar": "أريد أن أعيل أسرتي من راتبي.",
        "uk": "Хочу утримувати родину на власну зарплату.",
        "ti": "ብናይ ገዛእ ርእሰይ ደሞዝ ንስድራቤተይ ክናቢ እደሊ።",
        "so": "Waxaan rabaa inaan qoyskayga ku masruufo mushaharkayga.",
        "prs": "می‌خواهم خانواده‌ام را با معاش خودم تأمین کنم.",
        "en": "I want to provide for my family with my own pay.",
        "pl": "Chcę utrzymywać rodzinę z własnej pensji.",
    },
    {
        "nb": "Jeg vil ta førerkort.",
        "ar": "أريد أن أحصل على رخصة القيادة.",
        "uk": "Хочу отримати водійські права.",
        "ti": "መንጃ ፍቓድ ክረክብ እደሊ።",
        "so": "Waxaan rabaa inaan qaato liisanka baabuurka.",
        "prs": "می‌خواهم جواز رانندگی بگیرم.",
        "en": "I want to get a driving licence.",
        "pl": "Chcę zrobić prawo jazdy.",
    },
)
SAID_IN_MEETINGS: tuple[dict[str, str], ...] = (
    {
        "nb": "Jeg forstår veien bedre nå, men jeg er redd for at det tar lang tid.",
        "ar": "الآن أفهم الطريق بشكل أفضل، لكنني أخشى أن يطول.",
        "uk": "Тепер я краще розумію шлях, але боюся, що це триватиме довго.",
        "ti": "ሕጂ እቲ መንገዲ ዝሓሸ ይርድኣኒ፣ ግን ነዊሕ ግዜ ከይወስድ እሰግእ።",
        "so": "Hadda wadada si fiican ayaan u fahmayaa, laakiin waxaan ka baqayaa inay dheeraato.",
        "prs": "حالا راه را بهتر می‌فهمم، اما می‌ترسم که بسیار طول بکشد.",
        "en": "I understand the way better now, but I fear it will take long.",
        "pl": "Teraz lepiej rozumiem drogę, ale boję się, że to potrwa długo.",
    },
    {
        "nb": "Det er fint at vi alle sitter ved samme bord.",
        "ar": "جيد أن نجلس جميعًا حول طاولة واحدة.",
        "uk": "Добре, що всі сидять за одним столом.",
        "ti": "ኩላትና ኣብ ሓደ ጣውላ ክንራኸብ ጽቡቕ እዩ።",
        "so": "Way fiican tahay in dhammaanteen hal miis wada fariisanno.",
        "prs": "خوب است که همه دور یک میز می‌نشینیم.",
        "en": "It is good that we all sit at one table.",
        "pl": "Dobrze, że wszyscy siedzimy przy jednym stole.",
    },
    {
        "nb": "Jeg vil ha mer tid til å snakke norsk med andre.",
        "ar": "أريد وقتًا أكثر للتحدث بالنرويجية مع الآخرين.",
        "uk": "Хочу більше часу розмовляти норвезькою з іншими.",
        "ti": "ምስ ካልኦት ኖርወጅኛ ንምዝራብ ዝያዳ ግዜ እደሊ።",
        "so": "Waxaan rabaa waqti dheeraad ah oo aan dadka kale kula hadlo af-Noorwiiji.",
        "prs": "می‌خواهم وقت بیشتری برای گپ زدن به زبان ناروی با دیگران داشته باشم.",
        "en": "I want more time to speak Norwegian with others.",
        "pl": "Chcę mieć więcej czasu na rozmowy po norwesku z innymi.",
    },
)


def wish_in(language: str, turn: int) -> Wish:
    """One of the wishes told in that language."""
    told = WISHES_BY_LANGUAGE[language]
    occupation, text, bokmal = told[turn % len(told)]
    return Wish(occupation, OwnWords(text, language, bokmal))


def wish_for(language: str, occupation: str) -> Wish:
    """The wish for one occupation told in that language."""
    return next(
        Wish(occupation, OwnWords(text, language, bokmal))
        for known, text, bokmal in WISHES_BY_LANGUAGE[language]
        if known == occupation
    )


def goal_in(language: str, turn: int) -> OwnWords:
    """One of the goals beside work, in that language."""
    return _told(GOALS, language, turn)


def said_in_meeting(language: str, turn: int) -> OwnWords:
    """What a participant wanted the meeting to hear, in that language."""
    return _told(SAID_IN_MEETINGS, language, turn)


def _told(sayings: tuple[dict[str, str], ...], language: str, turn: int) -> OwnWords:
    saying = sayings[turn % len(sayings)]
    return OwnWords(saying[language], language, saying["nb"])
