"""Runs the cases side by side and prints what they took:  compare.py PROGRAMS CASE

PROGRAMS is the directory of the bench build's programs. A case is a file of cases/ that defines CASES, a list of Case,
Race and Growth. The sides of a case alternate, A B A B …, in the same namespace under the same load, so that what else
the machine does falls on both; hyperfine takes the times of a Case, alternate.py those of the others. The ratio is the
median over the pairs of portreeve's number to the peer's: below 1, portreeve is faster. Before it is measured, each side
must show that it does the whole work. Exits 1 when a case could not be measured or a target was missed.
"""

import datetime
import importlib.util
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [str(BENCH), str(BENCH.parent / "tests")]

from cases import Case, Growth, Race, Unable  # noqa: E402 - found in the path that has just been set
from harness import namespaces  # noqa: E402

ROW = "{:<46} {:>4}  {:<32} {:<62} {:<8} {}"
# What all runs of a race may take.
RACE_SECONDS = 320
MISSED = "MISSED"


def shown(values, unit="ns"):
    """The numbers of one side, nanoseconds in a unit that fits: "12.3 ms (11.9–14.0)"."""
    low, middle, high = min(values), statistics.median(values), max(values)
    scale = 1
    if unit == "ns":
        scale, unit = next(step for step in ((1e6, "ms"), (1e3, "µs"), (1, "ns")) if middle >= step[0] or step[0] == 1)
    low, middle, high = (format(value / scale, ".1f") for value in (low, middle, high))
    return f"{middle} {unit} ({low}–{high})"


def check(namespace, command, is_complete, what):
    """Runs a side once, which also warms caches, and refuses one that fails or leaves out a part of the work."""
    finished = namespace.run(*command, check=False, timeout=600)
    # Exit status 1 stands for findings, and is not a failure.
    if finished.returncode not in (0, 1):
        raise Unable(f"{what} exits {finished.returncode}: {finished.stderr.strip().splitlines()[-1:]}")
    if not is_complete(finished.stdout):
        raise Unable(f"{what} did not do the whole work; its output begins: {finished.stdout[:200]!r}")


def measure(namespace, commands, runs):
    """The nanoseconds that each command took in each run, the commands alternating."""
    quoted = [" ".join(command) for command in commands]
    taken = [[] for _ in commands]
    with tempfile.NamedTemporaryFile(suffix=".json") as export:
        for _ in range(runs):
            namespace.run("hyperfine", "--shell=none", "--ignore-failure", "--runs=1", "--style=none",
                          f"--export-json={export.name}", *quoted, timeout=1200)
            for side, result in zip(taken, json.loads(Path(export.name).read_text())["results"]):
                side += [1e9 * seconds for seconds in result["times"]]
    return taken


def run_case(case, programs):
    """Sets a case up, measures it and yields its row of the table."""
    with namespaces.Network() as network:
        namespace = case.prepare(network)
        sides = [(str(programs / "portreeve"), *case.portreeve)] + ([case.peer] if case.peer else [])
        for command in sides:
            check(namespace, command, case.is_complete, Path(command[0]).name + " " + command[1])
        times = measure(namespace, sides, case.runs)
    if not case.peer:
        yield case.name, case.runs, shown(times[0]), "", "no peer", ""
        return
    ratio = statistics.median(ours / peer for ours, peer in zip(*times))
    yield case.name, case.runs, shown(times[0]), f"{Path(case.peer[0]).name} {shown(times[1])}", f"{ratio:.2f}", ""


def ask(course, runs):
    """What alternate.py answers about the sides of a race."""
    sides = {name: {"file": str(side.file), "argv": [side.name or side.file.name, *map(str, side.arguments)],
                    "environment": side.environment} for name, side in course.sides.items()}
    question = {"runs": runs, "is_connected": course.is_connected, "sides": sides}
    finished = course.machine.run(sys.executable, "-B", BENCH / "alternate.py", json.dumps(question), text=True,
                                  check=False, timeout=RACE_SECONDS)
    if finished.returncode != 0:
        raise Unable(finished.stderr.strip() or f"the race ended with status {finished.returncode}")
    return json.loads(finished.stdout)


