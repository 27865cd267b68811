#!/usr/bin/env python3
"""Whether bench/device_against_profiler.py gives a trace's kernels to the layers that launched them.

    device_trace_test.py BENCH_FOLDER

There is no GPU where this runs, so the trace is written by hand, in the form that Kineto exports: kernels and launches
belong together by `correlation`, times are microseconds.
"""

import sys
import unittest

sys.path.insert(0, sys.argv.pop(1))
import device_against_profiler as bench  # noqa: E402


def event(cat: str, name: str, ts: float, dur: float, correlation: int | None = None) -> dict:
    made = {"ph": "X", "cat": cat, "name": name, "ts": ts, "dur": dur}
    return made if correlation is None else made | {"args": {"correlation": correlation}}


LAYERS = [event("user_annotation", "layer:conv1", 100, 50), event("user_annotation", "layer:fc", 200, 20),
          event("user_annotation", "ProfilerStep#1", 0, 1000)]


class DeviceTimes(unittest.TestCase):
    def test_are_of_the_layer_that_was_open_at_the_launch(self) -> None:
        trace = LAYERS + [
            event("cuda_runtime", "cudaLaunchKernel", 110, 3, 1), event("kernel", "conv", 170, 40, 1),
            event("cuda_driver", "cuLaunchKernelEx", 120, 3, 2), event("kernel", "bias", 210, 5, 2),
            event("cuda_runtime", "cudaMemcpyAsync", 205, 3, 3), event("gpu_memcpy", "DtoD", 260, 7, 3),
        ]
        self.assertEqual(bench.device_times(trace), {"conv1": 45_000, "fc": 7_000})

    def test_are_nobodys_outside_the_layers(self) -> None:
        trace = LAYERS + [
            event("cuda_runtime", "cudaLaunchKernel", 160, 3, 1), event("kernel", "add", 170, 40, 1),
            event("kernel", "of a launch that is not there", 110, 9, 2),
            event("gpu_user_annotation", "layer:conv1", 170, 40), event("cpu_op", "aten::conv2d", 101, 40),
            {"ph": "M", "name": "process_name"},
        ]
        self.assertEqual(bench.device_times(trace), {})


class HostTimes(unittest.TestCase):
    def test_are_of_the_outermost_operators(self) -> None:
        trace = LAYERS + [event("cpu_op", "aten::conv2d", 101, 40), event("cpu_op", "aten::convolution", 102, 38),
                          event("cpu_op", "aten::linear", 201, 10), event("cpu_op", "aten::add", 300, 10)]
        self.assertEqual(bench.host_times(trace), {"conv1": 40_000, "fc": 10_000})


if __name__ == "__main__":
    unittest.main()
