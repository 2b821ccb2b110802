"""The field guide: every kind, edition and field of a catalogue as one page of Markdown, made from the files alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from classify.catalogue import Catalogue
from classify.kind import FieldSpec, Kind, Labels, Section, Supporting, Version

_HEAD = """\
# Field guide: what each kind of document asks for

Made from the files of the kinds by `kantselei kinds guide`; not edited by hand. How to write a file: `docs/kinds.md`.
Labels are those our printer uses first; a form in an older hand may say it otherwise, the file lists the other ways.
"""


def guide(catalogue: Catalogue) -> str:
    """The whole page, kinds in the order of their codes."""
    kinds = [catalogue[code] for code in sorted(catalogue)]
    rows = [(f"[`{kind.code}`](#{kind.code})", kind.title["et"], kind.title["en"], kind.unit, kind.series, _term(kind))
            for kind in kinds]  # fmt: skip
    overview = _table(("kind", "Estonian", "English", "unit", "series", "term"), rows)
    return "\n".join([_HEAD, *overview, "", *(line for kind in kinds for line in _kind(kind))]).rstrip() + "\n"


def _kind(kind: Kind) -> Iterator[str]:
    yield from (f"## {kind.code}", "")
    yield f"{kind.title['et']} / {kind.title['en']} / {kind.title['ru']}."
    yield (
        "The printed words are rebuilt, no copy of a real blank."
        if kind.reconstructed
        else "Printed as the real blank."
    )
    yield f"Access: {kind.access_basis}. Register: {kind.register_kind}, shown to the public as “{kind.public_title}”."
    yield from ("", *_versions(kind.versions))
    for section in kind.sections:
        yield from _section(kind, section)
    if kind.rules:
        yield from ("### Rules", "")
        rules = [(f"`{rule.id}`", str(rule.severity), _code(rule.when), rule.text["en"]) for rule in kind.rules]
        yield from (*_table(("problem", "gravity", "when", "what is said"), rules), "")
    if kind.supporting:
        yield from ("### What belongs to it", "")
        rows = [_supporting(item) for item in kind.supporting]
        yield from (*_table(("paper", "title", "wanted", "not asked for when", "no older than"), rows), "")


def _versions(versions: Sequence[Version]) -> Iterator[str]:
    if versions:
        rows = [(one.id, str(one.valid_from), str(one.valid_to or "in use"), str(one.pages), ", ".join(one.languages))
                for one in versions]  # fmt: skip
        yield from (*_table(("edition", "from", "until", "pages", "languages"), rows), "")


def _section(kind: Kind, section: Section) -> Iterator[str]:
    office = " (the office fills it in)" if section.official else ""
    yield from (f"### {section.title['et'].lstrip('0123456789. ')} / {section.title['en']}{office}", "")
    rows = [_field(kind.field(name)) for name in section.fields]
    yield from (*_table(("field", "type", "required", "Estonian label", "Russian label", "answers"), rows), "")


def _field(spec: FieldSpec) -> tuple[str, ...]:
    required = "yes" if spec.required else _code(spec.required_if)
    group = f" ({spec.group.replace('_', ' ')})" if spec.group else ""
    answers = ", ".join(f"`{option.value}` {_first(option.labels, 'et')}" for option in spec.options)
    cells = f", {spec.comb} cells" if spec.comb else ""
    return (f"`{spec.name}`", f"{spec.type}{cells}{group}", required, _first(spec.labels, "et"),
            _first(spec.labels, "ru"), answers)  # fmt: skip


def _supporting(item: Supporting) -> tuple[str, ...]:
    papers = " or ".join(f"`{code}`" for code in (item.kind, *item.any_of))
    age = f"{item.max_age_days} days" if item.max_age_days else ""
    register = f"{item.unless_in_register} has it" if item.unless_in_register else ""
    return papers, item.title["et"], _code(item.required_if), register, age


def _term(kind: Kind) -> str:
    return f"{kind.clock.term} {kind.clock.unit} from {kind.clock.starts}" if kind.clock else ""


def _first(labels: Labels, language: str) -> str:
    return labels.get(language, ("",))[0]


def _code(words: str) -> str:
    return f"`{words}`" if words else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
