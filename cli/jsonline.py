"""The line of JSON a file becomes: the promise of `kantselei read --json` and, reduced, of `check --json`."""

from __future__ import annotations

import json
from typing import Any

from capture.legibility import REASONS
from capture.scan import Reason
from classify.kind import Field, Match, Problem
from cli.phrases import Ui
from cli.results import DocumentResult, FileResult, PageResult, Trouble
from ocr.text import Line

Json = dict[str, Any]


def read_line(result: FileResult, ui: Ui) -> Json:
    pages = [
        {
            **_page(page, ui),
            "text": page.text.text,
            "text_layer": page.text.layer,
            "codes": _codes(page),
            "lines": _lines(page),
        }
        for page in result.pages
    ]
    documents = [_document(document, ui) for document in result.documents]
    return {**_file(result, ui), "pages": pages, "documents": documents}


def check_line(result: FileResult, ui: Ui) -> Json:
    return {**_file(result, ui), "pages": [_page(page, ui) for page in result.pages]}


def encoded(line: Json) -> bytes:
    """One line of UTF-8; a file name that is not Unicode keeps its odd bytes as JSON escapes."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def reason_text(reason: Reason, trouble: Trouble | None, ui: Ui) -> str:
    if trouble is not None and trouble.code == reason.code:
        return trouble.text[ui]
    return REASONS.get(reason.code, {}).get(ui, reason.text)


def _file(result: FileResult, ui: Ui) -> Json:
    error = result.trouble and {"code": result.trouble.code, "message": result.trouble.text[ui]}
    return {"file": result.file, "sha256": result.sha256, "error": error}


def _page(page: PageResult, ui: Ui) -> Json:
    verdict = page.legibility
    reasons = [
        {"code": one.code, "text": reason_text(one, page.trouble, ui), "place": one.place and list(one.place)}
        for one in verdict.reasons
    ]
    return {
        "number": page.number,
        "width": page.text.width,
        "height": page.text.height,
        "dpi": round(page.dpi, 1),
        "rotation": page.rotation,
        "legibility": {"verdict": verdict.verdict, "score": round(verdict.score, 3), "reasons": reasons},
    }


def _codes(page: PageResult) -> list[Json]:
    return [{"text": code.text, "format": code.format, "box": list(code.box)} for code in page.codes]


def _lines(page: PageResult) -> list[Json]:
    return [_line(line) for line in page.text.lines]


def _line(line: Line) -> Json:
    box, confidence = line.box.as_list(), round(line.confidence, 3)
    return {"text": line.text, "box": box, "confidence": confidence, "engine": line.engine}


def _document(document: DocumentResult, ui: Ui) -> Json:
    understood = document.understanding
    return {
        "pages": list(document.pages),
        "kind": _kind(understood.match),
        "fields": [_field(field) for field in understood.fields],
        "problems": [_problem(problem, ui) for problem in understood.problems],
    }


def _kind(match: Match) -> Json:
    others = [{"code": code, "confidence": round(confidence, 3)} for code, confidence in match.alternatives]
    return {
        "code": match.code,
        "confidence": round(match.confidence, 3),
        "why": list(match.why),
        "alternatives": others,
        "where": [{"page": page, "box": box.as_list()} for page, box in match.where],
        "version": match.version,
        "language": match.language,
    }


def _field(field: Field) -> Json:
    return {
        "name": field.name,
        "value": field.value,
        "raw": field.raw,
        "confidence": round(field.confidence, 3),
        "page": field.page,
        "box": field.box and field.box.as_list(),
        "state": field.state,
    }


def _problem(problem: Problem, ui: Ui) -> Json:
    box = problem.box and problem.box.as_list()
    return {
        "code": problem.code, "field": problem.field, "text": problem.text[ui], "page": problem.page, "box": box,
    }  # fmt: skip
