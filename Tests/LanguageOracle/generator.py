"""Random tables with gaps, and random programs over them that the checker takes."""

SCHEMA = {
    "alpha": {
        "key": ["id"],
        # name, type, may be null, may be below zero
        "columns": [
            ["id", "int", False, False],
            ["name", "text", True, False],
            ["n", "int", True, False],
            ["m", "int", False, False],
            ["f", "float", True, False],
            ["s", "size", True, False],
            ["d", "duration", False, False],
            ["p", "percent", False, False],
            ["ok", "bool", True, False],
            ["z", "int", False, True],
            ["big", "int", False, False],
            ["xs", "list", False, False],
            ["us", "set", False, False],
        ],
    },
    "beta": {
        "key": ["k"],
        "columns": [
            ["k", "int", False, False],
            ["g", "float", True, False],
            ["label", "text", True, False],
            ["w", "int", True, False],
            ["v", "size", False, False],
            ["up", "bool", False, False],
        ],
    },
}
NUMERIC = ("int", "float", "size", "duration", "percent")
WORDS = ["a", "b", "ab", "trips", "tr", "pay"]
BIGS = [2**53, 2**53 + 1, 2**53 - 1, 2**62, 2**63 - 1, 3]
FLOATS = [0, 0.5, 1, 1.0, 2, 2.5, 3, 9007199254740992.0, 4.25]
UNKNOWN = {"unknown": True}


def cell(r, name, kind, nullable, signed, gaps):
    if name not in ("id", "k"):
        roll = r.random()
        if roll < gaps:
            return UNKNOWN
        if nullable and roll < gaps + 0.12:
            return None
        if kind in NUMERIC and name != "big" and roll > 1 - gaps:
            return {r.choice(["atLeast", "atLeast", "atLeast", "atMost"]): plain(r, name, kind, signed)}
    return plain(r, name, kind, signed)


def plain(r, name, kind, signed):
    if name == "big":
        return r.choice(BIGS)
    if kind == "int":
        return r.randint(-4 if signed else 0, 6)
    if kind == "float":
        return r.choice(FLOATS)
    if kind == "size":
        return r.choice([0, 1, 100, 101, 250, 1000, 1024, 2048])
    if kind == "duration":
        return r.choice([0, 250_000_000, 10**9, 5 * 10**9, 60 * 10**9])
    if kind == "percent":
        return r.choice([0, 12.5, 50, 90, 95.5, 100])
    if kind == "bool":
        return r.random() < 0.5
    if kind == "text":
        return r.choice(WORDS)
    items = [r.randint(0, 4) for _ in range(r.choice([0, 1, 2, 2, 3]))]
    return sorted(set(items)) if kind == "set" else items


def world(r):
    """For each source its rows, and whether some may be missing."""
    result = {}
    gaps = r.choice([0, 0.05, 0.12, 0.25])
    for source, schema in SCHEMA.items():
        rows = []
        for i in range(r.choice([0, 1, 2, 3, 4, 5, 6])):
            row = [cell(r, *column, gaps) for column in schema["columns"]]
            row[0] = i
            rows.append(row)
        r.shuffle(rows)
        result[source] = {"rows": rows, "missing": r.random() < (0.25 if gaps else 0.05)}
    return result


class Made:
    """A text with what binds it: 1 or, 2 and, 3 not, 4 comparison, 5 range, 6 sum, 7 product, 8 unary, 9 postfix; 0 a query, no, any."""

    def __init__(self, text, level, kind):
        self.text, self.level, self.kind = text, level, kind

    def at(self, level):
        return self.text if self.level >= level else f"({self.text})"


