#!/usr/bin/env python3
"""What the server of examples/ refuses, what it outlives, and how it ends (server_process.py)."""

import contextlib
import signal
import socket
import subprocess
import sys
import unittest

from server_process import (MODEL, PATIENCE_S, PREDICT, SERVER, Server, ask, eager_cases, predict,
                            samples_of)


class Requests(unittest.TestCase):
    """What is refused, by a server of which every other call goes through hooks."""

    def setUp(self) -> None:
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.server = Server(stack, "--every", "2")
        self.connection = stack.enter_context(contextlib.closing(self.server.connect()))
        self.case, = eager_cases(1)

    def assert_lives(self) -> None:
        self.assertIsNone(self.server.process.poll())
        self.assertEqual(self.server.get("/healthz")[1], "ok\n")
        predict(self.connection, self.case)

    def test_what_is_wrong_with_a_request_is_said_in_one_line(self) -> None:
        whole = self.case[0]
        for target, body, message in [
            ("/predict", whole, "the shape is missing"),
            ("/predict?shape=", whole, "the shape is missing"),
            ("/predict?shape=1xthree", whole, "is no size"),
            ("/predict?shape=1x3x16x16x", whole, "."),
            ("/predict?shape=-1x3x16x16", whole, "the size -1 is not positive"),
            ("/predict?shape=1x0", b"", "the size 0 is not positive"),
            ("/predict?shape=99999999999999999999", whole, "too large"),
            ("/predict?shape=4294967296x4294967296x4", whole, "too large"),  # 4 * 2^64 is 0
            ("/predict?shape=3037000500x3037000500", whole, "too large"),
            ("/predict?shape=1152921504606846976", whole, "bytes"),  # 2^62 bytes: could be
            (PREDICT + ":int32", whole, "values are float32"),
            (PREDICT + ":float32[0,1]", whole, "a shape is sizes alone"),
            (PREDICT, b"", "the body must have 3072 bytes"),
            (PREDICT, whole[:-1], "the body must have 3072 bytes"),
            (PREDICT, whole + b"\0", "the body must have 3072 bytes"),
            ("/predict?shape=1x4x12x16", whole, "^RuntimeError: .*to have 3 channels"),
            ("/predict?shape=768", whole, "^RuntimeError: .*conv2d"),
        ]:
            with self.subTest(target):
                for _ in range(6):  # of calls of the model some are hooked, some are not
                    answer = ask(self.connection, "POST", target, body)
                    self.assertEqual(answer.status, 400)
                    self.assertEqual(answer.headers["Content-Type"], "text/plain")
                    self.assertRegex(answer.body.decode(), rf"\A[^\n]+\n\Z")
                    self.assertRegex(answer.body.decode(), message)
                self.assert_lives()
        failed = [value for labels, value in samples_of(self.server.get("/metrics")[1])[
            "hookstat_sampler_samples_total"] if labels["kind"] == "failed"]
        self.assertGreater(failed[0], 0)

    def test_other_methods_places_and_forms_are_refused(self) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}  # what curl sends of itself
        for method, target, body, headers, status in [
            ("GET", "/predict", None, {}, 404), ("POST", "/metrics", b"", {}, 404),
            ("GET", "/nothing", None, {}, 404), ("POST", PREDICT, b"x" * 20_000, form, 413),
        ]:
            with self.subTest(f"{method} {target}"):
                self.assertEqual(ask(self.connection, method, target, body, headers).status, status)
                self.assert_lives()

    def test_it_outlives_clients_that_speak_no_http_or_leave(self) -> None:
        host, port = self.server.address.split(":")
        header = f"POST {PREDICT} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3072\r\n\r\n".encode()
        for said in (b"", b"NONSENSE\r\n\r\n", b"\0" * 3000, header[:-2], header + b"too little"):
            with self.subTest(said[:20]):
                with socket.create_connection((host, int(port)), PATIENCE_S) as raw:
                    raw.sendall(said)
                self.assert_lives()


class Ends(unittest.TestCase):
    def test_signals_end_it_well_while_clients_are_connected(self) -> None:
        case, = eager_cases(1)
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name), contextlib.ExitStack() as stack:
                server = Server(stack)
                idle, used = (stack.enter_context(contextlib.closing(server.connect()))
                              for _ in range(2))
                idle.connect()
                predict(used, case)
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(PATIENCE_S), 0)
                self.assertEqual(server.log.read_text(), f"listening on http://{server.address}\n")

    def test_what_it_cannot_begin_with_is_said_in_one_line(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for arguments, message in [
                (["nothing.pt"], "nothing.pt: no such file"),
                ([MODEL, "--every", "0"], "the sampler's `every` is 0"),
                ([MODEL, "--port", port], "the port is taken"),
            ]:
                done = subprocess.run([SERVER, *arguments], capture_output=True, text=True,
                                      timeout=PATIENCE_S, check=False)
                with self.subTest(message):
                    self.assertRegex(done.stderr, rf"\Aserver: {message}[^\n]*\n\Z")
                    self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
