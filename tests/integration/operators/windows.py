"""Pooling and interpolation: FLOPs per element of the result, by the size of the window."""

import torch
import torch.nn.functional as F

from cases import Cases, rand

cases = Cases()
add = cases.add
X1, X2, X3 = rand(2, 3, 12), rand(2, 3, 12, 12), rand(1, 2, 6, 6, 6)

add("max_pool1d", lambda x: F.max_pool1d(x, 3), X1, flops=(3 - 1) * 2 * 3 * 4)
add("max_pool2d", lambda x: F.max_pool2d(x, 3), X2, flops=(9 - 1) * 2 * 3 * 4 * 4)
add("max_pool2d_padded", lambda x: F.max_pool2d(x, (2, 3), (2, 3), (1, 1)), X2, flops=(6 - 1) * 2 * 3 * 7 * 4)
add("max_pool2d_with_indices", lambda x: F.max_pool2d(x, 2, return_indices=True), X2, flops=(4 - 1) * 2 * 3 * 36)
add("max_pool3d", lambda x: F.max_pool3d(x, 2), X3, flops=(8 - 1) * 2 * 27)
add("avg_pool1d", lambda x: F.avg_pool1d(x, 3), X1, flops=3 * 2 * 3 * 4)
add("avg_pool2d", lambda x: F.avg_pool2d(x, 3), X2, flops=9 * 2 * 3 * 16)
add("avg_pool3d", lambda x: F.avg_pool3d(x, 2), X3, flops=8 * 2 * 27)
# 12 values into 5: the windows reach from floor(12 i / 5) to ceil(12 (i + 1) / 5): 3, 3, 4, 3, 3
W = 3 + 3 + 4 + 3 + 3
add("adaptive_avg_pool1d", lambda x: F.adaptive_avg_pool1d(x, 5), X1, flops=2 * 3 * W)
add("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, 5), X2, flops=2 * 3 * W * W)
add("adaptive_avg_pool2d_global", lambda x: F.adaptive_avg_pool2d(x, 1), X2, flops=2 * 3 * 144)
add("adaptive_avg_pool3d", lambda x: F.adaptive_avg_pool3d(x, 3), X3, flops=2 * 6 * 6 * 6)
add("adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, 5), X2, flops=2 * 3 * (W * W - 25),
    written=2 * 3 * 25 * (4 + 8))  # and where they were
add("lp_pool", lambda x: F.avg_pool2d(x.pow(2.0), 2), X2, flops=2 * 3 * 144 + 4 * 2 * 3 * 36, read=None, written=None)

add("nearest", lambda x: F.interpolate(x, scale_factor=2.0), X2, flops=0)
add("linear", lambda x: F.interpolate(x, scale_factor=2.0, mode="linear"), X1, flops=3 * 2 * 3 * 24)
add("bilinear", lambda x: F.interpolate(x, scale_factor=2.0, mode="bilinear"), X2, flops=7 * 2 * 3 * 24 * 24)
add("bicubic", lambda x: F.interpolate(x, scale_factor=2.0, mode="bicubic"), X2, flops=35 * 2 * 3 * 24 * 24)
add("trilinear", lambda x: F.interpolate(x, scale_factor=2.0, mode="trilinear"), X3, flops=15 * 2 * 12**3)
GRID = 2 * torch.rand(2, 5, 7, 2) - 1
add("grid_sample", lambda x, g: F.grid_sample(x, g, align_corners=False), X2, GRID, flops=7 * 2 * 3 * 5 * 7)
add("grid_sample_nearest", lambda x, g: F.grid_sample(x, g, mode="nearest", align_corners=False), X2, GRID,
    flops=0)
add("pixel_shuffle", lambda x: F.pixel_shuffle(x, 2), rand(2, 4, 3, 3))
add("unfold", lambda x: F.unfold(x, 3), X2)
add("fold", lambda x: F.fold(x, (4, 4), 3), rand(2, 27, 4), flops=2 * 27 * 4)
