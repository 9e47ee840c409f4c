"""The runbook is edited between stop and resume: each row of the table of edits, with a person at a terminal and without one."""

from dataclasses import dataclass
from pathlib import Path

import wire
from bench import case

#: What an edit leads to: it goes on by itself · it asks a person, and is refused where none is · it is refused.
GOES_ON, ASKS, REFUSES = "goes on", "asks", "refuses"


@dataclass
class Row:
    """One edit and what resume makes of it."""

    slug: str
    name: str
    #: Text → what it is replaced by.
    edits: dict
    does: str
    #: Words that it says, whoever is there.
    says: tuple = ()
    #: Settings that are asked for again.
    asks_again: tuple = ()
    notes: tuple = ("second is done", "third is done")
    #: More words on the command line.
    words: tuple = ()
    #: Whether what the gate asks for is there when the run is resumed.
    opens_gate: bool = True
    #: Whether a command that does not converge has run before the gate.
    has_command: bool = False
    #: Whether the journal tells of an edit.
    is_recorded: bool = True


FIRST = '''step "First" {
    set config of topic "edited" { flush.ms: 60000 } for good
    note "first is done"
}
'''
SETTING = '''    set config of topic "edited" { flush.messages: size } for good
'''
GATE = '''    require any topics where name == "gate" else "no gate yet"
'''
SECOND = 'step "Second" {\n' + SETTING + GATE + '    note "second is done"\n}\n'
THIRD = '''step "Third" {
    note "third is done"
}
'''
COMMAND = '    run ["sh", "-c", "echo ran >> RAN"]\n'
PARAMETER = "size: int = 1000 in 1..1M"
ALL_THREE = ("second is done", "third is done")

ROWS = [
    Row("nothing", "nothing", {}, GOES_ON, is_recorded=False),
    Row("layout", "comments and layout", {"    require any topics where": "    # The gate.\n\n    require any topics\n        where"}, GOES_ON,
        is_recorded=False),
    Row("later-step", "a step not yet begun", {'note "third is done"': 'note "done otherwise"'}, GOES_ON, ("Third",),
        notes=("second is done", "done otherwise")),
    Row("step-added-behind", "a new step behind the place where it stands", {THIRD: THIRD + '\nstep "Fourth" {\n    note "fourth is done"\n}\n'},
        GOES_ON, ("Fourth",), notes=(*ALL_THREE, "fourth is done")),
    Row("later-step-removed", "a step not yet begun removed", {THIRD: ""}, GOES_ON, notes=("second is done",)),
    Row("failed-step-gate", "the failed step, at its gate", {GATE: '    require no topics where name == "gate"\n'}, GOES_ON, ("Second",),
        opens_gate=False),
    Row("failed-step-before-setting", "the failed step, before an effect that converges", {SETTING: '    note "before"\n' + SETTING}, GOES_ON,
        ("Second",), notes=("before", *ALL_THREE)),
    Row("failed-step-before-command", "the failed step, before a command that has run", {COMMAND: '    note "before"\n' + COMMAND}, ASKS,
        ("Second", "run"), notes=("before", *ALL_THREE), has_command=True),
    Row("finished-step", "a finished step", {"flush.ms: 60000": "flush.ms: 50000", "first is done": "never again"}, GOES_ON, ("First",)),
    Row("finished-step-removed", "a finished step removed", {FIRST: ""}, ASKS, ("First",)),
    Row("step-inserted", "a step inserted before the place where it stands",
        {FIRST: FIRST + '\nstep "Between" {\n    note "between"\n}\n'}, ASKS, ("Between",), notes=("between", *ALL_THREE)),
    Row("begun-step-removed", "the begun step removed", {SECOND: ""}, ASKS, ("Second",), notes=("third is done",)),
    Row("renamed-with-was", "a step renamed, with `was`", {'step "First" {': 'step "Begin" was "First" {'}, GOES_ON, ("Begin",)),
    Row("renamed", "a step renamed, without `was`", {'step "First" {': 'step "Begin" {'}, ASKS, ("First",), notes=("first is done", *ALL_THREE)),
    Row("parameter-default", "a used parameter's default", {PARAMETER: PARAMETER.replace("1000", "2000")}, ASKS, ("size",)),
    Row("parameter-type", "a used parameter's type", {PARAMETER: "size: size = 1kB", "flush.messages: size": "flush.messages: 1000"}, ASKS,
        ("size",), asks_again=("flush.messages",)),
    Row("parameter-removed", "a used parameter removed", {f"    param {PARAMETER}\n": "", "flush.messages: size": "flush.messages: 1000"}, ASKS,
        ("size",), asks_again=("flush.messages",)),
    Row("as-recorded", "much, but --as-recorded", {FIRST: "", 'note "third is done"': 'note "never"'}, GOES_ON, words=("--as-recorded",),
        is_recorded=False),
    Row("error", "so that it has an error", {'note "third is done"': "note third is done"}, REFUSES, ("--as-recorded",)),
]


