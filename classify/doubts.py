"""What is doubtful about where a document begins and ends, said to a clerk in three languages."""

from __future__ import annotations

from collections.abc import Sequence

from classify.kind import Problem, Text
from classify.separate import Doubt, DoubtCode

_SENTENCES: dict[DoubtCode, Text] = {
    "maybe_other_document": {
        "et": "Leht {page} võib olla teise dokumendi algus. Vaata lehte; kui on, poolita dokument sealt.",
        "en": "Page {page} may be the beginning of another document. Look at it; if it is, split the document there.",
        "ru": "Страница {page} может быть началом другого документа. Проверьте; если так, разделите документ там.",
    },
    "maybe_same_document": {
        "et": "Leht {page} võib kuuluda eelmise dokumendi juurde. Vaata lehti; kui kuulub, ühenda dokumendid.",
        "en": "Page {page} may belong to the document before it. Look at the pages; if it does, join the documents.",
        "ru": "Страница {page} может относиться к предыдущему документу. Проверьте; если так, объедините документы.",
    },
    "other_person": {
        "et": "Lehel {page} on teine inimene kui eelnevatel lehtedel. Kontrolli, et võõra leht ei jääks selle juurde.",
        "en": "Page {page} names another person than the pages before it. Make sure no stranger's page stays here.",
        "ru": "На странице {page} указан другой человек, чем ранее. Убедитесь, что чужая страница сюда не попала.",
    },
    "page_missing": {
        "et": "Lehe {page} juures lehenumbrid ei jätku. Otsi puuduv leht üles ja skaneeri dokument uuesti.",
        "en": "The page numbers do not run on at page {page}. Find the missing page and scan the document again.",
        "ru": "У страницы {page} нарушена нумерация. Найдите недостающую страницу и отсканируйте документ заново.",
    },
    "count_differs": {
        "et": "Kaaneleht lubas teist arvu lehti (algus lehel {page}). Loe lehed üle ja skaneeri puuduv leht.",
        "en": "The cover sheet announced another number of pages (from page {page}). Count them, scan what is missing.",
        "ru": "На обложке указано другое число страниц (начиная с {page}). Пересчитайте и отсканируйте недостающее.",
    },
}


def problems(doubts: Sequence[Doubt]) -> list[Problem]:
    """`page` is told as it is numbered in the scan."""
    return [
        Problem(
            doubt.code,
            None,
            "warning",
            {language: sentence.format(page=doubt.page) for language, sentence in _SENTENCES[doubt.code].items()},
        )
        for doubt in doubts
    ]
