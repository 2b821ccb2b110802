"""A pile scanned in one go, with a cover sheet in it: two documents come out, and a page of one is read again."""

from __future__ import annotations

import io

from desks import Workroom, letter
from PIL import Image, ImageSequence
from sqlalchemy import select

from capture.separate import Cover, cover_code
from cli.coversheet import Words, draw
from registry import parts
from registry.access import Principal
from registry.model import Document
from registry.retry import read_page_again


def pile() -> bytes:
    """A letter of two pages, a cover sheet, a letter of one page."""
    with Image.open(io.BytesIO(letter("esimene", "teine", "kolmas"))) as scan:
        sheets = [sheet.convert("L") for sheet in ImageSequence.Iterator(scan)]
    words = Words("KAANELEHT", (("Partii", "RAKVERE-7"),), "Pane ette.")
    cover = draw(cover_code(Cover("RAKVERE-7", "kiri", 1)), words)
    kept = io.BytesIO()
    sheets[0].save(kept, "TIFF", save_all=True, append_images=[sheets[1], cover, sheets[2]], dpi=(150, 150))
    return kept.getvalue()


def documents(room: Workroom) -> list[Document]:
    """The scan and its parts, the scan first."""
    with room.database.reading() as session:
        found = list(session.scalars(select(Document).order_by(Document.seq.desc())))
        for one in found:
            assert one.pages is not None
        return found


def test_a_pile_becomes_its_documents(room: Workroom) -> None:
    room.send(pile())
    room.work()
    scan, first, second = documents(room)
    assert [one.state for one in (scan, first, second)] == ["split", "placed", "placed"]
    assert [one.page_count for one in (scan, first, second)] == [4, 2, 1]
    assert second.kind == "kiri"  # the cover sheet says so
    assert [page.original for page in first.pages] == [page.original for page in scan.pages[:2]]
    assert second.pages[0].original == scan.pages[3].original


def test_a_page_of_a_part_is_read_again_from_the_scan(room: Workroom) -> None:
    handler = Principal("system", "worker", "system", frozenset({"*"}), "Kantselei")
    room.send(pile())
    room.work()
    scan, _, second = documents(room)
    with room.database.transaction() as session:
        read_page_again(session, handler, second.id, 1)
    room.reader.asked.clear()
    room.work()
    again = documents(room)[2]
    assert room.reader.asked == [1]
    assert (again.state, again.pages[0].original) == ("placed", scan.pages[3].original)


def test_what_was_cut_is_one_document_again(room: Workroom) -> None:
    handler = Principal("system", "worker", "system", frozenset({"*"}), "Kantselei")
    room.send(pile())
    room.work()
    scan, first, _ = documents(room)
    with room.database.transaction() as session:
        parts.join(session, handler, first.id)
    room.work()
    assert [one.state for one in documents(room)] == ["placed", "joined", "joined"]
    assert {one.viit for one in documents(room)} >= {scan.viit, first.viit}
