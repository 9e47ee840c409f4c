"""What else can go wrong around a move: brokers, the controller, the network, other people. Each ends as it should, and none hangs."""

import threading
import time

import wire
from bench import case
from stand import SPARE, TOPIC

BROKER = 4  # Kafka's number for the kind of resource in configuration requests.


class Trap:
    """Does something once, as the n-th request that fits passes."""

    def __init__(self, bench, action, api=wire.ALTER_REASSIGNMENTS, number=1, side="before", fits=lambda request: True):
        self.left, self.sprung, self.at, self.request = number, threading.Event(), None, None

        def see(request):
            if self.sprung.is_set() or request.api != api or not fits(request):
                return
            self.left -= 1
            if self.left == 0:
                action(request)
                self.at, self.request = time.monotonic(), request
                self.sprung.set()

        setattr(bench.stand.wire, side, see)

    def wait(self, bench, limit=90):
        bench.check(self.sprung.wait(limit), "the request at which the fault was to strike never came")


def told(bench, process, deadline):
    """The fact that every case here states: how long it took beside its deadline."""
    bench.fact(f"ended {process.code} in {process.seconds:.0f} s; deadline {deadline} s")


def finishes(bench, before, deadline, process):
    """It ends well, the end state is the plan's, and nothing is left."""
    bench.ends(process, 0, "done", limit=deadline)
    told(bench, process, deadline)
    bench.moved_once(bench.plan_targets(), before)
    bench.journal_agrees()


def _resume(bench):
    """Goes on with the newest run, by its name: one that failed and owes nothing is not open."""
    return bench.mend.start("resume", bench.mend.runs()[-1], "--yes")


def _resumes_to_its_end(bench):
    """The time of an effect begins anew with each resume; what is short may not be enough for all sixty, or for a doubt."""
    tries = 1
    while (resumed := _resume(bench)).finish(240) == 1 and tries < 12:
        tries += 1
    bench.check(resumed.code == 0, f"resumed {tries} times, ended {resumed.code}: {resumed.text[-800:]}")
    bench.fact(f"resumed {tries} times, each with a time of its own")


# MARK: the target broker while its throttle is set

def _target_stops(bench, stop):
    stand = bench.stand
    before = stand.accepted_moves()
    names_target = lambda request: (BROKER, str(SPARE), "follower.replication.throttled.rate") in request.items  # noqa: E731
    trap = Trap(bench, lambda _: stop(), wire.ALTER_CONFIGS, fits=names_target)
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    bench.ends(process, 1, ["broker 4", "go on with: mend resume"], limit=60)
    told(bench, process, 60)
    bench.check(not stand.wire.reassignments(), "a move was asked for without its throttle")
    owed = {(debt["what"]) for debt in bench.mend.debts()}
    bench.check(owed == {"follower.replication.throttled.rate of broker 4"}, f"`mend debts` lists {owed}, not just broker 4's rate")
    pay = bench.mend.start("debts", "pay")
    bench.ends(pay, 1, "still owed", limit=60)
    bench.fact(f"`mend debts pay` with the broker away: {pay.took:.0f} s; deadline 60 s")
    return before


def _target_returns(bench, before, back):
    back()
    bench.stand.until("broker 4 is back", bench.stand.is_whole)
    # What was asked of the dead broker may be believed gone only after the minute for which a broker holds what it forwards to the controller.
    deadline, began = 150, time.monotonic()
    while bench.mend.run("debts", "pay").code != 0 and time.monotonic() - began < deadline:
        time.sleep(3)
    bench.fact(f"paid {time.monotonic() - began:.0f} s after it was back; deadline {deadline} s")
    bench.settings_are_as_before()
    bench.stand.wire.forget()
    resumed = _resume(bench)
    bench.ends(resumed, 0, "done", limit=240)
    bench.moved_once(_last_targets(bench), before)
    bench.settings_are_as_before()


def _last_targets(bench):
    """What the newest attempt intended."""
    return {p: replicas for p, replicas in bench.stand.replicas().items() if SPARE in replicas}


@case("target-killed", "the target broker is killed while its throttle is set: no move, one debt, which is paid once it is back", short=True)
def target_killed(bench):
    before = _target_stops(bench, lambda: bench.stand.kill(SPARE))
    _target_returns(bench, before, lambda: bench.stand.start(SPARE))


@case("target-frozen", "the target broker does not answer while its throttle is set: the same")
def target_frozen(bench):
    before = _target_stops(bench, lambda: bench.stand.freeze(SPARE))
    _target_returns(bench, before, lambda: bench.stand.thaw(SPARE))


# MARK: the controller

@case("controller-restarts", "the controller is killed in the middle and comes back: the run goes on by itself", short=True)
def controller_restarts(bench):
    before, node = bench.stand.accepted_moves(), bench.stand.controller()
    trap = Trap(bench, lambda _: None, number=2, side="answered")
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    time.sleep(1)
    bench.stand.kill(node)
    time.sleep(12)
    bench.stand.start(node)
    finishes(bench, before, 300, process)
    bench.settings_are_as_before()


