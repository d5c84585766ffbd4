"""The whole audit of a busy host, without a look from outside. Nothing else does it; the target is below a second."""

from cases import Case, busy_host

CASES = [
    Case(name="audit-busy-host", prepare=lambda network: busy_host(network, interfaces=64), portreeve=("audit",),
         peer=(), is_complete=lambda output: "1499" in output and "br63" in output),
]
