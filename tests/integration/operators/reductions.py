"""Reductions and normalisations: FLOPs per element of the argument."""

import torch
import torch.nn.functional as F

from cases import Cases, n, rand

cases = Cases()
X = rand(2, 6, 4, 4)


def each(flops: int, **functions) -> None:
    for name, function in functions.items():
        cases.add(name, function, X, flops=flops * n(X))


each(0, any=torch.any, all=torch.all)
each(1, sum=torch.sum, sum_dim=lambda x: x.sum(1), mean=torch.mean, mean_dim=lambda x: x.mean((2, 3)),
     prod=torch.prod, max=torch.max, max_dim=lambda x: torch.max(x, 1), min=torch.min,
     amax=lambda x: torch.amax(x, 1), amin=lambda x: torch.amin(x, 1), argmax=torch.argmax, argmin=torch.argmin,
     cumsum=lambda x: torch.cumsum(x, 1), cumprod=lambda x: torch.cumprod(x, 1),
     cummax=lambda x: torch.cummax(x, 1), count_nonzero=lambda x: torch.count_nonzero(x))
each(2, norm=lambda x: torch.linalg.vector_norm(x), norm_of_rows=lambda x: torch.norm(x, dim=1),
     aminmax=torch.aminmax, nansum=torch.nansum)
each(3, logcumsumexp=lambda x: torch.logcumsumexp(x, 1))
each(4, var=torch.var, std=lambda x: torch.std(x, dim=1), var_mean=torch.var_mean,
     logsumexp=lambda x: torch.logsumexp(x, 1))
each(5, softmax=lambda x: torch.softmax(x, 1), log_softmax=lambda x: torch.log_softmax(x, 1))
cases.add("dist", torch.dist, X, rand(2, 6, 4, 4), flops=3 * n(X))

C = [rand(6) for _ in range(4)]  # weight, bias, mean, variance
cases.add("batch_norm", lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b), X, *C, flops=4 * n(X))
cases.add("batch_norm_plain", lambda x, m, v: F.batch_norm(x, m, v), X, *C[2:], flops=2 * n(X))
cases.add("batch_norm_in_training", lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b, training=True), X, *C,
          flops=8 * n(X), written=(n(X) + 2 * 6) * 4)
cases.add("instance_norm", lambda x: F.instance_norm(x), X, flops=6 * n(X))
cases.add("layer_norm", lambda x, w, b: F.layer_norm(x, (4,), w, b), X, rand(4), rand(4), flops=8 * n(X))
cases.add("layer_norm_plain", lambda x: F.layer_norm(x, (4, 4)), X, flops=6 * n(X))
cases.add("group_norm", lambda x, w, b: F.group_norm(x, 3, w, b), X, *C[:2], flops=8 * n(X))
cases.add("rms_norm", lambda x, w: F.rms_norm(x, (4,), w), X, rand(4), flops=4 * n(X))
