"""`portreeve kernel show` beside sysctl(8) in the same namespace, on interfaces with every kind of name."""

import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

from harness.capture import capture

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
SCHEMA = json.loads((SCHEMAS / "kernel.schema.json").read_text())
CHECK_SCHEMA = json.loads((SCHEMAS / "kernel_check.schema.json").read_text())
CATALOGUE_SCHEMA = json.loads((SCHEMAS / "kernel_catalogue.schema.json").read_text())

# A name may hold whatever is not '/', ':' or a blank; a dot is what a VLAN's usually has.
INTERFACES = ("eth0", "e0.100", "a*[b];c", "-x", "ünï")
# Switches of which a host may have any value without a change of another.
IPV4 = ("accept_redirects", "accept_source_route", "secure_redirects", "send_redirects", "shared_media")


@pytest.fixture
def host(network):
    """A host with an interface of each name, whose settings differ from scope to scope."""
    made, peer = network.namespace(), network.namespace()
    for number, name in enumerate(INTERFACES):
        network.connect(made, peer, interfaces=(name, f"peer{number}"))
    made.set_kernel(**{"net/ipv4/conf/all/forwarding": 0, "net/ipv6/conf/all/forwarding": 0})
    scopes = ("all", "default", "lo", *INTERFACES)
    for number, scope in enumerate(scopes):
        made.set_kernel(**{f"net/ipv4/conf/{scope}/{name}": (number + place) % 2
                           for place, name in enumerate(IPV4)})
        made.set_kernel(**{f"net/ipv4/conf/{scope}/rp_filter": number % 3,
                           f"net/ipv6/conf/{scope}/accept_redirects": number % 2,
                           f"net/ipv6/conf/{scope}/accept_source_route": number % 3 - 1})
    made.run("sysctl", "-w", "net/ipv4/conf/e0.100/forwarding=1", "net/ipv6/conf/ünï/forwarding=1")
    return made


def show(portreeve, namespace=None, *options, **more):
    answer = portreeve(*options, "kernel", "show", "--json", namespace=namespace, **more)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def scopes_of(answer, family, name):
    """{scope: what is said about it} of one setting."""
    (setting,) = [setting for setting in answer.json["settings"]
                  if (setting["family"], setting["name"]) == (family, name)]
    return {scope["scope"]: scope for scope in setting["scopes"]}


def own_values(answer):
    return {(setting["family"], setting["name"], scope["scope"]): scope["own"]
            for setting in answer.json["settings"] for scope in setting["scopes"]}


def catalogue(portreeve, *names):
    answer = portreeve("kernel", "describe", "--json", *names)
    jsonschema.validate(answer.json, CATALOGUE_SCHEMA)
    return answer.json["settings"]


def sysctl_values(portreeve, namespace):
    """The same from `sysctl -a`, which writes a dot of a name as a slash; scope None is the whole host."""
    known = {(setting["family"], setting["name"]) for setting in catalogue(portreeve)}
    found = {}
    for line in namespace.run("sysctl", "-a", "--pattern", r"^net\.ipv[46]\.").stdout.splitlines():
        family, key, value = re.fullmatch(r"net\.(ipv[46])\.(.*) = ?(.*)", line).groups()
        conf = re.fullmatch(r"conf\.(.*)\.(\w+)", key)
        scope, name = (conf[1].replace("/", "."), conf[2]) if conf else (None, key.replace(".", "/"))
        if (family, name) in known:
            found[family, name, scope] = int(value)
    return found


def test_the_numbers_are_those_of_sysctl_in_both_families(portreeve, host):
    answer = show(portreeve, host)
    assert answer.status == 0 and answer.json["unseen"] == []
    expected = sysctl_values(portreeve, host)
    assert own_values(answer) == expected
    assert {scope for _, _, scope in expected} == {None, "all", "default", "lo", *INTERFACES}
    lacking = {(setting["family"], setting["name"]) for setting in catalogue(portreeve)
               if setting["availability"] is None} - {(family, name) for family, name, _ in expected}
    assert lacking == set()


def test_the_keys_are_what_sysctl_takes(portreeve, host):
    answer = show(portreeve, host)
    scopes = [scope for setting in answer.json["settings"] for scope in setting["scopes"]]
    printed = host.run("sysctl", "-n", *(scope["key"] for scope in scopes)).stdout
    assert printed.split() == [str(scope["own"]) for scope in scopes]


def test_a_key_sets_the_value_that_it_shows(portreeve, host):
    for name in INTERFACES:
        scope = scopes_of(show(portreeve, host), "ipv4", "send_redirects")[name]
        host.run("sysctl", "-w", f"{scope['key']}={1 - scope['own']}")
        assert scopes_of(show(portreeve, host), "ipv4", "send_redirects")[name]["own"] == 1 - scope["own"]


