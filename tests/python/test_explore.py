"""The explorer from Python."""
import http.client
import json
import urllib.parse

import pytest
from networks import NETWORKS

import siegert

FILE = NETWORKS / "brunel_2000.yaml"


def picture(explorer):
    url = urllib.parse.urlsplit(explorer.address)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    connection.request("POST", url.path + "picture", json.dumps({"page": "a", "number": 1, "detail": "draft"}))
    return json.loads(connection.getresponse().read())


def test_a_file_a_loaded_network_and_a_network_show_the_same():
    loaded = siegert.load_network(FILE)
    rates = siegert.working_point(loaded.network).firing_rates.tolist()
    for network in (FILE, str(FILE), loaded, loaded.network):
        with siegert.explore(network, browser=False) as explorer:
            assert explorer.is_open and explorer.address in repr(explorer)
            assert f'src="{explorer.address}"' in explorer._repr_html_()
            assert picture(explorer)["firing_rates"] == pytest.approx(rates, rel=1e-12)
        assert not explorer.is_open and "closed" in repr(explorer)


def test_what_the_command_complains_about_is_raised():
    with pytest.raises(siegert.Error, match="no_such_file"):
        siegert.explore("no_such_file.yaml", browser=False)
    with pytest.raises(siegert.Error, match="method"):
        siegert.explore(FILE, "--method", "guess", browser=False)


def test_without_the_command_it_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("SIEGERT_COMMAND", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.executable", "/nowhere/python3")
    with pytest.raises(siegert.FileError, match="command siegert"):
        siegert.explore(FILE)
