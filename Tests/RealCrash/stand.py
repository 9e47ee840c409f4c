"""The cluster that the cases work on: three brokers and a spare one, each behind a line that can be cut, with partitions to move."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import asking
from cluster import Cluster, free_port, release
from proxy import Proxy, Wire
from zookeeper import ZooKeeper

PARTITIONS = 60
TOPIC = "moving"
#: Replicas lie on these; the last broker is the spare.
HOMES, SPARE = (1, 2, 3), 4
#: Bytes in a partition, roughly: enough that a throttled move of all of them takes about a minute.
PARTITION_BYTES = 1_000_000

#: What people set before any run, and must find afterwards: rates on one broker, entries of lists. `0:1` is an entry that a move adds as well.
FOREIGN = [
    ("brokers", "1", "leader.replication.throttled.rate", "777777"),
    ("brokers", "1", "follower.replication.throttled.rate", "888888"),
    ("topics", TOPIC, "leader.replication.throttled.replicas", "[0:1,7:9]"),
    ("topics", TOPIC, "follower.replication.throttled.replicas", "[3:9]"),
    ("topics", "bystander", "follower.replication.throttled.replicas", "*"),
]


class Stand(Cluster):
    def __init__(self, home):
        self.release = release(home)
        self.wire = Wire()
        self.has_gate = False
        count = SPARE
        self.doors = [None] + [(free_port(), free_port()) for _ in range(count)]
        self.proxies = {broker: Proxy(broker, *self.doors[broker], self.wire) for broker in range(1, count + 1)}
        super().__init__(
            home, brokers=count, options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto",
            # Small fetches, so that a throttled copy takes its time from the first byte on; no leader moves by itself.
            settings=["auto.leader.rebalance.enable=false", "auto.create.topics.enable=false", "replica.fetch.max.bytes=20000",
                      "replica.lag.time.max.ms=5000", "broker.heartbeat.interval.ms=500"])
        self._fill()
        for kind, name, setting, value in FOREIGN:
            self.configure(kind, name, setting, value)
        self.configs_before = self.configs()

    @property
    def front(self):
        """The bootstrap addresses of clients under test: all of them lines that can be cut."""
        return ",".join(f"127.0.0.1:{proxy.port}" for proxy in self.proxies.values())

    def _listeners(self, broker):
        return super()._listeners(broker) | {"CLIENTS": (self.doors[broker][1], self.doors[broker][0])}

    def _fill(self):
        lists = [":".join(str(HOMES[(p + i) % 3]) for i in range(3)) for p in range(PARTITIONS)]
        self.tool("kafka-topics", "--create", "--topic", TOPIC, "--replica-assignment", ",".join(lists))
        for name in ("bystander", "edited"):
            self.tool("kafka-topics", "--create", "--topic", name, "--replica-assignment", "1:2:3,2:3:1")
        self.tool("kafka-producer-perf-test", "--topic", TOPIC, "--num-records", str(PARTITIONS * PARTITION_BYTES // 1_000),
                  "--record-size", "1000", "--throughput", "-1", "--producer-props", f"bootstrap.servers={self.bootstrap}", "acks=all",
                  asks_server=False)

    # MARK: Kafka's own tools

    def tool(self, name, *words, asks_server=True, limit=90, check=True):
        """Runs a tool of the distribution, straight at the brokers that live, and gives what it prints."""
        alive = [node for node in self.brokers if node in self.processes]
        server = ["--bootstrap-server", ",".join(f"127.0.0.1:{self.ports[node]}" for node in alive)] if asks_server else []
        result = subprocess.run(
            [f"{self.home}/bin/{name}.sh", *server, *words], capture_output=True, text=True, timeout=limit,
            env=os.environ | {"KAFKA_HEAP_OPTS": "-Xmx256m", "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"})
        if check and result.returncode != 0:
            raise RuntimeError(f"{name} {' '.join(words)} ended {result.returncode}:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
        return result.stdout

    def configure(self, kind, name, setting, value):
        """Sets something, or takes it away with None."""
        change = ["--delete-config", setting] if value is None else ["--add-config", f"{setting}=[{value.strip('[]')}]"]
        words = ["--alter", "--entity-type", kind, "--entity-name", name, *change]
        # Of topics the old tool asks nobody but ZooKeeper; of brokers it changes nothing beside a setting that is hidden from it.
        if self.release < (2, 6):
            self.tool("kafka-configs", "--zookeeper", self.zookeeper, *words, asks_server=False)
        else:
            self.tool("kafka-configs", *words)

    @property
    def zookeeper(self):
        return f"127.0.0.1:{self.ports[0]}"

    def configs(self):
        """Every dynamic setting of every topic and broker, as kafka-configs.sh shows it, or as ZooKeeper holds it: brokers before 2.6 hide some."""
        if self.has_zookeeper:
            with ZooKeeper(self.ports[0]) as keeper:
                return keeper.configs()
        found = {}
        for kind in ("topics", "brokers"):
            where = None
            for line in self.tool("kafka-configs", "--describe", "--entity-type", kind).splitlines():
                if head := re.match(r"Dynamic configs for (?:topic|broker) (\S+) are:|Default configs for brokers", line):
                    where = head[1] or "default"
                elif setting := re.match(r"\s+(\S+?)=(.*) sensitive=", line):
                    found[kind, where, setting[1]] = setting[2]
        return found

    # MARK: straight from the brokers

    def ask(self, question, *words):
        """What any broker that lives answers."""
        failure = None
        for node in self.brokers:
            if node in self.processes:
                try:
                    return question(self.ports[node], *words)
                except asking.NoAnswer as error:
                    failure = error
        raise failure or asking.NoAnswer("no broker is up")

    def replicas(self, topic=TOPIC):
        """Partition → its replicas."""
        return {partition: replicas for (name, partition), (_, replicas, _) in self.ask(asking.partitions).items() if name == topic}

    def moves(self):
        """What is being moved, as topic-partition."""
        return {f"{topic}-{partition}" for topic, partition in self.ask(asking.moves)}

    def quick_configs(self):
        """Every dynamic setting of every topic and broker, from the very brokers, or from ZooKeeper."""
        if self.has_zookeeper:
            return self.configs()
        found = {key: value for key, value in self.configs_before.items() if key[1] == "default"}
        for topic in {name for name, _ in self.ask(asking.partitions)}:
            for setting, value in self.ask(asking.settings, asking.TOPIC, topic).items():
                found["topics", topic, setting] = value
        for broker in self.brokers:
            for setting, value in asking.settings(self.ports[broker], asking.BROKER, str(broker)).items():
                found["brokers", str(broker), setting] = value
        return found

    def is_whole(self):
        """All brokers are alive and all replicas in sync."""
        alive = self.ask(asking.brokers)
        return alive == set(self.brokers) and all(
            set(replicas) == set(isr) for _, replicas, isr in self.ask(asking.partitions).values())

    # MARK: changes by Kafka's own tools

    def reassign(self, targets, topic=TOPIC):
        """Starts moves with Kafka's own tool, without a throttle, beside whatever moves already."""
        path = Path(self.folder, "reassign.json")
        path.write_text(json.dumps({"version": 1, "partitions": [
            {"topic": topic, "partition": partition, "replicas": replicas} for partition, replicas in targets.items()]}))
        if self.release < (2, 6):
            self.tool("kafka-reassign-partitions", "--zookeeper", self.zookeeper, "--execute", "--reassignment-json-file", str(path),
                      asks_server=False)
        else:
            self.tool("kafka-reassign-partitions", "--execute", "--additional", "--reassignment-json-file", str(path))

    def cancel(self, partitions, topic=TOPIC):
        """Takes moves back with Kafka's own tool; throttles are left as they are."""
        if self.release < (2, 6):
            raise RuntimeError(f"the tools of Kafka {self.release} cannot take moves back")
        path = Path(self.folder, "cancel.json")
        path.write_text(json.dumps({"version": 1, "partitions": [
            {"topic": topic, "partition": partition, "replicas": [1]} for partition in partitions]}))
        self.tool("kafka-reassign-partitions", "--cancel", "--preserve-throttles", "--reassignment-json-file", str(path))

    def controller(self):
        """The node whose death takes the controller away."""
        if not self.has_zookeeper:
            return 0
        with ZooKeeper(self.ports[0]) as keeper:
            return keeper.controller()

    def gate(self, is_open):
        """A topic that a runbook waits for is there, or is not."""
        if is_open != self.has_gate:
            self.tool("kafka-topics", "--create" if is_open else "--delete", "--topic", "gate", *(["--partitions", "1"] if is_open else []))
            self.has_gate = is_open
        return is_open

    def complaints(self):
        """What brokers said of settings that they could not take in: such a throttle slows nothing, and nobody is told."""
        found = []
        for node in self.brokers:
            for line in Path(self.folder, f"{node}.log").read_text(errors="replace").splitlines():
                if "error processing change notification" in line.lower():
                    found.append(f"broker {node}: {line[:200]}")
        return found

    # MARK: states between cases

    def reset(self, only_nodes=False):
        """As at the start: everything up, every line whole; unless `only_nodes`, nothing moves, replicas at home, only the foreign settings."""
        for proxy in self.proxies.values():
            if proxy.mode != "pass":
                proxy.mend()
        for node in range(len(self.ports)):
            if node in self.processes:
                self.thaw(node)
            else:
                self.start(node)
        for node in self.brokers:
            self.wait_for_port(node)
        self.wire.forget()
        self.gate(False)
        if only_nodes:
            return
        if left := [int(move.rpartition("-")[2]) for move in self.moves()]:
            self.cancel(left)
        self.until("all brokers are up, all replicas in sync, and nothing moves", lambda: self.is_whole() and not self.moves())
        self._restore_settings()
        self.put_home()

    def put_home(self):
        home = {p: [HOMES[(p + i) % 3] for i in range(3)] for p in range(PARTITIONS)}
        standing = self.replicas()
        away = {p: replicas for p, replicas in home.items() if standing[p] != replicas}
        if away:
            self.reassign(away)
            self.until("all replicas are at home", lambda: not self.moves())

    def _restore_settings(self):
        standing = self.quick_configs()
        for kind, name, setting in standing.keys() - self.configs_before.keys():
            self.configure(kind, name, setting, None)
        for (kind, name, setting), value in self.configs_before.items():
            # What Kafka itself set for all brokers is not the cases' to change.
            if name != "default" and standing.get((kind, name, setting)) != value:
                self.configure(kind, name, setting, value)

    def until(self, what, holds, limit=120):
        deadline = time.monotonic() + limit
        last = None
        while time.monotonic() < deadline:
            try:
                if holds():
                    return
            except (RuntimeError, asking.NoAnswer, subprocess.TimeoutExpired) as error:
                last = error
            time.sleep(0.5)
        raise RuntimeError(f"not within {limit} s: {what} ({last})")

    # MARK: what the controller has taken

    def accepted_moves(self, topic=TOPIC):
        """How often the controller began to move each partition, by its own log of metadata; None where ZooKeeper keeps it."""
        if self.has_zookeeper:
            return None
        logs = ",".join(str(path) for path in sorted(Path(self.folder, "0", "__cluster_metadata-0").glob("*.log")))
        topics, counts = {}, {}
        for line in self.tool("kafka-dump-log", "--cluster-metadata-decoder", "--files", logs, asks_server=False).splitlines():
            if "payload:" not in line:
                continue
            record = json.loads(line.split("payload:", 1)[1])
            data = record.get("data", {})
            if record["type"] == "TOPIC_RECORD":
                topics[data["topicId"]] = data["name"]
            elif record["type"] == "PARTITION_CHANGE_RECORD" and (data.get("addingReplicas") or data.get("removingReplicas")):
                if topics.get(data["topicId"]) == topic:
                    counts[data["partitionId"]] = counts.get(data["partitionId"], 0) + 1
        return counts
