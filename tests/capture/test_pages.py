"""Files become page images: upright, of the right depth, measured; or a coded refusal in three languages."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from paper_made import corner_marks, encoded, letter, looping_tiff, png_claiming, saved, scanned_pdf, sixteen_bit
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from capture.cage import Limits
from capture.pages import Unreadable, count, render, render_all
from capture.scan import PageFailure, PageImage
from capture.sentences import SENTENCES


def lies_right(page: PageImage) -> None:
    """The black block is in the upper left, the rest is white."""
    grey = page.pixels if page.pixels.ndim == 2 else page.pixels.mean(axis=2)
    height, width = grey.shape
    assert grey[: height // 4, : width // 4].mean() < 60, "the ink is gone"
    assert grey[height // 2 :].mean() > 195, "the paper is gone"
    assert grey[:, width // 2 :].mean() > 195, "the paper is gone"
    assert page.pixels.dtype == np.uint8
    assert page.pixels.flags["C_CONTIGUOUS"]


MARKS = corner_marks()
KINDS = {
    "1 bit PNG": ("image/png", "PNG", MARKS.convert("1"), {}),
    "grey PNG": ("image/png", "PNG", MARKS, {}),
    "palette PNG": ("image/png", "PNG", MARKS.convert("P"), {}),
    "grey with alpha PNG": ("image/png", "PNG", MARKS.convert("LA"), {}),
    "colour JPEG": ("image/jpeg", "JPEG", MARKS.convert("RGB"), {"quality": 95}),
    "CMYK JPEG": ("image/jpeg", "JPEG", MARKS.convert("RGB").convert("CMYK"), {"quality": 95}),
    "WEBP": ("image/webp", "WEBP", MARKS.convert("RGB"), {"lossless": True}),
    "GIF": ("image/gif", "GIF", MARKS, {}),
    "BMP": ("image/bmp", "BMP", MARKS, {}),
    "JPEG 2000": ("image/jp2", "JPEG2000", MARKS, {}),
    "G4 TIFF": ("image/tiff", "TIFF", MARKS.convert("1"), {"compression": "group4"}),
    "LZW TIFF": ("image/tiff", "TIFF", MARKS, {"compression": "tiff_lzw"}),
    "JPEG TIFF": ("image/tiff", "TIFF", MARKS.convert("RGB"), {"compression": "jpeg"}),
    "CMYK TIFF": ("image/tiff", "TIFF", MARKS.convert("RGB").convert("CMYK"), {}),
    "YCbCr JPEG TIFF": ("image/tiff", "TIFF", MARKS.convert("YCbCr"), {"compression": "jpeg"}),
    "LAB TIFF": ("image/tiff", "TIFF", MARKS.convert("RGB").convert("LAB") if hasattr(Image, "LAB") else MARKS, {}),
    "float TIFF": ("image/tiff", "TIFF", MARKS.convert("F"), {}),
    "32 bit TIFF": ("image/tiff", "TIFF", MARKS.convert("I"), {}),
}


@pytest.mark.quick
@pytest.mark.parametrize("kind", KINDS)
def test_ink_stays_black_and_paper_white_in_a(kind: str, tmp_path: Path) -> None:
    """F87."""
    media_type, writer, image, how = KINDS[kind]
    lies_right(render(saved(tmp_path / "scan", image, writer, **how), media_type, 1))


def test_a_phone_picture_is_read(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    colour = corner_marks(64, 96).convert("RGB")
    heif.from_pillow(colour).save(tmp_path / "scan.heic")
    lies_right(render(tmp_path / "scan.heic", "image/heic", 1))


@pytest.mark.parametrize("name", ["scan.png", "scan.tif"])
@pytest.mark.parametrize(("bright", "ink"), [(65535, 3000), (4095, 300), (60000, 257)])
def test_a_16_bit_scan_is_scaled_not_clipped_f85(tmp_path: Path, name: str, bright: int, ink: int) -> None:
    media_type = "image/png" if name.endswith("png") else "image/tiff"
    lies_right(render(sixteen_bit(tmp_path / name, bright, ink), media_type, 1))


def test_black_on_transparent_stands_on_white_paper_f86(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 20, 30))
    lies_right(render(saved(tmp_path / "scan.png", clear, "PNG"), "image/png", 1))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_set_upright_as_its_camera_says_f84(tmp_path: Path, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the turn that a viewer takes back, as PIL counts transposes
    marks = corner_marks(61, 91)
    stored = marks if orientation == 1 else marks.transpose(list(Image.Transpose)[undo[orientation]])
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path / "scan.jpg", stored, "JPEG", exif=exif.tobytes(), quality=95)
    page = render(path, "image/jpeg", 1)
    assert page.pixels.shape == (91, 61)
    lies_right(page)


def test_every_page_of_a_tiff_comes_in_its_order(tmp_path: Path) -> None:
    pages = [Image.new("L", (50 + 10 * n, 80), 255) for n in range(5)]
    path = tmp_path / "scan.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    assert count(path, "image/tiff") == 5
    assert [page.pixels.shape[1] for page in render_all(path, "image/tiff")] == [50, 60, 70, 80, 90]  # type: ignore[union-attr]
    assert [page.number for page in render_all(path, "image/tiff", first=4)] == [4, 5]


def test_a_fax_gets_square_pixels(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "fax.tif", corner_marks(1728, 1100).convert("1"), "TIFF", compression="group4", dpi=(204, 98)
    )
    page = render(path, "image/tiff", 1)
    assert page.width == 1728
    assert page.height == pytest.approx(1100 * 204 / 98, abs=2)
    assert page.dpi == pytest.approx(204, abs=1)


@pytest.mark.parametrize(("declared", "believed"), [(300, 300), (72, 150), (1, 150), (4000, 150)])
def test_a_resolution_is_believed_only_when_the_sheet_would_be_one_f89(
    tmp_path: Path, declared: int, believed: int
) -> None:
    path = saved(tmp_path / "scan.png", letter(lines=1), "PNG", dpi=(declared, declared))
    assert render(path, "image/png", 1).dpi == pytest.approx(believed, rel=0.01)


# --- PDF ---


@pytest.mark.quick
def test_a_scanned_page_is_taken_out_as_the_image_it_is(tmp_path: Path) -> None:
    jpeg = encoded(corner_marks(600, 900), "JPEG", quality=95)
    page = render(scanned_pdf(tmp_path / "scan.pdf", jpeg, (300, 450)), "application/pdf", 1)
    assert page.pixels.shape == (900, 600)
    assert page.dpi == pytest.approx(144)
    assert (page.pixels == np.asarray(Image.open(io.BytesIO(jpeg)))).all(), "drawn anew, not taken out"


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_is_turned_as_the_pdf_says(tmp_path: Path, rotate: int) -> None:
    stored = corner_marks(300, 450).rotate(rotate, expand=True)  # PIL turns the other way round
    jpeg = encoded(stored, "JPEG", quality=95)
    page = render(scanned_pdf(tmp_path / "s.pdf", jpeg, stored.size, rotate), "application/pdf", 1)
    assert page.pixels.shape == (450, 300)
    lies_right(page)


@pytest.mark.parametrize("more", [b"10 10 50 50 re f", b"BT /F1 12 Tf (stamp) Tj ET", b"0 0 5 5 re S"])
def test_a_page_with_anything_more_on_it_is_drawn(tmp_path: Path, more: bytes) -> None:
    jpeg = encoded(corner_marks(600, 900), "JPEG", quality=95)
    page = render(scanned_pdf(tmp_path / "s.pdf", jpeg, (300, 450), more=more), "application/pdf", 1, dpi=72)
    assert page.pixels.shape[:2] == (450, 300)


def test_a_born_digital_page_brings_its_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "s.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "Pensioniavaldus")
    canvas.showPage()
    canvas.drawString(72, 700, "teine leht")
    canvas.save()
    assert count(tmp_path / "s.pdf", "application/pdf") == 2
    page = render(tmp_path / "s.pdf", "application/pdf", 1)
    assert page.embedded_text == "Pensioniavaldus"
    assert page.dpi == 300
    assert page.pixels.shape[:2] == pytest.approx((3509, 2480), abs=2)
    assert (page.pixels < 100).any()


@pytest.mark.parametrize(
    "box",
    ["[0 0 14400 14400]", "[0 0 200000 200000]", "[0 0 0 0]", "[0 0 -300 -400]", "[300 400 0 0]", "[0 0 20 90000]"],
)
def test_an_absurd_page_box_never_gives_an_empty_picture_f68(tmp_path: Path, box: str) -> None:
    path = tmp_path / "s.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox{box}>>endobj\n".encode()
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    page = render(path, "application/pdf", 1)
    assert page.width * page.height <= 80_000_000
    assert page.width > 1
    assert page.height > 1


def test_a_password_is_asked_for_only_where_one_is_needed_f74(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "user.pdf", encryption=pikepdf.Encryption(user="saladus", owner="omanik"))
    pdf.save(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(user="", owner="omanik"))
    with pytest.raises(Unreadable, match="paroolita") as refused:
        count(tmp_path / "user.pdf", "application/pdf")
    assert refused.value.code == "password_needed"
    assert render(tmp_path / "owner.pdf", "application/pdf", 1).pixels.min() == 255


# --- broken and hostile ---


def refusal(path: Path, media_type: str, number: int = 1) -> str:
    with pytest.raises(Unreadable) as refused:
        render(path, media_type, number)
    return refused.value.code


def test_a_directory_that_names_itself_is_one_page_f66(tmp_path: Path) -> None:
    path = tmp_path / "loop.tif"
    path.write_bytes(looping_tiff())
    assert count(path, "image/tiff") == 1
    assert render(path, "image/tiff", 1).pixels.shape == (8, 8)


@pytest.mark.parametrize("side", [13_000, 30_000, 65_000])
def test_a_bomb_is_seen_in_its_header_f65(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_claiming(side, side))
    assert refusal(path, "image/png") == "page_too_large"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
@pytest.mark.parametrize(
    ("media_type", "kind"),
    [("image/jpeg", "JPEG"), ("image/png", "PNG"), ("image/webp", "WEBP"), ("image/tiff", "TIFF")],
)
def test_half_a_picture_is_no_picture_f80(tmp_path: Path, media_type: str, kind: str, share: float) -> None:
    whole = encoded(letter(), kind)
    path = tmp_path / "half"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path, media_type) in ("truncated", "damaged")


def test_a_broken_off_photo_is_said_to_be_broken_off(tmp_path: Path) -> None:
    whole = encoded(letter(), "JPEG")
    path = tmp_path / "half.jpg"
    path.write_bytes(whole[: len(whole) // 2])
    assert refusal(path, "image/jpeg") == "truncated"
    inside = scanned_pdf(tmp_path / "half.pdf", encoded(letter(), "JPEG")[:20_000], (595, 842))
    assert refusal(inside, "application/pdf") == "truncated"


def test_a_page_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "scan.png", MARKS, "PNG")
    assert refusal(path, "image/png", 2) == "no_such_page"


def test_more_pages_than_anybody_scans_are_refused_f69(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(2001):
        pdf.add_blank_page(page_size=(10, 10))
    pdf.save(tmp_path / "long.pdf")
    with pytest.raises(Unreadable) as refused:
        count(tmp_path / "long.pdf", "application/pdf")
    assert refused.value.code == "too_many_pages"


def test_a_lost_page_costs_that_page_only(tmp_path: Path) -> None:
    """F64: the second page wants more memory than it may have."""
    small, huge = Image.new("L", (50, 80), 255), Image.new("L", (8000, 9000), 255)
    path = tmp_path / "scan.tif"
    small.save(path, save_all=True, append_images=[huge, small], compression="tiff_lzw")
    outcomes = list(render_all(path, "image/tiff", limits=Limits(memory_mb=90)))
    assert [type(outcome) for outcome in outcomes] == [PageImage, PageFailure, PageImage]
    assert outcomes[1].code in ("page_memory", "page_crash")  # type: ignore[union-attr]


def test_a_page_that_never_ends_is_given_up_in_time(tmp_path: Path) -> None:
    """F63: ten to the ninth boxes, drawn by forms that draw forms."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    inner = pdf.make_stream(
        b"0 0 300 300 re f " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 300, 300]
    )
    for _ in range(8):
        inner = pdf.make_stream(
            b"/X Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 300, 300],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner)),
        )  # fmt: skip
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do")
    pdf.save(tmp_path / "s.pdf")
    with pytest.raises(Unreadable) as refused:
        render(tmp_path / "s.pdf", "application/pdf", 1, limits=Limits(wall_s=2))
    assert refused.value.code == "page_timeout"


@pytest.mark.quick
def test_every_trouble_has_its_sentence_in_three_languages() -> None:
    for code, sentences in SENTENCES.items():
        assert set(sentences) == {"et", "en", "ru"}, code
        assert all(text.endswith(".") and text.count(".") >= 2 for text in sentences.values()), code
