#!/usr/bin/env python3
"""A browser for tests, usable as a $BROWSER entry: headless chromium that answers the consent page.

Returns at once, as a desktop's opener does; a detached child opens the URL, clicks the button with the id `allow`
(`deny` when MCPCRED_TEST_CONSENT=deny, none when it is `ignore`), waits for the callback page and ends. Whatever it
started is gone after 60 s at most. MCPCRED_TEST_BROWSER_LOG=FILE receives one JSON line with what was seen, and
MCPCRED_TEST_BROWSER_ADDRESS=FILE what stands in the address bar at the end, as a person would copy it.
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

CHROMIUM = os.environ.get("MCPCRED_TEST_CHROMIUM", "/usr/bin/chromium")
CHROMEDRIVER = os.environ.get("MCPCRED_TEST_CHROMEDRIVER", "/usr/bin/chromedriver")
PATIENCE, LIMIT = 40, 55
PR_SET_CHILD_SUBREAPER = 36


def main() -> int:
    if len(sys.argv) != 2 or urlsplit(sys.argv[1]).scheme not in ("http", "https"):
        print("usage: headless_browser.py http(s)://...", file=sys.stderr)
        return 2
    use_own_environment()
    if os.fork():
        return 0
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    # An inherited pipe held open here would keep the program that called the opener waiting for its end.
    os.closerange(3, 1024)
    supervise(sys.argv[1])
    os._exit(0)


def use_own_environment() -> None:
    """$BROWSER runs this with any python3; selenium lives in the environment that `setup --browser` made."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        folder = os.environ.get("MCPCRED_TEST_COUNTERPARTS")
        base = Path(folder) if folder else Path(__file__).resolve().parents[2] / ".venv" / "counterparts"
        python = base / "browser" / "bin" / "python"
        if not python.exists() or Path(sys.prefix) == base / "browser":
            sys.exit(f"selenium is missing: run {Path(__file__).resolve().parent}/setup --browser")
        os.execv(python, [str(python), __file__, *sys.argv[1:]])


def supervise(url: str) -> None:
    """Runs the browser in a child, and ends everything under it however that child ends."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    profile = tempfile.mkdtemp(prefix="headless-browser-")
    deadline = time.monotonic() + LIMIT
    worker = os.fork()
    if worker == 0:
        try:
            note(browse(url, profile))
        except BaseException as error:
            note({"outcome": "failed", "error": f"{type(error).__name__}: {str(error)[:300]}"})
        os._exit(0)
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(worker, os.WNOHANG)[0] == worker:
                break
        time.sleep(0.05)
    else:
        note({"outcome": "stopped", "error": f"not finished after {LIMIT} s"})
    while alive := descendants(os.getpid()):
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.02)
    shutil.rmtree(profile, ignore_errors=True)


def descendants(root: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
    found, grew = {root}, True
    while grew:
        more = {process for process, parent in parents.items() if parent in found} - found
        found, grew = found | more, bool(more)
    return found - {root}


def browse(url: str, profile: str) -> dict:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By

    # No bus and no home of the caller: chromium must not touch the keyring that a test is about.
    os.environ.update(
        HOME=profile, XDG_CONFIG_HOME=profile, XDG_CACHE_HOME=profile, SE_OFFLINE="true", SE_AVOID_STATS="true"
    )
    for name in ("DBUS_SESSION_BUS_ADDRESS", "BROWSER"):
        os.environ.pop(name, None)
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "--headless=new",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--no-first-run",
        "--password-store=basic",
        f"--user-data-dir={profile}/profile",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ):
        options.add_argument(argument)
    answer = os.environ.get("MCPCRED_TEST_CONSENT", "allow")
    callback = parse_qs(urlsplit(url).query).get("redirect_uri", [None])[0]
    driver = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
    try:
        driver.set_page_load_timeout(PATIENCE)
        driver.get(url)
        clicked, deadline = False, time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if arrived(driver, callback):
                if path := os.environ.get("MCPCRED_TEST_BROWSER_ADDRESS"):
                    Path(path).write_text(driver.current_url)
                return seen(driver, clicked)
            if not clicked and (buttons := driver.find_elements(By.ID, answer)):
                buttons[0].click()
                clicked = True
            time.sleep(0.05)
        return seen(driver, clicked) | {"outcome": "no callback"}
    finally:
        driver.quit()


def arrived(driver, callback: str | None) -> bool:
    """At the redirect URI the request named, or, when it named none (PAR), at a URL that looks like an answer."""
    here = urlsplit(driver.current_url)
    if callback is not None:
        wanted = urlsplit(callback)
        there = (here.scheme, here.netloc, here.path) == (wanted.scheme, wanted.netloc, wanted.path)
    else:
        names = parse_qs(here.query)
        there = "state" in names and ("code" in names or "error" in names)
    return there and driver.execute_script("return document.readyState") == "complete"


def seen(driver, clicked: bool) -> dict:
    """What the page shows. Of the URL only the parameter names: the code is a secret until it is redeemed."""
    here = urlsplit(driver.current_url)
    refused = driver.execute_script("return document.getElementById('main-frame-error') !== null")
    return {
        "outcome": "callback unreachable" if refused else "callback",
        "clicked": clicked,
        "page": f"{here.scheme}://{here.netloc}{here.path}",
        "parameters": sorted(parse_qs(here.query)),
        "title": driver.title,
        "text": driver.execute_script("return document.body ? document.body.innerText : ''")[:400],
    }


def note(entry: dict) -> None:
    if path := os.environ.get("MCPCRED_TEST_BROWSER_LOG"):
        with open(path, "a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    sys.exit(main())
