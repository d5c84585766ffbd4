"""./run and the two scripts behind it, on a small checkout with the same files and a program that builds at once."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
# What the scripts call besides the shell; sudo and the package tools are the test's own.
TOOLS = ("awk", "cat", "chmod", "cksum", "cmake", "cut", "dirname", "env", "find", "flock", "grep", "head", "id",
         "mkdir", "mktemp", "ninja", "readlink", "rm", "sed", "sh", "sleep", "tail", "tr", "wc")
NOBODY = 65534

# Builds bin/portreeve, a script that prints its arguments one a line, from portreeve.in.
CMAKE_LISTS = """
cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES NONE)
set(program "${CMAKE_BINARY_DIR}/bin/portreeve")
add_custom_command(OUTPUT "${program}" DEPENDS "${CMAKE_SOURCE_DIR}/portreeve.in" VERBATIM
  COMMAND sh "${CMAKE_SOURCE_DIR}/compile" "${CMAKE_SOURCE_DIR}/portreeve.in" "${program}")
add_custom_target(small ALL DEPENDS "${program}")
"""
COMPILE = """
set -e
echo compiled >>"$0.log"
grep -q printf "$1" || { echo "$1: not a program" >&2; exit 1; }
sleep 0.2
mkdir -p bin
cat "$1" >"$2"
chmod 755 "$2"
"""
PROGRAM = "#!/bin/sh\npwd\nprintf '%s\\n' \"$@\"\ncat\n"


class Checkout:
    """A directory that ./run works in, and a PATH of which the test says what is there."""

    def __init__(self, directory):
        self.directory = directory / "a checkout"
        self.tools = directory / "tools"
        self.log = directory / "calls"
        self.tools.mkdir()
        self.log.touch()
        self.log.chmod(0o666)
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool))
        self.tool("dpkg-query", 'shift 2; for package; do echo "installed $package"; done')
        (self.directory / "packaging").mkdir(parents=True)
        for part in ("run", "packaging/install-packages", "packaging/build-preset", "packaging/debian-packages"):
            shutil.copy2(CHECKOUT / part, self.directory / part)
        self.write("CMakeLists.txt", CMAKE_LISTS)
        self.write("CMakePresets.json", '{"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja"}]}')
        self.write("compile", COMPILE)
        self.write("portreeve.in", PROGRAM)

    def write(self, name, text):
        (self.directory / name).write_text(text)

    def tool(self, name, body):
        """Puts a command into PATH that logs its call and then does what the body says."""
        path = self.tools / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.log}"\n{body}\n')
        path.chmod(0o755)

    def calls(self, name):
        return [line for line in self.log.read_text().splitlines() if line.startswith(name + " ")]

    def compilations(self):
        log = self.directory / "compile.log"
        return log.read_text().count("compiled") if log.exists() else 0

    def start(self, *arguments, ordinary=False, home="/nonexistent", cwd="/"):
        return subprocess.Popen((self.directory / "run", *arguments), cwd=cwd, text=True, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={"PATH": str(self.tools), "HOME": str(home)},
                                **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if ordinary else {}))

    def run(self, *arguments, stdin="", **options):
        """The exit status, standard output and standard error of ./run."""
        process = self.start(*arguments, **options)
        output, errors = process.communicate(stdin, timeout=60)
        return process.returncode, output, errors


@pytest.fixture
def checkout():
    if os.geteuid() != 0:
        pytest.skip("playing both root and an ordinary user needs root")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield Checkout(directory)


def missing(checkout, *packages):
    """Makes dpkg-query not know these packages until apt-get has installed something."""
    pattern = "|".join(packages)
    checkout.tool("dpkg-query", f'shift 2; for package; do case $package in {pattern}) [ -e "$0.done" ] || continue;; esac; '
                  'echo "installed $package"; done')


def test_arguments_streams_and_directory_reach_the_program_intact(checkout):
    status, output, errors = checkout.run("audit", "--only", "a b", "", "*", stdin="typed", cwd="/usr")
    assert (status, output) == (0, "/usr\naudit\n--only\na b\n\n*\ntyped")
    assert errors == f"portreeve: building {checkout.directory}/build/release…\n"


def test_alone_it_asks_for_the_help(checkout):
    assert checkout.run()[1] == "/\n--help\n"


def test_a_second_run_builds_nothing_and_says_nothing(checkout):
    checkout.run()
    assert checkout.run()[2] == ""
    assert checkout.compilations() == 1


def test_changed_sources_are_built(checkout):
    checkout.run()
    checkout.write("portreeve.in", PROGRAM + "printf 'changed'\n")
    assert checkout.run()[1].endswith("changed")


def test_changed_presets_configure_anew(checkout):
    checkout.run()
    checkout.write("CMakePresets.json", (checkout.directory / "CMakePresets.json").read_text() + "garbage")
    status, output, errors = checkout.run()
    assert (status, output) == (3, "") and "CMakePresets" in errors


def test_a_moved_checkout_configures_anew(checkout):
    checkout.run()
    checkout.directory = checkout.directory.rename(checkout.directory.with_name("moved"))
    assert checkout.run()[0] == 0


def test_two_at_once_build_once(checkout):
    both = [checkout.start(), checkout.start()]
    assert [process.communicate("", timeout=60)[0] for process in both] == ["/\n--help\n"] * 2
    assert checkout.compilations() == 1


def test_a_failed_build_exits_3_and_shows_why(checkout):
    checkout.write("portreeve.in", "nothing that compiles")
    status, output, errors = checkout.run("audit")
    assert (status, output) == (3, "")
    assert "portreeve.in: not a program" in errors
    assert "portreeve: cannot build the release preset" in errors


def test_an_ordinary_user_without_sudo_gets_the_line_to_type(checkout):
    missing(checkout, "cmake", "libfmt-dev")
    status, output, errors = checkout.run("audit", ordinary=True)
    assert (status, output) == (3, "")
    assert errors.splitlines()[-1] == "  apt-get install --no-install-recommends cmake libfmt-dev"


def test_an_ordinary_user_with_sudo_installs_through_it(checkout):
    missing(checkout, "cmake")
    checkout.tool("apt-get", f'>"{checkout.tools}/dpkg-query.done"')
    checkout.tool("sudo", '"$@"')
    checkout.tools.chmod(0o777)
    checkout.run(ordinary=True)
    assert [call.split(" ", 1)[1] for call in checkout.calls("sudo")] == [
        "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600"
        " install --yes --no-install-recommends cmake"]


def test_root_installs_what_is_missing_and_fetches_the_lists_only_when_they_do_not_do(checkout):
    missing(checkout, "ninja-build")
    checkout.tool("apt-get", 'case "$*" in *update) >"$0.lists";; *) [ -e "$0.lists" ] || exit 100; '
                  f'>"{checkout.tools}/dpkg-query.done";; esac')
    assert checkout.run()[0] == 0
    assert [call.split()[3] for call in checkout.calls("apt-get")] == ["install", "update", "install"]


def test_root_is_told_when_installing_fails(checkout):
    missing(checkout, "ninja-build")
    checkout.tool("apt-get", 'echo "E: no network" >&2; exit 100')
    status, output, errors = checkout.run()
    assert (status, output) == (3, "")
    assert "E: no network" in errors
    assert errors.splitlines()[-1] == "  apt-get install --no-install-recommends ninja-build"


def test_an_ordinary_user_runs_the_build_of_another(checkout):
    checkout.run()
    status, output, errors = checkout.run("ports", ordinary=True)
    assert (status, output, errors) == (0, "/\nports\n", "")


@pytest.mark.parametrize("state", ["absent", "stale"])
def test_an_ordinary_user_who_may_not_write_builds_in_his_cache(checkout, state):
    if state == "stale":
        checkout.run()
        checkout.write("portreeve.in", PROGRAM + "printf 'changed'\n")
    (checkout.directory / "compile.log").touch()
    (checkout.directory / "compile.log").chmod(0o666)
    home = checkout.log.with_name("home")
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    expected = "/\nports\n" + ("changed" if state == "stale" else "")
    status, output, errors = checkout.run("ports", ordinary=True, home=home)
    assert (status, output) == (0, expected)
    assert errors.startswith(f"portreeve: building {home}/.cache/portreeve/")
    assert checkout.run("ports", ordinary=True, home=home) == (0, expected, "")


def test_who_may_write_nowhere_is_told_so(checkout):
    status, output, errors = checkout.run("ports", ordinary=True)
    assert (status, output) == (3, "")
    assert "set XDG_CACHE_HOME" in errors
