"""`portreeve kernel why` on trees of files that a test writes; tests/conformance compares it with the programs."""

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schemas/kernel_why.schema.json").read_text())
KEY = "net.ipv4.conf.all.send_redirects"


@pytest.fixture
def tree(tmp_path):
    """write(path, text) puts a file into a capture whose kernel sends redirects."""

    def write(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return tmp_path

    write("proc/sys/net/ipv4/conf/all/send_redirects", "1\n")
    write("proc/sys/net/ipv4/conf/e0.100/rp_filter", "0\n")
    return write


def why(portreeve, root, *keys):
    answer = portreeve("--root", root, "kernel", "why", "--json", *keys)
    jsonschema.validate(answer.json, SCHEMA)
    return answer


def test_every_line_is_shown_in_order_with_who_wins_and_the_drift(portreeve, tree):
    tree("usr/lib/sysctl.d/10-vendor.conf", "net.ipv4.conf.all.send_redirects = 1\n")
    tree("etc/sysctl.d/50-site.conf", "# ours\nnet/ipv4/conf/all/send_redirects = 0\n")
    root = tree("etc/sysctl.d/60-glob.conf", "net.ipv4.conf.*.send_redirects = 1\n")
    answer = portreeve("--root", root, "kernel", "why", KEY)
    assert answer.status == 1
    assert answer.stdout == """\
net.ipv4.conf.all.send_redirects
  now     1
  later   0
  drift   the running value is not what the files say

sysctl --system, which this host runs when it starts: 0
  FATE         LINE                                KEY                               VALUE
  overwritten  /usr/lib/sysctl.d/10-vendor.conf:1  net/ipv4/conf/all/send_redirects  1
  wins         /etc/sysctl.d/50-site.conf:2        net/ipv4/conf/all/send_redirects  0
  yields       /etc/sysctl.d/60-glob.conf:1        net/ipv4/conf/*/send_redirects    1

systemd-sysctl: 0
  FATE      LINE                                KEY                               VALUE
  replaced  /usr/lib/sysctl.d/10-vendor.conf:1  net/ipv4/conf/all/send_redirects  1
  wins      /etc/sysctl.d/50-site.conf:2        net/ipv4/conf/all/send_redirects  0
  yields    /etc/sysctl.d/60-glob.conf:1        net/ipv4/conf/*/send_redirects    1
"""


def test_loaders_that_disagree_are_a_finding(portreeve, tree):
    tree("usr/lib/systemd/systemd-sysctl", "")
    tree("etc/sysctl.d/50-site.conf", f"{KEY} = 1\n")
    root = tree("etc/sysctl.conf", f"{KEY} = 0\n")
    answer = why(portreeve, root, KEY)
    (key,) = answer.json["keys"]
    assert answer.status == 1
    assert [(loader["loader"], loader["at_boot"], loader["value"]) for loader in key["loaders"]] == [
        ("systemd-sysctl", True, 1), ("sysctl --system", False, 0)]
    assert key["loaders_agree"] is False and key["drift"] is False
    assert "different values" in portreeve("--root", root, "kernel", "why", KEY).stdout


def test_where_no_file_decides_nothing_has_drifted(portreeve, tree):
    root = tree("etc/sysctl.conf", "# nothing\n")
    answer = why(portreeve, root, KEY, "net/ipv4/conf/e0.100/rp_filter", "net.ipv4.conf.e0/100.rp_filter")
    assert answer.status == 0
    assert [key["key"] for key in answer.json["keys"]] == [KEY, *["net/ipv4/conf/e0.100/rp_filter"] * 2]
    assert {key["drift"] for key in answer.json["keys"]} == {None}


def test_a_masked_file_is_named(portreeve, tree):
    tree("etc/sysctl.d/50-site.conf", f"{KEY} = 1\n")
    root = tree("usr/lib/sysctl.d/50-site.conf", f"{KEY} = 0\n")
    answer = why(portreeve, root, KEY)
    assert answer.json["masked"] == [{"file": "/usr/lib/sysctl.d/50-site.conf", "by": "/etc/sysctl.d/50-site.conf"}]
    assert "  - /usr/lib/sysctl.d/50-site.conf, by /etc/sysctl.d/50-site.conf\n" in portreeve(
        "--root", root, "kernel", "why", KEY).stdout


def test_what_is_not_understood_is_named_with_its_line_and_loses_nothing(portreeve, tree):
    root = tree("etc/sysctl.conf", f"rubbish\n{'x' * (1 << 20)} = 1\n{KEY} = 0\n")
    (root / "etc/sysctl.d").mkdir()
    (root / "etc/sysctl.d/50-loop.conf").symlink_to("50-loop.conf")
    answer = why(portreeve, root, KEY)
    reasons = [entry["reason"] for entry in answer.json["unseen"]]
    assert any("/etc/sysctl.conf:1: " in reason for reason in reasons)
    assert any("/etc/sysctl.conf:2: " in reason and "longer than" in reason and len(reason) < 400 for reason in reasons)
    assert any("50-loop.conf: Too many levels of symbolic links" in reason for reason in reasons)
    assert {loader["loader"]: loader["value"] for loader in answer.json["keys"][0]["loaders"]}["sysctl --system"] == 0


@pytest.mark.parametrize("key, complaint", [
    ("net.ipv4.conf.nope.rp_filter", "the capture has none"), ("kernel.panic", "it is no network key"),
    ("net/../kernel/panic", "it is no network key"), ("", "it is no network key")])
def test_a_key_that_is_not_there_or_not_ours_is_an_error(portreeve, tree, key, complaint):
    answer = portreeve("--root", tree("etc/sysctl.conf", ""), "kernel", "why", key)
    assert answer.status == 3 and complaint in answer.stderr
