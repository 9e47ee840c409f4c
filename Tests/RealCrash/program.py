"""The program under test as users have it: a process, on pipes or on a terminal of its own, with a journal folder."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from pathlib import Path

from cluster import end_with_parent


class Hang(Exception):
    """It was still running at its deadline."""


class Program:
    """How the cases start it: always at the cluster's front, always with the case's own journal."""

    def __init__(self, binary, front, folder):
        self.binary, self.front, self.folder = str(binary), front, Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = self.folder / "journal"
        self.runs_folder = self.journal / "runs"
        self.started = 0

    def start(self, *words, terminal=False, on=None, cwd=None):
        """`terminal`: on one of its own; `on`: on the terminal that an earlier process had, as that left it. `cwd`: its working folder."""
        self.started += 1
        log = self.folder / f"{self.started:02}-{words[0].strip('-') if words else 'repl'}.txt"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MEND_")} | {
            "MEND_JOURNAL": str(self.journal), "MEND_BOOTSTRAP": self.front, "TERM": "xterm-256color"}
        command = [self.binary, *words]
        return OnTerminal(command, environment, log, cwd, on) if terminal or on else OnPipe(command, environment, log, cwd)

    def run(self, *words, limit=60, terminal=False):
        """Runs it to its end."""
        process = self.start(*words, terminal=terminal)
        process.finish(limit)
        return process

    def runs(self):
        """Names of the runs, oldest first. Names tell no more than the minute, so their first records do."""
        folders = self.runs_folder.glob("*")
        return sorted((path.name for path in folders if (path / "journal").exists()), key=lambda run: self.records(run)[0]["at"])

    def records(self, run=None):
        """The records of a run's journal, of the newest if none is named; a torn last one is left out."""
        lines = (self.runs_folder / (run or self.runs()[-1]) / "journal").read_bytes().split(b"\n")[:-1]
        return [json.loads(line[9:]) for line in lines]

    def debts(self):
        return json.loads(self.run("debts", "--output", "json").output)["rows"]


class Process:
    def __init__(self, log):
        self.log, self.began = log, time.monotonic()

    @property
    def code(self):
        """Its exit code; below zero: the signal that ended it; None: it runs."""
        return self.child.poll()

    @property
    def seconds(self):
        return time.monotonic() - self.began

    def signal(self, number):
        if self.code is None:
            self.child.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.child.wait()
        self._ended()

    def finish(self, limit):
        """Waits for its end, and keeps what it said. Gives its exit code and how long it took from now on."""
        began = time.monotonic()
        try:
            self.child.wait(limit)
        except subprocess.TimeoutExpired:
            said = self.text[-1500:]
            self.kill()
            raise Hang(f"`{' '.join(self.child.args[1:])}` was still running after {limit} s; it said last: {said}") from None
        self._ended()
        self.took = time.monotonic() - began
        return self.code

    def until(self, pattern, limit=60):
        """Waits until it has said something."""
        deadline = time.monotonic() + limit
        while not (found := re.search(pattern, self.text)):
            if time.monotonic() > deadline:
                raise Hang(f"`{' '.join(self.child.args[1:])}` did not say /{pattern}/ within {limit} s, but: {self.text[-1500:]}")
            if self.code is not None and not re.search(pattern, self.text):
                raise Hang(f"`{' '.join(self.child.args[1:])}` ended {self.code} without saying /{pattern}/, but: {self.text[-1500:]}")
            time.sleep(0.02)
        return found

    def _ended(self):
        pass


class OnPipe(Process):
    """Nobody sits there: its input is empty, its output goes into a file."""

    def __init__(self, command, environment, log, cwd):
        super().__init__(log)
        self.answers = Path(f"{log}.out")
        with open(log, "wb") as errors, open(self.answers, "wb") as output:
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment, cwd=cwd,
                start_new_session=True, preexec_fn=end_with_parent)

    @property
    def text(self):
        return self.log.read_text(errors="replace")

    @property
    def output(self):
        return self.answers.read_text(errors="replace")


class OnTerminal(Process):
    """Somebody sits there."""

    def __init__(self, command, environment, log, cwd, on):
        super().__init__(log)
        self.terminal = on.terminal if on else Terminal()
        self.begins = len(self.terminal.said)
        self.child = subprocess.Popen(
            command, stdin=self.terminal.slave, stdout=self.terminal.slave, stderr=self.terminal.slave, env=environment, cwd=cwd,
            start_new_session=True, preexec_fn=_take_terminal)
        self.seen = 0

    @property
    def text(self):
        """What it said, without what only moves the cursor and colours."""
        plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]", b"", bytes(self.terminal.said[self.begins:]))
        return plain.replace(b"\r\n", b"\n").decode(errors="replace")

    def answer(self, question, line, limit=60):
        """Waits until it asks, then types a line."""
        deadline = time.monotonic() + limit
        while not (found := re.search(question, self.text[self.seen:])):
            if time.monotonic() > deadline or self.code is not None:
                raise Hang(f"`{' '.join(self.child.args[1:])}` did not ask /{question}/, but: {self.text[-1500:]}")
            time.sleep(0.02)
        self.seen += found.end()
        # What is typed before it reads is thrown away; it discards right after the prompt is out.
        time.sleep(0.3)
        self.press(line.encode() + b"\r")

    def answer_all(self, question, line, limit=60):
        """Gives the same answer to each question until it ends."""
        deadline = time.monotonic() + limit
        while self.code is None and time.monotonic() < deadline:
            if re.search(question, self.text[self.seen:]):
                self.answer(question, line)
            time.sleep(0.05)
        self.finish(max(1, deadline - time.monotonic()))

    def press(self, keys):
        """What the keyboard sends: Enter is a carriage return."""
        os.write(self.terminal.master, keys)

    def modes(self):
        """The terminal's modes now."""
        return termios.tcgetattr(self.terminal.slave)

    def hang_up(self):
        """The terminal goes away, as where ssh is dropped."""
        self.terminal.close()

    def _ended(self):
        # The last bytes are read by a thread of their own.
        time.sleep(0.1)
        self.log.write_text(self.text)


class Terminal:
    """A pseudo-terminal, and all that was written to it."""

    def __init__(self):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        self.said = bytearray()
        self.is_open = True
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        # Never inside `read` when it is closed: the terminal would stay until that returns.
        while self.is_open:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.said += os.read(self.master, 65536)
                except OSError:
                    return

    def close(self):
        self.is_open = False
        self.reader.join()
        os.close(self.slave)
        os.close(self.master)


def _take_terminal():
    """In a child: its input is the terminal that it is controlled by."""
    end_with_parent()
    fcntl.ioctl(0, termios.TIOCSCTTY, 1)
