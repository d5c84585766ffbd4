"""What a case is made of, and the loads that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass

BUSY_SOCKETS = 2000
BUSY_PROCESSES = 200


class Unable(Exception):
    """A side of a case does not do what would be measured."""


@dataclass(frozen=True)
class Case:
    name: str
    prepare: Callable  # takes a harness.namespaces.Network, returns the Namespace in which both sides run
    portreeve: tuple[str, ...]  # the arguments of portreeve
    peer: tuple[str, ...]  # the peer's command, empty when there is none
    is_complete: Callable  # takes a side's standard output, says whether all the work shows in it
    runs: int = 20


def busy_host(network, interfaces=0):
    """A host with 2,000 sockets that wait for peers in 200 processes: TCP and UDP, IPv4 and IPv6 alike."""
    host = network.namespace()
    ports = range(1000, 1000 + BUSY_SOCKETS // 4)
    host.listen(*(socket.format(port) for port in ports
                  for socket in ("tcp:0.0.0.0:{}", "tcp:[::]:{},v6only", "udp:0.0.0.0:{}", "udp:[::]:{},v6only")),
                processes=BUSY_PROCESSES)
    for number in range(interfaces):
        host.ip("link", "add", f"br{number}", "type", "bridge")
        host.ip("address", "add", f"10.0.{number}.1/24", "dev", f"br{number}")
        host.ip("link", "set", f"br{number}", "up")
    return host
