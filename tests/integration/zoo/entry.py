"""One model of the zoo, how it is exported, and what is expected of it."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

import torch
from torch import nn

import eager

# Operators without arithmetic: views, copies, new tensors, reading of a number. Eager Python and
# TorchScript differ in when they need them. All others are compared.
NOT_COMPARED = sorted({
    f"aten::{name}" for name in (
        "_local_scalar_dense _reshape_alias _to_copy _unsafe_view alias arange as_strided clone copy "
        "detach diagonal empty empty_like empty_strided equal expand fill full full_like "
        "is_same_size item lift_fresh new_empty new_empty_strided new_zeros new_ones new_full ones "
        "ones_like permute select slice split split_with_sizes squeeze t transpose unbind unfold "
        "unsqueeze view view_as_real zeros zeros_like zero scalar_tensor resize_ unsafe_split "
        "unsafe_chunk").split()})

Calls = List[Tuple[int, str, str]]  # depth, path, method: "fork" for the body of a fork
Changes = Dict[str, Dict[str, int]]  # path, operator: how many more or fewer than in eager Python


def script(module: nn.Module, _: Any) -> torch.jit.ScriptModule:
    return torch.jit.script(module)


def trace(module: nn.Module, inputs: Any) -> torch.jit.ScriptModule:
    return torch.jit.trace(module, inputs, check_trace=False)


def freeze(export: Callable) -> Callable:
    return lambda module, inputs: torch.jit.freeze(export(module, inputs))


def optimise(export: Callable) -> Callable:
    return lambda module, inputs: torch.jit.optimize_for_inference(export(module, inputs))


@dataclass
class Entry:
    name: str
    module: nn.Module  # what is exported
    inputs: Any  # a tuple of positional values, a dict of named ones
    export: Callable = script
    method: str = "forward"
    # The eager model whose calls are expected, where it is another than the one exported: one
    # object under two names cannot be told apart in eager Python, a scripted child not be watched.
    reference: Optional[nn.Module] = None
    # By hand, where TorchScript rightly differs from eager Python; the entry says why.
    calls: Optional[Calls] = None
    modules: Optional[Dict[str, str]] = None  # path: class
    traced: bool = False  # see `traced`
    numbered: bool = False  # likewise
    flat: bool = False  # see `flat`
    # (path, method): the name TorchScript gives the method.
    renamed: Dict[Tuple[str, str], str] = field(default_factory=dict)
    # Why operators cannot be compared with eager Python's.
    operators_differ: str = ""
    # Whether eager Python is asked with gradients on, as tracing runs it: some Python code looks.
    gradients_on: bool = False
    # What the test does to the loaded model: "freeze", "optimise", or nothing.
    in_process: str = ""
    # What the executor makes of the operators: in every run, and from the second run on.
    always: Changes = field(default_factory=dict)
    optimised: Changes = field(default_factory=dict)
    why: str = ""  # the reason for either
    # Why outputs with gradients cannot be compared with and without hooks.
    gradients_differ: str = ""
    # why the executor regroups the arithmetic of products, with and without hooks otherwise
    regrouped: str = ""

    def __post_init__(self) -> None:
        if (self.always or self.optimised) and not self.why:
            raise ValueError(f"{self.name}: what the executor changes needs a reason")


def traced(name: str, module: nn.Module, inputs: Any, **more: Any) -> Entry:
    """Tracing records every call of a module as a method of its own: forward, forward1, forward2. Other
    methods are part of the code around them."""
    return Entry(name, module, inputs, export=trace, traced=True, **{"numbered": True, **more})


# Tracing records convolutions by another name.
CONVOLUTION = {"aten::convolution": -1, "aten::_convolution": 1}


def flat(name: str, module: nn.Module, inputs: Any, export: Callable, **more: Any) -> Entry:
    """An export that leaves no modules: all is the work of the model itself."""
    return Entry(name, module, inputs, export=export, calls=[(0, "", "forward")],
                 modules={"": class_name(module)}, flat=True, **more)


def numbered(calls: List[eager.Call]) -> List[eager.Call]:
    times: Counter = Counter()
    for call in calls:
        times[call.path] += 1
        if times[call.path] > 1:
            call.method += str(times[call.path] - 1)
    return calls


def calls_by_hand(calls: Calls) -> List[eager.Call]:
    made: List[eager.Call] = []
    open_calls: List[int] = []
    for depth, path, method in calls:
        del open_calls[depth:]
        parent = open_calls[-1] if open_calls else None
        made.append(eager.Call(path, method, parent, method == "fork"))
        open_calls.append(len(made) - 1)
    return made


def class_name(module: nn.Module) -> str:
    return getattr(module, "original_name", type(module).__name__)


def out_of_place(name: str) -> str:
    """Whether LibTorch adds in place inside linear() depends on who watches."""
    return name[:-1] if name.endswith("_") and not name.endswith("__") else name


def changed(operators: Dict[str, Counter], *changes: Changes) -> Dict[str, Dict[str, int]]:
    result: Dict[str, Counter] = {}
    for counted in (operators, *changes):
        for path, counts in counted.items():
            for name, count in counts.items():
                result.setdefault(path, Counter())[out_of_place(name)] += count
    kept = {path: {name: count for name, count in sorted(counts.items())
                   if count != 0 and name not in NOT_COMPARED} for path, counts in result.items()}
    return {path: counts for path, counts in sorted(kept.items()) if counts}


def expectation(entry: Entry) -> Dict[str, Any]:
    model = entry.reference or entry.module
    seen = eager.run(model, entry.method, entry.inputs, entry.gradients_on, entry.traced)
    if entry.flat:
        seen.operators = {"": sum(seen.operators.values(), Counter())}
    calls = seen.calls if entry.calls is None else calls_by_hand(entry.calls)
    if entry.numbered:
        calls = numbered(calls)
    for call in calls:
        call.method = entry.renamed.get((call.path, call.method), call.method)
    modules = entry.modules
    if modules is None:
        modules = {path: class_name(module)
                   for path, module in model.named_modules(remove_duplicate=False)}
    return {
        "method": entry.method,
        "in_process": entry.in_process,
        "calls": [asdict(call) for call in calls],
        "modules": [{"path": path, "class": name} for path, name in modules.items()],
        "operators_differ": entry.operators_differ,
        "operators": changed(seen.operators, entry.always),
        "optimised_operators": changed(seen.operators, entry.always, entry.optimised),
        "why": entry.why,
        "gradients_differ": entry.gradients_differ,
        "regrouped": entry.regrouped,
    }


def plain(value: Any) -> Any:
    """Named tuples are written as tuples: their classes are Python's."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def write(entry: Entry, folder: Path) -> None:
    """The model is saved before it runs: a run may change it."""
    scripted = entry.export(entry.module, entry.inputs)
    torch.jit.save(scripted, str(folder / f"{entry.name}.pt"))
    torch.save(plain(entry.inputs), folder / f"{entry.name}.inputs.pt")
    text = json.dumps(expectation(entry), indent=1, ensure_ascii=True)
    (folder / f"{entry.name}.json").write_text(text)
