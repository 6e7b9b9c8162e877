"""Opens reports in headless Chromium: draws, reads values, zooms, saves, copies; no script errors.

Usage: test_report_in_browser.py SIEGERT analyze|crosscheck NETWORK
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


def check_drawn(browser, page, fewest):
    started = time.monotonic()
    browser.get(page.as_uri())
    wait(browser, lambda b: b.find_element(By.TAG_NAME, "body").get_attribute("data-ready") == "yes")
    seconds = time.monotonic() - started
    figures = browser.find_elements(By.TAG_NAME, "figure")
    assert len(figures) >= fewest, f"only {len(figures)} figures"
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


def reading(browser, title):
    """What stands under the pointer in the middle of a figure."""
    figure = figure_titled(browser, title)
    plot = figure.find_element(By.CSS_SELECTOR, ".plot svg")
    ActionChains(browser).move_to_element(show(browser, plot)).perform()
    tip = figure.find_element(By.CLASS_NAME, "tip")
    wait(browser, lambda b: tip.is_displayed())
    print("under the pointer:", " ".join(tip.text.split()))
    return tip.text


def labels(figure):
    return sorted(text.get_attribute("textContent") for text in figure.find_elements(By.CSS_SELECTOR, ".role-axis-label text"))


def check_zoom(browser, title):
    figure = figure_titled(browser, title)
    before = labels(figure)
    show(browser, figure.find_element(By.CSS_SELECTOR, "button[data-action=in]")).click()
    wait(browser, lambda b: labels(figure) != before)
    figure.find_element(By.CLASS_NAME, "plot").send_keys("0")  # the keyboard resets what the button did
    wait(browser, lambda b: labels(figure) == before)


def check_saving(browser, downloads, title, content):
    figure = figure_titled(browser, title)
    show(browser, figure.find_element(By.CSS_SELECTOR, "button[data-action=svg]")).click()
    saved = downloads / (figure.get_attribute("id") + ".svg")
    wait(browser, lambda b: saved.exists() and saved.stat().st_size > 0)
    text = saved.read_text()
    assert text.startswith("<svg") and content in text


def check_copying(browser, content):
    browser.execute_script("document.execCommand = () => { window.copied = document.activeElement.value; return true; };"
                           "Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    show(browser, browser.find_element(By.CSS_SELECTOR, "button[data-copy]")).click()
    copied = browser.execute_script("return window.copied")
    assert copied and copied.startswith(content), copied


def check_narrow(browser):
    browser.set_window_size(500, 900)
    time.sleep(1)
    overflow = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"the page is {overflow} pixels wider than a narrow screen"


def check_analysis(browser, page):
    check_drawn(browser, page, fewest=10)
    text = reading(browser, "Firing rates")
    assert "firing rate: " in text and text.endswith(" Hz"), text
    check_zoom(browser, "Power spectra")
    check_saving(browser, page.parent, "Eigenvalue trajectories", content="mode 0")
    check_copying(browser, "population\tN\t")


def check_crosscheck(browser, page):
    check_drawn(browser, page, fewest=20)
    text = reading(browser, "Firing rates")
    assert all(word in text for word in ("prediction: ", "accepted: ", "simulation: ", " ± ")), text
    text = reading(browser, "Spectrum of E")
    assert all(word in text for word in ("theory: ", "accepted range: ", "simulation: ")), text
    check_zoom(browser, "Response of E: amplitude")
    check_saving(browser, page.parent, "Spectrum of I", content="simulation")
    check_copying(browser, "quantity\tnumbers\tagree\t")
    boxes = figure_titled(browser, "Mean input").find_elements(By.CSS_SELECTOR, ".mark-rect path")
    assert len(boxes) == 2, f"{len(boxes)} boxes for two populations"


CHECKS = {"analyze": check_analysis, "crosscheck": check_crosscheck}
# A short simulation: what it finds does not matter here, but all kinds of figures do.
OPTIONS = {"analyze": [], "crosscheck": [
    "--duration", "1.2 s", "--replicates", "3", "--warmup", "0.1 s", "--segment", "0.2 s", "--count-bin", "50 ms",
    "--quantities", "firing_rates,cvs,mean_input,std_input,covariances,spectra,transfer_functions"]}
ALLOWED = {"analyze": {0}, "crosscheck": {0, 1}}  # 1: theory and simulation disagree


def main():
    siegert, command, network = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        page = folder / "report.html"
        run = subprocess.run([siegert, command, network, "--report", page, *OPTIONS[command]], stdout=subprocess.DEVNULL)
        assert run.returncode in ALLOWED[command], f"exit code {run.returncode}"
        size = os.path.getsize(page)
        assert size < 3 * MEGABYTE, f"{size} bytes"
        browser = open_browser(folder)
        try:
            CHECKS[command](browser, page)
            check_narrow(browser)
            errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
            assert not errors, errors
        finally:
            browser.quit()
    print("the report works")


if __name__ == "__main__":
    main()