def test_what_is_in_force_follows_from_all_and_the_interface(portreeve, namespace):
    namespace.set_kernel(**{"net/ipv4/conf/all/accept_source_route": 0, "net/ipv4/conf/lo/accept_source_route": 1,
                            "net/ipv4/conf/all/send_redirects": 1, "net/ipv4/conf/lo/send_redirects": 0,
                            "net/ipv4/conf/all/rp_filter": 2, "net/ipv4/conf/lo/rp_filter": 1,
                            "net/ipv6/conf/all/accept_redirects": 0, "net/ipv6/conf/lo/accept_redirects": 1,
                            "net/ipv6/conf/all/accept_source_route": -1})
    answer = show(portreeve, namespace)
    effective = {name: scopes_of(answer, "ipv4", name)["lo"]["effective"]
                 for name in ("accept_source_route", "send_redirects", "rp_filter")}
    assert effective == {"accept_source_route": 0, "send_redirects": 1, "rp_filter": 2}
    assert scopes_of(answer, "ipv6", "accept_redirects")["lo"]["effective"] == 1
    assert scopes_of(answer, "ipv6", "accept_source_route")["lo"]["effective"] == -1


def test_secure_redirects_is_not_read_while_shared_media_is_on(portreeve, namespace):
    for shared_media, read in ((1, False), (0, True)):
        namespace.set_kernel(**{f"net/ipv4/conf/{scope}/shared_media": shared_media for scope in ("all", "lo")})
        assert scopes_of(show(portreeve, namespace), "ipv4", "secure_redirects")["lo"]["read"] is read


def test_writing_ip_forward_shows_on_every_interface(portreeve, host):
    host.set_kernel(**{"net/ipv4/ip_forward": 1})
    answer = show(portreeve, host)
    assert answer.json["ip_forward"] == 1
    forwarding = scopes_of(answer, "ipv4", "forwarding")
    assert {name: forwarding[name]["effective"] for name in INTERFACES} == dict.fromkeys(INTERFACES, 1)
    assert not any(forwarding[name]["as_recommended"] for name in INTERFACES)


# Becomes a multicast router, as its daemon does: MRT_INIT, then MRT_ADD_VIF for one interface (linux/mroute.h).
MULTICAST_ROUTER = """
import signal, socket, struct, sys
IPPROTO_IGMP, MRT_INIT, MRT_ADD_VIF, VIFF_USE_IFINDEX = 2, 200, 202, 8
router = socket.socket(socket.AF_INET, socket.SOCK_RAW, IPPROTO_IGMP)
router.setsockopt(socket.IPPROTO_IP, MRT_INIT, 1)
interface = socket.if_nametoindex(sys.argv[1])
router.setsockopt(socket.IPPROTO_IP, MRT_ADD_VIF,
                  struct.pack("=HBBIiI", 0, VIFF_USE_IFINDEX, 1, 0, interface, 0))
print("READY", flush=True)
signal.pause()
"""


def test_the_read_only_multicast_forwarding_is_seen_while_a_daemon_has_it_on(portreeve, host):
    host.start(sys.executable, "-c", MULTICAST_ROUTER, "e0.100")
    answer = show(portreeve, host)
    multicast = scopes_of(answer, "ipv4", "mc_forwarding")
    assert own_values(answer) == sysctl_values(portreeve, host)
    on = {scope for scope, values in multicast.items() if values["effective"] == 1}
    assert on == {"all", "e0.100"}
    assert multicast["e0.100"]["as_recommended"] is False
    (setting,) = [setting for setting in answer.json["settings"]
                  if (setting["family"], setting["name"]) == ("ipv4", "mc_forwarding")]
    assert setting["read_only"] is True


def test_an_interface_without_ipv6_has_no_settings_of_it_and_nothing_is_missing(portreeve, host):
    host.ip("link", "set", "eth0", "mtu", "1279")
    answer = show(portreeve, host)
    assert "eth0" in scopes_of(answer, "ipv4", "rp_filter")
    assert "eth0" not in scopes_of(answer, "ipv6", "forwarding")
    assert answer.json["unseen"] == []


def test_the_text_names_every_interface_and_marks_what_is_wrong(portreeve, host):
    answer = portreeve("kernel", "show", namespace=host)
    assert answer.status == 0 and answer.stderr == ""
    assert all(name in answer.stdout for name in INTERFACES)
    assert re.search(r"^!  forwarding +0 +0 +1 +1 +e0\.100$", answer.stdout, re.MULTILINE)
    assert "! is not as recommended." in answer.stdout


def test_an_ordinary_user_sees_the_same(portreeve, host):
    assert show(portreeve, host, user="65534").json == show(portreeve, host).json


