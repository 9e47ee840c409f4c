#!/usr/bin/env bash
# librdkafka 2.16.0 (as confluent-kafka 2.16.0 from PyPI carries it) leaves three bytes behind the last field of a Metadata request of version 13
# that asks for all topics. By the protocol's definition the body ends after four bytes: a null array of topics, two booleans, an empty set of
# tags. Kafka's brokers read the fields and ask no more, so nobody notices; a server that wants to come to the last byte cannot be used.
# The request for no topic at all (an empty array) ends where it should.
#
# Needs python3 with venv, and PyPI. A listener on loopback takes the place of a broker: it answers ApiVersions and keeps what Metadata asks.
# Ends 0 where the bytes are as described, else 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka==2.16.0
cat > "$folder/observe.py" <<'PYTHON'
import socket
import struct
import sys
import threading

import confluent_kafka
from confluent_kafka.admin import AdminClient

# (API key, lowest, highest): ApiVersions, Metadata, and what the client wants to see before it trusts a broker.
SPOKEN = [(18, 0, 4), (3, 0, 13), (0, 3, 9), (1, 4, 11), (2, 1, 7), (10, 0, 4)]
bodies = []


def frames(connection):
    waiting = b""
    while chunk := connection.recv(65536):
        waiting += chunk
        while len(waiting) >= 4 and len(waiting) >= 4 + (size := struct.unpack(">i", waiting[:4])[0]):
            yield waiting[4 : 4 + size]
            waiting = waiting[4 + size :]


def serve(connection):
    for frame in frames(connection):
        api, version, correlation = struct.unpack(">hhi", frame[:8])
        client = struct.unpack(">h", frame[8:10])[0]
        if api == 18:
            listed = b"".join(struct.pack(">hhh", *entry) + b"\0" for entry in SPOKEN)
            answer = struct.pack(">ihb", correlation, 0, len(SPOKEN) + 1) + listed + struct.pack(">ib", 0, 0)
            connection.sendall(struct.pack(">i", len(answer)) + answer)
        elif api == 3:
            # Behind the client's name stands the header's empty set of tags.
            bodies.append((version, frame[10 + max(client, 0) + 1 :]))


listener = socket.create_server(("127.0.0.1", 0))


def accept():
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
admin = AdminClient({"bootstrap.servers": "127.0.0.1:%d" % listener.getsockname()[1], "log_level": 0})
try:
    admin.list_topics(timeout=3)
except confluent_kafka.KafkaException:
    pass  # Nobody answers Metadata here.

print("confluent-kafka", confluent_kafka.version(), "librdkafka", confluent_kafka.libversion()[0])
for version, body in bodies:
    print("Metadata version", version, "body", body.hex(" "), "->", len(body) - 4, "bytes behind its last field")
none = [body for version, body in bodies if version == 13 and body[:1] == b"\x01"]
everything = [body for version, body in bodies if version == 13 and body[:1] == b"\x00"]
ends = none and all(len(body) == 4 for body in none)
goes_on = everything and all(len(body) == 7 and body[4:] == b"\x01\x00\x00" for body in everything)
sys.exit(0 if ends and goes_on else 1)
PYTHON
"$folder/venv/bin/python" "$folder/observe.py"
# Seen:
#   confluent-kafka 2.16.0 librdkafka 2.16.0
#   Metadata version 13 body 01 00 00 00 -> 0 bytes behind its last field
#   Metadata version 13 body 00 00 00 00 01 00 00 -> 3 bytes behind its last field
