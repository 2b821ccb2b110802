"""The sample scans that ship: what their README and truth files promise."""

import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from bench.paper.examples import examples as wanted
from classify.catalogue import Catalogue

pytestmark = pytest.mark.quick


def truths(folder: Path) -> list[dict]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "truth").glob("*.json"))]


def test_the_commonest_kinds_and_every_format_are_there(examples: Path, catalogue: Catalogue) -> None:
    told = truths(examples)
    shown = {"pensioniavaldus", "perehuvitiste_taotlus", "valjamaksuviisi_avaldus", "arstitoend", "sunnitoend", "kiri"}
    assert {truth["kind"] for truth in told} == shown | {"tundmatu"}
    assert shown < set(catalogue)
    assert {Path(name).suffix for truth in told for name in truth["files"]} == {".pdf", ".tif", ".jpg", ".png"}


def test_the_folder_is_small_and_its_readme_names_every_file(examples: Path) -> None:
    scans = {name for truth in truths(examples) for name in truth["files"]}
    assert scans == {path.name for path in examples.iterdir() if path.is_file()} - {"README.md"}
    assert sum((examples / name).stat().st_size for name in scans) < 6_000_000
    readme = (examples / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in scans)


def test_a_file_name_tells_nothing_about_a_person(examples: Path) -> None:
    for truth in truths(examples):
        for field in truth["fields"]:
            if field["type"] in {"name", "isikukood"} and field["value"]:
                assert field["value"].casefold() not in truth["files"][0].casefold()


def test_pages_have_the_size_that_the_truth_says(examples: Path) -> None:
    for truth in truths(examples):
        path = examples / truth["files"][0]
        sizes = [(page["width"], page["height"]) for page in truth["pages"]]
        assert (in_pdf(path) if path.suffix == ".pdf" else in_picture(path)) == sizes


def in_pdf(path: Path) -> list[tuple[int, int]]:
    """Every page holds one image and nothing else."""
    sizes = []
    with pikepdf.open(path) as document:
        for page in document.pages:
            scans = page.get_images()
            assert len(scans) == 1
            assert [str(step.operator) for step in pikepdf.parse_content_stream(page)] == ["q", "cm", "Do", "Q"]
            (scan,) = scans.values()
            sizes.append((int(scan.Width), int(scan.Height)))
    return sizes


def in_picture(path: Path) -> list[tuple[int, int]]:
    with Image.open(path) as picture:
        frames = getattr(picture, "n_frames", 1)
        return [picture.size for number in range(frames) if picture.seek(number) is None]


def test_the_certificates_belong_to_the_people_of_the_applications(examples: Path) -> None:
    told = {Path(truth["files"][0]).stem: truth for truth in truths(examples)}
    code = {stem: {f["name"]: f["value"] for f in truth["fields"]} for stem, truth in told.items()}
    assert code["01-pensioniavaldus"]["personal_code"] == code["02-arstitoend"]["personal_code"]
    assert code["03-perehuvitiste-taotlus"]["child1_personal_code"] == code["04-sunnitoend"]["child_personal_code"]


def test_the_list_and_the_folder_agree(examples: Path) -> None:
    told = {Path(truth["files"][0]).stem: truth for truth in truths(examples)}
    for example in wanted():
        truth = told.pop(example.stem)
        assert [fault["name"] for fault in truth["faults"]] == list(example.faults)
    assert told == {}
