"""`portreeve scan` in a lab of two namespaces: every state and reason as it was planned, and as nmap has it where nmap
is right."""

import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from harness import program
from harness.namespaces import Namespace

SCHEMA = Path(__file__).resolve().parents[2] / "docs/schemas/scan.schema.json"

# What the target does with each port, in the words of nft(8), and what a scan must make of it.
TREATMENTS = {
    "ipv4": {
        101: ("drop", "filtered", "no-response"),
        102: ("reject with tcp reset", "closed", "conn-refused"),
        103: ("reject with icmp port-unreachable", "filtered", "port-unreach"),
        104: ("reject with icmp admin-prohibited", "filtered", "admin-prohibited"),
        105: ("reject with icmp host-unreachable", "filtered", "host-unreach"),
        106: ("reject with icmp net-unreachable", "filtered", "net-unreach"),
        107: ("reject with icmp host-prohibited", "filtered", "host-prohibited"),
        108: ("reject with icmp net-prohibited", "filtered", "net-prohibited"),
        109: ("reject with icmp prot-unreachable", "filtered", "proto-unreach"),
    },
    "ipv6": {
        101: ("drop", "filtered", "no-response"),
        102: ("reject with tcp reset", "closed", "conn-refused"),
        103: ("reject with icmpv6 port-unreachable", "filtered", "port-unreach"),
        104: ("reject with icmpv6 admin-prohibited", "filtered", "admin-prohibited"),
        105: ("reject with icmpv6 addr-unreachable", "filtered", "host-unreach"),
        106: ("reject with icmpv6 no-route", "filtered", "no-route"),
        107: ("reject with icmpv6 policy-fail", "filtered", "admin-prohibited"),
        108: ("reject with icmpv6 reject-route", "filtered", "reject-route"),
    },
}
NOBODY = 65534  # of both the user and the group
LISTENING = (22, 8080, 40000)
CLOSED = (7, 23, 65535)


@dataclass(frozen=True)
class Lab:
    scanner: Namespace
    target: Namespace

    ipv4 = "192.0.2.2"
    ipv6 = "2001:db8::2"

    def address(self, family):
        return getattr(self, family)

    def filter(self, *rules):
        """Adds rules for what arrives at the target."""
        table = "table inet lab { chain input { type filter hook input priority 0;\n" + "\n".join(rules) + "\n}\n}\n"
        self.target.run("nft", "-f", "-", input=table)


