"""usage: reports.py WORKLOAD PEER BUDGET, or reports.py FOLDER

A course report as a script would write it, each time in a fresh process: trains 3-5-2 and 2-64-64-3, checks every
parameter of both before, draws eight figures as PNG and SVG, writes one page. With FOLDER: once, into it.
Peer: numpy, with matplotlib.
"""
import html
import os
import subprocess
import sys
import tempfile

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"


def repeated(workload, peer, budget):
    import problems

    peaks = []

    def work():
        with tempfile.TemporaryDirectory() as folder:
            child = subprocess.Popen([sys.executable, __file__, folder])
            _, status, use = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                sys.exit(f"{workload}: {peer} ended with {child.returncode}")
            peaks.append(use.ru_maxrss / 1024)

    times = problems.timed(work, budget)
    problems.report(workload, f"report-{peer}", times, peak_rss_mib=sorted(peaks)[len(peaks) // 2])


def report(folder):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np

    import problems

    parts = []
    for name, workload, steps in (("3-5-2", "w2a", 2000), ("2-64-64-3", "w2b", 2000)):
        values, x, labels, batches, rate = problems.training(workload)
        errors, costs = problems.checked(values, x[batches[0]], labels[batches[0]]), []
        for batch in batches[:steps]:
            cost, found = problems.gradients(values, x[batch], labels[batch])
            costs.append(cost)
            for array, slope in zip(values, found):
                array -= rate * slope
        parts.append((name, errors, costs, values, x, labels))
    names = []

    def draw(name, paint, logarithmic=False):
        figure, axes = plt.subplots(figsize=(8, 5), dpi=100)
        paint(axes)
        if logarithmic:
            axes.set_yscale("log")
        axes.set_title(name)
        axes.grid(True)
        axes.legend()
        figure.savefig(os.path.join(folder, f"{name}.png"), dpi=200)
        figure.savefig(os.path.join(folder, f"{name}.svg"))
        plt.close(figure)
        names.append(name)

    def regions(axes):
        values, x, labels = parts[1][3:]
        line = np.linspace(-1.1, 1.1, 200)
        a, b = np.meshgrid(line, line)
        layer = np.stack([a.ravel(), b.ravel()], axis=1)
        for w, bias in zip(values[:-2:2], values[1:-2:2]):
            layer = np.maximum(layer @ w + bias, 0.0)
        axes.contourf(a, b, (layer @ values[-2] + values[-1]).argmax(axis=1).reshape(a.shape), alpha=0.3)
        for k in range(3):
            axes.scatter(*x[labels == k].T, s=8, label=f"class {k}")

    p, z = np.linspace(0.001, 0.999, 1000), np.linspace(-5, 5, 500)
    draw("negative-log", lambda a: a.plot(p, -np.log(p), label="−log p"))
    draw("entropy", lambda a: a.plot(p, -p * np.log2(p) - (1 - p) * np.log2(1 - p), label="H(p)"))
    draw("relu", lambda a: (a.plot(z, np.maximum(z, 0), label="ReLU"), a.plot(z, z > 0, label="slope")))
    draw("softmax", lambda a: a.plot(z, 1 / (1 + np.exp(-z)), label="softmax of (z, 0)"))
    for name, _, costs, *_ in parts:
        draw(f"cost-{name}", lambda a: a.plot(costs, label="cost"), logarithmic=True)
    errors = parts[1][1]
    draw("check", lambda a: a.bar(range(len(errors)), errors, label="largest relative error"))
    draw("regions", regions)
    page = ["<!doctype html><html lang=en><meta charset=utf-8><title>Report</title><h1>Report</h1>"]
    for name, errors, costs, *_ in parts:
        page.append(f"<h2>{html.escape(name)}</h2><p>cost {costs[0]:.4f} to {costs[-1]:.6f}; errors {errors}</p>")
    page += [f'<img src="{name}.svg" alt="{name}">' for name in names]
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as file:
        file.write("\n".join(page))


if len(sys.argv) == 4:
    repeated(sys.argv[1], sys.argv[2], float(sys.argv[3]))
else:
    report(sys.argv[1])
