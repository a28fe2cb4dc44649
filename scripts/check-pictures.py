#!/usr/bin/env python3
"""check-pictures.py FOLDER: every figure of a report is the same picture as PNG and as SVG.

Each drawing is turned into pixels by a program of others (librsvg) and compared with the PNG beside it.
Prints a line a figure that differs and a count; exits 1 where there is one.
"""
import concurrent.futures
import io
import json
import os
import pathlib
import subprocess
import sys

from PIL import Image, ImageChops, ImageFilter

# Of 255 levels. Edges are smoothed and colours rounded in slightly different ways: a mean over all pixels, and the
# share of pixels in spots that differ much after a blur that forgives half a pixel.
MEAN, SPOT, SPOTS = 1.6, 48, 0.0001


def compare(folder: pathlib.Path, name: str) -> tuple[float, float] | str:
    """The mean difference and the share of pixels that are another colour; or a sentence."""
    drawn = Image.open(folder / f"{name}.png").convert("RGB")
    command = ["rsvg-convert", "--zoom", "2", "--background-color", "white", str(folder / f"{name}.svg")]
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode:
        return f"librsvg cannot draw it: {result.stderr.decode()[:200]}"
    vector = Image.open(io.BytesIO(result.stdout)).convert("RGB")
    if vector.size != drawn.size:
        return f"the drawing is {vector.size[0]} × {vector.size[1]}, the picture {drawn.size[0]} × {drawn.size[1]}"
    pixels = drawn.size[0] * drawn.size[1]
    counts = ImageChops.difference(vector, drawn).convert("L").histogram()
    mean = sum(level * count for level, count in enumerate(counts)) / pixels
    blurred = [image.filter(ImageFilter.BoxBlur(2)) for image in (vector, drawn)]
    spots = sum(ImageChops.difference(*blurred).convert("L").histogram()[SPOT:]) / pixels
    return mean, spots


def main() -> int:
    folder = pathlib.Path(sys.argv[1])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    names = sorted({file[:-4] for figure in manifest["figures"] for file in figure["files"]})
    problems, worst = [], (0.0, 0.0)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, found in zip(names, pool.map(lambda name: compare(folder, name), names)):
            if isinstance(found, str):
                problems.append(f"{name}: {found}")
            elif found[0] > MEAN or found[1] > SPOTS:
                problems.append(f"{name}: PNG and SVG differ by {found[0]:.2f} levels, {100 * found[1]:.3f} % in spots")
            if "--verbose" in sys.argv:
                print(name, found)
            if not isinstance(found, str):
                worst = tuple(map(max, worst, found))
    for line in problems:
        print(line)
    print(f"{len(names)} pictures compared as PNG and SVG: at most {worst[0]:.2f} of 255 levels in the mean, "
          f"{100 * worst[1]:.3f} % in spots")
    print(f"{len(names) - len(problems)} passed, {len(problems)} failed")
    return 1 if problems or not names else 0


if __name__ == "__main__":
    sys.exit(main())
