"""The second evaluator of the language, written from the grammar's text alone: see docs/semantics.md."""

import fnmatch
import functools

from values import *


class T:
    """A table: rows in order, each surely in it or not (`decided`), and whether rows may be missing altogether.

    `ranks` says, for each row, the earliest and the latest place in which it may stand, where a sort was not sure; None: as they stand.
    """

    def __init__(self, columns, flags, rows, decided, missing=False, ranks=None, key=()):
        self.columns, self.flags, self.rows, self.decided, self.missing = columns, flags, rows, decided, missing
        self.ranks, self.key = ranks, key

    def pick(self, places, decided=None, missing=None):
        return T(
            self.columns,
            self.flags,
            [self.rows[i] for i in places],
            [self.decided[i] for i in places] if decided is None else decided,
            self.missing if missing is None else missing,
            None if self.ranks is None else [self.ranks[i] for i in places],
            self.key,
        )

    def places(self):
        return self.ranks if self.ranks is not None else [(i, i) for i in range(len(self.rows))]

    def lacks(self):
        return self.missing or not all(self.decided)

    def field(self, name):
        return L([r[name] for r, d in zip(self.rows, self.decided) if d], self.lacks(), self.flags.get(name, False), unsure=self.ranks is not None)


class Scope:
    """What a bare name means: a column of the row, else a binding, else a source."""

    def __init__(self, world, bindings, row=None, flags=None, it=None):
        self.world, self.bindings, self.row, self.flags, self.it = world, bindings, row, flags or {}, it

    def inside(self, row, flags, it=None):
        return Scope(self.world, self.bindings, row, flags, it)

    def outside(self):
        return Scope(self.world, self.bindings)


def run(program, world):
    """The value of the last statement of a program."""
    scope = Scope(world, {})
    value = None
    for statement in program:
        if statement[0] == "let":
            value = evaluate(statement[2], scope)
            scope.bindings[statement[1]] = (value, nonneg(statement[2], scope))
        else:
            value = evaluate(statement, scope)
    return value


def evaluate(tree, scope):
    return globals()["eval_" + tree[0]](tree, scope)


def eval_number(tree, scope):
    return N(tree[1], tree[2])


def eval_text(tree, scope):
    return tree[1]


def eval_constant(tree, scope):
    return {"true": True, "false": False, "null": None, "unknown": U}[tree[1]]


def eval_paren(tree, scope):
    return evaluate(tree[1], scope)


def eval_list(tree, scope):
    return L([evaluate(t, scope) for t in tree[1]], nonneg=all(nonneg(t, scope) for t in tree[1]))


def eval_name(tree, scope):
    name = tree[1]
    if name == "it":
        return scope.it if scope.it is not None else Row(scope.row, scope.flags)
    if scope.row is not None and name in scope.row:
        return scope.row[name]
    if name in scope.bindings:
        return scope.bindings[name][0]
    return scope.world[name]


def eval_field(tree, scope):
    return field(evaluate(tree[1], scope), tree[2])


def field(base, name):
    if isinstance(base, T):
        return base.field(name)
    if base is None or base is U:
        return base
    if isinstance(base, L):
        return L([field(e, name) for e in base.items], base.lacks, unsure=base.unsure)
    return base.cells[name]


def eval_neg(tree, scope):
    return negative(evaluate(tree[1], scope))


def eval_not(tree, scope):
    return k_not(evaluate(tree[1], scope))


def eval_range(tree, scope):
    return Range(evaluate(tree[1], scope), evaluate(tree[2], scope))


def eval_binary(tree, scope):
    _, op, left, right = tree
    if op in ("and", "or"):
        a = truth(evaluate(left, scope))
        if a is (op == "or"):
            return a
        b = truth(evaluate(right, scope))
        return k_and(a, b) if op == "and" else k_or(a, b)
    a, b = evaluate(left, scope), evaluate(right, scope)
    if op in ("+", "-", "*", "/"):
        return arithmetic(op, a, b)
    return compare(op, a, b)


def eval_in(tree, scope):
    _, negated, op, left, right = tree
    a, b = evaluate(left, scope), evaluate(right, scope)
    if op == "in":
        t = b if b is U else False if b is None else contains(b, a)
    elif op == "contains" and isinstance(a, L):
        t = contains(a, b)
    elif a is U or b is U:
        t = U
    elif a is None or b is None:
        t = False
    elif op == "contains":
        t = b in a
    elif op == "startsWith":
        t = a.startswith(b)
    else:
        t = fnmatch.fnmatchcase(a, b)
    return k_not(t) if negated else t


