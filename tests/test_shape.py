"""The house rules, as docs/../ARCHITECTURE.md and CONTRIBUTING.md state them, checked on every file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = ("capture", "ocr", "classify", "registry", "ports", "worker", "api", "cli")
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 40, 5
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "handler"}
ENDPOINT = re.compile(r"^(router|app|pages|desk)\w*\.(get|put|post|patch|delete)$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked(*patterns: str) -> list[Path]:
    """Files git knows, or would after the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [CHECKOUT / name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


def sources() -> list[Path]:
    return tracked("*.py")


def rooms() -> list[Path]:
    return [path for path in sources() if path.relative_to(CHECKOUT).parts[0] in ROOMS]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function):
            yield node


def at(path: Path, line: int = 1) -> str:
    return f"{path.relative_to(CHECKOUT)}:{line}"


def is_endpoint(function: Function) -> bool:
    """FastAPI states the parts of a request as parameters; an endpoint may have as many as its request has parts."""
    called = [ast.unparse(each.func) for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(ENDPOINT.match(name) or name.endswith((".get", ".put", ".post", ".delete", ".patch")) for name in called)


def is_command(path: Path, function: Function) -> bool:
    """A command of `kantselei` is named like its module; its parameters are what stands on the command line."""
    return path.relative_to(CHECKOUT).parts[0] == "cli" and function.name == path.stem


def parameters(function: Function) -> int:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def test_files_are_short() -> None:
    lengths = {at(path): len(path.read_text().splitlines()) for path in sources()}
    assert {where: n for where, n in lengths.items() if n > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = [
        f"{at(path, function.lineno)} {function.name}: {function.end_lineno - function.lineno + 1}"
        for path in rooms()
        for function in functions(path)
        if function.end_lineno is not None and function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_functions_take_few_parameters() -> None:
    greedy = [
        f"{at(path, function.lineno)} {function.name}: {parameters(function)}"
        for path in rooms()
        for function in functions(path)
        if parameters(function) > MOST_PARAMETERS and not is_endpoint(function) and not is_command(path, function)
    ]
    assert greedy == []


def test_imports_stand_at_the_top() -> None:
    hidden = [
        at(path, node.lineno)
        for path in rooms()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_names_say_what_is_inside() -> None:
    empty = [at(path) for path in sources() if NAMES_THAT_SAY_NOTHING & set(path.stem.split("_"))]
    classes = [
        f"{at(path, node.lineno)} {node.name}"
        for path in rooms()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and NAMES_THAT_SAY_NOTHING & {word.lower() for word in re.findall(r"[A-Z][a-z]+", node.name)}
    ]
    assert empty + classes == []


def test_every_module_says_what_it_is() -> None:
    assert [at(path) for path in rooms() if not ast.get_docstring(parsed(path))] == []


def test_package_roots_hold_a_docstring_only() -> None:
    crowded = [at(path) for path in rooms() if path.name == "__init__.py" and len(parsed(path).body) != 1]
    assert crowded == []


def test_test_files_have_names_of_their_own() -> None:
    """pytest imports them by their bare names: of two that are called alike, one would be tested twice."""
    names = sorted(path.name for path in sources() if path.is_relative_to(CHECKOUT / "tests"))
    assert {name for name, following in pairwise(names) if name == following} <= {"conftest.py", "__init__.py"}


def test_every_function_is_of_one_colour() -> None:
    """Sync everywhere; only where ASGI itself asks for it (a middleware, a streamed body) may `async` stand."""
    coloured = {
        path.relative_to(CHECKOUT).parts[0]
        for path in rooms()
        for function in functions(path)
        if isinstance(function, ast.AsyncFunctionDef)
    }
    assert coloured <= {"api"}


def test_every_error_says_what_to_do() -> None:
    """The docstring of an error is the sentence a person reads: it begins with a capital and holds two thoughts."""
    dumb = [
        f"{at(path, node.lineno)} {node.name}"
        for path in rooms()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(parent).endswith(("Exception", "Error")) for parent in node.bases)
        and not ast.get_docstring(node)
    ]
    assert dumb == []


FOREIGN = {
    "a path of somebody's machine": r"(?<![\w/.])/(work|root|home/[a-z]+)/[\w.]",
    "a package index or registry": r"https?://[\w.-]*(pypi\.org|pythonhosted\.org|npmjs|docker\.io|quay\.io|ghcr\.io)",
    "a proxy or a token": r"(?i)(index-url|extra-index|trusted-host|ghp_[a-z0-9]{20})",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_tracked_file_names(what: str) -> None:
    found = []
    for path in tracked():
        if path == Path(__file__).resolve() or path.suffix in {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf"}:
            continue
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1):
            if re.search(FOREIGN[what], line):
                found.append(at(path, number))
    assert found == []


def test_imports_go_down_only() -> None:
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert lint.returncode == 0, lint.stdout


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module(path): set(imported(path)) for path in rooms()}
    state: dict[str, str] = {}
    assert [circle for start in sorted(graph) if (circle := walk(graph, state, start, []))] == []


def test_every_program_the_tests_start_is_installed_by_the_command_that_runs_them() -> None:
    """A machine that happens to have a program must not hide that ./test never asks for it."""
    asked = "".join(
        (CHECKOUT / name).read_text() for name in ("test", "run", "requirements.lock", "requirements-dev.lock")
    )
    brought = {"epmd": "rabbitmq-server", "postgres": "postgresql"}  # came with another's package
    started = {
        name for path in tracked("tests/*.py") for name in re.findall(r"\bprogram\(\s*\"([\w-]+)\"", path.read_text())
    }
    assert len(started) >= 6
    assert sorted(name for name in started if brought.get(name, name) not in asked) == []


def walk(graph: dict[str, set[str]], state: dict[str, str], node: str, trail: list[str]) -> list[str]:
    if state.get(node) == "left" or node not in graph:
        return []
    if state.get(node) == "entered":
        return [*trail[trail.index(node) :], node]
    state[node] = "entered"
    for following in sorted(graph[node]):
        if circle := walk(graph, state, following, [*trail, node]):
            return circle
    state[node] = "left"
    return []


def module(path: Path) -> str:
    return ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """What a module of ours imports at run time, each name tried as a module first and as a thing in one second."""
    for node in parsed(path).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
            for alias in node.names:
                inner = CHECKOUT.joinpath(*node.module.split("."), f"{alias.name}.py")
                yield f"{node.module}.{alias.name}" if inner.exists() else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in ROOMS)
