"""Runs the cases side by side and prints what they took:  compare.py PROGRAMS CASE

PROGRAMS is the directory of the bench build's programs. A case is a file of cases/ that defines CASES, a list of
Case. The two sides of a case alternate, A B A B …, in the same namespace under the same load, so that what else the
machine does falls on both; hyperfine takes the times. The ratio is the median over the pairs of portreeve's time to
the peer's: below 1, portreeve is faster. Before it is measured, each side must show that it does the whole work.
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
from pathlib import Path

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [str(BENCH), str(BENCH.parent / "tests")]

from cases import Unable  # noqa: E402 - found in the path that has just been set
from harness import namespaces  # noqa: E402


def shown(seconds):
    """Times of one side: "12.3 ms (11.9–14.0)"."""
    low, middle, high = (1000 * value for value in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:.1f} ms ({low:.1f}–{high:.1f})"


def check(namespace, command, is_complete, what):
    """Runs a side once, which also warms caches, and refuses one that fails or leaves out a part of the work."""
    finished = namespace.run(*command, check=False, timeout=600)
    # Exit status 1 stands for findings, and is not a failure.
    if finished.returncode not in (0, 1):
        raise Unable(f"{what} exits {finished.returncode}: {finished.stderr.strip().splitlines()[-1:]}")
    if not is_complete(finished.stdout):
        raise Unable(f"{what} did not do the whole work; its output begins: {finished.stdout[:200]!r}")


def measure(namespace, commands, runs):
    """The seconds that each command took in each run, the commands alternating."""
    quoted = [" ".join(command) for command in commands]
    taken = [[] for _ in commands]
    with tempfile.NamedTemporaryFile(suffix=".json") as export:
        for _ in range(runs):
            namespace.run("hyperfine", "--shell=none", "--ignore-failure", "--runs=1", "--style=none",
                          f"--export-json={export.name}", *quoted, timeout=1200)
            for side, result in zip(taken, json.loads(Path(export.name).read_text())["results"]):
                side += result["times"]
    return taken


def run_case(case, portreeve):
    """Sets a case up, measures it and returns its line of the table."""
    with namespaces.Network() as network:
        namespace = case.prepare(network)
        sides = [(str(portreeve), *case.portreeve)] + ([case.peer] if case.peer else [])
        for command in sides:
            check(namespace, command, case.is_complete, Path(command[0]).name + " " + command[1])
        times = measure(namespace, sides, case.runs)
    if not case.peer:
        return shown(times[0]), "", "no peer"
    ratio = statistics.median(ours / peer for ours, peer in zip(*times))
    return shown(times[0]), f"{Path(case.peer[0]).name} {shown(times[1])}", f"{ratio:.2f}"


def load_cases(pattern):
    """The cases whose name matches, in the order of their files."""
    for file in sorted((BENCH / "cases").glob("[a-z]*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from (case for case in module.CASES if re.search(pattern, case.name))


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
    print(f"{machine()}\nmedian (lowest–highest) of whole processes, sides alternating\n")
    row = "{:<28} {:>5}  {:<30} {:<36} {}"
    print(row.format("case", "runs", "portreeve", "peer", "ratio"))
    failed = False
    for case in load_cases(pattern):
        try:
            print(row.format(case.name, case.runs, *run_case(case, Path(programs) / "portreeve")), flush=True)
        except Unable as error:
            failed = True
            print(f"{case.name:<28} could not be measured: {error}", flush=True)
    for program in sorted(Path(programs).glob("bench_*")):
        if re.search(pattern, program.name):
            print(f"\n{program.name}", flush=True)
            failed |= subprocess.run((program, "--benchmark_min_time=0.2")).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
