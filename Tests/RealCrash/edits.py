"""The runbook is edited between stop and resume: each row of the table of edits, with a person at a terminal and without one."""

import wire
from bench import case
from pathlib import Path

#: The topic's kind of resource in configuration requests.
TOPIC = 2
#: What an edit leads to: it goes on by itself · it asks a person, and is refused where none is.
GOES_ON, ASKS = "goes on", "asks"


class Row:
    """One edit: what is replaced in the text, what resume does, what it says, which settings it asks for again, which notes it shows."""

    def __init__(self, slug, name, edits, does, says=(), asks_again=(), notes=("second is done", "third is done"), words=(), needs_gate=True):
        self.slug, self.name, self.edits, self.does, self.says = slug, name, edits, does, (says,) if isinstance(says, str) else says
        self.asks_again, self.notes, self.words, self.needs_gate = set(asks_again), notes, words, needs_gate


FIRST = '''step "First" {
    set config of topic "edited" { flush.ms: 60000 } for good
    note "first is done"
}
'''
SECOND = '''    set config of topic "edited" { flush.messages: size } for good
'''
THIRD = '''step "Third" {
    note "third is done"
}
'''
GATE = '''    require any topics where name == "gate" else "no gate yet"
'''

ROWS = [
    Row("nothing", "nothing", {}, GOES_ON),
    Row("layout", "comments and layout", {'    require any topics where': '    # The gate.\n\n    require any topics\n        where'}, GOES_ON),
    Row("later-step", "a step not yet begun", {'note "third is done"': 'note "the third is done otherwise"'}, GOES_ON, "Third",
        notes=("second is done", "the third is done otherwise")),
    Row("step-added-behind", "a new step after the place where it stands", {THIRD: THIRD + '\nstep "Fourth" {\n    note "fourth is done"\n}\n'}, GOES_ON, "Fourth",
        notes=("second is done", "third is done", "fourth is done")),
    Row("failed-step-gate", "the failed step, at its gate", {GATE: '    require no topics where name == "gate"\n'}, GOES_ON, "Second", needs_gate=False),
    Row("failed-step-before-setting", "the failed step, before an effect that converges", {SECOND: '    note "before"\n' + SECOND}, GOES_ON, "Second",
        notes=("before", "second is done", "third is done")),
    Row("failed-step-before-command", "the failed step, before a command that ran", {SECOND: '    note "before"\n' + SECOND}, ASKS, ("Second", "run"),
        notes=("before", "second is done", "third is done")),
    Row("finished-step", "a finished step", {"flush.ms: 60000": "flush.ms: 50000", "first is done": "never again"}, GOES_ON, "First"),
    Row("step-inserted", "a step inserted before the place where it stands", {FIRST: FIRST + '\nstep "Between" {\n    note "between"\n}\n'}, ASKS, "Between",
        notes=("between", "second is done", "third is done")),
    Row("finished-step-removed", "a finished step removed", {FIRST: ""}, ASKS, "First"),
    Row("begun-step-removed", "the begun step removed", {'step "Second" {\n' + SECOND + GATE + '    note "second is done"\n}\n': ""}, ASKS, "Second", notes=("third is done",)),
    Row("later-step-removed", "a step not yet begun removed", {THIRD: ""}, GOES_ON, "Third", notes=("second is done",)),
    Row("renamed-with-was", "a step renamed, with `was`", {'step "First" {': 'step "Begin" was "First" {'}, GOES_ON, "Begin"),
    Row("renamed", "a step renamed, without `was`", {'step "First" {': 'step "Begin" {'}, ASKS, "First",
        notes=("first is done", "second is done", "third is done")),
    Row("parameter-default", "a used parameter's default", {"size: int = 1000": "size: int = 2000"}, ASKS, "size"),
    Row("parameter-type", "a used parameter's type", {"size: int = 1000 in 1..1M": "size: size = 1kB", "flush.messages: size": "flush.messages: 1000"}, ASKS, "size",
        asks_again={"flush.messages"}),
    Row("parameter-removed", "a used parameter removed", {"    param size: int = 1000 in 1..1M\n": "", "flush.messages: size": "flush.messages: 1000"}, ASKS, "size",
        asks_again={"flush.messages"}),
    Row("as-recorded", "--as-recorded, whatever was edited", {FIRST: "", 'note "third is done"': 'note "never"'}, GOES_ON, words=("--as-recorded",)),
    Row("error", "an error in the text", {'note "third is done"': "note third is done"}, "refuses", "--as-recorded"),
]


