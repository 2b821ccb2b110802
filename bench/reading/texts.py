"""Sentences to print: Estonian and Russian from the corpora beside the checkout, English from blank benefit forms."""

from __future__ import annotations

import html
import re
import subprocess
from functools import lru_cache
from pathlib import Path
from random import Random

_CORPORA = {"et": "text_corpora/et_sentences.dev.txt", "ru": "text_corpora/ru_sentences.dev.txt"}
_FORMS = ("minnesota__certain-pops.pdf", "minnesota__ccap-body.pdf")
LANGUAGES = ("et", "ru", "en")


def sentences(data: Path, language: str, rng: Random, count: int) -> list[str]:
    """`count` sentences in a row, from anywhere in the corpus of this language."""
    pool = _pool(data, language)
    start = rng.randrange(max(1, len(pool) - count))
    return list(pool[start : start + count])


@lru_cache(maxsize=8)
def _pool(data: Path, language: str) -> tuple[str, ...]:
    if language == "en":
        return tuple(_english(data))
    lines = (data / _CORPORA[language]).read_text("utf-8").splitlines()
    return tuple(_plain(line) for line in lines if 20 < len(line) < 220)


def _english(data: Path) -> list[str]:
    told = []
    for name in _FORMS:
        argv = ["pdftotext", "-enc", "UTF-8", str(data / "benefit_forms_pdf" / name), "-"]
        text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
        told += re.findall(r"[A-Z][a-z ,;'\n-]{25,200}[.?]", text)
    return [" ".join(sentence.split()) for sentence in told]


def _plain(line: str) -> str:
    """As it would be printed: the corpora write quotes as `` and '', and HTML escapes."""
    text = html.unescape(line).replace("``", "«").replace("''", "»").replace("--", "–")
    return re.sub(r"[^\w\s.,;:!?()«»\"'%/–+=№&-]", "", text)
