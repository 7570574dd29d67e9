"""Run one command and print what it took, as JSON. Arguments: where its output and its errors go, then the command.

A process of its own, and a small one: Linux counts the memory of whoever starts a process into that process's peak.
"""

import json
import os
import sys
import time


def main() -> None:
    """Replace nothing, import little: seconds elapsed, seconds of processor, bytes at the peak, exit status."""
    out, err, *command = sys.argv[1:]
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [(os.POSIX_SPAWN_OPEN, number, path, write, 0o644) for number, path in ((1, out), (2, err))]
    started = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - started
    took = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * 1024}
    print(json.dumps(took | {"status": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