def eval_is(tree, scope):
    _, negated, operand, test = tree
    v = evaluate(operand, scope)
    if test == "unknown":
        t = v is U
    elif test == "null":
        t = U if v is U else v is None
    elif v is U:
        t = U
    elif isinstance(v, T):
        t = k_not(any_row(v))
    elif isinstance(v, L):
        t = False if v.items else U if v.lacks else True
    else:
        t = v == ""
    return k_not(t) if negated else t


def any_row(v):
    return True if any(v.decided) else U if v.lacks() else False


def eval_no(tree, scope):
    return k_not(any_row(evaluate(tree[1], scope)))


def eval_any(tree, scope):
    return any_row(evaluate(tree[1], scope))


# What cannot be negative by its kind.


def nonneg(tree, scope):
    kind = tree[0]
    if kind == "number":
        return True
    if kind == "paren":
        return nonneg(tree[1], scope)
    if kind == "constant":
        return tree[1] == "null"
    if kind == "list":
        return all(nonneg(t, scope) for t in tree[1])
    if kind == "name":
        if scope.row is not None and tree[1] in scope.row:
            return scope.flags.get(tree[1], False)
        return scope.bindings[tree[1]][1] if tree[1] in scope.bindings else False
    if kind == "field":
        base = evaluate(tree[1], scope) if tree[1][0] == "name" else None
        return isinstance(base, (T, Row)) and base.flags.get(tree[2], False)
    if kind == "binary" and tree[1] in ("+", "*"):
        return nonneg(tree[2], scope) and nonneg(tree[3], scope)
    if kind == "binary" and tree[1] == "/":
        return nonneg(tree[2], scope) and tree[3][0] == "number" and tree[3][2] > 0
    if kind == "call":
        if tree[1] in ("count", "abs", "length"):
            return True
        if tree[1] in ("sum", "min", "max", "avg", "first", "last", "round", "distinct", "flatten"):
            return nonneg(tree[2][0], scope)
    return False


# Clauses.


def eval_query(tree, scope):
    value = evaluate(tree[1], scope)
    group = False
    for stage in tree[2]:
        word = stage[0]
        if word == "pipe":
            value = FUNCTIONS[stage[1]](value, *[evaluate(a, scope) for a in stage[2]])
            continue
        value, group = globals()["clause_" + word](value, stage, scope, group)
    return value


def row_scope(table, row, scope, group):
    return scope.inside(row, table.flags, row.get("it") if group else None)


def clause_where(table, stage, scope, group):
    places, decided = [], []
    for i, row in enumerate(table.rows):
        t = truth(evaluate(stage[1], row_scope(table, row, scope, group)))
        if t is not False:
            places.append(i)
            decided.append(table.decided[i] and t is True)
    return table.pick(places, decided), group


def computed(table, columns, scope, group):
    rows = [{} for _ in table.rows]
    flags = {}
    for name, tree in columns:
        for row, new in zip(table.rows, rows):
            new[name] = evaluate(tree, row_scope(table, row, scope, group))
        empty = dict.fromkeys(table.columns)
        flags[name] = nonneg(tree, row_scope(table, table.rows[0] if table.rows else empty, scope, group))
    return rows, flags


def clause_select(table, stage, scope, group):
    rows, flags = computed(table, stage[1], scope, group)
    names = [name for name, _ in stage[1]]
    renamed = {}
    for name, tree in stage[1]:
        if tree[0] == "name" and (tree[1] not in renamed or name == tree[1]):
            renamed[tree[1]] = name
    # A key is one under another name too.
    key = tuple(renamed[k] for k in table.key) if all(k in renamed for k in table.key) else ()
    return T(names, flags, rows, table.decided, table.missing, table.ranks, key), False


def clause_add(table, stage, scope, group):
    rows, flags = computed(table, stage[1], scope, group)
    names = table.columns + [name for name, _ in stage[1]]
    return T(names, table.flags | flags, [a | b for a, b in zip(table.rows, rows)], table.decided, table.missing, table.ranks, table.key), group


ABOVE, NOTHING, NEVER = 1, 2, 3


def sort_bounds(v):
    """The least and the greatest place of a value in ascending order: values, then null, then unknown."""
    if v is U:
        return (-1,), (NEVER,)
    if v is None:
        return (NOTHING,), (NOTHING,)
    if isinstance(v, Bound):
        low, high = interval(v)
        return (0, low), (0, high)
    if isinstance(v, str):
        v = v.encode()
    return ((0, v.v),) * 2 if isinstance(v, N) else ((0, v),) * 2


