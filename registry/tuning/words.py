"""Sentences of the tuning, in three languages: what was noticed and what to do."""

from __future__ import annotations

NOTICES: dict[str, dict[str, str]] = {
    "drift_unknown": {
        "et": "Tundmatuid pabereid on rohkem kui varem. Vaata need üle: võib-olla on tulnud uus vorm.",
        "en": "More papers are unknown than before. Look at them: a new form may have come.",
        "ru": "Неизвестных бумаг стало больше. Просмотрите их: возможно, появилась новая форма.",
    },
    "drift_confidence": {
        "et": "Liikide äratundmine on ebakindlam kui varem. Kontrolli skannereid ja lisa värskeid näidiseid.",
        "en": "Kinds are recognised with less confidence than before. Check the scanners and add fresh samples.",
        "ru": "Виды распознаются менее уверенно, чем раньше. Проверьте сканеры и добавьте свежие образцы.",
    },
    "drift_shift": {
        "et": "Paberite liigid jagunevad teisiti kui siis, kui mudelit hinnati. Hinda mudelit uute näidistega.",
        "en": "The mix of kinds is another than when the model was evaluated. Evaluate it with new samples.",
        "ru": "Состав видов бумаг изменился с момента оценки модели. Оцените модель на новых образцах.",
    },
}


def notice(code: str, language: str) -> str:
    return NOTICES[code][language]
