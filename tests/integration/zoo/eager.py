"""What eager Python says of a model: which modules it calls, in which order, and which operators
their own code calls. Nothing here knows hookstat."""

import contextlib
import copy
import types
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Optional

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode


@dataclass
class Call:
    """A call of a module's method from outside it, or the body of a fork (then `path` is the module
    that forked)."""

    path: str
    method: str
    parent: Optional[int]  # index into the list of calls
    fork: bool = False


@dataclass
class Seen:
    calls: List[Call] = field(default_factory=list)
    operators: Dict[str, Counter] = field(default_factory=dict)  # by path of the module


class DoneFuture:
    """What torch.jit.fork returns here: eager Python runs the body at once."""

    def __init__(self, result: Any) -> None:
        self.result = result

    def wait(self) -> Any:
        return self.result

    def done(self) -> bool:
        return True

    def value(self) -> Any:
        return self.result


def is_composite(operator: torch._ops.OpOverload) -> bool:
    """All its work is done by the operators it calls; it has no kernel of its own."""
    key = "CompositeImplicitAutograd"
    return torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), key)


class Recorder(TorchDispatchMode):
    """Records while it is active. A dispatch mode sees each outermost operator that has a kernel of
    its own; the module on top of the stack is the one whose code called it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.open: List[int] = []

    def path(self) -> Optional[str]:
        return self.seen.calls[self.open[-1]].path if self.open else None

    @contextlib.contextmanager
    def call(self, path: str, method: str, fork: bool = False) -> Iterator[None]:
        parent = self.open[-1] if self.open else None
        self.seen.calls.append(Call(path, method, parent, fork))
        self.open.append(len(self.seen.calls) - 1)
        try:
            yield
        finally:
            self.open.pop()

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if is_composite(func):
            with self:
                return func.decompose(*args, **(kwargs or {}))
        self.seen.operators.setdefault(self.path() or "", Counter())[func._schema.name] += 1
        return func(*args, **(kwargs or {}))


def recorded(recorder: Recorder, path: str, name: str, function: Callable) -> Callable:
    """What a module calls on itself is no call: it is part of the module's own work."""

    def wrapper(*args, **kwargs):
        if recorder.path() == path:
            return function(*args, **kwargs)
        with recorder.call(path, name):
            return function(*args, **kwargs)

    return wrapper


# Their methods other than forward (items, keys ...) are unrolled when they are scripted.
CONTAINERS = (nn.ModuleList, nn.ModuleDict, nn.Sequential)


def own_methods(module: nn.Module) -> List[str]:
    names = set()
    if isinstance(module, CONTAINERS):
        return ["forward"] if isinstance(module, nn.Sequential) else []
    for base in type(module).__mro__:
        if base is nn.Module:
            break
        names |= {name for name, value in vars(base).items()
                  if isinstance(value, types.FunctionType) and not name.startswith("__")}
    return sorted(names)


@contextlib.contextmanager
def watched(module: nn.Module, path: str, recorder: Recorder, traced: bool) -> Iterator[None]:
    """Every method of the module, and every forward hook on it, records its calls. The methods are
    replaced on the instance: hooks would change what nn.TransformerEncoderLayer does. Tracing sees
    no other method than forward."""
    replaced = [name for name in own_methods(module) if name == "forward" or not traced]
    for name in replaced:
        module.__dict__[name] = recorded(recorder, path, name, getattr(module, name))
    hooks = [(table, dict(table)) for table in (module._forward_pre_hooks, module._forward_hooks)]
    for table, before in hooks:
        for key, hook in before.items():
            table[key] = recorded(recorder, path, hook.__name__, hook)
    try:
        yield
    finally:
        for name in replaced:
            del module.__dict__[name]
        for table, before in hooks:
            table.update(before)


@contextlib.contextmanager
def forks_at_once(recorder: Recorder) -> Iterator[None]:
    before = torch.jit.fork, torch.jit.wait

    def fork(function, *args, **kwargs):
        with recorder.call(recorder.path() or "", "fork", fork=True):
            return DoneFuture(function(*args, **kwargs))

    torch.jit.fork, torch.jit.wait = fork, lambda future: future.wait()
    try:
        yield
    finally:
        torch.jit.fork, torch.jit.wait = before


def run(model: nn.Module, method: str, inputs: Any, gradients: bool = False,
        traced: bool = False) -> Seen:
    """Calls the method once on a copy of the inputs."""
    recorder = Recorder()
    inputs = copy.deepcopy(inputs)
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.set_grad_enabled(gradients))
        for path, module in model.named_modules():
            stack.enter_context(watched(module, path, recorder, traced))
        stack.enter_context(forks_at_once(recorder))
        torch.manual_seed(0)
        # The first call is that of the model: its hooks run inside it.
        target = model if method == "forward" else getattr(model, method)
        args, kwargs = ((), inputs) if isinstance(inputs, dict) else (inputs, {})
        with recorder.call("", method), recorder:
            result = target(*args, **kwargs)
    check_finite(result)
    return recorder.seen


def check_finite(value: Any) -> None:
    """An output that is not finite could hide a difference between two runs."""
    if isinstance(value, torch.Tensor):
        plain = value.dequantize() if value.is_quantized else value
        if not torch.isfinite(plain).all():
            raise ValueError("an output is not finite")
    elif isinstance(value, dict):
        check_finite(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            check_finite(item)
