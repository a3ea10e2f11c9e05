"""The manual pages say what the command line can do today."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "man"
SPEC = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
assert SPEC is not None
assert SPEC.loader is not None
GENERATE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(GENERATE)
PAGES = GENERATE.pages()


def test_every_command_has_its_page_and_no_page_is_left_over():
    assert {path.name for path in FOLDER.glob("*.1")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_up_to_date(name):
    assert (FOLDER / name).read_text("utf-8") == PAGES[name], "run: python docs/man/generate.py"


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
@pytest.mark.parametrize("name", PAGES)
def test_page_is_valid(name):
    command = ["groff", "-man", "-ww", "-Tutf8", str(FOLDER / name)]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    assert done.stderr == b""


def test_the_wheel_ships_them():
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {f"docs/man/{name}": f"share/man/man1/{name}" for name in PAGES}
