"""`portreeve ports` beside ss(8) of iproute2 6.1 in one namespace full of sockets, and what is known to differ."""

import random
import re
import subprocess
import sys

import pytest

from conformance.zoo import (ODD_NAMES, beside, link, on_terminal, ours, rows, run, start_odd_owners, times, without_time,
                             zoo)

# Without those of the netlink family: the listing's own socket is among them, and ss tells twice of others.
EXACT = [
    "-tan", "-tln", "-ta", "-tl", "-t", "-tuan", "-tua", "-u", "-ua", "-uln", "-w", "-wa", "-wan", "-tanH", "-tlnO",
    "-4tan", "-6tan", "-46tan", "-64tan", "-4an", "-6a", "-tlw", "-tlnp", "-uanp", "-tunp", "-tlnpT",
    "-x", "-xa", "-xan", "-xlnp", "-0", "-0a", "-0an", "-0ane", "-0aneO", "-0anpm", "-M", "-Man", "-d", "-S", "-San",
    "-A inet -an", "-A all,!netlink -a", "-A u_str,u_seq -an", "-A packet -an", "-A tcp,unix -l", "-plno -A tcp,udp,sctp",
    "-f unix -a", "-f inet6 -an", "-f link -an", "-x -t -an", "--tcp --listening --numeric", "--unix --all --processes",
    "-tan --inet-sockopt", "-tan --tos", "-tanm", "-uanm", "-xanm", "-tanmO", "-tanr", "-uane --cgroup",
    "--vsock -a", "--tipc -a", "--xdp -a", "-s", "-st", "-a -A inet state listening", "-tan exclude listening",
    "-tan state connected exclude established", "-tan state big", "-an state bucket", "-t state closed", "-xa state all",
]


@pytest.fixture(scope="module")
def host(tmp_path_factory, namespaces_available):
    with zoo(tmp_path_factory.mktemp("zoo")) as namespace:
        yield namespace


def printed(namespace, *command, **options):
    finished = run(namespace, *command, **options)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def both(namespace, *arguments, **options):
    """What ss prints while what there is to list holds still, and `portreeve ports --as ss` at that time, without the
    kinds of sockets that ss does not know."""
    theirs, mine, _ = beside(lambda: printed(namespace, "ss", *arguments, **options),
                             lambda: printed(namespace, *ours("--as", "ss", *arguments), **options), key=rows)
    return theirs, without_other_kinds(mine)


def without_other_kinds(listing):
    return "".join(line for line in listing.splitlines(keepends=True) if not line.startswith(("udpl ", "icmp ")))


def once(listed, is_netlink=lambda row: row.startswith("nl ")):
    """Rows of ss, which tells twice of some netlink sockets, each of those once."""
    netlink = set(filter(is_netlink, listed))
    return sorted([*netlink, *(row for row in listed if row not in netlink)])


@pytest.mark.parametrize("flags", EXACT)
def test_the_bytes_are_those_of_ss(host, flags):
    theirs, mine = both(host, *flags.split())
    assert mine == theirs


@pytest.mark.parametrize("flags", ["-tano", "-tanoe", "-tani", "-tanoei", "-tai", "-tanimoe", "-tane --cgroup", "-Mani"])
def test_what_goes_by_the_clock_lies_between_what_ss_says_before_and_after(host, flags):
    before, mine, after = beside(lambda: printed(host, "ss", *flags.split()),
                                 lambda: printed(host, *ours("--as", "ss", *flags.split())), key=without_time)
    assert without_time(mine) == without_time(before)
    for earlier, shown, later in zip(times(before), times(mine), times(after), strict=True):
        assert min(earlier, later) <= shown <= max(earlier, later)


@pytest.mark.parametrize("flags", ["-ln", "-l"])
def test_every_socket_is_there_those_of_netlink_once(host, flags):
    theirs, mine = both(host, *flags.split())
    assert rows(mine) == once(rows(theirs))


