"""The server of examples/ in a process of its own, and what its tests ask it. They are called as

    TEST.py SERVER HOOKSTAT MODEL.pt TOOLS

TOOLS: the folder of prometheus and promtool, which may also be on PATH.
"""

import contextlib
import http.client
import re
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "integration" / "formats"))
import check_prometheus as prometheus  # noqa: E402  (starts and asks it)

SERVER, HOOKSTAT, MODEL, TOOLS = sys.argv[1:5]
PATIENCE_S = 60
SHAPE = (1, 3, 16, 16)
PREDICT = "/predict?shape=1x3x16x16"

Case = tuple[bytes, bytes]  # what is sent, and what eager Python makes of it


def eager_cases(count: int, seed: int = 0) -> list[Case]:
    torch.set_num_threads(1)
    model = torch.jit.load(MODEL)
    inputs = torch.randn(count, *SHAPE, generator=torch.Generator().manual_seed(seed))
    with torch.inference_mode():
        return [(x.numpy().tobytes(), model(x).numpy().tobytes()) for x in inputs]


class Server:
    """Has a folder of its own, and ends with the stack."""

    def __init__(self, stack: contextlib.ExitStack, *options: str) -> None:
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.log = self.folder / "server.log"
        self.process = prometheus.start(stack, self.log, SERVER, MODEL, "--port", "0", *options)
        deadline = time.monotonic() + PATIENCE_S
        while not (said := re.fullmatch(r"listening on http://(\S+)\n", self.log.read_text())):
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)
        self.address = said[1]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address, timeout=PATIENCE_S)

    def get(self, target: str) -> tuple[str, str]:
        """Content type and text."""
        with contextlib.closing(self.connect()) as connection:
            answer = ask(connection, "GET", target)
            assert answer.status == 200, answer.status
            return answer.headers["Content-Type"], answer.body.decode()


def ask(connection: http.client.HTTPConnection, method: str, target: str, body: bytes | None = None,
        headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    connection.request(method, target, body, headers or {})
    answer = connection.getresponse()
    answer.body = answer.read()
    assert not answer.will_close, "the connection is not kept"
    return answer


def predict(connection: http.client.HTTPConnection, case: Case) -> None:
    answer = ask(connection, "POST", PREDICT, case[0])
    assert (answer.status, answer.headers["X-Shape"]) == (200, "1x10"), (answer.status, answer.body)
    assert answer.body == case[1], "not what eager Python gives, bit for bit"


def samples_of(metrics: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    """By name: labels and value of each."""
    found = defaultdict(list)
    for line in metrics.splitlines():
        if not line.startswith("#"):
            name, labels, value = re.fullmatch(r"(\w+){(.*)} (\S+)", line).groups()
            found[name].append((dict(re.findall(r'(\w+)="([^"]*)"', labels)), float(value)))
    return found
