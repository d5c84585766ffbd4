"""The guide's chapter on TCP Wrappers with the real vsftpd, and a syslog daemon: on Debian's libwrap and on ours."""

import re

import pytest

from harness.clients import receive_all, receive_line
from harness.logs import FACILITIES, LEVELS
from harness.machines import wait_until
from harness.wrapped import FRIEND, STRANGER, both_sides, daemon_file, on_each, start_inetd

VSFTPD_SETTINGS = ("anonymous_enable=YES", "secure_chroot_dir=/run/vsftpd/empty", "background=NO")
VSFTPD_GREETING = b"220 (vsFTPd 3.0.3)\r\n"
VSFTPD_REFUSAL = b"421 Service not available.\r\n"

# As the chapter has it, word for word.
CHAPTER_BANNER = """220-Hello, %c
220-All activity on ftp.example.com is logged.
220-Inappropriate use will result in your access privileges being removed.
"""
SELECTORS = [(facility, level) for facility in FACILITIES if not facility.startswith("reserved") for level in LEVELS]
CHAPTER_ALARM = "spawn /bin/echo `date` %c %d >> /var/log/intruder_alert"


@pytest.fixture
def sides(network, tmp_path):
    with both_sides(network, tmp_path) as both:
        yield both


@pytest.fixture
def sides_without_log(network, tmp_path):
    """Sides whose /dev/log is free for a syslog daemon."""
    with both_sides(network, tmp_path, collects_log=False) as both:
        yield both


def prepare_vsftpd(side, *settings):
    """What both ways of starting it have in common; returns the program."""
    side.server.path("/run/vsftpd/empty").mkdir(parents=True)
    side.server.write("/etc/passwd", "ftp:x:65534:65534::/run/vsftpd/empty:/usr/sbin/nologin\n", append=True)
    side.server.write("/etc/vsftpd.conf", "\n".join((*VSFTPD_SETTINGS, *settings, "")))
    return daemon_file("usr/sbin/vsftpd")


def vsftpd_alone(side):
    """vsftpd that listens by itself and asks the library about each peer."""
    vsftpd = prepare_vsftpd(side, "listen=YES", "listen_ipv6=NO", "tcp_wrappers=YES")
    side.server.start(vsftpd, "/etc/vsftpd.conf", listening=[("tcp", 21)])
    side.assert_runs_on_its_library(vsftpd)
    return vsftpd


def vsftpd_behind_tcpd(side):
    """vsftpd as inetd starts it for each peer, after tcpd has agreed."""
    vsftpd = prepare_vsftpd(side, "listen=NO", "tcp_wrappers=NO")
    start_inetd(side, "ftp", 21, (side.tcpd, vsftpd, "/etc/vsftpd.conf"))
    return vsftpd


def greeting(connection):
    """What vsftpd says first, line by line: a reply goes on as long as its code is followed by "-"."""
    lines = [receive_line(connection)]
    while lines[-1][3:4] == b"-":
        lines.append(receive_line(connection))
    return lines


@pytest.mark.parametrize("started", [vsftpd_alone, vsftpd_behind_tcpd])
def test_the_banner_of_the_chapter_comes_before_the_greeting(sides, started):
    def scenario(side):
        side.rules(allow="vsftpd : ALL : banners /etc/banners/\n")
        side.server.write("/etc/banners/vsftpd", CHAPTER_BANNER)
        vsftpd = started(side)
        with side.connect(21) as connection:
            lines = greeting(connection)
            side.assert_runs_on_its_library(vsftpd)
            return lines

    expected = [f"220-Hello, {FRIEND}\r\n".encode(), b"220-All activity on ftp.example.com is logged.\r\n",
                b"220-Inappropriate use will result in your access privileges being removed.\r\n", VSFTPD_GREETING]
    assert on_each(sides, scenario) == (expected, expected)


def test_a_greeted_peer_can_log_in(sides):
    def scenario(side):
        side.rules(allow="vsftpd : ALL : banners /etc/banners/\n")
        side.server.write("/etc/banners/vsftpd", CHAPTER_BANNER)
        vsftpd_alone(side)
        with side.connect(21) as connection:
            assert len(greeting(connection)) == 4
            connection.sendall(b"USER anonymous\r\n")
            asked = receive_line(connection)
            connection.sendall(b"PASS guest\r\n")
            return asked, receive_line(connection)

    expected = (b"331 Please specify the password.\r\n", b"230 Login successful.\r\n")
    assert on_each(sides, scenario) == (expected, expected)


def attempts(side, count=3):
    """What a peer receives each time that it tries; they all try at once, for tcpd lets a refused one wait."""
    connections = [side.connect(21) for _ in range(count)]
    received = []
    for connection in connections:
        with connection:
            received.append(receive_all(connection))
    return received


def alarm_without_times(side):
    """The lines of the file of alarms, the output of date(1) as "DATE"."""
    date = r"^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4} "
    return [re.sub(date, "DATE ", line) for line in side.server.read("/var/log/intruder_alert").splitlines()]


