"""siegert.nnmt: models, their parameters, results and files, and functions that take a network."""
import subprocess
import sys

import numpy as np
import pytest

from siegert import nnmt

ureg = nnmt.ureg
exp = nnmt.lif.exp


def quantity(value, unit):
    return ureg.Quantity(np.array(value) if isinstance(value, list) else value, unit)


def microcircuit_params():
    """Four populations with the keys of the microcircuit."""
    return {
        "populations": ["23E", "23I", "4E", "4I"], "N": np.array([2000, 500, 2200, 550]),
        "C": quantity(250.0, "pF"), "tau_m": quantity(10.0, "ms"), "tau_r": quantity(2.0, "ms"),
        "V_0_abs": quantity(-65.0, "mV"), "V_th_abs": quantity(-50.0, "mV"), "tau_s": quantity(0.5, "ms"),
        "d_e": quantity(1.5, "ms"), "d_i": quantity(0.75, "ms"), "d_e_sd": quantity(0.7, "ms"),
        "d_i_sd": quantity(0.3, "ms"), "delay_dist": "truncated_gaussian", "w": quantity(87.8, "pA"), "g": 4.0,
        "w_ext": quantity(80.0, "pA"), "nu_ext": quantity(8.0, "Hz"), "K_ext": np.array([1600, 1500, 2100, 1900]),
        "K": np.array([[2000.0, 900, 900, 400], [2500, 800, 700, 300], [150, 50, 1100, 700], [900, 10, 1500, 900]]),
    }


ANALYSIS = {"f_min": quantity(1.0, "Hz"), "f_max": quantity(0.0505, "kHz"), "df": quantity(7.0, "Hz"),
            "k_min": quantity(1.0, "1/mm"), "k_max": quantity(3.0, "1/mm"), "dk": quantity(1.0, "1/mm")}


@pytest.fixture
def network():
    return nnmt.models.Microcircuit(microcircuit_params(), dict(ANALYSIS))


def analysed(network):
    exp.working_point(network)
    exp.transfer_function(network)
    nnmt.network_properties.delay_dist_matrix(network)
    exp.effective_connectivity(network)
    return exp.power_spectra(network)


def test_microcircuit_derives_its_matrices(network):
    p = network.network_params
    j = 0.5e-3 / 250e-12 * 87.8e-12
    assert p["j"] == pytest.approx(j) and p["V_th_rel"] == pytest.approx(0.015) and p["V_0_rel"] == 0
    assert p["dimension"] == 4 and p["label"] == "microcircuit"
    np.testing.assert_allclose(p["J"], j * np.array([[1, -4, 2, -4]] + 3 * [[1, -4, 1, -4]]))
    np.testing.assert_allclose(p["W"], p["J"] * 250e-12 / 0.5e-3)
    np.testing.assert_allclose(p["J_ext"], np.full(4, j * 80.0 / 87.8))
    np.testing.assert_allclose(p["Delay"], 4 * [[0.0015, 0.00075, 0.0015, 0.00075]])
    np.testing.assert_allclose(p["Delay_sd"], 4 * [[0.0007, 0.0003, 0.0007, 0.0003]])


def test_parameters_are_si_numbers_and_their_units_are_known(network):
    assert network.network_params["tau_m"] == pytest.approx(0.01)
    assert network.input_units["tau_m"] == "millisecond" and network.input_units["C"] == "picofarad"
    assert network.network_params["delay_dist"] == "truncated_gaussian"


def test_prefixes_of_analysis_frequencies_count(network):
    np.testing.assert_allclose(network.analysis_params["omegas"], 2 * np.pi * np.arange(1.0, 51.0, 7.0))
    np.testing.assert_allclose(network.analysis_params["k_wavenumbers"], [1000.0, 2000.0])


def basic_params():
    return {"populations": ["E", "I"], "C": quantity([250.0, 200.0], "pF"), "tau_s": quantity([0.5, 0.6], "ms"),
            "V_0_abs": quantity([-65.0, -60.0], "mV"), "V_th_abs": quantity([-50.0, -48.0], "mV"),
            "W": quantity([[80.0, -320.0], [90.0, -300.0]], "pA"), "W_ext": quantity([[80.0], [70.0]], "pA")}


def test_basic_converts_currents_with_the_time_constant_of_the_target():
    p = nnmt.models.Basic(basic_params()).network_params
    factor = np.array([0.5 / 250.0, 0.6 / 200.0]) * 1e9
    np.testing.assert_allclose(p["J"], factor[:, np.newaxis] * 1e-12 * [[80.0, -320.0], [90.0, -300.0]])
    np.testing.assert_allclose(p["J_ext"], factor[:, np.newaxis] * 1e-12 * [[80.0], [70.0]])
    np.testing.assert_allclose(p["V_th_rel"], [0.015, 0.012])
    np.testing.assert_array_equal(p["V_0_rel"], [0.0, 0.0])


