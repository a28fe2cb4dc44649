#!/usr/bin/env python3
"""check-formats.py GRADUS: reads every format of `gradus check` with a parser that others wrote, and compares them.

junitparser, tap.py, sarif-tools, jsonschema and csv must all tell of the same arrays and the same failures. Also checks
that both configuration schemas are JSON Schemas. Prints one line a format; exits 1 where one is wrong.
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import junitparser
import tap.parser
from sarif import loader

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFIGURATIONS = ["Examples/checks/network.yaml", "Examples/checks/planted-bug.yaml"]


def arrays(result: dict) -> list[tuple[str, str, str]]:
    return [(s["name"], a["name"], a["verdict"]) for s in result["subjects"] for a in s["arrays"]]


def read_json(text: str, _: list) -> list:
    result = json.loads(text)
    schema = json.loads((ROOT / "schemas/result.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(result)
    return arrays(result)


def read_junit(text: str, wanted: list) -> int:
    suites = junitparser.JUnitXml.fromstring(text.encode())
    cases = [case for suite in suites for case in suite]
    failed = sum(any(isinstance(r, junitparser.Failure) for r in case.result) for case in cases)
    assert len(cases) == suites.tests == len(wanted), f"{len(cases)} cases, {len(wanted)} arrays"
    assert failed == suites.failures
    return failed


def read_tap(text: str, wanted: list) -> int:
    lines = list(tap.parser.Parser().parse_text(text))
    points = [line for line in lines if line.category == "test"]
    assert [line.category for line in lines][0] == "version" and not [l for l in lines if l.category == "unknown"]
    assert len(points) == len(wanted)
    return sum(not point.ok for point in points)


def read_sarif(text: str, wanted: list) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "gradus.sarif"
        file.write_text(text, encoding="utf-8")
        read = loader.load_sarif_file(str(file))
        assert read.get_distinct_tool_names() == ["gradus"]
        return len(read.get_results())


def read_csv(text: str, wanted: list) -> int:
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == len(wanted)
    return sum(row["verdict"] == "fail" for row in rows)


def read_gradescope(text: str, wanted: list) -> int:
    tests = json.loads(text)["tests"]
    assert len(tests) == len(wanted) and all(t["status"] in ("passed", "failed") for t in tests)
    return sum(t["status"] == "failed" for t in tests)


def read_github(text: str, wanted: list) -> int:
    commands = [line for line in text.splitlines() if line.startswith("::")]
    for line in commands:
        assert re.fullmatch(r"::(error|warning|notice|group|endgroup)( [A-Za-z]+=[^,:]+(,[A-Za-z]+=[^,:]+)*)?::.*", line), line
    return sum(line.startswith("::error") for line in commands)


READERS = {"junit": read_junit, "tap": read_tap, "sarif": read_sarif, "csv": read_csv, "gradescope": read_gradescope,
           "github": read_github}


def main() -> int:
    problems = 0
    for name in ("check", "report", "result", "manifest"):
        schema = json.loads((ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
    for configuration in CONFIGURATIONS:
        command = [sys.argv[1], "check", "--config", str(ROOT / configuration), "--exit-zero"]
        texts = {
            format: subprocess.run(command + ["--format", format], capture_output=True, check=True).stdout.decode()
            for format in ["json", *READERS]
        }
        wanted = read_json(texts["json"], [])
        failed = sum(verdict == "fail" for _, _, verdict in wanted)
        for format, reader in READERS.items():
            try:
                found = reader(texts[format], wanted)
                assert found == failed, f"{found} failures, {failed} in JSON"
                print(f"{format}: {len(wanted)} arrays, {failed} failed ({configuration})")
            except Exception as error:  # whatever a parser raises is what we want to know
                problems += 1
                print(f"{format}: {type(error).__name__}: {error} ({configuration})")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
