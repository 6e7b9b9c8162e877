"""Opens the report of the microcircuit in headless Chromium: draws, reads values, zooms, saves, copies; no script errors.

Usage: test_report_in_browser.py SIEGERT NETWORK
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

MEGABYTE = 1e6
# Flags that keep Chromium from looking for a network or a display.
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


def open_browser(downloads):
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options)


def wait(browser, condition, seconds=30):
    return WebDriverWait(browser, seconds).until(condition)


def check_drawn(browser, page):
    started = time.monotonic()
    browser.get(page.as_uri())
    wait(browser, lambda b: b.find_element(By.TAG_NAME, "body").get_attribute("data-ready") == "yes")
    seconds = time.monotonic() - started
    figures = browser.find_elements(By.TAG_NAME, "figure")
    assert len(figures) >= 10, f"only {len(figures)} figures"
    for figure in figures:
        assert figure.get_attribute("data-drawn") == "yes", figure.get_attribute("id") + " is not drawn"
        assert figure.find_elements(By.CSS_SELECTOR, "svg path, canvas"), figure.get_attribute("id") + " is empty"
    print(f"{len(figures)} figures drawn in {seconds:.2f} s")


def show(browser, element):
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    return element


def figure_titled(browser, title):
    return next(f for f in browser.find_elements(By.TAG_NAME, "figure")
                if title == f.find_element(By.TAG_NAME, "strong").text)


def check_reading(browser):
    figure = figure_titled(browser, "Firing rates")
    plot = figure.find_element(By.CSS_SELECTOR, ".plot svg")
    ActionChains(browser).move_to_element(show(browser, plot)).perform()
    tip = figure.find_element(By.CLASS_NAME, "tip")
    wait(browser, lambda b: tip.is_displayed())
    assert "firing rate: " in tip.text and tip.text.endswith(" Hz"), tip.text
    print("under the pointer:", " ".join(tip.text.split()))


def labels(figure):
    return sorted(text.get_attribute("textContent") for text in figure.find_elements(By.CSS_SELECTOR, ".role-axis-label text"))


def check_zoom(browser):
    figure = figure_titled(browser, "Power spectra")
    before = labels(figure)
    show(browser, figure.find_element(By.CSS_SELECTOR, "button[data-action=in]")).click()
    wait(browser, lambda b: labels(figure) != before)
    figure.find_element(By.CLASS_NAME, "plot").send_keys("0")  # the keyboard resets what the button did
    wait(browser, lambda b: labels(figure) == before)


def check_saving(browser, downloads):
    figure = figure_titled(browser, "Eigenvalue trajectories")
    show(browser, figure.find_element(By.CSS_SELECTOR, "button[data-action=svg]")).click()
    saved = downloads / (figure.get_attribute("id") + ".svg")
    wait(browser, lambda b: saved.exists() and saved.stat().st_size > 0)
    text = saved.read_text()
    assert text.startswith("<svg") and "mode 0" in text


def check_copying(browser):
    browser.execute_script("document.execCommand = () => { window.copied = document.activeElement.value; return true; };"
                           "Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    show(browser, browser.find_element(By.CSS_SELECTOR, "button[data-copy]")).click()
    copied = browser.execute_script("return window.copied")
    assert copied and copied.startswith("population\tN\t"), copied


def check_narrow(browser):
    browser.set_window_size(500, 900)
    time.sleep(1)
    overflow = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"the page is {overflow} pixels wider than a narrow screen"


def main():
    siegert, network = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        page = folder / "report.html"
        subprocess.run([siegert, "analyze", network, "--report", page], check=True, stdout=subprocess.DEVNULL)
        size = os.path.getsize(page)
        assert size < 3 * MEGABYTE, f"{size} bytes"
        browser = open_browser(folder)
        try:
            check_drawn(browser, page)
            check_reading(browser)
            check_zoom(browser)
            check_saving(browser, folder)
            check_copying(browser)
            check_narrow(browser)
            errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
            assert not errors, errors
        finally:
            browser.quit()
    print("the report works")


if __name__ == "__main__":
    main()
