"""One run, one operator: who drives it, who is refused, who takes over. And what people do at the keyboard in the middle of a move."""

import getpass
import re
import signal
import socket
import termios
import time

from bench import case
from faults import Trap


def under_way(bench, terminal=False, **settings):
    """A run whose first batch is under way."""
    trap = Trap(bench, lambda _: None, side="answered")
    process = bench.drain(3, "--yes", terminal=terminal, **({"rate": "2MB/s"} | settings))
    trap.wait(bench)
    process.until(r"batch 1 of 6")
    time.sleep(0.5)
    return process


@case("two-resumes", "of two `mend resume` one is refused with who, where, since when; after kill -9 the next takes over by itself", short=True)
def two_resumes(bench):
    under_way(bench).kill()
    first = bench.mend.start("resume", "--yes")
    first.until("resuming")
    for words in (("resume", "--yes"), ("resume", bench.mend.runs()[0]), ("undo", bench.mend.runs()[0], "--yes")):
        second = bench.mend.run(*words, limit=20)
        said = re.search(r"(\S+) on (\S+) \(process (\d+)\) since (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)", second.text)
        bench.check(second.code == 7, f"`mend {' '.join(words)}` beside it ended {second.code}, not 7: {second.text}")
        expected = (getpass.getuser(), socket.gethostname(), str(first.child.pid))
        bench.check(said and said.groups()[:3] == expected, f"it does not say that {expected} drives it: {second.text}")
    bench.fact(f"refused: {second.text.splitlines()[0]}")
    paid = bench.mend.run("debts", "pay", limit=30)
    bench.check(paid.code == 1 and "its run is driven by" in paid.text, f"`mend debts pay` beside it: {paid.code}, {paid.text}")
    first.kill()
    began = time.monotonic()
    third = bench.mend.start("resume", "--yes")
    third.until("resuming", limit=10)
    bench.fact(f"taken over {time.monotonic() - began:.1f} s after kill -9")
    bench.ends(third, 0, "done", limit=240)
    bench.moved_once(bench.plan_targets())
    bench.settings_are_as_before()


@case("ten-resumes", "ten resumes started at the same instant: one drives, nine are refused")
def ten_resumes(bench):
    under_way(bench).kill()
    crowd = [bench.mend.start("resume", "--yes") for _ in range(10)]
    deadline = time.monotonic() + 30
    while sum(process.code is None for process in crowd) > 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    running = [process for process in crowd if process.code is None]
    bench.check(len(running) == 1 and all(process.code in (None, 7) for process in crowd), f"they ended {[p.code for p in crowd]}")
    bench.ends(running[0], 0, "done", limit=240)
    bench.moved_once(bench.plan_targets())
    bench.settings_are_as_before()


# MARK: interruptions

def _resumes(bench):
    bench.ends(bench.mend.start("resume", "--yes"), 0, "done", limit=240)
    bench.moved_once(bench.plan_targets())
    bench.journal_agrees()
    bench.settings_are_as_before()


def _stops_at_a_safe_point(bench, number, name):
    """As Ctrl-C once: the batch settles, what is due is given back, exit 130."""
    process = under_way(bench)
    process.signal(number)
    bench.ends(process, 130, ["stops when this batch has settled", "interrupted", "go on with: mend resume"], limit=60)
    bench.fact(f"{name}: exit {process.code} after {process.took:.1f} s; deadline 60 s")
    bench.check(not bench.stand.moves(), f"moves are under way although it waited for its batch: {bench.stand.moves()}")
    bench.settings_are_as_before()
    _resumes(bench)


@case("interrupt-once", "Ctrl-C once: the batch settles, exit 130; resume goes on", short=True)
def interrupt_once(bench):
    _stops_at_a_safe_point(bench, signal.SIGINT, "SIGINT")


@case("terminate", "SIGTERM is as Ctrl-C once")
def terminate(bench):
    _stops_at_a_safe_point(bench, signal.SIGTERM, "SIGTERM")


@case("hang-up", "SIGHUP is as Ctrl-C once")
def hang_up(bench):
    _stops_at_a_safe_point(bench, signal.SIGHUP, "SIGHUP")