def falling(bounds):
    """The same where the order of values is turned round; null and unknown stay behind."""

    def turn(b):
        return (0, Down(b[1])) if b[0] == 0 and len(b) > 1 else b

    low, high = bounds
    return (turn(high) if high[0] == 0 else high, turn(low) if low[0] == 0 else low) if low[0] == high[0] else bounds


@functools.total_ordering
class Down:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        return self.v == other.v

    def __hash__(self):
        return hash(self.v)

    def __lt__(self, other):
        return other.v < self.v


def clause_sort(table, stage, scope, group):
    keys, earliest, latest = [], [], []
    for i, row in enumerate(table.rows):
        key, low, high = [], [], []
        for tree, descending in stage[1]:
            v = evaluate(tree, row_scope(table, row, scope, group))
            known = v.n if isinstance(v, Bound) else v
            bounds, shown = sort_bounds(v), sort_bounds(known)
            if descending:
                bounds, shown = falling(bounds), falling(shown)
            key.append((NEVER,) if v is U else shown[0])
            low.append(bounds[0])
            high.append(bounds[1])
        before = table.places()[i]
        keys.append(tuple(key) + ((i,),))
        earliest.append(tuple(low) + ((before[0], i),))
        latest.append(tuple(high) + ((before[1], i),))
    order = sorted(range(len(keys)), key=lambda i: keys[i])
    ranks = None
    if any(e[:-1] != l[:-1] for e, l in zip(earliest, latest)) or table.ranks is not None:
        events = sorted({*earliest, *latest})
        number = {e: n for n, e in enumerate(events)}
        ranks = [(number[earliest[i]], number[latest[i]]) for i in order]
    result = table.pick(order)
    result.ranks = ranks
    return result, group


def surely_before(places, i, j):
    return places[i][1] < places[j][0]


def clause_take(table, stage, scope, group):
    count = evaluate(stage[1], scope)
    if count.v < 0:
        raise Failure("take of less than nothing")
    places, rows = table.places(), range(len(table.rows))
    kept, decided = [], []
    for i in rows:
        if sum(1 for j in rows if j != i and table.decided[j] and surely_before(places, j, i)) >= count.v:
            continue
        kept.append(i)
        ahead = sum(1 for j in rows if j != i and not surely_before(places, i, j))
        # Rows that are missing may stand anywhere.
        decided.append(table.decided[i] and ahead < count.v and not table.missing)
    return table.pick(kept, decided), group


def exact(v):
    v = plain(v)
    if isinstance(v, Row):
        return all(exact(e) for e in v.cells.values())
    return isinstance(v, N) or v is None or isinstance(v, (str, bool)) or isinstance(v, L) and not v.lacks and all(exact(e) for e in v.items)


def same(keys, others):
    return k_and(*[equal(a, b) for a, b in zip(keys, others)])


def clause_distinct(table, stage, scope, group):
    trees = stage[1] or [("name", c) for c in table.columns]
    keys = [[evaluate(t, row_scope(table, row, scope, group)) for t in trees] for row in table.rows]
    stands = []
    for sure in (True, False):
        for i, key in enumerate(keys):
            if all(exact(v) for v in key) and table.decided[i] == sure and not any(same(key, keys[j]) is True for j in stands):
                stands.append(i)
    loose = [i for i, key in enumerate(keys) if not all(exact(v) for v in key)]
    kept = sorted(stands + loose)
    result = table.pick(kept, [table.decided[i] and i not in loose for i in kept])
    named = {t[1] for t in trees if t[0] == "name"} | {t[2] for t in trees if t[0] == "field" and t[1] == ("name", "it")}
    if not (table.key and set(table.key) <= named):
        # What another row that may be the first of its key has in its place is unknown in the one that stands for it.
        places = table.places()
        for n, i in enumerate(kept):
            if i in loose:
                continue
            rivals = [
                j
                for j in range(len(keys))
                if j != i and same(keys[i], keys[j]) is not False and not (table.decided[i] and surely_before(places, i, j))
            ]
            for c in table.columns:
                if c not in named and (table.missing or any(equal(table.rows[i][c], table.rows[j][c]) is not True for j in rivals)):
                    result.rows[n] = result.rows[n] | {c: U}
    return result, group


