"""The virtual machine that other tests use: what it runs comes back as it was."""

import pytest

from harness.machines import wait_until
from system.vm.machine import GUEST, release_binary

EVERY_BYTE = bytes(range(256)) * 100


@pytest.fixture(scope="module")
def vm(boot):
    return boot(modules=["tcp-diag", "udp_diag"], programs=["/usr/bin/ss", release_binary()])


def test_it_runs_the_kernel_of_debian(vm):
    kernel, = (GUEST / "lib" / "modules").iterdir()
    assert vm.run("uname", "-r").stdout == f"{kernel.name}\n"


def test_input_and_output_are_any_bytes(vm):
    assert vm.run("cat", input=EVERY_BYTE, text=False).stdout == EVERY_BYTE
    answer = vm.shell("cat >&2", input=EVERY_BYTE, text=False)
    assert (answer.stdout, answer.stderr) == (b"", EVERY_BYTE)


def test_arguments_are_what_the_test_has_given(vm):
    arguments = ("", "two words", "$HOME", "'", '"', "\\", "a\nb", "\udcff", "ü")
    assert vm.run("printf", r"%s\n", *arguments).stdout == "".join(f"{argument}\n" for argument in arguments)


def test_an_exit_status_comes_back(vm):
    answer = vm.shell("echo no >&2; exit 7", check=False)
    assert (answer.returncode, answer.stdout, answer.stderr) == (7, "", "no\n")
    with pytest.raises(AssertionError, match="exit status 7: no"):
        vm.shell("echo no >&2; exit 7")


def test_a_daemon_runs_on_beside_the_next_command(vm):
    daemon = vm.start("sh", "-c", "echo started; sleep 1000")
    wait_until(lambda: vm.shell("cat /run/output", check=False).stdout.endswith("started\n"), "the daemon to say so")
    vm.run("kill", "-KILL", daemon)


def test_a_module_comes_after_what_it_depends_on(vm):
    loaded = [line.split()[0] for line in vm.run("cat", "/proc/modules").stdout.splitlines()]
    assert loaded.index("tcp_diag") < loaded.index("inet_diag")  # the last one loaded is the first one listed


def test_portreeve_lists_what_ss_lists_on_debians_kernel(vm):
    vm.start("nc", "-l", "-p", "2323")
    listed = wait_until(lambda: vm.run("ss", "-tlnH").stdout, "nc to listen")
    assert ":2323" in listed
    assert vm.run("portreeve", "ports", "-tlnH").stdout.split() == listed.split()


def test_a_module_that_there_is_not_is_named(boot):
    with pytest.raises(AssertionError, match="no module sctp_dag"):
        boot(modules=["sctp_dag"])


def test_a_command_without_end_costs_the_machine_and_not_the_test_run(boot):
    lost = boot()
    with pytest.raises(AssertionError, match="said nothing for 1 s"):
        lost.run("sleep", "1000", timeout=1)
    with pytest.raises((AssertionError, OSError)):
        lost.run("true")
