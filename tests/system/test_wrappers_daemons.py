"""Real daemons of Debian on the library under test: their peers, and whoever reads the log, see what they would see
with Debian's own."""

import socket
import ssl
import struct

import pytest

from harness.clients import connect, receive_all, receive_line
from harness.machines import wait_until
from harness.wrapped import (FRIEND, SERVER, STRANGER, both_sides, daemon_file, make_certificate, on_each,
                             start_inetd)

GREETING = b"hello\n"
# A call of RPC version 2 (RFC 5531): the list of what rpcbind (program 100000, version 2) knows, without credentials.
RPCBIND_DUMP = struct.pack(">10I", 7, 0, 2, 100000, 2, 4, 0, 0, 0, 0)
RPC_ACCEPTED, RPC_DENIED = 0, 1

STUNNEL_SETTINGS = """
foreground = yes
pid =
libwrap = yes
debug = warning
[tunnel]
accept = 7000
cert = /etc/cert.pem
key = /etc/key.pem
exec = /bin/echo
execArgs = echo hello
"""


@pytest.fixture
def sides(network, tmp_path):
    with both_sides(network, tmp_path) as both:
        yield both


def started(side, program, *arguments, listening):
    """Starts a daemon of the peers and makes sure of its library."""
    program = daemon_file(program)
    side.server.start(program, *arguments, listening=listening)
    side.assert_runs_on_its_library(program)
    return program


def received(side, port, source):
    """All that a peer gets. stunnel may have reset the connection before the peer knows that it has one."""
    try:
        with side.connect(port, source) as connection:
            return receive_all(connection)
    except ConnectionResetError:
        return b""


def sshd(side):
    make_certificate(side.server)
    side.server.path("/run/sshd").mkdir()
    side.server.write("/etc/passwd", "sshd:x:110:65534::/run/sshd:/usr/sbin/nologin\n", append=True)
    side.server.write("/etc/ssh/sshd_config", "HostKey /etc/key.pem\nUsePAM no\nPidFile none\n")
    return started(side, "usr/sbin/sshd", "-D", "-f", "/etc/ssh/sshd_config", listening=[("tcp", 22)])


def test_sshd_greets_an_allowed_peer(sides):
    def scenario(side):
        side.rules(allow=f"sshd: {FRIEND}\n", deny="ALL: ALL\n")
        program = sshd(side)
        with side.connect(22) as connection:
            banner = receive_line(connection)
            assert len(side.processes_of(program)) > 1, "a process for the peer"
            side.assert_runs_on_its_library(program)
            return banner, side.logged("connect from")

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[0].startswith(b"SSH-2.0-OpenSSH_9.2p1 ") and seen.ours[1] == []


def test_sshd_closes_on_a_denied_peer_without_a_word(sides):
    def scenario(side):
        side.rules(deny=f"sshd: {STRANGER}\n")
        sshd(side)
        return received(side, 22, STRANGER), side.logged("connect from")

    expected = (b"", [f"auth.info sshd[PID]: refused connect from {STRANGER} ({STRANGER})"])
    assert on_each(sides, scenario) == (expected, expected)


def test_sshd_denies_by_the_name_of_the_peer_and_logs_it(sides):
    def scenario(side):
        side.server.write("/etc/hosts", f"{STRANGER} host.bad.example\n{FRIEND} host.good.example\n", append=True)
        side.rules(deny="sshd: .bad.example\n")
        sshd(side)
        with side.connect(22) as connection:
            banner = receive_line(connection)
        return banner, received(side, 22, STRANGER), side.logged("connect from")

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[0].startswith(b"SSH-2.0-") and seen.ours[1] == b""
    assert seen.ours[2] == [f"auth.info sshd[PID]: refused connect from host.bad.example ({STRANGER})"]


def rpcbind(side):
    side.server.write("/etc/passwd", "_rpc:x:111:65534::/run/rpcbind:/usr/sbin/nologin\n", append=True)
    # -f stays in the foreground, -l logs whom the library has let in.
    return started(side, "sbin/rpcbind", "-f", "-l", listening=[("udp", 111), ("tcp", 111)])


def rpc_reply(connection, stream):
    """What rpcbind answers on a connection. On a stream a record begins with its length (RFC 5531, section 11)."""
    if not stream:
        connection.sendall(RPCBIND_DUMP)
        return connection.recv(65536)
    connection.sendall(struct.pack(">I", 1 << 31 | len(RPCBIND_DUMP)) + RPCBIND_DUMP)
    with connection.makefile("rb") as record:
        length, = struct.unpack(">I", record.read(4))
        return record.read(length & 0x7fffffff)


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
@pytest.mark.parametrize("peer, status", [(FRIEND, RPC_ACCEPTED), (STRANGER, RPC_DENIED)])
def test_rpcbind_tells_an_allowed_peer_alone_what_it_knows(sides, kind, peer, status):
    def scenario(side):
        side.rules(allow=f"rpcbind: {FRIEND}\n", deny="rpcbind: ALL\n")
        rpcbind(side)
        with connect(side.peer, SERVER, 111, peer, kind) as connection:
            reply = rpc_reply(connection, kind == socket.SOCK_STREAM)
        # It logs in a process of its own, which may be later than the answer.
        logged = wait_until(lambda: side.logged(r"to dump\(\)"), "rpcbind to log")
        return reply, logged

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert struct.unpack_from(">3I", seen.ours[0]) == (7, 1, status)
    assert len(seen.ours[1]) == 1 and peer in seen.ours[1][0]


