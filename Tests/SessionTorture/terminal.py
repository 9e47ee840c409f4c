"""A program on a pseudo-terminal, with a shell beside it that does what shells do at Ctrl-Z."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


# The number of a pseudo-terminal (asm-generic/ioctls.h); Python names it from 3.14 on.
TIOCGPTN = 0x80045430


class Gone(Exception):
    """The program has ended."""


class Stuck(Exception):
    """The program has said nothing that was waited for."""


class Terminal:
    """Runs a program in the foreground of a terminal of its own. A process between the two is the session's leader: it lets the program be stopped
    (one whose leader is elsewhere cannot be), and lets it go on some time later, as `fg` does."""

    def __init__(self, arguments, environment, columns=80, rows=24, transcript=None):
        self.transcript = transcript
        self.seen = bytearray()
        told, tell = os.pipe()
        self.leader, self.master = pty.fork()
        if self.leader == 0:
            os.close(told)
            lead(arguments, environment, tell)
        os.close(tell)
        self.told = told
        # Our own hold on the program's side: how much of what was typed it has not read yet.
        number = struct.unpack("I", fcntl.ioctl(self.master, TIOCGPTN, b"\0" * 4))[0]
        self.device = os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)
        self.resize(columns, rows)
        self.program = int(self.line_told())
        self.status = None

    def line_told(self):
        line = b""
        while not line.endswith(b"\n"):
            if not (byte := os.read(self.told, 1)):
                raise Gone("the program was not started")
            line += byte
        return line

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, data):
        """Types without waiting, as far as the terminal takes it."""
        while data:
            _, writable, _ = select.select([], [self.master], [], 5)
            self.read(0)
            if not writable:
                raise Stuck("the terminal takes no more")
            data = data[os.write(self.master, data[:256]):]

    def read(self, seconds):
        """What the program has written since the last time, at most that long waited for."""
        end = time.monotonic() + seconds
        found = b""
        while select.select([self.master], [], [], max(0, end - time.monotonic()) if not found else 0)[0]:
            found += os.read(self.master, 65536)
        self.seen += found
        if self.transcript:
            self.transcript.write(found)
        if not found and select.select([self.told], [], [], 0)[0]:
            raise Gone()
        return found

    def is_read(self, seconds):
        """Whether the program has read, or reads in that time, what was typed: Ctrl-C would throw away the rest."""
        end = time.monotonic() + seconds
        while struct.unpack("i", fcntl.ioctl(self.device, termios.FIONREAD, b"\0" * 4))[0] > 0:
            if time.monotonic() > end:
                return False
            self.read(0.01)
        return True

    def await_text(self, text, seconds):
        """Waits until a text has come since `forget`."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            if time.monotonic() > end:
                return False
            self.read(min(0.2, max(0.01, end - time.monotonic())))
        return True

    def forget(self):
        self.seen.clear()

    def send(self, number):
        try:
            os.kill(self.program, number)
        except ProcessLookupError:
            pass

    def resident(self):
        """Bytes of the program that are in memory."""
        with open(f"/proc/{self.program}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def has_ended(self, seconds):
        """Whether the program has ended, or does so in that time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.told], [], [], 0)[0]:
                return True
            try:
                self.read(0.05)
            except Gone:
                return True
        return False

    def end(self, seconds):
        """How the program has ended, as a number of `waitpid`; it is ended where it does not end by itself: then None."""
        end = time.monotonic() + seconds
        by_itself = True
        ended = b""
        while not ended.endswith(b"\n"):
            try:
                self.read(0.05)
            except Gone:
                pass
            if select.select([self.told], [], [], 0.05)[0]:
                if not (chunk := os.read(self.told, 64)):
                    break
                ended += chunk
            if time.monotonic() > end and by_itself:
                by_itself = False
                self.send(signal.SIGCONT)
                self.send(signal.SIGKILL)
                end = time.monotonic() + 10
        try:
            os.kill(self.leader, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.leader, 0)
        os.close(self.device)
        os.close(self.master)
        os.close(self.told)
        return int(ended) if by_itself and ended else None


def lead(arguments, environment, tell):
    """The session's leader: starts the program in a group of its own in the foreground, lets it go on when it was stopped, tells how it ended."""
    try:
        # The terminal's signals are for the program; a leader in the background may still say who is in the foreground.
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        modes = termios.tcgetattr(0)
        program = os.fork()
        if program == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            os.close(tell)
            os.execve(arguments[0], arguments, environment)
        try:
            os.setpgid(program, program)
        except OSError:
            pass
        os.write(tell, b"%d\n" % program)
        while True:
            _, status = os.waitpid(program, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                break
            # A shell takes the terminal, in its own mode, and gives it back in the one in which it was left.
            left = termios.tcgetattr(0)
            os.tcsetpgrp(0, os.getpid())
            termios.tcsetattr(0, termios.TCSADRAIN, modes)
            time.sleep(0.01)
            os.write(1, b"\r\n[1]+  Stopped\r\n")
            termios.tcsetattr(0, termios.TCSADRAIN, left)
            os.tcsetpgrp(0, program)
            os.killpg(program, signal.SIGCONT)
        os.write(tell, b"%d\n" % status)
        # The terminal goes away with its leader: what the program has said is read first.
        time.sleep(60)
    finally:
        os._exit(0)
