OK_FORMAT = True

# One test case an array: otter shows the reason where it fails.
test = {
    "name": "gradients",
    "points": 6,
    "suites": [
        {
            "cases": [
                {
                    "code": r"""
                    >>> import json, subprocess
                    >>> run = subprocess.run(["gradus", "check", "--python", "layers.py", "--forward", "affine_forward",
                    ...     "--input", "x=normal(2,4,5)", "--input", "w=normal(20,3)", "--input", "b=normal(3)",
                    ...     "--format", "json"], capture_output=True, text=True)
                    >>> subject = json.loads(run.stdout)["subjects"][0]
                    >>> [array["name"] for array in subject["arrays"] if array["verdict"] != "pass"]
                    []
                    """,
                    "hidden": False,
                    "locked": False,
                },
            ],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }
    ],
}
