"""Why a page or a document stands still, as a sentence: code -> Estonian, English, Russian."""

from __future__ import annotations

from collections.abc import Mapping

from capture.reasons import REASONS
from capture.sentences import SENTENCES as OF_CAPTURE
from ocr.sentences import SENTENCES as OF_READING

_OURS: dict[str, dict[str, str]] = {
    "engine_timeout": {
        "et": "Lehe lugemine kestis liiga kaua ja katkestati. Vaata leht ise üle või skaneeri uuesti.",
        "en": "Reading the page took too long and was stopped. Look at the page yourself or scan it again.",
        "ru": "Чтение страницы длилось слишком долго и было прервано. Посмотрите её сами или отсканируйте снова.",
    },
    "bytes_missing": {
        "et": "Faili ei ole hoidlas. Ütle haldajale, et see varukoopiast taastataks.",
        "en": "The file is not in the store. Ask the administrator to restore it from the backup.",
        "ru": "Файла нет в хранилище. Попросите администратора восстановить его из резервной копии.",
    },
    "bytes_damaged": {
        "et": "Fail on hoidlas rikutud. Ütle haldajale, et see varukoopiast taastataks.",
        "en": "The file is damaged in the store. Ask the administrator to restore it from the backup.",
        "ru": "Файл в хранилище повреждён. Попросите администратора восстановить его из резервной копии.",
    },
}
_GENERAL = {
    "et": "Masin ei saanud hakkama. Vaata algset faili ja täida väljad ise või lase uuesti lugeda.",
    "en": "No machine got on with this. Look at the file as it came and fill in the fields, or have it read again.",
    "ru": "Машина не справилась. Посмотрите исходный файл и заполните поля сами или дайте прочитать ещё раз.",
}


def trouble(code: str) -> Mapping[str, str]:
    """Why something stands still; a general sentence for a code that only programmers know."""
    return _known(code) or _GENERAL


def reason(code: str) -> Mapping[str, str]:
    """Why a page is doubtful; the code itself where nobody has said it better (a page judged by an older house)."""
    return _known(code) or {"et": code}


def _known(code: str) -> Mapping[str, str] | None:
    found = next((known[code] for known in (_OURS, OF_CAPTURE, OF_READING, REASONS) if code in known), None)
    return None if found is None else {str(language): text for language, text in found.items()}
