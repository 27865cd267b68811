#!/usr/bin/env python3
"""Runs the programs of examples/ on a real model and holds what they say against eager Python.

    examples_test.py BIN_FOLDER MODELS_FOLDER
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import models  # noqa: E402  (the classes that the models are made of)

BIN, MODELS = Path(sys.argv[1]), Path(sys.argv[2])
INPUT = "1x3x16x16:float32[0.5,0.500001]"  # all the same number, nearly: Python can make it too


def run(name: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([BIN / f"example_{name}", *arguments], capture_output=True, text=True,
                          timeout=120, check=False)


def eager() -> nn.Module:
    """The model in Python, with the weights of the file."""
    model = models.Plain().eval()
    model.load_state_dict(torch.jit.load(str(MODELS / "plain.pt")).state_dict())
    return model


def eager_outputs() -> dict[str, list[torch.Tensor]]:
    """By path: what each call returned."""
    outputs: dict[str, list[torch.Tensor]] = {}
    model = eager()
    for path, module in model.named_modules():
        module.register_forward_hook(
            lambda _module, _inputs, output, path=path: outputs.setdefault(path, []).append(output))
    with torch.inference_mode():
        model(torch.full((1, 3, 16, 16), 0.5))
    return outputs


class Examples(unittest.TestCase):
    def ok(self, name: str, *arguments: str) -> str:
        done = run(name, str(MODELS / "plain.pt"), *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def test_feature_maps_are_those_of_eager_hooks(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.ok("dump_feature_maps", "**", folder, INPUT)
            expected = eager_outputs()
            named = {}
            for path, outputs in expected.items():
                for call, output in enumerate(outputs, 1):
                    named[f"{path or 'model'}{'' if call == 1 else f'.{call}'}.pt"] = output
            self.assertEqual({file.name for file in Path(folder).iterdir()}, set(named))
            for name, output in named.items():
                saved = torch.load(Path(folder) / name, weights_only=True)
                torch.testing.assert_close(saved, output, rtol=1e-5, atol=1e-6)

    def test_shapes_are_logged_in_the_order_of_the_calls(self) -> None:
        lines = self.ok("log_shapes", INPUT).splitlines()
        self.assertEqual(lines[0], "stem.0 Conv2d 1x3x16x16 -> 1x4x14x14")
        self.assertEqual(lines[-1], "(model) Plain 1x3x16x16 -> 1x10")
        self.assertEqual(len(lines), sum(len(outputs) for outputs in eager_outputs().values()))

    def test_nothing_runs_behind_the_layer_at_which_it_stops(self) -> None:
        self.assertEqual(self.ok("stop_early", "stem", INPUT), "after 6 calls: 1x4x14x14\n")

    def test_a_layer_without_output_moves_the_result_as_it_does_in_python(self) -> None:
        said = float(self.ok("replace_output", "blocks.0", INPUT).split()[-4])
        model = eager()
        x = torch.full((1, 3, 16, 16), 0.5)
        with torch.inference_mode():
            result = model(x)
            model.blocks[0].register_forward_hook(lambda *_: torch.zeros(1, 4, 14, 14))
            expected = ((model(x) - result).norm() / result.norm()).item()
        self.assertGreater(expected, 0)
        self.assertAlmostEqual(said, expected, delta=1e-3 * expected)

    def test_the_first_layer_with_infinities_is_named_and_where_they_come_from(self) -> None:
        self.assertEqual(self.ok("find_nan", INPUT), "all outputs of all layers are finite\n")
        done = run("find_nan", str(MODELS / "plain.pt"), "1x3x16x16:float32[3e38,3.1e38]")
        # The layers before it bear that much; the mean in the model's own code does not.
        self.assertEqual(done.stdout, "head (Linear) returns NaN or infinity, and was given some\n")
        self.assertEqual(done.returncode, 1)

    def test_a_profile_is_printed(self) -> None:
        self.assertRegex(self.ok("profile_model", INPUT), r"(?s)blocks.*conv1 .*\n.*In short")

    def test_what_is_wrong_is_said_in_one_line(self) -> None:
        plain = str(MODELS / "plain.pt")
        for name, arguments, message in [
            ("profile_model", ["nothing.pt", INPUT], "nothing.pt: no such file"),
            ("log_shapes", [], "give a model and the shapes of its inputs"),
            ("stop_early", [plain, "nowhere", INPUT], "the model has no module at 'nowhere'"),
            ("replace_output", [plain, "nowhere", INPUT], "the model has no module at 'nowhere'"),
            ("dump_feature_maps", [plain, "none*", "/tmp", INPUT],
             "the model has no module matching 'none*'"),
            ("find_nan", [plain, "1y3"], "--input 1y3: "),
        ]:
            done = run(name, *arguments)
            with self.subTest(name):
                self.assertTrue(done.stderr.startswith(f"{name}: {message}"), done.stderr)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
