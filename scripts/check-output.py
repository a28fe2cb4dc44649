#!/usr/bin/env python3
"""check-output.py FOLDER: looks at a generated report as a program does.

The manifest against the files and their SHA-256, both JSON files against their schemas, HTML by a strict parser,
pictures chunk by chunk, CSV record by record, no path or name of this machine, the same figures in every language.
Prints one line per problem and a count; exits 1 where there is one.
"""
import csv
import getpass
import hashlib
import io
import json
import pathlib
import re
import socket
import struct
import sys
import xml.etree.ElementTree
import zlib

import html5lib
import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
SVG = "{http://www.w3.org/2000/svg}"
problems: list[str] = []


def problem(path: object, message: str) -> None:
    problems.append(f"{path}: {message}")


def strict_json(text: str) -> object:
    """JSON without doubled keys and without numbers that JSON has not."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        if len(set(keys)) != len(keys):
            raise ValueError(f"a key is there twice among {keys[:8]}")
        return dict(pairs)

    def refuse(word: str) -> object:
        raise ValueError(f"{word} is not JSON")

    return json.loads(text, object_pairs_hook=once, parse_constant=refuse)


def check_json(folder: pathlib.Path, name: str, schema: str) -> dict:
    path = folder / name
    try:
        value = strict_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problem(name, str(error))
        return {}
    validator = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / schema).read_text(encoding="utf-8")))
    for error in list(validator.iter_errors(value))[:10]:
        problem(name, f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    return value if isinstance(value, dict) else {}


def check_manifest(folder: pathlib.Path, manifest: dict) -> None:
    listed = {entry["path"]: entry for entry in manifest.get("files", [])}
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")}
    for path in sorted(there - set(listed) - {"manifest.json"}):
        problem(path, "is not in the manifest")
    for path, entry in listed.items():
        file = folder / path
        if not file.is_file():
            problem(path, "is in the manifest, but not there")
            continue
        data = file.read_bytes()
        if len(data) != entry["bytes"]:
            problem(path, f"{len(data)} bytes, the manifest says {entry['bytes']}")
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            problem(path, "another SHA-256 than in the manifest")
    for lesson in manifest.get("lessons", []):
        for page in lesson["pages"]:
            if page not in listed:
                problem(page, f"page of the lesson {lesson['name']}, but no file")
    for figure in manifest.get("figures", []):
        for path in figure["files"] + ([figure["data"]] if "data" in figure else []):
            if path not in listed:
                problem(path, f"belongs to the figure {figure['name']}, but is no file")
        if set(figure["alt"]) != set(manifest["languages"]) or not all(figure["alt"].values()):
            problem(figure["name"], "has no alternative text in one of the languages")


def figures_of(page: pathlib.Path) -> list[str]:
    """The figures of a page in their order, without language and ending."""
    found = re.findall(r'(?:src|href)="[^"]*figures/([^"/]+?)(?:\.(?:ko|en))?\.(?:svg|png)"', page.read_text("utf-8"))
    return list(dict.fromkeys(found))


def check_pages(folder: pathlib.Path, manifest: dict) -> None:
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder)
        text = page.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(text)
        for (line, column), code, _ in parser.errors[:5]:
            problem(f"{name}:{line}:{column}", f"HTML: {code}")
        if name.parts[0] in manifest.get("languages", []) and tree.get("lang") != name.parts[0]:
            problem(name, f"is in {tree.get('lang')}")
        if tree.find(".//script") is not None:
            problem(name, "holds a script")
        for image in tree.iter("img"):
            if image.get("alt") is None:  # an empty one says that the picture tells nothing that the text does not
                problem(name, f"an image without alternative text: {(image.get('src') or '')[:60]}")
        for image in tree.findall(".//figure//img"):
            if not (image.get("alt") or "").strip():
                problem(name, f"a figure without alternative text: {(image.get('src') or '')[:60]}")
        if "{{" in text:
            problem(name, "holds a template's braces")
    languages = manifest.get("languages", [])
    for lesson in manifest.get("lessons", []):
        lists = [figures_of(folder / language / f"{lesson['name']}.html")
                 for language in languages if (folder / language / f"{lesson['name']}.html").exists()]
        if any(other != lists[0] for other in lists):
            problem(lesson["name"], f"other figures in one language than in the other: {lists}")


def check_png(name: object, data: bytes) -> None:
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        problem(name, "is no PNG")
        return
    position, kinds, pixels, header = 8, [], b"", b""
    while position + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[position:position + 8])
        body = data[position + 8:position + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack(">I", data[position + 8 + length:position + 12 + length])[0]:
            problem(name, f"the chunk {kind!r} is damaged")
        kinds.append(kind)
        header = body if kind == b"IHDR" else header
        pixels += body if kind == b"IDAT" else b""
        position += 12 + length
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or position != len(data):
        problem(name, "is cut off")
        return
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    wanted = height * (1 + (width * channels * depth + 7) // 8)
    raw = zlib.decompress(pixels)
    if len(raw) != wanted or not 40 <= width <= 8000 or not 40 <= height <= 8000:
        problem(name, f"{width} × {height} with {len(raw)} bytes, expected {wanted}")
    elif len(set(raw)) < 3:
        problem(name, "is empty")


def check_svg(name: object, data: bytes) -> None:
    try:
        tree = xml.etree.ElementTree.fromstring(data)
    except xml.etree.ElementTree.ParseError as error:
        problem(name, f"is no XML: {error}")
        return
    if tree.tag != SVG + "svg" or not tree.get("viewBox"):
        problem(name, "has no viewBox")
    if tree.find(f"{SVG}title") is None:
        problem(name, "has no title")
    for element in tree.iter():
        if element.tag in (SVG + "script", SVG + "foreignObject"):
            problem(name, f"holds {element.tag}")
        for key, value in element.attrib.items():
            if key.startswith("on") or (
                    key.endswith("href") and not value.startswith(("#", "data:image/png;base64,"))):
                problem(name, f"{key}={value[:60]}")
            if key in ("d", "points", "x", "y", "width", "height") and re.search(r"nan|inf", value):
                problem(name, f"a coordinate that is no number in {key}")


def check_csv(name: object, data: bytes) -> None:
    text = data.decode("utf-8")
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        problem(name, "expected CR LF after every record")
    records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len(records) < 2 or any(len(record) != len(records[0]) for record in records):
        problem(name, "expected a header and records of its length")


def check_files(folder: pathlib.Path) -> None:
    own = {str(ROOT), str(pathlib.Path.home()), f"/{getpass.getuser()}/"}
    if len(socket.gethostname()) > 5:  # a shorter name is a word like others
        own.add(socket.gethostname())
    traces = re.compile("|".join(map(re.escape, sorted(own))) + r"|/(?:home|Users|tmp|private|var)/")
    embedded = re.compile(r"data:[a-z]+/[a-z+]+;base64,[A-Za-z0-9+/=]+")
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        name, data = file.relative_to(folder), file.read_bytes()
        match file.suffix:
            case ".png": check_png(name, data)
            case ".svg": check_svg(name, data)
            case ".csv": check_csv(name, data)
        if file.suffix != ".png":
            found = traces.search(embedded.sub("", data.decode("utf-8")))
            if found:
                problem(name, f"tells of this machine: {found.group()}")


def main() -> int:
    folder = pathlib.Path(sys.argv[1])
    manifest = check_json(folder, "manifest.json", "manifest.schema.json")
    check_manifest(folder, manifest)
    if not any(entry["path"].startswith("report.") for entry in manifest.get("files", [])):
        result = check_json(folder, "data/check.json", "result.schema.json")
        if result.get("summary", {}).get("seconds") != 0:
            problem("data/check.json", "expected seconds to be 0")
        check_pages(folder, manifest)
    check_files(folder)
    for line in problems:
        print(line)
    count = len(manifest.get("files", []))
    print(f"{count} files looked at, {len(problems)} problems")
    return 1 if problems or not count else 0


if __name__ == "__main__":
    sys.exit(main())
