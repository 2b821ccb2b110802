"""The same paper scanned and photographed: pointed out on both. What cannot be compared is placed all the same."""

import io

import numpy as np
from desks import Workroom
from PIL import Image

from registry import likeness
from registry.access import SYSTEM
from tests.capture.filled import JURI, MARI, form, photographed


def png(pixels: np.ndarray) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(pixels).save(kept, "PNG", dpi=(150, 150))
    return kept.getvalue()


def twins(room: Workroom, document: str) -> list[tuple[str, str]]:
    with room.database.reading() as session:
        return [(other.id, how) for other, how in likeness.twins(session, SYSTEM, [document]).get(document, [])]


def test_a_photo_of_a_sheet_that_was_scanned_is_pointed_out_on_both(room: Workroom) -> None:
    batch = room.batch()
    scan = room.send(png(form(MARI)), batch)
    room.work()
    photo, other = room.send(png(photographed(form(MARI))), batch), room.send(png(form(JURI)), batch)
    room.work()
    assert twins(room, scan) == [(photo, "same_sheet")]
    assert twins(room, photo) == [(scan, "same_sheet")]
    assert twins(room, other) == []


def test_a_picture_that_was_lost_holds_nobody_up(room: Workroom) -> None:
    batch = room.batch()
    scan = room.send(png(form(MARI)), batch)
    room.work()
    picture = room.page(scan, 1).picture
    assert picture is not None
    (file,) = (room.folder / "blobs").rglob(f"*{picture[4:]}*")
    file.unlink()
    photo = room.send(png(photographed(form(MARI))), batch)
    room.work()
    assert room.document(photo).state == "placed"
    assert twins(room, photo) == []
