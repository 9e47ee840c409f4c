"""Answers ApiVersions and Metadata (versions 2 to 7) of a cluster that is not there, with as many partitions as wanted."""

import socket
import struct
import threading


class MetadataServer:
    def __init__(self, topics, partitions):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        self.bodies = {version: self._metadata(version, topics, partitions) for version in range(2, 8)}
        self.bare = {version: self._metadata(version, 0, 0) for version in range(2, 8)}
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, connection.makefile("rb") as stream:
            while True:
                head = stream.read(4)
                if len(head) < 4:
                    return
                request = stream.read(struct.unpack(">i", head)[0])
                key, version, correlation = struct.unpack(">hhi", request[:8])
                if key == 18:
                    body = self._versions(version)
                elif key == 3:
                    # After the client's name: how many topics are asked for, which nobody has here; or all of them (-1).
                    name = struct.unpack(">h", request[8:10])[0]
                    wanted = struct.unpack(">i", request[10 + max(0, name):][:4])[0]
                    body = (self.bodies if wanted < 0 else self.bare)[version]
                else:
                    return
                try:
                    connection.sendall(struct.pack(">ii", len(body) + 4, correlation) + body)
                except OSError:
                    # It has gone.
                    return

    @staticmethod
    def _versions(version):
        ranges = [(18, 0, 3), (3, 2, 7)]
        if version >= 3:
            entries = b"".join(struct.pack(">hhhB", *entry, 0) for entry in ranges)
            return struct.pack(">hB", 0, len(ranges) + 1) + entries + struct.pack(">iB", 0, 0)
        entries = b"".join(struct.pack(">hhh", *entry) for entry in ranges)
        return struct.pack(">hi", 0, len(ranges)) + entries + (struct.pack(">i", 0) if version >= 1 else b"")

    def _metadata(self, version, topics, partitions):
        def text(value):
            return struct.pack(">h", len(value)) + value.encode()

        def numbers(values):
            return struct.pack(">i%di" % len(values), len(values), *values)

        host, port = self.address.split(":")
        parts = [struct.pack(">i", 0) if version >= 3 else b"", struct.pack(">i", 3)]
        for broker in (1, 2, 3):
            # Only the first is ever asked; the others have to be somewhere.
            parts.append(struct.pack(">i", broker) + text(host) + struct.pack(">ih", int(port), -1))
        parts.append(text("benchmark") + struct.pack(">ii", 1, topics))
        rows = []
        for index in range(partitions):
            replicas = [(index + step) % 3 + 1 for step in range(3)]
            epoch = struct.pack(">i", 5) if version >= 7 else b""
            offline = numbers([]) if version >= 5 else b""
            rows.append(struct.pack(">hii", 0, index, replicas[0]) + epoch + numbers(replicas) + numbers(replicas) + offline)
        rows = b"".join(rows)
        for topic in range(topics):
            parts.append(struct.pack(">h", 0) + text("topic-%06d" % topic) + struct.pack(">bi", 0, partitions) + rows)
        return b"".join(parts)
