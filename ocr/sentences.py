"""What a person reads when a page could not be read: code -> Estonian, English, Russian."""

from __future__ import annotations

from typing import Literal

Language = Literal["et", "en", "ru"]

SENTENCES: dict[str, dict[Language, str]] = {
    "engine_failed": {
        "et": "Lehte ei saanud lugeda. Proovi uuesti; kui ka siis ei õnnestu, vaata leht ise üle.",
        "en": "The page could not be read. Try again; if it fails again, look at the page yourself.",
        "ru": "Страницу не удалось прочитать. Попробуйте ещё раз; если снова не получится, посмотрите страницу сами.",
    },
    "engine_timeout": {
        "et": "Lehe lugemine kestis üle {seconds} s ja katkestati. Vaata leht ise üle või skaneeri uuesti.",
        "en": "Reading the page took longer than {seconds} s and was stopped. Look at the page yourself or rescan it.",
        "ru": "Чтение страницы длилось дольше {seconds} с и было прервано. Посмотрите её сами или отсканируйте снова.",
    },
    "engine_crash": {
        "et": "Lugemisprogramm lõpetas sellel lehel ootamatult töö. Vaata leht ise üle või skaneeri uuesti.",
        "en": "The reading program ended unexpectedly on this page. Look at the page yourself or rescan it.",
        "ru": "Программа чтения аварийно завершилась на этой странице. Посмотрите её сами или отсканируйте снова.",
    },
    "not_recorded": {
        "et": "Seda lehte ei ole salvestatud. Salvesta see päris lugejaga.",
        "en": "This page was never recorded. Record it with the real engine.",
        "ru": "Эта страница не была записана. Запишите её с настоящей программой чтения.",
    },
    "engine_missing": {
        "et": "Tesseract ei ole paigaldatud. Debianis: apt-get install tesseract-ocr",
        "en": "Tesseract is not installed. On Debian: apt-get install tesseract-ocr",
        "ru": "Tesseract не установлен. В Debian: apt-get install tesseract-ocr",
    },
    "neural_missing": {
        "et": "Närvivõrgul põhinevat lugejat ei ole: loeb Tesseract üksi. Paigaldamiseks: ./run --setup-only",
        "en": "The neural reader is not installed: Tesseract reads alone. Install it: ./run --setup-only",
        "ru": "Нейросетевая программа чтения не установлена: Tesseract читает один. Установить: ./run --setup-only",
    },
    "language_missing": {
        "et": "Tesseractil puudub keel „{language}“. Debianis: apt-get install tesseract-ocr-{package}",
        "en": "Tesseract lacks the language “{language}”. On Debian: apt-get install tesseract-ocr-{package}",
        "ru": "В Tesseract нет языка «{language}». В Debian: apt-get install tesseract-ocr-{package}",
    },
}


def sentence(code: str, ui: Language = "et", **details: object) -> str:
    return SENTENCES[code][ui].format(**details)