class Generator:
    def __init__(self, r):
        self.r = r
        self.takes_null = False

    def chance(self, p):
        return self.r.random() < p

    def pick(self, *choices):
        return self.r.choice(choices)()

    # Tables: a text with the columns that it has (name → kind).

    def source(self):
        if self.chance(0.06) and not self.inside_diff:
            return self.diff(self.r.choice(["alpha", "alpha", "beta"]))
        name = self.r.choice(["alpha", "alpha", "beta"])
        if self.tables and self.chance(0.3):
            return self.r.choice(self.tables)
        return name, {c[0]: c[1] for c in SCHEMA[name]["columns"]}, False

    def diff(self, source=None):
        """Two tables of one source that differ in their rows or in what these hold."""
        self.inside_diff = True
        base, columns, _ = (source, {c[0]: c[1] for c in SCHEMA[source]["columns"]}, False) if source else self.table(1)
        self.inside_diff = False
        cols = self.r.sample(list(columns), min(len(columns), self.r.choice([1, 2, 2, 3])))
        key = next((k for k in ("id", "k") if k in columns), None)
        if key and self.chance(0.7):
            cols = [key] + [c for c in cols if c != key]
        selects = self.chance(0.8)
        sides = []
        for _ in range(2):
            text = base
            if self.chance(0.6):
                text += f" where {self.condition(columns, 0).at(1)}"
            if self.chance(0.1):
                text += self.sort(columns) + f" take {self.r.choice([1, 2, 3])}"
            if selects:
                parts = []
                for c in cols:
                    changes = columns[c] in NUMERIC and c not in ("big", key) and self.chance(0.3)
                    parts.append(f"{c} = {self.number(columns[c], columns, 1).at(1)}" if changes else c)
                text += " select " + ", ".join(parts)
            sides.append(text)
        made = {"change": "change"}
        # The key of a source is one of the columns; of other tables nothing is said before they are there.
        if source and (not selects or key in cols):
            made[key] = "int"
        return f"diff(({sides[0]}), ({sides[1]}))", made, False

    def table(self, depth=2, plain=False):
        """A query, its columns, and whether a comma in it would part it in a call."""
        text, columns, commas = self.source()
        grouped = False
        stages = self.r.choice([0, 1, 1, 2, 2, 3]) if depth > 0 else self.r.choice([0, 1])
        ordered = False
        for index in range(stages):
            word = self.r.choice(["where", "where", "where", "select", "add", "sort", "take", "group", "distinct", "join"])
            if plain and word in ("group", "join"):
                word = "where"
            if word == "where":
                text += f" where {self.condition(columns, depth - 1).at(1)}"
            elif word == "take":
                if not ordered and self.chance(0.5):
                    text, commas = text + self.sort(columns), True
                text += f" take {self.r.choice([0, 1, 1, 2, 3, 4])}"
            elif word == "sort":
                text, commas, ordered = text + self.sort(columns), True, True
            elif word == "distinct":
                some = [c for c in columns if columns[c] not in ("list", "set")]
                names = self.r.sample(some, min(len(some), self.r.choice([1, 1, 2]))) if some else []
                if not names or (self.chance(0.2) and len(columns) < 4):
                    text += " distinct"
                else:
                    text, commas = text + f" distinct {', '.join(names)}", True
            elif word == "select":
                new = self.columns(columns, depth - 1)
                text, commas, columns = text + " select " + ", ".join(t for _, _, t in new), True, {n: k for n, k, _ in new if n.isidentifier()}
            elif word == "add":
                new = f"x{self.r.randint(0, 9)}"
                if new in columns:
                    continue
                value = self.value(columns, depth - 1)
                text, commas, columns = text + f" add {new} = {value.at(1)}", True, columns | {new: value.kind}
            elif word == "group":
                text, columns = self.group(text, columns, depth)
                commas, ordered = True, False
            else:
                joined = self.join(text, columns, depth)
                if joined:
                    text, columns = joined
                    commas = True
        return text, columns, commas

    def sort(self, columns):
        able = [c for c in columns if columns[c] not in ("list", "set", "bool", "change")]
        if not able:
            return ""
        keys = self.r.sample(able, min(len(able), self.r.choice([1, 1, 1, 2])))
        return " sort by " + ", ".join(k + self.r.choice(["", " desc", " desc", " asc"]) for k in keys)

    def columns(self, columns, depth):
        result = []
        for name in self.r.sample(list(columns), min(len(columns), self.r.choice([1, 2, 2, 3]))):
            result.append((name, columns[name], name))
        if self.chance(0.6) and "y" not in [n for n, _, _ in result]:
            value = self.value(columns, depth)
            result.append(("y", value.kind, f"y = {value.at(1)}"))
        if self.chance(0.1):
            names = [c for c in columns if columns[c] == "int"]
            if names:
                a, b = self.r.choice(names), self.r.choice([1, 2, 3])
                text = f"{a} * {b} / 2" if self.chance(0.5) else f"{a} + {b}"
                result.append((text, "float" if "/" in text else "int", text))
        return result

    def group(self, text, columns, depth):
        able = [c for c in columns if columns[c] not in ("list", "set") and c not in ("c", "h", "es", "a0", "a1")]
        if not able:
            return text, columns
        keys = self.r.sample(able, min(len(able), self.r.choice([1, 1, 2])))
        text += " group by " + ", ".join(keys)
        if self.chance(0.25):
            text += f" where count(it) {self.r.choice(['>', '>=', '=='])} {self.r.randint(0, 2)}"
        made = [(k, columns[k], k) for k in keys]
        made.append(("c", "int", "c = count(it)"))
        rest = [c for c in columns if c not in keys and columns[c] in NUMERIC and c != "big"]
        for number, name in enumerate(self.r.sample(rest, min(len(rest), self.r.choice([0, 1, 2])))):
            function = self.r.choice(["sum", "min", "max", "avg"])
            kind = "float" if function == "avg" and columns[name] == "int" else columns[name]
            made.append((f"a{number}", kind, f"a{number} = {function}({name})"))
        others = [c for c in columns if c not in keys and columns[c] in ("int", "text", "bool")]
        if others and self.chance(0.3):
            made.append(("es", "values", f"es = {self.r.choice(others)}"))
        inner = {c: k for c, k in columns.items()}
        if self.chance(0.3):
            made.append(("h", "int", f"h = count(it where {self.condition(inner, 0).at(1)})"))
        text += " select " + ", ".join(t for _, _, t in made)
        return text, {n: k for n, k, _ in made if k != "values"}

    def join(self, text, columns, depth):
        right, others, _ = self.table(0, plain=True)
        if set(columns) & set(others):
            return None
        pairs = [(a, b) for a in columns for b in others if self.joins(columns[a], others[b])]
        if not pairs:
            return None
        keys = self.r.sample(pairs, min(len(pairs), self.r.choice([1, 1, 1, 2])))
        if len({b for _, b in keys}) < len(keys) or len({a for a, _ in keys}) < len(keys):
            keys = keys[:1]
        taken = {b for _, b in keys}
        text += f" join ({right}) on " + ", ".join(f"{a} == {b}" for a, b in keys)
        free = [(c, columns[c]) for c in columns] + [(c, others[c]) for c in others if c not in taken]
        some = self.r.sample(free, min(len(free), self.r.choice([2, 3])))
        if self.chance(0.4):
            text += f" where {self.condition(dict(free), 0).at(1)}"
        return text + " select " + ", ".join(c for c, _ in some), dict(some)

    def joins(self, a, b):
        return a == b and a in ("text", "int", "float", "size") or {a, b} == {"int", "float"}

    def called(self, text, commas):
        """As an argument: a comma would part it."""
        return f"({text})" if commas or self.chance(0.5) else text

    # Values of a row's columns.

    def value(self, columns, depth):
        return self.pick(
            lambda: self.number("int", columns, depth),
            lambda: self.number("int", columns, depth),
            lambda: self.number("float", columns, depth),
            lambda: self.number(self.r.choice(["size", "duration", "percent"]), columns, depth),
            lambda: self.condition(columns, depth),
        )

    def literal(self, kind):
        r = self.r
        if kind == "int":
            return r.choice(["0", "1", "2", "3", "5", "10", "100", "1k", "4"])
        if kind == "float":
            return r.choice(["0.5", "1.0", "2.5", "2.0", "0.25", "3.0"])
        if kind == "size":
            return r.choice(["0B", "1B", "100B", "1kB", "1KiB", "250B"])
        if kind == "duration":
            return r.choice(["0s", "250ms", "1s", "5s", "1m", "1m30s"])
        return r.choice(["0%", "12.5%", "50%", "90%", "100%"])

    def of_kind(self, columns, *kinds):
        return [c for c in columns if columns[c] in kinds and c != "big"]

    def number(self, kind, columns, depth):
        r = self.r
        names = self.of_kind(columns, kind)
        if depth <= 0 or self.chance(0.25):
            if names and self.chance(0.7):
                return Made(r.choice(names), 9, kind)
            fields = [f"{name}.{c}" for name, held in self.records for c in self.of_kind(held, kind)]
            if fields and self.chance(0.6):
                return Made(r.choice(fields), 9, kind)
            # What is made of it has no kind of its own, so it stands only where none is needed.
            if self.takes_null and self.chance(0.06):
                return Made("null", 9, kind)
            return Made(self.literal(kind), 9, kind)
        choice = r.random()
        sub = lambda k: self.number(k, columns, depth - 1)
        if choice < 0.35:
            op = r.choice("+-")
            other = r.choice(["int", "float"]) if kind == "float" else kind
            a, b = sub(kind), sub(other)
            if kind == "float" and self.chance(0.5):
                a, b = b, a
            return Made(f"{a.at(6)} {op} {b.at(7)}", 6, kind)
        if choice < 0.8:
            return self.product(kind, sub)
        if choice < 0.87:
            a = sub(kind)
            return Made(f"-{a.at(8)}", 8, kind)
        if choice < 0.93:
            function = r.choice(["abs", "round"]) if kind in ("int", "float", "percent") else "abs"
            return Made(f"{function}({sub(kind).at(0)})", 9, kind)
        if kind == "int" and self.chance(0.5):
            text = [c for c in columns if columns[c] in ("list", "set")]
            if text:
                return Made(f"count({r.choice(text)})", 9, kind)
        return self.aggregate(kind, columns, depth - 1)

    def operand(self, kind, columns, depth):
        """Of a comparison: `null` is asked for with `is`."""
        takes, self.takes_null = self.takes_null, True
        made = self.number(kind, columns, depth)
        self.takes_null = takes
        return Made(self.literal(kind), 9, kind) if made.text == "null" else made

    def product(self, kind, sub):
        r = self.r
        n = lambda: sub(r.choice(["int", "int", "float"]))
        if kind == "int":
            a, b, op = sub("int"), sub("int"), "*"
        elif kind == "float":
            a, b, op = r.choice(
                [
                    lambda: (n(), n(), "/"),
                    lambda: (sub("float"), n(), "*"),
                    lambda: (n(), sub("float"), r.choice("*/")),
                    lambda: self.same(sub),
                ]
            )()
        else:
            a, b, op = sub(kind), n(), r.choice("*/")
            if op == "*" and self.chance(0.3):
                a, b = b, a
            elif kind == "size" and self.chance(0.15):
                b, op = sub("percent"), "*"
        return Made(f"{a.at(7)} {op} {b.at(8)}", 7, kind)

    def same(self, sub):
        kind = self.r.choice(["size", "duration", "percent"])
        return sub(kind), sub(kind), "/"

    def elements(self, kind, columns, depth):
        """A list of numbers of a kind."""
        r = self.r
        if kind == "int" and self.chance(0.3):
            lists = [c for c in columns if columns[c] in ("list", "set")]
            if lists:
                return r.choice(lists)
        takes, self.takes_null = self.takes_null, False
        items = [self.number(kind, columns, depth - 1) for _ in range(r.choice([0, 1, 2, 2, 3]) if kind == "int" else r.choice([1, 2, 3]))]
        self.takes_null = takes
        texts = [i.at(0) for i in items]
        if texts and self.chance(0.12):
            texts.append(r.choice(["null", "unknown"]))
        return "[" + ", ".join(texts) + "]"

    def aggregate(self, kind, columns, depth):
        function = self.r.choice(["sum", "min", "max", "first", "last"] + (["avg"] if kind != "int" else []))
        return Made(f"{function}({self.elements(kind, columns, depth)})", 9, kind)

    # Conditions.

    def condition(self, columns, depth):
        r = self.r
        if depth > -1 and self.chance(0.45):
            choice = r.random()
            a = self.condition(columns, depth - 1)
            if choice < 0.25:
                return Made(f"not {a.at(3)}", 3, "bool")
            b = self.condition(columns, depth - 1)
            if choice < 0.65:
                return Made(f"{a.at(2)} and {b.at(3)}", 2, "bool")
            return Made(f"{a.at(1)} or {b.at(2)}", 1, "bool")
        if "change" in columns.values() and self.chance(0.5):
            name = r.choice(self.of_kind(columns, "change"))
            return Made(f'{name} {r.choice(["==", "!="])} "{r.choice(["added", "removed", "changed"])}"', 4, "bool")
        if columns and self.chance(0.12) and self.of_kind(columns, "bool"):
            return Made(r.choice(self.of_kind(columns, "bool")), 9, "bool")
        if self.chance(0.04):
            return Made(r.choice(["true", "false", "unknown", "null", "1 / 0 > 1", "9223372036854775807 + 1 > 0"]), 4, "bool")
        return self.comparison(columns, depth)

    def comparison(self, columns, depth):
        r = self.r
        choice = r.random()
        compare = r.choice(["==", "!=", "<", "<=", ">", ">="])
        if choice < 0.5:
            kind = r.choice(["int", "int", "int", "float", "size", "duration", "percent"])
            other = r.choice(["int", "float"]) if kind in ("int", "float") else kind
            a, b = self.operand(kind, columns, depth), self.operand(other, columns, depth)
            return Made(f"{a.at(6)} {compare} {b.at(6)}", 4, "bool")
        if choice < 0.57 and "big" in columns:
            floats = [c for c in columns if columns[c] == "float"] + ["9007199254740992.0", "9007199254740993"]
            return Made(f"big {compare} {r.choice(floats)}", 4, "bool")
        texts = self.of_kind(columns, "text")
        if choice < 0.7 and texts:
            a = r.choice(texts)
            word = r.choice(WORDS)
            return Made(
                r.choice(
                    [
                        f'{a} {r.choice(["==", "!="])} "{word}"',
                        f'{a} {r.choice(["", "not "])}in ["{word}", "b"]',
                        f'{a} {r.choice(["", "not "])}contains "{word[0]}"',
                        f'{a} startsWith "{word[0]}"',
                        f'{a} ~ "{word[0]}*"',
                    ]
                ),
                4,
                "bool",
            )
        if choice < 0.85:
            negated = r.choice(["", "", "not "])
            a = self.number(r.choice(["int", "float"]), columns, depth)
            if self.chance(0.2):
                low = r.randint(0, 3)
                return Made(f"{a.at(5 + 1)} {negated}in {low}..{low + r.randint(0, 3)}", 4, "bool")
            kind = r.choice(["int", "int", "float"])
            items = self.elements(kind, columns, depth)
            if items.startswith("[") or kind == "int":
                if self.chance(0.2) and self.tables_in_reach():
                    return Made(f"{a.at(6)} {negated}in {self.tables_in_reach()}", 4, "bool")
                return Made(f"{a.at(6)} {negated}in {items}", 4, "bool")
        names = list(columns) or ["1"]
        lists = [c for c in columns if columns[c] in ("list", "set")]
        if choice < 0.9 and lists:
            a = r.choice(lists)
            return Made(
                r.choice(
                    [
                        f"{a} {r.choice(['', 'not '])}contains {r.randint(0, 4)}",
                        f"{a} is {r.choice(['', 'not '])}empty",
                        f"{a} {r.choice(['==', '!='])} [{', '.join(str(r.randint(0, 3)) for _ in range(r.randint(0, 2)))}]",
                        f"{a} == {r.choice(lists)}",
                    ]
                ),
                4,
                "bool",
            )
        return Made(f"{r.choice(names)} is {r.choice(['', 'not '])}{r.choice(['unknown', 'null'])}", 4, "bool")

    def tables_in_reach(self):
        return self.r.choice([f"{t}.{c}" for t, columns, _ in self.tables for c in self.of_kind(columns, "int", "float")] or ["beta.w"])

    # Programs.

    def program(self):
        r = self.r
        self.tables, self.records, self.takes_null, self.inside_diff = [], [], False, False
        lines = []
        if self.chance(0.3):
            text, columns, _ = self.table(1)
            lines.append(f"let t0 = {text}")
            self.tables = [("t0", columns, False)]
        if self.chance(0.12):
            text, columns, commas = self.table(1)
            lines.append(f"let r0 = {r.choice(['first', 'last'])}({self.called(text, commas)})")
            self.records = [("r0", columns)]
            if self.chance(0.15):
                return "; ".join(lines + [r.choice(["r0", "[r0, r0]", "distinct([r0, r0])", "r0 == r0", "r0 is unknown"])])
        lines.append(self.shown().at(0))
        return "; ".join(lines)

    def shown(self):
        r = self.r
        choice = r.random()
        if choice < 0.12:
            self.takes_null = True
            return self.number(r.choice(NUMERIC), {}, 3)
        if choice < 0.2:
            return self.condition({}, 2)
        if choice < 0.24:
            text, _, _ = self.diff()
            return Made(r.choice([text, text, f"no {text}", f"count({text})", f'{text} where change != "removed" select change']), 0, "table")
        text, columns, commas = self.table()
        if choice < 0.55:
            return Made(text, 0, "table")
        if choice < 0.63:
            return Made(f"{r.choice(['any', 'no'])} {text}", 0, "bool")
        if choice < 0.66:
            return Made(f"({text}) is {r.choice(['', 'not '])}empty", 4, "bool")
        if choice < 0.72:
            return Made(f"count({self.called(text, commas)})", 9, "int")
        if choice < 0.74:
            return Made(f"count(decided({self.called(text, commas)}))", 9, "int")
        names = [c for c in columns if columns[c] in NUMERIC]
        if not names:
            return Made(f"count({self.called(text, commas)})", 9, "int")
        name = r.choice(names)
        if choice < 0.82:
            return Made(f"{r.choice(['first', 'last'])}({self.called(text, commas)}).{name}", 9, columns[name])
        field = f"({text}).{name}"
        if choice < 0.86:
            return Made(f"distinct({field})", 9, "list")
        if choice < 0.89:
            return Made(field, 9, "list")
        if choice < 0.92:
            return Made(f"{r.choice(['1', '2.5', '0', '100'])} {r.choice(['', 'not '])}in {field}", 4, "bool") if columns[name] in (
                "int",
                "float",
            ) else Made(field, 9, "list")
        if name == "big":
            return Made(f"{r.choice(['max', 'min'])}({field})", 9, "int")
        made = Made(f"{r.choice(['sum', 'sum', 'max', 'min', 'avg'])}({field})", 9, columns[name])
        if self.chance(0.3):
            return Made(f"{made.text} {r.choice(['>=', '<', '==', '!='])} {self.literal('int' if columns[name] == 'float' else columns[name])}", 4, "bool")
        return made
