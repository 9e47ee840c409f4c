"""A run goes from one person to the next: sealed, packed and unpacked elsewhere; and copies that nobody sealed."""

import json
import shutil
import signal
import subprocess
import time

from bench import case
from operators import under_way
from program import Program


class Desk(Program):
    """Where the next person sits: a folder with runs that came from elsewhere, and a journal of their own."""

    def __init__(self, bench, name):
        super().__init__(bench.mend.binary, bench.mend.front, bench.folder / name)
        self.runs_folder = self.folder

    def start(self, *words, **how):
        return super().start(*words, cwd=self.folder, **how)

    def debts(self):
        return json.loads(self.run("debts", "--journal", ".", "--output", "json").output)["rows"]


def _goes_on_at(bench, desk, before):
    """The run ended well at the other desk: judged by what stands there."""
    first, bench.mend = bench.mend, desk
    bench.moved_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()
    bench.mend = first


def _asked_for(bench):
    """How many requests to change something have passed."""
    return len([request for request in bench.stand.wire.requests if request.was_passed_on])


def _is_left(bench, desk, process):
    """Ctrl-C twice at the other desk: what the run owes there is listed there."""
    process.until(r"batch \d of 6")
    for _ in range(2):
        process.signal(signal.SIGINT)
        time.sleep(0.2)
    bench.ends(process, 130, ["owed: ", f"(`mend debts --journal {desk.folder}`)", f"go on with: mend resume {desk.folder}/"], limit=20)
    bench.check(desk.debts(), "`mend debts` lists nothing of a run that was unpacked")


@case("handed-over", "sealed, packed, unpacked in another folder: resumed there, and no more where it came from", short=True)
def handed_over(bench):
    before = bench.stand.accepted_moves()
    under_way(bench).kill()
    run = bench.mend.runs()[-1]
    sealed = bench.mend.start("handover", run, "--for", "bob")
    bench.ends(sealed, 0, ["was handed over by", "for bob", "it is not driven from here any more"], limit=20)
    pack, unpack = sealed.output.splitlines()
    bench.fact(f"it says: {pack} · {unpack}")
    desk = Desk(bench, "bobs")
    subprocess.run(pack, shell=True, check=True, cwd=desk.folder)
    asked = _asked_for(bench)
    bench.ends(bench.mend.start("resume", run, "--yes"), 7, ["was handed over by", "for bob", "--take-over"], limit=20)
    bench.ends(bench.mend.start("resume", "--yes"), 2, ["no run is open", f"{run}  handed over"], limit=20)
    bench.check(_asked_for(bench) == asked, "the sealed folder asked for something")
    extract, resume = unpack.split(" && ")
    subprocess.run(extract, shell=True, check=True, cwd=desk.folder)
    _is_left(bench, desk, desk.start(*resume.split()[1:], "--yes"))
    bench.ends(desk.start(*resume.split()[1:], "--yes"), 0, "done", limit=240)
    _goes_on_at(bench, desk, before)
    told = desk.run("show", f"./{run}").output
    bench.check("handed over" in told and "bob" in told, f"`mend show` does not tell of the handover: {told}")


def _copy(bench, name):
    """A run in the middle of a move, killed, and its folder copied without being sealed."""
    under_way(bench).kill()
    run = bench.mend.runs()[-1]
    desk = Desk(bench, name)
    shutil.copytree(bench.mend.runs_folder / run, desk.folder / run)
    return run, desk


@case("copy-not-sealed", "a copy that nobody sealed: ends 7 in a pipe, asks on a terminal, where Enter is no; goes on where a person says that it is stopped")
def copy_not_sealed(bench):
    before = bench.stand.accepted_moves()
    run, desk = _copy(bench, "copy")
    asked = _asked_for(bench)
    bench.ends(desk.start("resume", f"./{run}", "--yes"), 7, [f"{run} was last driven by", str(bench.mend.runs_folder / run), "--take-over"], limit=20)
    enter = desk.start("resume", f"./{run}", terminal=True)
    enter.answer(r"Is it stopped there\?.*\[y/N\] ", "")
    bench.ends(enter, 7, "was last driven by", limit=20)
    bench.check(_asked_for(bench) == asked, "the copy asked for something before a person had said that it may")
    yes = desk.start("resume", f"./{run}", terminal=True)
    yes.answer(r"Is it stopped there\?.*\[y/N\] ", "y")
    yes.answer_all(r"\[y/N\] ", "y", limit=240)
    bench.check(yes.code == 0, f"answered “y”: it ended {yes.code}: {yes.text[-800:]}")
    _goes_on_at(bench, desk, before)
    # What stayed behind is a copy as well now, and does not know it: the cluster shows that all of it is done.
    bench.stand.wire.forget()
    behind = bench.mend.start("resume", "--yes")
    behind.finish(120)
    bench.fact(f"the folder that stayed behind, resumed afterwards: exit {behind.code}, {_asked_for(bench)} requests to change something")
    bench.check(not bench.stand.wire.reassignments(), "the folder that stayed behind moved something again")