def clause_group(table, stage, scope, group):
    names = [name for name, _ in stage[1]]
    keys = [[evaluate(t, row_scope(table, row, scope, group)) for _, t in stage[1]] for row in table.rows]
    known = [i for i, key in enumerate(keys) if all(exact(v) for v in key)]
    loose = [i for i in range(len(keys)) if i not in known]
    groups = []
    for i in known:
        for members in groups:
            if same(keys[members[0]], keys[i]) is True:
                members.append(i)
                break
        else:
            groups.append([i])
    rows, decided = [], []
    flags = dict(table.flags)
    for (name, tree) in stage[1]:
        flags[name] = nonneg(tree, row_scope(table, table.rows[0] if table.rows else dict.fromkeys(table.columns), scope, group))
    for members in groups:
        may = any(same(keys[members[0]], keys[i]) is not False for i in loose)
        it = table.pick(members, missing=table.missing or may)
        row = {c: it.field(c) for c in table.columns if c not in names}
        rows.append(row | dict(zip(names, keys[members[0]])) | {"it": it})
        decided.append(any(it.decided))
    unsure = table.ranks is not None or not all(table.decided) or bool(loose)
    ranks = [(0, len(rows))] * len(rows) if unsure else None
    columns = names + [c for c in table.columns if c not in names]
    return T(columns, flags, rows, decided, table.missing or bool(loose), ranks, tuple(names)), True


def clause_join(table, stage, scope, group):
    right = evaluate(stage[1], scope.outside())
    pairs = stage[2]
    taken = [c for c in right.columns if c not in table.columns]
    once = bool(right.key) and set(right.key) <= {r for _, r in pairs}
    rows, decided, places, missing, repeats = [], [], [], table.missing, False

    def meets(a, b):
        if a is None or b is None:
            return False
        return equal(a, b)

    def match(a, b):
        return k_and(*[meets(a[l], b[r]) for l, r in pairs])

    for i, row in enumerate(table.rows):
        sure, due, loose = [], [], []
        for j, other in enumerate(right.rows):
            t = match(row, other)
            if t is not False:
                (loose if t is U else sure if right.decided[j] else due).append(other)
        nothing = any(row[l] is None for l, _ in pairs)
        may = due + loose
        if sure:
            found = [({c: other[c] for c in taken}, n < len(sure)) for n, other in enumerate(sure + due)]
            lacks = not once and (bool(loose) or right.missing)
        else:
            open_ = not nothing and (bool(may) or right.missing)
            found = [(dict.fromkeys(taken, U if open_ else None), True)]
            pair = any(k_and(*[meets(a[r], b[r]) for _, r in pairs]) is not False for n, a in enumerate(may) for b in may[n + 1 :])
            lacks = not once and not nothing and (right.missing or pair)
        missing = missing or lacks
        repeats = repeats or lacks or len(found) > 1
        for n, (other, is_sure) in enumerate(found):
            rows.append(row | other)
            decided.append(table.decided[i] and is_sure)
            low, high = (n, n) if right.ranks is None else (0, len(found) - 1)
            places.append((i, low, high))
    ranks = None
    if table.ranks is not None or right.ranks is not None:
        ends, step = table.places(), 1 + len(right.rows)
        ranks = [(ends[i][0] * step + low, ends[i][1] * step + high) for i, low, high in places]
    key = table.key
    if repeats:
        # A left row may be there more than once.
        kept = all(c in taken or (c, c) in pairs for c in right.key)
        key = key + tuple(c for c in right.key if c in taken) if key and right.key and kept else ()
    return T(table.columns + taken, right.flags | table.flags, rows, decided, missing, ranks, key), False


# Functions.


def parts(v):
    """The elements that aggregates look at: null is passed over."""
    return [e for e in v.items if e is not None]


def lifted(f):
    def call(v, *rest):
        return v if v is U or v is None else f(v, *rest)

    return call


def f_count(v):
    n = sum(v.decided) if isinstance(v, T) else len(v.items)
    lacks = v.lacks() if isinstance(v, T) else v.lacks
    return Bound(">=", N("int", n)) if lacks else N("int", n)


def f_sum(v):
    items = parts(v)
    total = N("int", 0)
    first = True
    for e in items:
        if e is not U:
            total = e if first else arithmetic("+", total, e)
            first = False
    if total is U or not v.lacks and U not in items:
        return total
    if not v.nonneg or isinstance(total, Bound) and total.side == "<=":
        return U
    return Bound(">=", total.n if isinstance(total, Bound) else total)


