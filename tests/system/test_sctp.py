"""SCTP as Debian's kernel has it, in a virtual machine: what ss shows, and what the kernel really says.

system/vm/sctp.py opens the sockets, and the files of tests/data/sockets come from there. Where the two differ, ss reads
one address from a field that holds whatever was last bound or connected, and the kernel lists all of them beside it.
"""

import dataclasses
import re
from collections import defaultdict
from pathlib import Path

import pytest

from system.vm import sctp

DATA = Path(__file__).resolve().parents[1] / "data" / "sockets"
LISTEN = 10  # TCP_LISTEN, include/net/tcp_states.h
SHUTDOWN_PENDING = 4  # enum sctp_state, include/net/sctp/constants.h


@pytest.fixture(scope="module")
def captures(boot, tmp_path_factory):
    """What ss and the kernel said at each stage of the play, by the name of the file that keeps it."""
    return sctp.play(boot(modules=sctp.MODULES, programs=sctp.programs(tmp_path_factory.mktemp("programs"))))


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
