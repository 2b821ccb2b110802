"""What class of letter it is: a proposal with the words that speak for it. A person says what it is.

A selgitustaotlus asks for an explanation, a märgukiri tells or proposes something about the office's work, a teabenõue
asks for information that is already recorded, a vaie contests a decision, an avaldus seeks a right of one's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from classify.fold import fold

_HEADING, _PHRASE = 4, 1
_ENOUGH = 2  # a lone phrase proposes nothing
_HEADINGS = {
    "challenge": ("vaie", "kaebus", "жалоба", "возражение"),
    "information_request": ("teabenõue", "запрос информации"),
    "explanation_request": ("selgitustaotlus", "запрос разъяснения"),
    "memorandum": ("märgukiri", "памятная записка"),
}
_PHRASES = {
    "challenge": (
        "ei ole otsusega nõus", "ei nõustu otsusega", "palun otsuse tühistada", "palun otsus kehtetuks tunnistada",
        "vaidlustan", "vaidlustatav", "kohtumenetlust ei ole", "не согласен с решением", "не согласна с решением",
        "отменить решение", "обжалую",
    ),
    "information_request": (
        "teabenõude",
        "avaliku teabe seadus", "palun väljastada", "palun saata koopia", "ärakiri", "palun edastada teave",
        "soovin saada koopiat", "прошу выдать копию", "прошу предоставить копию", "прошу предоставить сведения",
    ),
    "explanation_request": (
        "palun selgitada", "palun selgitust", "palun selgitage", "soovin teada", "soovin selgitust", "miks",
        "millisel õiguslikul alusel", "прошу разъяснить", "прошу объяснить", "почему", "хотел бы узнать",
    ),
    "memorandum": (
        "teen ettepaneku", "teeme ettepaneku", "juhin tähelepanu", "juhime tähelepanu", "soovin teada anda",
        "annan teada", "предлагаю", "обращаю внимание", "сообщаю вам",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LetterClass:
    """A proposal: the class, how much speaks for it (at most 0.8, for nobody may rely on it), and the words that do."""

    code: str
    confidence: float
    why: tuple[str, ...]


def propose(lines: list[str]) -> LetterClass | None:
    """The class that most speaks for; None where too little does or two are as likely.

    >>> propose(["Märgukiri", "Teen ettepaneku pikendada vastuvõtuaega."]).code
    'memorandum'
    >>> propose(["Tere", "Saadan lisad."]) is None
    True
    """
    headings = {fold(line).strip(" .:") for line in lines}
    text = fold(" ".join(lines))
    weighed = sorted(((_weight(code, headings, text), code) for code in _PHRASES), reverse=True)
    (best, code), (second, _) = weighed[0], weighed[1]
    if best < _ENOUGH or best == second:
        return None
    said = (*_found(_HEADINGS[code], headings), *(phrase for phrase in _PHRASES[code] if fold(phrase) in text))
    return LetterClass(code, round(min(0.8, 0.4 + 0.4 * (best - second) / best), 2), said)


def _weight(code: str, headings: set[str], text: str) -> int:
    phrases = sum(fold(phrase) in text for phrase in _PHRASES[code])
    return _HEADING * bool(_found(_HEADINGS[code], headings)) + _PHRASE * phrases


def _found(words: tuple[str, ...], lines: set[str]) -> tuple[str, ...]:
    return tuple(word for word in words if fold(word) in lines)
