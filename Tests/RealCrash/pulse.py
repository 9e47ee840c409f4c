"""Whether this machine stood still: then nothing that was measured meanwhile says anything."""

import threading
import time


class Pulse:
    """A thread that beats twice a second, and keeps the longest time between two beats."""

    def __init__(self):
        self.longest = 0.0
        self.is_beating = True
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self):
        last = time.monotonic()
        while self.is_beating:
            time.sleep(0.5)
            now = time.monotonic()
            self.longest = max(self.longest, now - last)
            last = now

    def stop(self):
        """Gives the longest time that it stood still, in seconds."""
        self.is_beating = False
        return self.longest - 0.5
