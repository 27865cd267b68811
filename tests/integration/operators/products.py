"""Products of tensors: every MAC of a convolution, a matrix product or a contraction."""

import torch
import torch.nn.functional as F

from cases import ANY, Cases, rand, whole

cases = Cases()
add = cases.add

# N x output positions x Co x (Ci / g) x k
add("conv1d", lambda x, w, b: F.conv1d(x, w, b), rand(2, 3, 10), rand(4, 3, 3), rand(4), macs=2 * 8 * 4 * 3 * 3)
add("conv2d", lambda x, w: F.conv2d(x, w), rand(2, 3, 8, 8), rand(4, 3, 3, 3), macs=2 * 6 * 6 * 4 * 3 * 9)
add("conv2d_strided", lambda x, w: F.conv2d(x, w, stride=2, padding=1), rand(2, 3, 8, 8), rand(4, 3, 3, 3),
    macs=2 * 4 * 4 * 4 * 3 * 9)
add("conv2d_grouped", lambda x, w: F.conv2d(x, w, groups=2), rand(1, 4, 8, 8), rand(6, 2, 3, 3),
    macs=6 * 6 * 6 * 2 * 9)
add("conv2d_depthwise", lambda x, w: F.conv2d(x, w, groups=4), rand(1, 4, 8, 8), rand(4, 1, 3, 3),
    macs=6 * 6 * 4 * 9)
add("conv2d_dilated", lambda x, w: F.conv2d(x, w, dilation=2), rand(1, 3, 8, 8), rand(4, 3, 3, 3),
    macs=4 * 4 * 4 * 3 * 9)
add("conv2d_same", lambda x, w: F.conv2d(x, w, padding="same"), rand(1, 3, 8, 8), rand(4, 3, 3, 3),
    macs=8 * 8 * 4 * 3 * 9)
add("conv2d_without_batch", lambda x, w: F.conv2d(x, w), rand(3, 8, 8), rand(4, 3, 3, 3), macs=6 * 6 * 4 * 3 * 9)
add("conv2d_double", lambda x, w: F.conv2d(x, w), rand(1, 3, 8, 8, dtype=torch.float64),
    rand(4, 3, 3, 3, dtype=torch.float64), macs=6 * 6 * 4 * 3 * 9)
add("conv2d_bfloat16", lambda x, w: F.conv2d(x, w), rand(1, 3, 8, 8, dtype=torch.bfloat16),
    rand(4, 3, 3, 3, dtype=torch.bfloat16), macs=6 * 6 * 4 * 3 * 9)
add("conv3d", lambda x, w: F.conv3d(x, w), rand(1, 2, 4, 5, 6), rand(3, 2, 2, 2, 2), macs=3 * 4 * 5 * 3 * 2 * 8)
add("conv_tbc", lambda x, w, b: torch.conv_tbc(x, w, b, 0), rand(10, 2, 3), rand(3, 3, 4), rand(4),
    macs=8 * 2 * 4 * 3 * 3)
# ... at the input's positions
add("conv_transpose1d", lambda x, w: F.conv_transpose1d(x, w, stride=2), rand(2, 3, 10), rand(3, 4, 3),
    macs=2 * 10 * 3 * 4 * 3)
add("conv_transpose2d", lambda x, w: F.conv_transpose2d(x, w, stride=2), rand(1, 3, 5, 5), rand(3, 4, 3, 3),
    macs=5 * 5 * 3 * 4 * 9)
add("conv_transpose2d_grouped", lambda x, w: F.conv_transpose2d(x, w, groups=2), rand(1, 4, 5, 5),
    rand(4, 3, 3, 3), macs=5 * 5 * 4 * 3 * 9)
add("conv_transpose3d", lambda x, w: F.conv_transpose3d(x, w), rand(1, 2, 3, 3, 3), rand(2, 4, 2, 2, 2),
    macs=27 * 2 * 4 * 8)

