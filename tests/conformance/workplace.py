"""Where cases run: a directory with tables, pattern files and banners, the built driver, and two libraries.

    workplace = Workplace(directory)
    ours, theirs = workplace.run_both(cases)      # an Observation a case
    workplace.differences(cases)                  # what no entry of known_differences.py explains
"""

import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from conformance import cases, known_differences, world

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
LIBRARY = "libwrap.so.0"
UNDER_TEST = Path(os.environ.get("PORTREEVE_LIBWRAP", CHECKOUT / "build/release/lib"))
ORIGINAL = Path("/lib") / sysconfig.get_config_var("MULTIARCH")
HEADERS = Path(os.environ.get("PORTREEVE_TCPD_INCLUDE", CHECKOUT / "src/libwrap"))
# What all cases of one run may take before the driver counts as hung.
PATIENCE_SECONDS = 240


def why_unavailable():
    """Why there is nothing to compare, or None."""
    if not (ORIGINAL / LIBRARY).exists():
        return "Debian's libwrap.so.0 (package libwrap0) is not installed"
    if not (UNDER_TEST / LIBRARY).exists():
        return f"no {LIBRARY} in {UNDER_TEST}: packaging/build-preset release, or set PORTREEVE_LIBWRAP"
    return None


def tests_the_original():
    """Whether the library under test is the original itself, as when these tests are developed."""
    return (UNDER_TEST / LIBRARY).resolve() == (ORIGINAL / LIBRARY).resolve()


@dataclass
class Difference:
    """A case that the two libraries do not treat alike."""

    case: cases.Case
    ours: cases.Observation
    theirs: cases.Observation


class Workplace:
    """Made once for all tests of a run. `preload` falsifies the library under test: see shim.c."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.driver = self.build("driver")
        self._runs = 0
        world.populate(self.directory)
        (self.directory / cases.DIRECTORY).mkdir()
        (self.directory / cases.LOOP).symlink_to(cases.LOOP)
        (self.directory / "file").write_text("")

    def build(self, name, *definitions):
        """Compiles the driver, against the original's soname, and returns its path."""
        program = self.directory / name
        subprocess.run(("cc", "-std=gnu17", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-DINET6", "-DHAVE_WEAKSYMS",
                        *definitions, f"-I{HEADERS}", *sorted((HERE / "driver").glob("*.c")), "-rdynamic",
                        "-o", program, ORIGINAL / LIBRARY), check=True, timeout=PATIENCE_SECONDS)
        return program

    def build_shim(self, falsehood):
        """Compiles shim.c so that it falsifies what this macro says, and returns its path."""
        shim = self.directory / f"{falsehood.lower()}.so"
        subprocess.run(("cc", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-DINET6", f"-D{falsehood}", f"-I{HEADERS}",
                        "-shared", "-fPIC", HERE / "shim.c", "-o", shim), check=True, timeout=PATIENCE_SECONDS)
        return shim

    def run_both(self, batch, preload=None, driver=None, namespace=None):
        """Runs the cases on both sides at once and returns two lists of Observations."""
        self._runs += 1
        place = self.directory / f"run{self._runs}"
        place.mkdir()
        try:
            script = self._write(batch, place)
            runs = [self._start(script, place, side, library, shim, driver or self.driver, namespace)
                    for side, library, shim in (("ours", UNDER_TEST, preload), ("theirs", ORIGINAL, None))]
            return [self._finish(run, library, place / side, len(batch))
                    for run, side, library in zip(runs, ("ours", "theirs"), (UNDER_TEST, ORIGINAL))]
        finally:
            shutil.rmtree(place)

    def run_one(self, case, **options):
        """(ours, theirs) for a single case."""
        (ours,), (theirs,) = self.run_both([case], **options)
        return ours, theirs

    def differences(self, batch, observed=None, **options):
        """A Difference for each case that the two sides do not treat alike and that no known difference explains."""
        ours, theirs = observed or self.run_both(batch, **options)
        found = (Difference(*triple) for triple in zip(batch, ours, theirs) if triple[1].lines != triple[2].lines)
        return [difference for difference in found
                if not known_differences.explaining(difference.case, difference.ours, difference.theirs)]

    def _write(self, batch, place):
        """Writes the tables and the script; tables that cases share are written once."""
        paths = {}

        def path(table):
            if isinstance(table, str):
                return table
            if table not in paths:
                paths[table] = f"{place.name}/{len(paths)}"
                (self.directory / paths[table]).write_bytes(table)
            return paths[table]

        script = place / "script"
        with script.open("wb") as file:
            file.writelines(cases.script_line(line) + b"\n" for line in world.LINES)
            for number, case in enumerate(batch):
                file.write(b"case %d\n" % number)
                file.writelines(cases.script_line(line) + b"\n"
                                for line in case.lines(path(case.allow), path(case.deny)))
                file.write(b"end\n")
        return script

    def _start(self, script, place, side, library, preload, driver, namespace):
        environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(library)}
        if preload:
            environment["LD_PRELOAD"] = str(preload)
        command = (str(driver), str(script), str(place / f"effects-{side}"))
        if namespace:
            environment["DRIVER_KEEPS_NETWORK"] = "1"
            command = namespace.prefix() + ("env", *(f"{name}={value}" for name, value in environment.items()),
                                            *command)
        with (place / side).open("wb") as results:
            return subprocess.Popen(command, cwd=self.directory, env=environment, stdin=subprocess.DEVNULL,
                                    stdout=results,
                                    stderr=subprocess.PIPE)

    def _finish(self, run, library, results, count):
        try:
            _, errors = run.communicate(timeout=PATIENCE_SECONDS)
        except BaseException:
            run.kill()
            run.communicate()
            raise
        assert run.returncode == 0, f"the driver failed: {errors.decode()}"
        loaded, observations = cases.read_results(results.read_bytes())
        assert Path(loaded).resolve() == (library / LIBRARY).resolve(), f"{loaded} was loaded instead of {library}"
        missing = [line for observation in observations.values() for line in observation.lines
                   if line.startswith("driver:")]
        assert len(observations) == count and not missing, missing[:5]
        return [observations[str(number)] for number in range(count)]
