"""Values of the language, three truths and arithmetic, as docs/semantics.md and the grammar's text give them. Shares nothing with the program."""

I64 = 2**63


class Failure(Exception):
    """The evaluation ends with an error: an overflow, a `take` of less than nothing."""


class Unknown:
    def __repr__(self):
        return "?"


U = Unknown()


class N:
    """A number with its kind. int, size, duration (ns), time (ms) are whole; float, percent, byteRate, countRate are not."""

    __slots__ = ("kind", "v")

    def __init__(self, kind, v):
        self.kind, self.v = kind, v

    def __repr__(self):
        return f"{self.v}{self.kind}"


class Bound:
    """At least (`>=`) or at most (`<=`) a number."""

    __slots__ = ("side", "n")

    def __init__(self, side, n):
        self.side, self.n = side, n

    def __repr__(self):
        return f"{self.side}{self.n}"


class L:
    """A list: `lacks` where elements may be missing; `nonneg` where its elements cannot be negative by kind."""

    def __init__(self, items, lacks=False, nonneg=False, is_set=False, unsure=False):
        self.items, self.lacks, self.nonneg, self.is_set, self.unsure = items, lacks, nonneg, is_set, unsure


class Range:
    def __init__(self, low, high):
        self.low, self.high = low, high


class Row:
    """A row on its own: its cells, which of them cannot be negative by kind, the columns that tell it from others."""

    def __init__(self, cells, flags, key=()):
        self.cells, self.flags, self.key = cells, flags, key


WHOLE = {"int", "size", "duration", "time"}


def whole(v):
    if not -I64 <= v < I64:
        raise Failure("overflow")
    return v


def nearest(v):
    """A float as a whole number: the nearest, halves away from zero."""
    import math

    if v != v or v in (float("inf"), float("-inf")):
        raise Failure("overflow")
    return whole(math.floor(v + 0.5) if v >= 0 else -math.floor(-v + 0.5))


# Three truths.


def truth(v):
    """Where a truth is wanted null counts as false."""
    return False if v is None else v


def k_not(a):
    a = truth(a)
    return U if a is U else not a


def k_and(*truths):
    result = True
    for a in truths:
        a = truth(a)
        if a is False:
            return False
        if a is U:
            result = U
    return result


def k_or(*truths):
    return k_not(k_and(*[k_not(t) for t in truths]))


# Comparison.

INF = float("inf")


def interval(v):
    """What a number may be: from, to. Whole numbers and floats compare by value."""
    if isinstance(v, Bound):
        return (v.n.v, INF) if v.side == ">=" else (-INF, v.n.v)
    return (v.v, v.v)


def plain(v):
    """A row that one column tells from others stands for that."""
    return v.cells[v.key[0]] if isinstance(v, Row) and len(v.key) == 1 and v.key[0] in v.cells else v


def equal(a, b):
    a, b = plain(a), plain(b)
    if a is U or b is U:
        return U
    if a is None or b is None:
        return a is None and b is None
    if isinstance(a, (N, Bound)) and isinstance(b, (N, Bound)):
        (al, ah), (bl, bh) = interval(a), interval(b)
        if ah < bl or bh < al:
            return False
        return True if isinstance(a, N) and isinstance(b, N) else U
    if isinstance(a, L) and isinstance(b, L):
        return list_equal(a, b)
    if isinstance(a, Row) and isinstance(b, Row):
        if len(a.cells) != len(b.cells):
            return False
        return k_and(*[equal(x, y) for x, y in zip(a.cells.values(), b.cells.values())])
    return a == b


def list_equal(a, b):
    if a.is_set or b.is_set:
        # A set equals a list that has the same members once each.
        if not a.lacks and not b.lacks and len(a.items) != len(b.items):
            return False
        t = k_and(*[contains(b, x) for x in a.items], *[contains(a, x) for x in b.items])
        return t if t is False or not (a.lacks or b.lacks) else U
    if a.lacks or b.lacks:
        if not a.lacks and len(b.items) > len(a.items) or not b.lacks and len(a.items) > len(b.items):
            return False
        return U
    if len(a.items) != len(b.items):
        return False
    return k_and(*[equal(x, y) for x, y in zip(a.items, b.items)])


def contains(items, x):
    """`x in items`: an empty list that lacks nothing holds nothing, whatever x is."""
    if isinstance(items, Range):
        return k_and(compare(">=", x, items.low), compare("<=", x, items.high))
    t = k_or(*[equal(x, e) for e in items.items])
    return U if t is False and items.lacks else t


def compare(op, a, b):
    if op == "==":
        return equal(a, b)
    if op == "!=":
        return k_not(equal(a, b))
    if a is U or b is U:
        return U
    if a is None or b is None:
        return False
    if op in (">", ">="):
        a, b, op = b, a, {">": "<", ">=": "<="}[op]
    if isinstance(a, str):
        x, y = a.encode(), b.encode()
        return x < y if op == "<" else x <= y
    (al, ah), (bl, bh) = interval(a), interval(b)
    if op == "<":
        return True if ah < bl else False if al >= bh else U
    return True if ah <= bl else False if al > bh else U


