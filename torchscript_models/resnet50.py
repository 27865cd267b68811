#!/usr/bin/env python3
"""ResNet-50 as a TorchScript file: many small layers, where SSD300 has few large ones.

The network is that of K. He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, with
the stride in the 3x3 convolution of a bottleneck, as most implementations have it. Its modules have
the names of torchvision's. The weights are random, from a seed.

    python torchscript_models/resnet50.py [--trace] [--seed N] [-o FILE]
"""

from typing import Optional

import torch
from torch import Tensor, nn

import exporting

INPUT_SHAPE = (1, 3, 224, 224)
CLASSES = 1000
PARAMETERS = 25_557_032
EXPANSION = 4


def convolution(inputs: int, outputs: int, size: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, size, stride=stride, padding=size // 2, bias=False)


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions beside a shortcut."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = width * EXPANSION
        self.conv1 = convolution(inputs, width, 1)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = convolution(width, width, 3, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = convolution(width, outputs, 1)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: Optional[nn.Sequential] = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(convolution(inputs, outputs, 1, stride),
                                            nn.BatchNorm2d(outputs))

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        if self.downsample is not None:
            shortcut = self.downsample(x)
        y += shortcut
        return self.relu(y)


def stage(inputs: int, width: int, blocks: int, stride: int) -> nn.Sequential:
    first = Bottleneck(inputs, width, stride)
    rest = [Bottleneck(width * EXPANSION, width, 1) for _ in range(blocks - 1)]
    return nn.Sequential(first, *rest)


class ResNet50(nn.Module):
    """Images [N, 3, H, W] to logits [N, 1000]."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = stage(64, 64, 3, 1)
        self.layer2 = stage(256, 128, 4, 2)
        self.layer3 = stage(512, 256, 6, 2)
        self.layer4 = stage(1024, 512, 3, 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(2048, CLASSES)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            if isinstance(module, Bottleneck):  # as many blocks add up without growing
                nn.init.constant_(module.bn3.weight, 0.2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(self.avgpool(x).flatten(1))


def make_model(seed: int) -> ResNet50:
    torch.manual_seed(seed)
    model = ResNet50().eval()
    count = sum(p.numel() for p in model.parameters())
    if count != PARAMETERS:
        raise SystemExit(f"resnet50: error: {count} parameters instead of {PARAMETERS}")
    return model


def check(module: torch.jit.ScriptModule) -> None:
    """One forward: the shape as promised, every value finite."""
    with torch.no_grad():
        logits = module(torch.rand(INPUT_SHAPE))
    if logits.shape != (1, CLASSES) or not logits.isfinite().all():
        raise SystemExit(f"resnet50: error: output {logits.shape}, or not finite")


def main() -> None:
    exporting.main("resnet50", "ResNet-50", make_model, INPUT_SHAPE, check)


if __name__ == "__main__":
    main()
