"""Models whose arguments are of all kinds of types."""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

import torch
from torch import Tensor, nn


class Plain(nn.Module):
    """Numbers, a text and None."""

    def forward(self, x: Tensor, n: int, scale: float, flag: bool, mode: str,
                mask: Optional[Tensor], limit: Optional[int]) -> Tensor:
        y = x * n * scale
        if flag and mode == "negative":
            y = -y
        if mask is not None:
            y = y * mask
        return y if limit is None else y.clamp(max=limit)


class Point(NamedTuple):
    where: Tensor
    weight: float


class Nested(nn.Module):
    """Containers, nested in each other."""

    def forward(self, xs: List[Tensor], sizes: List[int], table: Dict[str, Tensor],
                pair: Tuple[Tensor, int], groups: List[Dict[str, List[Tensor]]],
                point: Point) -> Tensor:
        total = torch.zeros(1)
        for x in xs:
            total = total + x.sum()
        for group in groups:
            for values in group.values():
                for value in values:
                    total = total + value.sum()
        for size, value in zip(sizes, table.values()):
            total = total + value.sum() * size
        return total + pair[0].sum() * pair[1] + point.where.sum() * point.weight


class OneList(nn.Module):
    def forward(self, xs: List[Tensor]) -> Tensor:
        return torch.stack([x.sum() for x in xs])


class OneDict(nn.Module):
    def forward(self, batch: Dict[str, Tensor]) -> Tensor:
        return torch.stack([x.sum() for x in batch.values()])


class ByNumber(nn.Module):
    def forward(self, table: Dict[int, Tensor], ratios: List[float]) -> Tensor:
        return table[3] * len(ratios)


class Anything(nn.Module):
    """Takes what it gets; a list of Tensors must be one, and not one of Any."""

    def forward(self, value: Any) -> int:
        if isinstance(value, List[Tensor]):
            return 1
        if isinstance(value, int):
            return 2
        if isinstance(value, Dict[str, Tensor]):
            return 3
        return 4


class Either(nn.Module):
    def forward(self, value: Union[int, float, Tensor], where: torch.device) -> int:
        if isinstance(value, Tensor):
            return 1
        if isinstance(value, int):
            return 2
        return 3


class Lookup(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(10, 4)
        self.fc = nn.Linear(4, 2)

    def forward(self, ids: Tensor) -> Tensor:
        return self.fc(self.table(ids))


class Echo(nn.Module):
    """Gives its input back, so that a test sees what arrived."""

    def forward(self, x: Tensor) -> Tensor:
        return x


def make() -> Dict[str, nn.Module]:
    return {"takes_plain": Plain(), "takes_nested": Nested(), "takes_one_list": OneList(),
            "takes_one_dict": OneDict(), "takes_numbers": ByNumber(), "takes_any": Anything(),
            "takes_either": Either(), "lookup": Lookup(), "echo": Echo()}
