"""SCTP sockets of every kind in a virtual machine, and what ss and the kernel say of them at each stage.

    play(vm) -> {"sctp_listening_ipv4.hex": …, "sctp_all.ss": …, …}

tests/data/sockets/README.md describes the sockets and the files. To capture these anew, in tests/:

    python3 -m system.vm.sctp data/sockets
"""

import socket
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness.machines import wait_until
from system.vm.machine import VirtualMachine, guest_file

# sctp finds the checksum that it needs by an alias, which no module depends on.
MODULES = ("crc32c_generic", "sctp_diag")
DUMP_SOURCE = Path(__file__).with_name("dump_sock_diag.c")
IPPROTO_SCTP = socket.IPPROTO_SCTP
LISTENING = 1 << 10
ALL_STATES = 0xffffffff
ALL_EXTENSIONS = 0xff
INET_DIAG_LOCALS, INET_DIAG_PEERS = 12, 13
ADDRESS_BYTES = 128  # of a sockaddr_storage
ESTABLISHED, COOKIE_WAIT = 3, 1  # enum sctp_state, include/net/sctp/constants.h


@dataclass(frozen=True)
class End:
    """A socket, and what it is to be associated with when it doesn't listen."""

    port: int
    addresses: tuple
    peer: str = ""
    peer_port: int = 0
    options: tuple = ()

    def command(self):
        first, *others = self.addresses
        more = [argument for address in others for argument in ("-B", address)]
        role = ("-h", self.peer, "-p", self.peer_port, "-s") if self.peer else ("-l",)
        return ("sctp_darn", *self.options, "-H", first, *more, "-P", self.port, *role)


ONE_TO_ONE = ("-t",)
LISTENERS = (
    End(2500, ("127.0.0.1",)),
    End(250, ("0.0.0.0",)),
    End(2600, ("192.0.2.1", "192.0.2.2")),
    End(2601, ("192.0.2.3",)),
    End(2700, ("127.0.0.1",), options=ONE_TO_ONE),
    End(2800, ("::",)),
    End(2900, ("2001:db8::1", "2001:db8::2")),
)
CLIENTS = (
    End(3000, ("127.0.0.1",), "127.0.0.1", 2500),
    End(3001, ("127.0.0.1",), "127.0.0.1", 250),
    End(3002, ("192.0.2.1",), "192.0.2.1", 250),
    End(3003, ("192.0.2.1", "192.0.2.2"), "192.0.2.1", 2600),
    End(3004, ("127.0.0.1",), "127.0.0.1", 2700, ONE_TO_ONE),
    End(3005, ("127.0.0.1",), "127.0.0.1", 2800),
    End(3006, ("2001:db8::1", "2001:db8::2"), "2001:db8::1", 2900),
    End(3007, ("192.0.2.1",), "192.0.2.3", 2601),
)
# Packets to there come back by the loopback interface and are nobody's.
UNANSWERED = End(3008, ("192.0.2.1",), "198.51.100.1", 2602)
NETWORK = """
for address in 192.0.2.1/32 192.0.2.2/32 192.0.2.3/32; do ip address add $address dev lo; done
for address in 2001:db8::1/64 2001:db8::2/64; do ip address add $address dev lo nodad; done
ip route add 198.51.100.0/24 dev lo
"""


def compile_dump(directory):
    """The program that dumps the kernel's answers, static so that it needs nothing in the machine."""
    program = Path(directory) / "dump_sock_diag"
    subprocess.run(("cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-static", "-o", program, DUMP_SOURCE), check=True)
    return program


def programs(directory):
    """The programs that play() needs."""
    return ("/usr/bin/ss", "/usr/bin/ip", guest_file("usr/bin/sctp_darn"), compile_dump(directory))


def play(vm):
    """Opens and disturbs the sockets. Returns the files of captures at the stages between; the sockets stay."""
    vm.shell(NETWORK)
    listeners = {end.port: vm.start(*end.command()) for end in LISTENERS}
    wait_until(lambda: len(table(vm, "eps")) == len(LISTENERS), "every endpoint to listen")
    captures = {"sctp_listening.ss": ss(vm, "-lne"), "sctp_listening_ipv4.hex": dump(vm, socket.AF_INET, LISTENING),
                "sctp_listening_ipv6.hex": dump(vm, socket.AF_INET6, LISTENING)}

    clients = {end.port: start_client(vm, end) for end in (*CLIENTS, UNANSWERED)}
    wait_until(lambda: sum(found.state == ESTABLISHED for found in associations(vm)) == 2 * len(CLIENTS),
               "every association")
    leave_unread(vm, listeners[2500], 3000)
    leave_unacknowledged(vm, "192.0.2.3", 3007)
    wait_until(lambda: queues(vm) == ({2500}, {3007, UNANSWERED.port}), "what was sent to settle")
    captures |= {"sctp_all.ss": ss(vm, "-an"), "sctp_all_details.ss": ss(vm, "-anpeomi"),
                 "sctp_all_ipv4.hex": dump(vm, socket.AF_INET, ALL_STATES),
                 "sctp_all_ipv6.hex": dump(vm, socket.AF_INET6, ALL_STATES),
                 "sctp_all_ipv4_plain.hex": dump(vm, socket.AF_INET, ALL_STATES, extensions=0)}

    vm.run("kill", "-KILL", clients[3007])
    wait_until(lambda: any(found.inode == 0 for found in associations(vm)), "an association without a process")
    return captures | {"sctp_orphan.ss": ss(vm, "-aneo"), "sctp_orphan_ipv4.hex": dump(vm, socket.AF_INET, ALL_STATES)}


