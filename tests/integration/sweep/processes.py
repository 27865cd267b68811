"""Processes that a test waits for, and the cores that they have."""

import os
import subprocess
import threading
import time
from pathlib import Path


def children(process: int) -> list[int]:
    try:
        return [int(child) for child in
                Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def wait_for(what, timeout: float = 60):
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError("it did not happen")


def usable_cores() -> int:
    """Cores, not processors, that this process may use."""
    cores = set()
    for processor in os.sched_getaffinity(0):
        file = Path(f"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list")
        cores.add(file.read_text() if file.exists() else str(processor))
    return len(cores)


class CoreWatcher:
    """Looks again and again at the processors that cases of some sweeps may run on."""

    def __init__(self, sweeps: list[subprocess.Popen]) -> None:
        self.sweeps, self.over = sweeps, threading.Event()
        self.seen: list[list[str]] = []
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self) -> None:
        while not self.over.is_set():
            cores = []
            for sweep in self.sweeps:
                for child in children(sweep.pid):
                    try:
                        status = Path(f"/proc/{child}/status").read_text()
                        command = Path(f"/proc/{child}/cmdline").read_text()
                    except OSError:
                        continue
                    if command.startswith("hookstat\0profile"):
                        cores.append(status.split("Cpus_allowed_list:\t")[1].split("\n")[0])
            self.seen.append(cores)
            time.sleep(0.005)

    def end(self) -> list[list[str]]:
        """What the cases of one moment had, for all moments."""
        self.over.set()
        self.thread.join()
        return self.seen
