"""Runs commands in turn and tells how long each took and what each printed:  alternate.py QUESTION >ANSWER

For processes that live for a millisecond, where hyperfine's own work would show. QUESTION is JSON:

    {"runs": 100, "is_connected": false,
     "sides": {"one": {"file": "/path", "argv": ["name", "argument"], "environment": {}}, "other": …}}

The sides run one after the other, `runs` times over. With "is_connected", standard input is a TCP connection from
127.0.0.1 to itself, made anew for each run. ANSWER is a list of objects for each side, one a run: "process" is the
nanoseconds from before its start until it has been waited for, and every line that it printed is there too, of which
there are two kinds: "NAME NUMBER", and "NAME @NUMBER" for a moment by CLOCK_MONOTONIC, which becomes the nanoseconds
since before the start. "processor" is the processor time that the command took, in the kernel and outside, in
nanoseconds: unlike the other, it does not grow when the machine is busy. "memory" is the most memory that it had, in
bytes. A command that fails or hangs ends it all.
"""

import json
import os
import signal
import socket
import sys
import time

# What all runs together may take.
PATIENCE_SECONDS = 300
# More than any command prints: it is read once the command has ended.
MOST_OUTPUT = 4096


def figures_of(printed, start):
    """The numbers in a command's output."""
    figures = {}
    for line in printed.splitlines():
        name, number = line.split()
        figures[name] = int(number[1:]) - start if number.startswith("@") else float(number)
    return figures


def run(side, standard_input):
    """Runs a side once and returns its figures."""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, standard_input, 0), (os.POSIX_SPAWN_DUP2, writing, 1)]
    start = time.monotonic_ns()
    pid = os.posix_spawn(side["file"], side["argv"], side["environment"], file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    taken = time.monotonic_ns() - start
    os.close(writing)
    printed = os.read(reading, MOST_OUTPUT).decode()
    os.close(reading)
    if status != 0:
        sys.exit(f"{' '.join(side['argv'])} ended with status {os.waitstatus_to_exitcode(status)}")
    return {"process": taken, "processor": 1e9 * (used.ru_utime + used.ru_stime), "memory": 1024 * used.ru_maxrss,
            **figures_of(printed, start)}


def run_connected(side, listener):
    """The same with a connection as standard input, which is there before the clock starts."""
    with socket.create_connection(listener.getsockname()), listener.accept()[0] as server:
        return run(side, server.fileno())


def main(question):
    # The default action of SIGALRM ends this process; a command that hangs dies of its closed pipe or by itself.
    signal.alarm(PATIENCE_SECONDS)
    answer = {name: [] for name in question["sides"]}
    with open(os.devnull, "rb") as null, socket.create_server(("127.0.0.1", 0)) as listener:
        for _ in range(question["runs"]):
            for name, side in question["sides"].items():
                answer[name].append(run_connected(side, listener) if question["is_connected"]
                                    else run(side, null.fileno()))
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
