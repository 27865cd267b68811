"""Module names that TorchScript admits, and those that it refuses, some only when it loads."""

from collections import OrderedDict
from typing import Dict, List

import torch
from torch import Tensor, nn

from entry import Entry, trace, traced

ADMITTED = ("a b", " ", "tab\there", "apo'strophe", "</script>", "<b>", "a&b", "a|b", "a/b", "a::b",
            "a,b", "a;b", "a-b", "a=b", "a#b", "a@b", "(a)", "[0]", "{a}", "${x}", "%s", "~", "`", "1",
            "self", "__hidden", "nul\0byte", "\x1b[31mred")

# Nobody can name a module so: add_module() and tracing refuse it.
REFUSED_AT_ONCE = ("", "a.b", "forward")

# LibTorch saves these, and cannot read what it saved.
REFUSED_WHEN_LOADED = {
    "unicode": "größe", "cjk": "层", "emoji": "\U0001f600", "quote": 'quo"te', "newline": "new\nline",
    "carriage_return": "a\rb", "backslash": "a\\b", "keyword": "class", "constant": "None",
}


class Named(nn.Module):
    """Two layers of odd names, and one inside another's."""

    def __init__(self, names: List[str]) -> None:
        super().__init__()
        for name in names:
            self.add_module(name, nn.Linear(2, 2))
        self.nested = nn.Sequential(OrderedDict((name, nn.Tanh()) for name in names))

    def forward(self, x: Tensor) -> Tensor:
        for module in self.children():
            x = module(x)
        return x


def sequence(names: List[str]) -> nn.Module:
    """Scripting unrolls a Sequential, whatever the names in it are."""
    inner = nn.Sequential(OrderedDict((name, nn.Linear(2, 2)) for name in names))
    return nn.Sequential(OrderedDict([("outer", inner), (names[0], nn.ReLU())])).eval()


def make() -> List[Entry]:
    x = torch.randn(1, 2)
    return [
        Entry("names_scripted", sequence(list(ADMITTED)), (x,)),
        traced("names_traced", Named(list(ADMITTED)).eval(), (x,)),
    ]


def check_refused(name: str) -> None:
    """PyTorch never takes the name."""
    x = torch.randn(1, 2)
    try:
        trace(Named([name]).eval(), (x,))
    except (KeyError, RuntimeError):
        return
    raise ValueError(f"PyTorch takes {name!r} now: it belongs to the names that are admitted")


def unloadable() -> Dict[str, torch.jit.ScriptModule]:
    """A model for each name that cannot be read back."""
    for name in REFUSED_AT_ONCE:
        check_refused(name)
    return {f"name_with_{label}": torch.jit.script(sequence([name]))
            for label, name in REFUSED_WHEN_LOADED.items()}