@pytest.mark.parametrize("flags", ["-f netlink -l", "-A netlink -ane"])
def test_netlink_sockets_are_those_of_ss_each_of_them_once(host, flags):
    theirs, mine = both(host, *flags.split())
    assert rows(mine) == once(rows(theirs), is_netlink=lambda row: True)


def owners_of(listing):
    """Who holds the sockets of a listing: (port, name, process, descriptor). The name may have a newline in it."""
    return {(re.search(r"127\.0\.0\.1:(\d+) ", row)[1], *owner)
            for row in re.split(r"^(?=LISTEN )", listing, flags=re.MULTILINE)
            for owner in re.findall(r'\("(.*?)",pid=(\d+),fd=(\d+)\)', row, re.DOTALL)}


def test_every_owner_is_there_whatever_its_name(namespace):
    """By fork, by SCM_RIGHTS and in groups of SO_REUSEPORT. A name of ss ends at the first parenthesis."""
    start_odd_owners(namespace)
    theirs, mine = both(namespace, "-tlnpH")
    owners = owners_of(re.sub(r"\\x0a", "\n", mine).replace("\\\\", "\\"))
    assert {(port, name.partition(")")[0], *rest) for port, name, *rest in owners} == owners_of(theirs)
    assert len([owner for owner in owners if owner[0] == "7101"]) == 3 and len(owners) == 2 * len(ODD_NAMES) + 1 + 3
    assert set(ODD_NAMES) <= {name for _, name, *_ in owners}


@pytest.mark.parametrize("columns", [20, 40, 79, 80, 81, 100, 132, 200])
@pytest.mark.parametrize("flags", ["-tan", "-tlnp", "-uaH", "-xa", "-tln", "-0a"])
def test_a_terminal_is_filled_as_by_ss(host, columns, flags):
    theirs, mine, _ = beside(lambda: on_terminal(host, columns, "ss", flags),
                             lambda: on_terminal(host, columns, *ours("--as", "ss", flags)))
    assert mine == theirs


def test_a_link_named_ss_is_ss(host, tmp_path):
    for arguments in (["-tlw"], ["-tan", "sport = :22 or dport = :7002"], ["-s"], ["-xan"], ["-San"]):
        theirs, mine, _ = beside(lambda: printed(host, "ss", *arguments),
                                 lambda: printed(host, link("ss", tmp_path), *arguments))
        assert mine == theirs
    assert run(host, link("ss", tmp_path), "-V").stdout.startswith("ss utility, ")
    wrong = run(host, link("ss", tmp_path), "-tan", "sport = nothing")
    assert wrong.returncode == 255 and wrong.stderr.startswith("ss: ")


@pytest.mark.parametrize("arguments", ["-tlw", "-plno -A tcp,udp,sctp"])
def test_the_chapters_listings_are_those_of_ss(host, tmp_path, arguments):
    for command in (ours("--as", "ss"), (link("ss", tmp_path),)):
        theirs, mine, _ = beside(lambda: printed(host, "ss", *arguments.split()),
                                 lambda: printed(host, *command, *arguments.split()))
        assert mine == theirs


def test_the_chapters_listing_of_everything_is_that_of_ss(host, tmp_path):
    for command in (ours("--as", "ss"), (link("ss", tmp_path),)):
        theirs, mine, _ = beside(lambda: printed(host, "ss", "-an"), lambda: printed(host, *command, "-an"), key=rows)
        # Column by column: netlink sockets come first, and ss tells twice of some.
        kept = [[line for line in listing.splitlines() if not line.startswith("nl ")] for listing in (theirs, mine)]
        assert without_other_kinds("\n".join(kept[1])) == "\n".join(kept[0])
        assert rows(without_other_kinds(mine)) == once(rows(theirs))


def test_a_namespace_is_entered_by_name(host):
    def list_by(*command):
        return subprocess.run((*command, "-N", host.name, "-A", "inet,unix", "-an"), capture_output=True, text=True,
                              check=True).stdout

    theirs, mine, _ = beside(lambda: list_by("ss"), lambda: list_by(*ours("--as", "ss")))
    assert without_other_kinds(mine) == theirs
    assert run(host, *ours("-N", "no-such-namespace")).returncode == 3


