"""Element by element: FLOPs per element of the result."""

import torch
import torch.nn.functional as F

from cases import Cases, n, rand, whole

cases = Cases()
X, Y = rand(2, 3, 4, 4), rand(2, 3, 4, 4)
I, J = whole(3, 5) + 1, whole(3, 5) + 1
B = I > 1


def each(flops: int, **functions) -> None:
    for name, function in functions.items():
        cases.add(name, function, X, flops=flops * n(X))


def pairs(flops: int, **functions) -> None:
    for name, function in functions.items():
        cases.add(name, function, X, Y, flops=flops * n(X))


each(1, neg=torch.neg, abs=torch.abs, sign=torch.sign, sgn=torch.sgn, floor=torch.floor, ceil=torch.ceil,
     round=torch.round, trunc=torch.trunc, frac=torch.frac, reciprocal=torch.reciprocal, square=torch.square,
     sqrt=torch.sqrt, exp=torch.exp, exp2=torch.exp2, log=torch.log, log2=torch.log2, log10=torch.log10,
     sin=torch.sin, cos=torch.cos, tan=torch.tan, asin=torch.asin, acos=torch.acos, atan=torch.atan,
     sinh=torch.sinh, cosh=torch.cosh, tanh=torch.tanh, asinh=torch.asinh, atanh=torch.atanh, erf=torch.erf,
     erfc=torch.erfc, erfinv=torch.erfinv, lgamma=torch.lgamma, digamma=torch.digamma, i0=torch.i0,
     pow=lambda x: torch.pow(x, 2.5), relu=torch.relu, threshold=lambda x: F.threshold(x, 0.5, 0.0),
     clamp_min=lambda x: torch.clamp(x, min=0.5), clamp_max=lambda x: torch.clamp_max(x, 0.5),
     isnan=torch.isnan, signbit=torch.signbit, isposinf=torch.isposinf, deg2rad=torch.deg2rad,
     rad2deg=torch.rad2deg, angle=torch.angle, add_number=lambda x: x + 1.0, mul_number=lambda x: x * 2.0)
each(2, rsqrt=torch.rsqrt, expm1=torch.expm1, log1p=torch.log1p, clamp=lambda x: torch.clamp(x, 0.2, 0.8),
     relu6=F.relu6, hardtanh=F.hardtanh, leaky_relu=F.leaky_relu, hardshrink=F.hardshrink,
     dropout_in_training=lambda x: F.dropout(x, 0.5, training=True))
each(3, softshrink=F.softshrink, nan_to_num=torch.nan_to_num, sinc=torch.sinc, logit=torch.logit)
each(4, sigmoid=torch.sigmoid, hardsigmoid=F.hardsigmoid, elu=F.elu)
each(5, silu=F.silu, hardswish=F.hardswish, log_sigmoid=F.logsigmoid, softplus=F.softplus, mish=F.mish, gelu=F.gelu)
each(7, selu=F.selu, celu=F.celu)
each(9, gelu_tanh=lambda x: F.gelu(x, approximate="tanh"))
cases.add("glu", lambda x: F.glu(x, 1), rand(2, 6, 4), flops=5 * 2 * 3 * 4)

pairs(1, add=torch.add, sub=torch.sub, mul=torch.mul, div=torch.div, floor_divide=torch.floor_divide,
      remainder=torch.remainder, fmod=torch.fmod, power=torch.pow, atan2=torch.atan2, maximum=torch.maximum,
      minimum=torch.minimum, fmax=torch.fmax, fmin=torch.fmin, max_of_two=torch.max, eq=torch.eq, ne=torch.ne,
      lt=torch.lt, le=torch.le, gt=torch.gt, ge=torch.ge, copysign=torch.copysign, heaviside=torch.heaviside,
      igamma=torch.igamma)
pairs(2, add_scaled=lambda x, y: torch.add(x, y, alpha=2), xlogy=torch.xlogy)
pairs(4, hypot=torch.hypot, logaddexp=torch.logaddexp)
cases.add("rsub", lambda x: 1.0 - x, X, flops=n(X))
cases.add("lerp", torch.lerp, X, Y, rand(2, 3, 4, 4), flops=3 * n(X))
cases.add("addcmul", torch.addcmul, X, Y, rand(2, 3, 4, 4), flops=2 * n(X))
cases.add("addcdiv", lambda x, y, z: torch.addcdiv(x, y, z, value=0.5), X, Y, rand(2, 3, 4, 4), flops=3 * n(X))
cases.add("prelu", F.prelu, X, rand(3), flops=2 * n(X))
cases.add("cross", lambda a, b: torch.linalg.cross(a, b), rand(5, 3), rand(5, 3), flops=3 * 15)
cases.add("polar", torch.polar, X, Y, flops=4 * n(X))
cases.add("broadcast", torch.add, rand(4, 1), rand(1, 5), flops=4 * 5)
cases.add("in_place", lambda x: x.mul_(1.5), rand(3, 5), flops=15, read=15 * 4 + 8)  # traced, 1.5 is a tensor
cases.add("out_form", lambda x, y, out: torch.add(x, y, out=out), rand(3, 5), rand(3, 5), rand(3, 5), flops=15,
          read=2 * 15 * 4)
cases.add("half", torch.add, rand(3, 5, dtype=torch.float16), rand(3, 5, dtype=torch.float16), flops=15)
cases.add("twice_the_same", lambda x: x * x, rand(3, 5), flops=15, read=15 * 4)
cases.add("expanded", lambda x: x.expand(3, 5) + 1.0, rand(1, 5), flops=15)

# Integers and logic are no FLOPs; a true division of integers has a floating result.
cases.add("add_integers", torch.add, I, J, flops=0)
cases.add("compare_integers", torch.lt, I, J, flops=0)
cases.add("divide_integers", torch.true_divide, I, J, flops=n(I))
cases.add("logical_and", torch.logical_and, B, I > 2, flops=0)
cases.add("logical_not", torch.logical_not, B, flops=0)
cases.add("bitwise_and", torch.bitwise_and, I, J, flops=0)
cases.add("shift", torch.bitwise_left_shift, I, J, flops=0)

for reduction, sums in (("none", 0), ("mean", 1)):
    cases.add(f"mse_loss_{reduction}", lambda x, y, r=reduction: F.mse_loss(x, y, reduction=r), X, Y,
              flops=(2 + sums) * n(X))
    cases.add(f"smooth_l1_loss_{reduction}", lambda x, y, r=reduction: F.smooth_l1_loss(x, y, reduction=r), X, Y,
              flops=(5 + sums) * n(X))
    cases.add(f"binary_cross_entropy_{reduction}",
              lambda x, y, r=reduction: F.binary_cross_entropy(x, y, reduction=r), X, Y, flops=(8 + sums) * n(X))