def stunnel(side):
    make_certificate(side.server)
    side.server.write("/etc/stunnel.conf", STUNNEL_SETTINGS)
    return started(side, "usr/bin/stunnel4", "/etc/stunnel.conf", listening=[("tcp", 7000)])


def test_stunnel_serves_an_allowed_peer(sides):
    def scenario(side):
        side.rules(allow=f"tunnel: {FRIEND}\n", deny="ALL: ALL\n")
        stunnel(side)
        context = ssl.create_default_context(cafile=side.server.path("/etc/cert.pem"))
        with context.wrap_socket(side.connect(7000), server_hostname="server") as connection:
            return receive_all(connection), side.logged("libwrap")

    expected = (GREETING, [])
    assert on_each(sides, scenario) == (expected, expected)


def test_stunnel_closes_on_a_denied_peer_before_any_tls(sides):
    def scenario(side):
        side.rules(deny=f"tunnel: {STRANGER}\n")
        stunnel(side)
        return received(side, 7000, STRANGER), side.logged("libwrap")

    expected = (b"", [f"daemon.warning stunnel: LOG4[0]: Service [tunnel] REFUSED by libwrap from {STRANGER}:PORT"])
    assert on_each(sides, scenario) == (expected, expected)


def socat(side, listen, allow="", deny=""):
    """socat that sends a greeting to whom tables of its own let in."""
    side.server.write("/etc/greeting", GREETING.decode())
    side.server.write("/etc/socat.allow", allow)
    side.server.write("/etc/socat.deny", deny)
    options = "fork,tcpwrap=greeter,allow-table=/etc/socat.allow,deny-table=/etc/socat.deny"
    # -ly logs to the system, -d warnings too.
    return started(side, "usr/bin/socat", "-ly", "-d", "-U", f"{listen},{options}", "OPEN:/etc/greeting,rdonly",
                   listening=[("tcp", 5000)])


def test_socat_serves_whom_its_own_tables_allow(sides):
    def scenario(side):
        side.rules(deny="ALL: ALL\n")
        socat(side, "TCP-LISTEN:5000", allow=f"greeter: {FRIEND}\n", deny="greeter: ALL\n")
        return received(side, 5000, FRIEND), received(side, 5000, STRANGER), side.logged("matched|refusing")

    # socat asks for the number of the rule (hosts_access_verbose), which the library logs.
    expected = (GREETING, b"", ["daemon.debug socat[PID]: matched:  /etc/socat.allow line 1",
                                "daemon.debug socat[PID]: matched:  /etc/socat.deny line 1",
                                f"daemon.warning socat[PID]: W refusing connection from AF=2 {STRANGER}:PORT"
                                " due to tcpwrapper option"])
    assert on_each(sides, scenario) == (expected, expected)


def test_an_ipv4_peer_of_an_ipv6_socket_of_socat_is_matched_by_its_ipv4_net(sides):
    def scenario(side):
        socat(side, "TCP6-LISTEN:5000,ipv6only=0", deny="greeter: 192.0.2.2/31\n")
        mapped = received(side, 5000, STRANGER)
        with connect(side.peer, "2001:db8::1", 5000) as connection:
            return mapped, receive_all(connection), side.logged("matched")

    expected = (b"", GREETING, ["daemon.debug socat[PID]: matched:  /etc/socat.deny line 1"])
    assert on_each(sides, scenario) == (expected, expected)


def test_inetd_asks_for_each_peer_by_the_name_of_the_service(sides):
    def scenario(side):
        side.rules(deny=f"greeter: {STRANGER}\n")
        start_inetd(side, "telnet", 23, ("/bin/echo", "greeter", "hello"), options=["-l"])
        side.assert_runs_on_its_library(daemon_file("usr/sbin/inetd"))
        return received(side, 23, FRIEND), received(side, 23, STRANGER), side.logged("connection from")

    expected = (GREETING, b"", [f"daemon.info inetd[PID]: connection from {FRIEND}, service telnet (tcp)",
                                f"daemon.warning inetd[PID]: refused connection from {STRANGER}, service telnet (tcp)"])
    assert on_each(sides, scenario) == (expected, expected)