class Edited:
    """A run that stands at its gate, one effect settled before it, and its text edited since."""

    def __init__(self, bench, row, number):
        self.bench, self.row = bench, row
        self.ran = bench.folder / f"ran-{number}"
        text = Path(bench.runbook("edited.runbook")).read_text()
        if row.has_command:
            text = text.replace(SETTING, COMMAND + SETTING)
        path = bench.folder / f"edited-{number}.runbook"
        path.write_text(self._own(text, number))
        stopped = bench.mend.run("run", str(path), "--yes", limit=60)
        bench.check(stopped.code == 3 and "no gate yet" in stopped.text, f"the run did not stop at its gate: {stopped.code} {stopped.text}")
        for old, new in row.edits.items():
            bench.check(old in text, f"there is nothing to edit: {old}")
            text = text.replace(old, new)
        path.write_text(self._own(text, number))
        bench.stand.wire.forget()
        self.run = bench.mend.runs()[-1]

    def _own(self, text, number):
        """Values of its own, so that each run has something to change."""
        return text.replace("60000", str(60_000 + number)).replace("= 1000", f"= {1_000 + number}").replace("RAN", str(self.ran))

    def judge(self, process, where):
        """What it did after it was let go on."""
        check, row = self.bench.check, self.row
        if not check(process.code == 0, f"{where}: it ended {process.code}: {process.text}"):
            return
        for note in row.notes:
            check(f"note: {note}" in process.text, f"{where}: it did not come to “{note}”: {process.text}")
        asked = {key[2] for request in self.bench.stand.wire.requests if request.api == wire.ALTER_CONFIGS for key in request.items}
        check(asked <= set(row.asks_again), f"{where}: settings were asked for again: {asked}")
        told = any(record["kind"] == "edited" for record in self.bench.mend.records(self.run))
        check(told == row.is_recorded, f"{where}: the journal {'tells' if told else 'does not tell'} of an edit")
        if row.has_command:
            check(self.ran.read_text() == "ran\nran\n", f"{where}: the command ran {self.ran.read_text().count('ran')} times, not twice")


def _without_anybody(bench, row, number):
    edited = Edited(bench, row, number)
    bench.stand.gate(row.opens_gate)
    process = bench.mend.run("resume", edited.run, "--yes", *row.words, limit=60)
    for part in row.says:
        bench.check(part in process.text, f"in a pipe: it does not say “{part}”: {process.text}")
    if row.does == GOES_ON:
        return edited.judge(process, "in a pipe")
    bench.check(process.code == 6, f"in a pipe: it ended {process.code}, not 6: {process.text}")
    bench.check("--as-recorded" in process.text, f"in a pipe: it does not say how to go on: {process.text}")
    bench.check(not bench.stand.wire.requests, "in a pipe: something was asked for")


def _with_a_person(bench, row, number):
    edited = Edited(bench, row, number)
    bench.stand.gate(row.opens_gate)
    if row.does == ASKS:
        refused = bench.mend.start("resume", edited.run, *row.words, terminal=True)
        refused.answer(r"\[y/N\] ", "")
        refused.finish(60)
        bench.check(refused.code == 6, f"answered with Enter: it ended {refused.code}, not 6: {refused.text}")
    process = bench.mend.start("resume", edited.run, *row.words, terminal=True)
    if row.does == ASKS:
        process.answer_all(r"\[y/N\] ", "y")
        bench.check(all(part in process.text for part in row.says), f"on a terminal: it does not say {row.says}: {process.text}")
    else:
        process.finish(60)
    if row.does == REFUSES:
        bench.check(process.code == 6, f"on a terminal: it ended {process.code}, not 6: {process.text}")
    else:
        edited.judge(process, "on a terminal")


def _edit(bench, row, number):
    for part, of_its_own in ((_without_anybody, number), (_with_a_person, 100 + number)):
        part(bench, row, of_its_own)
        bench.stand.gate(False)


for number, row in enumerate(ROWS):
    case(f"edit-{row.slug}", f"edited: {row.name}: resume {row.does}", short=row.slug in ("nothing", "finished-step", "step-inserted"),
         moves_nothing=True)(lambda bench, number=number, row=row: _edit(bench, row, number))
