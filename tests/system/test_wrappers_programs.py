"""tcpd, try-from and safe_finger beside Debian's: what peers receive, what is logged, the exit status."""

import os
import shutil
import socket
import subprocess

import pytest

from harness.clients import connect, open_socket, receive_all
from harness.wrapped import FRIEND, SERVER, SERVER6, STRANGER, both_sides, on_each

PORT = 7000
# Runs a program under another name: PROGRAM ARGUMENT0 ARGUMENT…
RENAME = ("/usr/bin/python3", "-c", "import os, sys; os.execv(sys.argv[1], sys.argv[2:])")
REFUSED = f"daemon.warning {{}}[PID]: refused connect from {FRIEND} ({FRIEND})"
ACCEPTED = f"daemon.info {{}}[PID]: connect from {FRIEND} ({FRIEND})"


@pytest.fixture
def sides(network, tmp_path):
    with both_sides(network, tmp_path) as both:
        yield both


def run_on(side, handed, program, *arguments):
    """Runs a program with a socket as its three descriptors, as inetd does; `arguments` begin with the name that it is
    to believe in. Returns its exit status."""
    return side.server.run(*RENAME, program, *arguments, stdin=handed, stdout=handed, stderr=handed,
                           capture_output=False).returncode


def serve(side, program, *arguments, address=SERVER, source=FRIEND):
    """Hands one connection to a program as inetd does. Returns its exit status, what the peer gets, what is logged."""
    with open_socket(side.server.namespace, socket.AF_INET6 if ":" in address else socket.AF_INET,
                     socket.SOCK_STREAM) as listener:
        listener.bind((address, PORT))
        listener.listen()
        with connect(side.peer, address, PORT, source) as connection:
            accepted, _ = listener.accept()
            with accepted:
                status = run_on(side, accepted, program, *arguments)
            return status, receive_all(connection), side.logged("")


@pytest.mark.parametrize("daemon, sent", [
    (("/bin/echo", "hello"), b"hello\n"),
    # tcpd has no options of its own.
    (("/bin/echo", "-d", "-i", "file"), b"-d -i file\n"),
    # The daemon is told its name without the path, as inetd would have told it.
    (("/bin/cat", "/proc/self/cmdline"), b"cat\0/proc/self/cmdline\0"),
    (("/bin/sh", "-c", "umask"), b"0022\n"),
])
def test_tcpd_becomes_the_daemon_for_an_allowed_peer(sides, daemon, sent):
    name = os.path.basename(daemon[0])

    def scenario(side):
        side.rules(allow=f"{name}: {FRIEND}\n", deny="ALL: ALL\n")
        return serve(side, side.tcpd, *daemon)

    expected = (0, sent, [ACCEPTED.format(name)])
    assert on_each(sides, scenario) == (expected, expected)


def test_tcpd_finds_a_daemon_without_a_path_where_the_daemons_are(sides):
    """A program of /usr/sbin that every Debian has, that says something and ends with 1."""
    seen = on_each(sides, lambda side: serve(side, side.tcpd, "nologin"))
    assert seen.ours == seen.original
    assert seen.ours[:2] == (1, b"This account is currently not available.\n")
    assert seen.ours[2][0] == ACCEPTED.format("nologin")


def test_tcpd_sends_nothing_to_a_denied_peer(sides):
    def scenario(side):
        side.rules(deny=f"echo: {FRIEND}\n")
        return serve(side, side.tcpd, "/bin/echo", "hello")

    expected = (0, b"", [REFUSED.format("echo")])
    assert on_each(sides, scenario) == (expected, expected)


def test_tcpd_sends_the_banner_of_the_rule_to_a_denied_peer(sides):
    def scenario(side):
        side.rules(deny="echo: ALL: banners /etc/banners\n")
        side.server.write("/etc/banners/echo", "500 %c is not welcome at %d %% %A\n")
        return serve(side, side.tcpd, "/bin/echo", "hello")

    expected = (0, f"500 {FRIEND} is not welcome at echo % {SERVER}\r\n".encode(), [REFUSED.format("echo")])
    assert on_each(sides, scenario) == (expected, expected)


def test_tcpd_logs_the_name_of_a_peer_that_a_rule_asked_for(sides):
    def scenario(side):
        side.server.write("/etc/hosts", f"{FRIEND} friend.example\n", append=True)
        side.rules(allow="echo: .example: severity local3.notice\n", deny="ALL: ALL\n")
        return serve(side, side.tcpd, "/bin/echo", "hello")

    expected = (0, b"hello\n", [f"local3.notice echo[PID]: connect from friend.example ({FRIEND})"])
    assert on_each(sides, scenario) == (expected, expected)


def test_tcpd_gives_an_ipv6_peer_to_another_command(sides):
    def scenario(side):
        side.rules(allow="echo: [2001:db8::]/32: twist /bin/echo %a is not for %d\n")
        return serve(side, side.tcpd, "/bin/echo", "hello", address=SERVER6, source=None)

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[:2] == (0, b"2001:db8::2 is not for echo\n")


def test_tcpd_says_in_the_log_that_there_is_no_such_daemon(sides):
    def scenario(side):
        return serve(side, side.tcpd, "no-such-daemon")

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[:2] == (0, b"") and "cannot execute /usr/sbin/no-such-daemon" in seen.ours[2][-1]