def test_a_filter_is_read_from_a_file(host, tmp_path):
    file = tmp_path / "filter"
    file.write_text("# a comment\nor\n( dport = :7002 )\n")
    for arguments in (["-tan", "-F", file, "sport = :22"], ["-F", file, "-tan", "sport", "=", ":22"]):
        theirs, mine = both(host, *arguments)
        assert mine == theirs
    file.write_text("sport = :7001\nand src 127.0.0.0/8\n")
    theirs, mine = both(host, "-tan", "-F", "-", input=file.read_text())
    assert mine == theirs
    assert len(mine.splitlines()) > 2


# What a condition is made of: values that are there, and some that are not.
ADDRESSES = ["127.0.0.1", "127.0.0.0/8", "127/8", "10.0.0.0/8", "[::1]", "::1/128", "::ffff:0:0/96", "192.0.2.1", "192.0.2.0/24",
             "*", "127.0.0.1:7001", "*:22", ":7002", "[::1]:7002", "127.0.0.1:*", "fe80::/10", "any", "127.0.0.1/30",
             "[::ffff:127.0.0.1]:7002", ":domain", "127.0.0.1:ssh"]
PORTS = [":22", "22", ":ssh", ":7001", "7002", ":5300", ":1", "0x1b59", ":60000", ":domain"]
ORDERS = ["<", "lt", "<=", "le", ">", "gt", ">=", "geq"]
OPERATORS = ["", "=", "==", "eq", "!=", "ne", *ORDERS]


def condition(chance):
    kind = chance.randrange(7)
    if kind < 3:
        return f"{chance.choice(['src', 'dst'])} {chance.choice(['', '= ', 'eq '])}{chance.choice(ADDRESSES)}"
    if kind < 5:
        operator = chance.choice(OPERATORS)
        port = chance.choice(PORTS if operator in ORDERS else [*PORTS, ":*", ":70000"])
        return f"{chance.choice(['sport', 'dport'])} {operator} {port}"
    if kind == 5:
        return f"dev {chance.choice(['', '=', '!='])} {chance.choice(['lo', 'eth0', '1'])}"
    return f"fwmark {chance.choice(['=', '!='])} {chance.choice(['0', '0x0/0xff', '0x10/0x10'])}"


def expression(chance, depth=0):
    """An expression of ss, of any shape."""
    if depth > 2 or chance.random() < 0.3:
        return condition(chance)
    shape = chance.randrange(4)
    left, right = expression(chance, depth + 1), expression(chance, depth + 1)
    if shape == 0:
        return f"{left} {chance.choice(['and', '&', '&&', ''])} {right}"
    if shape == 1:
        return f"{left} {chance.choice(['or', '|', '||'])} {right}"
    if shape == 2:
        return f"{chance.choice(['not', '!'])} {left if chance.random() < 0.5 else f'( {left} )'}"
    return f"( {left} ) {right}"


@pytest.mark.parametrize("seed", range(8))
def test_generated_filters_choose_what_they_choose_with_ss(host, seed):
    chance = random.Random(seed)
    chosen = set()
    for _ in range(15):
        text = expression(chance)
        theirs, mine = both(host, "-tuanH", text)
        assert rows(mine) == rows(theirs), text
        chosen.add(len(rows(mine)))
    assert len(chosen) > 3  # not all of them, or none, again and again


OTHER_FAMILIES = [
    "src unix:*", "src unix:*/STREAM", "not src unix:*stream", "src unix:@zoo*", "dst unix:*", "dst unix:/*",
    "src link:*", "src link:lldp", "src link:*:lo", "src link:0x88cc:*", "sport = link:lo", "src netlink:genl",
    "src netlink:uevent", "src netlink:rtnl:kernel", "sport = netlink:kernel", "src inet:127.0.0.1", "src inet6:*",
    "sport = inet:22 or src inet6:[::1]", "src vsock:2", "autobound src unix:*", "sport > 1000000000",
]


