"""Whether each field that must be filled can be read: asked at the counter, while the client is still there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from classify.condition import holds
from classify.kind import Field, FieldSpec, Kind, Text
from ocr.text import Box

State = Literal["readable", "empty", "unreadable"]
_LEAST = 0.3  # confidence of a doubtful value below which nobody should rely on its being read

_SENTENCES: dict[str, Text] = {
    "empty": {
        "et": "„{label}“ on tühi, kuid nõutav. Palu klient see kohe täita.",
        "en": "“{label}” is empty but required. Ask the client to fill it in now.",
        "ru": "«{label}» не заполнено, но обязательно. Попросите клиента заполнить сейчас.",
    },
    "unsigned": {
        "et": "Allkirja „{label}“ ei leitud. Palu klient kohe allkirjastada.",
        "en": "No signature was found at “{label}”. Ask the client to sign now.",
        "ru": "Подпись «{label}» не найдена. Попросите клиента подписать сейчас.",
    },
    "unreadable": {
        "et": "„{label}“ ei ole loetav. Küsi kohe kliendilt, mis seal on, ja palu see selgelt üle kirjutada.",
        "en": "“{label}” cannot be read. Ask the client what it says and have it written clearly now.",
        "ru": "«{label}» не читается. Спросите клиента, что там написано, и попросите написать разборчиво.",
    },
}


@dataclass(frozen=True, slots=True)
class RequiredZone:
    """A place that must be filled. `page` and `box` are None where the place itself was not found: unreadable then."""

    field: FieldSpec
    state: State
    page: int | None
    box: Box | None

    @property
    def text(self) -> Text:
        """What to do about it, in three languages, with `{label}`; nothing where it is readable."""
        if self.state == "readable":
            return {}
        return _SENTENCES["unsigned" if self.state == "empty" and self.field.type == "signature" else self.state]


def required_zones(kind: Kind, fields: Sequence[Field]) -> list[RequiredZone]:
    """In the order of the kind; a field that the printed edition does not have is not asked for."""
    by_name = {field.name: field for field in fields}
    values = {field.name: field.value for field in fields}
    official = {name for section in kind.sections if section.official for name in section.fields}
    return [
        RequiredZone(spec, _state(by_name[spec.name]), by_name[spec.name].page, by_name[spec.name].box)
        for spec in kind.fields
        if spec.name in by_name and spec.name not in official and by_name[spec.name].state != "absent"
        and (spec.required or (spec.required_if and holds(spec.required_if, values)))
    ]  # fmt: skip


def _state(field: Field) -> State:
    if field.value is not None:
        return "unreadable" if field.state == "doubtful" and field.confidence < _LEAST else "readable"
    return "empty" if field.state == "missing" and field.page is not None else "unreadable"
