"""A kind file with a mistake: the error names the file, the line and the remedy. The shipped files have none."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from classify import mistakes
from classify.catalogue import SHIPPED, UNKNOWN, KindFileError, load, read_kind
from classify.kind import Kind

pytestmark = pytest.mark.quick

IBAN = """\
type = "iban"
labels.et = ["Konto"]
required_if = "way in own,other"
comb = 20"""
GOOD = """\
code = "proov"
title = { et = "Proov", en = "Trial", ru = "Проба" }

[[versions]]
id = "1"
valid_from = 2021-01-01
pages = 1
languages = ["et"]

[cues]
titles = ["PROOV"]

[register]
kind = "avaldus"
series = "6.1-1"
public_title = "Avaldus"
access_basis = "AvTS § 35 lg 1 p 12"

[route]
unit = "PEN"

[[sections]]
title = { et = "Osa", en = "Part", ru = "Часть" }
fields = ["way", "iban"]

[[fields]]
name = "way"
type = "choice"
group = "exactly_one"
labels.et = ["Viis"]
[[fields.options]]
value = "own"
labels.et = ["oma"]
[[fields.options]]
value = "other"
labels.et = ["teise"]

[[fields]]
name = "iban"
type = "iban"
labels.et = ["Konto"]
required_if = "way in own,other"
comb = 20

