#!/usr/bin/env python3
"""try-nbgrader.py COURSES: grades a notebook with the cell of Examples/courses/nbgrader, right and wrong, in this folder."""
import pathlib
import subprocess
import sys

import nbformat

courses = pathlib.Path(sys.argv[1])
cell = (courses / "nbgrader" / "cell.py").read_text(encoding="utf-8")
student = (courses / "submission" / "layers.py").read_text(encoding="utf-8")


def notebook(answer: str) -> nbformat.NotebookNode:
    book = nbformat.v4.new_notebook()
    # inspect.getsource needs what IPython keeps of each cell.
    solution = nbformat.v4.new_code_cell(answer)
    solution.metadata["nbgrader"] = {
        "grade": False, "grade_id": "answer", "locked": False, "schema_version": 3, "solution": True, "task": False}
    tests = nbformat.v4.new_code_cell(cell)
    tests.metadata["nbgrader"] = {
        "grade": True, "grade_id": "tests", "locked": True, "points": 4, "schema_version": 3, "solution": False,
        "task": False}
    book.cells = [solution, tests]
    return book


def run(*arguments: str) -> None:
    subprocess.run([str(pathlib.Path(sys.executable).parent / "nbgrader"), *arguments], check=True)


pathlib.Path("nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
answers = {"wrong": student, "right": student.replace("2 * dout", "dout")}
source = pathlib.Path("source/layers")
source.mkdir(parents=True)
nbformat.write(notebook("### BEGIN SOLUTION\n" + answers["right"] + "\n### END SOLUTION"), source / "layers.ipynb")
run("generate_assignment", "layers", "--force")
for name, answer in answers.items():
    folder = pathlib.Path("submitted") / name / "layers"
    folder.mkdir(parents=True)
    nbformat.write(notebook(answer), folder / "layers.ipynb")
run("autograde", "layers", "--force")

from nbgrader.api import Gradebook  # noqa: E402  (the database exists only now)

with Gradebook("sqlite:///gradebook.db") as book:
    scores = {name: book.find_submission("layers", name).score for name in answers}
print(scores)
sys.exit(0 if scores == {"wrong": 0, "right": 4} else "expected 0 points for the wrong answer and 4 for the right one")
