"""The tables of a case as the evaluator's values."""

from evaluator import T
from values import Bound, L, N, U

KINDS = {"int": int, "size": int, "duration": int, "float": float, "percent": float}


def value(cell, kind, signed):
    if cell is None:
        return None
    if isinstance(cell, dict):
        if "atLeast" in cell:
            return Bound(">=", value(cell["atLeast"], kind, signed))
        if "atMost" in cell:
            return Bound("<=", value(cell["atMost"], kind, signed))
        return U
    if kind in KINDS:
        return N(kind, KINDS[kind](cell))
    if kind in ("list", "set"):
        return L([N("int", e) for e in cell], nonneg=not signed, is_set=kind == "set")
    return cell


def load(schema, tables):
    result = {}
    for name, source in schema.items():
        columns = [c[0] for c in source["columns"]]
        rows = [
            {c[0]: value(cell, c[1], c[3]) for c, cell in zip(source["columns"], row)} for row in tables[name]["rows"]
        ]
        flags = {c[0]: not c[3] for c in source["columns"]}
        result[name] = T(columns, flags, rows, [True] * len(rows), tables[name]["missing"], key=tuple(source["key"]))
    return result
