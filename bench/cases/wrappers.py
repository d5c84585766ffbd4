"""The TCP Wrappers engine beside Debian's libwrap and tcpd, with the last of N rules matching.

A resident process decides again and again: the cost of one decision, which is not to grow with the rules, and the
memory that they take. A one-shot process is executed anew for each decision. Three numbers tell of it: the whole
process, the processor time that the library adds to one that is empty otherwise, which no library can make faster, and
the decision itself (the first in the process, its page faults included). The one-shot process of real hosts is tcpd,
which inetd executes for each connection: its time is that from its own start to the start of the daemon. (A daemon that
forks for each connection, such as sshd, has the library loaded before, and pays for the decision alone.)
"""

import os
import platform
import shutil
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cases import Course, Figure, Race, Side, Unable
from harness.machines import Machine

SIZES = (3, 1_000, 10_000, 100_000)
DEBIAN_LIBRARY = Path(f"/lib/{platform.machine()}-linux-gnu/libwrap.so.0")
DEBIAN_TCPD = Path("/usr/sbin/tcpd")
CLIENT = "192.0.2.7"
CLIENT_NAME = "client.example.net"
STRANGER = "192.0.2.8"
# A file that was written just now is waited for; these are old.
LONG_AGO = 1_000_000_000


def address_rule(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


MIXED = (
    address_rule,
    lambda number: f"172.{number >> 8 & 255}.{number & 255}.",
    lambda number: f"10.{number >> 8 & 255}.{number & 255}.0/24",
    lambda number: f"10.{number >> 8 & 255}.{number & 255}.0/255.255.255.0",
    lambda number: f"[2001:db8:{number & 0xffff:x}::]/48",
    lambda number: f".net{number}.example.org",
    lambda number: f"host{number}.example.org",
)


def write_rules(file, kinds, count):
    """Rules for addresses that nobody has, of each kind in turn, and in the end the one that the client meets."""
    rules = [f"sshd: {kinds[number % len(kinds)](number)}\n" for number in range(count - 1)]
    file.write_text("".join((*rules, f"sshd: {CLIENT}\n")))
    os.utime(file, (LONG_AGO, LONG_AGO))
    return file


@contextmanager
def wrapped_machine(network, directory):
    """A machine without settings, whose dynamic linker finds libraries as fast as everywhere."""
    with Machine(network.namespace(), directory / "machine") as machine:
        shutil.copyfile("/etc/ld.so.cache", machine.path("/etc/ld.so.cache"))
        yield machine


def check_that_others_are_let_in(machine, driver, library, allow, deny):
    """A library that refuses everybody would win any race."""
    finished = machine.run(driver, "once", library, allow, deny, STRANGER, CLIENT_NAME)
    if finished.returncode != 1 or b"let in" not in finished.stderr:
        raise Unable(f"{library} does not let {STRANGER} in: {finished.stderr}")


@contextmanager
def libraries(network, directory, programs, mode, kinds, sizes, names=("ours", "libwrap")):
    """Sides "ours N" and "libwrap N" that decide by N rules in hosts.deny, behind an empty hosts.allow; and "empty"."""
    driver = programs / "hosts_access_driver"
    files = {"ours": programs.parent / "lib" / "libwrap.so.0", "libwrap": DEBIAN_LIBRARY}
    allow = directory / "hosts.allow"
    allow.touch()
    os.utime(allow, (LONG_AGO, LONG_AGO))
    tables = {size: write_rules(directory / f"hosts.deny.{size}", kinds, size) for size in sizes}
    sides = {"empty": Side(driver, ("nothing",))}
    with wrapped_machine(network, directory) as machine:
        for size, table in tables.items():
            for name in names:
                library = files[name]
                check_that_others_are_let_in(machine, driver, library, allow, table)
                sides[f"{name} {size}"] = Side(driver, (mode, library, allow, table, CLIENT, CLIENT_NAME))
        yield Course(machine, sides)


def resident(name, kinds):
    """Targets: below a tenth of libwrap's cost with 3 rules, a thousandth with 10,000; growth below twice."""
    targets = {3: 0.1, 10_000: 0.001}
    return Race(
        name=f"wrappers-resident-{name}", runs=9,
        prepare=partial(libraries, mode="resident", kinds=kinds, sizes=SIZES),
        figures=(*(Figure(f"{size:,} rules", "decision", f"ours {size}", f"libwrap {size}", targets.get(size))
                   for size in SIZES),
                 Figure("100,000 rules to 3", "decision", "ours 100000", "ours 3", 2.0)))


def one_shot(name, kinds):
    """Targets: the process never slower, and with 10,000 rules the decision within a tenth of libwrap's."""
    return Race(
        name=f"wrappers-once-{name}", runs=150,
        prepare=partial(libraries, mode="once", kinds=kinds, sizes=(3, 10_000)),
        figures=tuple(
            figure for size, target in ((3, None), (10_000, 0.1)) for figure in (
                Figure(f"{size:,}: process", "process", f"ours {size}", f"libwrap {size}", 1.0, beside="empty"),
                Figure(f"{size:,}: over empty", "processor", f"ours {size}", f"libwrap {size}", less="empty"),
                Figure(f"{size:,}: decision", "decision", f"ours {size}", f"libwrap {size}", target))))


@contextmanager
def inetd_service(network, directory, programs):
    """A connection from a peer that the last of three rules lets in, and a daemon that exits at once."""
    daemon = programs / "idle_daemon"
    name = str(daemon)
    with wrapped_machine(network, directory) as machine:
        machine.write("/etc/hosts.allow", "idle_daemon: 10.0.0.1\nidle_daemon: 10.0.0.2\nidle_daemon: 127.0.0.1\n")
        machine.write("/etc/hosts.deny", "ALL: ALL\n")
        for table in ("allow", "deny"):
            os.utime(machine.path(f"/etc/hosts.{table}"), (LONG_AGO, LONG_AGO))
        yield Course(machine, {"ours": Side(programs / "tcpd", name=name), "tcpd": Side(DEBIAN_TCPD, name=name),
                               "daemon": Side(daemon)}, is_connected=True)


def memory(name, kinds):
    """Target: at most 200 bytes a rule with 100,000 of them. (libwrap keeps nothing: it reads the file each time.)"""
    size = SIZES[-1]
    return Race(
        name=f"wrappers-memory-{name}", runs=5,
        prepare=partial(libraries, mode="memory", kinds=kinds, sizes=(size,), names=("ours",)),
        figures=tuple(Figure(f"{measured} per rule", measured, f"ours {size}", at_most=limit, per=size, unit="B")
                      for measured, limit in (("heap", 200), ("resident", 200), ("peak", None))))


CASES = [
    resident("addresses", (address_rule,)),
    resident("mixed", MIXED),
    one_shot("addresses", (address_rule,)),
    one_shot("mixed", MIXED),
    Race(name="wrappers-tcpd", runs=150, prepare=inetd_service,
         figures=(Figure("3 rules", "started", "ours", "tcpd", 1.0, beside="daemon"),)),
    memory("addresses", (address_rule,)),
    memory("mixed", MIXED),
]
