"""Attention and transformers: the native fast path, the slow path, and attention by hand."""

import math
from typing import List, Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from entry import Entry, traced


# Tracing runs with gradients on, where the fast paths are not taken.
TRACED = {"gradients_on": True, "why": "traced code computes sizes as tensors, equal ones once when "
          "they are known"}
SIZES = {"aten::mul": 2, "aten::div": 1}


class SelfAttention(nn.Module):
    """nn.MultiheadAttention, with weights and without."""

    def __init__(self) -> None:
        super().__init__()
        self.with_weights = nn.MultiheadAttention(8, 2, batch_first=True)
        self.without = nn.MultiheadAttention(8, 2, batch_first=True)
        self.norm = nn.LayerNorm(8)

    def forward(self, x: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
        y, weights = self.with_weights(x, x, x)
        z, _ = self.without(x, y, y, need_weights=False)
        return self.norm(x + z), weights


class ByHand(nn.Module):
    def __init__(self, kernel: bool) -> None:
        super().__init__()
        self.query = nn.Linear(8, 8)
        self.key = nn.Linear(8, 8)
        self.value = nn.Linear(8, 8)
        self.out = nn.Linear(8, 8)
        self.kernel = kernel

    def split(self, x: Tensor) -> Tensor:
        return x.view(x.size(0), x.size(1), 2, 4).transpose(1, 2)

    def attend(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        if self.kernel:
            return functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        scores = q @ k.transpose(-2, -1) / math.sqrt(4.0)
        return scores.softmax(-1) @ v

    def forward(self, x: Tensor) -> Tensor:
        y = self.attend(self.split(self.query(x)), self.split(self.key(x)),
                        self.split(self.value(x)))
        return self.out(y.transpose(1, 2).reshape(x.size(0), x.size(1), 8))


def encoder(batch_first: bool, layers: int = 2, norm_first: bool = False) -> nn.Module:
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.1, batch_first=batch_first,
                                       norm_first=norm_first)
    return nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)


class Classifier(nn.Module):
    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.words = nn.Embedding(20, 8)
        self.encoder = inner
        self.head = nn.Linear(8, 3)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.encoder(self.words(ids)).mean(1))


class Translator(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        layer = nn.TransformerDecoderLayer(8, 2, 16, batch_first=True)
        self.decoder = nn.TransformerDecoder(layer, 2)
        self.head = nn.Linear(8, 3)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        return self.head(self.decoder(x, memory))


def make() -> List[Entry]:
    x = torch.randn(2, 5, 8)
    ids = (torch.randint(0, 20, (2, 5)),)
    fast = Classifier(encoder(batch_first=True)).eval()
    return [
        Entry("multihead_attention", SelfAttention().eval(), (x,)),
        traced("multihead_attention_traced", SelfAttention().eval(), (x,), **TRACED,
               always={"with_weights": SIZES, "without": {"aten::mul": 3, "aten::div": 1}},
               optimised={"without": {"aten::mul": -1, "aten::div": -1}}),
        Entry("attention_by_kernel", ByHand(kernel=True).eval(), (x,)),
        traced("attention_by_kernel_traced", ByHand(kernel=True).eval(), (x,)),
        Entry("attention_by_hand", ByHand(kernel=False).eval(), (x,)),
        Entry("transformer_fast_path", fast, ids),
        Entry("transformer_slow_path", Classifier(encoder(batch_first=False)).eval(), ids),
        Entry("transformer_norm_first",
              Classifier(encoder(batch_first=False, norm_first=True)).eval(), ids),
        Entry("transformer_in_training", Classifier(encoder(batch_first=True)).train(), ids),
        traced("transformer_traced", fast, ids, **TRACED,
               always={f"encoder.layers.{i}.self_attn": SIZES for i in range(2)}),
        Entry("transformer_decoder", Translator().eval(), (x, torch.randn(2, 7, 8))),
    ]
