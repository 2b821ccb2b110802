"""Every way to lose a file or a page -> a code and a sentence in three languages."""

from __future__ import annotations

from capture.intake import Refused
from capture.pages import Unreadable
from capture.scan import PageFailure
from capture.sentences import SENTENCES as CAPTURE
from cli.phrases import Ui
from cli.results import Trouble
from ocr.engine import EngineError

LANGUAGES: tuple[Ui, ...] = ("et", "en", "ru")

_OWN: dict[str, dict[Ui, str]] = {
    "not_found": {
        "et": "Sellist faili ei ole. Kontrolli nime ja kausta.",
        "en": "There is no such file. Check its name and folder.",
        "ru": "Такого файла нет. Проверьте имя и папку.",
    },
    "not_a_file": {
        "et": "See ei ole fail. Nimeta failid ükshaaval või kasuta mustrit, näiteks kaust/*.pdf.",
        "en": "This is not a file. Name the files one by one or by a pattern such as folder/*.pdf.",
        "ru": "Это не файл. Укажите файлы по одному или шаблоном, например папка/*.pdf.",
    },
    "not_readable": {
        "et": "Faili ei lubata lugeda. Kontrolli õigusi või ketast.",
        "en": "The file cannot be read. Check its permissions, or the disk.",
        "ru": "Файл не удаётся прочитать. Проверьте права доступа или диск.",
    },
    "internal": {
        "et": "Programmis tekkis viga ja seda faili ei loetud. Teata sellest; teisi faile see ei puuduta.",
        "en": "The program made a mistake and did not read this file. Report it; the other files are not affected.",
        "ru": "В программе произошла ошибка, файл не прочитан. Сообщите о ней; других файлов это не касается.",
    },
}


class Lost(Exception):
    """The file could not even be opened. Look at the code and the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def trouble(error: Exception) -> Trouble:
    """Of a known error its own sentences; of a surprise ours, without a word of what stood on the paper."""
    if isinstance(error, EngineError):
        return Trouble(error.code, {ui: error.text(ui) for ui in LANGUAGES})
    if isinstance(error, Refused | Unreadable):
        return Trouble(error.code, {ui: error.text(ui) for ui in LANGUAGES})
    return Trouble(error.code, _OWN[error.code]) if isinstance(error, Lost) else Trouble("internal", _OWN["internal"])


def page_trouble(failure: PageFailure) -> Trouble:
    return Trouble(failure.code, CAPTURE.get(failure.code) or dict.fromkeys(LANGUAGES, failure.message))
