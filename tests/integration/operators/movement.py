"""Work that is no arithmetic: views are free, copies move bytes, look-ups read what they take."""

import torch
import torch.nn.functional as F

from cases import Cases, n, rand, whole

cases = Cases()
add, free = cases.add, cases.free
X = rand(2, 3, 4)

free("view", lambda x: x.view(6, 4), X)
free("reshape", lambda x: x.reshape(6, 4), X)
free("flatten", lambda x: torch.flatten(x, 1), X)
free("permute", lambda x: x.permute(2, 0, 1), X)
free("transpose", lambda x: x.transpose(0, 1), X)
free("squeeze", lambda x: x.unsqueeze(0).squeeze(0), X)
free("slice", lambda x: x[:, 1:], X)
free("select", lambda x: x[0], X)
free("narrow", lambda x: x.narrow(2, 1, 2), X)
free("expand", lambda x: x.expand(5, 2, 3, 4), X)
free("chunk", lambda x: x.chunk(2), X)
free("split", lambda x: x.split(2, 1), X)
free("unbind", lambda x: x.unbind(), X)
free("diagonal", lambda x: x.diagonal(0, 1, 2), X)
free("as_strided", lambda x: x.as_strided((2, 2), (1, 2)), X)
free("movedim", lambda x: x.movedim(0, 2), X)
free("contiguous_already", lambda x: x.contiguous(), X)
free("to_the_same", lambda x: x.to(torch.float32), X)
free("dropout_in_eval", lambda x: F.dropout(x, 0.5, training=False), X)
free("detach", lambda x: x.detach(), X)

add("clone", torch.clone, X)
add("contiguous", lambda x: x.transpose(0, 1).contiguous(), X)
add("reshape_copies", lambda x: x.transpose(0, 1).reshape(6, 4), X)
add("to_double", lambda x: x.double(), X)
add("cat", lambda x, y: torch.cat((x, y), 1), X, rand(2, 1, 4))
add("stack", lambda x, y: torch.stack((x, y)), X, rand(2, 3, 4))
add("repeat", lambda x: x.repeat(2, 1, 1), X)
add("roll", lambda x: torch.roll(x, 1, 2), X)
add("flip", lambda x: torch.flip(x, (0,)), X)
add("pad", lambda x: F.pad(x, (1, 1)), X)
add("pad_reflect", lambda x: F.pad(x, (1, 1), mode="reflect"), X)
add("tril", torch.tril, rand(4, 4))
add("where", torch.where, rand(3, 4) > 0.5, rand(3, 4), rand(3, 4))
add("masked_fill", lambda x, m: x.masked_fill(m, 0.0), rand(3, 4), rand(3, 4) > 0.5)
add("masked_select", torch.masked_select, rand(3, 4), rand(3, 4) > 0.5)
add("repeat_interleave", lambda x: torch.repeat_interleave(x, 2, 0), rand(3, 4), read=None, written=None)
add("copy", lambda x, y: x.copy_(y), rand(3, 4), rand(3, 4), read=12 * 4)  # the target is not read
add("fill", lambda x: x.fill_(1.0), rand(3, 4), read=0)
add("zeros_like", torch.zeros_like, rand(3, 4), read=0)
add("new_zeros", lambda x: x.new_zeros((3, 4)), rand(1), read=0)
add("randn_like", torch.randn_like, rand(3, 4), read=0)

# Only the rows that are taken, and the indices (64-bit).
add("embedding", lambda i, w: F.embedding(i, w), whole(2, 3, below=9), rand(10, 4),
    read=2 * 3 * 4 * 4 + 6 * 8)
add("embedding_of_few_rows", lambda i, w: F.embedding(i, w), whole(50, below=2), rand(2, 4),
    read=2 * 4 * 4 + 50 * 8)  # never more than there is
add("index", lambda x, i: x[i], rand(10, 4), whole(3, below=9), read=3 * 4 * 4 + 3 * 8)
add("index_select", lambda x, i: x.index_select(0, i), rand(10, 4), whole(3, below=9), read=3 * 4 * 4 + 3 * 8)
add("gather", lambda x, i: x.gather(0, i), rand(10, 4), whole(3, 4, below=9), read=12 * 4 + 12 * 8)
add("embedding_bag", lambda i, w, o: F.embedding_bag(i, w, o), whole(6, below=9), rand(10, 4),
    torch.tensor([0, 2]), flops=6 * 4, read=6 * 4 * 4 + 6 * 8 + 2 * 8, written=None)
I34 = whole(3, 4, below=3)
add("scatter", lambda x, i, s: x.scatter(0, i, s), rand(3, 4), I34, rand(3, 4))
add("scatter_add", lambda x, i, s: x.scatter_add(0, i, s), rand(3, 4), I34, rand(3, 4), flops=12)
add("index_add", lambda x, i, s: x.index_add(0, i, s), rand(5, 4), whole(3), rand(3, 4), flops=12)
add("index_put", lambda x, i, v: x.index_put((i,), v), rand(5, 4), whole(3), rand(3, 4), read=None, written=None)

# Nobody has a formula: listed, never silently zero.
add("sort", torch.sort, rand(3, 4), read=0, written=0, uncounted=("aten::sort",))
add("topk", lambda x: torch.topk(x, 2), rand(3, 4), read=0, written=0, uncounted=("aten::topk",))
add("nonzero", torch.nonzero, rand(3, 4), read=0, written=0, uncounted=("aten::nonzero",))
add("fft", lambda x: torch.fft.fft(x), torch.randn(8, dtype=torch.cfloat), read=0, written=0,
    uncounted=("aten::_fft_c2c",))
