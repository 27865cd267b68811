#!/usr/bin/env python3
"""SSD300 as a TorchScript file: the model whose profile hookstat's reference tables show.

The network is SSD300 for the 21 classes of PASCAL VOC, as in W. Liu et al., "SSD: Single Shot
MultiBox Detector", ECCV 2016: VGG16 with fc6 and fc7 turned into (atrous) convolutions, eight
extra convolutions, and at each of six scales one convolution for the boxes and one for the
classes. The weights are random, from a seed: a profile depends on shapes, not on what was learnt.

    python torchscript_models/ssd300.py [--trace] [--seed N] [-o FILE]

It is scripted unless --trace is given: a traced file has the modules and the weights too, and the code
of its one forward without loops. Both give the 57 rows of the reference tables.
"""

from typing import Final, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import exporting

CLASSES = 21
INPUT_SHAPE = (1, 3, 300, 300)
PARAMETERS = 26_285_486
PRIORS = 8732  # 38*38*4 + 19*19*6 + 10*10*6 + 5*5*6 + 3*3*4 + 1*1*4

SOURCE_CHANNELS = (512, 1024, 512, 256, 256, 256)  # conv4_3, fc7, and every second extra
BOXES_PER_CELL = (4, 6, 6, 6, 4, 4)


class L2Norm(nn.Module):
    """Divides each position by its norm over the channels, then scales each channel."""

    def __init__(self, channels: int, scale: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels,), scale))
        self.eps = 1e-10

    def forward(self, x: Tensor) -> Tensor:
        norm = torch.sqrt(torch.sum(x * x, dim=1, keepdim=True) + self.eps)
        return x / norm * self.weight.view(1, -1, 1, 1)


def vgg_layers() -> List[nn.Module]:
    """VGG16 up to conv5_3, then fc6 and fc7 as convolutions: 35 layers."""
    layers: List[nn.Module] = []
    channels = 3
    plan = (64, 64, "pool", 128, 128, "pool", 256, 256, 256, "pool_ceil",
            512, 512, 512, "pool", 512, 512, 512)
    for step in plan:
        if isinstance(step, int):
            layers += [nn.Conv2d(channels, step, 3, padding=1), nn.ReLU(inplace=True)]
            channels = step
        else:  # rounding up keeps 38 x 38 where 75 / 2 would give 37
            layers.append(nn.MaxPool2d(2, stride=2, ceil_mode=step == "pool_ceil"))
    return layers + [
        nn.MaxPool2d(3, stride=1, padding=1),
        nn.Conv2d(512, 1024, 3, padding=6, dilation=6), nn.ReLU(inplace=True),
        nn.Conv2d(1024, 1024, 1), nn.ReLU(inplace=True),
    ]


def extra_layers() -> List[nn.Module]:
    """Four pairs: 1x1 to narrow, 3x3 to shrink the map to 10, 5, 3 and 1."""
    return [
        nn.Conv2d(1024, 256, 1), nn.Conv2d(256, 512, 3, stride=2, padding=1),
        nn.Conv2d(512, 128, 1), nn.Conv2d(128, 256, 3, stride=2, padding=1),
        nn.Conv2d(256, 128, 1), nn.Conv2d(128, 256, 3),
        nn.Conv2d(256, 128, 1), nn.Conv2d(128, 256, 3),
    ]


def head_layers(values_per_box: int) -> List[nn.Module]:
    return [nn.Conv2d(channels, boxes * values_per_box, 3, padding=1)
            for channels, boxes in zip(SOURCE_CHANNELS, BOXES_PER_CELL)]


class SSD300(nn.Module):
    """Images [N, 3, 300, 300] to boxes [N, 8732, 4] and class probabilities [N, 8732, 21].

    The order of the attributes is the order of the rows in a profile.
    """

    # What forward() reads must be the module's own constants: TorchScript sees no global numbers.
    classes: Final[int] = CLASSES
    conv4_3: Final[int] = 22  # its relu, whose output is the first source

    def __init__(self) -> None:
        super().__init__()
        self.vgg = nn.ModuleList(vgg_layers())
        self.L2Norm = L2Norm(512, 20.0)
        self.extras = nn.ModuleList(extra_layers())
        self.loc = nn.ModuleList(head_layers(4))
        self.conf = nn.ModuleList(head_layers(CLASSES))
        self.softmax = nn.Softmax(dim=-1)
        self._initialise()

    def _initialise(self) -> None:
        """He's normal distribution keeps activations near 1 through all layers."""
        for name, module in self.named_modules():
            if isinstance(module, nn.Conv2d):
                followed_by_relu = name.startswith(("vgg", "extras"))
                nn.init.kaiming_normal_(
                    module.weight, nonlinearity="relu" if followed_by_relu else "linear")
                nn.init.zeros_(module.bias)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        sources: List[Tensor] = []
        for i, layer in enumerate(self.vgg):
            x = layer(x)
            if i == self.conv4_3:
                sources.append(self.L2Norm(x))
        sources.append(x)
        for i, layer in enumerate(self.extras):
            x = F.relu(layer(x), inplace=True)
            if i % 2 == 1:
                sources.append(x)

        boxes: List[Tensor] = []
        scores: List[Tensor] = []
        for i, (loc, conf) in enumerate(zip(self.loc, self.conf)):
            boxes.append(loc(sources[i]).permute(0, 2, 3, 1).flatten(1))
            scores.append(conf(sources[i]).permute(0, 2, 3, 1).flatten(1))
        batch = x.size(0)
        return (torch.cat(boxes, 1).view(batch, -1, 4),
                self.softmax(torch.cat(scores, 1).view(batch, -1, self.classes)))


def make_model(seed: int) -> SSD300:
    torch.manual_seed(seed)
    model = SSD300().eval()
    count = sum(p.numel() for p in model.parameters())
    if count != PARAMETERS:
        raise SystemExit(f"ssd300: error: {count} parameters instead of {PARAMETERS}")
    return model


def check(module: torch.jit.ScriptModule) -> None:
    """One forward: shapes as promised, every value finite."""
    with torch.no_grad():
        boxes, classes = module(torch.rand(INPUT_SHAPE))
    if boxes.shape != (1, PRIORS, 4) or classes.shape != (1, PRIORS, CLASSES):
        raise SystemExit(f"ssd300: error: outputs {boxes.shape} and {classes.shape}")
    if not (boxes.isfinite().all() and classes.isfinite().all()):
        raise SystemExit("ssd300: error: the outputs are not finite")


def main() -> None:
    exporting.main("ssd300", "SSD300", make_model, INPUT_SHAPE, check)


if __name__ == "__main__":
    main()