@pytest.fixture
def lab(network):
    scanner, target = network.namespace(), network.namespace()
    network.connect(scanner, target, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64")
    # A host answers with one ICMP error a second; the lab answers with as many as it is asked for.
    target.set_kernel(**{"net/ipv4/icmp_ratelimit": 0, "net/ipv6/icmp/ratelimit": 0})
    target.listen(*(f"tcp:{wildcard}:{port}{option}" for port in LISTENING
                    for wildcard, option in (("0.0.0.0", ""), ("[::]", ",v6only"))))
    return Lab(scanner, target)


def treat_ports(lab):
    lab.filter(*(f"meta nfproto {family} tcp dport {port} {treatment}"
                 for family, treatments in TREATMENTS.items() for port, (treatment, _, _) in treatments.items()))


def expected_states(family):
    return ({port: ("open", "syn-ack") for port in LISTENING}
            | {port: ("closed", "conn-refused") for port in CLOSED}
            | {port: (state, reason) for port, (_, state, reason) in TREATMENTS[family].items()})


def expand(ranges):
    for item in ranges.split(","):
        first, _, last = item.partition("-")
        yield from range(int(first), int(last or first) + 1)


def states(host):
    """{port: (state, reason)} of a host in the JSON report, whichever list a port is in."""
    listed = {port["port"]: (port["state"], port["reason"]) for port in host["ports"]}
    folded = {port: (group["state"], group["reason"]) for group in host["not_listed"] for port in expand(group["ports"])}
    assert not listed.keys() & folded.keys()
    return listed | folded


def port_list(ports):
    return ",".join(map(str, sorted(ports)))


def only_host(answer):
    assert (answer.status, answer.stderr) == (0, "")
    [host] = answer.json["hosts"]
    return host


def nmap(namespace, *arguments):
    return ElementTree.fromstring(namespace.run("nmap", *arguments, "-oX", "-").stdout)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_every_state_has_its_reason(lab, portreeve, family, seed):
    treat_ports(lab)
    expected = expected_states(family)
    answer = portreeve("scan", "--json", "-Pn", "--seed", seed, "-p", port_list(expected), lab.address(family),
                       namespace=lab.scanner)
    assert states(only_host(answer)) == expected


def test_an_ordinary_user_sees_the_same(lab, portreeve):
    treat_ports(lab)
    expected = expected_states("ipv4")
    answer = portreeve("scan", "--json", "-Pn", "-p", port_list(expected), lab.ipv4, namespace=lab.scanner, user=NOBODY)
    assert states(only_host(answer)) == expected


def test_states_are_those_of_nmap_but_for_port_unreachable(lab, portreeve):
    treat_ports(lab)
    ports = port_list(expected_states("ipv4"))
    found = states(only_host(portreeve("scan", "--json", "-Pn", "-p", ports, lab.ipv4, namespace=lab.scanner)))
    tree = nmap(lab.scanner, "-sT", "-n", "-Pn", "-p", ports, lab.ipv4)
    theirs = {int(port.get("portid")): port.find("state").get("state") for port in tree.iter("port")}
    differing = {port for port, state in theirs.items() if found[port][0] != state}
    assert theirs.keys() == found.keys()
    assert differing == {103}  # an ICMP error and no RST: a connect scan of nmap can't tell


def test_an_answer_to_a_repeated_syn_counts(lab, portreeve):
    # The first SYN is lost; then, of another port, the first three.
    lab.filter("tcp dport 22 tcp flags syn numgen inc mod 2 0 drop",
               "tcp dport 8080 tcp flags syn numgen inc mod 4 < 3 drop")
    answer = portreeve("scan", "--json", "-Pn", "-p", "22,23,8080", lab.ipv4, namespace=lab.scanner)
    assert states(only_host(answer)) == {22: ("open", "syn-ack"), 23: ("closed", "conn-refused"),
                                         8080: ("open", "syn-ack")}


def test_losses_hide_no_open_port(lab, portreeve):
    lab.filter("tcp dport 22 accept", "tcp flags syn numgen random mod 100 < 5 drop")
    answer = portreeve("scan", "--json", "-Pn", "-p", "7000-9000", lab.ipv4, namespace=lab.scanner)
    found = states(only_host(answer))
    assert found[8080] == ("open", "syn-ack")
    # Four repetitions in two passes: all but a few in a million lost probes are made good.
    assert sum(state == "closed" for state, _ in found.values()) == 2000


@pytest.mark.parametrize("limit, occupied", [(64, 0), (64, 40)])
def test_few_descriptors_slow_a_scan_and_change_nothing(lab, limit, occupied):
    # Those that are occupied are unknown to the scan, which therefore meets the limit.
    lab.filter("tcp dport 101-160 drop")
    with ExitStack() as stack:
        taken = [stack.enter_context(open("/dev/null")).fileno() for _ in range(occupied)]
        finished = lab.scanner.run("prlimit", f"--nofile={limit}", program.binary(), "scan", "--json", "-Pn", "-p",
                                   "1-3000", lab.ipv4, pass_fds=taken)
    found = states(json.loads(finished.stdout)["hosts"][0])
    assert {port for port, (state, _) in found.items() if state == "open"} == {22}
    assert {port for port, (state, _) in found.items() if state == "filtered"} == set(range(101, 161))
    assert len(found) == 3000


def test_ports_that_cannot_be_asked_have_no_state(lab, portreeve):
    # Every source port is taken by a listener, and stays so.
    lab.scanner.set_kernel(**{"net/ipv4/ip_local_port_range": "40000 40003"})
    lab.scanner.listen(*(f"tcp:0.0.0.0:{port}" for port in range(40000, 40004)))
    host = only_host(portreeve("scan", "--json", "-Pn", "-p", "22,23", lab.ipv4, namespace=lab.scanner))
    assert states(host) == {}
    assert host["incomplete"] == "Cannot assign requested address"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_probe_that_meets_itself_is_no_open_port(namespace, portreeve, address):
    # Every probe has one of a few source ports, and these are what is asked for.
    namespace.set_kernel(**{"net/ipv4/ip_local_port_range": "40000 40009"})
    for _ in range(10):
        answer = portreeve("scan", "--json", "-p", "40000-40009", address, namespace=namespace)
        assert set(states(only_host(answer)).values()) == {("closed", "conn-refused")}


def test_all_ports_of_a_host(lab, portreeve):
    host = only_host(portreeve("scan", "--json", "-p-", lab.ipv4, namespace=lab.scanner))
    assert [port["port"] for port in host["ports"]] == list(LISTENING)
    assert [port["service"] for port in host["ports"]] == ["ssh", "http-alt", None]
    assert [group["ports"] for group in host["not_listed"]] == ["1-21,23-8079,8081-39999,40001-65535"]


def link_local_address(namespace):
    links = json.loads(namespace.ip("-json", "-6", "address", "show", "dev", "eth0", "scope", "link").stdout)
    return next(info["local"] for link in links for info in link.get("addr_info", ()) if "local" in info)


def test_a_link_local_address_needs_its_zone(lab, portreeve):
    address = link_local_address(lab.target)
    for interface in (lab.scanner, lab.target):
        interface.run("sh", "-c", "while ip -6 address show dev eth0 tentative | grep -q tentative; do sleep 0.1; done")
    answer = portreeve("scan", "--json", "-p", "22,23", f"{address}%eth0", namespace=lab.scanner)
    host = only_host(answer)
    assert host["address"] == f"{address}%eth0"
    assert states(host) == {22: ("open", "syn-ack"), 23: ("closed", "conn-refused")}

    without = portreeve("scan", "-p", "22", address, namespace=lab.scanner)
    assert without.status == 3 and "add the interface, as in fe80::1%eth0" in without.stderr
    unknown = portreeve("scan", "-p", "22", f"{address}%eth7", namespace=lab.scanner)
    assert unknown.status == 3 and "No such device" in unknown.stderr


def test_ranges_are_asked_who_is_up(lab, portreeve):
    answer = portreeve("scan", "--json", "-p", "22", "192.0.2.0/29", "--exclude", "192.0.2.1,192.0.2.0/32", namespace=lab.scanner)
    assert answer.status == 0
    up = {host["address"] for host in answer.json["hosts"] if host["state"] == "up"}
    assert up == {"192.0.2.2"}
    assert {host["address"] for host in answer.json["hosts"]} == {f"192.0.2.{last}" for last in range(2, 8)}
    assert all(not host["ports"] for host in answer.json["hosts"] if host["state"] == "down")


def test_a_host_that_rejects_is_up_and_one_that_is_silent_is_not(lab, portreeve):
    lab.filter("tcp dport 1-1000 reject with icmp admin-prohibited", "tcp dport 1001-2000 drop")
    up = portreeve("scan", "--json", "-p", "22", "192.0.2.2/31", namespace=lab.scanner).json["hosts"]
    assert [host["state"] for host in up] == ["up", "down"]
    silent = portreeve("scan", "-p", "1500", lab.ipv4, namespace=lab.scanner)
    assert "(0 hosts up)" in silent.stdout and "-Pn" in silent.stdout
    believed = portreeve("scan", "-Pn", "-p", "1500", lab.ipv4, namespace=lab.scanner)
    assert re.search(r"^1500/tcp +filtered", believed.stdout, re.MULTILINE)


def test_a_host_named_by_itself_is_up_if_any_port_answers(lab, portreeve):
    lab.filter("tcp dport { 80, 443 } drop")
    (host,) = portreeve("scan", "--json", "-p", "22", lab.ipv4, namespace=lab.scanner).json["hosts"]
    assert host["state"] == "up" and [port["state"] for port in host["ports"]] == ["open"]


def test_text_has_the_form_of_nmap(lab, portreeve):
    answer = portreeve("scan", "-sT", "-n", "-p", "1-100,8080", lab.ipv4, namespace=lab.scanner)
    assert (answer.status, answer.stderr) == (0, "")
    assert re.fullmatch(
        r"Starting portreeve \S+ at .* UTC\n"
        r"Portreeve scan report for 192\.0\.2\.2\n"
        r"Host is up \(0(\.\d+)?s latency\)\.\n"
        r"Not shown: 99 closed tcp ports \(conn-refused\)\n"
        r"PORT      STATE  SERVICE\n"
        r"22/tcp    open   ssh\n"
        r"8080/tcp  open   http-alt\n"
        r"\n"
        r"Portreeve done: 1 IP address \(1 host up\) scanned in \d+\.\d\d seconds\n", answer.stdout)


def test_json_is_as_its_schema_says(lab, portreeve):
    treat_ports(lab)
    schema = json.loads(SCHEMA.read_text())
    for arguments in (("-p", "1-200", lab.ipv4), ("-p", "22", "192.0.2.2-5"), ("-Pn", "-p", "22", "--host-timeout", "0", lab.ipv6)):
        answer = portreeve("scan", "--json", *arguments, namespace=lab.scanner)
        jsonschema.validate(answer.json, schema)
        assert answer.json["arguments"].startswith("portreeve scan --json -p") or "-Pn" in answer.json["arguments"]


@pytest.mark.parametrize("choice", [(), ("-F",), ("--top-ports", "10")])
def test_the_commonest_ports_are_those_of_nmap(lab, portreeve, choice):
    found = states(only_host(portreeve("scan", "--json", *choice, lab.ipv4, namespace=lab.scanner)))
    tree = nmap(lab.scanner, "-sT", "-n", "-Pn", *choice, lab.ipv4)
    assert sorted(found) == sorted(expand(tree.find("scaninfo").get("services")))


def test_another_namespace_is_scanned_from_there(lab, portreeve):
    host = only_host(portreeve("scan", "--json", "-p", "22", "--netns", lab.scanner.name, lab.ipv4))
    assert states(host) == {22: ("open", "syn-ack")}
    unknown = portreeve("scan", "-p", "22", "--netns", "no-such-namespace", lab.ipv4)
    assert unknown.status == 3 and "ip netns list" in unknown.stderr


def test_targets_come_from_a_list_as_well(lab, portreeve, tmp_path):
    (tmp_path / "targets").write_text("192.0.2.2 # the target\n")
    listed = portreeve("scan", "--json", "-p", "22", "-iL", tmp_path / "targets", namespace=lab.scanner)
    assert [host["address"] for host in listed.json["hosts"]] == ["192.0.2.2"]
    piped = portreeve("scan", "--json", "-p", "22", "-iL", "-", stdin="2001:db8::2\n", namespace=lab.scanner)
    assert [host["address"] for host in piped.json["hosts"]] == ["2001:db8::2"]


def test_a_name_is_looked_up_and_kept(lab, portreeve):
    answer = portreeve("scan", "--json", "-p", "22", "localhost", namespace=lab.scanner)
    host = only_host(answer)
    assert (host["address"], host["name"]) == ("127.0.0.1", "localhost")


def test_a_bad_target_is_told_about_and_the_others_are_scanned(lab, portreeve):
    answer = portreeve("scan", "--json", "-p", "22", "192.0.2.1-400", lab.ipv4, namespace=lab.scanner)
    assert answer.status == 3
    assert '"192.0.2.1-400"' in answer.stderr
    assert [host["address"] for host in answer.json["hosts"]] == [lab.ipv4]


def test_what_cannot_be_excluded_stops_the_scan(lab, portreeve):
    answer = portreeve("scan", "-p", "22", "--exclude", "192.0.2.1-400", lab.ipv4, namespace=lab.scanner)
    assert (answer.status, answer.stdout) == (3, "")


@pytest.mark.parametrize("arguments", [
    (), ("-p", "22"), ("-p", "70000", "192.0.2.2"), ("-p", "U:53", "192.0.2.2"), ("-sX", "192.0.2.2"),
    ("-p", "22", "-F", "192.0.2.2"), ("--host-timeout", "soon", "192.0.2.2"), ("--max-parallelism", "0", "192.0.2.2")])
def test_a_wrong_command_line_is_a_usage_error(namespace, portreeve, arguments):
    answer = portreeve("scan", *arguments, namespace=namespace)
    assert (answer.status, answer.stdout) == (2, "") and answer.stderr


def test_progress_goes_to_a_terminal_alone(lab, portreeve):
    lab.filter("tcp dport 1-65535 drop")
    command = ("scan", "-Pn", "-p", "1-60", "--max-parallelism", "30", lab.ipv4)
    assert portreeve(*command, namespace=lab.scanner).stderr == ""
    shown = subprocess.run(("script", "-qec", " ".join([*lab.scanner.prefix(), str(program.binary()), *command]), "/dev/null"),
                           stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=program.PATIENCE_SECONDS)
    assert "scanning: 0 of 1 hosts done" in shown.stdout