def extreme(v, want):
    """max where want is `>=`; min where it is `<=`."""
    items = parts(v)
    known = [e for e in items if e is not U]
    if not known:
        return U if v.lacks or items else None
    better = max if want == ">=" else min

    def key(n):
        return n.v if isinstance(n, N) else n.encode() if isinstance(n, str) else n

    # Of a bound the side that is sure counts.
    firm = [e.n if isinstance(e, Bound) else e for e in known if not isinstance(e, Bound) or e.side == want]
    if not firm:
        return U
    best = better(firm, key=key)
    sure = not v.lacks and len(known) == len(items) and not any(isinstance(e, Bound) for e in known)
    return best if sure else Bound(want, best)


def f_avg(v):
    items = parts(v)
    if v.lacks or U in items:
        return U
    if not items:
        return None
    total = items[0]
    for e in items[1:]:
        total = arithmetic("+", total, e)
    return arithmetic("/", total, N("int", len(items)))


def f_first(v, last=False):
    if isinstance(v, L):
        if v.lacks:
            return U
        if v.unsure and len(v.items) > 1:
            return U
        return v.items[-1 if last else 0] if v.items else None
    if v.missing:
        return U
    rows, places = range(len(v.rows)), v.places()
    if not rows:
        return None
    for i in rows:
        if v.decided[i] and all(j == i or (surely_before(places, j, i) if last else surely_before(places, i, j)) for j in rows):
            return Row({c: v.rows[i][c] for c in v.columns}, v.flags, v.key)
    return U


def f_distinct(v):
    kept, lacks = [], v.lacks
    for i, e in enumerate(v.items):
        if exact(e):
            if not any(exact(k) and equal(k, e) is True for k in kept):
                kept.append(e)
        elif e is U or any(j != i and equal(o, e) is not False for j, o in enumerate(v.items)):
            lacks = True
        else:
            kept.append(e)
    return L(kept, lacks, v.nonneg, v.is_set, v.unsure)


def f_flatten(v):
    lacks, items = v.lacks, []
    for e in v.items:
        if e is None:
            continue
        if e is U:
            lacks = True
        else:
            items += e.items
            lacks = lacks or e.lacks
    return L(items, lacks, v.nonneg, unsure=v.unsure)


def f_abs(v):
    if isinstance(v, Bound):
        if v.side == ">=" and v.n.v >= 0:
            return v
        return Bound(">=", make(v.n.kind, -v.n.v)) if v.side == "<=" and v.n.v <= 0 else U
    return make(v.kind, abs(v.v))


def f_round(v, digits=N("int", 0)):
    import math

    def one(n):
        if n.kind == "int":
            return n
        scaled = n.v * 10.0**digits.v
        near = math.floor(abs(scaled) + 0.5)
        return N(n.kind, math.copysign(near, scaled) / 10.0**digits.v)

    return Bound(v.side, one(v.n)) if isinstance(v, Bound) else one(v)


def f_decided(v):
    places = [i for i, d in enumerate(v.decided) if d]
    return v.pick(places, missing=False)


