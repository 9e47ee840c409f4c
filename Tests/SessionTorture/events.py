"""What a person, a terminal and a shell may do to a session; each is drawn at random, with its bytes and its moments."""

import os
import signal
import time

LINES = [
    "partitions where underReplicated",
    "topics select name, partitions sort by name take 3",
    "brokers",
    'partitions where topic == "payments" group by topic with count',
    "show 1 + 2 * 3",
    "let hurt = partitions where offline",
    "show count(hurt)",
    "plan elect partitions where not leader.isPreferred",
    "require no partitions where offline",
    ":format json",
    ":format table",
    ":why",
    "help partitions",
    "help",
    "groups",
    "cluster",
    "show",
    "partitions where",
    "nonsense in a line",
    "runs",
    "debts",
    ":nope",
]
# An effect in the lab, with its answer.
EFFECTS = [
    ("elect partitions where not leader.isPreferred", "y"),
    ("elect partitions where topic ~ \"*\"", "n"),
    ("reassign partitions where partition == 0 to 2 replicas throttle 500MB/s", "y"),
    ('set config topics where name ~ "p*" { "retention.ms": "86400000" }', "y"),
    ('note "from the torture"', ""),
]
WIDE = "日本語の長い行とテキスト🙂👩‍👩‍👧漢字é̂ÄÖß—…한국어"
CONTROLS = [bytes([number]) for number in range(1, 32) if number not in (3, 4, 10, 13, 17, 19, 26, 28)] + [b"\x7f", b"\x00"]
SEQUENCES = [
    b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x1b[3~", b"\x1b[1;5D", b"\x1b[1;5C", b"\x1b[1;3D", b"\x1bb", b"\x1bf", b"\x1bd",
    b"\x1b\x7f", b"\x1b[5~", b"\x1b[6~", b"\x1bOC", b"\x1bOD", b"\x1bOd", b"\x1b[[A", b"\x1b[15;5~", b"\x1b[99;99;99q", b"\x1b[?1;2c", b"\x1b[24;80R",
    b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1bP>|xterm(370)\x1b\\", b"\x1b[I", b"\x1b[O", b"\x1b[7^", b"\x1b[3$", b"\x1b[97;5u", b"\x1b\x1b[D", b"\x1bu",
    b"\x1bl", b"\x1bc", b"\x1bt", b"\x1b<", b"\x1b>", b"\x1b5", b"\x1by", b"\x1bw", b"\x1bx", b"\x1b1", b"\x1b2", b"\x1b_", b"\x1bp", b"\x1bn", b"\x1b\r",
]


class Events:
    """Draws events for a session."""

    def __init__(self, terminal, chance):
        self.terminal = terminal
        self.chance = chance
        self.made = []
        self.kinds = [
            (self.type_line, 8), (self.type_wide, 4), (self.type_long, 3), (self.type_garbage, 2), (self.controls, 5), (self.sequences, 5),
            (self.resize, 8), (self.resize_and_key, 10), (self.storm, 2), (self.stop, 2), (self.stop_hard, 1), (self.interrupt, 2), (self.complete, 4),
            (self.history, 5), (self.search, 3), (self.enter, 5), (self.paste, 3), (self.continued, 3), (self.effect, 2), (self.rest, 3),
        ]

    def happen(self):
        """One event."""
        kind = self.chance.choices([kind for kind, _ in self.kinds], [weight for _, weight in self.kinds])[0]
        self.made.append(kind.__name__)
        kind()

    def type(self, data):
        self.terminal.type(data)

    def text(self, most):
        return "".join(self.chance.choice(WIDE + "abc where select {}()[]\"'|.") for _ in range(self.chance.randrange(1, most)))

    def width(self):
        return self.chance.choice([1, 2, 3, 4, 5, 7, 10, 15, 19, 20, 21, 30, 40, 79, 80, 81, 120, 200, 300, self.chance.randrange(1, 400)])

    def type_line(self):
        self.type(self.chance.choice(LINES).encode())

    def type_wide(self):
        self.type(self.text(60).encode())

    def type_long(self):
        self.type(self.text(self.chance.choice([200, 1100, 3000])).encode())

    def type_garbage(self):
        self.type(bytes(byte for byte in os.urandom(self.chance.randrange(1, 30)) if byte not in (3, 4, 17, 19, 26, 28)))

    def controls(self):
        for _ in range(self.chance.randrange(1, 8)):
            self.type(self.chance.choice(CONTROLS))

    def sequences(self):
        for _ in range(self.chance.randrange(1, 8)):
            self.type(self.chance.choice(SEQUENCES))

    def resize(self):
        self.terminal.resize(self.width(), self.chance.choice([1, 2, 3, 5, 10, 24, 50]))

    def resize_and_key(self):
        self.type(self.text(self.chance.choice([10, 90, 250])).encode())
        self.terminal.read(self.chance.choice([0, 0, 0.01]))
        self.terminal.resize(self.width(), self.chance.choice([1, 2, 5, 24]))
        self.type(self.chance.choice(["x", "漢", " "] * 3 + [key.decode("latin-1") for key in (b"\x01", b"\x05", b"\x0b", b"\x1b[D", b"\x7f", b"\x12")]).encode())

    def storm(self):
        for _ in range(self.chance.randrange(5, 40)):
            self.terminal.resize(self.width(), self.chance.choice([1, 2, 5, 24, 50]))
            if self.chance.random() < 0.3:
                self.type(self.text(4).encode())
            if self.chance.random() < 0.2:
                self.terminal.send(signal.SIGWINCH)

    def stop(self):
        if self.chance.random() < 0.5:
            self.type(b"\x1a")
        else:
            self.terminal.send(signal.SIGTSTP)
        self.terminal.read(0.02)

    def stop_hard(self):
        self.terminal.send(signal.SIGSTOP)
        self.resize()
        self.type(self.text(5).encode())
        self.terminal.send(signal.SIGCONT)

    def interrupt(self):
        if self.chance.random() < 0.7:
            self.terminal.is_read(1)
        self.type(b"\x03")

    def complete(self):
        self.type(self.chance.choice(["par", "partitions where ", "topics sort by ", "help ", ":", "partitions where topic == \"", "set config "]).encode() + b"\t\t")

    def history(self):
        for _ in range(self.chance.randrange(1, 12)):
            self.type(self.chance.choice([b"\x1b[A", b"\x1b[A", b"\x1b[B", b"\x10", b"\x0e", b"\x1b[5~"]))

    def search(self):
        self.type(b"\x12" + self.text(5).encode() + self.chance.choice([b"", b"\x12\x12", b"\x17", b"\x07", b"\x1b[C", b"\r", b"\x7f\x7f\x7f"]))

    def enter(self):
        self.type(b"\r")

    def paste(self):
        lines = self.chance.choice(["\n", "\r", "\r\n", " "]).join(self.text(40) for _ in range(self.chance.randrange(1, 60)))
        self.type(b"\x1b[200~" + lines.encode() + self.chance.choice([b"\x1b[201~"] * 9 + [b""]))

    def continued(self):
        self.type(b"\x15partitions where (\rtopic == 'a'" + self.chance.choice([b")", b"", b"\r\rand", b"\x1b[A\x1b[A\x1b[B"]))

    def effect(self):
        line, answer = self.chance.choice(EFFECTS)
        self.terminal.is_read(1)
        self.type(b"\x03")
        self.terminal.read(0.02)
        self.type(line.encode() + b"\r")
        self.terminal.read(self.chance.choice([0.05, 0.2, 0.5]))
        self.type(answer.encode() + b"\r")

    def rest(self):
        self.terminal.read(self.chance.choice([0.001, 0.01, 0.05, 0.1]))
        time.sleep(0)
