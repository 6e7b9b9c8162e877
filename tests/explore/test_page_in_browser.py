"""Opens the page of `siegert explore` in headless Chromium: drags, types, clicks; its numbers are those of the command line.

Usage: test_page_in_browser.py SIEGERT FOLDER_OF_NETWORKS
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

SIEGERT, NETWORK = sys.argv[1], pathlib.Path(sys.argv[2]) / "microcircuit.yaml"
# Flags that keep Chromium from looking for a network or a display.
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


def open_browser(downloads):
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options)
    browser.set_window_size(1400, 1000)
    return browser


def wait(browser, condition, seconds=60):
    return WebDriverWait(browser, seconds, poll_frequency=0.05).until(condition)


def settled(browser):
    """Waits until the page shows everything at full detail."""
    wait(browser, lambda b: not b.execute_script("return document.body.hasAttribute('data-busy')"))


def find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def rate(browser, population):
    return float(find(browser, f"td[data-quantity=firing_rates][data-population='{population}']").get_attribute("data-value"))


def expected_rate(population, changes):
    """What the command line prints for the file with these texts in place of others."""
    text = NETWORK.read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        answer = json.loads(subprocess.run([SIEGERT, "rates", file.name, "--format", "json"], check=True, capture_output=True).stdout)
    return answer["firing_rates"]["val"][answer["populations"].index(population)]


def field(browser, name):
    return find(browser, f"input[id='p-{name}']")


def type_into(browser, name, text):
    box = field(browser, name)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(text, Keys.ENTER)


def check_start(browser):
    assert find(browser, "h1").text == "microcircuit"
    assert find(browser, "#answer").text == "stable"
    assert rate(browser, "4E") == expected_rate("4E", {})
    for figure in browser.find_elements(By.TAG_NAME, "figure"):
        assert figure.get_attribute("data-drawn") == "yes", figure.text
    assert len(browser.find_elements(By.CSS_SELECTOR, "figure canvas")) >= 6


def check_drag(browser):
    slider = find(browser, "input[aria-label='nu_ext, slider']")
    before = rate(browser, "4E")
    latencies = []
    ActionChains(browser).move_to_element(slider).click_and_hold().perform()
    for _ in range(8):
        ActionChains(browser).move_by_offset(2, 0).perform()
        time.sleep(0.15)
        latencies.append(int(browser.execute_script("return document.body.dataset.latency")))
    ActionChains(browser).release().perform()
    settled(browser)
    print(f"from slider to picture: {min(latencies)} to {max(latencies)} ms")
    value = field(browser, "nu_ext").get_attribute("value")
    assert float(value) > 8.0 and rate(browser, "4E") != before
    assert rate(browser, "4E") == expected_rate("4E", {"nu_ext: 8 Hz": f"nu_ext: {value} Hz"})


def check_undo(browser):
    start = expected_rate("4E", {})
    find(browser, "#undo").click()
    settled(browser)
    assert rate(browser, "4E") == start and not find(browser, "#undo").is_enabled()
    find(browser, "#redo").click()
    settled(browser)
    assert rate(browser, "4E") != start
    find(browser, "#reset").click()
    settled(browser)
    assert rate(browser, "4E") == start


def check_matrix(browser):
    find(browser, "button[aria-label^='K[4E,4I] ']").click()
    type_into(browser, "K-4E-4I-", "700")
    settled(browser)
    assert rate(browser, "4E") == expected_rate("4E", {"1117.17312, 675,": "1117.17312, 700,"})
    assert "700" in find(browser, "button[aria-label^='K[4E,4I] ']").text


def check_wrong_value(browser):
    before = rate(browser, "4E")
    type_into(browser, "tau_r", "-2")
    error = find(browser, "#p-tau_r-error")
    wait(browser, lambda b: "tau_r" in error.text)
    assert "not negative" in error.text, error.text
    assert rate(browser, "4E") == before, "the last good picture stays"
    type_into(browser, "tau_r", "2500 us")
    settled(browser)
    assert not error.text and rate(browser, "4E") != before


def check_compare(browser):
    find(browser, "#compare").click()
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "td .before"))
    assert find(browser, "td[data-population='4E'] .before").text == f"{expected_rate('4E', {}):.6g}"
    find(browser, "#compare").click()


def check_choices(browser):
    find(browser, "#reset").click()
    settled(browser)
    Select(find(browser, "#choice-method")).select_by_value("taylor")
    settled(browser)
    assert abs(rate(browser, "4E") / expected_rate("4E", {}) - 1.0) > 1e-6


def check_taking_away(browser, folder):
    find(browser, "#reset").click()
    settled(browser)
    type_into(browser, "nu_ext", "8.25")
    settled(browser)
    find(browser, "#save").click()
    saved = folder / "microcircuit-explored.yaml"
    wait(browser, lambda b: saved.exists())
    assert saved.read_text() == NETWORK.read_text().replace("nu_ext: 8 Hz", "nu_ext: 8.25 Hz")
    find(browser, "#copy").click()
    wait(browser, lambda b: "siegert analyze" in find(b, "#command").text)
    assert "nu_ext: 8.25 Hz" in find(browser, "#python").text
    find(browser, "#copied form button").click()


def check_background(browser):
    wait(browser, lambda b: "only one" in find(b, "#states-note").text)
    find(browser, "#diagram button").click()
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "#diagram-figures figure[data-drawn=yes]"))
    find(browser, "#diagram button").click()


def check_branches(browser):
    Select(find(browser, "#p-key")).select_by_value("nu_ext")
    find(browser, "#branches button").click()
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "#branches-figures figure[data-drawn=yes]"))
    assert find(browser, "#branches-figures strong").text == "States along nu_ext"
    browser.execute_script("document.body.dataset.branches = ''")
    type_into(browser, "tau_m", "11")
    wait(browser, lambda b: b.execute_script("return document.body.dataset.branches") == "done")
    assert not find(browser, "#branches-note").text
    find(browser, "#branches button").click()
    find(browser, "#undo").click()
    settled(browser)


def check_simulation():
    """Spikes and simulated rates of a network that is quickly wired."""
    server = subprocess.Popen([SIEGERT, "explore", NETWORK.parent / "ei_network.yaml", "--no-browser"], stdout=subprocess.PIPE, text=True)
    browser = open_browser(tempfile.gettempdir())
    try:
        browser.get(server.stdout.readline().split()[1])
        settled(browser)
        find(browser, "#simulate").click()
        wait(browser, lambda b: "simulated" in find(b, "#simulation-note").text)
        assert find(browser, "#raster figure[data-drawn=yes] strong").text == "Spikes"
        assert "±" in find(browser, "td[data-simulated=firing_rates]").text
        type_into(browser, "tau_m", "21")
        settled(browser)
        assert not find(browser, "#raster figure").is_displayed(), "of a network that is no longer shown"
    finally:
        browser.quit()
        server.kill()


def check_narrow(browser):
    browser.set_window_size(500, 900)
    time.sleep(0.5)
    overflow = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"the page is {overflow} pixels wider than a narrow screen"
    assert field(browser, "nu_ext") and find(browser, "#state").is_displayed()


def check_end(browser, server):
    server.kill()
    wait(browser, lambda b: find(b, "#gone").is_displayed())


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([SIEGERT, "explore", NETWORK, "--no-browser"], stdout=subprocess.PIPE, text=True)
        browser = open_browser(folder)
        try:
            browser.get(server.stdout.readline().split()[1])
            settled(browser)
            for check in (check_start, check_drag, check_undo, check_matrix, check_wrong_value, check_compare, check_choices, check_background, check_branches, check_narrow):
                check(browser)
                print(check.__name__, "holds")
            check_taking_away(browser, pathlib.Path(folder))
            errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE" and "422" not in entry["message"]]
            assert not errors, errors
            check_end(browser, server)
            check_simulation()
        finally:
            browser.quit()
            server.kill()
    print("the page works")


if __name__ == "__main__":
    main()
