"""A Kafka cluster of a distribution (KAFKA_HOME) on loopback, in a folder of its own: a controller (before 3.3: ZooKeeper) and its brokers."""

import base64
import ctypes
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path


def release(home):
    """The distribution's release, (4, 3), as the name of its clients' library says."""
    for file in Path(home, "libs").glob("kafka-clients-*.jar"):
        if numbers := re.match(r"kafka-clients-(\d+)\.(\d+)", file.name):
            return int(numbers[1]), int(numbers[2])
    raise SystemExit(f"{home} is no Kafka distribution: it has no libs/kafka-clients-*.jar")


class Cluster:
    """Node 0 is the controller, or ZooKeeper; brokers are numbered from 1. Its processes end with this one, however it ends."""

    def __init__(self, home, brokers=3, settings=(), options=None, tls=False):
        """`settings`: more lines for each node's properties. `options`: the Java options, instead of Kafka's own. `tls`: each broker listens
        on one of `tls_ports` as well, and shows `certificate`."""
        self.home = home
        self.has_zookeeper = release(home) < (3, 3)
        self.settings = list(settings)
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="mend-kafka-")
        self.ports = [free_port() for _ in range(brokers + 1)]
        self.tls_ports = [free_port() for _ in range(brokers + 1)] if tls else []
        self.certificate = f"{self.folder}/broker.pem"
        if tls:
            self._make_certificate()
        self.processes = {}
        # Without hyphens: one in front would be taken for an option.
        identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode().replace("-", "A")
        for node in range(brokers + 1):
            Path(self._file(node)).write_text("\n".join(self._properties(node)) + "\n")
            if not self.has_zookeeper:
                subprocess.run([f"{home}/bin/kafka-storage.sh", "format", "-t", identity, "-c", self._file(node)],
                               check=True, stdout=subprocess.DEVNULL, env=self._environment())
        for node in range(brokers + 1):
            self.start(node)
            if node == 0 and self.has_zookeeper:
                self.wait_for_port(node)
        for node in range(1, brokers + 1):
            self.wait_for_port(node)

    @property
    def brokers(self):
        return range(1, len(self.ports))

    @property
    def bootstrap(self):
        return ",".join(f"127.0.0.1:{self.ports[node]}" for node in self.brokers)

    def start(self, node):
        script = "zookeeper-server-start.sh" if node == 0 and self.has_zookeeper else "kafka-server-start.sh"
        with open(f"{self.folder}/{node}.log", "a") as log:
            self.processes[node] = subprocess.Popen(
                [f"{self.home}/bin/{script}", self._file(node)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment(),
                start_new_session=True, preexec_fn=end_with_parent)

    def kill(self, node):
        process = self.processes.pop(node)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def freeze(self, node):
        os.killpg(self.processes[node].pid, signal.SIGSTOP)

    def thaw(self, node):
        os.killpg(self.processes[node].pid, signal.SIGCONT)

    def close(self):
        for node in list(self.processes):
            self.kill(node)
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_for_port(self, node, limit=60):
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[node])) == 0:
                    return
            time.sleep(0.2)
        raise SystemExit(f"node {node} did not open its port within {limit} s; see {self.folder}/{node}.log")

    def _listeners(self, broker):
        """Names of a broker's listeners: the port it opens and the one it tells. The first is also the one between brokers."""
        listeners = {"PLAINTEXT": (self.ports[broker], self.ports[broker])}
        if self.tls_ports:
            listeners["TLS"] = (self.tls_ports[broker], self.tls_ports[broker])
        return listeners

    def _properties(self, node):
        if node == 0 and self.has_zookeeper:
            return [f"dataDir={self.folder}/0", f"clientPort={self.ports[0]}", "clientPortAddress=127.0.0.1", "admin.enableServer=false",
                    "tickTime=500", "maxClientCnxns=0"]
        lines = [f"log.dirs={self.folder}/{node}"]
        if self.has_zookeeper:
            lines += [f"broker.id={node}", f"zookeeper.connect=127.0.0.1:{self.ports[0]}", "zookeeper.session.timeout.ms=4000"]
        else:
            lines += [f"node.id={node}", f"controller.quorum.voters=0@127.0.0.1:{self.ports[0]}", "controller.listener.names=CONTROLLER",
                      "broker.session.timeout.ms=4000", f"process.roles={'broker' if node else 'controller'}"]
        protocols = {} if self.has_zookeeper else {"CONTROLLER": "PLAINTEXT"}
        if node == 0:
            lines.append(f"listeners=CONTROLLER://127.0.0.1:{self.ports[0]}")
        else:
            listeners = self._listeners(node)
            protocols |= {name: "SSL" if name == "TLS" else "PLAINTEXT" for name in listeners}
            lines += ["listeners=" + ",".join(f"{name}://127.0.0.1:{port}" for name, (port, _) in listeners.items()),
                      "advertised.listeners=" + ",".join(f"{name}://127.0.0.1:{told}" for name, (_, told) in listeners.items()),
                      f"inter.broker.listener.name={next(iter(listeners))}", "group.initial.rebalance.delay.ms=0",
                      "offsets.topic.replication.factor=3", "offsets.topic.num.partitions=10"]
            if self.tls_ports:
                lines += ["ssl.keystore.type=PEM", f"ssl.keystore.location={self.folder}/broker.store"]
        lines.append("listener.security.protocol.map=" + ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()))
        return lines + self.settings

    def _make_certificate(self):
        """One that signs itself: the brokers' key store, and what clients trust."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=bench", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", f"{self.folder}/broker.key", "-out", self.certificate],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        Path(self.folder, "broker.store").write_text(Path(self.folder, "broker.key").read_text() + Path(self.certificate).read_text())

    def _file(self, node):
        return f"{self.folder}/{node}.properties"

    def _environment(self):
        added = {"KAFKA_HEAP_OPTS": "-Xmx384m -Xms384m", "LOG_DIR": f"{self.folder}/logs"}
        if self.options is not None:
            added["KAFKA_JVM_PERFORMANCE_OPTS"] = self.options
        return os.environ | added


def free_port():
    """A port of loopback that nobody listens on. Below those that the system hands out for outgoing connections: a node that is down for a
    while must find it free when it starts again."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def end_with_parent():
    """In a child, before it becomes Java: it is killed when its parent is gone (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
