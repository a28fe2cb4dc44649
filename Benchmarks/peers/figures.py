"""usage: figures.py WORKLOAD matplotlib BUDGET

w3a: three line charts, w3b: 100,000 points; each as PNG of 1600×1000 pixels and as SVG.
"""
import io
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import problems  # noqa: E402

workload, peer, budget = sys.argv[1], sys.argv[2], float(sys.argv[3])
p, steps = np.linspace(0.001, 0.999, 1000), np.arange(1, 1001)
training = 2.3 * np.exp(-steps / 180) + 0.01 + 0.02 * problems.SplitMix64(11).uniform(0, 1, 1000)
validation = 2.3 * np.exp(-steps / 200) + 0.05 + 0.02 * problems.SplitMix64(12).uniform(0, 1, 1000)
random = problems.SplitMix64(13)
xs = random.uniform(0, 1, 100_000)
ys = xs * random.uniform(0, 1, 100_000)
CHARTS = [
    ("−log p", "p", "−log p", p, {"−log p": -np.log(p)}, "linear"),
    ("Binary entropy", "p", "H(p) [bit]", p, {"H(p)": -p * np.log2(p) - (1 - p) * np.log2(1 - p)}, "linear"),
    ("Cost curve", "step", "cost", steps, {"training": training, "validation": validation}, "log"),
]


def write(figure):
    for kind, density in (("png", 200), ("svg", 100)):
        figure.savefig(io.BytesIO(), format=kind, dpi=density)
    plt.close(figure)


def axes(title, x, y):
    figure, axes = plt.subplots(figsize=(8, 5), dpi=100)
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(True)
    return figure, axes


def lines():
    for title, x_name, y_name, x, curves, scale in CHARTS:
        figure, chart = axes(title, x_name, y_name)
        for name, values in curves.items():
            chart.plot(x, values, label=name)
        chart.set_yscale(scale)
        chart.legend()
        write(figure)


def points():
    figure, chart = axes("100,000 points", "x", "y")
    chart.scatter(xs, ys, s=4, linewidths=0)
    write(figure)


problems.report(workload, peer, problems.timed(lines if workload == "w3a" else points, budget))