def f_diff(before, after):
    if before is U or after is U:
        return U
    names = [c for c in before.columns if c in after.columns]
    keyed = bool(before.key and after.key) and set(before.key) <= set(names) and set(after.key) <= set(before.key)
    by = list(before.key) if keyed else names
    sides = (before, after)
    keys = [[[row[c] for c in by] for row in t.rows] for t in sides]
    known = [[all(exact(v) for v in k) for k in ks] for ks in keys]

    def standing(s, key):
        """The row of a side that stands for a key; None where it shows none."""
        found = [i for i, k in enumerate(keys[s]) if known[s][i] and same(k, key) is True]
        return next((i for i in found if sides[s].decided[i]), found[0] if found else None)

    def shadows(s, key):
        """Rows of a side whose key is not known and may be this one."""
        return [i for i, k in enumerate(keys[s]) if not known[s][i] and same(k, key) is not False]

    def shown(s, i):
        t = sides[s]
        return Row({c: t.rows[i][c] for c in (t.columns if keyed else names)}, t.flags, t.key)

    rows, decided = [], []

    def add(key, outcomes, sure):
        if not outcomes:
            return
        cells = [outcomes[0][n] if all(o[n] == outcomes[0][n] for o in outcomes) else U for n in range(3)]
        cells[1:] = [shown(*c) if isinstance(c, tuple) else c for c in cells[1:]]
        rows.append(dict(zip(by + ["change", "before", "after"], key + cells)))
        decided.append(sure)

    def known_key(s, i):
        key = keys[s][i]
        if standing(s, key) != i or s == 1 and standing(0, key) is not None:
            return
        truths, values = [], []
        for side in (0, 1):
            j = standing(side, key)
            if j is not None:
                truths.append(True if sides[side].decided[j] else U)
                values.append((side, j))
            else:
                truths.append(U if sides[side].missing or shadows(side, key) else False)
                values.append(U)
        outcomes = []
        if truths[0] is not True and truths[1] is not False:
            outcomes.append(("added", None, values[1]))
        if truths[0] is not False and truths[1] is not True:
            outcomes.append(("removed", values[0], None))
        nothing = truths[0] is not True and truths[1] is not True
        if truths[0] is not False and truths[1] is not False:
            if not keyed:
                alike = True
            elif U in values:
                alike = U
            else:
                alike = k_and(*[equal(before.rows[values[0][1]][c], after.rows[values[1][1]][c]) for c in names])
            nothing = nothing or alike is not False
            if alike is not True:
                outcomes.append(("changed", *values))
        add(key, outcomes, not nothing)

    def unknown_key(s, i):
        mine, other, key = sides[s], sides[1 - s], keys[s][i]
        outcomes = [("removed", (s, i), None)] if s == 0 else [("added", None, (s, i))]
        if keyed and (other.missing or s == 0 and shadows(1, key)):
            outcomes.append(("changed", (s, i), U) if s == 0 else ("changed", U, (s, i)))
        # A row of the other side that has found its own on this one is not another one's.
        free = [
            k for j, k in enumerate(keys[1 - s]) if known[1 - s][j] and same(k, key) is not False and not (keyed and standing(s, k) is not None)
        ]
        twin = not keyed and any(j != i and same(k, key) is not False for j, k in enumerate(keys[s]))
        sure = mine.decided[i] and not other.missing and not shadows(1 - s, key) and not free and not twin
        add(key, outcomes, sure)

    for s in (0, 1):
        for i in range(len(sides[s].rows)):
            (known_key if known[s][i] else unknown_key)(s, i)
    unsure = any(t.ranks is not None or not all(t.decided) for t in sides) or not all(known[0] + known[1])
    flags = {c: before.flags.get(c, False) and after.flags.get(c, False) for c in by}
    ranks = [(0, len(rows))] * len(rows) if unsure else None
    return T(by + ["change", "before", "after"], flags, rows, decided, before.missing or after.missing, ranks, tuple(by))


FUNCTIONS = {
    "diff": f_diff,
    "count": lifted(f_count),
    "sum": lifted(f_sum),
    "min": lifted(lambda v: extreme(v, "<=")),
    "max": lifted(lambda v: extreme(v, ">=")),
    "avg": lifted(f_avg),
    "first": lifted(f_first),
    "last": lifted(lambda v: f_first(v, True)),
    "distinct": lifted(f_distinct),
    "flatten": lifted(f_flatten),
    "abs": lifted(f_abs),
    "round": lifted(f_round),
    "lower": lifted(str.lower),
    "upper": lifted(str.upper),
    "length": lifted(lambda v: N("int", len(v))),
    "decided": f_decided,
}


def eval_call(tree, scope):
    return FUNCTIONS[tree[1]](*[evaluate(a, scope) for a in tree[2]])


# As json, with what the text leaves free (the words of causes) left out.


def number_json(v):
    return int(v) if isinstance(v, float) and v == int(v) and abs(v) < 2**63 else v


def as_json(v):
    if v is U:
        return {"unknown": True}
    if isinstance(v, N):
        return number_json(v.v / 1e9 if v.kind == "duration" and v.v % 10**9 else v.v // 10**9 if v.kind == "duration" else v.v)
    if isinstance(v, Bound):
        return {"atLeast" if v.side == ">=" else "atMost": as_json(v.n)}
    if isinstance(v, L):
        items = [as_json(e) for e in v.items]
        if v.is_set:
            items.sort(key=lambda e: (isinstance(e, dict), e if not isinstance(e, dict) else 0))
        return {"known": items, "unknown": True} if v.lacks else items
    if isinstance(v, Row):
        return {k: as_json(x) for k, x in v.cells.items()}
    if isinstance(v, T):
        rows = [([as_json(r[c]) for c in v.columns], d) for r, d in zip(v.rows, v.decided)]
        return {"columns": v.columns, "rows": [r for r, d in rows if d], "undecided": [r for r, d in rows if not d], "missing": v.missing}
    return v


def outcome(program, world):
    """What a program gives: its value as json, or `{"error": true}`."""
    try:
        return as_json(run(program, world))
    except Failure:
        return {"error": True}
