"""The process that prints one letter: a job on its standard input, a PDF on its standard output."""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections.abc import Mapping

import pikepdf
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from registry.letters.press import VARIANT, crop

SCHEME = "picture:"


class NoSuchPicture(FatalURLFetchingError):  # type: ignore[misc]  # untyped library
    """A letter shows pictures of its own case only. Take the foreign address out of the template."""


class OwnPictures(URLFetcher):  # type: ignore[misc]
    """Hands out the pictures of the job. No file is opened and no host is asked, whatever a template says."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        found = self._pictures.get(url)
        if found is None:
            raise NoSuchPicture(url)
        return URLFetcherResponse(url, body=found, headers={"Content-Type": "image/png"})


def pdf(html: str, pictures: Mapping[str, bytes]) -> bytes:
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    made = HTML(string=html, url_fetcher=OwnPictures(pictures), base_url=None)
    return finished(made.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, custom_metadata=True) or b"")


def finished(pdf: bytes) -> bytes:
    """As PDF/A wants it: pictures are not smoothed, and no page carries empty lists of patterns and shadings."""
    kept = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream) and "/Interpolate" in thing:
                del thing["/Interpolate"]
            if isinstance(thing, pikepdf.Dictionary):
                _drop_empty(thing)
        opened.save(kept, deterministic_id=True)
    return kept.getvalue()


def _drop_empty(resources: pikepdf.Dictionary) -> None:
    for name in ("/Pattern", "/Shading"):
        if isinstance(resources.get(name), pikepdf.Dictionary) and not resources[name]:
            del resources[name]


def main() -> int:
    html, pages = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by our own parent process)
    pictures = {f"{SCHEME}{number}": crop(page, place) for number, (page, place) in pages.items()}
    sys.stdout.buffer.write(pdf(html, pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
