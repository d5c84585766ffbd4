"""The socket listing beside ss(8) in the same namespace, its JSON, its captures, and what it may not see."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from harness import program
from harness.capture import capture

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/ports.schema.json").read_text())

# Runs in a namespace as a daemon of its own and holds what listeners.py cannot plant.
SHARED = """
import os, signal, socket
listener = socket.create_server(("127.0.0.1", 7001))
copy = os.dup(listener.fileno())
if os.fork() != 0:
    print("READY", flush=True)
signal.pause()
"""
REUSED = """
import signal, socket
held = [socket.create_server(("127.0.0.1", 7002), reuse_port=True) for _ in range(3)]
print("READY", flush=True)
signal.pause()
"""
NAMED = """
import signal, socket, sys
held = socket.create_server(("127.0.0.1", 7003))
open("/proc/self/comm", "w").write(sys.argv[1])
print("READY", flush=True)
signal.pause()
"""
CONNECTED = """
import signal, socket
listener = socket.create_server(("::", 7004), family=socket.AF_INET6, dualstack_ipv6=True)
def connect():
    return socket.create_connection(("127.0.0.1", 7004)), listener.accept()[0]
established, half_closed, closed = connect(), connect(), connect()
half_closed[0].close()
closed[0].close(), closed[1].close()
waiting = socket.create_connection(("::1", 7004))  # never accepted
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 7005))
datagrams.connect(("127.0.0.1", 7006))
print("READY", flush=True)
signal.pause()
"""
# Becomes a program to which the kernel refuses netlink sockets (seccomp(2), a filter of six instructions).
WITHOUT_NETLINK = """
import ctypes, errno, os, socket, struct, sys
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
REFUSE, ALLOW = 0x00050000 | errno.EAFNOSUPPORT, 0x7fff0000
SOCKET = {"x86_64": 41, "aarch64": 198}[os.uname().machine]
instructions = [(LOAD, 0, 0, 0), (JUMP_IF_EQUAL, 0, 3, SOCKET), (LOAD, 0, 0, 16),
                (JUMP_IF_EQUAL, 0, 1, socket.AF_NETLINK), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in instructions))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