def _controller_away_with_a_request(bench, seconds):
    """The controller dies just before the second batch comes to the broker, which holds it meanwhile."""
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda _: stand.kill(0), number=2)
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    time.sleep(seconds)
    stand.start(0)
    finishes(bench, before, 420, process)
    bench.settings_are_as_before()
    again = [request for request in stand.wire.reassignments() if request.items.keys() == trap.request.items.keys()]
    bench.fact(f"the batch was asked for {len(again)} times: {', '.join(f'{r.at - again[0].at:.0f} s' for r in again)}")


@case("controller-away-15s", "the controller is away while a broker holds a move for it: applied on its return, never asked again", short=True)
def controller_away_briefly(bench):
    _controller_away_with_a_request(bench, 15)


@case("controller-away-90s", "the same for longer than a broker holds it: asked again only once it can no longer come")
def controller_away_long(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda _: stand.kill(0), number=2)
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    time.sleep(90)
    stand.start(0)
    bench.ends(process, 0, "done", limit=420)
    told(bench, process, 420)
    again = [request.at for request in stand.wire.reassignments() if request.items.keys() == trap.request.items.keys()]
    bench.check(all(b - a >= 65 for a, b in zip(again, again[1:])), f"asked again within {[b - a for a, b in zip(again, again[1:])]} s")
    bench.check(len(again) <= 2, f"asked {len(again)} times")
    bench.fact(f"the batch was asked for at {', '.join(f'{at - again[0]:.0f} s' for at in again)}")
    bench.accepted_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()


@case("controller-gone-in-doubt", "the controller does not come back and a move is in doubt: exit 5 in time, and resume settles it")
def controller_gone_in_doubt(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda _: stand.kill(0), number=2)
    process = bench.drain(3, "--yes", limit="30s")
    trap.wait(bench)
    bench.ends(process, 5, ["in doubt", "go on with: mend resume"], limit=120)
    told(bench, process, 120)
    resumed = bench.mend.start("resume")
    bench.ends(resumed, 5, "it can be told after" if resumed.seconds < 30 else "in doubt", limit=60)
    bench.fact(f"`mend resume` without --yes, controller still away: exit {resumed.code} in {resumed.took:.0f} s; deadline 60 s")
    stand.start(0)
    bench.stand.until("the controller is back", lambda: bench.mend.run("-e", "require any partitions where not reassigning").code == 0)
    _resumes_to_its_end(bench)
    bench.accepted_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()


@case("controller-gone-under-way", "the controller does not come back while moves are under way: time is up, exit 1, the throttle stays owed")
def controller_gone_under_way(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda _: None, side="answered")
    process = bench.drain(3, "--yes", limit="30s")
    trap.wait(bench)
    time.sleep(1.5)
    stand.kill(0)
    bench.ends(process, 1, ["the cluster goes on with it", "owed: ", "go on with: mend resume"], limit=75)
    told(bench, process, 75)
    stand.start(0)
    _resumes_to_its_end(bench)
    bench.accepted_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()


# MARK: the network to one broker

def _line_fails(bench, mode, side):
    """The line to the broker that is given the second batch fails: before a byte of it comes, or before its answer."""
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda request: stand.proxies[request.broker].cut(mode), number=2, side=side)
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    # From now on the broker is not to be had; the run holds before its next batch, and goes on when the line works again.
    time.sleep(100 if side == "before" else 30)
    stand.proxies[trap.request.broker].mend()
    bench.ends(process, 0, "done", limit=420)
    told(bench, process, 420)
    bench.moved_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()


for mode, how in (("silent", "loses every packet"), ("reset", "cuts everybody off")):
    for side, when in (("before", "as a move leaves"), ("answered", "before the answer to a move comes")):
        case(f"line-{mode}-{side}", f"the network to a broker {how} {when}", short=(mode, side) == ("silent", "answered"))(
            lambda bench, mode=mode, side=side: _line_fails(bench, mode, side))


@case("line-to-target-cut", "the network to the target is cut for good: held until time is up; what it is owed stays owed")
def line_to_target(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda _: None, number=2, side="answered")
    process = bench.drain(3, "--yes", limit="60s")
    trap.wait(bench)
    stand.proxies[SPARE].cut("silent")
    bench.ends(process, 1, ["broker 4", "owed: ", "go on with: mend resume"], limit=110)
    told(bench, process, 110)
    debts = bench.mend.debts()
    bench.check(all("broker 4" in debt["what"] for debt in debts) and debts, f"`mend debts` lists {[debt['what'] for debt in debts]}")
    stand.proxies[SPARE].mend()
    bench.ends(bench.mend.start("debts", "pay"), 0, limit=60)
    bench.settings_are_as_before()
    _resumes_to_its_end(bench)
    bench.moved_once(bench.plan_targets(), before)
    bench.settings_are_as_before()


