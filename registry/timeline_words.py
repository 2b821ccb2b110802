"""One sentence for every event of a case, in three languages. In braces stand viits, kinds and labels, no values."""

from __future__ import annotations

from classify.kind import Text


def _say(et: str, en: str, ru: str) -> Text:
    return {"et": et, "en": en, "ru": ru}


EVENTS: dict[str, Text] = {
    "document.accepted": _say(
        "Dokument {viit} registreeriti", "Document {viit} was registered", "Документ {viit} зарегистрирован"
    ),
    "document.paged": _say(
        "{viit}: lehed loetleti ({pages})", "{viit}: pages counted ({pages})", "{viit}: страницы сосчитаны ({pages})"
    ),
    "page.lost": _say(
        "{viit}: leht {page} jäi lugemata", "{viit}: page {page} was not read", "{viit}: страница {page} не прочитана"
    ),
    "document.recognised": _say(
        "{viit}: liigiks pakuti {kind}", "{viit}: recognised as {kind}", "{viit}: распознан как {kind}"
    ),
    "document.placed": _say("{viit}: {why}", "{viit}: {why}", "{viit}: {why}"),
    "document.refused": _say(
        "{viit}: faili ei saanud avada, vaatab inimene", "{viit}: the file could not be opened, a person looks",
        "{viit}: файл не открылся, посмотрит человек",
    ),
    "document.confirmed": _say("{viit} kinnitati", "{viit} was confirmed", "{viit} подтверждён"),
    "document.reopened": _say("{viit} avati uuesti", "{viit} was reopened", "{viit} открыт снова"),
    "document.kind_changed": _say(
        "{viit}: liigiks valiti {kind}", "{viit}: the kind was set to {kind}", "{viit}: выбран вид {kind}"
    ),
    "document.read_again": _say(
        "{viit} saadeti uuesti lugemisele", "{viit} is read once more", "{viit} отправлен на повторное чтение"
    ),
    "page.read_again": _say(
        "{viit}: leht {page} saadeti uuesti lugemisele", "{viit}: page {page} is read once more",
        "{viit}: страница {page} отправлена на повторное чтение",
    ),
    "document.proposed": _say(
        "{viit} võib kuuluda toimikusse {case}", "{viit} may belong to case {case}", "{viit} возможно из дела {case}"
    ),
    "document.proposal_accepted": _say(
        "{viit} kuulub toimikusse {case}: nii otsustati", "{viit} belongs to case {case}: a person decided",
        "{viit} относится к делу {case}: решил человек",
    ),
    "document.proposal_declined": _say(
        "{viit} ei kuulu toimikusse {case}: nii otsustati", "{viit} does not belong to case {case}: a person decided",
        "{viit} не относится к делу {case}: решил человек",
    ),
    "document.moved": _say(
        "{viit} tõsteti toimikust {source} toimikusse {into}", "{viit} was moved from case {source} to {into}",
        "{viit} перенесён из дела {source} в дело {into}",
    ),
    "document.alike": _say(
        "{viit}: sama leht on juba olemas ({other})", "{viit}: the same sheet is there already ({other})",
        "{viit}: такой же лист уже есть ({other})",
    ),
    "case.emptied": _say(
        "Toimik jäi tühjaks, dokumendid on toimikus {into}", "The case was left empty, its documents are in {into}",
        "Дело опустело, документы в деле {into}",
    ),
    "case.document_moved": _say(
        "Dokument tõsteti toimikust {source} toimikusse {into}", "A document was moved from {source} to {into}",
        "Документ перенесён из дела {source} в дело {into}",
    ),
    "case.merged": _say(
        "Toimik {source} liideti toimikuga {into}", "Case {source} was joined to {into}",
        "Дело {source} присоединено к {into}",
    ),
    "case.split": _say(
        "Toimikust {source} eraldati toimik {into}", "Case {into} was parted from {source}",
        "Из дела {source} выделено дело {into}",
    ),
    "case.move_undone": _say(
        "Tõstmine võeti tagasi: dokumendid on jälle toimikus {into}", "A move was taken back: again in case {into}",
        "Перенос отменён: документы снова в деле {into}",
    ),
    "case.taken": _say("Toimik võeti järgmisena töösse", "The case was taken as the next", "Дело взято как следующее"),
    "case.given_back": _say("Toimik anti järjekorda tagasi", "The case was given back", "Дело возвращено в очередь"),
    "case.handed_over": _say("Toimik anti üle", "The case was handed over", "Дело передано"),
    "case.referred": _say(
        "Toimik edastati pädevale asutusele: {body}", "The case was sent on to the competent body: {body}",
        "Дело переслано компетентному учреждению: {body}",
    ),
    "case.referral_suggested": _say(
        "Pakuti, et toimik kuulub asutusele {body}", "It was suggested that the case belongs to {body}",
        "Предложено передать дело учреждению {body}",
    ),
    "case.kept": _say(
        "Otsustati, et toimik jääb siia, mitte asutusele {body}", "It stays here, not with {body}: a person decided",
        "Решено, что дело остаётся здесь, а не в {body}",
    ),
    "case.value_chosen": _say(
        "Toimikule valiti väärtus: {field}", "A value was chosen for the case: {field}", "Для дела выбрано: {field}"
    ),
    "field.confirmed": _say("{viit}: kinnitati {field}", "{viit}: {field} confirmed", "{viit}: подтверждено {field}"),
    "field.corrected": _say("{viit}: parandati {field}", "{viit}: {field} corrected", "{viit}: исправлено {field}"),
    "field.illegible": _say(
        "{viit}: loetamatuks märgiti {field}", "{viit}: {field} marked illegible", "{viit}: нечитаемо {field}"
    ),
    "field.absent": _say(
        "{viit}: puuduvaks märgiti {field}", "{viit}: {field} marked absent", "{viit}: отсутствует {field}"
    ),
    "register.asked:holds": _say(
        "Registris ({register}) on andmed olemas, klient ei pea esitama: {paper}",
        "The register ({register}) holds the data, the client need not bring: {paper}",
        "В регистре ({register}) данные есть, от клиента не требуется: {paper}",
    ),
    "register.asked:lacks": _say(
        "Registris ({register}) andmeid ei ole: {paper}", "The register ({register}) does not hold: {paper}",
        "В регистре ({register}) данных нет: {paper}",
    ),
    "register.asked:unknown": _say(
        "Registriga ({register}) ühendust ei ole, vaatab inimene: {paper}",
        "The register ({register}) is not connected, a person looks: {paper}",
        "Регистр ({register}) не подключён, посмотрит человек: {paper}",
    ),
    "letter.drafted": _say("Koostati kiri: {letter}", "A letter was drafted: {letter}", "Составлено письмо: {letter}"),
    "letter.discarded": _say(
        "Kirja mustand visati ära: {letter}", "A draft was discarded: {letter}", "Черновик удалён: {letter}"
    ),
    "letter.issued": _say(
        "Kiri {viit} anti välja: {letter}", "Letter {viit} was issued: {letter}", "Выдано письмо {viit}: {letter}"
    ),
    "letter.printed": _say("Kiri {viit} trükiti", "Letter {viit} was printed", "Письмо {viit} распечатано"),
    "letter.handed_over": _say(
        "Kiri {viit} anti kliendile kätte", "Letter {viit} was handed over", "Письмо {viit} вручено"
    ),
    "letter.posted": _say("Kiri {viit} pandi posti", "Letter {viit} was posted", "Письмо {viit} отправлено почтой"),
    "letter.mail_wished": _say(
        "Kiri {viit} läheb e-postiga", "Letter {viit} goes by e-mail", "Письмо {viit} уйдёт по эл. почте"
    ),
    "letter.emailed": _say(
        "Kiri {viit} saadeti e-postiga", "Letter {viit} was e-mailed", "Письмо {viit} отправлено по эл. почте"
    ),
    "letter.received": _say("Kiri {viit} on käes", "Letter {viit} was received", "Письмо {viit} получено"),
    "letter.opened": _say("Kiri {viit} avati", "Letter {viit} was opened", "Письмо {viit} открыто"),
    "letter.returned": _say("Kiri {viit} tuli tagasi", "Letter {viit} came back", "Письмо {viit} вернулось"),
    "letter.deemed": _say(
        "Kiri {viit} loetakse kättetoimetatuks", "Letter {viit} counts as delivered",
        "Письмо {viit} считается вручённым",
    ),
    "decision.drafted": _say("Otsuse mustand koostati", "A decision was drafted", "Составлен проект решения"),
    "decision.withdrawn": _say(
        "Otsuse mustand võeti tagasi", "A draft decision was withdrawn", "Проект решения отозван"
    ),
    "document.split": _say(
        "{viit} jagati mitmeks dokumendiks ({parts})", "{viit} was cut into documents ({parts})",
        "{viit} разделён на документы ({parts})",
    ),
    "document.joined": _say(
        "{viit} liideti tagasi oma skaneeringuga", "{viit} was joined to its scan again",
        "{viit} снова объединён со своим сканом",
    ),
    "document.rejoined": _say(
        "{viit} on jälle üks dokument", "{viit} is one document again", "{viit} снова один документ"
    ),
    "document.whole": _say(
        "{viit} on üks dokument: nii otsustati", "{viit} is one document: a person decided",
        "{viit} — один документ: решил человек",
    ),
    "letter.made": _say(
        "Kiri {viit} on trükivalmis", "Letter {viit} is ready to print", "Письмо {viit} готово к печати"
    ),
    "decision.confirmed": _say(
        "Teine inimene kinnitas otsuse", "A second person confirmed the decision", "Второй человек подтвердил решение"
    ),
    "term.started": _say("Tähtaeg algas: {code}", "A term began: {code}", "Срок начался: {code}"),
    "term.met": _say("Tähtajaga töö on tehtud: {code}", "What had a term is done: {code}", "Сделано к сроку: {code}"),
    "term.paused": _say("Tähtaeg peatati: {code}", "A term was paused: {code}", "Срок приостановлен: {code}"),
    "term.resumed": _say("Tähtaeg jätkub: {code}", "A term goes on: {code}", "Срок возобновлён: {code}"),
    "term.extended": _say("Tähtaega pikendati: {code}", "A term was extended: {code}", "Срок продлён: {code}"),
    "term.cancelled": _say("Tähtaeg jäeti ära: {code}", "A term was cancelled: {code}", "Срок отменён: {code}"),
    "term.reminded": _say("Tähtaeg läheneb: {code}", "A term ends soon: {code}", "Срок скоро истечёт: {code}"),
    "term.escalated": _say(
        "Juhile anti teada, et tähtaeg lõpeb: {code}", "The supervisor was told that a term ends: {code}",
        "Руководителю сообщено, что срок истекает: {code}",
    ),
    "term.expired": _say(
        "Tähtaeg möödus, inimesele tehti ülesanne: {code}", "A term ran out, a person has the task: {code}",
        "Срок истёк, человеку поставлена задача: {code}",
    ),
    "access.opened": _say(
        "Toimik avati erakorraliselt {hours} tunniks", "The case was opened behind glass for {hours} hours",
        "Дело открыто в порядке исключения на {hours} ч.",
    ),
    "access.ended": _say(
        "Erakorraline juurdepääs lõpetati", "The access behind glass was ended", "Исключительный доступ прекращён"
    ),
    "task.done": _say("Ülesanne on tehtud: {code}", "A task is done: {code}", "Задача выполнена: {code}"),
    "content.seen": _say("Vaadati sisu", "The content was looked at", "Содержание просмотрено"),
}  # fmt: skip
OTHER = _say("Toiming: {action}", "Event: {action}", "Действие: {action}")
