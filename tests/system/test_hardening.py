"""The release build carries what a distribution's security team asks of a program that faces the network."""

import platform
import re
import subprocess
from pathlib import Path

import pytest

BINARY = Path(__file__).resolve().parents[2] / "build/release/bin/portreeve"


def readelf(option):
    return subprocess.run(["readelf", "--wide", option, str(BINARY)], check=True, capture_output=True, text=True).stdout


def test_is_position_independent():
    assert re.search(r"Type:\s+DYN \(Position-Independent Executable", readelf("--file-header"))


def test_binds_every_symbol_at_start_and_then_makes_the_table_read_only():
    assert "GNU_RELRO" in readelf("--program-headers")
    assert re.search(r"FLAGS.*\b(BIND_)?NOW\b", readelf("--dynamic"))


def test_stack_is_not_executable():
    assert re.search(r"GNU_STACK(\s+0x0+){5}\s+RW\s", readelf("--program-headers"))


def test_stack_is_protected():
    assert "__stack_chk_fail" in readelf("--dyn-syms")


def test_calls_the_checking_variants_of_libc_functions():
    assert re.search(r"\b__\w+_chk@", readelf("--dyn-syms"))


@pytest.mark.skipif(platform.machine() != "x86_64", reason="endbr64 is an instruction of x86-64")
def test_indirect_branches_land_on_marked_places_alone():
    code = subprocess.run(["objdump", "--disassemble=main", str(BINARY)], check=True, capture_output=True, text=True)
    first_instruction = re.search(r"<main>:\n(.*)", code.stdout).group(1)
    assert "endbr64" in first_instruction
