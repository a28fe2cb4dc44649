"""The inputs of the workloads: the same numbers that gradus-benchmark makes of SplitMix64, and clocks."""
import json
import os
import statistics
import time

import numpy as np

CHECKS = {"w1a": ((3, 5, 2), 2), "w1b": ((64, 64, 10), 32), "w1c": ((784, 128, 64, 10), 8)}
TRAININGS = {
    "w2a": dict(sizes=(3, 5, 2), samples=2, batch=2, steps=10_000, rate=0.1),
    "w2b": dict(sizes=(2, 64, 64, 3), samples=300, batch=32, steps=2_000, rate=0.1),
    "w2c": dict(sizes=(64, 64, 10), samples=1_797, batch=32, steps=570, rate=0.05),
}


class SplitMix64:
    """Draw i (from 1) mixes seed + i · 0x9E3779B97F4A7C15."""

    def __init__(self, seed):
        self.state = np.uint64(seed)

    def draw(self, count):
        with np.errstate(over="ignore"):
            z = self.state + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            if count:
                self.state = z[-1]
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return z ^ (z >> np.uint64(31))

    def uniform(self, low, high, *shape):
        bits = self.draw(int(np.prod(shape))) >> np.uint64(11)
        return (low + (high - low) * (bits.astype(float) * 2.0**-53)).reshape(shape)


def parameters(sizes, seed):
    random, arrays = SplitMix64(seed), []
    for inputs, outputs in zip(sizes, sizes[1:]):
        limit = (6 / inputs) ** 0.5
        arrays.append(random.uniform(-limit, limit, inputs, outputs))
        arrays.append(random.uniform(-0.1, 0.1, outputs))
    return arrays


def check(name):
    """Parameters, inputs and labels of a gradient check."""
    sizes, samples = CHECKS[name]
    return parameters(sizes, 1), SplitMix64(2).uniform(-1, 1, samples, sizes[0]), np.arange(samples) % sizes[-1]


def training(name):
    """Parameters, inputs, labels, the batches' rows and the learning rate of a training."""
    t = TRAININGS[name]
    samples, classes, random = t["samples"], t["sizes"][-1], SplitMix64(3)
    if name == "w2b":
        arm = samples // 3
        radius, labels = np.tile(np.arange(arm) / arm, 3), np.repeat(np.arange(3), arm)
        angle = 4 * radius + 4 * labels * np.pi / 6 + random.uniform(-0.2, 0.2, samples)
        inputs = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    else:
        labels = np.arange(samples) % classes
        if name == "w2a":
            inputs = random.uniform(-1, 1, samples, t["sizes"][0])
        else:
            prototypes = random.uniform(0, 1, 10, 64)
            inputs = np.clip(prototypes[labels] + random.uniform(-0.5, 0.5, samples, 64), 0, 1)
    order, batches = SplitMix64(4), []
    while len(batches) < t["steps"]:
        whole = t["batch"] == samples
        rows = np.arange(samples) if whole else np.argsort(order.draw(samples), kind="stable")
        batches += [rows[i : i + t["batch"]] for i in range(0, samples, t["batch"])]
    return parameters(t["sizes"], 5), inputs, labels, batches[: t["steps"]], t["rate"]


def passed(values, x):
    """The inputs of all layers, and the last one's outputs less the largest of each sample."""
    acts = [x]
    for w, b in zip(values[:-2:2], values[1:-2:2]):
        acts.append(np.maximum(acts[-1] @ w + b, 0.0))
    z = acts[-1] @ values[-2] + values[-1]
    return acts, z - z.max(axis=1, keepdims=True)


def loss(values, x, labels):
    """The mean loss."""
    z = passed(values, x)[1]
    return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(x)), labels]).mean()


def gradients(values, x, labels):
    """The mean loss and its gradient by backpropagation."""
    (acts, z), rows, found = passed(values, x), np.arange(len(x)), []
    d = np.exp(z)
    total = d.sum(axis=1, keepdims=True)
    cost = (np.log(total[:, 0]) - z[rows, labels]).mean()
    d /= total
    d[rows, labels] -= 1
    d /= len(x)
    for layer in reversed(range(len(values) // 2)):
        found = [acts[layer].T @ d, d.sum(axis=0)] + found
        if layer:
            d = (d @ values[2 * layer].T) * (acts[layer] > 0)
    return cost, found


def checked(values, x, labels, step=1e-5):
    """The largest relative error of each array's gradient against central differences, one element at a time."""
    worst = []
    for array, claimed in zip(values, gradients(values, x, labels)[1]):
        found = 0.0
        for place in np.ndindex(*array.shape):
            value = array[place]
            array[place] = value + step
            above = loss(values, x, labels)
            array[place] = value - step
            below = loss(values, x, labels)
            array[place] = value
            slope = (above - below) / (2 * step)
            found = max(found, abs(slope - claimed[place]) / max(abs(slope), abs(claimed[place]), 1e-8))
        worst.append(found)
    return worst


def processor():
    """Seconds of processor time, of this process and of children that have ended."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def timed(work, budget):
    """Times and processor times of repeated calls after one to warm up; at least three."""
    work()
    times, used, end = [], processor(), time.perf_counter() + budget
    while len(times) < 3 or (time.perf_counter() < end and len(times) < 300):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times, (processor() - used) / len(times)


def report(workload, peer, timing, **details):
    times, used = timing
    line = dict(workload=workload, peer=peer, seconds=statistics.median(times), repetitions=len(times))
    line["details"] = dict(min=min(times), max=max(times), processor_seconds=used, **details)
    print(json.dumps(line), flush=True)
