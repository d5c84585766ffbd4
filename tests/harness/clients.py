"""Connections out of a network namespace, made by the test itself:

    with connect(peer, "192.0.2.1", 21) as connection:
        assert receive_line(connection) == b"220 ready\\r\\n"

A socket stays in the namespace in which it was made, whichever process uses it.
"""

import ctypes
import os
import socket
import threading

# Longer than any answer takes: a denied peer is let wait for 5 seconds.
PATIENCE_SECONDS = 15
CLONE_NEWNET = 0x40000000  # setns(2)

_libc = ctypes.CDLL(None, use_errno=True)


def open_socket(namespace, family, kind):
    """A socket inside a namespace, none of whose operations waits for ever. Only the thread that makes it goes there,
    and then ends."""
    made = []

    def make():
        try:
            with open(f"/run/netns/{namespace.name}") as entrance:
                if _libc.setns(entrance.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), f"setns: {os.strerror(ctypes.get_errno())}")
            made.append(socket.socket(family, kind))
        except OSError as error:
            made.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    made[0].settimeout(PATIENCE_SECONDS)
    return made[0]


def connect(namespace, address, port, source=None, kind=socket.SOCK_STREAM):
    """A connected socket from a namespace, from one of its addresses where it is given."""
    opened = open_socket(namespace, socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    try:
        if source:
            opened.bind((source, 0))
        opened.connect((address, port))
    except OSError:
        opened.close()
        raise
    return opened


def receive_line(connection):
    """The bytes up to and including the next newline, or up to the end."""
    received = b""
    while not received.endswith(b"\n") and (byte := connection.recv(1)):
        received += byte
    return received


def receive_all(connection):
    """Everything up to the end of the connection. A reset is an end, too."""
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received