def test_no_weights_from_currents_without_synaptic_time_constant():
    with pytest.raises(ValueError, match="tau_s"):
        nnmt.models.Basic({**basic_params(), "tau_s": quantity(0.0, "ms")})


def test_plain_takes_parameters_as_they_are():
    params = {"J": quantity([[0.1]], "mV"), "name": "x"}
    network = nnmt.models.Plain(params)
    assert network.network_params["J"] == pytest.approx(0.0001) and network.network_params["name"] == "x"
    assert params["J"].magnitude == 0.1  # the user's dictionary is not touched
    with pytest.raises(ValueError, match="network_params"):
        nnmt.models.Plain([1])


def test_yaml_files_are_read(tmp_path):
    file = tmp_path / "params.yaml"
    file.write_text("tau_m:\n  val: 10.0\n  unit: ms\nJ:\n  val: [[0.1, -0.4], [0.1, -0.4]]\n  unit: mV\n"
                    "p:\n  val: 0.2\npopulations: [E, I]\nlabel: test\n")
    network = nnmt.models.Plain(str(file))
    assert network.network_params_yaml == str(file)
    assert network.network_params["tau_m"] == pytest.approx(0.01) and network.network_params["p"] == 0.2
    np.testing.assert_allclose(network.network_params["J"], [[1e-4, -4e-4]] * 2)
    assert list(network.network_params["populations"]) == ["E", "I"] and network.network_params["label"] == "test"
    nnmt.input_output.save_quantity_dict_to_yaml(tmp_path / "again.yaml", network._content()["network_params"])
    again = nnmt.models.Plain(str(tmp_path / "again.yaml"))
    np.testing.assert_allclose(again.network_params["J"], network.network_params["J"], rtol=1e-15)


def test_results_are_kept_with_their_units(network):
    spectra = analysed(network)
    assert network.show() == ["D", "lif.exp.effective_connectivity", "lif.exp.firing_rates", "lif.exp.mean_input",
                              "lif.exp.power_spectra", "lif.exp.std_input", "lif.exp.transfer_function"]
    assert network.results["lif.exp.power_spectra"] is spectra and spectra.shape == (8, 4)
    assert network.result_units["lif.exp.firing_rates"] == "hertz"
    assert network.result_units["lif.exp.transfer_function"] == "hertz / volt"
    exp.cvs(network)
    assert set(exp.fit_transfer_function(network)[1]) == set(network.results["lif.exp.tau_rate"])


def test_network_functions_pass_on_what_they_find(network):
    p, omegas = network.network_params, network.analysis_params["omegas"]
    neuron = {key: p[key] for key in ("V_0_rel", "V_th_rel", "tau_m", "tau_r", "tau_s")}
    inputs = {key: p[key] for key in ("J", "K", "tau_m", "J_ext", "K_ext", "nu_ext")}
    point = exp.working_point(network, method="taylor")
    np.testing.assert_array_equal(point["firing_rates"], exp._firing_rates(**{**inputs, **neuron}, method="taylor"))
    np.testing.assert_array_equal(point["mean_input"], exp._mean_input(point["firing_rates"], **inputs))
    n = exp.transfer_function(network, method="taylor", synaptic_filter=False)
    np.testing.assert_array_equal(n, exp._transfer_function_taylor(
        point["mean_input"], point["std_input"], **neuron, omegas=omegas, synaptic_filter=False))
    assert exp.transfer_function(network, freqs=np.array([3.0])).shape == (1, 4)
    D = nnmt.network_properties.delay_dist_matrix(network, freqs=[3.0])
    assert exp.effective_connectivity(network).shape == D.shape == (1, 4, 4)
    delta_rates = nnmt.lif.delta.firing_rates(network)
    np.testing.assert_array_equal(nnmt.lif.delta.mean_input(network), exp._mean_input(delta_rates, **inputs))
    np.testing.assert_array_equal(nnmt.lif.delta.std_input(network), exp._std_input(delta_rates, **inputs))


def test_missing_parameters_and_results_are_named():
    empty = nnmt.models.Network()
    with pytest.raises(RuntimeError, match="nu_ext"):
        exp.firing_rates(empty)
    with pytest.raises(RuntimeError, match="m_ext|theta"):
        nnmt.binary.mean_activity(empty)
    network = nnmt.models.Microcircuit(microcircuit_params())
    with pytest.raises(RuntimeError, match="lif.exp.firing_rates"):
        exp.mean_input(network)
    exp.working_point(network)
    with pytest.raises(RuntimeError, match="omegas"):
        exp.transfer_function(network)
    with pytest.raises(RuntimeError, match="lif.exp.transfer_function"):
        exp.effective_connectivity(network)


