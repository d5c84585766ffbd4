"""A TCP connect scan of closed ports across a veth pair: how fast answers are asked for and taken in."""

import re

from cases import Case

TARGET = "192.0.2.2"


def neighbour(network):
    """A host that is connected to the target, on which nothing listens but port 7."""
    scanner, target = network.namespace(), network.namespace()
    network.connect(scanner, target, "192.0.2.1/24", f"{TARGET}/24")
    target.listen("tcp:0.0.0.0:7")
    return scanner


def found_the_open_port(output):
    return re.search(r"^7/tcp\s+open\b", output, re.MULTILINE) is not None


def closed_ports(name, ports, runs):
    arguments = ("-sT", "-n", "-Pn", "-p", ports, TARGET)
    return Case(name=name, prepare=neighbour, portreeve=("scan", *arguments), peer=("nmap", *arguments),
                is_complete=found_the_open_port, runs=runs)


CASES = [
    closed_ports("scan-connect-1000-ports", "1-1000", runs=10),
    closed_ports("scan-connect-65535-ports", "1-65535", runs=5),
]
