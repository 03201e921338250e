"""A script that the tests of child processes run: does what its first argument says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def _work(what: str) -> None:
    _say(pid=os.getpid())
    if what == "fine":
        sys.stdout.write("not json\n")
        _say(progress=1)
    elif what == "bad":
        sys.stderr.write("what went wrong\n")
        sys.exit(65)
    elif what == "hang":
        time.sleep(3600)
    elif what == "chatter":
        while True:
            _say(still="here")
            time.sleep(0.02)
    elif what == "family":
        grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        _say(grandchild=grandchild.pid)
        time.sleep(3600)
    elif what == "modules":
        preloaded = sys.modules.get("tests.support.preloaded")
        _say(pid=os.getpid(), parent=os.getppid(), preloaded_in=preloaded and preloaded.PROCESS)
    elif what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "greedy":
        _say(length=len(bytearray(2 * 1024**3)))


if __name__ == "__main__":
    _work(sys.argv[1])
