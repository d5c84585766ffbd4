"""`portreeve kernel why` foretells what `sysctl --system` of procps and systemd-sysctl make of the same files.

Each tree of files is generated from a seed and mounted over the machine's own inside a mount namespace, and all three
programs run in a network namespace, so that nothing but its settings changes.
"""

import json
import random
import shutil
from pathlib import Path

import jsonschema
import pytest

from harness import program

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/kernel_why.schema.json").read_text())
SYSTEMD_SYSCTL = "/lib/systemd/systemd-sysctl"
TREES_PER_SEED = 10

# What a host has that has just started; forwarding first, since it resets others.
AT_START = {
    "net/ipv4/ip_forward": 0,
    "net/ipv4/conf/eth0/forwarding": 0,
    "net/ipv6/conf/all/forwarding": 0,
    "net/ipv6/conf/eth0/forwarding": 0,
    "net/ipv4/conf/all/accept_redirects": 1,
    "net/ipv4/conf/eth0/accept_redirects": 1,
    "net/ipv6/conf/eth0/accept_redirects": 1,
    **{f"net/ipv4/conf/{scope}/{name}": value for scope in ("all", "default", "eth0", "e0.100")
       for name, value in (("rp_filter", 0), ("send_redirects", 1))},
}
KEYS = (*AT_START, "net/ipv4/conf/all/forwarding")
PATTERNS = ("net/ipv4/conf/*/rp_filter", "net/ipv4/conf/e*/rp_filter", "net/ipv4/conf/?ll/send_redirects",
            "net/ipv4/conf/[de]*/send_redirects", "net/ipv4/conf/*/accept_redirects", "net/ipv6/conf/*/forwarding",
            "net/ipv4/conf/*", "net/*/conf/eth0/accept_redirects")
VALUES = ("0", "1", "2", "1", "0", "0x2", "1 # not a comment", "-1", "nonsense", "", "1 2", "99999999999")
DIRECTORIES = ("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d")
NAMES = ("10-a.conf", "50-b.conf", "60-c.conf", "99-z.conf", "99-sysctl.conf", ".hidden.conf", "70-no.cfg", "80-old.conf~")


def spell(draw, key):
    """The key in one of the ways that mean the same."""
    swapped = key.translate(str.maketrans("./", "/."))
    return draw.choice((key, swapped))


def line(draw):
    kind = draw.random()
    if kind < 0.04:
        return draw.choice(("# comment", "; comment", "", "no assignment here", "net.ipv4.conf.nope.rp_filter = 1"))
    key = draw.choice(PATTERNS if kind < 0.3 else KEYS)
    if kind > 0.92:
        return "-" + spell(draw, key)
    minus = "-" if kind > 0.85 else ""
    blanks = [draw.choice(("", " ", "\t", "  ")) for _ in range(4)]
    return f"{blanks[0]}{minus}{spell(draw, key)}{blanks[1]}={blanks[2]}{draw.choice(VALUES)}{blanks[3]}"


def write_tree(draw, tree):
    """A tree of files, among them links to /dev/null, links that lead nowhere and files that mask each other."""
    for directory in DIRECTORIES:
        (tree / directory).mkdir(parents=True)
        for name in NAMES:
            kind = draw.random()
            file = tree / directory / name
            if kind < 0.06:
                file.symlink_to("/dev/null")
            elif kind < 0.09:
                file.symlink_to("nowhere")
            elif kind < 0.14 and name == "99-sysctl.conf":
                file.symlink_to("/etc/sysctl.conf")
            elif kind < 0.45:
                end = draw.choice(("\n", "\r\n"))
                file.write_bytes(end.join(line(draw) for _ in range(draw.randrange(5))).encode())
    if draw.random() < 0.7:
        (tree / "etc/sysctl.conf").write_text("\n".join(line(draw) for _ in range(draw.randrange(6))))


SCRIPT = """
set -e
tree=$1; portreeve=$2; start=$3; shift 3
mount --bind "$tree/etc" /etc
mount --bind "$tree/run" /run
mount --bind "$tree/usr/local/lib" /usr/local/lib
mount --bind "$tree/usr/lib/sysctl.d" /usr/lib/sysctl.d
cd /proc/sys
"$portreeve" kernel why --json "$@" >"$tree/why.json" 2>"$tree/why.err" || test $? -eq 1
reset() { for pair in $start; do echo "${pair#*=}" >"${pair%=*}"; done; }
reset; /sbin/sysctl --system >"$tree/procps.log" 2>&1 || true; cat "$@" >"$tree/procps"
reset; """ + SYSTEMD_SYSCTL + """ >"$tree/systemd.log" 2>&1 || true; cat "$@" >"$tree/systemd"
"""


@pytest.fixture
def host(network):
    made, peer = network.namespace(), network.namespace()
    for name in ("eth0", "e0.100"):
        network.connect(made, peer, interfaces=(name, f"peer{name}"))
    return made


def run_all(host, tree):
    """{key: (forecast for procps, forecast for systemd)} and the same from the programs themselves."""
    start = " ".join(f"{key}={value}" for key, value in AT_START.items())
    host.run("unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT, "sh", tree, program.binary(), start,
             *KEYS)
    answer = json.loads((tree / "why.json").read_text())
    foretold = {}
    for file, entry in zip(KEYS, answer["keys"]):
        values = {loader["loader"]: loader["value"] for loader in entry["loaders"]}
        foretold[file] = (values["sysctl --system"], values["systemd-sysctl"])
    happened = zip((tree / "procps").read_text().split(), (tree / "systemd").read_text().split())
    return foretold, dict(zip(KEYS, (tuple(map(int, pair)) for pair in happened)))


def at_start(key):
    return AT_START.get(key, 0)


@pytest.mark.parametrize("seed", range(4))
def test_the_forecast_is_what_both_programs_do(host, tmp_path, seed):
    if not Path(SYSTEMD_SYSCTL).exists():
        pytest.skip("systemd-sysctl is not installed: Debian's package systemd has it")
    draw = random.Random(seed)
    for number in range(TREES_PER_SEED):
        tree = tmp_path / str(number)
        write_tree(draw, tree)
        foretold, happened = run_all(host, tree)
        if number == 0:
            jsonschema.validate(json.loads((tree / "why.json").read_text()), SCHEMA)
        expected = {key: tuple(at_start(key) if value is None else value for value in pair)
                    for key, pair in foretold.items()}
        assert expected == happened, f"tree {tree}"
        shutil.rmtree(tree)