@pytest.mark.parametrize("text", OTHER_FAMILIES)
def test_filters_of_other_families_choose_what_they_choose_with_ss(host, text):
    theirs, mine = both(host, "-aH", text)
    assert rows(mine) == once(rows(theirs))


WRONG = ["( sport = :22", "sport = :22 )", "sport", "sport =", "sport = nothing", "or sport = :22", "sport = :22 or", "not",
         "src ::1", "src [::1", "src 1.2.3.4.5", "src != 127.0.0.1", "dev = nothing", "fwmark = x", "nothing", "( )", "dev < lo",
         "cgroup = /nothing", "src link:nothing", "src netlink:nothing", "src vsock:x"]


@pytest.mark.parametrize("text", WRONG)
def test_what_ss_does_not_understand_is_refused_with_a_mark_under_it(host, text):
    assert run(host, "ss", "-tan", text).returncode != 0
    mine = run(host, *ours("-tan", text))
    assert mine.returncode == 2 and mine.stdout == ""
    reason, shown, mark = mine.stderr.splitlines()
    assert reason.startswith("portreeve: cannot parse the filter: ")
    assert shown == f"  {text}" and re.fullmatch(r" *\^+", mark) and len(mark) <= len(shown) + 1


@pytest.mark.parametrize("flags", ["-Q", "-A nothing", "-f nothing", "state nothing", "state", "-Z", "-E", "-K", "-b", "-D -"])
def test_options_that_there_are_not_are_a_matter_of_usage(host, flags):
    mine = run(host, *ours(*flags.split()))
    assert mine.returncode == 2 and mine.stdout == "" and len(mine.stderr.splitlines()) <= 2


# What is known to differ: docs/differences.md has a line for each of these.

def plant(namespace, script, *arguments):
    return namespace.start(sys.executable, "-c", script, *arguments)


NAMED = """
import signal, socket, sys
held = socket.create_server(("127.0.0.1", 7001))
open("/proc/self/comm", "w").write(sys.argv[1])
print("READY", flush=True)
signal.pause()
"""


def test_a_name_with_parentheses_is_whole(namespace):
    plant(namespace, NAMED, "a(b) c")
    assert '("a(b",' in run(namespace, "ss", "-tlnp").stdout
    assert '("a(b) c",' in run(namespace, *ours("-tlnp")).stdout


def test_control_characters_are_escaped(namespace, tmp_path):
    plant(namespace, NAMED, "\x1b[31m")
    plant(namespace, "import signal, socket\nheld = socket.socket(socket.AF_UNIX)\nheld.bind('\\0a\\nb')\nheld.listen()\n"
          "print('READY', flush=True)\nsignal.pause()")
    assert "\x1b" in run(namespace, "ss", "-tlnp").stdout
    shown = run(namespace, *ours("-tlnp")).stdout
    assert "\x1b" not in shown and r'("\x1b[31m",' in shown
    assert len(run(namespace, "ss", "-xlnH").stdout.splitlines()) == 2  # torn by the newline
    assert len(run(namespace, *ours("-xlnH")).stdout.splitlines()) == 1


def test_raw_and_netlink_sockets_have_owners(host):
    raw = run(host, *ours("-wanpH")).stdout.splitlines()
    assert raw and all("users:((" in row for row in raw)
    assert "users:((" not in run(host, "ss", "-A", "netlink", "-anp").stdout
    assert "users:((" in run(host, *ours("-A", "netlink", "-anp")).stdout


def test_udplite_is_listed(host):
    assert ":7010 " not in run(host, "ss", "-uan").stdout
    if "UDPLITE" not in host.run("cat", "/proc/net/protocols").stdout.replace("-", "").upper():
        pytest.skip("this kernel has no UDP-Lite")
    assert re.search(r"^udpl +UNCONN .* 127\.0\.0\.1:7010 ", run(host, *ours("-an")).stdout, re.MULTILINE)
    assert "7010" in run(host, *ours("-A", "udplite", "-an")).stdout


