"""Files written for these tests: our own words in PDF, TIFF and PNG, and files that are no paper at all."""

from pathlib import Path

from PIL import Image

from tests.ocr.printed import printed

LETTER = ("KIRI", "Palun saatke mulle vastus posti teel.", "Lugupidamisega Mari Maasikas")
ANSWER = ("VASTUS", "Teie kiri on registreeritud.", "Sotsiaalkindlustusamet")


def sheet(lines: tuple[str, ...]) -> Image.Image:
    """An upright A4-like page at 150 dpi."""
    page = Image.new("L", (1240, 1754), 255)
    page.paste(Image.fromarray(printed(lines)), (0, 80))
    return page


def write(folder: Path) -> dict[str, Path]:
    files = {
        name: folder / name for name in ("kiri.png", "kaks.tif", "kaks.pdf", "katki.pdf", "tühi.pdf", "märkmed.doc")
    }
    sheet(LETTER).save(files["kiri.png"], dpi=(150, 150))
    for name in ("kaks.tif", "kaks.pdf"):
        sheet(LETTER).save(files[name], save_all=True, append_images=[sheet(ANSWER)], resolution=150)
    whole = files["kaks.pdf"].read_bytes()
    files["katki.pdf"].write_bytes(whole[:200])
    files["tühi.pdf"].write_bytes(b"")
    files["märkmed.doc"].write_bytes(b"just notes, nobody scanned this")
    return files
