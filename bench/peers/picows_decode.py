"""picows on asyncio, frames decoded by orjson and no more: the least that a client can do.

Run: python -m bench.peers.picows_decode PORT FRAMES. It prints the CPU seconds
from the first to the last.
"""

import asyncio
import sys
import time

import orjson
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect


class Listener(WSListener):
    """Counts what it decodes."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.began = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Ask for the frames."""
        transport.send(WSMsgType.TEXT, b'{"method":"SUBSCRIBE","params":[],"id":1}')

    def on_ws_frame(self, _transport: WSTransport, frame: WSFrame) -> None:
        """Decode a frame."""
        if frame.msg_type == WSMsgType.TEXT:
            self.began = self.began or time.process_time()
            orjson.loads(frame.get_payload_as_memoryview())
            self.left -= 1
            if self.left == 0:
                self.done.set_result(None)


async def _watch(port: int, count: int) -> float:
    transport, listener = await ws_connect(lambda: Listener(count), f"ws://127.0.0.1:{port}/stream")
    await listener.done
    spent = time.process_time() - listener.began
    transport.disconnect()
    return spent


def main() -> None:
    """Run once."""
    print(asyncio.run(_watch(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()