[[rules]]
id = "told"
check = "tell"
when = "way = other"
fields = ["iban"]
severity = "info"
text = { et = "Ütle.", en = "Say.", ru = "Скажи." }
"""


PAPER = '[[supporting]]\nkind = "volikiri"\ntitle = { et = "V", en = "P", ru = "Д" }\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def writer(text: str) -> Path:
        path = tmp_path / "proov.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return writer


def test_a_good_file_is_a_kind(write: Callable[[str], Path]) -> None:
    kind = read_kind(write(GOOD))
    assert (kind.code, kind.unit, kind.series) == ("proov", "PEN", "6.1-1")
    assert kind.field("iban").comb == 20
    assert [option.value for option in kind.field("way").options] == ["own", "other"]


@pytest.mark.parametrize(
    ("good", "bad", "line", "remedy"),
    [
        ('code = "proov"', 'code = "muu"', 1, "Name the file muu.toml."),
        ('code = "proov"', 'code = "Proov!"', 1, "small letters"),
        ('title = { et = "Proov", en = "Trial", ru = "Проба" }', 'title = { et = "Proov", en = "Trial" }', 2, "`ru`"),
        ("valid_from = 2021-01-01", 'valid_from = "2021"', 6, "without quotes"),
        ("pages = 1", "pages = 0", 7, "a number from 1 to 200"),
        ('languages = ["et"]', 'languages = ["ee"]', 8, "et, en or ru"),
        ('titles = ["PROOV"]', "titles = []", 11, "printed heading"),
        ('series = "6.1-1"', 'series = "6,1"', 15, "as 6.1-1"),
        ('unit = "PEN"', 'unit = "pensions"', 20, "PEN"),
        ('unit = "PEN"', 'unti = "PEN"', 19, "unit"),
        ('fields = ["way", "iban"]', 'fields = ["way", "ibann"]', 24, "Known fields: way, iban."),
        ('fields = ["way", "iban"]', 'fields = ["way"]', 39, "Name it in a section's `fields`."),
        ('fields = ["way", "iban"]', 'fields = ["way", "iban", "way"]', 24, "Keep it in one section."),
        ('name = "way"', 'name = "iban"', 39, "another name"),
        ('type = "choice"', 'type = "choise"', 28, "Did you mean `choice`?"),
        ('type = "choice"', 'type = "text"', 31, 'Write type = "choice"'),
        ('group = "exactly_one"', 'group = "one"', 29, "exactly_one, many"),
        ('group = "exactly_one"', 'group = "exactly_one"\nmarks = ["oü"]', 30, "`source` = head"),
        (IBAN, 'type = "text"\nsource = "top"\nbegins = ["uus nimi"]\nlabels.et = ["Konto"]', 42, "remove `source`"),
        ("comb = 20", 'form = "firm"', 43, "for a text only"),
        (IBAN, 'type = "text"\nsource = "top"\nends = ["d/b/a"]\nlabels.et = ["Konto"]', 42, "remove `source`"),
        ('labels.et = ["Viis"]', "labels.et = []", 30, "labels.et"),
        ('labels.et = ["Viis"]', 'labels.fi = ["Viis"]', 30, "et"),
        ('value = "other"', 'value = "own"', 35, "own value"),
        ('value = "own"', 'value = "own,other"', 32, "without spaces or commas"),
        ('required_if = "way in own,other"', 'required_if = "way in own,post"', 42, "own, other"),
        ('required_if = "way in own,other"', 'required_if = "wai = own"', 42, "Known fields: way, iban."),
        ('required_if = "way in own,other"', 'required_if = "way == own"', 42, "`name = value`"),
        ("comb = 20", "comb = 200", 43, "from 0 to 60"),
        ("comb = 20", "combs = 20", 43, "Did you mean `comb`?"),
        ("comb = 20", "threshold = 99.5", 43, "from 0 to 1"),
        ("comb = 20", "required = true", 42, "not both"),
        ('check = "tell"', 'check = "tel"', 47, "Did you mean `tell`?"),
        ('fields = ["iban"]', 'fields = ["iban", "way"]', 49, "Write the field to point at"),
        ('fields = ["iban"]', 'fields = ["nobody"]', 49, "Known fields"),
        ('severity = "info"', 'severity = "bad"', 50, "error, warning, info"),
        ('severity = "info"', "severity = info", 50, "key = value"),
        ("[cues]", "[cues", 10, "key = value"),
        ("[[sections]]", '[validity]\nissued = "iban"\n\n[[sections]]', 23, "type date"),
        ("[[sections]]", '[validity]\nuntil = "iben"\n\n[[sections]]', 23, "Known fields: way, iban."),
        ("[[sections]]", "[validity]\ndays = 3\n\n[[sections]]", 22, "a date field"),
        ("[[rules]]", f'{PAPER}any_of = ["Muu!"]\n\n[[rules]]', 48, "codes of kinds"),
        ("[[rules]]", f'{PAPER}any_of = ["volikiri"]\n\n[[rules]]', 48, "only the others"),
        ("[[rules]]", f"{PAPER}max_age_days = 0.5\n\n[[rules]]", 48, "whole number"),
    ],
)
def test_a_mistake_is_named_by_line_and_remedy(
    write: Callable[[str], Path], good: str, bad: str, line: int, remedy: str
) -> None:
    assert GOOD.count(good) >= 1
    with pytest.raises(KindFileError) as caught:
        read_kind(write(GOOD.replace(good, bad, 1)))
    assert caught.value.line == line, str(caught.value)
    assert remedy in caught.value.remedy, str(caught.value)
    assert str(caught.value).startswith(f"proov.toml, line {line}: ")


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "proov.toml"
    path.write_bytes('code = "proov"\ntitle.et = "Õ"\n'.encode("latin-1"))
    with pytest.raises(KindFileError) as caught:
        read_kind(path)
    assert (caught.value.line, caught.value.remedy) == (2, "Save the file as UTF-8.")


def test_a_folder_without_the_unknown_kind_is_refused(tmp_path: Path, write: Callable[[str], Path]) -> None:
    write(GOOD)
    with pytest.raises(KindFileError, match=r"tundmatu\.toml"):
        load(tmp_path)


def test_a_new_kind_is_a_file_and_no_code(tmp_path: Path, write: Callable[[str], Path]) -> None:
    write(GOOD)
    (tmp_path / "tundmatu.toml").write_bytes((SHIPPED / "tundmatu.toml").read_bytes())
    assert list(load(tmp_path)) == ["proov", UNKNOWN]


def test_the_house_knows_the_papers_of_the_domain_and_the_pages_that_are_none() -> None:
    assert set(load()) == {
        # applications
        "pensioniavaldus", "toitjakaotuspensioni_avaldus", "toovoimetuspensioni_avaldus", "pensionilisa_avaldus",
        "loobumise_nousolek", "perehuvitiste_taotlus", "vanemahuvitise_taotlus", "elatisabi_taotlus",
        "puude_raskusastme_taotlus", "rehabilitatsiooni_taotlus", "valjamaksuviisi_avaldus", "matusetoetuse_avaldus",
        "valisleping_vorm", "el_pensioni_kysimustik", "vaie",
        # what belongs to them
        "isikut_toendav_dokument", "sunnitoend", "abielutoend", "surmatoend", "tooraamat", "arhiiviteatis",
        "arstitoend", "rehabilitatsiooniplaan", "oppeasutuse_toend", "pangakonto_teatis", "volikiri", "kohtumaarus",
        "elusolekutoend", "el_vorm", "pd_dokument", "kiri", "lisadokumentide_kaaskiri",
        # no document of the client
        "eraldusleht", "tuhi", "umbrik", "foto", "tundmatu",
    }  # fmt: skip


def test_every_supporting_paper_and_every_alternative_is_a_kind() -> None:
    kinds = load()
    for kind in kinds.values():
        for item in kind.supporting:
            assert {item.kind, *item.any_of} <= set(kinds), (kind.code, item.kind)


def test_a_life_certificate_needs_the_signature_and_the_stamp_of_the_authority() -> None:
    kind = load()["elusolekutoend"]
    required = {spec.name for spec in kind.fields if spec.required}
    assert {"official_signature", "authority_stamp", "appeared_date", "authority_name"} <= required
    assert kind.validity.days == 366


@pytest.mark.parametrize("kind", load().values(), ids=lambda kind: kind.code)
def test_every_printed_word_is_there_in_the_languages_of_the_form(kind: Kind) -> None:
    languages = {language for version in kind.versions for language in version.languages}
    for spec in kind.fields:
        assert languages <= set(spec.labels)
        for option in spec.options:
            assert languages <= set(option.labels)


@pytest.mark.parametrize("code", ["pensioniavaldus", "perehuvitiste_taotlus", "valjamaksuviisi_avaldus"])
def test_an_application_needs_a_name_a_code_a_date_and_a_signature(code: str) -> None:
    kind = load()[code]
    required = {spec.name for spec in kind.fields if spec.required}
    assert {"given_names", "family_name", "personal_code", "application_date", "applicant_signature"} <= required
    assert any(section.official for section in kind.sections)
    assert kind.opens_case


def test_nobody_is_asked_for_a_birth_certificate_that_the_register_has() -> None:
    for code in ("pensioniavaldus", "perehuvitiste_taotlus"):
        birth = next(item for item in load()[code].supporting if item.kind == "sunnitoend")
        assert (birth.required_if, birth.unless_in_register) == ("children_born_abroad", "rahvastikuregister")


@pytest.mark.parametrize("language", ["et", "ru"])
@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('code = "proov"', 'code = "muu"'), ('code = "proov"', 'code = "Proov!"'),
        ('title = { et = "Proov", en = "Trial", ru = "Проба" }', 'title = { et = "Proov", en = "Trial" }'),
        ("valid_from = 2021-01-01", 'valid_from = "2021"'), ("pages = 1", "pages = 0"),
        ('languages = ["et"]', 'languages = ["ee"]'), ('titles = ["PROOV"]', "titles = []"),
        ('series = "6.1-1"', 'series = "6,1"'), ('unit = "PEN"', 'unti = "PEN"'), ('unit = "PEN"', 'unit = "pensions"'),
        ('fields = ["way", "iban"]', 'fields = ["way", "ibann"]'), ('fields = ["way", "iban"]', 'fields = ["way"]'),
        ('name = "way"', 'name = "iban"'), ('type = "choice"', 'type = "choise"'), ('type = "choice"', 'type = "text"'),
        ('labels.et = ["Viis"]', "labels.et = []"), ('value = "other"', 'value = "own"'),
        ('required_if = "way in own,other"', 'required_if = "way in own,post"'), ("comb = 20", "comb = 200"),
        ("comb = 20", "required = true"), ('severity = "info"', "severity = info"), ("[cues]", "[cues"),
        ("[[sections]]", "[validity]\ndays = 3\n\n[[sections]]"),
        ("[[rules]]", f'{PAPER}any_of = ["Muu!"]\n\n[[rules]]'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_the_language_of_who_writes(
    write: Callable[[str], Path], good: str, bad: str, language: Literal["et", "ru"]
) -> None:
    with pytest.raises(KindFileError) as caught:
        read_kind(write(GOOD.replace(good, bad, 1)))
    told = mistakes.said(caught.value, language)
    assert told.what != caught.value.what
    assert told.remedy != caught.value.remedy
    line = {"et": "rida", "ru": "строка"}[language]
    assert mistakes.sentence(caught.value, language).startswith(f"proov.toml, {line} {caught.value.line}: ")
