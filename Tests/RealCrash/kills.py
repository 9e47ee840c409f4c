"""A staged, throttled move is killed and resumed, again and again."""

import threading
import time
from collections import Counter

from bench import case
from stand import SPARE
import wire

#: A whole run of sixty partitions, with its resumes: a minute's copying, and up to four waits for what a broker may still
#: forward (68 s each) where a kill fell between
#: intent and request.
LIMIT = 600


@case("random-kills", "killed with SIGKILL at random moments and resumed each time", short=True)
def random_kills(bench):
    killed, sick, phases = 0, 3, Counter()
    while killed < bench.kills:
        before = bench.stand.accepted_moves()
        bench.stand.wire.forget()
        killed += _run_with_kills(bench, sick, bench.kills - killed, phases)
        targets = bench.plan_targets()
        bench.check(len(targets) == 60, f"the plan has {len(targets)} partitions, not 60")
        bench.moved_once(targets, before)
        bench.settings_are_as_before()
        sick = SPARE if sick == 3 else 3
    bench.journal_agrees()
    bench.fact(f"{killed} kills in {len(bench.mend.runs())} runs; last record at each: " + ", ".join(f"{n}× {k}" for k, n in phases.most_common()))


def _run_with_kills(bench, sick, kills, phases, **settings):
    process = bench.drain(sick, "--yes", **settings)
    killed = 0
    while killed < kills:
        # A third in the first moments, where a process looks at what it finds; the rest anywhere in the next seconds.
        delay = bench.random.uniform(0, 0.4) if bench.random.random() < 0.35 else bench.random.uniform(0.4, 7)
        if _ended_within(process, delay):
            break
        process.kill()
        killed += 1
        phase = bench.mend.records()[-1]["kind"] if bench.mend.runs() else "no run"
        phases[phase] += 1
        bench.fact(f"kill after {delay:.2f} s, last record {phase}")
        process = bench.mend.start("resume", "--yes") if phase != "no run" else bench.drain(sick, "--yes", **settings)
    bench.ends(process, 0, limit=LIMIT)
    return killed


@case("kills-beside-a-throttle", "thirty partitions, killed six times at random, beside somebody else's throttle: nothing twice, only that is left")
def kills_beside_a_throttle(bench):
    """Of every release, with ZooKeeper too: what stands at the end is read from ZooKeeper there, which hides nothing."""
    killed, sick, phases = 0, 3, Counter()
    ours = bench.runbook(**{"replicas contains sick": "replicas contains sick and partition < 30"})
    while killed < 6:
        before = bench.stand.accepted_moves()
        bench.stand.wire.forget()
        killed += _run_with_kills(bench, sick, 6 - killed, phases, runbook=ours)
        targets = bench.plan_targets()
        bench.check(len(targets) == 30, f"the plan has {len(targets)} partitions, not 30")
        bench.moved_once(targets, before)
        bench.settings_are_as_before()
        sick = SPARE if sick == 3 else 3
    bench.journal_agrees()
    complaints = bench.stand.complaints()
    bench.check(not complaints, f"a broker could not take a setting in: {complaints[:3]}")
    bench.fact(f"{killed} kills in {len(bench.mend.runs())} runs; last record at each: " + ", ".join(f"{n}× {k}" for k, n in phases.most_common()))


def _ended_within(process, delay):
    deadline = time.monotonic() + delay
    while time.monotonic() < deadline:
        if process.code is not None:
            return True
        time.sleep(0.01)
    return process.code is not None


class KillAt:
    """Kills a process as the n-th request of an API passes. `lost`: it does not come to the broker; `taken`: it does; `answered`: so does its
    answer, as far as this machine."""

    def __init__(self, bench, api, number, when):
        self.left, self.process, self.done = number, None, threading.Event()

        def see(request):
            if request.api != api or self.done.is_set():
                return False
            self.left -= 1
            if self.left:
                return False
            self.process.kill()
            self.done.set()
            return when == "lost"

        setattr(bench.stand.wire, "answered" if when == "answered" else "before", see)


POINTS = [
    (wire.ALTER_CONFIGS, 1, "lost"), (wire.ALTER_CONFIGS, 1, "taken"), (wire.ALTER_CONFIGS, 1, "answered"), (wire.ALTER_CONFIGS, 4, "answered"),
    (wire.ALTER_REASSIGNMENTS, 1, "taken"), (wire.ALTER_REASSIGNMENTS, 2, "answered"), (wire.ALTER_REASSIGNMENTS, 3, "answered"),
    (wire.ALTER_REASSIGNMENTS, 2, "lost"),
]


@case("kills-on-the-wire", "killed exactly as a request leaves, or as its answer comes")
def kills_on_the_wire(bench):
    """Each point in a run of its own; the moves are few, so that a run is short."""
    sick = 3
    for api, number, when in POINTS:
        before = bench.stand.accepted_moves()
        bench.stand.wire.forget()
        trap = KillAt(bench, api, number, when)
        trap.process = process = bench.drain(sick, "--yes", rate="5MB/s", batch=20)
        if not trap.done.wait(60):
            bench.check(False, f"there was no {wire.CHANGES[api]} number {number}")
            process.kill()
        began = time.monotonic()
        bench.ends(bench.mend.start("resume", "--yes"), 0, limit=LIMIT)
        bench.fact(f"{wire.CHANGES[api]} {number}, {when}: resumed in {time.monotonic() - began:.1f} s")
        bench.moved_once(bench.plan_targets(), before)
        bench.settings_are_as_before()
        sick = SPARE if sick == 3 else 3
    bench.journal_agrees()