def test_a_capture_shows_the_settings_of_its_host(portreeve, host, tmp_path):
    directory = capture(host, tmp_path / "capture")
    captured, live = show(portreeve, None, "--root", directory), show(portreeve, host)
    assert captured.json == live.json
    assert show(portreeve, None, "--root", directory).stdout == captured.stdout


@pytest.mark.parametrize("contents, complaint", [
    ("", "not a decimal number"), ("yes\n", "not a decimal number"), ("99999999999999999999\n", "not between"),
    ("1 2\n", "not a decimal number"), ("\x00\x1b[31m\n", "not a decimal number")])
def test_a_damaged_file_is_named_with_its_line_and_the_rest_is_shown(portreeve, host, tmp_path, contents, complaint):
    directory = capture(host, tmp_path / "capture")
    intact = own_values(show(portreeve, None, "--root", directory))
    file = directory / "proc/sys/net/ipv4/conf/e0.100/rp_filter"
    file.write_text(contents)
    answer = show(portreeve, None, "--root", directory)
    (missing,) = answer.json["unseen"]
    assert missing["what"] == "rp_filter of e0.100 (IPv4)"
    assert missing["reason"].startswith(f"{file}:1: ") and complaint in missing["reason"]
    assert "\x1b" not in missing["reason"]
    assert own_values(answer) == {**intact, ("ipv4", "rp_filter", "e0.100"): None}


def test_a_missing_file_is_named_where_its_directory_is_there(portreeve, host, tmp_path):
    directory = capture(host, tmp_path / "capture")
    (directory / "proc/sys/net/ipv6/conf/eth0/forwarding").unlink()
    answer = portreeve("--root", directory, "kernel", "show")
    assert answer.status == 0
    assert "not seen: forwarding of eth0 (IPv6): cannot open" in answer.stderr
    assert "conf/eth0/forwarding: No such file or directory" in answer.stderr


def test_a_kernel_without_ipv6_is_noted_once(portreeve, host, tmp_path):
    directory = capture(host, tmp_path / "capture")
    (directory / "proc/sys/net/ipv6").rename(tmp_path / "elsewhere")
    answer = portreeve("--root", directory, "kernel", "show")
    assert answer.status == 0
    assert "IPv6: no settings were seen" in answer.stdout
    assert len(answer.stderr.splitlines()) == 1 and "the IPv6 settings of the kernel" in answer.stderr


def test_where_nothing_can_be_seen_the_status_says_so(portreeve, tmp_path):
    assert portreeve("--root", tmp_path, "kernel", "show").status == 3


def test_without_a_word_for_what_to_do_the_usage_is_wrong(portreeve):
    assert portreeve("kernel").status == 2
    assert portreeve("kernel", "shew").status == 2


def check(portreeve, namespace, *options, **more):
    answer = portreeve("kernel", "check", "--json", *options, namespace=namespace, **more)
    jsonschema.validate(answer.json, CHECK_SCHEMA)
    return answer


def wrong(answer):
    """{(family, name): scopes that are not as recommended}"""
    return {(setting["family"], setting["name"]): [scope["scope"] for scope in setting["wrong"]]
            for setting in answer.json["settings"] if setting["wrong"]}


def literal(answer, family, name):
    (setting,) = [setting for setting in answer.json["settings"]
                  if (setting["family"], setting["name"]) == (family, name)]
    return setting["literal_check"]


@pytest.fixture
def hardened(network, portreeve):
    """A host whose remedies have all been followed, in every scope and at the strictest level."""
    made, peer = network.namespace(), network.namespace()
    for name in ("eth0", "e0.100"):
        network.connect(made, peer, interfaces=(name, f"peer{name}"))
    follow(portreeve, made)
    return made


def follow(portreeve, namespace, *options):
    """Writes what the check says, in its order."""
    for setting in check(portreeve, namespace, "--level", "strict", *options).json["settings"]:
        for write in setting["remedy"]:
            namespace.run("sysctl", "-w", f"{write['key']}={write['value']}")


def test_what_the_check_says_to_write_makes_all_as_recommended(portreeve, hardened):
    answer = check(portreeve, hardened, "--level", "strict")
    assert wrong(answer) == {}
    assert answer.status == 0 and answer.json["unseen"] == []


def test_a_host_that_the_benchmarks_call_compliant_can_be_open(portreeve, hardened):
    # Nothing in all of these keys is ever read, so the remedies have left it as it was.
    hardened.set_kernel(**{f"net/ipv6/conf/all/{name}": 0 for name in ("accept_redirects", "accept_ra")})
    hardened.set_kernel(**{"net/ipv6/conf/e0.100/accept_redirects": 1, "net/ipv6/conf/eth0/accept_ra": 1,
                           "net/ipv4/conf/e0.100/forwarding": 1})
    answer = check(portreeve, hardened)
    assert answer.status == 1
    assert wrong(answer) == {("ipv4", "forwarding"): ["e0.100"], ("ipv6", "accept_redirects"): ["e0.100"],
                             ("ipv6", "accept_ra"): ["eth0"]}
    for family, name in wrong(answer):
        assert literal(answer, family, name) == "passes"
    text = portreeve("kernel", "check", namespace=hardened).stdout
    assert text.count("a check that reads all and default alone passes") == 3
    assert "  write     sysctl -w net/ipv6/conf/e0.100/accept_redirects=0\n" in text


