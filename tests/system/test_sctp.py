"""SCTP as Debian's kernel has it, in a virtual machine: what ss shows, and what the kernel really says.

system/vm/sctp.py opens the sockets, and the files of tests/data/sockets come from there. Where the two differ, ss reads
one address from a field that holds whatever was last bound or connected, and the kernel lists all of them beside it.
`portreeve ports` lists the same sockets as ss and netstat do, and the addresses that the kernel names.
"""

import dataclasses
import re
from collections import defaultdict
from pathlib import Path

import pytest

from system.vm import sctp
from system.vm.machine import release_binary

DATA = Path(__file__).resolve().parents[1] / "data" / "sockets"
LINKS = "/run/links"
LISTEN = 10  # TCP_LISTEN, include/net/tcp_states.h
SHUTDOWN_PENDING = 4  # enum sctp_state, include/net/sctp/constants.h


@pytest.fixture(scope="module")
def vm(boot, tmp_path_factory):
    made = boot(modules=(*sctp.MODULES, "tcp_diag", "udp_diag", "raw_diag"),
                programs=(*sctp.programs(tmp_path_factory.mktemp("programs")), "/usr/bin/netstat", release_binary()))
    made.shell(f"mkdir {LINKS}; for name in ss netstat; do ln -s $(which portreeve) {LINKS}/$name; done")
    return made


@pytest.fixture(scope="module")
def captures(vm):
    """What ss and the kernel said at each stage of the play, by the name of the file that keeps it."""
    return sctp.play(vm)


@pytest.fixture(scope="module")
def played(vm, captures):
    """The machine with the sockets that the play leaves."""
    return vm


def rows(captures, name):
    """The rows of a capture of both families."""
    return [row for version in ("ipv4", "ipv6") for row in sctp.decode(captures[f"{name}_{version}.hex"])]


def ss_rows(text):
    """The lines of ss -S as lists of columns, without the heading; that of an association begins with "`-"."""
    return [line.split() for line in text.splitlines()[1:] if not line.startswith("\t")]


def port(column):
    return int(column.rpartition(":")[2])


def test_ss_lists_the_endpoints_that_listen(captures):
    listed = ss_rows(captures["sctp_listening.ss"])
    assert {columns[0] for columns in listed} == {"LISTEN"}
    assert sorted(port(columns[3]) for columns in listed) == sorted(end.port for end in sctp.LISTENERS)
    assert {"127.0.0.1:2500", "0.0.0.0:250"} <= {columns[3] for columns in listed}


def test_ss_lists_each_association_below_its_endpoint(captures):
    below = defaultdict(list)
    for columns in ss_rows(captures["sctp_all.ss"]):
        if columns[0] == "`-":
            state, local, peer = columns[1], columns[4], columns[5]
            below[endpoint].append((state, port(local), port(peer)))
        else:
            endpoint = port(columns[3])
    assert below.pop(3008) == [("COOKIE_WAIT", 3008, 2602)]
    # A one-to-one endpoint is there twice: the socket that listens, and the one for the association.
    expected = defaultdict(list)
    for client in sctp.CLIENTS:
        expected[client.port].append(("ESTAB", client.port, client.peer_port))
        expected[client.peer_port].append(("ESTAB", client.peer_port, client.port))
    assert {end: sorted(found) for end, found in below.items()} == expected


def test_the_kernel_names_every_address_that_an_endpoint_listens_at(captures):
    bound = {end.port: tuple(sorted(end.addresses)) for end in sctp.LISTENERS}
    for stage in ("sctp_listening", "sctp_all"):
        assert {row.port: row.addresses for row in rows(captures, stage) if row.state == LISTEN} == bound, stage


def test_ss_shows_one_address_where_an_endpoint_listens_at_all(captures):
    """Which is why nothing may be read from that field: the endpoint of port 250 is open to everybody."""
    shown, = (columns[3] for columns in ss_rows(captures["sctp_all.ss"]) if columns[3].endswith(":250"))
    assert shown in ("127.0.0.1:250", "192.0.2.1:250")


