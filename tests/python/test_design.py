"""siegert.design: parameters for wanted activity."""
import pathlib

import numpy as np
import pytest

import siegert

NETWORKS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "networks"
MICROCIRCUIT = NETWORKS / "microcircuit.yaml"


def test_rates_by_keys_of_the_file():
    found = siegert.design(MICROCIRCUIT, {"nu_ext": "5:12 Hz", "w": "50:120 pA"}, {"firing_rates[4E]": "6 Hz"}, weights={"w": 3})
    assert found.met and set(found.after) == {"nu_ext", "w"}
    assert siegert.working_point(found.network).firing_rates[2] == pytest.approx(6, abs=1e-7)
    [target] = found.targets
    assert (target.name, target.demand, target.unit, target.wanted, target.met) == ("firing_rates[4E]", "=", "Hz", 6.0, True)
    assert target.before == pytest.approx(4.18931, abs=1e-5)
    logs = [np.log(found.after[key] / found.before[key]) for key in ("nu_ext", "w")]
    assert found.change == pytest.approx(np.hypot(logs[0], 3 * logs[1]))


def test_a_network_without_a_file_has_its_fields():
    network = siegert.load_network(NETWORKS / "ei_network.yaml").network
    found = siegert.design(network, "J[E,I],J[I,I]", "firing_rates[E]=20 Hz,firing_rates[I]=22 Hz")
    assert found.met and found.firing_rates == pytest.approx([20, 22], abs=1e-6)
    assert found.network.J[0, 1] == pytest.approx(found.after["J[E,I]"]) and found.network.J[0, 0] == network.J[0, 0]


def test_what_cannot_be_met_is_said():
    found = siegert.design(MICROCIRCUIT, {"nu_ext": "7.9:8.1 Hz"}, "firing_rates[4E]=6 Hz")
    assert not found.met and found.after["nu_ext"] == pytest.approx(8.1, abs=1e-6)
    assert repr(found).startswith("Design(0 of 1 targets met")


def test_errors():
    with pytest.raises(siegert.InvalidParameter, match="one of firing_rates"):
        siegert.design(MICROCIRCUIT, "nu_ext", "rates[4E]=5 Hz")
    with pytest.raises(siegert.InvalidParameter, match="populations are"):
        siegert.design(MICROCIRCUIT, "nu_ext", "firing_rates[9E]=5 Hz")
