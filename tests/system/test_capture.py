"""A captured host is audited offline: the same bytes every time, nothing but the capture is read, and a damaged
capture loses nothing but what is damaged."""

import json
import os
import random

import pytest

from harness.capture import capture


@pytest.fixture
def host(network):
    """A host with findings of every kind that a capture can show."""
    made = network.namespace()
    network.connect(made, network.namespace(), "192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64")
    made.set_kernel(**{"net/ipv4/ip_forward": 1, "net/ipv6/conf/eth0/accept_redirects": 1})
    made.listen("tcp:0.0.0.0:23", "tcp:[::]:80", "udp:[::]:69", "tcp:127.0.0.1:25", processes=2)
    return made


@pytest.fixture
def directory(host, tmp_path):
    return capture(host, tmp_path / "capture")


def audit(portreeve, directory):
    return portreeve("--root", directory, "audit", "--json")


def test_the_report_is_the_same_to_the_byte_on_every_run(portreeve, directory):
    first, *others = [audit(portreeve, directory).stdout for _ in range(4)]
    assert others == [first] * 3
    assert json.loads(first)["host"] == "captured"


def test_a_capture_has_the_findings_of_the_host_it_is_of(portreeve, host, directory):
    def findings(answer):
        return sorted((finding["id"], finding["subjects"], finding["seen"]) for finding in answer.json["findings"])
    captured, live = audit(portreeve, directory), portreeve("audit", "--json", namespace=host)
    # Whether the firewall validates sources is not in the capture, so that check is open there.
    assert findings(captured) == [finding for finding in findings(live)
                                  if finding[0] != "kernel.ipv4.source_validation"]
    assert any("kernel.ipv4.source_validation" in entry["what"] for entry in captured.json["unseen"])


def test_the_directory_may_come_from_the_environment(portreeve, directory):
    answer = portreeve("audit", "--json", environment={"PORTREEVE_ROOT": str(directory)})
    assert answer.json["source"] == str(directory)


def test_a_directory_that_is_not_there_is_an_error(portreeve, tmp_path):
    answer = portreeve("--root", tmp_path / "missing", "audit")
    assert answer.status == 3
    assert f"cannot open {tmp_path}/missing" in answer.stderr


def test_an_empty_capture_shows_nothing_as_fine(portreeve, tmp_path):
    answer = audit(portreeve, tmp_path)
    assert answer.json["findings"] == []
    missing = " ".join(entry["what"] for entry in answer.json["unseen"])
    for subject in ("IPv4 settings", "IPv6 settings", "tcp sockets", "udp sockets", "addresses", "firewall", "as others see it"):
        assert subject in missing


def test_garbage_in_one_setting_is_named_and_the_rest_is_intact(portreeve, directory):
    intact = audit(portreeve, directory).json
    setting = directory / "proc/sys/net/ipv6/conf/eth0/accept_redirects"
    setting.write_bytes(b"\x00\xff\x1b[31mred")
    damaged = audit(portreeve, directory).json
    (new,) = [entry for entry in damaged["unseen"] if entry not in intact["unseen"]]
    assert f"{setting}:1" in new["reason"] and "\x1b" not in new["reason"]
    gone = [finding for finding in intact["findings"] if finding not in damaged["findings"]]
    assert {finding["id"] for finding in gone} <= {"kernel.ipv6.accept_redirects"}


def test_a_damaged_line_of_a_socket_table_is_named_and_the_rest_is_intact(portreeve, directory):
    table = directory / "proc/net/tcp"
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join(lines) + "\x01 this is no socket \xff\n")
    answer = audit(portreeve, directory).json
    assert any(f"{table}:{len(lines) + 1}" in entry["reason"] for entry in answer["unseen"])
    assert any(finding["id"] == "ports.cleartext_service" for finding in answer["findings"])


@pytest.mark.parametrize("seed", range(3))
def test_garbage_in_every_file_ends_with_a_report(portreeve, directory, seed):
    generator = random.Random(seed)
    files = [path for path in directory.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(files) > 50
    for path in files:
        path.write_bytes(generator.randbytes(generator.randrange(2000)))
    answer = audit(portreeve, directory)
    assert answer.status in (0, 1) and answer.stderr == ""
    reasons = " ".join(entry["reason"] for entry in answer.json["unseen"])
    for name in ("tcp:1", "tcp6:1", "udp:1", "if_inet6:1", "eth0/rp_filter:1"):
        assert name in reasons


def test_links_that_lead_out_of_the_capture_are_not_followed(portreeve, directory, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("0\n")
    for name, target in (("accept_redirects", secret), ("send_redirects", "../" * 30 + str(secret))):
        setting = directory / "proc/sys/net/ipv4/conf/eth0" / name
        setting.unlink()
        os.symlink(target, setting)
    reasons = " ".join(entry["reason"] for entry in audit(portreeve, directory).json["unseen"])
    assert "eth0/accept_redirects" in reasons and "eth0/send_redirects" in reasons


def test_a_pipe_in_a_capture_does_not_make_the_audit_wait(portreeve, directory):
    table = directory / "proc/net/udp"
    table.unlink()
    os.mkfifo(table)
    reasons = " ".join(entry["reason"] for entry in audit(portreeve, directory).json["unseen"])
    assert f"{table}: it is not a regular file" in reasons
