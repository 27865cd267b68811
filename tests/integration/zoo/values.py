"""All types of inputs and outputs."""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Point(NamedTuple):
    where: Tensor
    weight: float
    tag: str


class Scalars(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor, i: int, f: float, b: bool, s: str,
                n: Optional[Tensor]) -> Tuple[Tensor, int, float, bool, str, Optional[Tensor]]:
        if n is not None:
            x = x + n
        if b and s == "go":
            x = self.fc(x) * f
        return x, i + 1, f * 2, not b, s + "!", n


class Structures(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.out = nn.Linear(4, 2)

    def forward(self, xs: List[Tensor], table: Dict[str, Tensor], pair: Tuple[Tensor, List[int]],
                deep: Dict[str, List[Tuple[int, Tensor]]]
                ) -> Dict[str, List[Tuple[int, Tensor]]]:
        result: Dict[str, List[Tuple[int, Tensor]]] = {}
        for i, x in enumerate(xs):
            result[str(i)] = [(i, self.fc(x))]
        for key, x in table.items():
            result[key] = [(pair[1][0], self.out(x + pair[0]))]
        for key, items in deep.items():
            result["deep " + key] = [(n * 2, self.fc(x)) for n, x in items]
        return result


class NamedPoints(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def move(self, point: Point) -> Point:
        return Point(self.fc(point.where), point.weight * 0.5, point.tag + "'")

    def forward(self, point: Point, more: List[Point]) -> Tuple[Point, List[Point]]:
        return self.move(point), [self.move(p) for p in more]


class Nothing(nn.Module):
    """Returns None; what it did is in its buffer."""

    seen: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.register_buffer("seen", torch.zeros(3, 4))

    def forward(self, x: Tensor) -> None:
        self.seen.add_(self.fc(x).detach())


class Optionals(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Optional[Tensor], xs: Optional[List[Tensor]] = None,
                scale: Optional[float] = None) -> Optional[Tensor]:
        if x is None:
            return None
        y = self.fc(x)
        if xs is not None:
            for z in xs:
                y = y + self.fc(z)
        return y if scale is None else y * scale


class TensorTypes(nn.Module):
    """Integers, booleans, double precision, empty and zero-dimensional tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(10, 4)
        self.fc = nn.Linear(4, 4).double()

    def forward(self, ids: Tensor, mask: Tensor, x: Tensor, empty: Tensor,
                zero: Tensor) -> Tuple[Tensor, Tensor, Tensor, List[Tensor]]:
        y = self.table(ids).masked_fill(mask, 0.5)
        return y, self.fc(x), ids + zero, [empty, mask]


class ReturnsInput(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.same = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.same(x)


class ReturnsInputList(nn.Module):
    def forward(self, xs: List[Tensor]) -> List[Tensor]:
        return xs


class Anything(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Any) -> Tensor:
        if isinstance(x, int):
            return self.fc(torch.ones(x, 4))
        if isinstance(x, Tensor):
            return self.fc(x)
        return torch.ones(1)


class DictOfTensors(nn.Module):
    """What tracing takes besides tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor, pair: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        return self.fc(x), (self.fc(pair[0]), pair[1] * 2)


class NoParameters(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Tanh()
        self.pool = nn.AvgPool2d(2)
        self.flat = nn.Flatten()

    def forward(self, x: Tensor) -> Tensor:
        return self.flat(self.pool(self.act(x)))


def make() -> List[Entry]:
    x = torch.randn(3, 4)
    points = [Point(torch.randn(1, 4), 2.0, "a"), Point(torch.randn(2, 4), 3.0, "b")]
    return [
        Entry("scalars", Scalars().eval(), (x, 3, 0.5, True, "go", None)),
        Entry("scalars_by_name", Scalars().eval(),
              {"x": x, "i": 3, "f": 0.25, "b": False, "s": "stay", "n": torch.randn(4)}),
        Entry("structures", Structures().eval(),
              ([x, x * 2], {"k": x, "l": -x}, (torch.ones(4), [7, 8]),
               {"one": [(1, x)], "none": [], "two": [(2, x - 1), (3, x + 1)]})),
        Entry("named_tuples", NamedPoints().eval(), (Point(x, 1.0, "p"), points)),
        Entry("returns_none", Nothing().eval(), (x,)),
        Entry("optionals_given", Optionals().eval(), (x, [x * 0.5, x + 1], 2.0)),
        Entry("optionals_left_out", Optionals().eval(), (x,)),
        Entry("optionals_none", Optionals().eval(), {"x": None, "scale": 1.0}),
        Entry("tensor_types", TensorTypes().eval(),
              (torch.tensor([[1, 2], [3, 9]]), torch.tensor([True, False, False, True]), x.double(),
               torch.empty(0, 4), torch.tensor(5))),
        Entry("returns_input", ReturnsInput().eval(), (x,)),
        Entry("returns_input_list", ReturnsInputList().eval(), ([x, x + 1],)),
        Entry("any_type", Anything().eval(), (5,)),
        traced("tuples_traced", DictOfTensors().eval(), (x, (x + 1, x * 3))),
        Entry("no_parameters", NoParameters().eval(), (torch.randn(1, 2, 4, 4),)),
        traced("no_parameters_traced", NoParameters().eval(), (torch.randn(1, 2, 4, 4),)),
    ]
