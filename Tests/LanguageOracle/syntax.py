"""Tokens and trees of the part of the language that the oracle knows, from the EBNF and the table of precedence alone."""

import re

TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d[\d_]*(?:\.\d+)?(?:[A-Za-z%][A-Za-z0-9%]*)?)
  | (?P<text>"(?:[^"\\]|\\.)*")
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<symbol>\.\.|==|!=|<=|>=|[-+*/<>=~.,|()\[\]])
    )""",
    re.X,
)
CLAUSES = {"where", "select", "add", "sort", "take", "group", "distinct", "join"}
SIZES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
COUNTS = {"k": 10**3, "M": 10**6, "G": 10**9}
TIMES = {"d": 86400 * 10**9, "h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6}


class Wrong(Exception):
    pass


def tokens(text):
    result, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Wrong(f"no token at {text[at:]!r}")
        kind = match.lastgroup
        result.append((kind, match.group(kind), match.start(kind), match.end(kind)))
        at = match.end()
    result.append(("end", "", len(text), len(text)))
    return result


def number(text):
    text = text.replace("_", "")
    digits, unit = re.fullmatch(r"([\d.]+)(.*)", text).groups()
    if unit == "":
        return ("float", float(digits)) if "." in digits else ("int", int(digits))
    if unit == "%":
        return ("percent", float(digits))
    if unit in SIZES or unit in COUNTS:
        scale = SIZES.get(unit) or COUNTS[unit]
        before, _, after = digits.partition(".")
        value = int(before + after) * scale
        if value % 10 ** len(after):
            raise Wrong(f"{text} is not whole")
        return ("size" if unit in SIZES else "int", value // 10 ** len(after))
    total = 0
    for amount, unit in re.findall(r"(\d+)([a-z]+)", text):
        total += int(amount) * TIMES[unit]
    return ("duration", total)


class Parser:
    def __init__(self, text):
        self.text, self.tokens, self.at = text, tokens(text), 0

    @property
    def kind(self):
        return self.tokens[self.at][0]

    @property
    def word(self):
        return self.tokens[self.at][1] if self.kind != "text" else None

    def peek(self, ahead=1):
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)][1]

    def eat(self, word):
        if self.word == word and self.kind in ("name", "symbol"):
            self.at += 1
            return True
        return False

    def need(self, word):
        if not self.eat(word):
            raise Wrong(f"expected {word} at {self.text[self.tokens[self.at][2]:]!r}")

    def name(self):
        if self.kind != "name":
            raise Wrong(f"expected a name at {self.text[self.tokens[self.at][2]:]!r}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def whole(self):
        tree = self.statement()
        if self.kind != "end":
            raise Wrong(f"unexpected {self.text[self.tokens[self.at][2]:]!r}")
        return tree

    def statement(self):
        if self.kind == "name" and self.word == "let":
            self.at += 1
            name = self.name()
            self.need("=")
            return ("let", name, self.expression())
        return self.expression()

    def expression(self):
        if self.kind == "name" and self.word in ("no", "any"):
            word = self.name()
            return (word, self.query())
        return self.query()

    def query(self):
        tree = self.disjunction()
        stages = []
        while self.kind == "name" and self.word in CLAUSES or self.word == "|":
            if tree[0] in ("binary", "not", "neg", "is", "in", "range"):
                raise Wrong("a stage follows a postfix only")
            stages.append(self.stage())
        return ("query", tree, stages) if stages else tree

    def stage(self):
        if self.eat("|"):
            name = self.name()
            self.need("(")
            return ("pipe", name, self.arguments())
        word = self.name()
        if word == "where":
            return (word, self.disjunction())
        if word in ("select", "add"):
            return (word, self.commas(self.column))
        if word == "sort":
            self.need("by")
            return (word, self.commas(self.sort_key))
        if word == "take":
            return (word, self.sum())
        if word == "group":
            self.need("by")
            return (word, self.commas(self.column))
        if word == "distinct":
            more = self.kind == "name" and self.word not in CLAUSES
            return (word, self.commas(self.postfix) if more else [])
        table = self.primary()
        self.need("on")
        return ("join", table, self.commas(self.join_key))

    def commas(self, part):
        parts = [part()]
        while self.eat(","):
            parts.append(part())
        return parts

    def column(self):
        if self.kind == "name" and self.peek() == "=":
            name = self.name()
            self.need("=")
            return (name, self.disjunction())
        start = self.tokens[self.at][2]
        value = self.disjunction()
        return (self.text[start : self.tokens[self.at - 1][3]], value)

    def sort_key(self):
        value = self.sum()
        return (value, self.eat("desc") or (self.eat("asc") and False))

    def join_key(self):
        left = self.name()
        return (left, self.name() if self.eat("==") else left)

    def disjunction(self):
        left = self.conjunction()
        while self.eat("or"):
            left = ("binary", "or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.eat("and"):
            left = ("binary", "and", left, self.negation())
        return left

    def negation(self):
        if self.kind == "name" and self.eat("not"):
            return ("not", self.negation())
        return self.comparison()

    def comparison(self):
        left = self.range()
        word = self.word
        if self.kind == "symbol" and word in ("==", "!=", "<", "<=", ">", ">="):
            self.at += 1
            return ("binary", word, left, self.range())
        if self.kind == "name" and word == "is":
            self.at += 1
            negated = self.eat("not")
            return ("is", negated, left, self.name())
        negated = self.kind == "name" and word == "not" and self.peek() in ("in", "contains", "startsWith", "~")
        if negated:
            self.at += 1
        if self.word in ("in", "contains", "startsWith", "~") and self.kind in ("name", "symbol"):
            word = self.word
            self.at += 1
            return ("in", negated, word, left, self.range())
        return left

    def range(self):
        left = self.sum()
        return ("range", left, self.sum()) if self.eat("..") else left

    def sum(self):
        left = self.product()
        while self.kind == "symbol" and self.word in ("+", "-"):
            op = self.word
            self.at += 1
            left = ("binary", op, left, self.product())
        return left

    def product(self):
        left = self.unary()
        while self.kind == "symbol" and self.word in ("*", "/"):
            op = self.word
            self.at += 1
            left = ("binary", op, left, self.unary())
        return left

    def unary(self):
        return ("neg", self.unary()) if self.eat("-") else self.postfix()

    def postfix(self):
        tree = self.primary()
        while self.eat("."):
            tree = ("field", tree, self.name())
        return tree

    def primary(self):
        kind, text, _, end = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return ("number", *number(text))
        if kind == "text":
            self.at += 1
            return ("text", re.sub(r"\\(.)", r"\1", text[1:-1]))
        if self.eat("("):
            tree = self.expression()
            self.need(")")
            return ("paren", tree)
        if self.eat("["):
            items = []
            if not self.eat("]"):
                items = self.commas(self.expression)
                self.need("]")
            return ("list", items)
        name = self.name()
        if name in ("true", "false", "null", "unknown"):
            return ("constant", name)
        if self.word == "(" and self.tokens[self.at][2] == end:
            self.at += 1
            return ("call", name, self.arguments())
        return ("name", name)

    def arguments(self):
        if self.eat(")"):
            return []
        arguments = self.commas(self.expression)
        self.need(")")
        return arguments


def parse(text):
    """The statements of a program; `;` is a newline."""
    return [Parser(part).whole() for part in text.split(";")]