def test_tcpd_does_not_run_the_daemon_without_a_socket(sides):
    def scenario(side):
        finished = side.server.run(*RENAME, side.tcpd, "/bin/echo", "hello")
        return finished.returncode, finished.stdout, finished.stderr, side.logged("")

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[:3] == (0, b"", b"")
    assert seen.ours[3] and all("non-socket" in line for line in seen.ours[3])


@pytest.mark.parametrize("source, left", [(FRIEND, b"datagram"), (STRANGER, None)])
def test_tcpd_leaves_a_datagram_to_the_daemon_or_takes_it_away(sides, source, left):
    def scenario(side):
        side.rules(deny=f"true: {STRANGER}\n")
        with open_socket(side.server.namespace, socket.AF_INET, socket.SOCK_DGRAM) as service:
            service.bind((SERVER, PORT))
            service.setblocking(True)  # as inetd's are, and for whoever shares it
            with connect(side.peer, SERVER, PORT, source, socket.SOCK_DGRAM) as client:
                client.send(b"datagram")
                status = run_on(side, service, side.tcpd, "/bin/true")
            try:
                return status, service.recv(100, socket.MSG_DONTWAIT), side.logged("connect from")
            except BlockingIOError:
                return status, None, side.logged("connect from")

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    assert seen.ours[:2] == (0, left) and len(seen.ours[2]) == 1 and source in seen.ours[2][0]


@pytest.mark.parametrize("address, source", [(SERVER, FRIEND), (SERVER6, None)])
def test_try_from_says_how_it_sees_its_peer(sides, address, source):
    def scenario(side):
        side.server.write("/etc/hosts", f"{FRIEND} friend.example\n{SERVER} server.example\n", append=True)
        return serve(side, side.programs / "try-from", "try-from", address=address, source=source)

    seen = on_each(sides, scenario)
    assert seen.ours == seen.original
    status, text, _ = seen.ours
    assert status == 0 and (source or "2001:db8::2").encode() in text
    assert (b"friend.example" in text) == (source == FRIEND)


def finger(side, script, *arguments, privileges=()):
    """Runs safe_finger on a server whose finger(1) is a script; None stands for a server that has none."""
    extra = side.server.path("/programs")
    extra.mkdir()
    fake = extra / "finger"
    if script is None:
        subprocess.run(("mknod", fake, "c", "0", "0"), check=True)  # how overlayfs writes down that a file is gone
    else:
        fake.write_text("#!/bin/sh\n" + script)
        fake.chmod(0o755)
    side.server.run("mount", "-t", "overlay", "-o", f"lowerdir={extra}:/usr/bin", "overlay", "/usr/bin", check=True)
    # Copied to where every user may run it: a checkout may lie below a private directory.
    shutil.copy2(side.programs / "safe_finger", side.server.path("/run/safe_finger"))
    finished = side.server.run(*privileges, "/run/safe_finger", *arguments)
    return finished.returncode, finished.stdout, finished.stderr


def test_safe_finger_passes_its_arguments_on(sides):
    seen = on_each(sides, lambda side: finger(side, 'echo "$#: $*"\n', "-l", "a b@host"))
    assert seen.ours == seen.original
    assert b"2: -l a b@host\n" in seen.ours[1]


def test_safe_finger_escapes_what_a_terminal_would_obey(sides):
    bytes_in_octal = "".join(f"{byte:04o}".replace("0", "\\0", 1) for byte in range(1, 256))
    seen = on_each(sides, lambda side: finger(side, f"printf '%b' 'a{bytes_in_octal}z\\r\\n'\n", "host"))
    assert seen.ours == seen.original
    assert b"\x1b" not in seen.ours[1] and b"\\033" in seen.ours[1] and b"\x9b" not in seen.ours[1]


def test_safe_finger_cuts_long_lines_and_long_answers(sides):
    # Far more than what is shown and a pipe hold together: else it is a race whether finger ends or is killed.
    script = "for length in 126 127 128 129 300; do printf '%*s\\n' $length x; done; seq 100000; printf end\n"
    seen = on_each(sides, lambda side: finger(side, script, "host"))
    assert seen.ours == seen.original
    assert len(seen.ours[1]) < 150000


def test_safe_finger_runs_finger_as_nobody_and_with_a_path_of_its_own(sides):
    script = 'id -u; id -g; id -G; echo "$PATH"; readlink /proc/self/fd/0\n'
    seen = on_each(sides, lambda side: finger(side, script, "host"))
    assert seen.ours == seen.original
    assert seen.ours[1].split() == [b"65534"] * 3 + [b"/bin:/usr/bin:/sbin:/usr/sbin", b"/dev/null"]


def test_safe_finger_of_an_ordinary_user_runs_as_that_user(sides):
    privileges = ("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups")
    seen = on_each(sides, lambda side: finger(side, "id -u; id -g\n", "host", privileges=privileges))
    assert seen.ours == seen.original
    assert seen.ours[1].split() == [b"12345"] * 2


@pytest.mark.parametrize("status", [0, 3])
def test_safe_finger_answers_with_a_status_of_its_own(sides, status):
    seen = on_each(sides, lambda side: finger(side, f"echo said >&2; exit {status}\n", "host"))
    assert seen.ours == seen.original


def test_safe_finger_without_a_finger_says_so(sides):
    seen = on_each(sides, lambda side: finger(side, None, "host"))
    assert seen.ours == seen.original
    assert b"No such file" in seen.ours[2]