def test_a_port_beyond_the_last_is_larger_than_every_other(host):
    every = rows(run(host, *ours("-tanH")).stdout)
    assert rows(run(host, *ours("-tanH", "dport < :70000")).stdout) == every
    assert rows(run(host, "ss", "-tanH", "dport < :70000").stdout) == rows(run(host, "ss", "-tanH", "dport < :4464").stdout)


def test_no_port_is_less_or_greater_than_every_port(host):
    assert run(host, "ss", "-tanH", "sport > :*").returncode == 0
    wrong = run(host, *ours("-tanH", "sport > :*"))
    assert wrong.returncode == 2 and wrong.stderr.splitlines()[1:] == ["  sport > :*", "          ^^"]


def test_a_kind_that_this_kernel_cannot_list_is_said_and_fails_but_in_the_place_of_ss(host, tmp_path):
    if "AF_VSOCK" not in host.run("cat", "/proc/net/protocols").stdout:
        pytest.skip("this kernel has no vsock")
    plain = run(host, *ours("--vsock", "-a"))
    if plain.returncode == 0:
        pytest.skip("this kernel lists its vsock sockets")
    assert plain.returncode == 3 and "not seen: the vsock sockets" in plain.stderr
    for command in (("ss",), ours("--as", "ss"), (link("ss", tmp_path),)):
        assert run(host, *command, "--vsock", "-a").returncode == 0


def test_ping_sockets_are_listed(namespace):
    namespace.set_kernel(**{"net/ipv4/ping_group_range": "0 2147483647"})
    plant(namespace, "import signal, socket\nheld = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)\n"
          "held.bind(('127.0.0.1', 77))\nprint('READY', flush=True)\nsignal.pause()")
    assert ":77 " not in run(namespace, "ss", "-an").stdout
    assert re.search(r"^icmp +UNCONN .* 127\.0\.0\.1:77 ", run(namespace, *ours("-an")).stdout, re.MULTILINE)


def test_the_device_of_a_unix_sockets_file_is_its_device(host, tmp_path):
    row = next(line for line in run(host, *ours("-xlne")).stdout.splitlines() if "/stream" in line)
    path = re.search(r" (/\S+/stream) ", row)[1]
    status = host.run("stat", "-c", "%i %Hd %Ld", path).stdout.split()
    assert " ino:{} dev:{}/{}".format(*status) in row
    theirs = next(line for line in run(host, "ss", "-xlne").stdout.splitlines() if "/stream" in line)
    assert re.sub(r"dev:\S+ +", "", theirs).split() == re.sub(r"dev:\S+ +", "", row).split()


def test_kinds_of_packet_sockets_are_told_apart(host):
    assert "p_dgr" in run(host, "ss", "-A", "packet_raw,tcp", "-an").stdout
    assert "p_dgr" not in run(host, *ours("-A", "packet_raw,tcp", "-an")).stdout


def test_autobound_goes_by_the_port_alone(host):
    """ss joins the kernel's notion (a port that was not asked for) with this one, so that some are in neither list."""
    mine = {text: rows(run(host, *ours("-tanH", text)).stdout) for text in ("autobound", "not autobound")}
    assert sorted(mine["autobound"] + mine["not autobound"]) == rows(run(host, *ours("-tanH")).stdout)
    assert set(rows(run(host, "ss", "-tanH", "autobound").stdout)) <= set(mine["autobound"])


def test_a_bound_port_that_does_not_listen_yet_is_among_all(namespace):
    plant(namespace, "import signal, socket\nheld = socket.socket()\nheld.bind(('127.0.0.1', 7007))\n"
          "print('READY', flush=True)\nsignal.pause()")
    shown = run(namespace, *ours("-tan")).stdout
    if ":7007" not in shown:
        pytest.skip("this kernel does not list such sockets (Linux 6.8 and later do)")
    assert ":7007" not in run(namespace, "ss", "-tan").stdout
    assert ":7007" not in run(namespace, *ours("-tln")).stdout


def test_what_was_not_seen_is_said(host, public_binary):
    finished = run(host, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
                   public_binary, "ports", "-tlnp")
    assert ":7001 " in finished.stdout and "users:" not in finished.stdout and "the owners of" in finished.stderr
