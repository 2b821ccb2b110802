"""Why the house decided so: kept as a code with its facts, said as a sentence in three languages.

Stored form: `code|name=value|name=value`. Facts are codes, numbers and dates, never personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from classify.kind import Text
from registry import kinds
from registry.placing_words import PLACING
from registry.routing.words import ROUTING

LANGUAGES = ("et", "en", "ru")
_UNITS = {
    "wd": {"et": "tööpäeva", "en": "working days", "ru": "рабочих дней"},
    "cd": {"et": "kalendripäeva", "en": "calendar days", "ru": "календарных дней"},
    "m": {"et": "kuud", "en": "months", "ru": "месяца (месяцев)"},
}
_PAGES = {"et": "lehekülg {}", "en": "page {}", "ru": "страница {}"}
_WHOLE = {"et": "kogu dokument", "en": "the whole document", "ru": "весь документ"}

SENTENCES: dict[str, Text] = {
    **PLACING,
    **ROUTING,
    "term": {
        "et": "{term} {unit} alates sündmuse ({start}) järgmisest päevast; viimane päev on {on}.",
        "en": "{term} {unit} from the day after the event ({start}); the last day is {on}.",
        "ru": "{term} {unit} со дня, следующего за событием ({start}); последний день — {on}.",
    },
    "term_rolled": {
        "et": "{term} {unit} alates sündmuse ({start}) järgmisest päevast; {counted} on puhkepäev või püha, "
        "seega on viimane päev järgmine tööpäev {on}.",
        "en": "{term} {unit} from the day after the event ({start}); {counted} is a day off or a holiday, "
        "so the last day is the next working day, {on}.",
        "ru": "{term} {unit} со дня, следующего за событием ({start}); {counted} — выходной или праздник, "
        "поэтому последний день — следующий рабочий день, {on}.",
    },
    "term_extended": {
        "et": "Tähtaega on pikendatud: {term} {unit} alates sündmuse ({start}) järgmisest päevast; "
        "viimane päev on {on}.",
        "en": "The term was extended: {term} {unit} from the day after the event ({start}); the last day is {on}.",
        "ru": "Срок продлён: {term} {unit} со дня, следующего за событием ({start}); последний день — {on}.",
    },
    "term_resumed": {
        "et": "Tähtaeg seisis {since} kuni {until}; see aeg lisati lõppu ja viimane päev on {on}.",
        "en": "The term stood still from {since} to {until}; that time was added and the last day is {on}.",
        "ru": "Срок был приостановлен с {since} по {until}; это время добавлено, последний день — {on}.",
    },
    "due_waits": {
        "et": "Tähtaeg hakkab kulgema, kui saabub puuduv: {missing}.",
        "en": "The term starts when what is missing arrives: {missing}.",
        "ru": "Срок начнётся, когда поступит недостающее: {missing}.",
    },
    "due_paused": {
        "et": "Tähtaeg seisab alates {since}; kui see jätkub, lisatakse seisnud aeg.",
        "en": "The term stands still since {since}; when it goes on, that time is added.",
        "ru": "Срок приостановлен с {since}; при возобновлении это время будет добавлено.",
    },
    "due_none": {
        "et": "Selle liigi dokumentidel ei ole menetlustähtaega.",
        "en": "Documents of this kind have no term for a decision.",
        "ru": "Для документов этого вида срок рассмотрения не установлен.",
    },
    "due_unknown": {
        "et": "Tähtaja saab määrata, kui inimene on dokumendi liigi valinud.",
        "en": "The term can be set once a person has chosen the kind of document.",
        "ru": "Срок можно определить, когда человек выберет вид документа.",
    },
    "own_case": {
        "et": "Avas uue toimiku: samal isikul ei ole sobivat lahtist toimikut.",
        "en": "Opened a new case: the same person has no open case that it fits.",
        "ru": "Открыто новое дело: у этого лица нет подходящего открытого дела.",
    },
    "own_case_no_client": {
        "et": "Avas uue toimiku: isikukoodi ei leitud.",
        "en": "Opened a new case: no personal code was found.",
        "ru": "Открыто новое дело: личный код не найден.",
    },
    "own_case_doubtful_code": {
        "et": "Avas uue toimiku: isikukood on loetud ebakindlalt. Kontrolli isikukoodi.",
        "en": "Opened a new case: the personal code was read with doubt. Check the personal code.",
        "ru": "Открыто новое дело: личный код прочитан неуверенно. Проверьте личный код.",
    },
    "own_case_other_name": {
        "et": "Avas uue toimiku: isikukood sobib toimikuga {number}, aga perekonnanimi on teine. Kontrolli mõlemat.",
        "en": "Opened a new case: the personal code fits case {number}, but the family name differs. Check both.",
        "ru": "Открыто новое дело: личный код совпадает с делом {number}, но фамилия другая. Проверьте и то и другое.",
    },
    "own_case_unknown_kind": {
        "et": "Avas uue toimiku: dokumendi liiki ei tuntud ära. Vali liik.",
        "en": "Opened a new case: the kind of document was not recognised. Choose the kind.",
        "ru": "Открыто новое дело: вид документа не распознан. Выберите вид.",
    },
    "joined_expected": {
        "et": "Lisati toimikusse {number}: sama isikukood ja toimik ootas seda dokumenti.",
        "en": "Joined case {number}: the same personal code, and the case was waiting for this document.",
        "ru": "Добавлено в дело {number}: тот же личный код, и дело ожидало этот документ.",
    },
    "joined_same_client": {
        "et": "Lisati toimikusse {number}: sama isikukood ja lahtine toimik.",
        "en": "Joined case {number}: the same personal code and an open case.",
        "ru": "Добавлено в дело {number}: тот же личный код и открытое дело.",
    },
    "joined_same_matter": {
        "et": "Lisati toimikusse {number}: sama isikukood ja sama asi.",
        "en": "Joined case {number}: the same personal code and the same matter.",
        "ru": "Добавлено в дело {number}: тот же личный код и тот же вопрос.",
    },
    "joined_own_papers": {
        "et": "Lisati toimikusse {number}: sama isiku tõendid, mis saabusid enne avaldust.",
        "en": "Joined case {number}: papers of the same person that came before the application.",
        "ru": "Добавлено в дело {number}: документы того же лица, поступившие до заявления.",
    },
    "joined_visit": {
        "et": "Lisati toimikusse {number}: esitati samal külastusel.",
        "en": "Joined case {number}: handed in at the same visit.",
        "ru": "Добавлено в дело {number}: подано при том же визите.",
    },
}


def why(code: str, **facts: str | int | date) -> str:
    """The stored form of a reason."""
    if code not in SENTENCES:
        raise KeyError(code)
    return "|".join([code, *(f"{name}={value}" for name, value in facts.items())])


def code_of(stored: str) -> str:
    return stored.partition("|")[0]


def sentence(stored: str, names: Mapping[str, Text] | None = None) -> Text:
    """The reason in et, en, ru; `names` gives words for codes where the kind of the case has none.

    >>> sentence("own_case_no_client")["en"]
    'Opened a new case: no personal code was found.'
    """
    code, *facts = stored.split("|")
    if code not in SENTENCES:
        return dict.fromkeys(LANGUAGES, stored)
    values = dict(fact.split("=", 1) for fact in facts)
    words = kinds.names(values["kind"]) | dict(names or {}) if "kind" in values else names or {}
    return {
        language: SENTENCES[code][language].format(
            **{name: _word(value, language, words) for name, value in values.items()}
        )
        for language in LANGUAGES
    }


def _word(value: str, language: str, names: Mapping[str, Text]) -> str:
    if value in _UNITS:
        return _UNITS[value][language]
    if len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    return ", ".join(_name(part, language, names) for part in value.split(","))


def _name(code: str, language: str, names: Mapping[str, Text]) -> str:
    """The word for `field:iban`, `document:volikiri` or `page:3`; the bare code where nobody knows one."""
    what, _, which = code.rpartition(":")
    if what == "page":
        return _PAGES[language].format(which) if which != "0" else _WHOLE[language]
    return names[code][language] if code in names else which