def test_the_kernel_names_every_address_of_both_ends_of_an_association(captures):
    found = {(row.port, row.peer_port): row for row in rows(captures, "sctp_all") if row.peers}
    for client in sctp.CLIENTS:
        ours, theirs = found[client.port, client.peer_port], found[client.peer_port, client.port]
        assert ours.addresses == theirs.peers == tuple(sorted(client.addresses))
        assert ours.state == theirs.state == sctp.ESTABLISHED
    two = ("192.0.2.1", "192.0.2.2")
    assert (found[3003, 2600].peers, found[2600, 3003].addresses) == (two, two)
    assert found[3008, 2602].state == sctp.COOKIE_WAIT


def test_queues_and_timers_are_those_of_the_association(captures):
    found = {(row.port, row.peer_port): row for row in rows(captures, "sctp_all") if row.peers}
    assert {ends for ends, row in found.items() if row.recv_q} == {(2500, 3000)}
    assert {ends for ends, row in found.items() if row.send_q} == {(3007, 2601), (3008, 2602)}
    assert {ends for ends, row in found.items() if row.has_timer} == {(3007, 2601)}


def test_an_association_outlives_its_process_without_an_inode(captures):
    orphan, = (row for row in sctp.decode(captures["sctp_orphan_ipv4.hex"]) if row.peers and not row.has_inode)
    assert (orphan.port, orphan.peer_port, orphan.state) == (3007, 2601, SHUTDOWN_PENDING)


@pytest.mark.parametrize("file", sorted(DATA.glob("sctp_*")), ids=lambda file: file.name)
def test_the_stored_captures_are_what_ss_and_the_kernel_say(captures, file):
    if file.suffix == ".hex":
        assert without_amounts(file.read_text()) == without_amounts(captures[file.name])
    else:
        assert comparable(file.read_text()) == comparable(captures[file.name])


def without_amounts(dump):
    """The rows of a dump; of their queues, only whether there is something in them."""
    return [dataclasses.replace(row, recv_q=bool(row.recv_q), send_q=bool(row.send_q)) for row in sctp.decode(dump)]


def comparable(text):
    """The lines of ss without what each run has anew, and sorted, for their order is that of a hash table."""
    anew = ((r"\b(pid=|ino:|sk:|T3_RTX,)[0-9a-f.ms]+(,\d+)?", r"\1"),  # the rest of the timer's comma is its count
            (r"%lo", ""),  # goes once the kernel has noticed that an address has gone
            (r" \d{3,} ", " some "),  # what the kernel charges for a message
            (r"^(LISTEN .*) \S+:(250|2600|2800|2900) ", r"\1 \2 "))  # one of its addresses
    found = []
    for line in text.splitlines():
        if not line.startswith("\t"):  # the windows and limits of a moment
            line = re.sub(r" +", " ", line)
            for pattern, replacement in anew:
                line = re.sub(pattern, replacement, line)
            found.append(line)
    return sorted(found)


@pytest.mark.parametrize("flags", [
    "-S", "-Sa", "-San", "-Sl", "-Slnp", "-Sanp", "-Sane", "-Sano", "-Sani", "-Sanm", "-SanpeomiO", "-San4", "-San6", "-tuSan",
    "-a -A sctp -n", "-plno -A tcp,udp,sctp", "-San sport = :2500", "-s",
])
def test_the_rows_are_those_of_ss_but_for_addresses_that_ss_takes_from_the_wrong_field(played, flags):
    theirs, mine = listings(played, "ss", flags)
    assert rows_as_the_kernel_has_them(mine) == rows_as_the_kernel_has_them(theirs)


def test_addresses_are_those_that_the_kernel_names(played):
    _, mine = listings(played, "ss", "-Saln")
    shown = {port(columns[3]): columns[3].rpartition(":")[0] for columns in ss_rows(mine)}
    expected = {end.port: end.addresses[0] for end in sctp.LISTENERS}
    assert shown == expected | {2800: "*", 2900: "[2001:db8::1]"}