add("linear", lambda x, w, b: F.linear(x, w, b), rand(2, 7, 5), rand(3, 5), rand(3), macs=2 * 7 * 5 * 3)
add("linear_of_a_vector", lambda x, w: F.linear(x, w), rand(5), rand(3, 5), macs=5 * 3)
add("mm", torch.mm, rand(4, 5), rand(5, 6), macs=4 * 5 * 6)
add("bmm", torch.bmm, rand(3, 4, 5), rand(3, 5, 6), macs=3 * 4 * 5 * 6)
add("matmul", torch.matmul, rand(2, 3, 4, 5), rand(5, 6), macs=2 * 3 * 4 * 5 * 6)
add("matmul_of_vectors", torch.matmul, rand(5), rand(5), macs=5)
add("matmul_of_integers", torch.matmul, whole(4, 5), whole(5, 6), macs=4 * 5 * 6)
add("matmul_complex", torch.matmul, torch.randn(4, 5, dtype=torch.cfloat), torch.randn(5, 6, dtype=torch.cfloat),
    macs=4 * 5 * 6)
add("mv", torch.mv, rand(4, 5), rand(5), macs=4 * 5)
add("dot", torch.dot, rand(5), rand(5), macs=5)
add("vdot", torch.vdot, rand(5), rand(5), macs=5)
add("inner", torch.inner, rand(3, 5), rand(4, 5), macs=3 * 4 * 5)
add("outer", torch.outer, rand(3), rand(4), macs=3 * 4)
# The executor runs an addmm as a product and an addition.
add("addmm", torch.addmm, rand(6), rand(4, 5), rand(5, 6), macs=4 * 5 * 6, flops=2 * 4 * 5 * 6 + 4 * 6, read=ANY,
    written=ANY)
add("addmv", torch.addmv, rand(4), rand(4, 5), rand(5), macs=4 * 5)
add("addbmm", torch.addbmm, rand(4, 6), rand(3, 4, 5), rand(3, 5, 6), macs=3 * 4 * 5 * 6)
add("baddbmm", torch.baddbmm, rand(3, 4, 6), rand(3, 4, 5), rand(3, 5, 6), macs=3 * 4 * 5 * 6)
add("addr", torch.addr, rand(3, 4), rand(3), rand(4), macs=3 * 4)
add("tensordot", lambda a, b: torch.tensordot(a, b, dims=2), rand(2, 3, 4), rand(3, 4, 5), macs=2 * 5 * 3 * 4)
add("einsum_batched", lambda a, b: torch.einsum("bij,bjk->bik", a, b), rand(2, 3, 4), rand(2, 4, 5),
    macs=2 * 3 * 4 * 5, read=ANY, written=ANY)
add("einsum_of_three", lambda a, b, c: torch.einsum("ij,jk,kl->il", a, b, c), rand(2, 3), rand(3, 4), rand(4, 5),
    macs=2 * 3 * 4 + 2 * 4 * 5, read=ANY, written=ANY)
add("multi_dot", lambda a, b, c: torch.linalg.multi_dot((a, b, c)), rand(2, 9), rand(9, 4), rand(4, 5),
    macs=2 * 9 * 4 + 2 * 4 * 5, read=ANY, written=ANY)
add("bilinear", F.bilinear, rand(2, 3), rand(2, 4), rand(5, 3, 4), macs=2 * 5 * 3 * 4)
add("cdist", torch.cdist, rand(2, 3, 5), rand(2, 4, 5), macs=2 * 3 * 4 * 5)
add("cdist_by_product", lambda a, b: torch.cdist(a, b), rand(1, 30, 5), rand(1, 40, 5), macs=30 * 40 * 5)
add("cdist_p1", lambda a, b: torch.cdist(a, b, p=1.0), rand(2, 3, 5), rand(2, 4, 5), flops=3 * 2 * 3 * 4 * 5)
add("pdist", torch.pdist, rand(4, 5), flops=3 * 6 * 5)
add("int_mm", torch._int_mm, whole(32, 16).to(torch.int8), whole(16, 32).to(torch.int8), macs=32 * 16 * 32)
add("weight_int8pack_mm", torch._weight_int8pack_mm, rand(32, 64, dtype=torch.bfloat16),
    whole(32, 64).to(torch.int8), rand(32, dtype=torch.bfloat16), macs=32 * 64 * 32)