def start_client(vm, end):
    """Starts a client and has it send a line, which begins the association. Returns its process id."""
    command = " ".join(map(str, end.command()))
    fifo = f"/run/{end.port}"
    process = int(vm.shell(f"mkfifo {fifo}; setsid {command} <>{fifo} >>/run/output 2>&1 & echo $!").stdout)
    say(vm, end.port)
    return process


def say(vm, client_port):
    vm.shell(f"echo hello >/run/{client_port}")


def leave_unread(vm, listener, client_port):
    """Stops a listener and sends to it."""
    vm.run("kill", "-STOP", listener)
    say(vm, client_port)


def leave_unacknowledged(vm, address, client_port):
    """Takes the peer's address away and sends there."""
    vm.shell(f"ip address delete {address}/32 dev lo && ip route add {address}/32 dev lo")
    say(vm, client_port)


@dataclass(frozen=True)
class Association:
    """A line of /proc/net/sctp/assocs."""

    state: int
    sent: int
    received: int
    inode: int
    port: int


def associations(vm):
    return [Association(*(int(fields[column]) for column in (4, 7, 8, 10, 11))) for fields in table(vm, "assocs")]


def queues(vm):
    """The ports with something unread, and those with something not yet acknowledged."""
    found = associations(vm)
    return {each.port for each in found if each.received}, {each.port for each in found if each.sent}


def table(vm, name):
    """The lines of a table in /proc/net/sctp as lists of fields, its heading left out."""
    return [line.split() for line in vm.run("cat", f"/proc/net/sctp/{name}").stdout.splitlines()[1:]]


def ss(vm, options):
    """What ss prints of SCTP, without the blanks at the ends of lines."""
    return "".join(line.rstrip() + "\n" for line in vm.run("ss", "-S", options).stdout.splitlines())


def dump(vm, family, states, extensions=ALL_EXTENSIONS):
    return vm.run("dump_sock_diag", IPPROTO_SCTP, int(family), states, extensions).stdout


@dataclass(frozen=True, order=True)
class Row:
    """A message of a dump: an endpoint, or with peers an association. Addresses are sorted."""

    port: int
    peer_port: int
    state: int
    addresses: tuple
    peers: tuple
    recv_q: int
    send_q: int
    has_timer: bool
    has_inode: bool


def decode(text):
    """The rows of a dump, sorted."""
    rows = []
    for line in text.split():
        datagram = bytes.fromhex(line)
        while datagram:
            length, kind = struct.unpack_from("=IH", datagram)
            if kind == 20:  # SOCK_DIAG_BY_FAMILY
                rows.append(decode_message(datagram[16:length]))
            datagram = datagram[(length + 3) & ~3:]
    return sorted(rows)


def decode_message(message):
    """One struct inet_diag_msg and the attributes behind it (linux/inet_diag.h)."""
    _, state, timer, _, port, peer_port = struct.unpack_from("!4B2H", message)
    _, recv_q, send_q, _, inode = struct.unpack_from("=5I", message, 52)
    attributes, rest = {}, message[72:]
    while rest:
        length, kind = struct.unpack_from("=2H", rest)
        attributes[kind] = rest[4:length]
        rest = rest[(length + 3) & ~3:]
    return Row(port, peer_port, state, decode_addresses(attributes[INET_DIAG_LOCALS]),
               decode_addresses(attributes.get(INET_DIAG_PEERS, b"")), recv_q, send_q, timer != 0, inode != 0)


def decode_addresses(attribute):
    found = []
    for at in range(0, len(attribute), ADDRESS_BYTES):
        family, = struct.unpack_from("=H", attribute, at)
        begin, length = (at + 4, 4) if family == socket.AF_INET else (at + 8, 16)
        found.append(socket.inet_ntop(family, attribute[begin:begin + length]))
    return tuple(sorted(found))


def main(target):
    with tempfile.TemporaryDirectory() as directory:
        with VirtualMachine(directory, MODULES, programs(directory)) as vm:
            for name, text in play(vm).items():
                (Path(target) / name).write_text(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
