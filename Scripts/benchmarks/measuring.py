"""Times whole processes in turn, and compares them pair by pair, so that a machine whose speed drifts does not matter."""

import os
import resource
import statistics
import subprocess
import sys
import time


class Job:
    """A command, what has to be done before each run of it, and the times of its runs."""

    def __init__(self, name, command, cwd, before=None, env=None, expected=(0,)):
        self.name = name
        self.command = command
        self.cwd = cwd
        self.before = before or (lambda: None)
        self.env = {**os.environ, **(env or {})}
        # What it may end with: a check that finds something ends with 1.
        self.expected = expected
        self.seconds = []
        self.peak_kib = 0

    def run(self, counted):
        self.before()
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command, cwd=self.cwd, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.expected:
            sys.exit(f"{self.name}: {' '.join(map(str, self.command))} ended with {process.returncode}\n{error.decode()}")
        if counted:
            self.seconds.append(elapsed)
            self.peak_kib = max(self.peak_kib, usage.ru_maxrss)

    @property
    def median(self):
        return statistics.median(self.seconds)


def measure(jobs, runs):
    """Runs the jobs in turn: once to warm up, then `runs` times."""
    for turn in range(runs + 1):
        for job in jobs:
            job.run(counted=turn > 0)
    return jobs


def ratio(slower, faster):
    """The median, over the rounds, of how many times longer one job took than the other."""
    return statistics.median(a / b for a, b in zip(slower.seconds, faster.seconds))


def machine():
    """The machine, in a line."""
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{model}, {os.cpu_count()} cores, {os.uname().sysname} {os.uname().release.split('-')[0]}"