def test_a_filter_leaves_rows_of_associations_as_they_are(played):
    """Where an endpoint is not chosen, ss takes its association for a TCP socket in the state of that number."""
    theirs, mine = listings(played, "ss", "-San dst 192.0.2.2")
    assert theirs.count("`-") == 0
    theirs, mine = listings(played, "ss", "-San dst 198.51.100.1")
    assert [columns[0] for columns in ss_rows(theirs)] == ["ESTAB"]
    assert [columns[:2] for columns in ss_rows(mine)] == [["`-", "COOKIE_WAIT"]]


def test_states_choose_associations(played):
    """Of which ss lists all, whatever state is asked for."""
    theirs, mine = listings(played, "ss", "-San state established")
    assert ":3008" in theirs and ":3008" not in mine
    assert {(port(columns[2]), port(columns[3])) for columns in ss_rows(mine) if not columns[3].endswith("*")} >= {
        ends for end in sctp.CLIENTS if end.port != 3007 for ends in ((end.port, end.peer_port), (end.peer_port, end.port))}


@pytest.mark.parametrize("flags", ["-Sn", "-San", "-Sln", "-plnS", "-Sanp", "-Sane", "-Sano", "-SanW", "-pan -A inet,inet6",
                                   "-nl -A inet,inet6"])
def test_the_lines_are_those_of_netstat(played, flags):
    theirs, mine = listings(played, "netstat", flags)
    assert mine.splitlines()[:2] == theirs.splitlines()[:2]
    assert netstat_rows(mine) == netstat_rows(theirs)


def test_a_family_chooses_among_sctp_sockets_too(played):
    """Netstat lists those of both with -4 and none with -6."""
    for flags, family in (("-San4", "."), ("-San6", "::")):
        both, mine = (netstat_rows(listing) for listing in listings(played, "netstat", flags))
        every, _ = (netstat_rows(listing) for listing in listings(played, "netstat", "-San"))
        assert both == (every if family == "." else [])
        assert mine and set(mine) < set(every)
        assert all(family in row for row in mine)


def listings(vm, program, flags):
    """What a program prints of these sockets, and what ours does as that program, both by --as and by a link. The
    association without a process goes at some time, so all is done again if what the program prints is not what it was."""
    for _ in range(3):
        theirs, by_option, by_link, after = (
            vm.run(*command, *flags.split()).stdout
            for command in ((program,), ("portreeve", "ports", "--as", program), (f"{LINKS}/{program}",), (program,)))
        if without_timers(theirs) == without_timers(after):
            assert without_timers(by_link) == without_timers(by_option)
            return theirs, by_option
    raise AssertionError(f"{program} {flags} is never the same twice:\n{theirs}\n{after}")


def without_timers(listing):
    return re.sub(r"T3_RTX,[^)]*", "T3_RTX", listing)


def rows_as_the_kernel_has_them(listing):
    """The rows of ss, sorted and without widths, with what the kernel says instead of what ss reads wrongly: the
    address of an endpoint that has several, the addresses of an IPv4 association of an IPv6 socket, and the state of an
    association whose process has gone."""
    listing = re.sub(r" +", " ", without_timers(listing))
    for wrong, right in ((r"^((?:sctp )?LISTEN .*) \S+:(250|2600|2800|2900) ", r"\1 any:\2 "),
                         (r"\*%lo:2800 \*:3005", "127.0.0.1%lo:2800 127.0.0.1:3005"),
                         (r"^(?:sctp )?FIN-WAIT-1 (.*:3007 )", r"`- SHUTDOWN_PENDING \1")):
        listing = re.sub(wrong, right, listing, flags=re.MULTILINE)
    return sorted(line.strip() for line in listing.splitlines())


def netstat_rows(listing):
    """The rows of netstat, sorted, each with the lines of its further addresses."""
    rows = []
    for line in listing.splitlines()[2:]:
        if line.startswith(" "):
            rows[-1] += "\n" + line
        else:
            rows.append(line)
    return sorted(rows)
