"""What is delivered: the wheel, the dependencies, the lock file, nothing of our machines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SOURCES = sorted((ROOT / "src").rglob("*.py"))
IMPORT = re.compile(r"^\s*(?:import|from)\s+([a-zA-Z_]\w*)", re.MULTILINE)
MODULES = {"dkimpy": "dkim", "dnspython": "dns", "imap-tools": "imap_tools", "prometheus-client": "prometheus_client",
           "pyspf": "spf"}  # fmt: skip
"""Distributions whose module is called otherwise."""
LONGEST = 400


def requirement(text: str) -> str:
    found = re.match(r"[\w-]+", text)
    assert found is not None
    return MODULES.get(found[0], found[0])


DRIVERS = {"aiohttp", "s3fs"}
"""fsspec imports them for the URLs that need them."""


def modules(requirements: list[str]) -> set[str]:
    return {requirement(text) for text in requirements}


def imported() -> set[str]:
    found = {name for path in SOURCES for name in IMPORT.findall(path.read_text("utf-8"))}
    return found - set(sys.stdlib_module_names) - {"whosent"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    declared = modules(PROJECT["project"]["dependencies"])
    optional = {name for extra in extras.values() for name in modules(extra)} - {"whosent"} - DRIVERS
    assert imported() & (declared | optional) == declared | optional
    # words at the beginning of a docstring line are no imports; those of a module that could be one would be
    assert {name for name in imported() - declared - optional if installed(name)} == set()


def installed(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


def test_all_extra_names_every_extra() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    (everything,) = extras["all"]
    named = re.fullmatch(r"whosent\[([\w,]+)\]", everything)
    assert named is not None
    assert set(named[1].split(",")) == set(extras) - {"all"}


def test_the_lock_file_names_no_place_and_has_a_hash_for_everything() -> None:
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--?(?:index|extra-index|find-links|trusted|i |f )", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_file_has_every_dependency() -> None:
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    locked = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    wanted = [
        *PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["imap"],
        *PROJECT["dependency-groups"]["dev"],
    ]  # fmt: skip
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in wanted}
    assert names <= locked


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr
    return zipfile.ZipFile(folder / ran.stdout.split()[-1])


def test_the_wheel_has_everything_that_is_no_code(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    data = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*")
            if path.is_file() and path.suffix not in (".py", ".pyc")}  # fmt: skip
    assert {"whosent/py.typed", "whosent/report/schema.json", "whosent/evidence/texts.toml"} <= data <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    pages = {path.name for path in (ROOT / "docs" / "man").glob("*.1")}
    assert {name.rpartition("/")[2] for name in names if "/share/man/man1/" in name} == pages


def test_the_wheel_works_from_elsewhere(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    bounce = ROOT / "examples" / "bounces" / "10.eml"
    code = "import whosent, sys; print(whosent.__file__); from whosent.apps.cli import main; main(sys.argv[1:])"
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, "check", "--format", "html", "--lang", "de", str(bounce)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")}, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    first, _, page = ran.stdout.partition(b"\n")
    assert first.startswith(str(tmp_path).encode())
    assert b'<html lang="de">' in page


def test_files_can_be_held_in_the_head() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in SOURCES}
    assert {path: count for path, count in lines.items() if count > LONGEST} == {}


def test_no_place_of_our_machines_is_named() -> None:
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if ran.returncode:
        pytest.skip("not a git checkout")
    place = re.compile(rb"(?<![\w.])/(?:root|work|Users)/\w+")
    paths = [ROOT / name.decode() for name in ran.stdout.split(b"\0") if name]
    named = [str(path) for path in paths
             if path.is_file() and path.suffix in (".py", ".md", ".toml", ".sh", "") and "samples" not in path.parts
             and place.search(path.read_bytes())]  # fmt: skip
    assert named == []
