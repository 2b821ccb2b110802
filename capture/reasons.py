"""Why a page is doubtful, in the words of the clerk who holds the paper: code -> Estonian, English, Russian."""

from __future__ import annotations

from capture.sentences import Language

BLANK = "blank"

REASONS: dict[str, dict[Language, str]] = {
    "blur": {
        "et": "Leht on udune. Skaneeri uuesti või pildista liikumatult ja teravalt.",
        "en": "The page is blurred. Scan it again, or take a steady, sharp photo.",
        "ru": "Страница размыта. Отсканируйте ещё раз или снимите чётко, не двигая камеру.",
    },
    "low_contrast": {
        "et": "Kiri on liiga hele. Skaneeri uuesti tumedama seadega.",
        "en": "The print is too faint. Scan again with a darker setting.",
        "ru": "Текст слишком бледный. Отсканируйте с более тёмной настройкой.",
    },
    "too_dark": {
        "et": "Leht on liiga tume. Skaneeri uuesti heledama seadega või pildista paremas valguses.",
        "en": "The page is too dark. Scan again with a lighter setting, or take the photo in better light.",
        "ru": "Страница слишком тёмная. Отсканируйте светлее или снимите при лучшем освещении.",
    },
    "overexposed": {
        "et": "Leht on üle valgustatud ja kiri kaob. Skaneeri uuesti tumedama seadega.",
        "en": "The page is overexposed and the print fades away. Scan again with a darker setting.",
        "ru": "Страница пересвечена, текст пропадает. Отсканируйте с более тёмной настройкой.",
    },
    "text_small": {
        "et": "Kiri on pildil liiga väike. Skaneeri uuesti vähemalt 300 dpi või pildista lähemalt.",
        "en": "The print is too small in the picture. Scan at 300 dpi or more, or take the photo from nearer.",
        "ru": "Текст на изображении слишком мелкий. Сканируйте от 300 dpi или снимите ближе.",
    },
    "skew": {
        "et": "Leht on tugevasti viltu. Aseta paber otse ja skaneeri uuesti, kui kiri ei ole loetav.",
        "en": "The page lies far askew. Put the paper straight and scan again if it cannot be read.",
        "ru": "Страница сильно перекошена. Положите бумагу ровно и отсканируйте, если текст не читается.",
    },
    "cut_edge": {
        "et": "Lehe serv on ära lõigatud ja osa tekstist puudub. Skaneeri terve leht uuesti.",
        "en": "An edge of the page is cut off and some text is missing. Scan the whole page again.",
        "ru": "Край страницы обрезан, часть текста отсутствует. Отсканируйте страницу целиком.",
    },
    "blank": {
        "et": "Leht näib tühi. Kontrolli, kas paber oli õiget pidi.",
        "en": "The page looks blank. Check that the paper was the right way round.",
        "ru": "Страница кажется пустой. Проверьте, той ли стороной лежала бумага.",
    },
    "noise": {
        "et": "Leht on täis täppe või müra. Puhasta skanneri klaas ja skaneeri uuesti.",
        "en": "The page is full of specks or noise. Clean the scanner glass and scan again.",
        "ru": "На странице много точек или шума. Протрите стекло сканера и отсканируйте ещё раз.",
    },
    "glare": {
        "et": "Lehel on valguslaik, mis katab teksti. Pildista uuesti ilma välguta.",
        "en": "A patch of light covers the text. Take the photo again without flash.",
        "ru": "Световое пятно закрывает текст. Снимите ещё раз без вспышки.",
    },
    "shadow": {
        "et": "Lehel on vari, mis katab teksti. Pildista uuesti ühtlases valguses, käsi ja telefon eest.",
        "en": "A shadow lies over the text. Take the photo again in even light, hand and phone out of it.",
        "ru": "На текст падает тень. Снимите ещё раз при ровном свете, чтобы рука и телефон не заслоняли.",
    },
    "streak": {
        "et": "Üle lehe jookseb triip: skanneri klaas on must. Puhasta klaas ja skaneeri uuesti.",
        "en": "A streak runs along the page: the scanner glass is dirty. Clean the glass and scan again.",
        "ru": "Вдоль страницы идёт полоса: стекло сканера грязное. Протрите стекло и отсканируйте ещё раз.",
    },
    "bleed": {
        "et": "Lehe tagakülg kumab läbi. Pane leht musta paberi peale ja skaneeri uuesti, kui kiri ei ole selge.",
        "en": "The back of the page shines through. Lay black paper behind it and scan again if the print is unclear.",
        "ru": "Просвечивает оборот. Подложите чёрную бумагу и отсканируйте ещё раз, если текст неясен.",
    },
    "two_sheets": {
        "et": "Pildil on kaks lehte. Skaneeri kumbki leht eraldi.",
        "en": "There are two sheets in the picture. Scan each of them on its own.",
        "ru": "На изображении два листа. Отсканируйте каждый лист отдельно.",
    },
    "colour_lost": {
        "et": "Värvid on valed: skanneri üks värv puudub. Skaneeri uuesti teise seadmega ja teata rikkest.",
        "en": "The colours are wrong: the scanner lost one of them. Scan on another machine and report the fault.",
        "ru": "Цвета искажены: сканер потерял один из них. Отсканируйте на другом устройстве и сообщите о поломке.",
    },
    "unread": {
        "et": "Lehelt ei saanud sõnu kindlalt kätte. Vaata leht üle ja skaneeri uuesti, kui kiri ei ole selge.",
        "en": "Few words of the page could be read for sure. Look at it, and scan again if the print is unclear.",
        "ru": "Немногие слова прочитаны уверенно. Посмотрите страницу и отсканируйте снова, если текст неясен.",
    },
}
