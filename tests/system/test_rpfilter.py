"""`portreeve rpfilter show` finds who validates the sources of packets: rp_filter, nftables, iptables, firewalld."""

import json
from pathlib import Path

import jsonschema
import pytest

from harness.capture import capture

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/rpfilter.schema.json").read_text())

# The whole protection for IPv6: what has no route back and is genuine all the same is let through first.
IPV6_TABLE = """
table inet antispoof {
  chain pre {
    type filter hook prerouting priority raw; policy accept;
    meta nfproto != ipv6 accept
    iifname "lo" accept
    ip6 saddr :: icmpv6 type { nd-neighbor-solicit, nd-router-solicit, mld-listener-report, mld2-listener-report } accept
    ip6 saddr fe80::/10 accept
    fib saddr . mark . iif oif missing counter drop
  }
}
"""


def chain(expression, family="ip", hook="prerouting"):
    return (f"table {family} filter {{ chain check {{\ntype filter hook {hook} priority raw\n{expression}\n}}\n}}\n")


def load(namespace, rules):
    namespace.run("nft", "-f", "-", input=rules)


def show(portreeve, namespace=None, *options, **more):
    answer = portreeve(*options, "rpfilter", "show", "--json", namespace=namespace, **more)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def validations(answer):
    return [(entry["family"], entry["mechanism"], entry["strict"], entry["where"])
            for entry in answer.json["firewall"]["source_validations"]]


def test_without_rules_the_kernel_alone_is_shown(portreeve, namespace):
    namespace.set_kernel(**{"net/ipv4/conf/all/rp_filter": 0, "net/ipv4/conf/default/rp_filter": 2,
                            "net/ipv4/conf/lo/rp_filter": 1})
    answer = show(portreeve, namespace)
    assert answer.status == 0
    assert answer.json["rp_filter"] == [
        {"scope": "default", "own": 2, "all": 0, "effective": 2, "mode": "loose"},
        {"scope": "lo", "own": 1, "all": 0, "effective": 1, "mode": "strict"}]
    assert answer.json["firewall"] == {"has_rules": False, "source_validations": []}
    assert answer.json["unseen"] == []


def test_a_loose_all_turns_a_strict_interface_loose(portreeve, namespace):
    namespace.set_kernel(**{"net/ipv4/conf/all/rp_filter": 2, "net/ipv4/conf/lo/rp_filter": 1})
    (loopback,) = [entry for entry in show(portreeve, namespace).json["rp_filter"] if entry["scope"] == "lo"]
    assert (loopback["effective"], loopback["mode"]) == (2, "loose")


def test_the_table_for_ipv6_is_strict_and_leaves_ipv4_alone(portreeve, namespace):
    load(namespace, IPV6_TABLE)
    answer = show(portreeve, namespace)
    assert validations(answer) == [("ipv6", "nftables_fib", True, "table inet antispoof, chain pre")]
    assert answer.json["firewall"]["has_rules"] is True


@pytest.mark.parametrize("expression, family, found", [
    ("fib saddr . iif oif missing drop", "ip", [("ipv4", True)]),
    ("fib saddr . mark . iif oif 0 counter drop", "ip6", [("ipv6", True)]),
    ("fib saddr oif missing drop", "ip6", [("ipv6", False)]),
    ("fib saddr . mark oif eq 0 drop", "ip", [("ipv4", False)]),
    ("fib saddr . iif oif missing drop", "inet", [("ipv4", True), ("ipv6", True)]),
    ("meta nfproto ipv6 fib saddr . iif oif missing drop", "inet", [("ipv6", True)]),
    ("meta nfproto ipv4 fib saddr . iif oif missing drop", "inet", [("ipv4", True)]),
    ("fib saddr . iif oif missing counter", "ip", []),
    ("fib saddr . iif oif exists drop", "ip", []),
    ("fib daddr . iif oif missing drop", "ip", []),
    ("iifname \"eth0\" fib saddr . iif oif missing drop", "ip", []),
    ("tcp dport 22 accept\nfib saddr . iif oif missing drop", "ip", []),
])
def test_a_rule_of_nftables_counts_for_what_it_does(portreeve, namespace, expression, family, found):
    load(namespace, chain(expression, family))
    where = f"table {family} filter, chain check"
    assert validations(show(portreeve, namespace)) == [(of, "nftables_fib", strict, where) for of, strict in found]


