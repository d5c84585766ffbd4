"""`portreeve ports --as netstat` beside netstat(8) of net-tools 2.10 in one namespace full of sockets, and what differs."""

import re
import sys

import pytest

from conformance.zoo import beside, link, ours, run, start_odd_owners, times, without_time, zoo

EXACT = [
    "-tan", "-tln", "-tln4", "-tl6n", "-t", "-ta", "-tl", "-u", "-uan", "-w", "-wan", "-U", "-Uan", "-tuwan", "-tlnw", "-tulpn",
    "-tanp", "-tane", "-tanee", "-ta --numeric-hosts", "-tl --numeric-ports", "-tane --numeric-users", "-tanW", "-taW",
    "-4an", "-6an", "-A inet -an", "-A inet6 -ln", "-pan -A inet,inet6", "-nl -A inet,inet6", "--tcp --listening --numeric",
    "--inet -a", "--inet6 --al --numeric-h", "-nA inet", "-Sn", "-plnS", "-tn ignored words",
]


@pytest.fixture(scope="module")
def host(tmp_path_factory, namespaces_available):
    with zoo(tmp_path_factory.mktemp("zoo")) as namespace:
        yield namespace


def printed(namespace, *command):
    """What a listing prints, and whether it succeeds: it does not where the kernel lacks what was named."""
    finished = run(namespace, *command)
    return finished.stdout + ("" if finished.returncode == 0 else "failed\n")


def both(namespace, *arguments):
    """What netstat prints while what there is to list holds still, and `portreeve ports --as netstat` at that time."""
    theirs, mine, _ = beside(lambda: printed(namespace, "netstat", *arguments),
                             lambda: printed(namespace, *ours("--as", "netstat", *arguments)))
    return theirs, mine


@pytest.mark.parametrize("flags", EXACT)
def test_the_bytes_are_those_of_netstat(host, flags):
    theirs, mine = both(host, *flags.split())
    assert mine == theirs


@pytest.mark.parametrize("flags", ["-tano", "-uano", "-tanoep"])
def test_what_goes_by_the_clock_lies_between_what_netstat_says_before_and_after(host, flags):
    before, mine, after = beside(lambda: printed(host, "netstat", flags),
                                 lambda: printed(host, *ours("--as", "netstat", flags)), key=without_time)
    assert without_time(mine) == without_time(before)
    for earlier, shown, later in zip(times(before), times(mine), times(after), strict=True):
        assert min(earlier, later) <= shown <= max(earlier, later)


@pytest.mark.parametrize("flags", ["-x", "-xa", "-xl", "-xlnp", "-xap", "-an", "-l", "-anp", ""])
def test_unix_sockets_are_those_of_netstat_but_for_connections_not_yet_accepted(host, flags):
    theirs, mine = both(host, *flags.split())
    assert mine == re.sub(r"^unix .* CONNECTING .*\n", "", theirs, flags=re.MULTILINE)


def test_the_owner_that_is_named_of_several_is_that_of_netstat(namespace):
    start_odd_owners(namespace)
    theirs, mine = both(namespace, "-tlnp")
    assert mine == theirs


@pytest.mark.parametrize("arguments", ["-pan -A inet,inet6", "-tlnw", "-plnS", "-nl -A inet,inet6"])
def test_a_link_named_netstat_is_netstat(host, tmp_path, arguments):
    theirs, mine, _ = beside(lambda: printed(host, "netstat", *arguments.split()),
                             lambda: printed(host, link("netstat", tmp_path), *arguments.split()))
    assert mine == theirs


def test_what_netstat_does_not_understand_ends_a_link_of_that_name_as_it(host, tmp_path):
    for flags in ("-Q", "--nu", "--in", "-A"):
        assert run(host, link("netstat", tmp_path), flags).returncode == run(host, "netstat", flags).returncode == 3


@pytest.mark.parametrize("flag, instead", [("-r", "ip route"), ("-i", "ip -s link"), ("-s", "nstat"), ("-g", "ip maddress"),
                                           ("-M", "conntrack"), ("-c", "watch"), ("-A ipx", "inet")])
def test_what_is_not_about_sockets_is_pointed_elsewhere(host, flag, instead):
    finished = run(host, *ours("--as", "netstat", *flag.split()))
    assert finished.returncode == 2 and finished.stdout == "" and instead in finished.stderr


# What is known to differ: docs/differences.md has a line for each of these.

def test_a_protocol_that_the_kernel_lacks_does_not_hide_the_others(host, tmp_path):
    if "SCTP" in host.run("cat", "/proc/net/protocols").stdout:
        pytest.skip("this kernel has SCTP")
    theirs, mine = run(host, "netstat", "-Suan"), run(host, link("netstat", tmp_path), "-Suan")
    assert theirs.returncode == mine.returncode == 1
    assert "not seen: sctp sockets" in mine.stderr
    assert "udp " not in theirs.stdout and mine.stdout == run(host, "netstat", "-uan").stdout


def plant(namespace, script, *arguments):
    return namespace.start(sys.executable, "-c", script, *arguments)


PATH = """
import signal, socket, sys
held = socket.socket(socket.AF_UNIX)
held.bind(sys.argv[1])
held.listen()
print("READY", flush=True)
signal.pause()
"""


def test_a_path_is_whole_and_harmless(namespace, tmp_path):
    plant(namespace, PATH, f"{tmp_path}/a b\x1b[31m")
    theirs, mine = both(namespace, "-xl")
    assert f"{tmp_path}/a\n" in theirs
    assert f"{tmp_path}/a b\\x1b[31m\n" in mine


def test_a_connection_that_nobody_has_accepted_is_no_socket_of_its_own(namespace, tmp_path):
    plant(namespace, PATH + "", f"{tmp_path}/listener")
    plant(namespace, "import signal, socket, sys\nheld = socket.socket(socket.AF_UNIX)\nheld.connect(sys.argv[1])\n"
          "print('READY', flush=True)\nsignal.pause()", f"{tmp_path}/listener")
    theirs, mine = both(namespace, "-xa")
    assert "CONNECTING" in theirs and "CONNECTING" not in mine
    assert len(mine.splitlines()) == len(theirs.splitlines()) - 1


def test_the_name_of_a_program_is_harmless(namespace, tmp_path):
    shell = tmp_path / "odd\x1b[31m"
    shell.symlink_to(sys.executable)
    namespace.start(shell, "-c", "import signal, socket\nheld = socket.create_server(('127.0.0.1', 7001))\n"
                    "print('READY', flush=True)\nsignal.pause()")
    theirs, mine = both(namespace, "-tlnp")
    assert "\x1b" in theirs
    assert "\x1b" not in mine and r"/odd\x1b" in mine