def _stopped_run(bench, row, number):
    """A run that stands at its gate, one effect settled before it; and its text edited."""
    ran = bench.folder / f"ran-{number}"
    name = f"edited-{number}.runbook"
    text = Path(bench.runbook("edited.runbook")).read_text()
    # Settings of their own for each row, so that each has something to change.
    text = text.replace("60000", str(60_000 + number)).replace("= 1000", f"= {1_000 + number}")
    edits = {old.replace("60000", str(60_000 + number)).replace("= 1000", f"= {1_000 + number}"): new for old, new in row.edits.items()}
    edits = {old: new.replace("60000", str(60_000 + number)).replace("= 1000", f"= {1_000 + number}") for old, new in edits.items()}
    if "command" in row.name:
        text = text.replace(SECOND, f'    run ["sh", "-c", "echo ran >> {ran}"]\n' + SECOND)
        edits = {f'    run ["sh"': '    note "before"\n    run ["sh"'}
    path = bench.folder / name
    path.write_text(text)
    stopped = bench.mend.run("run", str(path), "--yes", limit=60)
    bench.check(stopped.code == 3 and "no gate yet" in stopped.text, f"{row.name}: the run did not stop at its gate: {stopped.code} {stopped.text}")
    for old, new in edits.items():
        bench.check(old in text, f"{row.name}: the harness edits what is not there: {old}")
        text = text.replace(old, new)
    path.write_text(text)
    bench.stand.wire.forget()
    return bench.mend.runs()[-1], ran


def _judge(bench, row, process, where, run, ran):
    """What it did after it was let go on."""
    name = f"{row.name}, {where}"
    if not bench.check(process.code == 0, f"{name}: it ended {process.code}: {process.text}"):
        return
    for note in row.notes:
        bench.check(f"note: {note}" in process.text, f"{name}: it did not come to “{note}”: {process.text}")
    asked = {key[2] for request in bench.stand.wire.requests if request.api == wire.ALTER_CONFIGS for key in request.items}
    bench.check(asked <= row.asks_again, f"{name}: settings were asked for again: {asked - row.asks_again}")
    records = [record["kind"] for record in bench.mend.records(run)]
    changes = row.edits and "comments" not in row.name and not row.words
    bench.check(("edited" in records) == bool(changes), f"{name}: the journal {'does not tell' if changes else 'tells'} of an edit")
    if "command" in row.name:
        bench.check(ran.read_text() == "ran\nran\n", f"{name}: the command ran {ran.read_text().count('ran')} times")


def _edit(bench, row, number):
    stand = bench.stand
    # Without anybody.
    run, ran = _stopped_run(bench, row, number)
    with_gate = stand.gate(row.needs_gate)
    process = bench.mend.run("resume", run, "--yes", *row.words, limit=60)
    for part in row.says:
        bench.check(part in process.text, f"{row.name}, in a pipe: it does not say “{part}”: {process.text}")
    if row.does == GOES_ON:
        _judge(bench, row, process, "in a pipe", run, ran)
    else:
        bench.check(process.code == 6, f"{row.name}, in a pipe: it ended {process.code}, not 6: {process.text}")
        bench.check("--as-recorded" in process.text, f"{row.name}, in a pipe: it does not say how to go on: {process.text}")
        bench.check(not bench.stand.wire.requests, f"{row.name}, in a pipe: something was asked for")
    stand.gate(False)
    # With a person, who says no at first.
    run, ran = _stopped_run(bench, row, number + 100)
    stand.gate(with_gate)
    if row.does == ASKS:
        refused = bench.mend.start("resume", run, *row.words, terminal=True)
        refused.answer(r"\[y/N\] ", "")
        refused.finish(60)
        bench.check(refused.code == 6, f"{row.name}, answered with Enter: it ended {refused.code}, not 6: {refused.text}")
    process = bench.mend.start("resume", run, *row.words, terminal=True)
    if row.does == ASKS:
        process.answer_all(r"\[y/N\] ", "y")
        bench.check(all(part in process.text for part in row.says), f"{row.name}, on a terminal: it does not say {row.says}: {process.text}")
    else:
        process.finish(60)
    if row.does == "refuses":
        bench.check(process.code == 6, f"{row.name}, on a terminal: it ended {process.code}, not 6: {process.text}")
    else:
        _judge(bench, row, process, "on a terminal", run, ran)
    stand.gate(False)


for number, row in enumerate(ROWS):
    case(f"edit-{row.slug}", f"edited: {row.name}: resume {row.does}", short=row.slug in ("nothing", "finished-step", "step-inserted"),
         moves_nothing=True)(lambda bench, number=number, row=row: _edit(bench, row, number))
