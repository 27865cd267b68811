"""Recurrent layers and cells, embeddings."""

from typing import List, Tuple

import torch
from torch import Tensor, nn

from entry import Entry, traced


class Recurrent(nn.Module):
    """A recurrent layer between two others."""

    def __init__(self, layer: nn.Module, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(4, 4)
        self.layer = layer
        self.last = nn.Linear(width, 2)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.layer(self.inner(x))
        return self.last(y)


class WithState(nn.Module):
    """The state of one call is the argument of the next."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 6, batch_first=True)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        y, state = self.lstm(x)
        z, state = self.lstm(x + 1.0, state)
        return y + z, state


class LstmCells(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cells = nn.ModuleList([nn.LSTMCell(4, 4), nn.LSTMCell(4, 4)])

    def forward(self, x: Tensor) -> Tensor:
        for cell in self.cells:
            h = torch.zeros(x.size(1), 4)
            c = torch.zeros(x.size(1), 4)
            steps: List[Tensor] = []
            for step in x:
                h, c = cell(step, (h, c))
                steps.append(h)
            x = torch.stack(steps)
        return x


class Cells(nn.Module):
    """A GRU's and an RNN's cell, called in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRUCell(4, 4)
        self.rnn = nn.RNNCell(4, 4)
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.size(1), 4)
        for i in range(x.size(0)):
            h = self.gru(x[i], h) if i % 2 == 0 else self.rnn(x[i], self.drop(h))
        return h


class Embeddings(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(20, 8, padding_idx=0)
        self.places = nn.Embedding(6, 8, max_norm=None)
        self.bag = nn.EmbeddingBag(20, 8, mode="mean")
        self.sums = nn.EmbeddingBag(20, 8, mode="sum")

    def forward(self, ids: Tensor, offsets: Tensor) -> Tensor:
        places = torch.arange(ids.size(1))
        words = self.words(ids) + self.places(places)
        bags = self.bag(ids) + self.sums(ids.flatten(), offsets)
        return words.mean(1) + bags


class TracedEmbeddings(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(20, 8)
        self.bag = nn.EmbeddingBag(20, 8, mode="sum")
        self.norm = nn.LayerNorm(8)

    def forward(self, ids: Tensor) -> Tensor:
        return self.norm(self.words(ids).sum(1) + self.bag(ids))


def overloaded(*paths: str) -> dict:
    """The forward of these layers is overloaded; TorchScript numbers the overloads."""
    return {(path, "forward"): "forward__0" for path in paths}


def make() -> List[Entry]:
    x = torch.randn(3, 2, 4)
    ids = torch.randint(0, 20, (2, 5))
    lstm = Recurrent(nn.LSTM(4, 5, num_layers=2, bidirectional=True), 10).eval()
    gru = Recurrent(nn.GRU(4, 5, batch_first=True), 5).eval()
    rnn = Recurrent(nn.RNN(4, 5, bidirectional=True), 10).eval()
    layer = overloaded("layer")
    return [
        Entry("lstm", lstm, (x,), renamed=layer),
        traced("lstm_traced", lstm, (x,)),
        Entry("gru", gru, (x,), renamed=layer),
        traced("gru_traced", gru, (x,)),
        Entry("rnn", rnn, (x,), renamed=layer),
        Entry("lstm_with_state", WithState().eval(), (x,), renamed=overloaded("lstm")),
        Entry("lstm_cells", LstmCells().eval(), (x,)),
        Entry("other_cells", Cells().eval(), (x,)),
        Entry("embeddings", Embeddings().eval(), (ids, torch.tensor([0, 5]))),
        traced("embeddings_traced", TracedEmbeddings().eval(), (ids,)),
    ]