@pytest.mark.parametrize("hook", ["input", "forward"])
def test_a_hook_that_does_not_see_every_packet_does_not_count(portreeve, namespace, hook):
    load(namespace, chain("fib saddr . iif oif missing drop", hook=hook))
    assert validations(show(portreeve, namespace)) == []


def test_the_rule_of_ip6tables_counts_though_its_mode_does_not_show(portreeve, namespace):
    namespace.run("ip6tables-nft", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--validmark", "--invert",
                  "-j", "DROP")
    assert validations(show(portreeve, namespace)) == [
        ("ipv6", "iptables_rpfilter", None, "table ip6 raw, chain PREROUTING")]


def test_rules_of_the_legacy_iptables_are_not_seen_and_not_taken_for_none(portreeve, namespace):
    loaded = namespace.run("ip6tables-legacy", "-t", "raw", "-A", "PREROUTING", "-m", "rpfilter", "--invert",
                           "-j", "DROP", check=False)
    if loaded.returncode != 0:
        pytest.skip(f"the kernel has no legacy iptables: {loaded.stderr.strip()}")
    answer = show(portreeve, namespace)
    (missing,) = answer.json["unseen"]
    assert missing["what"] == "the rules of the legacy iptables"
    assert answer.json["firewall"] == {"has_rules": None, "source_validations": []}


def test_an_ordinary_user_is_told_that_the_rules_are_not_to_be_seen(portreeve, namespace):
    load(namespace, IPV6_TABLE)
    answer = show(portreeve, namespace, user="65534")
    assert answer.status == 0
    assert answer.json["firewall"] == {"has_rules": None, "source_validations": []}
    (missing,) = answer.json["unseen"]
    assert missing["what"] == "the rules of the firewall" and "not permitted" in missing["reason"]


def test_the_text_says_the_same(portreeve, namespace):
    load(namespace, IPV6_TABLE)
    answer = portreeve("rpfilter", "show", namespace=namespace)
    assert answer.status == 0 and answer.stderr == ""
    ipv4, ipv6 = answer.stdout.split("\nIPv6\n")
    assert "firewall: none of its rules validates sources" in ipv4
    assert "firewall: strict, nftables fib rule in table inet antispoof, chain pre" in ipv6


@pytest.fixture
def directory(namespace, tmp_path):
    return capture(namespace, tmp_path / "capture")


def test_a_capture_holds_no_rules_unless_they_were_saved_with_it(portreeve, namespace, directory):
    load(namespace, IPV6_TABLE)
    without = show(portreeve, None, "--root", directory)
    assert validations(without) == []
    assert "nft -j list ruleset > nftables.json" in without.json["unseen"][0]["reason"]
    (directory / "nftables.json").write_text(namespace.run("nft", "-j", "list", "ruleset").stdout)
    saved = show(portreeve, None, "--root", directory)
    assert saved.json == show(portreeve, namespace).json
    assert validations(saved) != []


def test_damaged_rules_of_a_capture_are_named_with_the_line(portreeve, directory):
    (directory / "nftables.json").write_text('{"nftables": [\n{"chain": oops}\n]}\n')
    answer = show(portreeve, None, "--root", directory)
    (missing,) = answer.json["unseen"]
    assert missing["reason"].startswith(f"{directory}/nftables.json:2: ")
    assert answer.json["firewall"]["has_rules"] is None


@pytest.mark.parametrize("setting, found", [
    ("IPv6_rpfilter=yes\n", [True]), ("IPv6_rpfilter=loose\n", [False]), ("IPv6_rpfilter=no\n", []),
    ("DefaultZone=public\n", [True])])
def test_a_capture_of_a_host_with_firewalld_shows_what_it_is_set_to_do(portreeve, directory, setting, found):
    (directory / "etc/firewalld").mkdir(parents=True)
    (directory / "etc/firewalld/firewalld.conf").write_text(setting)
    wanted = directory / "etc/systemd/system/multi-user.target.wants"
    wanted.mkdir(parents=True)
    (wanted / "firewalld.service").symlink_to("/lib/systemd/system/firewalld.service")
    where = "/etc/firewalld/firewalld.conf"
    assert validations(show(portreeve, None, "--root", directory)) == [
        ("ipv6", "firewalld", strict, where) for strict in found]
