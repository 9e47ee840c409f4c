"""How a cluster stands, straight from its brokers: quicker than Kafka's tools, which are for the judgement at the end, and not ours.

Layouts: Kafka's MetadataResponse.json (version 7), ListPartitionReassignmentsResponse.json (0), DescribeConfigsResponse.json (1).
"""

import socket
import struct

from wire import Reader

METADATA, DESCRIBE_CONFIGS, LIST_REASSIGNMENTS = 3, 32, 46
TOPIC, BROKER = 2, 4
#: The source of a value that was set on that very resource.
OWN = {TOPIC: 1, BROKER: 2}


class NoAnswer(Exception):
    """Nobody answers, or with an error."""


def _ask(port, api, version, body, is_flexible=False, limit=10):
    head = struct.pack(">hhih", api, version, 1, -1) + (b"\0" if is_flexible else b"")
    try:
        with socket.create_connection(("127.0.0.1", port), limit) as line:
            line.sendall(struct.pack(">i", len(head) + len(body)) + head + body)
            data = b""
            while len(data) < 4 or len(data) < 4 + struct.unpack_from(">i", data)[0]:
                part = line.recv(65536)
                if not part:
                    raise NoAnswer(f"port {port} closed the connection")
                data += part
    except OSError as error:
        raise NoAnswer(f"port {port}: {error}") from None
    reader = Reader(data[8:], is_flexible)
    reader.tags()
    return reader


def brokers(port):
    """Ids of the brokers that are alive."""
    return {broker for broker, in _metadata(port)[0]}


def partitions(port):
    """(topic, partition) → leader, replicas, ISR."""
    return _metadata(port)[1]


def _metadata(port):
    reader = _ask(port, METADATA, 7, struct.pack(">i?", -1, False))
    found = {}
    ints = lambda: reader.array(lambda: reader.number("i"))  # noqa: E731

    def broker():
        number = reader.number("i")
        reader.text(), reader.number("i"), reader.text()
        return number,

    def topic():
        reader.number("h")
        name = reader.text()
        reader.number("?")

        def partition():
            reader.number("h")
            index, leader, _ = reader.number("i"), reader.number("i"), reader.number("i")
            replicas, isr = ints(), ints()
            ints()
            found[name, index] = leader, replicas, isr

        reader.array(partition)

    reader.number("i")
    alive = reader.array(broker)
    reader.text(), reader.number("i")
    reader.array(topic)
    return alive, found


def moves(port):
    """(topic, partition) → replicas, adding, removing, for what is being moved. Goes through the controller."""
    reader = _ask(port, LIST_REASSIGNMENTS, 0, struct.pack(">iBB", 5_000, 0, 0), is_flexible=True)
    reader.number("i")
    error = reader.number("h")
    said = reader.text()
    if error:
        raise NoAnswer(f"error {error}: {said}")
    found = {}
    ints = lambda: reader.array(lambda: reader.number("i"))  # noqa: E731

    def topic():
        name = reader.text()

        def partition():
            index = reader.number("i")
            found[name, index] = ints(), ints(), ints()
            reader.tags()

        reader.array(partition)
        reader.tags()

    reader.array(topic)
    return found


def settings(port, kind, name):
    """Name → value of what is set on a topic, or on a broker that is asked itself."""
    text = name.encode()
    body = struct.pack(">ibh", 1, kind, len(text)) + text + struct.pack(">i?", -1, False)
    reader = _ask(port, DESCRIBE_CONFIGS, 1, body)
    found = {}

    def setting():
        name, value, _ = reader.text(), reader.text(), reader.number("?")
        if reader.number("b") == OWN[kind]:
            found[name] = value
        reader.number("?")
        reader.array(lambda: (reader.text(), reader.text(), reader.number("b")))

    def resource():
        error = reader.number("h")
        said = reader.text()
        reader.number("b"), reader.text()
        if error:
            raise NoAnswer(f"error {error}: {said}")
        reader.array(setting)

    reader.number("i")
    reader.array(resource)
    return found