@pytest.mark.parametrize("started, refusal", [(vsftpd_alone, VSFTPD_REFUSAL), (vsftpd_behind_tcpd, b"")])
@pytest.mark.parametrize("attackers", [FRIEND, "192.0.2.", "192.0.2.0/24"])
def test_each_attempt_of_an_attacker_is_refused_and_leaves_one_line(sides, started, refusal, attackers):
    def scenario(side):
        side.rules(deny=f"ALL : {attackers} : {CHAPTER_ALARM}\n")
        started(side)
        return attempts(side), alarm_without_times(side)

    expected = ([refusal] * 3, [f"DATE {FRIEND} vsftpd"] * 3)
    assert on_each(sides, scenario) == (expected, expected)


def test_a_net_written_as_in_the_chapter_is_one_address_and_stops_nobody(sides):
    """206.182.68.0 stands there for a net, but a pattern of four numbers is an address."""
    def scenario(side):
        side.rules(deny=f"ALL : 192.0.2.0 : {CHAPTER_ALARM}\n")
        vsftpd_alone(side)
        with side.connect(21) as connection:
            return greeting(connection), alarm_without_times(side)

    expected = ([VSFTPD_GREETING], [])
    assert on_each(sides, scenario) == (expected, expected)


def test_the_alarm_in_hosts_allow_logs_and_lets_in(sides):
    def scenario(side):
        side.rules(allow=f"ALL : {FRIEND} : {CHAPTER_ALARM}\n", deny="ALL : ALL\n")
        vsftpd_alone(side)
        with side.connect(21) as friend, side.connect(21, source=STRANGER) as stranger:
            return greeting(friend), receive_all(stranger), alarm_without_times(side)

    expected = ([VSFTPD_GREETING], VSFTPD_REFUSAL, [f"DATE {FRIEND} vsftpd"])
    assert on_each(sides, scenario) == (expected, expected)


def syslog_daemon(side):
    """A syslog daemon that keeps a file for each facility and level: /var/log/FACILITY.LEVEL."""
    side.server.write("/etc/syslog.conf", "".join(
        f"{facility}.={level}\t/var/log/{facility}.{level}\n" for facility, level in SELECTORS))
    side.server.start(daemon_file("usr/sbin/syslogd"), "--no-detach", "--no-klog", "--rcfile=/etc/syslog.conf",
                      "--pidfile=/run/syslog.pid")
    wait_until(side.server.path("/dev/log").is_socket, "the syslog daemon")
    # It makes the file of each selector that it understands.
    assert all(side.server.path(f"/var/log/{facility}.{level}").exists() for facility, level in SELECTORS)


def logged_about(side, tag):
    """The lines with a tag in each of the syslog daemon's files that has any, from the tag on, without process ids.
    A message of our own comes last, so that whatever came before it has been written."""
    side.server.run("logger", "--priority=local7.debug", "--tag=last", "message", check=True)
    wait_until(lambda: "last" in side.server.read("/var/log/local7.debug"), "the syslog daemon to write")
    found = {}
    for facility, level in SELECTORS:
        lines = re.findall(rf"({tag}.*)\n", side.server.read(f"/var/log/{facility}.{level}"))
        if lines:
            found[f"{facility}.{level}"] = [re.sub(r"\[\d+\]", "[PID]", line) for line in lines]
    return found


@pytest.mark.parametrize("severity, selector", [("emerg", "daemon.emerg"), ("auth.emerg", "auth.emerg")])
def test_a_refused_connection_to_telnet_is_logged_at_the_severity_of_the_rule(sides_without_log, severity, selector):
    """At emerg, but not at authpriv, which the chapter calls the default: what tcpd logs is of the facility daemon."""
    def scenario(side):
        side.rules(deny=f"in.telnetd : ALL : severity {severity}\n")
        syslog_daemon(side)
        start_inetd(side, "telnet", 23, (side.tcpd, "in.telnetd"))
        with side.connect(23) as connection:
            wait_until(lambda: side.processes_of(side.tcpd), "tcpd")
            return receive_all(connection), logged_about(side, "in.telnetd")

    expected = (b"", {selector: [f"in.telnetd[PID]: refused connect from {FRIEND} ({FRIEND})"]})
    assert on_each(sides_without_log, scenario) == (expected, expected)


def test_without_a_severity_a_refused_connection_is_a_warning(sides_without_log):
    def scenario(side):
        side.rules(deny="in.telnetd : ALL\n")
        syslog_daemon(side)
        start_inetd(side, "telnet", 23, (side.tcpd, "in.telnetd"))
        with side.connect(23) as connection:
            wait_until(lambda: side.processes_of(side.tcpd), "tcpd")
            return receive_all(connection), logged_about(side, "in.telnetd")

    expected = (b"", {"daemon.warning": [f"in.telnetd[PID]: refused connect from {FRIEND} ({FRIEND})"]})
    assert on_each(sides_without_log, scenario) == (expected, expected)
