"""A Kafka cluster of a distribution (KAFKA_HOME) on loopback, in a folder of its own: a controller and three brokers."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid


class Cluster:
    def __init__(self, home, brokers=3):
        self.home = home
        self.folder = tempfile.mkdtemp(prefix="mend-bench-")
        self.ports = [self._free_port() for _ in range(brokers + 1)]
        self.tls_ports = [self._free_port() for _ in range(brokers + 1)]
        self.processes = {}
        self.certificate = f"{self.folder}/broker.pem"
        self._make_certificate()
        identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        for node in range(brokers + 1):
            self._configure(node)
            subprocess.run(
                [f"{home}/bin/kafka-storage.sh", "format", "-t", identity, "-c", f"{self.folder}/{node}.properties"],
                check=True, stdout=subprocess.DEVNULL, env=self._environment())
        for node in range(brokers + 1):
            self.start(node)
        for node in range(1, brokers + 1):
            self._wait_for_port(node)

    @property
    def bootstrap(self):
        return ",".join(f"127.0.0.1:{port}" for port in self.ports[1:])

    def start(self, node):
        log = open(f"{self.folder}/{node}.log", "a")
        self.processes[node] = subprocess.Popen(
            [f"{self.home}/bin/kafka-server-start.sh", f"{self.folder}/{node}.properties"], stdout=log, stderr=log,
            env=self._environment(), start_new_session=True)

    def kill(self, node):
        process = self.processes.pop(node)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for node in list(self.processes):
            self.kill(node)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self, node):
        lines = [f"node.id={node}", f"controller.quorum.voters=0@127.0.0.1:{self.ports[0]}",
                 "controller.listener.names=CONTROLLER", "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,TLS:SSL",
                 f"log.dirs={self.folder}/{node}", "broker.session.timeout.ms=4000", "group.initial.rebalance.delay.ms=0",
                 "offsets.topic.replication.factor=3", "offsets.topic.num.partitions=10"]
        if node == 0:
            lines += ["process.roles=controller", f"listeners=CONTROLLER://127.0.0.1:{self.ports[0]}"]
        else:
            address = f"PLAINTEXT://127.0.0.1:{self.ports[node]},TLS://127.0.0.1:{self.tls_ports[node]}"
            lines += ["process.roles=broker", f"listeners={address}", f"advertised.listeners={address}",
                      "inter.broker.listener.name=PLAINTEXT", "ssl.keystore.type=PEM", f"ssl.keystore.location={self.folder}/broker.store"]
        with open(f"{self.folder}/{node}.properties", "w") as file:
            file.write("\n".join(lines) + "\n")

    def _make_certificate(self):
        """One that signs itself: the brokers' key store, and what clients trust."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=bench", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", f"{self.folder}/broker.key", "-out", self.certificate],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(f"{self.folder}/broker.store", "w") as store:
            for part in (f"{self.folder}/broker.key", self.certificate):
                with open(part) as file:
                    store.write(file.read())

    def _environment(self):
        return os.environ | {"KAFKA_HEAP_OPTS": "-Xmx384m -Xms384m", "LOG_DIR": f"{self.folder}/logs"}

    def _wait_for_port(self, node, limit=60):
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[node])) == 0:
                    return
            time.sleep(0.2)
        raise SystemExit(f"broker {node} did not open its port within {limit} s; see {self.folder}/{node}.log")

    @staticmethod
    def _free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]