class Counter:
    """A tool that counts its calls."""

    def __init__(self):
        self.calls = 0
        self.__name__ = "counter"

    def __call__(self, **params):
        self.calls += 1
        return self.calls


def test_the_same_parameters_are_computed_once():
    network, tool = nnmt.models.Network(), Counter()
    assert nnmt.utils._cache(network, tool, {"a": 1}, "x") == 1
    assert nnmt.utils._cache(network, tool, {"a": 2}, "x") == 2
    assert nnmt.utils._cache(network, tool, {"a": 1}, "x") == 1 and network.results["x"] == 1
    assert nnmt.utils._cache(network, tool, {"a": 1}, "y", "volt") == 3 and network.result_units["y"] == "volt"
    entry, = (e for e in network.results_hash_dict.values() if e.get("x") == 2)
    assert entry["params"] == {"a": 2}


def test_a_change_in_the_middle_of_a_large_array_is_seen():
    network, tool, values = nnmt.models.Network(), Counter(), np.zeros(5000)
    nnmt.utils._cache(network, tool, {"a": values}, "x")
    values[2500] = 1e-9
    assert nnmt.utils._cache(network, tool, {"a": values}, "x") == 2


def test_results_that_no_longer_belong_to_the_rates_are_computed_again(network):
    analysed(network)
    network.network_params["nu_ext"] = 10.0
    exp.firing_rates(network)
    assert "lif.exp.mean_input" not in network.results and "lif.exp.power_spectra" not in network.results
    n = exp.transfer_function(network)
    fresh = nnmt.models.Microcircuit({**microcircuit_params(), "nu_ext": 10.0}, dict(ANALYSIS))
    spectra = analysed(fresh)
    np.testing.assert_array_equal(n, fresh.results["lif.exp.transfer_function"])
    np.testing.assert_array_equal(exp.power_spectra(network), spectra)
    np.testing.assert_array_equal(exp.cvs(network), exp.cvs(fresh))


def test_results_set_by_the_user_stay(network):
    analysed(network)
    network.results["lif.exp.mean_input"] = np.full(4, 0.010)
    network.network_params["nu_ext"] = 10.0
    exp.firing_rates(network)
    np.testing.assert_array_equal(network.results["lif.exp.mean_input"], np.full(4, 0.010))


def test_a_changed_connection_keeps_the_working_point_that_was_computed(network):
    analysed(network)
    part = network.copy()
    mean = part.results["lif.exp.mean_input"]
    part.network_params["K"] = part.network_params["K"] * np.eye(4)
    exp.transfer_function(part)
    W = exp.effective_connectivity(part)
    assert part.results["lif.exp.mean_input"] is mean
    assert np.count_nonzero(W[0]) == 4
    assert np.count_nonzero(network.results["lif.exp.effective_connectivity"][0]) == 16


def test_change_parameters_gives_a_new_network_and_leaves_the_old_one(network):
    analysed(network)
    results, tau_m = network.show(), network.network_params["tau_m"]
    changed = network.change_parameters({"tau_s": 2 * network.network_params["tau_s"]}, {"df": quantity(10.0, "Hz")})
    assert isinstance(changed, nnmt.models.Microcircuit) and changed.show() == []
    assert changed.network_params["j"] == pytest.approx(2 * network.network_params["j"])
    np.testing.assert_allclose(changed.analysis_params["omegas"], 2 * np.pi * np.arange(1.0, 50.0, 10.0))
    assert network.show() == results and network.network_params["tau_m"] == tau_m
    np.testing.assert_array_equal(analysed(network), network.results["lif.exp.power_spectra"])
    changed.network_params["K"][0, 0] = -1.0
    assert network.network_params["K"][0, 0] == 2000.0


def test_change_parameters_in_place(network):
    analysed(network)
    assert network.change_parameters({"w": quantity(90.0, "pA"), "new": 42}, overwrite=True) is None
    assert network.network_params["j"] == pytest.approx(0.5e-3 / 250e-12 * 90e-12)
    assert network.network_params["new"] == 42 and network.show() == [] and network.results_hash_dict == {}
    J = np.ones((4, 4))
    np.testing.assert_array_equal(network.change_parameters({"J": J}).network_params["J"], J)


@pytest.mark.parametrize("model", [nnmt.models.Plain, nnmt.models.Network])
def test_change_parameters_of_other_models(model):
    network = model({"tau_m": 0.01})
    changed = network.change_parameters({"tau_m": 0.02})
    assert type(changed) is model
    assert changed.network_params["tau_m"] == 0.02 and network.network_params["tau_m"] == 0.01


