"""usage: trainings.py WORKLOAD PEER BUDGET

Plain gradient descent with the cost of each step. Peers: numpy (a loop), jax (one compiled scan over all steps).
"""
import os
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
workload, peer, budget = sys.argv[1], sys.argv[2], float(sys.argv[3])
if peer == "jax":
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})

import numpy as np  # noqa: E402

import problems  # noqa: E402

start, x, labels, batches, rate = problems.training(workload)
costs = []


def numpy_work():
    values = [array.copy() for array in start]
    found = np.empty(len(batches))
    for step, batch in enumerate(batches):
        found[step], slopes = problems.gradients(values, x[batch], labels[batch])
        for value, slope in zip(values, slopes):
            value -= rate * slope
    costs[:] = found


def jax_work():
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    width = max(map(len, batches))
    # A last batch that is smaller is filled up with samples of weight 0.
    index = jnp.asarray([np.resize(batch, width) for batch in batches])
    weight = jnp.asarray([(np.arange(width) < len(batch)) / len(batch) for batch in batches])
    inputs, classes = jnp.asarray(x), jnp.asarray(labels)

    def loss(values, rows, shares):
        a = inputs[rows]
        for w, b in zip(values[:-2:2], values[1:-2:2]):
            a = jnp.maximum(a @ w + b, 0.0)
        z = a @ values[-2] + values[-1]
        right = jnp.take_along_axis(z, classes[rows][:, None], axis=1)[:, 0]
        return ((jax.nn.logsumexp(z, axis=1) - right) * shares).sum()

    def step(values, batch):
        cost, slopes = jax.value_and_grad(loss)(values, *batch)
        return [value - rate * slope for value, slope in zip(values, slopes)], cost

    values = [jnp.asarray(array) for array in start]
    compiled = jax.jit(lambda v: jax.lax.scan(step, v, (index, weight))[1]).lower(values).compile()

    def work():
        costs[:] = np.asarray(compiled(values))

    return work


times = problems.timed({"numpy": lambda: numpy_work, "jax": jax_work}[peer](), budget)
problems.report(workload, peer, times, steps=len(batches), first_cost=float(costs[0]), last_cost=float(costs[-1]))
