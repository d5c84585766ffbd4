"""The audit finds what was planted in a namespace, no more and no less, and shows what it could not see."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import jsonschema
import pytest

from harness import program

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/audit.schema.json").read_text())

HARMLESS = {"accept_source_route": 0, "accept_redirects": 0, "secure_redirects": 0, "send_redirects": 0,
            "rp_filter": 1, "forwarding": 0}


def harden(namespace):
    """Gives every setting that the chapter names its recommended value, everywhere, forwarding first: writing it
    resets others."""
    conf = "/proc/sys/net/*/conf/*"
    namespace.run("sh", "-c", f"for f in {conf}/forwarding; do echo 0 > $f; done")
    for name, value in HARMLESS.items():
        namespace.run("sh", "-c", f"for f in {conf}/{name}; do echo {value} > $f; done")


@pytest.fixture
def host(network):
    """A hardened host without listeners, on a link to a peer."""
    made, made.peer = network.namespace(), network.namespace()
    network.connect(made, made.peer, "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64")
    harden(made)
    return made


def audit(portreeve, namespace, *arguments, **options):
    answer = portreeve("audit", "--json", *arguments, namespace=namespace, **options)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def found(answer):
    return {(finding["id"], subject) for finding in answer.json["findings"] for subject in finding["subjects"]}


def unseen(answer):
    return [entry["what"] for entry in answer.json["unseen"]]


def test_a_clean_host_seen_from_outside_has_no_findings_and_nothing_unseen(portreeve, host):
    answer = audit(portreeve, host, "--outside-from", host.peer.name, "--outside-ports", "1-1024")
    assert found(answer) == set()
    assert unseen(answer) == []
    assert answer.status == 0


def test_without_a_view_from_outside_the_report_says_so_and_how_to_get_one(portreeve, host):
    answer = audit(portreeve, host)
    assert found(answer) == set()
    (missing,) = answer.json["unseen"]
    assert missing["what"] == "the host as others see it"
    assert "portreeve scan -p- --json 192.0.2.1 2001:db8::1 > outside.json" in missing["reason"]


def test_everything_planted_is_found_and_nothing_else(portreeve, host):
    host.set_kernel(**{
        "net/ipv4/conf/all/forwarding": 1,  # eth0 and lo forward from here on, and so will new interfaces
        "net/ipv4/conf/all/accept_redirects": 0,  # forwarding has reset it
        "net/ipv4/conf/all/rp_filter": 0,
        "net/ipv4/conf/eth0/rp_filter": 0,
        "net/ipv6/conf/eth0/accept_redirects": 1,
        "net/ipv4/conf/default/send_redirects": 1,
    })
    host.listen("tcp:0.0.0.0:23", "tcp:192.0.2.1:80", "udp:[::]:69,v6only", "tcp:127.0.0.1:25")
    answer = audit(portreeve, host, "--outside-from", host.peer.name, "--outside-ports", "1-1024")
    assert found(answer) == {
        ("kernel.ipv4.forwarding", "eth0"),
        ("kernel.ipv4.forwarding", "default"),
        ("kernel.ipv4.rp_filter", "eth0"),
        ("kernel.ipv4.source_validation", "eth0"),
        ("kernel.ipv6.accept_redirects", "eth0"),
        ("kernel.ipv4.send_redirects", "default"),
        ("ports.wildcard_listener", "tcp 0.0.0.0:23"),
        ("ports.wildcard_listener", "udp [::]:69"),
        ("ports.cleartext_service", "tcp 0.0.0.0:23"),
        ("ports.cleartext_service", "udp [::]:69"),
    }
    assert unseen(answer) == ["the host's UDP ports as others see them"]
    assert answer.status == 1


def test_a_service_in_a_namespace_that_is_connected_to_this_one_is_found(portreeve, host):
    host.peer.listen("tcp:0.0.0.0:8080", "tcp:127.0.0.1:8081")
    assert found(audit(portreeve, host)) == {("ports.namespace_listener", f"tcp 0.0.0.0:8080 in {host.peer.name}")}


def test_a_container_on_an_interface_of_the_host_is_connected_to_it(portreeve, network, host):
    container = network.namespace()
    host.ip("link", "add", "link", "eth0", "name", "mv0", "type", "macvlan", "mode", "bridge")
    host.ip("link", "set", "mv0", "netns", container.name)
    container.listen("udp:0.0.0.0:5353")
    assert found(audit(portreeve, host)) == {("ports.namespace_listener", f"udp 0.0.0.0:5353 in {container.name}")}


def test_a_service_in_a_namespace_of_its_own_network_is_none_of_this_hosts(portreeve, network, host):
    network.namespace().listen("tcp:0.0.0.0:8080")
    assert found(audit(portreeve, host)) == set()


def test_the_remedies_for_kernel_settings_mend_what_was_found(portreeve, host):
    host.run("sh", "-c", "for f in /proc/sys/net/ipv[46]/conf/*/forwarding; do echo 1 > $f; done")
    for name, value in HARMLESS.items():
        if name != "forwarding":
            host.run("sh", "-c", f"for f in /proc/sys/net/*/conf/*/{name}; do echo {1 - value} > $f; done")
    before = audit(portreeve, host)
    assert {identifier for identifier, _ in found(before)} == {
        f"kernel.ipv4.{name}" for name in HARMLESS} | {
        "kernel.ipv4.source_validation", "kernel.ipv6.source_validation", "kernel.ipv6.forwarding",
        "kernel.ipv6.accept_source_route"}
    follow_remedies(host, before)
    # An interface that forwards ignores IPv6 redirects whatever accept_redirects says, so only now does it matter.
    after = audit(portreeve, host)
    assert {identifier for identifier, _ in found(after)} == {"kernel.ipv6.accept_redirects"}
    follow_remedies(host, after)
    assert found(audit(portreeve, host)) == set()


def follow_remedies(host, answer):
    for finding in answer.json["findings"]:
        for command in finding["remedy"]:
            host.run("sh", "-c", command)


@pytest.mark.parametrize("fail_on, status", [("info", 1), ("low", 1), ("medium", 0), ("never", 0)])
def test_fail_on_decides_which_findings_make_the_exit_status(portreeve, host, fail_on, status):
    host.listen("tcp:0.0.0.0:80")  # a low finding
    assert audit(portreeve, host, "--fail-on", fail_on).status == status


def test_a_firewall_rule_that_validates_sources_answers_the_warning_about_forwarding(portreeve, host):
    host.set_kernel(**{"net/ipv4/conf/all/forwarding": 1, "net/ipv4/conf/all/rp_filter": 0,
                       "net/ipv4/conf/eth0/rp_filter": 0})
    assert ("kernel.ipv4.source_validation", "eth0") in found(audit(portreeve, host))
    host.run("nft", "-f", "-", input="table inet antispoof { chain prerouting {\n"
             "type filter hook prerouting priority raw\nfib saddr . iif oif missing drop\n}\n}\n")
    assert ("kernel.ipv4.source_validation", "eth0") not in found(audit(portreeve, host))


def test_a_port_open_outside_that_no_socket_here_explains_is_found(portreeve, network, host):
    # A rule that translates addresses sends port 8080 on to another host, where something does listen.
    inner = network.namespace()
    network.connect(host, inner, "198.51.100.1/24", "198.51.100.2/24", interfaces=("eth1", "eth0"))
    inner.ip("route", "add", "default", "via", "198.51.100.1")
    inner.listen("tcp:0.0.0.0:80")
    host.set_kernel(**{"net/ipv4/ip_forward": 1})
    host.run("nft", "-f", "-", input="table ip nat { chain prerouting {\ntype nat hook prerouting priority dstnat\n"
             "tcp dport 8080 dnat to 198.51.100.2:80\n}\n}\n")
    answer = audit(portreeve, host, "--outside-from", host.peer.name, "--outside-ports", "8000-8100")
    assert ("outside.unexplained_port", "tcp 192.0.2.1:8080") in found(answer)


def test_a_wildcard_listener_behind_a_firewall_is_named(portreeve, host):
    host.listen("tcp:0.0.0.0:80", "tcp:[::]:81,v6only")
    host.run("nft", "-f", "-", input="table inet filter { chain input {\ntype filter hook input priority filter\n"
             "tcp dport { 80, 81 } drop\n}\n}\n")
    answer = audit(portreeve, host, "--outside-from", host.peer.name, "--outside-ports", "80-81")
    assert {pair for pair in found(answer) if pair[0].startswith("outside.")} == {
        ("outside.unreachable_listener", "tcp 0.0.0.0:80"), ("outside.unreachable_listener", "tcp [::]:81")}


@pytest.mark.parametrize("command", [
    (program.binary, "scan", "-p", "1-100", "-Pn", "-n", "--json", "192.0.2.1"),
    ("nmap", "-sT", "-p", "1-100", "-Pn", "-n", "-oX", "-", "192.0.2.1"),
], ids=["portreeve", "nmap"])
def test_the_outside_view_is_read_from_a_file_of_either_scanner(portreeve, host, tmp_path, command):
    host.listen("tcp:0.0.0.0:80")
    host.run("nft", "-f", "-", input="table inet filter { chain input {\ntype filter hook input priority filter\n"
             "tcp dport 80 reject\n}\n}\n")
    file = tmp_path / "outside"
    file.write_text(host.peer.run(*(part() if callable(part) else part for part in command)).stdout)
    answer = audit(portreeve, host, "--outside", file)
    assert ("outside.unreachable_listener", "tcp 0.0.0.0:80") in found(answer)


def test_an_outside_view_of_other_hosts_alone_decides_nothing(portreeve, host, tmp_path):
    file = tmp_path / "outside.xml"
    file.write_text('<nmaprun scanner="nmap" version="7.93" start="1"><scaninfo type="connect" protocol="tcp" '
                    'numservices="1" services="22"/>' + "".join(
                        f'<host><status state="up" reason="x"/><address addr="{address}" addrtype="ipv4"/></host>'
                        for address in ("203.0.113.1", "203.0.113.2")) +
                    '<runstats><finished time="2" elapsed="1" exit="success"/></runstats></nmaprun>')
    answer = audit(portreeve, host, "--outside", file)
    assert any("outside.unexplained_port" in what for what in unseen(answer))
    assert found(answer) == set()


def test_an_outside_view_that_cannot_be_read_stops_the_audit(portreeve, host, tmp_path):
    file = tmp_path / "outside.xml"
    file.write_text("neither JSON\nnor XML")
    answer = portreeve("audit", "--outside", file, namespace=host)
    assert answer.status == 3
    assert str(file) in answer.stderr and answer.stdout == ""


def test_an_ordinary_user_is_told_what_he_may_not_see(portreeve, host):
    host.listen("tcp:0.0.0.0:8080")
    answer = audit(portreeve, host, user=65534)
    assert ("ports.wildcard_listener", "tcp 0.0.0.0:8080") in found(answer)
    missing = " ".join(unseen(answer))
    assert "owners" in missing and "firewall" in missing


def test_the_text_report_begins_with_the_summary_and_ends_with_what_was_not_seen(portreeve, host):
    host.listen("tcp:0.0.0.0:23")
    answer = portreeve("audit", namespace=host)
    lines = answer.stdout.splitlines()
    assert re.search(r": 2 findings \(1 high, 1 low\); 1 thing was not seen$", lines[0])
    assert lines[2] == "high      A legacy cleartext service listens"
    assert "Not seen, so not judged:" in lines
    assert lines.index("low       A service listens on every address of the host") > 2


def test_output_goes_to_the_file_that_is_named(portreeve, host, tmp_path):
    file = tmp_path / "report.json"
    answer = portreeve("audit", "--json", "--output", file, namespace=host)
    assert (answer.status, answer.stdout) == (0, "")
    jsonschema.validate(json.loads(file.read_text()), SCHEMA)


def test_an_output_file_that_cannot_be_written_is_an_error(portreeve, host, tmp_path):
    answer = portreeve("audit", "--output", tmp_path / "missing" / "report", namespace=host)
    assert answer.status == 3
    assert "cannot create" in answer.stderr


@pytest.mark.parametrize("arguments", [("--fail-on", "dire"), ("--bogus",), ("--format", "pdf"),
                                       ("--outside", "x", "--outside-from", "y")])
def test_a_wrong_command_line_is_a_usage_error(portreeve, arguments):
    answer = portreeve("audit", *arguments)
    assert answer.status == 2 and answer.stderr.startswith("portreeve: ")


def test_progress_of_the_scan_goes_to_a_terminal_alone(portreeve, host):
    host.run("nft", "-f", "-", input="table inet filter { chain input {\ntype filter hook input priority filter\n"
             "tcp dport 1-60 drop\n}\n}\n")
    command = ("audit", "--outside-from", host.peer.name, "--outside-ports", "1-60")
    assert portreeve(*command, namespace=host).stderr == ""
    shown = subprocess.run(("script", "-qec", shlex.join([*host.prefix(), str(program.binary()), *command]), "/dev/null"),
                           stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=program.PATIENCE_SECONDS)
    assert "scanning: 0 of 2 hosts done" in shown.stdout


def test_interfaces_that_come_and_go_meanwhile_leave_the_rest_intact(portreeve, host):
    host.set_kernel(**{"net/ipv6/conf/eth0/accept_redirects": 1})
    # Interfaces are made hardened, so that whatever of them is seen is no finding.
    host.start("sh", "-c", "echo READY; i=0; while [ $i -lt 2000 ]; do i=$((i+1));"
               " ip link add flap type bridge; ip link delete flap; done")
    for _ in range(20):
        answer = audit(portreeve, host)
        assert found(answer) == {("kernel.ipv6.accept_redirects", "eth0")}
        assert unseen(answer) == ["the host as others see it"]
