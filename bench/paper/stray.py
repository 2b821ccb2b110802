"""Papers that belong to no kind: a shop's receipt, a recipe, a notice. They come in the post all the same."""

from __future__ import annotations

from random import Random

from bench.paper.sheet import SYNTHETIC, Blank, Place, Sheet

GOODS = (
    ("Rukkileib 0,5 kg", 149), ("Piim 2,5% 1 l", 99), ("Kohupiim 200 g", 115), ("Kartul 2 kg", 198), ("Hapukoor", 89),
    ("Õunad Antonovka", 234), ("Kohv jahvatatud", 589), ("Küünlad 6 tk", 325), ("Pesupulber", 749), ("Või 82%", 279),
)  # fmt: skip
RECIPE = (
    "Koori õunad ja lõika viiludeks. Sega jahu, suhkur ja või sõrmede vahel puruks, lisa kaneel ja näpuotsaga soola.",
    "Laota õunad vormi, puista peale suhkrut ning kata puruga. Küpseta 200 kraadi juures umbes pool tundi, kuni pealt "
    "kuldne.", "Serveeri soojalt vanillikastmega. Kogusest jätkub kuuele.",
)  # fmt: skip
NOTICE = (
    "Külakiik kutsub! Laupäeval, 12. detsembril kell 15 süütame rahvamaja ees jõulukuuse tuled.",
    "Esinevad lasteaia mudilased ja naisansambel. Kohvik on avatud, piparkooke saab kaunistada igaüks.",
    "Palume kaasa võtta lambid ja hea tuju. Parkida saab vana meierei juures.",
)


def print_stray(rng: Random) -> Blank:
    return rng.choice((_receipt, _recipe, _notice))(rng)


def _receipt(rng: Random) -> Blank:
    """A narrow strip from a till."""
    sheet = Sheet("Kviitung", left=4.0, right=76.0, y=8.0, paper=(80.0, 165.0))
    for words, size in (("KÜLAPOOD MESIMUMM", 12), ("OÜ Näidiskaubandus", 9), ("Kesk tn 1, Rabaveere", 9)):
        sheet.paragraph(words, size, font="Mono", align="center")
    sheet.y += 6
    _pair(sheet, "Kviitung", f"{rng.randint(1000, 99999)}")
    _pair(sheet, "14.11.2026", f"{rng.randint(8, 19)}:{rng.randint(10, 59)}")
    sheet.y += 3
    total = 0
    for words, cents in rng.sample(GOODS, 7):
        _pair(sheet, words, _euros(cents))
        total += cents
    sheet.rule((4, sheet.y + 2), (76, sheet.y + 2), dots=True)
    sheet.y += 4
    _pair(sheet, "KOKKU EUR", _euros(total))
    _pair(sheet, "sh km 24%", _euros(round(total * 24 / 124)))
    _pair(sheet, "Pangakaart", _euros(total))
    sheet.y += 8
    sheet.paragraph("Aitäh ja tulge jälle!", 10, font="Mono", align="center")
    sheet.text((40, 161), SYNTHETIC, 5.0, align="center", grey=0.45)
    return sheet.finish()


def _pair(sheet: Sheet, left: str, right: str) -> None:
    sheet.y += 6
    sheet.text((sheet.left, sheet.y), left, 9, font="Mono")
    sheet.text((sheet.right, sheet.y), right, 9, font="Mono", align="right")


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _recipe(rng: Random) -> Blank:
    sheet = Sheet("Retsept", left=30.0, right=180.0, y=30.0)
    sheet.paragraph("Vanaema õunakook", 24, font="Serif-Bold")
    sheet.y += 6
    grams = [rng.choice((150, 200, 250)) for _ in range(2)]
    for words in ("6 haput õuna", f"{grams[0]} g nisujahu", f"{grams[1]} g suhkrut", "120 g võid", "1 tl kaneeli"):
        sheet.y += 1.5
        sheet.paragraph(f"–  {words}", 12, font="Serif")
    return _prose(sheet, RECIPE)


def _notice(rng: Random) -> Blank:
    sheet = Sheet("Kuulutus", left=25.0, right=185.0, y=40.0)
    sheet.box(Place(16, 20, 178, 150), weight=2.0)
    sheet.paragraph(
        rng.choice(("JÕULUTULED KÜLAPLATSIL", "TULE JÕULULAADALE!")), 24, font="DejaVu-Bold", align="center"
    )
    return _prose(sheet, NOTICE)


def _prose(sheet: Sheet, paragraphs: tuple[str, ...]) -> Blank:
    for words in paragraphs:
        sheet.y += 6
        sheet.paragraph(words, 13, font="Serif", gap=1.4)
    sheet.text((105, 289), SYNTHETIC, 5.0, align="center", grey=0.45)
    return sheet.finish()
