"""Every way to ask another office's register: what one promises, all keep."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ports.memory import MemoryRegisters
from ports.registers import Question, Registers, RegisterUnavailable, open_registers

MARI, JURI = "48903150015", "38001085718"
POPULATION, WORK = "rahvastikuregister", "töötamise register"
BIRTH = Question(POPULATION, "sunnitoend", MARI)
pytestmark = pytest.mark.quick

Made = Callable[[bool], Registers]


@pytest.fixture(params=["memory", "folder"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    """Registers of which only the population register is connected; it holds one birth. They may be down."""

    def memory(down: bool) -> Registers:
        twin = MemoryRegisters()
        twin.connected, twin.held, twin.down = {POPULATION}, {BIRTH}, down
        return twin

    def folder(down: bool) -> Registers:
        held = f'available = {str(not down).lower()}\n[[holds]]\nperson = "{MARI}"\npapers = ["sunnitoend"]\n'
        (tmp_path / "rahvastikuregister.toml").write_text(held)
        return open_registers(tmp_path)

    return memory if request.param == "memory" else folder


def test_what_a_register_holds_need_not_be_asked_of_the_client(made: Made) -> None:
    assert made(False).ask(BIRTH) == "holds"


def test_it_holds_nothing_of_another_person_and_no_other_paper(made: Made) -> None:
    assert made(False).ask(Question(POPULATION, "sunnitoend", JURI)) == "lacks"
    assert made(False).ask(Question(POPULATION, "abielutoend", MARI)) == "lacks"


def test_a_register_that_is_not_connected_says_nothing(made: Made) -> None:
    assert made(False).ask(Question(WORK, "tooraamat", MARI)) == "unknown"


def test_a_register_that_is_down_is_not_taken_for_an_empty_one(made: Made) -> None:
    with pytest.raises(RegisterUnavailable):
        made(True).ask(BIRTH)


def test_without_a_folder_nothing_is_connected() -> None:
    assert open_registers(None).ask(BIRTH) == "unknown"


@pytest.mark.parametrize("broken", ["holds = 3 [", 'holds = ["sunnitoend"]', "\x00"])
def test_a_file_that_cannot_be_understood_counts_as_down(tmp_path: Path, broken: str) -> None:
    (tmp_path / "rahvastikuregister.toml").write_text(broken)
    with pytest.raises(RegisterUnavailable):
        open_registers(tmp_path).ask(BIRTH)


def test_the_file_of_a_register_has_a_plain_name(tmp_path: Path) -> None:
    (tmp_path / "tootamise_register.toml").write_text("holds = []\n")
    assert open_registers(tmp_path).ask(Question(WORK, "tooraamat", MARI)) == "lacks"