def numbers(figure, answer, name):
    """What a figure is about, of one side, in each run."""
    if any(figure.measured not in run for run in answer[name]):
        raise Unable(f'the side "{name}" did not print "{figure.measured}"')
    values = [run[figure.measured] / figure.per for run in answer[name]]
    taken_off = statistics.median(numbers(replace(figure, less=""), answer, figure.less)) if figure.less else 0
    return [value - taken_off for value in values]


def race_on(network, prepare, runs, programs):
    """What alternate.py answers about the sides of a course that is set up for it."""
    with tempfile.TemporaryDirectory() as directory, prepare(network, Path(directory), programs) as course:
        return ask(course, runs)


def row_of(name, figure, answer, runs):
    """The row of the table for a figure."""
    ours = numbers(figure, answer, figure.ours)
    peers = [f"{side} {shown(numbers(figure, answer, side), figure.unit)}"
             for side in (figure.peer, figure.beside) if side]
    judged = statistics.median(ours)
    ratio = "no peer"
    if figure.peer:
        judged = statistics.median(our / peer for our, peer in zip(ours, numbers(figure, answer, figure.peer)))
        ratio = f"{judged:.2g}"
    return (f"{name} {figure.name}", runs, shown(ours, figure.unit), ", ".join(peers), ratio,
            verdict(judged, figure.at_most))


def verdict(judged, at_most):
    """Whether a number is within its target, if there is one."""
    return "" if at_most is None else f"at most {at_most:.3g}: {'met' if judged <= at_most else MISSED}"


def run_race(race, programs):
    """Sets a race up, has it run and yields a row for each of its figures."""
    with namespaces.Network() as network:
        answer = race_on(network, race.prepare, race.runs, programs)
    for figure in race.figures:
        yield row_of(race.name, figure, answer, race.runs)


def run_growth(growth, programs):
    """Runs a race at each size, and yields the rows of each and those of how figures have grown for the size."""
    answers = []
    for size in growth.sizes:
        with namespaces.Network() as network:
            answers.append(race_on(network, partial(growth.prepare, size=size), growth.runs, programs))
        for figure in growth.figures:
            yield row_of(f"{growth.name} {size:,}", figure, answers[-1], growth.runs)
    grown = growth.sizes[-1] / growth.sizes[0]
    for figure in growth.figures:
        first, last = (statistics.median(numbers(figure, answer, figure.ours)) for answer in (answers[0], answers[-1]))
        ratio = last / first / grown
        yield (f"{growth.name} growth {figure.name}", growth.runs, f"{last / first:.2f} times in {grown:.0f}", "",
               f"{ratio:.2g}", verdict(ratio, growth.at_most))


RUNNERS = {Case: run_case, Race: run_race, Growth: run_growth}


def load_cases(pattern):
    """The cases whose name matches, in the order of their files."""
    for file in sorted((BENCH / "cases").glob("[a-z]*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from (case for case in module.CASES if re.search(pattern, case.name))


def run_cases(pattern, programs):
    """Prints a row for each figure of each case; says whether all were measured and all targets met."""
    is_good = True
    for case in load_cases(pattern):
        try:
            for row in RUNNERS[type(case)](case, programs):
                print(ROW.format(*row).rstrip(), flush=True)
                is_good &= MISSED not in row[-1]
        except Unable as error:
            is_good = False
            print(f"{case.name:<46} could not be measured: {error}", flush=True)
    return is_good


def machine():
    model = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    processors = subprocess.run(("nproc",), capture_output=True, text=True, check=True).stdout.strip()
    return (f"{model.group(1) if model else platform.machine()}, {processors} CPUs, Linux {platform.release()}, "
            f"{datetime.date.today().isoformat()}")


def main(programs, pattern):
    reason = namespaces.why_unavailable()
    if reason:
        print(f"portreeve: cannot measure: {reason}", file=sys.stderr)
        return 3
    print(f"{machine()}\nmedian (lowest–highest), sides alternating\n")
    print(ROW.format("case", "runs", "portreeve", "peer", "ratio", "target"))
    is_good = run_cases(pattern, Path(programs).resolve())
    for program in sorted(Path(programs).glob("bench_*")):
        if re.search(pattern, program.name):
            print(f"\n{program.name}", flush=True)
            is_good &= subprocess.run((program, "--benchmark_min_time=0.2")).returncode == 0
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
