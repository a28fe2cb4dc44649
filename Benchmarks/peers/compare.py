"""usage: compare.py GRADUS_BENCHMARK [--rounds N] [--budget SECONDS] [--only TEXT] [--processor] [--json FILE]

Runs gradus-benchmark and the other tools in turns on the same workloads and prints the ratios of their times: the
median of the rounds and the least. Times of one run only are compared: on a busy machine they move together, from
run to run they do not. With --processor, processor time is compared, which other programs disturb less.
"""
import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PAIRS = [  # our workload, script, workload, peer, how many times quicker we hold ourselves to be
    ("w1a", "checks.py", "w1a", "jax", 10),
    ("w1b", "checks.py", "w1b", "jax", 15),
    ("w1c", "checks.py", "w1c", "numpy", 50),
    ("w1a-directional", "checks.py", "w1a", "autograd", 1),
    ("w1b-directional", "checks.py", "w1b", "autograd", 1),
    ("w1c-directional", "checks.py", "w1c", "autograd", 1),
    ("w1a-directional", "checks.py", "w1a", "torch-fast", 1),
    ("w1b-directional", "checks.py", "w1b", "torch-fast", 1),
    ("w1c-directional", "checks.py", "w1c", "torch-fast", 1),
    ("w2a", "trainings.py", "w2a", "jax", 1.2),
    ("w2b", "trainings.py", "w2b", "jax", 1.1),
    ("w2c", "trainings.py", "w2c", "jax", 1.1),
    ("w3a", "figures.py", "w3a", "matplotlib", 4),
    ("w3b", "figures.py", "w3b", "matplotlib", 4),
    ("w4", "reports.py", "w4", "numpy", 5),
    ("start", None, "start", "python3", 1 / 1.5),  # gradus-benchmark starts both itself, one after the other
]
MEMORY = 150  # MiB at most for w4

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("program")
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--budget", type=float, default=2.0)
arguments.add_argument("--only", default="", help="workloads whose name and peer contain this text")
arguments.add_argument("--processor", action="store_true")
arguments.add_argument("--json")
options = arguments.parse_args()


def lines(command):
    # What is started as python3 is this interpreter, not a script in front of it.
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    result = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, PATH=path))
    found = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode or not found:
        sys.exit(f"{' '.join(command)}: {(result.stderr.strip().splitlines() or ['no output'])[-1]}")
    return found


def seconds(line):
    return line["details"]["processor_seconds"] if options.processor else line["seconds"]


def milliseconds(times):
    return f"{1e3 * statistics.median(times):10.3f}"


kept, missed = [], []
print(f"{'work':<18}{'peer':<12}{'gradus ms':>10}{'peer ms':>12}{'ratio':>9}{'least':>8}  held to")
for ours, script, workload, peer, goal in PAIRS:
    module = peer.split("-")[0]
    if options.only not in f"{ours} {peer}":
        continue
    if script and importlib.util.find_spec(module) is None:
        print(f"{ours:<18}{peer:<12}  {module} is not installed")
        continue
    mine, theirs, ratios = [], [], []
    for _ in range(options.rounds):
        own = lines([options.program, ours, "--json", "--budget", str(options.budget)])
        if script:
            other = lines([sys.executable, os.path.join(HERE, script), workload, peer, str(options.budget)])
        else:
            own, other = own[:1], own[1:]
        kept += own + other
        mine.append(seconds(own[-1]))
        theirs.append(seconds(other[-1]))
        ratios.append(theirs[-1] / mine[-1])
        for key in ("loss", "first_cost", "last_cost"):
            a, b = own[-1]["details"].get(key), other[-1]["details"].get(key)
            if a is not None and b is not None and abs(a - b) > 1e-10 * abs(a):
                sys.exit(f"{ours}: {key} is {a} here and {b} for {peer}: that is not the same work")
    ratio = statistics.median(ratios)
    if ratio < goal:
        missed.append(ours)
    print(
        f"{ours:<18}{peer:<12}{milliseconds(mine)}  {milliseconds(theirs)}{ratio:8.1f}×{min(ratios):7.1f}×  {goal:.3g}×"
        f"{'' if ratio >= goal else '  MISSED'}",
        flush=True,
    )
    if ours == "w4":
        peaks = [line["details"]["peak_rss_mib"] for line in (own[-1], other[-1])]
        print(f"{'memory of w4':<18}{peer:<12}{peaks[0]:6.0f} MiB  {peaks[1]:8.0f} MiB{'':17}  {MEMORY} MiB", flush=True)
        if peaks[0] > MEMORY:
            missed.append("memory of w4")
if options.json:
    with open(options.json, "w") as file:
        file.writelines(json.dumps(line) + "\n" for line in kept)
sys.exit(f"missed: {', '.join(missed)}" if missed else 0)
