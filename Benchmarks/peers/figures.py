"""usage: figures.py WORKLOAD PEER BUDGET

Three curves, or 100,000 points, each as PNG of 1600 × 1000 pixels and as SVG, kept in memory. Peer: matplotlib.
"""
import io
import os
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
workload, peer, budget = sys.argv[1], sys.argv[2], float(sys.argv[3])

import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import problems  # noqa: E402

p, steps = np.linspace(0.001, 0.999, 1000), np.arange(1, 1001)
noise = [problems.SplitMix64(seed).uniform(0, 1, 1000) for seed in (11, 12)]
CURVES = [  # title, axes, x, lines, logarithmic
    ("−log p", ("p", "−log p"), p, {"−log p": -np.log(p)}, False),
    ("Binary entropy", ("p", "H(p) [bit]"), p, {"H(p)": -p * np.log2(p) - (1 - p) * np.log2(1 - p)}, False),
    (
        "Cost curve",
        ("step", "cost"),
        steps,
        {
            "training": 2.3 * np.exp(-steps / 180) + 0.01 + 0.02 * noise[0],
            "validation": 2.3 * np.exp(-steps / 200) + 0.05 + 0.02 * noise[1],
        },
        True,
    ),
]
random = problems.SplitMix64(13)
x = random.uniform(0, 1, 100_000)
y = x * random.uniform(0, 1, 100_000)


def finished(figure, axes, title, labels, legend):
    axes.set(title=title, xlabel=labels[0], ylabel=labels[1])
    axes.grid(True)
    if legend:
        axes.legend()
    total = 0
    for kind, dpi in (("png", 200), ("svg", 100)):
        file = io.BytesIO()
        figure.savefig(file, format=kind, dpi=dpi)
        total += file.tell()
    plt.close(figure)
    return total


def curves():
    total = 0
    for title, labels, places, lines, logarithmic in CURVES:
        figure, axes = plt.subplots(figsize=(8, 5), dpi=100)
        for label, values in lines.items():
            axes.plot(places, values, label=label)
        if logarithmic:
            axes.set_yscale("log")
        total += finished(figure, axes, title, labels, legend=True)
    return total


def points():
    figure, axes = plt.subplots(figsize=(8, 5), dpi=100)
    axes.scatter(x, y, s=4, linewidths=0)
    return finished(figure, axes, "100,000 points", ("x", "y"), legend=False)


work = curves if workload == "w3a" else points
times = problems.timed(work, budget)
problems.report(workload, peer, times, bytes=work(), figures=len(CURVES) if workload == "w3a" else 1)
