"""Why a case went where it went, in three languages. In braces stand units, rules, numbers and officials' names."""

from __future__ import annotations

from classify.kind import Text


def _say(et: str, en: str, ru: str) -> Text:
    return {"et": et, "en": en, "ru": ru}


ROUTING: dict[str, Text] = {
    "routed_handler": _say(
        "Üksus {unit} dokumendi liigi järgi; menetlejal on üksuse väikseim koormus (lahtisi toimikuid: {open}).",
        "Unit {unit} by the kind of document; the handler has the fewest open cases of the unit ({open}).",
        "Подразделение {unit} по виду документа; у исполнителя меньше всего открытых дел ({open}).",
    ),
    "routed_rule_handler": _say(
        "Üksus {unit} reegli {rule} järgi; menetlejal on väikseim koormus (lahtisi toimikuid: {open}).",
        "Unit {unit} by the rule {rule}; the handler has the fewest open cases ({open}).",
        "Подразделение {unit} по правилу {rule}; у исполнителя меньше всего открытых дел ({open}).",
    ),
    "routed_no_handler": _say(
        "Üksus {unit}; üksuses ei ole ühtki tegutsevat menetlejat, kes oleks kohal.",
        "Unit {unit}; the unit has no active handler who is there.",
        "Подразделение {unit}; в подразделении нет активного исполнителя на месте.",
    ),
    "routed_kept": _say(
        "Üksus {unit} dokumendi liigi järgi; menetleja jäi samaks.",
        "Unit {unit} by the kind of document; the handler stays the same.",
        "Подразделение {unit} по виду документа; исполнитель остался прежним.",
    ),
    "routed_queue": _say(
        "Üksus {unit}; toimiku saab menetleja, kes võtab järgmise.",
        "Unit {unit}; the handler who takes the next case gets it.",
        "Подразделение {unit}; дело получит исполнитель, который возьмёт следующее.",
    ),
    "routed_stand_in": _say(
        "Üksus {unit}; menetleja asendab puudujat ja tal on väikseim koormus (lahtisi toimikuid: {open}).",
        "Unit {unit}; the handler stands in for somebody away and has the fewest open cases ({open}).",
        "Подразделение {unit}; исполнитель замещает отсутствующего, у него меньше всего открытых дел ({open}).",
    ),
    "routed_by_hand": _say(
        "Juht andis toimiku üle: {person}.",
        "A supervisor handed the case over: {person}.",
        "Руководитель передал дело: {person}.",
    ),
    "routed_taken": _say(
        "Menetleja võttis järgmise toimiku ja alustas tööd: {person}.",
        "The handler took the next case and began to work: {person}.",
        "Исполнитель взял следующее дело и начал работу: {person}.",
    ),
    "route_rule": _say(
        "Reegel {rule} saadab üksusesse {unit}.",
        "The rule {rule} sends it to the unit {unit}.",
        "Правило {rule} направляет в подразделение {unit}.",
    ),
    "route_kind": _say(
        "Ühtki reeglit ei kohaldu; liik {kind} kuulub üksusele {unit}.",
        "No rule fits; the kind {kind} belongs to the unit {unit}.",
        "Ни одно правило не подходит; вид {kind} относится к подразделению {unit}.",
    ),
    "route_skill": _say(
        "Vaja on oskust {skills}: valiti nende seast, kellel see on.",
        "The skill {skills} is needed: chosen among those who have it.",
        "Нужен навык {skills}: выбрано среди тех, у кого он есть.",
    ),
    "route_unskilled": _say(
        "Vaja on oskust {skills}, aga kellelgi üksuses seda ei ole: valiti kõigi seast.",
        "The skill {skills} is needed, but nobody of the unit has it: chosen among all.",
        "Нужен навык {skills}, но в подразделении его ни у кого нет: выбрано среди всех.",
    ),
    "route_away": _say(
        "{person} puudub kuni {until} ja asendajat ei ole.",
        "{person} is away until {until} and nobody stands in.",
        "{person} отсутствует до {until}, замещения нет.",
    ),
    "route_stand_in": _say(
        "{person} puudub kuni {until}, teda asendab {instead}.",
        "{person} is away until {until}, {instead} stands in.",
        "{person} отсутствует до {until}, замещает {instead}.",
    ),
    "route_least": _say(
        "Väikseim koormus on menetlejal {person}: lahtisi toimikuid {open}, valikus oli {of}.",
        "{person} has the fewest open cases: {open}; {of} could have had it.",
        "Меньше всего открытых дел у исполнителя {person}: {open}; выбор был из {of}.",
    ),
    "refer_unit": _say(
        "Reegli või liigi järgi otsustab selle teine asutus: {unit}.",
        "By its rule or kind another body decides this: {unit}.",
        "По правилу или виду это решает другое учреждение: {unit}.",
    ),
    "refer_kept": _say(
        "Menetleja otsustas, et toimik jääb siia: üksus {unit}.",
        "The handler found that the case stays here: unit {unit}.",
        "Исполнитель решил, что дело остаётся здесь: подразделение {unit}.",
    ),
    "refer_hand": _say(
        "Menetleja otsustas, et see kuulub teisele asutusele: {unit}.",
        "The handler found that this belongs to another body: {unit}.",
        "Исполнитель решил, что это относится к другому учреждению: {unit}.",
    ),
}
