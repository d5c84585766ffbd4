"""The state of the sources: their format, the scripts, and the house rules that a pattern can see."""

import json
import os
import re
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE_DIRECTORIES = ("src", "tests", "bench")


def files(*patterns):
    return sorted(path for directory in SOURCE_DIRECTORIES for pattern in patterns
                  for path in (CHECKOUT / directory).rglob(pattern))


def cpp_files():
    return files("*.cc", "*.c", "*.h")


def scripts():
    """Every executable file of the checkout that names the shell as its interpreter."""
    places = [CHECKOUT, CHECKOUT / ".ci", CHECKOUT / "packaging", *files("*/")]
    candidates = {path for place in places for path in place.iterdir() if path.is_file() and os.access(path, os.X_OK)}
    return sorted(path for path in candidates if path.open("rb").readline().startswith(b"#!/bin/sh"))


def matching_lines(paths, pattern):
    """"FILE:LINE: TEXT" for each line that the pattern is found in."""
    return [f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()}" for path in paths
            for number, line in enumerate(path.read_text().splitlines(), 1) if re.search(pattern, line)]


def run(*command):
    finished = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_cpp_is_formatted():
    run("clang-format-19", "--dry-run", "-Werror", *map(str, cpp_files()))


def test_scripts_pass_shellcheck():
    found = scripts()
    assert CHECKOUT / "run" in found and CHECKOUT / "packaging/build-preset" in found
    run("shellcheck", *map(str, found))


def test_descriptors_are_closed_by_their_owner_alone():
    # C, which the loaders of BPF programs and the tests' drivers are written in, knows no owners.
    others = [path for path in cpp_files() if path.name != "file_descriptor.cc" and path.suffix != ".c"]
    assert matching_lines(others, r"^((?!//).)*(?<![\w.>])close\(") == []


def test_every_unit_test_is_built():
    compiled = {entry["file"] for entry in json.loads(
        (Path(os.environ["PORTREEVE_BUILD"]) / "compile_commands.json").read_text())}
    assert [str(path) for path in files("*_test.cc") if str(path) not in compiled] == []


def test_a_silenced_lint_names_the_check_and_gives_its_reason():
    silenced = matching_lines(cpp_files(), "NOLINT")
    assert [line for line in silenced if not re.search(r"NOLINT\w*\([\w.,-]+\):? \S+", line)
            and "NOLINTEND" not in line] == []


def test_no_work_is_left_for_later():
    assert matching_lines(cpp_files() + files("*.py"), r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b") == []