program = Program(len(instructions), ctypes.addressof(code))
libc = ctypes.CDLL(None)
assert libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
assert libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program)) == 0
os.execv(sys.argv[1], sys.argv[1:])
"""


def plant(namespace, script, *arguments, python=sys.executable):
    return namespace.start(python, "-c", script, *arguments)


@pytest.fixture
def host(network):
    """A host with two links that has a socket of every kind, in each family, in many states."""
    made = network.namespace()
    for interface in ("eth0", "eth1"):
        network.connect(made, network.namespace(), "fe80::1/64", "fe80::2/64", interfaces=(interface, "eth0"))
    made.listen("tcp:0.0.0.0:22", "tcp:[::]:80", "tcp:[::]:81,v6only", "tcp:127.0.0.1:25", "tcp:[::1]:25",
                "udp:0.0.0.0:53", "udp:[::]:123", "udp:[::]:53,v6only", "tcp:0.0.0.0:8080,device=eth0",
                "tcp:[::]:8081,device=eth1", "udp:0.0.0.0:68,device=eth1", "tcp:[fe80::1%eth0]:9000",
                "tcp:[fe80::1%eth1]:9000", "udp:[fe80::1%eth0]:546", processes=3)
    for script in (SHARED, REUSED, CONNECTED):
        plant(made, script)
    plant(made, NAMED, "a(b) c")
    return made


def rows(listing, with_kind=True):
    """A listing as a multiset of (kind, state, queues, local, peer, {(pid, descriptor)…}), spelt as in the listing."""
    found = Counter()
    for line in listing.splitlines():
        fields = line.split(None, 6 if with_kind else 5)
        kind = fields.pop(0) if with_kind else None
        state, receive, send, local, peer = fields[:5]
        owners = re.findall(r"pid=(\d+),fd=(\d+)", " ".join(fields[5:]))
        found[kind, state, receive, send, local, peer, frozenset(owners)] += 1
    return found


def ports(portreeve, namespace, *arguments, **options):
    answer = portreeve("ports", *arguments, "--json", namespace=namespace, **options)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def socket_at(answer, protocol, address, port, scope=None):
    (socket,) = [socket for socket in answer.json["sockets"]
                 if socket["protocol"] == protocol and
                 socket["local"] == {"address": address, "port": port, "scope": scope}]
    return socket


def test_the_listing_of_listeners_is_that_of_ss(portreeve, host):
    answer = portreeve("ports", "-tulnpH", namespace=host)
    expected = rows(host.run("ss", "-tulnpH").stdout)
    assert rows(answer.stdout) == expected
    assert sum(expected.values()) == 20
    assert answer.status == 0 and answer.stderr == ""


@pytest.mark.parametrize("flags", [
    "tulnH", "tnpH", "tunH", "tanpH", "uanpH", "tuanpH", "tlnpH", "ulnpH", "tulnp4H", "tulnp6H", "tuan4H", "tuan6H",
    "tuan46H", "tuan64H", "tlanH", "talnH", "tlH4n", "tupHn"])
def test_flags_choose_what_they_choose_with_ss(portreeve, host, flags):
    with_kind = "t" in flags and "u" in flags
    expected = rows(host.run("ss", f"-{flags}").stdout, with_kind)
    assert rows(portreeve("ports", f"-{flags}", namespace=host).stdout, with_kind) == expected
    assert expected


def test_the_column_of_states_is_left_out_as_by_ss_where_there_is_only_one(portreeve, host):
    expected = host.run("ss", "-unpH").stdout
    assert portreeve("ports", "-unpH", namespace=host).stdout.split() == expected.split()
    assert "127.0.0.1:7005" in expected and "ESTAB" not in expected


def test_long_flags_are_the_short_ones(portreeve, host):
    short = portreeve("ports", "-tulnp4H", namespace=host)
    long = portreeve("ports", "--tcp", "--udp", "--listening", "--numeric", "--processes", "--ipv4", "--no-header",
                     namespace=host)
    assert long == short


def test_without_a_kind_those_of_every_kind_are_listed(portreeve, host):
    answer = portreeve("ports", "-anH", namespace=host)
    kinds = {line.split()[0] for line in answer.stdout.splitlines()}
    assert {"tcp", "udp", "nl"} <= kinds
    # A kernel may have a kind of socket that it does not list.
    assert all(line.startswith("portreeve: not seen: ") for line in answer.stderr.splitlines())
    assert answer.status == 0


def test_ports_have_names_without_n_as_with_ss(portreeve, host):
    assert rows(portreeve("ports", "-tulpH", namespace=host).stdout) == rows(host.run("ss", "-tulpH").stdout)


def test_headings_are_those_of_ss_and_are_left_out_on_request(portreeve, host):
    headed = portreeve("ports", "-tulnp", namespace=host).stdout.splitlines()
    bare = portreeve("ports", "-tulnpH", namespace=host).stdout.splitlines()
    assert headed[0].split() == host.run("ss", "-tulnp").stdout.splitlines()[0].split()
    assert len(headed) == len(bare) + 1


def test_processes_are_there_on_request(portreeve, host):
    assert "users:" in portreeve("ports", "-tlnp", namespace=host).stdout
    assert "users:" not in portreeve("ports", "-tln", namespace=host).stdout


def test_two_runs_over_the_same_sockets_give_the_same_bytes(portreeve, host):
    assert ports(portreeve, host, "-tul") == ports(portreeve, host, "-tul")


def test_json_and_text_show_the_same_sockets(portreeve, host):
    answer = ports(portreeve, host, "-tuln")
    listed = rows(portreeve("ports", "-tulnpH", namespace=host).stdout)
    counted = Counter((socket["protocol"], socket["state"],
                       frozenset((str(owner["pid"]), str(owner["fd"])) for owner in socket["owners"]))
                      for socket in answer.json["sockets"])
    assert counted == Counter((kind, state, owners) for kind, state, _, _, _, _, owners in listed.elements())
    assert answer.json["unseen"] == [] and answer.status == 0


def test_json_names_the_network_namespace_of_each_socket(portreeve, host):
    assert {socket["netns"] for socket in ports(portreeve, host, "-tuan").json["sockets"]} == {host.name}


def test_json_tells_the_cookie_and_the_control_group_of_each_socket(portreeve, host):
    # From outside: inside of `ip netns exec` the control groups are not mounted.
    sockets = portreeve("ports", "-N", host.name, "-tuln", "--json").json["sockets"]
    assert len({socket["cookie"] for socket in sockets}) == len(sockets) > 0
    has_groups = " cgroup2 " in Path("/proc/mounts").read_text()
    assert all((socket["cgroup"] or "").startswith("/") == has_groups for socket in sockets)


def test_json_tells_memory_and_the_inside_of_tcp_when_they_are_asked_for(portreeve, host):
    plain = ports(portreeve, host, "-tln").json["sockets"]
    assert not any("memory" in socket or "tcp" in socket for socket in plain)
    detailed = ports(portreeve, host, "-tlnmi").json["sockets"]
    assert detailed and all(socket["memory"]["receive_limit"] > 0 for socket in detailed)
    assert {socket["tcp"]["congestion_state"] for socket in detailed} == {"open"}


def test_json_tells_devices_zones_and_v6only_apart(portreeve, host):
    answer = ports(portreeve, host, "-tuln")
    assert socket_at(answer, "tcp", "::", 80)["v6only"] is False
    assert socket_at(answer, "tcp", "::", 81)["v6only"] is True
    assert socket_at(answer, "tcp", "0.0.0.0", 22)["v6only"] is None
    assert socket_at(answer, "tcp", "0.0.0.0", 22)["interface"] is None
    assert socket_at(answer, "tcp", "0.0.0.0", 8080)["interface"] == "eth0"
    assert socket_at(answer, "tcp", "::", 8081)["interface"] == "eth1"
    one, other = (socket_at(answer, "tcp", "fe80::1", 9000, scope) for scope in ("eth0", "eth1"))
    assert one["inode"] != other["inode"]


def test_sharing_duplicates_and_reuse_are_three_things(portreeve, host):
    answer = ports(portreeve, host, "-tln")
    owners = socket_at(answer, "tcp", "127.0.0.1", 7001)["owners"]
    assert len(owners) == 4
    assert len({owner["pid"] for owner in owners}) == 2 and len({owner["fd"] for owner in owners}) == 2
    reused = [socket for socket in answer.json["sockets"] if socket["local"]["port"] == 7002]
    assert len({socket["inode"] for socket in reused}) == 3
    assert len({owner["pid"] for socket in reused for owner in socket["owners"]}) == 1


@pytest.mark.parametrize("name, shown", [("a(b) c", "a(b) c"), ("worker (3)", "worker (3)"), (" x ", " x "),
                                         ("\x1b[31mred", "\\x1b[31mred"), ('"),pid=1', '"),pid=1')])
def test_names_of_processes_are_whole_and_harmless(portreeve, namespace, name, shown):
    daemon = plant(namespace, NAMED, name)
    (owner,) = ports(portreeve, namespace, "-tln").json["sockets"][0]["owners"]
    assert owner["comm"] == name
    assert f'users:(("{shown}",pid={owner["pid"]},fd=' in portreeve("ports", "-tlnp", namespace=namespace).stdout
    assert owner["pid"] == daemon.pid


def test_a_deleted_executable_is_shown_as_such(portreeve, namespace, tmp_path):
    python = tmp_path / "daemon"
    python.write_bytes(Path("/usr/bin/python3").read_bytes())
    python.chmod(0o755)
    plant(namespace, NAMED, "daemon", python=python)
    python.unlink()
    (owner,) = ports(portreeve, namespace, "-tln").json["sockets"][0]["owners"]
    assert owner["exe"] == f"{python} (deleted)"


def test_a_bound_port_that_does_not_listen_yet_is_among_all(portreeve, namespace):
    plant(namespace, """