# Arithmetic.


def make(kind, v):
    if kind in WHOLE:
        return N(kind, whole(v) if isinstance(v, int) else nearest(v))
    return N(kind, float(v))


def add_numbers(a, b, sign):
    kinds = (a.kind, b.kind)
    if kinds == ("time", "duration"):
        return make("time", a.v + sign * (b.v // 1_000_000))
    if kinds == ("time", "time"):
        return make("duration", (a.v - b.v) * 1_000_000)
    kind = a.kind if a.kind == b.kind else "float"
    if kind in WHOLE:
        return make(kind, a.v + sign * b.v)
    return N(kind, float(a.v) + sign * float(b.v))


NUMBERS = {"int", "float"}


def multiply(a, b):
    if a.kind in NUMBERS and b.kind in NUMBERS:
        if a.kind == b.kind == "int":
            return make("int", a.v * b.v)
        return N("float", float(a.v) * float(b.v))
    if b.kind not in NUMBERS and (a.kind in NUMBERS or a.kind == "percent" and b.kind != "percent"):
        a, b = b, a
    if b.kind in NUMBERS:
        return make(a.kind, a.v * b.v if a.kind in WHOLE and b.kind == "int" else float(a.v) * float(b.v))
    if b.kind == "percent":
        return make(a.kind, float(a.v) * float(b.v) / 100)
    if {a.kind, b.kind} == {"byteRate", "duration"}:
        rate, time = (a, b) if a.kind == "byteRate" else (b, a)
        return make("size", rate.v * (time.v / 1e9))
    raise AssertionError(f"{a} * {b}")


def divide(a, b):
    if b.v == 0:
        return U
    if a.kind in NUMBERS and b.kind in NUMBERS:
        return N("float", float(a.v) / float(b.v))
    if b.kind in NUMBERS:
        return make(a.kind, float(a.v) / float(b.v))
    if a.kind == b.kind:
        return N("float", float(a.v) / float(b.v))
    if a.kind == "size" and b.kind == "duration":
        return N("byteRate", a.v / (b.v / 1e9))
    raise AssertionError(f"{a} / {b}")


def flip(side):
    return "<=" if side == ">=" else ">="


def sign_of(v):
    """Whether a number surely is above, at or below zero; None where it is not sure."""
    low, high = interval(v)
    return 1 if low > 0 else -1 if high < 0 else 0 if low == high == 0 else None


def arithmetic(op, a, b):
    """The strongest of exact, at least, at most that is true whatever the bounds stand for; else unknown. Null gives null."""
    if a is None or b is None:
        return None
    if a is U or b is U:
        return U
    if isinstance(a, str):
        return a + b
    if isinstance(a, L):
        return L(a.items + b.items, a.lacks or b.lacks, a.nonneg and b.nonneg, unsure=a.unsure or b.unsure)
    if isinstance(a, N) and isinstance(b, N):
        return {"+": lambda: add_numbers(a, b, 1), "-": lambda: add_numbers(a, b, -1), "*": lambda: multiply(a, b), "/": lambda: divide(a, b)}[op]()
    an, bn = (x.n if isinstance(x, Bound) else x for x in (a, b))
    aside, bside = (x.side if isinstance(x, Bound) else None for x in (a, b))
    if op == "-" and bside:
        bside = flip(bside)
    if op in "+-":
        if aside and bside and aside != bside:
            return U
        return Bound(aside or bside, add_numbers(an, bn, 1 if op == "+" else -1))
    if op == "*":
        if aside and bside:
            # Sure where neither can be on the other side of zero.
            if not all(x.n.v >= 0 if x.side == ">=" else x.n.v <= 0 for x in (a, b)):
                return U
            return Bound(">=" if aside == bside else "<=", multiply(an, bn))
        exact, side = (bn, aside) if aside else (an, bside)
        product = multiply(an, bn)
        if exact.v == 0:
            return product
        return Bound(side if exact.v > 0 else flip(side), product)
    if not bside:
        if bn.v == 0:
            return U
        return Bound(aside if bn.v > 0 else flip(aside), divide(an, bn))
    # By a bound: sure only where what is divided is exact and the divisor does not reach zero.
    if aside or not (bn.v > 0 and bside == ">=" or bn.v < 0 and bside == "<="):
        return U
    if an.v == 0:
        return divide(an, bn)
    return Bound("<=" if (an.v > 0) == (bn.v > 0) else ">=", divide(an, bn))


def negative(a):
    if a is None or a is U:
        return a
    if isinstance(a, Bound):
        return Bound(flip(a.side), make(a.n.kind, -a.n.v))
    return make(a.kind, -a.v)
