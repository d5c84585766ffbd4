"""Listing the sockets that wait for peers, with the processes that hold them."""

from cases import BUSY_SOCKETS, Case, busy_host

CASES = [
    Case(name="ports-2000-sockets", prepare=busy_host, portreeve=("ports", "-tulnp"), peer=("ss", "-tulnp"),
         is_complete=lambda output: sum("python3" in line for line in output.splitlines()) >= BUSY_SOCKETS),
]
