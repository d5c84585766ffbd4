"""Runs the built portreeve as a user would and keeps what it answered."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60


def binary():
    """The program under test: that of the build that ctest runs for, or the one PORTREEVE_BINARY names."""
    chosen = os.environ.get("PORTREEVE_BINARY")
    return Path(chosen) if chosen else Path(os.environ["PORTREEVE_BUILD"]) / "bin" / "portreeve"


@dataclass(frozen=True)
class Answer:
    """What a run of the program left."""

    status: int
    stdout: str
    stderr: str

    @property
    def json(self):
        """Standard output as JSON; what stands in the way is shown when it is none."""
        try:
            return json.loads(self.stdout)
        except ValueError as error:
            raise AssertionError(f"not JSON ({error}), exit status {self.status}:\n{self.stdout}{self.stderr}") from error


def run(program, arguments, namespace=None, user=None, stdin="", environment=None):
    """Runs a program with arguments, in a namespace and as another user where they are given."""
    command = namespace.prefix() if namespace else ()
    if user:
        command += ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all")
    finished = subprocess.run(command + (str(program), *map(str, arguments)), input=stdin, capture_output=True,
                              text=True, errors="surrogateescape", timeout=PATIENCE_SECONDS,
                              env={**os.environ, "NO_COLOR": "1", **(environment or {})})
    return Answer(finished.returncode, finished.stdout, finished.stderr)
