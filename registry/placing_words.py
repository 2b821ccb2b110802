"""Why a document lies where it lies, or may belong elsewhere: sentences of registry/reasons.py about places."""

from __future__ import annotations

from classify.kind import Text

PLACING: dict[str, Text] = {
    "joined_notice": {
        "et": "Lisati toimikusse {number}: paberil on meie kirja ruutkood.",
        "en": "Joined case {number}: the paper bears the square code of our letter.",
        "ru": "Добавлено в дело {number}: на бумаге есть квадратный код нашего письма.",
    },
    "joined_viit": {
        "et": "Lisati toimikusse {number}: paberil on meie viit {viit} ja ükski nimi ega kood ei räägi vastu.",
        "en": "Joined case {number}: the paper names our reference {viit}, and no name or code contradicts.",
        "ru": "Добавлено в дело {number}: на бумаге указан наш номер {viit}, имя и код не противоречат.",
    },
    "joined_asked": {
        "et": "Lisati toimikusse {number}: sama isikukood ja toimik ootab kliendilt täiendusi.",
        "en": "Joined case {number}: the same personal code, and the case waits for something from the client.",
        "ru": "Добавлено в дело {number}: тот же личный код, и дело ждёт дополнений от клиента.",
    },
    "move_by_person": {
        "et": "Inimene tõstis selle siia toimikust {number}.",
        "en": "A person moved it here from case {number}.",
        "ru": "Перенесено сюда человеком из дела {number}.",
    },
    "merge_by_person": {
        "et": "Inimene liitis selle toimikuga toimiku {number}.",
        "en": "A person joined case {number} to this one.",
        "ru": "Человек присоединил к этому делу дело {number}.",
    },
    "split_by_person": {
        "et": "Inimene eraldas selle toimikust {number}.",
        "en": "A person parted it from case {number}.",
        "ru": "Отделено человеком от дела {number}.",
    },
    "undo_by_person": {
        "et": "Inimene võttis tõstmise tagasi; vahepeal oli see toimikus {number}.",
        "en": "A person took the move back; meanwhile it lay in case {number}.",
        "ru": "Человек отменил перенос; тем временем документ был в деле {number}.",
    },
    "proposal_same_name": {
        "et": "Võib kuuluda toimikusse {number}: sama nimi ja sama sünniaeg. Võrdle ja otsusta.",
        "en": "May belong to case {number}: the same name and the same date of birth. Compare and decide.",
        "ru": "Возможно, относится к делу {number}: то же имя и та же дата рождения. Сравните и решите.",
    },
    "proposal_same_code": {
        "et": "Võib kuuluda toimikusse {number}: ebakindlalt loetud isikukood on sama. Võrdle ja otsusta.",
        "en": "May belong to case {number}: the personal code, read with doubt, is the same. Compare and decide.",
        "ru": "Возможно, относится к делу {number}: неуверенно прочитанный личный код совпадает. Сравните и решите.",
    },
}