def _leaves_the_wait(bench, times, limit):
    """As Ctrl-C twice: the cluster goes on, the throttle stays owed until its moves have settled."""
    stand = bench.stand
    process = under_way(bench, rate="300kB/s")
    for _ in range(times):
        process.signal(signal.SIGINT)
        # Signals that come before the last was seen are one.
        time.sleep(0.2)
    bench.ends(process, 130, ["goes on at the cluster", "temporary settings stay until it has settled (`mend debts`)",
                              "the cluster was changed by this run", "owed: ", "go on with: mend resume"], limit=limit)
    bench.fact(f"Ctrl-C {times} times: exit {process.code} after {process.took:.1f} s; deadline {limit} s")
    bench.check(len(stand.moves()) > 0, "nothing moves any more: the case says nothing")
    bench.check(stand.quick_configs() != stand.configs_before, "the throttle is gone although moves are under way")
    bench.check(len(bench.mend.debts()) > 0, "`mend debts` lists nothing")
    early = bench.mend.start("debts", "pay")
    bench.ends(early, 1, "is still under way", limit=30)
    bench.check(stand.quick_configs() != stand.configs_before, "`mend debts pay` took the throttle off moves that are under way")
    stand.until("the moves are over", lambda: not stand.moves())
    bench.ends(bench.mend.start("debts", "pay"), 0, "given back", limit=30)
    bench.settings_are_as_before()
    _resumes(bench)


@case("interrupt-twice", "Ctrl-C twice: the wait is left, the throttle stays owed until its moves have settled", short=True)
def interrupt_twice(bench):
    _leaves_the_wait(bench, 2, 12)


@case("interrupt-thrice", "Ctrl-C three times: at once")
def interrupt_thrice(bench):
    _leaves_the_wait(bench, 3, 8)


@case("dropped-ssh", "the terminal goes away in the middle of a move: as Ctrl-C once, and resume goes on")
def dropped_ssh(bench):
    process = under_way(bench, terminal=True)
    process.hang_up()
    process.finish(60)
    bench.fact(f"the terminal went away: exit {process.code} after {process.took:.1f} s; deadline 60 s")
    bench.check(process.code == 130, f"it ended {process.code}, not 130")
    ended = bench.mend.records()[-1]
    bench.check(ended["kind"] == "ended" and ended["state"] == "interrupted", f"the journal's last record is {ended}")
    bench.settings_are_as_before()
    _resumes(bench)


@case("suspended", "Ctrl-Z and fg in the middle of a move: it goes on as if nothing had been")
def suspended(bench):
    process = under_way(bench)
    process.signal(signal.SIGSTOP)
    time.sleep(20)
    process.signal(signal.SIGCONT)
    bench.ends(process, 0, "done", limit=240)
    bench.moved_once(bench.plan_targets())
    bench.settings_are_as_before()


@case("killed-in-raw-mode", "kill -9 while a line is edited: the next program on that terminal can be answered", short=True)
def killed_in_raw_mode(bench):
    repl = bench.mend.start(terminal=True)
    repl.until(r"> ", limit=20)
    time.sleep(0.5)
    raw = repl.modes()
    bench.check(not raw[3] & termios.ICANON, "the prompt does not edit in raw mode: the case says nothing")
    repl.press(b"partitions where off")
    time.sleep(0.3)
    repl.kill()
    after = repl.modes()
    bench.fact("left after kill -9: " + ("raw" if not after[3] & termios.ICANON else "cooked"))
    # The same terminal, as the shell left it: a question must still be answered by Enter.
    process = bench.mend.start("run", bench.runbook(), "--set", "sick=3", on=repl)
    process.answer(r"\[y/N\] ", "n", limit=30)
    process.finish(30)
    bench.check(process.code == 3, f"answered “n” on the terminal left raw: it ended {process.code}: {process.text[-600:]}")
    again = bench.mend.start(on=repl)
    again.until(r"> $", limit=20)
    again.press(b"\x04")
    again.finish(20)
    modes = again.modes()
    bench.check(again.code == 0, f"a new session on that terminal ended {again.code}")
    bench.fact("after a new session ended: " + ("raw" if not modes[3] & termios.ICANON else "cooked"))
