"""A scan as a machine would save it: PDF with one picture a page, multi-page TIFF, JPEG, PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2, TiffImageFile

from bench.paper.picture import Picture
from bench.paper.sheet import SYNTHETIC

FORMATS = ("pdf", "tiff", "jpg", "png")
_ROWS_PER_STRIP = 278
_DESCRIPTION = 270
_PHOTOMETRIC = 262
_WHITE_IS_ZERO = 0  # as fax machines and scanners write it


def save(pictures: Sequence[Picture], stem: Path, form: str) -> list[Path]:
    """One file, or one for every page where the format holds but one. Returns the files in page order."""
    if form == "pdf":
        return [_write(stem.with_suffix(".pdf"), pdf(pictures))]
    if form == "tiff":
        return [_write(stem.with_suffix(".tif"), tiff(pictures))]
    paths = []
    for number, picture in enumerate(pictures, start=1):
        name = stem.name if len(pictures) == 1 else f"{stem.name}-{number}"
        data = jpeg(picture) if form == "jpg" else png(picture)
        paths.append(_write(stem.with_name(f"{name}.{form}"), data))
    return paths


def image(picture: Picture) -> Image.Image:
    whole = Image.fromarray(picture.pixels)
    if picture.mode == "bitonal":
        return whole.convert("1", dither=Image.Dither.NONE)
    return whole.convert("L") if picture.mode == "grey" else whole


def jpeg(picture: Picture) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[Base.ImageDescription] = SYNTHETIC.encode("ascii", "replace").decode()
    view = image(picture)
    view = view.convert("L") if view.mode == "1" else view
    view.save(out, "JPEG", quality=picture.quality, dpi=(picture.dpi, picture.dpi), exif=exif)
    return out.getvalue()


def png(picture: Picture) -> bytes:
    out = io.BytesIO()
    info = PngInfo()
    info.add_itxt("Title", SYNTHETIC)
    image(picture).save(out, "PNG", dpi=(picture.dpi, picture.dpi), pnginfo=info, optimize=True)
    return out.getvalue()


def tiff(pictures: Sequence[Picture]) -> bytes:
    """Group 4 where every page is bitonal, JPEG inside otherwise."""
    out = io.BytesIO()
    views = [image(picture) for picture in pictures]
    compression = "group4" if all(view.mode == "1" for view in views) else "jpeg"
    extra = {} if compression == "group4" else {"quality": pictures[0].quality}
    tags = ImageFileDirectory_v2()
    tags[_DESCRIPTION] = "synthetic sample"
    if compression == "group4":
        tags[_PHOTOMETRIC] = _WHITE_IS_ZERO
    dpi = (pictures[0].dpi, pictures[0].dpi)
    views[0].save(
        out, "TIFF", save_all=True, append_images=views[1:], compression=compression, dpi=dpi, tiffinfo=tags, **extra
    )
    return out.getvalue()


def pdf(pictures: Sequence[Picture]) -> bytes:
    """Every page holds just its scan: Group 4 if bitonal, else JPEG."""
    document = pikepdf.Pdf.new()
    document.docinfo["/Title"] = SYNTHETIC
    for picture in pictures:
        _page(document, picture)
    out = io.BytesIO()
    document.save(out, deterministic_id=True, static_id=False)
    return out.getvalue()


def _page(document: pikepdf.Pdf, picture: Picture) -> None:
    wide, high = picture.size
    entry = {"Type": "/XObject", "Subtype": "/Image", "Width": wide, "Height": high}
    if picture.mode == "bitonal":
        data, params = _group4(image(picture)), pikepdf.Dictionary(K=-1, Columns=wide, Rows=high)
        entry |= {
            "ColorSpace": "/DeviceGray",
            "BitsPerComponent": 1,
            "Filter": "/CCITTFaxDecode",
            "DecodeParms": params,
        }
    else:
        space = "/DeviceGray" if picture.mode == "grey" else "/DeviceRGB"
        data = jpeg(picture)
        entry |= {"ColorSpace": space, "BitsPerComponent": 8, "Filter": "/DCTDecode"}
    names = {"Type", "Subtype", "ColorSpace", "Filter"}
    scan = pikepdf.Stream(document, data)
    for key, value in entry.items():
        scan[f"/{key}"] = pikepdf.Name(str(value)) if key in names else value
    page = document.add_blank_page(page_size=(wide / picture.dpi * 72, high / picture.dpi * 72))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=document.make_indirect(scan)))
    draw = f"q {wide / picture.dpi * 72:.4f} 0 0 {high / picture.dpi * 72:.4f} 0 0 cm /Scan Do Q"
    page.Contents = pikepdf.Stream(document, draw.encode())


def _group4(view: Image.Image) -> bytes:
    """The bare Group 4 stream: taken out of a TIFF of a single strip."""
    out = io.BytesIO()
    tags = ImageFileDirectory_v2()
    tags[_ROWS_PER_STRIP] = view.height
    tags[_PHOTOMETRIC] = _WHITE_IS_ZERO
    view.save(out, "TIFF", compression="group4", tiffinfo=tags, strip_size=view.width * view.height)
    raw = out.getvalue()
    with TiffImageFile(io.BytesIO(raw)) as saved:
        offsets, counts = saved.tag_v2[273], saved.tag_v2[279]
        plain = saved.tag_v2[_PHOTOMETRIC] == _WHITE_IS_ZERO
    if len(offsets) != 1 or not plain:
        raise ValueError("the TIFF writer did not make one plain strip")
    return raw[offsets[0] : offsets[0] + counts[0]]


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
