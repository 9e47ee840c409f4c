"""A broker's address as clients know it: it passes bytes on, keeps what is asked, and is a line that can be cut."""

import socket
import struct
import threading
import time

import wire


class Wire:
    """What passes all the proxies of a cluster. Hooks run on the thread of the connection, which waits for them."""

    def __init__(self):
        self.requests = []
        self.lock = threading.Lock()
        #: Called with a request before a byte of it is passed on. Gives True where it is to be lost.
        self.before = lambda request: None
        #: Called with a request whose answer is about to be passed back.
        self.answered = lambda request: None

    def forget(self):
        with self.lock:
            self.requests = []
        self.before = self.answered = lambda request: None

    def reassignments(self):
        with self.lock:
            return [request for request in self.requests if request.api == wire.ALTER_REASSIGNMENTS]


class Proxy:
    """`mode`: `pass`; `silent`: nothing comes through and nobody is told, as where packets are lost; `reset`: whoever tries is cut off."""

    def __init__(self, broker, port, target, shared):
        self.broker, self.port, self.target, self.wire = broker, port, target, shared
        self.mode = "pass"
        self.listener = socket.create_server(("127.0.0.1", port))
        self.pairs = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, mode):
        """Cuts the line. `silent` also leaves whoever connects without an answer: the queue of connections is full from now on."""
        self.mode = mode
        if mode == "silent":
            self.listener.listen(0)
            self.fillers = []
            for _ in range(2):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", self.port))
                self.fillers.append(filler)
        else:
            for pair in list(self.pairs):
                pair.reset()

    def mend(self):
        """The line works again; what was lost stays lost: connections from before are cut."""
        if self.mode == "silent":
            for filler in self.fillers:
                filler.close()
            self.listener.listen(128)
        for pair in list(self.pairs):
            pair.reset()
        self.mode = "pass"

    def _accept(self):
        while True:
            while self.mode == "silent":
                time.sleep(0.02)
            client, _ = self.listener.accept()
            # One that was taken from the queue just as the line was cut.
            while self.mode == "silent":
                time.sleep(0.02)
            if self.mode == "reset":
                _reset(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target), 5)
            except OSError:
                _reset(client)
                continue
            pair = _Pair(self, client, server)
            self.pairs.add(pair)
            threading.Thread(target=pair.upward, daemon=True).start()
            threading.Thread(target=pair.downward, daemon=True).start()


class _Pair:
    """One connection: to the client and to the broker."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        server.settimeout(None)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting = {}

    def upward(self):
        while (frame := _frame(self.client)) is not None:
            request = wire.read_request(self.proxy.broker, frame, time.time())
            if request:
                with self.proxy.wire.lock:
                    self.proxy.wire.requests.append(request)
                if self.proxy.wire.before(request) is True:
                    continue
                self.waiting[request.correlation] = request
            if not self._pass(frame, self.server, request):
                break
        self._end()

    def downward(self):
        while (frame := _frame(self.server)) is not None:
            request = self.waiting.pop(struct.unpack_from(">i", frame)[0], None)
            if request:
                wire.read_answer(request, frame)
                self.proxy.wire.answered(request)
            if not self._pass(frame, self.client, None):
                break
        self._end()

    def _pass(self, frame, end, request):
        while self.proxy.mode == "silent":
            time.sleep(0.02)
            if self not in self.proxy.pairs:
                return False
        try:
            end.sendall(struct.pack(">i", len(frame)) + frame)
        except OSError:
            return False
        if request:
            request.was_passed_on = True
        return True

    def reset(self):
        self.proxy.pairs.discard(self)
        _reset(self.client)
        _reset(self.server)

    def _end(self):
        """One side has ended: so does the other, once the line lets it know."""
        while self.proxy.mode == "silent" and self in self.proxy.pairs:
            time.sleep(0.02)
        self.proxy.pairs.discard(self)
        for end in (self.client, self.server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()


def _frame(end):
    """The next message without its length; None at the end."""
    head = _exactly(end, 4)
    return head and _exactly(end, struct.unpack(">i", head)[0])


def _exactly(end, count):
    data = b""
    while len(data) < count:
        try:
            part = end.recv(count - len(data))
        except OSError:
            return None
        if not part:
            return None
        data += part
    return data


def _reset(end):
    """Ends a connection at once, with RST."""
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    end.close()