@case("broker-frozen-with-a-move", "a broker freezes with a move in its hands, and thaws two minutes later: the move was made once all the same")
def frozen_with_a_move(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    trap = Trap(bench, lambda request: stand.freeze(request.broker), number=2)
    process = bench.drain(3, "--yes")
    trap.wait(bench)
    time.sleep(120)
    stand.thaw(trap.request.broker)
    bench.ends(process, 0, "done", limit=420)
    told(bench, process, 420)
    again = [request.at for request in stand.wire.reassignments() if request.items.keys() == trap.request.items.keys()]
    bench.fact(f"the batch was asked for at {', '.join(f'{at - again[0]:.0f} s' for at in again)}")
    bench.check(all(b - a >= 65 for a, b in zip(again, again[1:])), f"asked again within {[b - a for a, b in zip(again, again[1:])]} s")
    bench.accepted_once(bench.plan_targets(), before)
    bench.journal_agrees()
    bench.settings_are_as_before()


# MARK: somebody else

@case("foreign-move-ahead", "somebody moves partitions of a later batch: named and left alone; the rest is moved", short=True)
def foreign_move_ahead(bench):
    stand = bench.stand
    before = stand.accepted_moves()
    process = bench.drain(3, "--yes")
    trap = Trap(bench, lambda _: None, number=2, side="answered")
    trap.wait(bench)
    targets = bench.plan_targets()
    ours = [p for batch in _batches(bench)[-1:] for p in batch][:2]
    foreign = {p: [1, 2] for p in ours}
    stand.reassign(foreign)
    bench.ends(process, 1, [f"{TOPIC}-{ours[0]}", "2 of 60 refused", "go on with: mend resume"], limit=240)
    told(bench, process, 240)
    standing = stand.replicas()
    bench.left_alone(foreign)
    wrong = {p: standing[p] for p in targets if p not in foreign and standing[p] != targets[p]}
    bench.check(not wrong, f"not where the plan wants them: {wrong}")
    bench.settings_are_as_before()
    bench.accepted_once(set(targets) - set(foreign), before)
    bench.ends(_resume(bench), 1, ["58 already so", "2 of 60 refused", "not [", "as planned"], limit=120)
    bench.left_alone(foreign)
    # Planned anew there is nothing left to move.
    bench.ends(bench.mend.start("resume", bench.mend.runs()[-1], "--rerun", "Move", "--yes"), 0, "done", limit=120)
    bench.left_alone(foreign)
    bench.settings_are_as_before()


def _batches(bench):
    """The partitions of each batch of the newest plan, as the journal fixes them."""
    intent = next(record for record in bench.mend.records() if record["kind"] == "intended")
    partitions = list(bench.plan_targets())
    return [[partitions[item] for item in batch] for batch in intent["batches"]]


@case("foreign-move-over-ours", "somebody moves partitions that we are moving: before, ours and now are shown; never overwritten", short=True)
def foreign_move_over_ours(bench):
    stand = bench.stand
    process = bench.drain(3, "--yes", rate="400kB/s")
    trap = Trap(bench, lambda _: None, side="answered")
    trap.wait(bench)
    victims = _batches(bench)[0][-2:]
    # The same brokers in another order. Where a move over a move adds nothing or removes nothing, Kafka 4.3.1 keeps what the first one added
    # or removed: [1, 2] would stay under way for ever, and [1, 2, 3, 4] would end without broker 3.
    foreign = {p: list(reversed(bench.plan_targets()[p])) for p in victims}
    stand.reassign(foreign)
    question = "somebody else has changed"
    bench.ends(process, 5, [question, f"{TOPIC}-{victims[0]}", "before [", "wanted [", "now "], limit=90)
    told(bench, process, 90)
    for _ in range(2):
        # In a pipe the answer stays the same, however often it is resumed.
        bench.ends(_resume(bench), 5, question, limit=60)
    stand.until("the foreign moves are over", lambda: not any(move in stand.moves() for move in (f"{TOPIC}-{p}" for p in victims)))
    bench.ends(_resume(bench), 5, question, limit=60)
    person = bench.mend.start("resume", "--yes", terminal=True)
    person.answer(r"1–3\? ", "1", limit=60)
    person.answer(r"Why", "rack C is being emptied")
    # The items that were left are refused items: the statement says so, once the rest is done.
    bench.ends(person, 1, ["2 of 60 refused", "SKIPPED"], limit=300)
    bench.fact(f"a person left them: exit {person.code} after {person.took:.0f} s; deadline 300 s")
    bench.left_alone(foreign)
    decided = [record for record in bench.mend.records() if record["kind"] == "decided"]
    bench.check(any("rack C" in record["why"] for record in decided), "the reason is not in the journal")
    bench.settings_are_as_before()


@case("foreign-cancel", "somebody cancels our moves: said within the minute, never asked for again by itself")
def foreign_cancel(bench):
    stand = bench.stand
    process = bench.drain(3, "--yes", rate="400kB/s")
    trap = Trap(bench, lambda _: None, side="answered")
    trap.wait(bench)
    first = _batches(bench)[0]
    stand.cancel(first)
    asked = len(stand.wire.reassignments())
    bench.ends(process, 5, "somebody else has changed", limit=110)
    told(bench, process, 110)
    bench.check(len(stand.wire.reassignments()) == asked, "a cancelled move was asked for again")
    bench.settings_are_as_before()