def test_a_host_that_the_benchmarks_fail_can_be_closed(portreeve, hardened):
    hardened.set_kernel(**{"net/ipv4/conf/default/accept_source_route": 1})
    answer = check(portreeve, hardened)
    assert answer.status == 0 and literal(answer, "ipv4", "accept_source_route") == "fails"
    assert "Nothing is open here" in portreeve("kernel", "check", namespace=hardened).stdout


def test_doors_that_no_benchmark_knows_are_found(portreeve, hardened):
    hardened.set_kernel(**{f"net/ipv6/conf/{scope}/seg6_enabled": 1 for scope in ("all", "eth0")})
    forces = hardened.run("test", "-e", "/proc/sys/net/ipv6/conf/eth0/force_forwarding", check=False).returncode == 0
    if forces:  # Linux 6.17
        hardened.set_kernel(**{"net/ipv6/conf/eth0/force_forwarding": 1})
    answer = check(portreeve, hardened, "--level", "guide")
    assert wrong(answer) == {("ipv6", "seg6_enabled"): ["eth0"],
                             **({("ipv6", "force_forwarding"): ["eth0"]} if forces else {})}
    assert literal(answer, "ipv6", "seg6_enabled") == "none"


def test_what_a_new_interface_gets_is_judged_as_default(portreeve, hardened, network):
    hardened.set_kernel(**{"net/ipv6/conf/default/accept_redirects": 1})
    assert wrong(check(portreeve, hardened)) == {("ipv6", "accept_redirects"): ["default"]}
    network.connect(hardened, network.namespace(), interfaces=("new.7", "eth0"))
    assert wrong(check(portreeve, hardened)) == {("ipv6", "accept_redirects"): ["default", "new.7"]}


def test_bridges_and_vlans_are_judged_like_any_interface(portreeve, hardened):
    hardened.ip("link", "add", "br0", "type", "bridge")
    hardened.set_kernel(**{"net/ipv4/conf/br0/send_redirects": 1, "net/ipv6/conf/br0/accept_redirects": 1})
    assert wrong(check(portreeve, hardened)) == {("ipv4", "send_redirects"): ["br0"],
                                                 ("ipv6", "accept_redirects"): ["br0"]}


def test_a_level_leaves_out_what_only_stricter_policies_want(portreeve, namespace):
    judged = {level: {(setting["family"], setting["name"]) for setting in
                      check(portreeve, namespace, "--level", level).json["settings"]}
              for level in ("guide", "benchmark", "strict")}
    assert judged["guide"] < judged["benchmark"] < judged["strict"]
    assert ("ipv4", "log_martians") in judged["benchmark"] - judged["guide"]
    assert ("ipv4", "arp_ignore") in judged["strict"] - judged["benchmark"]


def test_settings_can_be_named(portreeve, namespace):
    answer = check(portreeve, namespace, "rp_filter", "ipv6.accept_ra")
    assert [(setting["family"], setting["name"]) for setting in answer.json["settings"]] == [
        ("ipv4", "rp_filter"), ("ipv6", "accept_ra")]
    assert [setting["name"] for setting in catalogue(portreeve, "ipv4.rp_filter")] == ["rp_filter"]
    unknown = portreeve("kernel", "show", "rp_filtre", namespace=namespace)
    assert unknown.status == 3 and "rp_filtre" in unknown.stderr and "kernel describe" in unknown.stderr


def test_the_defaults_of_the_catalogue_are_those_that_a_new_namespace_has(portreeve, namespace):
    # Of conf/all and conf/default IPv4 starts with the values of the machine, IPv6 with those compiled in.
    own = own_values(show(portreeve, namespace))
    for setting in catalogue(portreeve):
        family, name, default = setting["family"], setting["name"], setting["kernel_default"]
        if (family, name, None) in own:
            assert own[family, name, None] == default["all"], name
        elif family == "ipv6" and (family, name, "all") in own:
            assert (own[family, name, "all"], own[family, name, "default"]) == (default["all"], default["default"]), name


def test_a_setting_is_described_in_words(portreeve):
    answer = portreeve("kernel", "describe", "ipv6.accept_redirects")
    assert answer.status == 0
    assert "IPv6 accept_redirects\n  key       net.ipv6.conf.INTERFACE.accept_redirects\n" in answer.stdout
    assert "the kernel never reads all" in " ".join(answer.stdout.split())