import signal, socket
held = socket.socket()
held.bind(("127.0.0.1", 7007))
print("READY", flush=True)
signal.pause()
""")
    assert ports(portreeve, namespace, "-tln").json["sockets"] == []
    answer = ports(portreeve, namespace, "-ta")
    if not answer.json["sockets"]:
        pytest.skip("this kernel does not list such sockets (Linux 6.8 and later do)")
    assert socket_at(answer, "tcp", "127.0.0.1", 7007)["state"] == "UNCONN"


# What no table of /proc/net has, or no capture.
UNKNOWN_TO_PROC = {"source", "interface", "v6only", "cookie", "mark", "cgroup", "netns", "shutdown", "tos", "traffic_class",
                   "class_id", "options"}


def known_to_proc(socket):
    """A socket without what the tables of /proc/net do not know, and without the time that goes by between two looks."""
    unknown = UNKNOWN_TO_PROC | ({"send_q"} if socket["state"] == "LISTEN" else set())
    known = {key: value for key, value in socket.items() if key not in unknown}
    known["timer"] = socket["timer"] and socket["timer"]["kind"]
    for end in ("local", "peer"):
        known[end] = {**known[end], "scope": None}
    # A capture holds no files for users and executables of processes.
    known["owners"] = [{**owner, "uid": None, "exe_state": None} for owner in socket["owners"]]
    return json.dumps(known, sort_keys=True)


@pytest.mark.parametrize("flags", ["-tuln", "-tun", "-tuan", "-tan4", "-uln6"])
def test_a_capture_shows_what_the_kernel_answered(portreeve, host, tmp_path, flags):
    live = ports(portreeve, host, flags).json["sockets"]
    captured = portreeve("--root", capture(host, tmp_path), "ports", flags, "--json")
    jsonschema.validate(captured.json, SCHEMA)
    assert Counter(map(known_to_proc, captured.json["sockets"])) == Counter(map(known_to_proc, live))
    assert {socket["source"] for socket in live} == {"sock_diag"}
    assert {socket["source"] for socket in captured.json["sockets"]} == {"proc"}
    assert captured.json["unseen"] == [] and captured.status == 0


@pytest.mark.parametrize("flags", ["-tuln", "-tuan"])
def test_without_netlink_the_tables_of_proc_are_read(portreeve, host, flags):
    live = ports(portreeve, host, flags).json["sockets"]
    finished = host.run(sys.executable, "-c", WITHOUT_NETLINK, program.binary(), "ports", flags, "--json")
    answer = json.loads(finished.stdout)
    jsonschema.validate(answer, SCHEMA)
    assert Counter(map(known_to_proc, answer["sockets"])) == Counter(map(known_to_proc, live))
    assert {socket["source"] for socket in answer["sockets"]} == {"proc"}
    assert answer["unseen"] == []


def test_garbage_in_a_table_is_named_and_the_rest_is_listed(portreeve, host, tmp_path):
    directory = capture(host, tmp_path)
    intact = portreeve("--root", directory, "ports", "-tulnp")
    table = directory / "proc/net/udp"
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join([lines[0], "\x1b[31mred\n", *lines[1:]]))
    damaged = portreeve("--root", directory, "ports", "-tulnp")
    assert f"{table}:2: " in damaged.stderr and "\x1b" not in damaged.stderr
    assert damaged.stdout == intact.stdout
    assert (intact.status, damaged.status) == (0, 3)
    as_json = portreeve("--root", directory, "ports", "-tulnp", "--json")
    assert as_json.status == 3
    assert [f"{table}:2: " in entry["reason"] for entry in as_json.json["unseen"]] == [True]


def test_a_table_that_is_not_there_is_named(portreeve, host, tmp_path):
    directory = capture(host, tmp_path)
    (directory / "proc/net/tcp6").unlink()
    answer = portreeve("--root", directory, "ports", "-tuln")
    assert answer.status == 3
    assert "the tcp sockets of IPv6" in answer.stderr and str(directory / "proc/net/tcp6") in answer.stderr
    assert "0.0.0.0:22" in answer.stdout and "0.0.0.0:53" in answer.stdout


def ownerless(answer):
    return [socket for socket in answer.json["sockets"] if not socket["owners"]]


def test_an_ordinary_user_sees_the_sockets_and_that_owners_are_not_seen(portreeve, host):
    answer = ports(portreeve, host, "-tuln", user="65534")
    everything = ports(portreeve, host, "-tuln")
    assert len(answer.json["sockets"]) == len(everything.json["sockets"]) == len(ownerless(answer))
    (missing,) = answer.json["unseen"]
    assert missing["what"] == f"the owners of {len(ownerless(answer))} sockets"
    assert "Permission denied" in missing["reason"]
    assert answer.status == 0
    text = portreeve("ports", "-tulnp", namespace=host, user="65534")
    assert text.status == 0 and missing["what"] in text.stderr and "users:" not in text.stdout


def test_root_that_may_not_look_into_processes_says_so(namespace):
    namespace.listen("tcp:0.0.0.0:22")
    without = "-sys_ptrace,-bpf,-perfmon,-sys_admin"
    finished = namespace.run("setpriv", f"--bounding-set={without}", f"--inh-caps={without}", program.binary(),
                             "ports", "-tlnp")
    assert "0.0.0.0:22" in finished.stdout and "users:" not in finished.stdout
    assert "the owners of 1 sockets" in finished.stderr


def test_a_user_who_may_start_no_more_threads_gets_the_listing(public_binary, namespace):
    namespace.listen(*(f"tcp:127.0.0.1:{port}" for port in range(1, 101)), processes=100)
    # The leak checker of a sanitized build wants a thread as well.
    finished = namespace.run("env", "ASAN_OPTIONS=detect_leaks=0", "setpriv", "--reuid=65533", "--regid=65533",
                             "--clear-groups", "--inh-caps=-all", "prlimit", "--nproc=1", public_binary,
                             "ports", "-tlnpH")
    assert len(finished.stdout.splitlines()) == 100
    assert "the owners of 100 sockets" in finished.stderr


def test_a_namespace_without_sockets_has_none(portreeve, namespace):
    answer = ports(portreeve, namespace, "-tua")
    assert answer.json == {"schema_version": 1, "sockets": [], "unseen": []}
    assert portreeve("ports", "-tuaH", namespace=namespace).stdout == ""


def test_a_listing_that_cannot_be_written_is_an_error(namespace):
    finished = subprocess.run((*namespace.prefix(), program.binary(), "ports", "-tuan"),
                              stdout=open("/dev/full", "w"), stderr=subprocess.PIPE, text=True, timeout=60)
    assert finished.returncode == 3 and "No space left" in finished.stderr


def test_unknown_flags_are_a_matter_of_usage(portreeve, namespace):
    assert portreeve("ports", "-Z", namespace=namespace).status == 2
