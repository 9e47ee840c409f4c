"""What ZooKeeper holds of a cluster: the settings as they really are, also where brokers do not show them.

Layouts: ZooKeeper's zookeeper.jute (ConnectRequest, RequestHeader, GetDataRequest, GetChildren2Request and their answers); places: Kafka's ZkData.scala.
"""

import json
import socket
import struct

GET_DATA, GET_CHILDREN, CLOSE = 4, 12, -11
NO_NODE = -101


class ZooKeeper:
    """One session, for as long as it is used in `with`."""

    def __init__(self, port):
        self.line = socket.create_connection(("127.0.0.1", port), 10)
        self.number = 0
        # Protocol 0, nothing seen, a session of ten seconds, no id and no password yet.
        self._send(struct.pack(">iqiqi", 0, 0, 10_000, 0, 16) + bytes(16))
        self._receive()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._send(struct.pack(">ii", self.number + 1, CLOSE))
        self.line.close()

    def data(self, path):
        """The bytes of a node; None: there is none."""
        answer = self._ask(GET_DATA, path)
        return answer and _bytes(answer)

    def children(self, path):
        """Names of the nodes below one."""
        answer = self._ask(GET_CHILDREN, path)
        if answer is None:
            return []
        count, = struct.unpack_from(">i", answer)
        names, place = [], 4
        for _ in range(count):
            name = _bytes(answer[place:])
            names.append(name.decode())
            place += 4 + len(name)
        return names

    def configs(self):
        """Every dynamic setting of every topic and broker: (kind, name, setting) → value."""
        found = {}
        for kind in ("topics", "brokers"):
            for name in self.children(f"/config/{kind}"):
                data = self.data(f"/config/{kind}/{name}")
                for setting, value in (json.loads(data)["config"] if data else {}).items():
                    found[kind, "default" if name == "<default>" else name, setting] = value
        return found

    def controller(self):
        """The id of the broker that is the controller."""
        return json.loads(self.data("/controller"))["brokerid"]

    def _ask(self, kind, path):
        self.number += 1
        name = path.encode()
        self._send(struct.pack(">iii", self.number, kind, len(name)) + name + b"\0")
        answer = self._receive()
        _, _, error = struct.unpack_from(">iqi", answer)
        if error == NO_NODE:
            return None
        if error:
            raise RuntimeError(f"ZooKeeper answers {error} to {path}")
        return answer[16:]

    def _send(self, body):
        self.line.sendall(struct.pack(">i", len(body)) + body)

    def _receive(self):
        size, = struct.unpack(">i", self._exactly(4))
        return self._exactly(size)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.line.recv(count - len(data))
            if not part:
                raise RuntimeError("ZooKeeper has closed the session")
            data += part
        return data


def _bytes(data):
    count, = struct.unpack_from(">i", data)
    return data[4:4 + max(count, 0)]
