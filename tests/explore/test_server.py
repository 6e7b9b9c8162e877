"""The server of `siegert explore`, asked by HTTP: who may ask, for what, several at once, and how it ends.

Usage: test_server.py SIEGERT FOLDER_OF_NETWORKS
"""
import concurrent.futures
import http.client
import json
import pathlib
import signal
import subprocess
import sys
import time
import urllib.parse

SIEGERT, NETWORKS = sys.argv[1], pathlib.Path(sys.argv[2])


class Explorer:
    """A running `siegert explore`."""

    def __init__(self, network, *options):
        self.process = subprocess.Popen([SIEGERT, "explore", NETWORKS / network, "--no-browser", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        assert words[:1] == ["Open"], (words, self.process.stderr.read())
        self.url = urllib.parse.urlsplit(words[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def ask_for(self, path, content=None, method="POST", token=True, headers=()):
        """An answer and its body."""
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        body = content if isinstance(content, str) else json.dumps(content)
        connection.request(method, self.url.path + path if token else path, body=body if method == "POST" else None, headers=dict(headers))
        answer = connection.getresponse()
        return answer, answer.read()

    def ask(self, *request, **how):
        """Status and body of an answer."""
        answer, body = self.ask_for(*request, **how)
        return answer.status, body

    def picture(self, page="a", number=1, **request):
        status, body = self.ask("picture", {"page": page, "number": number, **request})
        return status, json.loads(body)


    def done(self, asked):
        """The result of work in the background."""
        assert self.ask("start", asked)[0] == 200
        for _ in range(600):
            state = json.loads(self.ask("progress", asked)[1])
            if state["state"] != "running":
                break
            time.sleep(0.1)
        assert state["state"] == "done", state
        return state["result"]


def check_who_may_ask(explorer):
    assert explorer.url.hostname == "127.0.0.1" and len(explorer.url.path) > 30
    assert explorer.ask("", method="GET")[0] == 200
    assert b"siegert" in explorer.ask("explore.js", method="GET")[1]
    for path in ("/", "/explore.js", "/picture", "/" + "0" * 32 + "/"):
        assert explorer.ask(path, method="GET", token=False)[0] == 403, path
    assert explorer.ask("/picture", {}, token=False)[0] == 403
    for path in ("microcircuit.yaml", "../microcircuit.yaml", "%2e%2e/etc/passwd", "nothing"):
        assert explorer.ask(path, method="GET")[0] in (403, 404), path
    assert explorer.ask("nothing", {})[0] == 404


def check_bad_values(explorer):
    status, answer = explorer.picture(changes=[["tau_r", "2"]])
    assert status == 422 and answer["key"] == "tau_r" and "ms" in answer["error"], answer
    status, answer = explorer.picture(changes=[["tau_q", "2 ms"]])
    assert status == 422 and "'tau_m'" in answer["error"], answer
    assert explorer.picture(changes="no")[0] == 422
    assert explorer.ask("picture", "{")[0] == 400
    assert explorer.ask("picture", {})[0] == 400
    assert explorer.picture(changes=[])[0] == 200, "and it goes on"


def check_two_pages(explorer):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda k: explorer.picture(page=f"page {k % 2}", number=k, changes=[["nu_ext", f"{20 + k % 2} Hz"]]), range(2)))
    rates = [answer["firing_rates"][0] for status, answer in answers if status == 200]
    assert len(rates) == 2 and rates[0] < rates[1], answers


def check_nothing_is_compressed(explorer):
    """Which would take ten times as long as the picture itself."""
    for path, content, method in (("picture", {"page": "z", "number": 1}, "POST"), ("vega.js", None, "GET")):
        answer, body = explorer.ask_for(path, content, method, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert answer.status == 200 and answer.getheader("Content-Encoding") is None, answer.headers
        assert len(body) == int(answer.getheader("Content-Length"))


def check_outdated(explorer):
    assert explorer.picture(page="b", number=7)[0] == 200
    assert explorer.picture(page="b", number=5)[0] == 409


def check_jobs(explorer):
    asked = {"page": "c"}
    ranges = {"x": {"key": "nu_ext", "unit": "Hz", "from": 10, "to": 20}, "y": {"key": "g", "unit": "", "from": 4, "to": 6}}
    for job, more, holds in (("states", {}, lambda result: len(result["states"]) == 1),
                             ("phase_diagram", ranges, lambda result: len(result["figures"]) == 2)):
        assert holds(explorer.done({**asked, "job": job, **more}))
    assert explorer.ask("start", {**asked, "job": "simulation", "duration": "1000 s"})[0] == 200
    assert explorer.ask("stop", {**asked, "job": "simulation"})[0] == 200
    assert json.loads(explorer.ask("progress", {**asked, "job": "simulation"})[1])["state"] == "none"
    assert explorer.ask("start", {**asked, "job": "simulation", "duration": "2"})[0] == 422
    assert explorer.ask("start", {**asked, "job": "nothing"})[0] == 422


def check_branches():
    """They are those of the command line."""
    answer = json.loads(subprocess.run([SIEGERT, "branches", NETWORKS / "bistable_network.yaml", "--vary", "nu_ext=5:20 Hz", "--format", "json"],
                                       check=True, capture_output=True).stdout)
    events = answer["events"]
    names = [kind if kind == "fold" else f"Hopf, {frequency:.3g} Hz" for kind, frequency in zip(events["kind"], events["frequency"]["val"])]
    expected = list(zip(names, events["parameter"]["val"], events["firing_rates"]["val"]))
    assert {"fold", "Hopf, 33 Hz"} <= set(names)
    with Explorer("bistable_network.yaml") as explorer:
        asked = {"page": "d", "job": "branches", "p": {"key": "nu_ext", "unit": "Hz", "from": 5, "to": 20}, "here": 8.2}
        figure = explorer.done(asked)["figures"][0]
        *marks, here = figure["marks"][:len(expected) + 1]
        for mark, (name, parameter, rates) in zip(marks, expected, strict=True):
            assert mark["label"] == name, (mark, name)
            assert abs(mark["x"] / parameter - 1) < 1e-5 and abs(mark["y"] / rates[0] - 1) < 1e-5, (mark, parameter, rates)
        assert here["label"] == "here" and here["x"] == 8.2 and here["y"] < 0.1
        styles = [series["style"] for series in figure["series"] if series["name"].startswith("E")]
        assert styles == ["line", "dashed", "line"], styles
        assert explorer.ask("start", {**asked, "p": {**asked["p"], "to": "20"}})[0] == 422


def check_taken_port(explorer):
    again = subprocess.run([SIEGERT, "explore", NETWORKS / "brunel_2000.yaml", "--no-browser", "--port", str(explorer.url.port)],
                           capture_output=True, text=True, timeout=30)
    assert again.returncode == 2 and "port" in again.stderr, again


def check_ctrl_c(explorer):
    explorer.process.send_signal(signal.SIGINT)
    assert explorer.process.wait(10) == 0


def check_patience():
    with Explorer("brunel_2000.yaml", "--patience", "300 ms") as explorer:
        time.sleep(0.6)
        assert explorer.process.poll() is None, "it waits for the first page"
        assert explorer.ask("alive", {"page": "a"})[0] == 200
        assert explorer.process.wait(10) == 0


def main():
    with Explorer("brunel_2000.yaml") as explorer:
        for check in (check_who_may_ask, check_bad_values, check_two_pages, check_nothing_is_compressed, check_outdated, check_jobs, check_taken_port, check_ctrl_c):
            check(explorer)
            print(check.__name__, "holds")
    check_patience()
    check_branches()
    print("the server works")


if __name__ == "__main__":
    main()
