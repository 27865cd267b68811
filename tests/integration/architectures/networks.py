"""Real architectures, with what they are called with. Weights are small and finite: only shapes matter."""

import sys
import types
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn

sys.modules["torchvision._meta_registrations"] = types.ModuleType("none")  # its C++ operators may not load
import torchvision  # noqa: E402


class Lstm(nn.Module):
    """A tagger: embedding, two bidirectional layers, a classifier for each step."""

    def __init__(self, **options) -> None:
        super().__init__()
        self.embedding = nn.Embedding(1000, 64)
        self.lstm = nn.LSTM(64, 96, 2, bidirectional=True, batch_first=True, **options)
        self.classifier = nn.Linear(2 * (options.get("proj_size") or 96), 12)

    def forward(self, ids):
        return self.classifier(self.lstm(self.embedding(ids))[0])


class GruAndRnn(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(32, 48, 2, bidirectional=True)
        self.rnn = nn.RNN(96, 24, nonlinearity="relu")
        self.cell = nn.LSTMCell(24, 16)

    def forward(self, x):
        x, _ = self.gru(x)
        x, _ = self.rnn(x)
        h, c = self.cell(x[0])
        for i in range(1, 4):
            h, c = self.cell(x[i], (h, c))
        return h


class Encoder(nn.Module):
    """nn.TransformerEncoder; in inference its layers may run as one kernel each."""

    def __init__(self) -> None:
        super().__init__()
        layer = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 3, enable_nested_tensor=False)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.encoder(x).mean(1))


class Generator(nn.Module):
    """Transposed convolutions as in DCGAN, one of them grouped and dilated."""

    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.ConvTranspose2d(64, 128, 4), nn.BatchNorm2d(128), nn.ReLU(),
            nn.ConvTranspose2d(128, 64, 4, 2, 1, groups=4), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 3, 2, 2, dilation=2, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(32, 3, 4, 2, 1), nn.Tanh())
        self.volume = nn.ConvTranspose3d(3, 2, 2)
        self.line = nn.ConvTranspose1d(3, 2, 5, stride=3)

    def forward(self, z):
        image = self.net(z)
        return self.volume(image.unsqueeze(2)), self.line(image.flatten(2)[:, :, :50])


class Functional(nn.Module):
    """Products that no module makes: attention by hand, contractions, batched products."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(32, 96)
        self.conv = nn.Conv1d(32, 32, 3, padding="same", groups=4, dilation=2)
        self.weight = nn.Parameter(torch.rand(5, 32, 16))

    def forward(self, x):
        q, k, v = self.qkv(x).reshape(x.size(0), x.size(1), 3, 4, 8).permute(2, 0, 3, 1, 4).unbind()
        x = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        scores = torch.baddbmm(torch.zeros(1, 1, 1), x, x.transpose(1, 2), beta=0.0, alpha=0.2)
        x = torch.bmm(torch.softmax(scores, -1), x) + self.conv(x.transpose(1, 2)).transpose(1, 2)
        return torch.einsum("bld,edf->blef", x, self.weight)


Example = tuple[Callable[[], nn.Module], tuple[int, ...]]


def vision(name: str, *sizes: int, **options) -> Example:
    builder = getattr(torchvision.models, name, None) or getattr(torchvision.models.video, name)
    return lambda: builder(weights=None, **options), sizes


# Name: how it is made, and the shape of its input (of whole numbers for an embedding).
NETWORKS: dict[str, Example] = {
    "resnet18": vision("resnet18", 1, 3, 224, 224),
    "mobilenet_v3_small": vision("mobilenet_v3_small", 1, 3, 224, 224),
    "densenet121": vision("densenet121", 1, 3, 224, 224),
    "inception_v3": vision("inception_v3", 1, 3, 299, 299, init_weights=False, aux_logits=True),
    "vit_b_16": vision("vit_b_16", 1, 3, 224, 224),
    "swin_t": vision("swin_t", 1, 3, 224, 224),
    "r3d_18": vision("r3d_18", 1, 3, 8, 112, 112),
    "lstm": (Lstm, (2, 20)),
    "lstm_projected": (lambda: Lstm(proj_size=40), (2, 20)),
    "gru_and_rnn": (GruAndRnn, (6, 3, 32)),
    "encoder": (Encoder, (2, 20, 64)),
    "generator": (Generator, (2, 64, 1, 1)),
    "functional": (Functional, (2, 20, 32)),
}


def build(name: str) -> tuple[nn.Module, torch.Tensor]:
    torch.manual_seed(0)
    builder, sizes = NETWORKS[name]
    example = torch.randint(0, 1000, sizes) if name.startswith("lstm") else torch.rand(sizes)
    return builder().eval(), example
