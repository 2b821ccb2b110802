"""One thing a case lacks, and the sentences that say why: Estonian first, plain words, what to do at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from classify.kind import FieldSpec, Text
from registry.answers import WITHHELD
from registry.model import FieldValue


@dataclass(frozen=True, slots=True)
class Missing:
    """`waits`: the term for a decision does not start without it. `ask`: it may be asked of the client now."""

    code: str  # "field:iban", "document:tooraamat", "page:3", "zone:iban"
    title: Text
    why: Text
    document_id: str | None
    waits: bool = True
    ask: bool = True
    page: int | None = None  # where one sees it: of the document, with the box in pixels of its picture
    box: tuple[int, ...] | None = None
    accepted: tuple[Text, ...] = ()  # any one of these papers will do


WHY: dict[str, Text] = {
    "required": {"et": "Nõutud, aga tühi.", "en": "Required, but empty.", "ru": "Обязательно, но не заполнено."},
    "illegible": {
        "et": "Ei ole loetav. Küsi kliendilt.",
        "en": "Cannot be read. Ask the client.",
        "ru": "Не читается. Уточните у клиента.",
    },
    "unsigned": {"et": "Allkiri puudub.", "en": "The signature is missing.", "ru": "Нет подписи."},
    "unstamped": {"et": "Pitser puudub.", "en": "The stamp is missing.", "ru": "Нет печати."},
    "paper": {
        "et": "Kuulub selle avalduse juurde.",
        "en": "Belongs to this application.",
        "ru": "Прилагается к этому заявлению.",
    },
    "paper_any": {
        "et": "Kuulub selle avalduse juurde; piisab ühest neist.",
        "en": "Belongs to this application; any one of these will do.",
        "ru": "Прилагается к этому заявлению; достаточно одного из них.",
    },
    "paper_unknown": {
        "et": "Seda liiki dokumenti maja ise ära ei tunne: kontrolli, kas see on toimikus.",
        "en": "The house does not recognise this kind of paper: check whether it lies in the case.",
        "ru": "Документы этого вида не распознаются: проверьте, есть ли он в деле.",
    },
    "paper_old": {
        "et": "Toimikus olev dokument kehtis kuni {until}. Küsi uut.",
        "en": "The one in the case was valid until {until}. Ask for a new one.",
        "ru": "Имеющийся в деле документ действовал до {until}. Запросите новый.",
    },
    "register_pending": {
        "et": "Register ({register}) ei ole veel vastanud. Ära praegu kliendilt küsi, maja küsib registrilt uuesti.",
        "en": "The register ({register}) has not answered yet. Do not ask the client now, the house asks it again.",
        "ru": "Регистр ({register}) ещё не ответил. Пока не запрашивайте у клиента, запрос повторится сам.",
    },
    "register_nobody": {
        "et": "Registrist ({register}) saab küsida, kui isikukood on kindel. Kontrolli isikukoodi.",
        "en": "The register ({register}) can be asked once the personal code is sure. Check the personal code.",
        "ru": "Регистр ({register}) можно запросить, когда личный код точен. Проверьте личный код.",
    },
    "register_unknown": {
        "et": "Küsi ainult siis, kui registris ({register}) andmeid ei ole.",
        "en": "Ask only if the register ({register}) does not have the data.",
        "ru": "Запрашивайте, только если данных нет в регистре ({register}).",
    },
    "register_lacks": {
        "et": "Registris ({register}) andmeid ei ole, küsitud {asked}. Küsi kliendilt.",
        "en": "The register ({register}) does not have the data, asked on {asked}. Ask the client.",
        "ru": "В регистре ({register}) данных нет, запрошено {asked}. Запросите у клиента.",
    },
    "unreadable": {
        "et": "Ei ole loetav. Skaneeri uuesti või küsi originaali.",
        "en": "Cannot be read. Scan it again or ask for the original.",
        "ru": "Не читается. Отсканируйте снова или запросите оригинал.",
    },
    "zone": {
        "et": "See koht on pildil halvasti loetav ja väärtus ebakindel. Võrdle pildiga või küsi uut koopiat.",
        "en": "This place is hard to read and its value unsure. Compare it with the picture or ask for a new copy.",
        "ru": "Это место плохо читается, значение ненадёжно. Сверьте с изображением или запросите новую копию.",
    },
}
PAGE: Text = {"et": "Lehekülg {number} ({viit})", "en": "Page {number} ({viit})", "ru": "Страница {number} ({viit})"}
FILE: Text = {"et": "Kogu dokument ({viit})", "en": "The whole document ({viit})", "ru": "Весь документ ({viit})"}


def say(code: str, **facts: str | int | date) -> Text:
    """The sentence of this code with its facts, in three languages."""
    return fill(WHY[code], **facts)


def fill(text: Text, **facts: str | int | date) -> Text:
    said = {name: f"{fact:%d.%m.%Y}" if isinstance(fact, date) else fact for name, fact in facts.items()}
    return {language: words.format(**said) for language, words in text.items()}


def why_empty(spec: FieldSpec, row: FieldValue | None) -> Text:
    """Why a required field has no value: nobody can read it, nobody signed or stamped, or it is just empty."""
    if row is not None and "illegible" in {row.answer, row.found if row.answer not in WITHHELD else None}:
        return WHY["illegible"]
    return WHY[{"signature": "unsigned", "stamp": "unstamped"}.get(spec.type, "required")]
