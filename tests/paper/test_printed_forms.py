"""Every kind can be printed; the truth lies within the page, and the same seed gives the same bytes."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from pdf2image import convert_from_path

from bench.paper import files
from bench.paper.damage import DAMAGES, Damage, apply
from bench.paper.picture import Picture
from bench.paper.printing import Order, Sample, make, print_blank
from bench.paper.profiles import PROFILES, UnknownDamage, choose
from bench.paper.sheet import SYNTHETIC
from bench.paper.truth import tell
from classify.catalogue import Catalogue


def places(told: dict) -> list[tuple[int, list[int]]]:
    spots = [*told["fields"], *told["ticks"], *told["stamps"]]
    return [(spot["page"], box) for spot in spots for box in (spot["zone"], spot["box"]) if box]


def assert_inside(told: dict) -> None:
    sizes = {page["number"]: (page["width"], page["height"]) for page in told["pages"]}
    for page, (x0, y0, x1, y1) in places(told):
        wide, high = sizes[page]
        assert 0 <= x0 < x1 <= wide
        assert 0 <= y0 < y1 <= high


def test_every_kind_is_printed_with_all_its_fields(prints: dict[str, Sample]) -> None:
    for code, sample in prints.items():
        told = tell(sample, [])
        assert [field["name"] for field in told["fields"]] == [spec.name for spec in sample.order.kind.fields]
        missing = [field["name"] for field in told["fields"] if field["written"] and not field["box"]]
        assert missing == [], f"{code}: written, but nowhere on the page"
        assert_inside(told)


def test_a_form_has_as_many_pages_as_its_kind_says(prints: dict[str, Sample]) -> None:
    for sample in prints.values():
        versions = sample.order.kind.versions
        assert not versions or len(sample.pictures) == versions[-1].pages


def test_where_the_truth_puts_ink_there_is_ink(prints: dict[str, Sample]) -> None:
    for sample in prints.values():
        for field in tell(sample, [])["fields"]:
            if field["box"]:
                x0, y0, x1, y1 = field["box"]
                crop = sample.pictures[field["page"] - 1].pixels[y0:y1, x0:x1]
                assert int(crop.min()) < 140, field["name"]


def test_an_empty_zone_of_a_form_is_white(prints: dict[str, Sample]) -> None:
    sample = prints["pensioniavaldus"]
    empty = [field for field in tell(sample, [])["fields"] if field["zone"] and not field["box"]]
    plain = [field for field in empty if field["type"] in {"name", "country"} and not field["official"]]
    assert plain
    for field in plain:
        x0, y0, x1, y1 = field["zone"]
        assert int(sample.pictures[field["page"] - 1].pixels[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4].min()) > 200


def test_the_same_seed_gives_the_same_bytes_and_truth(
    catalogue: Catalogue, prints: dict[str, Sample], tmp_path: Path
) -> None:
    order = Order(catalogue["valjamaksuviisi_avaldus"], 9, "hard", "tiff", ("no_date",))
    told = []
    for turn in ("one", "two"):
        (tmp_path / turn).mkdir()
        sample = make(order)
        paths = files.save(sample.pictures, tmp_path / turn / "scan", order.format)
        told.append((json.dumps(tell(sample, paths)), [path.read_bytes() for path in paths]))
    assert told[0] == told[1]
    assert prints["valjamaksuviisi_avaldus"].filling != sample.filling


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_damage_keeps_the_truth_within_the_page(prints: dict[str, Sample], name: str) -> None:
    sample = prints["valjamaksuviisi_avaldus"]
    small = sample.pictures[0].scaled(1 / 3, 100)
    damaged = apply(small, (Damage(name, 3),), np.random.default_rng(1))
    assert_inside(tell(replace(sample, pictures=(damaged,)), []))


def test_the_truth_follows_the_page_through_a_photograph(prints: dict[str, Sample]) -> None:
    """The picture is taken back to the print by the matrix that moved the boxes: both must agree again."""
    plain = prints["valjamaksuviisi_avaldus"]
    photo = make(Order(plain.order.kind, plain.order.seed, "phone:2")).pictures[0]
    back = cv2.warpPerspective(photo.pixels, np.linalg.inv(photo.matrix), plain.pictures[0].size)
    one, two = (
        cv2.resize(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (620, 877)) for page in (back, plain.pictures[0].pixels)
    )
    shift, _ = cv2.phaseCorrelate(one.astype(np.float32), two.astype(np.float32))
    assert max(abs(part) for part in shift) < 1.0


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_known_by_name(profile: str) -> None:
    assert isinstance(choose(profile, Random(1)), tuple)


@pytest.mark.parametrize("wrong", ["fire", "blur:9", "blur:x"])
def test_an_unknown_damage_is_refused(wrong: str) -> None:
    with pytest.raises(UnknownDamage):
        choose(wrong, Random(1))


def test_every_blank_says_that_it_is_synthetic(prints: dict[str, Sample], catalogue: Catalogue) -> None:
    """The words stand in the text of the blank itself, so no print can go out without them."""
    for code, sample in prints.items():
        blank = print_blank(Order(catalogue[code], 5), sample.filling, Random(1))
        text = subprocess.run(["pdftotext", "-", "-"], input=blank.pdf, capture_output=True, check=True).stdout.decode()
        empty = catalogue[code].page_role == "blank"  # where nothing stands there is nothing to mistake
        assert text.count(SYNTHETIC) == (0 if empty else blank.pages), code


@pytest.mark.parametrize(("form", "names"), [
    ("pdf", ["scan.pdf"]), ("tiff", ["scan.tif"]), ("jpg", ["scan-1.jpg", "scan-2.jpg"]),
    ("png", ["scan-1.png", "scan-2.png"]),
])  # fmt: skip
def test_a_format_of_one_picture_takes_a_file_for_every_page(
    prints: dict[str, Sample], tmp_path: Path, form: str, names: list[str]
) -> None:
    small = [page.scaled(1 / 6, 50) for page in prints["perehuvitiste_taotlus"].pictures]
    assert [path.name for path in files.save(small, tmp_path / "scan", form)] == names


def test_group_4_in_a_pdf_is_black_on_white(prints: dict[str, Sample], tmp_path: Path) -> None:
    page = prints["valjamaksuviisi_avaldus"].pictures[0]
    (path,) = files.save(apply_one(page, "bitonal"), tmp_path / "scan", "pdf")
    listed = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, check=True).stdout.decode()
    assert listed.count("ccitt") == 1
    (back,) = convert_from_path(path, dpi=60)
    assert np.asarray(back).mean() > 200


def apply_one(page: Picture, name: str) -> list[Picture]:
    return [apply(page, (Damage(name, 2),), np.random.default_rng(1))]