def test_copies_are_independent(network):
    analysed(network)
    copy = network.copy()
    assert type(copy) is type(network) and copy.show() == network.show() and copy.input_units == network.input_units
    copy.network_params["nu_ext"] = 10.0
    exp.firing_rates(copy)
    assert "lif.exp.mean_input" in network.results and "lif.exp.mean_input" not in copy.results
    exp.transfer_function(copy)
    assert not np.array_equal(copy.results["lif.exp.mean_input"], network.results["lif.exp.mean_input"])


def test_clear_results(network):
    analysed(network)
    network.clear_results("lif.exp.firing_rates")
    assert "lif.exp.firing_rates" not in network.results and "D" in network.results
    network.clear_results(["D", "lif.exp.mean_input"])
    assert not any("D" in entry for entry in network.results_hash_dict.values())
    network.clear_results()
    assert network.results == network.results_hash_dict == {}


def test_a_saved_network_comes_back(network, tmp_path):
    analysed(network)
    exp.sensitivity_measure_all_eigenmodes(network, margin=1e3)
    file = tmp_path / "network.h5"
    network.save(str(file))
    assert network.network_params["tau_m"] == pytest.approx(0.01)  # saving changes nothing
    assert nnmt.input_output.load_h5(file)["network_params"]["tau_m"] == {"val": pytest.approx(10.0),
                                                                       "unit": "millisecond"}
    loaded = nnmt.models.Network(file=str(file))
    assert loaded.show() == network.show() and loaded.result_units == network.result_units
    assert loaded.input_units == network.input_units
    for key, value in network.network_params.items():
        if isinstance(value, (str, list)):
            assert list(loaded.network_params[key]) == list(value)
        else:
            np.testing.assert_allclose(loaded.network_params[key], value, rtol=1e-14)
    for key, value in network.results.items():
        if isinstance(value, dict):
            np.testing.assert_array_equal(loaded.results[key]["3"]["sensitivity"], value["3"]["sensitivity"])
        else:
            np.testing.assert_array_equal(loaded.results[key], value)
    np.testing.assert_allclose(analysed(loaded), network.results["lif.exp.power_spectra"], rtol=1e-10)
    with pytest.raises(OSError, match="exists"):
        nnmt.input_output.save_network(file, network)
    network.save_results(str(tmp_path / "results.h5"))
    assert set(nnmt.input_output.load_h5(tmp_path / "results.h5")) == {"network_params", "analysis_params", "results"}


def test_a_failed_save_leaves_the_old_file(network, tmp_path):
    file = tmp_path / "network.h5"
    network.save(str(file))
    before = file.read_bytes()
    network.results["unstorable"] = [1, "a", [2, 3]]
    with pytest.raises((TypeError, ValueError)):
        network.save(str(file))
    assert file.read_bytes() == before and [f.name for f in tmp_path.iterdir()] == ["network.h5"]


def test_files_that_do_not_exist(tmp_path):
    with pytest.raises(OSError):
        nnmt.models.Network(file=str(tmp_path / "none.h5"))
    with pytest.raises(OSError):
        nnmt.input_output.load_network(str(tmp_path / "none.h5"))


def test_pint_is_optional(tmp_path):
    file = tmp_path / "params.yaml"
    file.write_text("tau_m:\n  val: 10.0\n  unit: ms\nw:\n  val: [1.0, 2.0]\n  unit: pA\nrate:\n  val: 3\n  unit: kHz\n"
                    "k:\n  val: 2.0\n  unit: 1/mm\nslope:\n  val: 5.0\n  unit: hertz / millivolt\n")
    script = f"""
import sys
sys.modules["pint"] = None
from siegert import nnmt
network = nnmt.models.Plain({str(file)!r})
p = network.network_params
values = [p["tau_m"], p["w"][1], p["rate"], p["k"], p["slope"]]
assert all(abs(a - b) <= 1e-12 * b for a, b in zip(values, [0.01, 2e-12, 3000.0, 2000.0, 5000.0])), values
assert network.input_units["w"] == "picoampere" and network.input_units["k"] == "1 / millimeter", network.input_units
network.results["x"], network.result_units["x"] = 1.5, "hertz / volt"
network.save({str(tmp_path / "plain.h5")!r})
again = nnmt.models.Plain(file={str(tmp_path / "plain.h5")!r})
assert abs(again.network_params["k"] - 2000.0) < 1e-9 and again.result_units["x"] == "hertz / volt"
assert (2 * nnmt.ureg.mV / nnmt.ureg.ms).to_base_units().magnitude == 2.0
try:
    nnmt.ureg.Quantity(1.0, "furlong")
except ValueError as error:
    assert "furlong" in str(error)
else:
    raise SystemExit("an unknown unit was taken")
"""
    subprocess.run([sys.executable, "-c", script], check=True)
