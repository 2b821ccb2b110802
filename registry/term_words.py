"""The names of terms and the sentences of tasks, in three languages."""

from __future__ import annotations

from classify.kind import Text
from registry.kinds import catalogue
from registry.reasons import LANGUAGES


def _say(et: str, en: str, ru: str) -> Text:
    return {"et": et, "en": en, "ru": ru}


_ACTS: dict[str, Text] = {
    "register": _say("registreerimine", "registration", "регистрация"),
    "forward": _say("edastamine pädevale asutusele", "forwarding to the competent body", "пересылка по принадлежности"),
    "deficiency": _say("puuduste kõrvaldamine", "what the client was asked for", "устранение недостатков"),
    "deficiency_foreign": _say(
        "puuduste kõrvaldamine (välisriigist)", "what the client was asked for, from abroad",
        "устранение недостатков (из-за границы)",
    ),
    "selgitustaotlus": _say("selgitustaotlus", "request for explanation", "запрос разъяснения"),
    "margukiri": _say("märgukiri", "memorandum", "памятная записка"),
    "teabenoue": _say("teabenõue", "request for information", "запрос информации"),
    "vaie": _say("hüvitise või teenuse vaie", "challenge: benefit or service", "возражение: пособие или услуга"),
    "vaie_pension": _say("pensioni vaie", "challenge: pension", "возражение: пенсия"),
    "vaie_hms": _say("vaie (HMS § 84)", "challenge (HMS § 84)", "возражение (HMS § 84)"),
}  # fmt: skip

_TASKS: dict[str, Text] = {
    "remind": _say("Tähtaeg läheneb: tee töö ära", "The term ends soon: do what it is for", "Срок скоро истечёт"),
    "escalate": _say(
        "Kirjale ei ole vastatud ja tähtaeg lõpeb: aita või määra vastaja", "A letter is unanswered and its term ends",
        "На письмо не ответили, срок истекает",
    ),
    "overdue": _say("Tähtaeg möödus: otsusta, mis edasi", "The term has passed: decide what follows", "Срок истёк"),
    "overdue_unit": _say(
        "Üksuse tähtaeg möödus: vaata üle", "A term of the unit has passed: look into it", "Истёк срок подразделения"
    ),
    "asked_expired": _say(
        "Klient ei ole puuduvat esitanud: otsusta, kas pikendada või jätta läbi vaatamata",
        "The client has not sent what is missing: extend, or decide",
        "Клиент не представил недостающее: продлите срок или решите",
    ),
    "glass_owner": _say(
        "Keegi avas selle toimiku erakorraliselt: loe põhjust", "Somebody opened this case behind glass: read why",
        "Дело открыто в порядке исключения: прочтите причину",
    ),
    "glass_unit": _say(
        "Toimik avati erakorraliselt: kontrolli põhjust", "A case was opened behind glass: check the reason",
        "Дело открыто в порядке исключения: проверьте причину",
    ),
    "reminder_drafted": _say(
        "Meeldetuletuskiri on koostatud: vaata üle ja anna välja", "A reminder is drafted: look at it and issue it",
        "Составлено напоминание: проверьте и выдайте",
    ),
}  # fmt: skip


def title(code: str) -> Text:
    """What the term is for: the kind of paper, the class of letter or another act."""
    if code in _ACTS:
        return _ACTS[code]
    kind = catalogue().get(code)
    return kind.title if kind else dict.fromkeys(LANGUAGES, code)


def task(code: str) -> Text:
    return _TASKS.get(code) or dict.fromkeys(LANGUAGES, code)
