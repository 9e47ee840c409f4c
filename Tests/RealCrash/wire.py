"""The little of Kafka's protocol that shows what a client asked a broker to change, and what the broker said.

A decoder of its own, so that nothing that is tested tells what is right. Layouts: Kafka's IncrementalAlterConfigs{Request,Response}.json,
AlterPartitionReassignments{Request,Response}.json.
"""

import struct
from dataclasses import dataclass, field

ELECT_LEADERS, ALTER_CONFIGS, ALTER_REASSIGNMENTS = 43, 44, 45
#: Requests that change something a test here asks for, and their names.
CHANGES = {ELECT_LEADERS: "ElectLeaders", ALTER_CONFIGS: "IncrementalAlterConfigs", ALTER_REASSIGNMENTS: "AlterPartitionReassignments"}


@dataclass
class Request:
    """A request as it came from a client: what it names, and what became of it."""

    broker: int
    api: int
    version: int
    correlation: int
    at: float
    #: (topic, partition) → replicas or None, or (kind, resource, setting) → (operation, value).
    items: dict = field(default_factory=dict)
    #: False: the line was cut before it reached the broker.
    was_passed_on: bool = False
    #: The same keys → error code; None: no answer was seen.
    answer: dict | None = None

    @property
    def name(self):
        return CHANGES[self.api]


class Reader:
    def __init__(self, data, is_flexible):
        self.data, self.place, self.is_flexible = data, 0, is_flexible

    def number(self, form):
        value, = struct.unpack_from(">" + form, self.data, self.place)
        self.place += struct.calcsize(form)
        return value

    def varint(self):
        value = shift = 0
        while True:
            byte = self.number("B")
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def text(self):
        length = self.varint() - 1 if self.is_flexible else self.number("h")
        if length < 0:
            return None
        self.place += length
        return self.data[self.place - length:self.place].decode()

    def array(self, read):
        count = self.varint() - 1 if self.is_flexible else self.number("i")
        return None if count < 0 else [read() for _ in range(count)]

    def tags(self):
        for _ in range(self.varint() if self.is_flexible else 0):
            self.varint()
            self.place += self.varint()


def read_request(broker, frame, at):
    """A change out of a frame without its length; None: it changes nothing that is watched for."""
    api, version, correlation = struct.unpack_from(">hhi", frame)
    if api not in CHANGES:
        return None
    request = Request(broker, api, version, correlation, at)
    reader = Reader(frame[8:], is_flexible=False)
    # The client's id keeps its old form in every version.
    reader.text()
    reader.is_flexible = _is_flexible(api, version)
    reader.tags()
    if api == ALTER_REASSIGNMENTS:
        reader.number("i")
        if version >= 1:
            reader.number("?")
        reader.array(lambda: _assignments(reader, request.items))
    elif api == ALTER_CONFIGS:
        reader.array(lambda: _settings(reader, request.items))
    return request


def read_answer(request, frame):
    """Takes the answer to a change in."""
    reader = Reader(frame[4:], _is_flexible(request.api, request.version))
    reader.tags()
    reader.number("i")
    if request.api == ALTER_REASSIGNMENTS:
        if request.version >= 1:
            reader.number("?")
        whole = reader.number("h")
        reader.text()
        found = {}
        reader.array(lambda: _codes(reader, found))
        request.answer = {key: whole or found.get(key) for key in request.items}
    elif request.api == ALTER_CONFIGS:
        rows = reader.array(lambda: _resource_code(reader))
        codes = {(kind, name): code for code, kind, name in rows}
        request.answer = {key: codes.get(key[:2]) for key in request.items}
    else:
        request.answer = {}


def _is_flexible(api, version):
    return version >= {ELECT_LEADERS: 2, ALTER_CONFIGS: 1, ALTER_REASSIGNMENTS: 0}[api]


def _assignments(reader, items):
    topic = reader.text()

    def partition():
        number = reader.number("i")
        items[topic, number] = reader.array(lambda: reader.number("i"))
        reader.tags()

    reader.array(partition)
    reader.tags()


def _codes(reader, found):
    topic = reader.text()

    def partition():
        number = reader.number("i")
        found[topic, number] = reader.number("h")
        reader.text()
        reader.tags()

    reader.array(partition)
    reader.tags()


def _settings(reader, items):
    kind, resource = reader.number("b"), reader.text()

    def setting():
        name = reader.text()
        items[kind, resource, name] = (reader.number("b"), reader.text())
        reader.tags()

    reader.array(setting)
    reader.tags()


def _resource_code(reader):
    code = reader.number("h")
    reader.text()
    row = code, reader.number("b"), reader.text()
    reader.tags()
    return row
