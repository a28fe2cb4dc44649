# An autograded cell ("autograder tests" in nbgrader): the student's functions are in the notebook's namespace.
### BEGIN HIDDEN TESTS
import inspect
import json
import pathlib
import subprocess
import tempfile

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "layers.py"
    sources = [inspect.getsource(function) for function in (softplus_forward, softplus_backward)]
    file.write_text("import numpy as np\n\n" + "\n".join(sources), encoding="utf-8")
    run = subprocess.run(
        ["gradus", "check", "--python", str(file), "--forward", "softplus_forward", "--input", "x=normal(3,4)",
         "--format", "json"], capture_output=True, text=True)
    assert run.returncode in (0, 1, 2), run.stderr
    subject = json.loads(run.stdout)["subjects"][0]
    causes = [diagnosis["message"] for array in subject["arrays"] for diagnosis in array["diagnosis"]]
    assert subject["verdict"] == "pass", "; ".join(causes) or subject["message"]
### END HIDDEN TESTS
