"""At the counter: one place of a form that has a template is smudged, folded or burnt out, and the others are well."""

from __future__ import annotations

from dataclasses import replace

import cv2
import pytest
from test_template import MM, UPRIGHT, W9, Filled, moved

from classify.kind import Kind
from classify.legible import required_zones
from ocr.text import Box

ASKED = ("Name", "Address", "CityStateZip")
FORM: Kind = replace(W9, fields=tuple(replace(spec, required=spec.name in ASKED) for spec in W9.fields))


def filled() -> Filled:
    form = Filled(FORM.templates[0], UPRIGHT)
    form.write("Name", "Mari Õunapuu")
    form.write("Address", "Sadama 5")
    form.write("CityStateZip", "Woburn, MA 01801")
    return form


def spoil(form: Filled, field: str) -> Box:
    """Nothing is read any more where the field is written. Returns that place."""
    place = next(zone.place for zone in form.template.zones if zone.field == field)
    box = moved(place, form.matrix)
    form.lines = [line for line in form.lines if not _inside(box, line.box)]
    return box


def _inside(outer: Box, inner: Box) -> bool:
    x, y = inner.center
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def states(form: Filled) -> dict[str, str]:
    return {zone.field.name: zone.state for zone in required_zones(FORM, list(form.read(FORM).values()))}


def test_a_form_that_is_well_asks_nothing() -> None:
    assert states(filled()) == dict.fromkeys(ASKED, "readable")


@pytest.mark.parametrize("spoilt", ASKED)
@pytest.mark.parametrize("shade", [20, 60, 110], ids=["a marker", "ink", "coffee"])
def test_a_smudge_over_one_place_is_unreadable_there_alone(spoilt: str, shade: int) -> None:
    form = filled()
    box = spoil(form, spoilt)
    cv2.ellipse(form.pixels, (box.x0 + 120, (box.y0 + box.y1) // 2), (110, 16), 0, 0, 360, shade, -1)
    assert states(form) == dict.fromkeys(ASKED, "readable") | {spoilt: "unreadable"}


def test_a_shaded_place_is_empty_all_the_same() -> None:
    form = filled()
    box = spoil(form, "Address")
    form.pixels[box.y0 : box.y1, box.x0 : box.x1] = 205
    assert states(form) == dict.fromkeys(ASKED, "readable") | {"Address": "empty"}


@pytest.mark.parametrize("spoilt", ASKED)
def test_a_fold_through_one_place_is_unreadable_there_alone(spoilt: str) -> None:
    form = filled()
    box = spoil(form, spoilt)
    middle = (box.y0 + box.y1) // 2
    cv2.line(form.pixels, (0, middle - 3), (form.pixels.shape[1], middle + 3), 90, round(MM * 0.4))
    assert states(form) == dict.fromkeys(ASKED, "readable") | {spoilt: "unreadable"}


@pytest.mark.parametrize("spoilt", ASKED)
def test_glare_over_one_place_is_never_readable_and_leaves_the_others_alone(spoilt: str) -> None:
    """Burnt-out ink is gone from the picture: the clerk looks at the place all the same, as at an empty one."""
    form = filled()
    box = spoil(form, spoilt)
    form.pixels[box.y0 : box.y1, box.x0 : box.x1] = 255
    told = states(form)
    assert told.pop(spoilt) in {"empty", "unreadable"}
    assert set(told.values()) == {"readable"}


def test_a_place_nobody_wrote_in_is_empty() -> None:
    form = Filled(FORM.templates[0], UPRIGHT)
    form.write("Name", "Mari Õunapuu")
    assert states(form) == {"Name": "readable", "Address": "empty", "CityStateZip": "empty"}
