"""What a person reads when paper is refused or a page cannot be shown: code -> Estonian, English, Russian."""

from __future__ import annotations

from typing import Literal

Language = Literal["et", "en", "ru"]

SENTENCES: dict[str, dict[Language, str]] = {
    # refused at the door, before we are responsible
    "empty": {
        "et": "Fail on tühi. Skaneeri dokument uuesti ja saada uus fail.",
        "en": "The file is empty. Scan the document again and send the new file.",
        "ru": "Файл пуст. Отсканируйте документ ещё раз и отправьте новый файл.",
    },
    "unknown_type": {
        "et": "See ei ole loetav dokument. Saada PDF, TIFF, JPEG, PNG, WEBP või HEIC.",
        "en": "This is not a document we can read. Send PDF, TIFF, JPEG, PNG, WEBP or HEIC.",
        "ru": "Это не документ, который можно прочитать. Отправьте PDF, TIFF, JPEG, PNG, WEBP или HEIC.",
    },
    "too_large": {
        "et": "Fail on liiga suur. Jaga dokument väiksemateks osadeks või skaneeri väiksema eraldusvõimega.",
        "en": "The file is too large. Split the document or scan it at a lower resolution.",
        "ru": "Файл слишком большой. Разделите документ или отсканируйте с меньшим разрешением.",
    },
    # accepted, but no picture can be made of it
    "password_needed": {
        "et": "Fail on parooliga kaitstud. Küsi kliendilt paroolita fail.",
        "en": "The file is protected by a password. Ask the client for a file without one.",
        "ru": "Файл защищён паролем. Попросите у клиента файл без пароля.",
    },
    "truncated": {
        "et": "Fail katkeb poole pealt: osa pildist puudub. Skaneeri või saada uuesti.",
        "en": "The file breaks off: part of the picture is missing. Scan or send it again.",
        "ru": "Файл обрывается: часть изображения отсутствует. Отсканируйте или отправьте ещё раз.",
    },
    "damaged": {
        "et": "Fail on vigane ja seda ei saa avada. Skaneeri või saada uuesti.",
        "en": "The file is damaged and cannot be opened. Scan or send it again.",
        "ru": "Файл повреждён и не открывается. Отсканируйте или отправьте ещё раз.",
    },
    "no_pages": {
        "et": "Failis ei ole ühtegi lehte. Skaneeri dokument uuesti.",
        "en": "The file holds no page. Scan the document again.",
        "ru": "В файле нет ни одной страницы. Отсканируйте документ ещё раз.",
    },
    "no_such_page": {
        "et": "Sellise numbriga lehte failis ei ole. Kontrolli lehe numbrit.",
        "en": "The file has no page of that number. Check the page number.",
        "ru": "В файле нет страницы с таким номером. Проверьте номер страницы.",
    },
    "page_too_large": {
        "et": "Lehe pilt on liiga suur. Skaneeri kuni A3 lehele ja kuni 600 dpi.",
        "en": "The page picture is too large. Scan at most A3 at no more than 600 dpi.",
        "ru": "Изображение страницы слишком большое. Сканируйте не более A3 и не более 600 dpi.",
    },
    "too_many_pages": {
        "et": "Failis on üle 2000 lehe. Jaga dokument väiksemateks osadeks.",
        "en": "The file has more than 2000 pages. Split the document.",
        "ru": "В файле больше 2000 страниц. Разделите документ.",
    },
    "page_timeout": {
        "et": "Lehe avamine võttis liiga kaua ja katkestati. Vaata originaali või skaneeri leht uuesti.",
        "en": "Opening the page took too long and was stopped. Look at the original or scan the page again.",
        "ru": "Открытие страницы заняло слишком много времени. Посмотрите оригинал или отсканируйте заново.",
    },
    "page_memory": {
        "et": "Lehe avamine nõudis liiga palju mälu ja katkestati. Skaneeri leht uuesti väiksema eraldusvõimega.",
        "en": "Opening the page took too much memory and was stopped. Scan it again at a lower resolution.",
        "ru": "Для открытия страницы нужно слишком много памяти. Отсканируйте с меньшим разрешением.",
    },
    "page_crash": {
        "et": "Leht on nii vigane, et avaja jooksis kokku. Vaata originaali või skaneeri leht uuesti.",
        "en": "The page is so damaged that its reader crashed. Look at the original or scan the page again.",
        "ru": "Страница настолько повреждена, что программа сбилась. Посмотрите оригинал или отсканируйте заново.",
    },
}


def sentence(code: str, language: Language = "et") -> str:
    return SENTENCES[code][language]
