"""`python -m bench.newkind --out docs`: walks the way of a new kind in an office of its own, and records it.

The form is our own invention (aiamaa_taotlus.toml); the people on it are invented; the pages are really read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer
from pdf2image import convert_from_bytes
from PIL import Image, ImageDraw

from bench.newkind.office import Office, opened
from bench.paper import files
from bench.paper.form import print_form
from bench.paper.printing import Order, make
from bench.paper.truth import tell
from classify.catalogue import read_kind
from classify.kind import Kind

CODE = "aiamaa_taotlus"
FORM = Path(__file__).with_name(f"{CODE}.toml")
TITLE = "Aiamaa taotlus | Garden plot | Огород"
AS = ("--as", "aado")
WIDE = 560  # pixels of the recorded pictures
_PAPER = 205  # grey from which a scan is paper, for a small picture
walk = typer.Typer(add_completion=False)


@walk.command()
def main(out: Annotated[Path, typer.Option(help="The folder of the documents; pictures go into `pictures`.")]) -> None:
    """Print, bring, draft, sign, scan, read; then write down what was typed and what was seen."""
    with TemporaryDirectory() as folder, opened(Path(folder)) as office:
        text = "".join(_story(office, out / "pictures"))
    (out / "walk_new_kind.md").write_text(text, encoding="utf-8")


def _story(office: Office, pictures: Path) -> Iterator[str]:
    truth = read_kind(FORM)
    blank = office.folder / "blank.pdf"
    blank.write_bytes(print_form(truth).pdf)
    sheets = [_sheet(truth, seed, office.folder) for seed in (1, 2, 3, 12)]
    yield _HEAD
    _save(_rendered(blank.read_bytes()), pictures / "walk_blank.png")
    before = office.send(sheets[3][0])
    yield f"Before anything else a filled sheet is scanned: the house calls it `{before['kind']}`.\n"
    yield "\n![The blank](pictures/walk_blank.png)\n\n## The blank becomes a draft\n\n"
    yield _typed(office, "kinds", "add-blank", str(blank), "--id", CODE, "--title", TITLE, *AS)
    yield from _mended(office, blank, pictures)
    yield "\n## Three filled sheets\n\n"
    yield _typed(office, "kinds", "add-samples", CODE, *(str(path) for path, _ in sheets[:3]), *AS)
    yield "\n## Signed\n\n"
    yield _typed(office, "kinds", "publish", CODE, "--reason", "Uus vorm novembrist", *AS)
    yield "\n## The next scan\n\nNothing was started anew. A station sends the fourth sheet:\n\n"
    yield from _read(office.send(sheets[3][0]), sheets[3][1], pictures)
    yield "\n## A first model\n\nFour papers teach little, and the house says so:\n\n"
    yield _typed(office, "kinds", "train", "--error", "0.01", *AS)
    yield _typed(office, "kinds", "evaluate", "1", *AS)


def _mended(office: Office, blank: Path, pictures: Path) -> Iterator[str]:
    """What the house proposed, drawn on the blank; what a person changes in it."""
    draft = office.run("kinds", "show", CODE, *AS)
    file = office.folder / f"{CODE}.toml"
    file.write_text(draft, encoding="utf-8")
    _save(_marked(blank.read_bytes(), read_kind(file)), pictures / "walk_proposed.png")
    yield "\n![What was found on it](pictures/walk_proposed.png)\n\nThe draft begins so:\n\n```toml\n"
    yield "\n".join(line for line in draft.splitlines()[:44]) + "\n```\n\n"
    changed = draft.replace('"veevargist"', '"mains"').replace('"kaevust"\n', '"well"\n')
    changed = changed.replace('option = "kaevust"', 'option = "well"')
    for name in ("eesnimi", "perekonnanimi", "isikukood"):
        changed = changed.replace(f'name = "{name}"\n', f'name = "{name}"\nrequired = true\n')
    file.write_text(changed, encoding="utf-8")
    yield "A person makes three fields required and gives the options of a choice their values:\n\n"
    yield _typed(office, "kinds", "write", CODE, str(file), *AS)


def _read(document: dict[str, Any], truth: dict[str, str], pictures: Path) -> Iterator[str]:
    sure = document["kind_guess"]["confidence"] if "kind_guess" in document else None
    said = f" (confidence {sure:.2f})" if sure is not None else ""
    found = [one for one in document["fields"] if one["value"]]
    right = sum(truth.get(one["label"]) == one["value"] for one in found)
    yield f"It is known as `{document['kind']}`{said}; {right} of {len(truth)} values are read as they were written.\n"
    grey = Image.open(io.BytesIO(document["shown"])).convert("L")
    picture = grey.point(lambda level: 255 if level > _PAPER else level).convert("RGB")
    drawn = ImageDraw.Draw(picture)
    for one in found:
        if one["box"]:
            left, top, right, bottom = one["box"]
            drawn.rectangle((left - 14, top - 14, right + 14, bottom + 14), outline=(170, 40, 40), width=5)
    _save(picture, pictures / "walk_read.png")
    yield "\n![What was read](pictures/walk_read.png)\n\n"
    yield "| label | value | confidence | as written |\n|---|---|--:|---|\n"
    for one in found:
        sign = "yes" if truth.get(one["label"]) == one["value"] else f"no: {truth.get(one['label'], '')}"
        yield f"| {one['label']} | {one['value']} | {one['confidence']:.2f} | {sign} |\n"


def _typed(office: Office, *argv: str) -> str:
    """A command as it is typed, and what it printed."""
    shown = " ".join(json.dumps(word, ensure_ascii=False) if " " in word else word.rpartition("/")[2] for word in argv)
    said = office.run(*argv).rstrip()
    return f"```\n$ kantselei {shown}\n{said}\n```\n"


def _sheet(kind: Kind, seed: int, folder: Path) -> tuple[Path, dict[str, str]]:
    """A filled sheet from an office scanner, and what was written on it by printed label."""
    sample = make(Order(kind, seed, damage="office", style="print"))
    paths = files.save(sample.pictures, folder / f"sheet-{seed}", "pdf")
    labels = {spec.name: spec.labels["et"][0] for spec in kind.fields}
    return paths[0], {labels[one["name"]]: one["value"] for one in tell(sample, paths)["fields"] if one["value"]}


def _marked(pdf: bytes, kind: Kind) -> Image.Image:
    """The places that were proposed, on the blank."""
    picture = _rendered(pdf).convert("RGB")
    scale = picture.width / kind.templates[0].size[0]
    drawn = ImageDraw.Draw(picture)
    for zone in kind.templates[0].zones:
        drawn.rectangle([round(side * scale) for side in zone.place], outline=(170, 40, 40), width=5)
    return picture


def _rendered(pdf: bytes) -> Image.Image:
    return Image.fromarray(np.asarray(convert_from_bytes(pdf, dpi=200)[0]))


def _save(picture: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    small = picture.resize((WIDE, round(picture.height * WIDE / picture.width)), Image.Resampling.LANCZOS)
    small.quantize(24, dither=Image.Dither.NONE).save(path, optimize=True)


_HEAD = """# A new kind of paper, without code

Recorded by `python -m bench.newkind --out docs`: an office of its own, with a web process and a worker; the commands
are typed by an administrator; the form and the people are invented; the pages are really read. The same way over HTTP
is the test `tests/flow/test_new_kind.py`.

"""

if __name__ == "__main__":
    walk()
