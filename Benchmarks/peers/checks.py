"""usage: checks.py WORKLOAD PEER BUDGET

Peers: numpy (every element, two forward passes each), jax (the same, vectorised and compiled), autograd and
torch-fast (one random direction), torch (every element).
"""
import os
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
workload, peer, budget = sys.argv[1], sys.argv[2], float(sys.argv[3])
if peer == "jax":  # XLA takes as many threads as it may use processors.
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})

import numpy as np  # noqa: E402

import problems  # noqa: E402

arrays, x, labels = problems.check(workload)
rows, count = np.arange(len(x)), sum(array.size for array in arrays)
STEP = 1e-5


def loss_with(library, values):
    a = x
    for w, b in zip(values[:-2:2], values[1:-2:2]):
        a = library.maximum(a @ w + b, 0.0)
    z = a @ values[-2] + values[-1]
    z = z - library.max(z, axis=1, keepdims=True)
    return library.mean(library.log(library.sum(library.exp(z), axis=1)) - z[rows, labels])


def jax_work():
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    shapes = [array.shape for array in arrays]
    ends = np.cumsum([array.size for array in arrays])
    flat = jnp.concatenate([jnp.ravel(array) for array in arrays])

    def loss(v):
        a, values = x, [v[end - np.prod(s) : end].reshape(s) for end, s in zip(ends, shapes)]
        for w, b in zip(values[:-2:2], values[1:-2:2]):
            a = jnp.maximum(a @ w + b, 0.0)
        z = a @ values[-2] + values[-1]
        return (jax.nn.logsumexp(z, axis=1) - z[rows, labels]).mean()

    def slope(v, i):
        return (loss(v.at[i].add(STEP)) - loss(v.at[i].add(-STEP))) / (2 * STEP)

    def program(v):
        n = jax.lax.map(lambda i: slope(v, i), jnp.arange(count), batch_size=min(count, 32) if count < 50_000 else 1)
        a = jax.grad(loss)(v)
        return (jnp.abs(a - n) / jnp.maximum(jnp.maximum(jnp.abs(a), jnp.abs(n)), 1e-8)).max()

    compiled = jax.jit(program).lower(flat).compile()
    return lambda: float(compiled(flat))


def autograd_work():
    import autograd.numpy as anp
    from autograd.test_util import check_grads

    return lambda: check_grads(lambda *values: loss_with(anp, values), modes=["rev"], order=1)(*arrays)


def torch_work(fast):
    import torch

    torch.set_num_threads(1)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    inputs, classes = torch.tensor(x), torch.tensor(labels)

    def loss(*values):
        a = inputs
        for w, b in zip(values[:-2:2], values[1:-2:2]):
            a = torch.relu(a @ w + b)
        return torch.nn.functional.cross_entropy(a @ values[-2] + values[-1], classes)

    return lambda: torch.autograd.gradcheck(loss, tensors, fast_mode=fast)


work = {
    "numpy": lambda: lambda: problems.checked(arrays, x, labels, STEP),
    "jax": jax_work,
    "autograd": autograd_work,
    "torch": lambda: torch_work(False),
    "torch-fast": lambda: torch_work(True),
}[peer]()
kind = "projection" if peer in ("autograd", "torch-fast") else "full"
times = problems.timed(work, budget)
problems.report(workload, peer, times, kind=kind, parameters=count, loss=float(loss_with(np, arrays)))
