"""What a case is, what it works with, and how its outcome is told."""

import json
import shutil
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from program import Hang, Program
from pulse import Pulse
from stand import TOPIC, Stand

HERE = Path(__file__).resolve().parent
CASES = []


def case(name, promise, *, short=False, moves_nothing=False):
    """Registers a case. `short`: it is part of the shortened run, for older releases. `moves_nothing`: it needs no cluster put right."""
    def register(body):
        CASES.append(Case(name, promise, short, moves_nothing, body))
        return body
    return register


@dataclass
class Case:
    name: str
    promise: str
    is_short: bool
    moves_nothing: bool
    body: object


@dataclass
class Outcome:
    case: Case
    violations: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    seconds: float = 0


class Bench:
    """One case's place: the cluster, a journal folder of its own, and what went wrong so far."""

    def __init__(self, stand: Stand, binary, folder, outcome, random, kills):
        self.stand, self.outcome, self.random, self.kills = stand, outcome, random, kills
        self.folder = Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.mend = Program(binary, stand.front, self.folder)

    def check(self, holds, what):
        """Notes a violation; the case goes on."""
        if not holds:
            self.outcome.violations.append(what)
        return holds

    def fact(self, text):
        self.outcome.facts.append(text)

    def ends(self, process, code, says="", limit=60):
        """Waits for its end, and holds it against exit code and text. Says how long that took beside the deadline."""
        process.finish(limit)
        words = " ".join(process.child.args[1:2])
        self.check(process.code == code, f"`mend {words}` ended {process.code}, not {code}; it said: {process.text[-1200:]}")
        for part in [says] if isinstance(says, str) else says:
            self.check(part in process.text, f"`mend {words}` did not say “{part}”, but: {process.text[-1200:]}")
        return process

    def runbook(self, name="drain.runbook", **changes):
        """A copy of a runbook in the case's folder, with some of its text replaced."""
        text = (HERE / "runbooks" / name).read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def drain(self, broker, *words, terminal=False, runbook=None, **settings):
        """Starts a run that moves everything off a broker."""
        given = {"sick": broker, "rate": "1MB/s", "batch": 10, "limit": "20m"} | settings
        sets = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
        return self.mend.start("run", runbook or self.runbook(), *sets, *words, terminal=terminal)

    # MARK: judgements

    def plan_targets(self):
        """What the newest run's reassign effect intended: partition → replicas."""
        records = self.mend.records()
        intents = [record for record in records if record["kind"] == "intended" and record["id"] == "reassign"]
        if not intents:
            return {}
        kept = next(record for record in records if record["kind"] == "plan" and record["hash"] == intents[0]["plan"])["plan"]
        plan = kept.get("value") or self._big(kept)
        return {item["key"][1]: item["target"] for item in plan["items"]}

    def _big(self, kept):
        return json.loads((self.mend.runs_folder / self.mend.runs()[-1] / kept["file"]).read_text())

    def settings_are_as_before(self):
        """No setting of ours, every setting that stood before, by kafka-configs.sh; nothing owed, by `mend debts`."""
        now, before = self.stand.configs(), self.stand.configs_before
        for key in now.keys() | before.keys():
            self.check(now.get(key) == before.get(key), f"{' '.join(key)} is {now.get(key)}, was {before.get(key)} before the run")
        debts = self.mend.debts()
        self.check(not debts, f"`mend debts` still lists {debts}")

    def moved_once(self, targets, accepted_before=None, topic=TOPIC):
        """The end state is the plan's, and no partition was asked for, or began to move, more than once."""
        standing = self.stand.replicas(topic)
        wrong = {p: standing.get(p) for p, target in targets.items() if standing.get(p) != target}
        self.check(not wrong, f"not where the plan wants them: {wrong}")
        self.check(not self.stand.moves(), "something still moves")
        asked = {}
        for request in self.stand.wire.reassignments():
            if request.was_passed_on:
                for key in request.items:
                    asked[key] = asked.get(key, 0) + 1
        self.check(all(count == 1 for count in asked.values()), f"asked for more than once: { {k: n for k, n in asked.items() if n > 1} }")
        missing = [p for p in targets if (topic, p) not in asked]
        self.check(not missing, f"moved without a request on the wire: {missing}")
        if accepted_before is not None:
            self.accepted_once(targets, accepted_before, topic)

    def accepted_once(self, partitions, accepted_before, topic=TOPIC):
        """By the controller's own log, each of these began to move once since."""
        after = self.stand.accepted_moves(topic)
        if after is None:
            return
        counts = {p: after.get(p, 0) - accepted_before.get(p, 0) for p in partitions}
        wrong = {p: count for p, count in counts.items() if count != 1}
        self.check(not wrong, f"the controller began to move them not once but (partition: times) {wrong}")

    def left_alone(self, foreign):
        """What somebody else asked for stands."""
        standing = self.stand.replicas()
        wrong = {p: standing[p] for p, replicas in foreign.items() if standing[p] != replicas}
        self.check(not wrong, f"the foreign moves were overwritten: {wrong}")

    def journal_agrees(self):
        """Each item of an effect was asked for once, or again only after a decision that is on record."""
        for run in self.mend.runs():
            asked, allowed = {}, {}
            for record in self.mend.records(run):
                if record["kind"] == "submitting":
                    for item in record["items"]:
                        asked[record["effect"], item] = asked.get((record["effect"], item), 0) + 1
                elif record["kind"] == "decided" and record["decision"] == "retry":
                    for item in record["items"]:
                        allowed[record["effect"], item] = allowed.get((record["effect"], item), 0) + 1
                elif record["kind"] == "submitted":
                    for outcome in record["outcomes"]:
                        # Answered that nothing was sent.
                        if outcome["outcome"] == "unknown" and "left" not in outcome:
                            allowed[record["effect"], outcome["i"]] = allowed.get((record["effect"], outcome["i"]), 0) + 1
            twice = {key: n for key, n in asked.items() if n > 1 + allowed.get(key, 0)}
            self.check(not twice, f"{run}: the journal asks again without a decision: {twice}")


#: Seconds that the machine may stand still; after more a violation says nothing, and the case is tried again.
STANDSTILL = 4


def run(case, stand, binary, folder, random, kills):
    """One case, from a cluster put right to a judgement."""
    for _ in range(3):
        pulse = Pulse()
        outcome = _run(case, stand, binary, folder, random, kills)
        still = pulse.stop()
        if not outcome.violations or still < STANDSTILL:
            return outcome
        print(f"void    {case.name:24} {outcome.seconds:6.1f} s  this machine stood still for {still:.0f} s", flush=True)
    outcome.violations.append("this machine stood still each time")
    return outcome


def _run(case, stand, binary, folder, random, kills):
    outcome = Outcome(case)
    began = time.monotonic()
    bench = Bench(stand, binary, folder / case.name, outcome, random, kills)
    try:
        stand.reset(only_nodes=case.moves_nothing)
        began = time.monotonic()
        case.body(bench)
    except Hang as hang:
        outcome.violations.append(f"it hangs: {hang}")
    except Exception as error:  # A case that cannot be judged is not passed.
        outcome.violations.append(f"it cannot be judged: {error!s:.600}\n{''.join(traceback.format_tb(error.__traceback__)[-2:])}")
    outcome.seconds = time.monotonic() - began
    return outcome
