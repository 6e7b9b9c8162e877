"""Networks in Python: attributes as views, files, errors, copies."""
import copy
import gc
import math
import pickle

import numpy as np
import pytest
from networks import NETWORKS

import siegert

PARAMETERS = {
    "label": "two populations",
    "populations": ["E", "I"],
    "N": [800, 200],
    "tau_m": {"val": np.array([20.0, 10.0]), "unit": "ms"},
    "tau_r": "2 ms",
    "V_0_rel": "10 mV",
    "V_th_rel": "20 mV",
    "synapse": "delta",
    "J": {"val": [[0.1, -0.5], [0.2, -0.4]], "unit": "mV"},
    "K": [[80, np.int64(20)], [81, 21]],
    "d": "1.5 ms",
    "K_ext": [100, 90],
    "J_ext": "0.1 mV",
    "nu_ext": "20 Hz",
}


@pytest.fixture
def network():
    return siegert.network_from_dict(PARAMETERS).network


def test_parameter_files_are_loaded_in_si_units():
    loaded = siegert.load_network(NETWORKS / "microcircuit.yaml")
    assert loaded.model == "microcircuit"
    assert loaded.network.populations == ("23E", "23I", "4E", "4I", "5E", "5I", "6E", "6I")
    assert np.all(loaded.network.tau_m == 0.010)
    assert loaded.network.K.shape == (8, 8)
    assert loaded.notes and all(isinstance(note, str) for note in loaded.notes)
    assert siegert.load_network(str(NETWORKS / "microcircuit.yaml")) == loaded


def test_dicts_take_units_arrays_and_numbers_of_numpy(network):
    assert network.tau_m.tolist() == [0.020, 0.010]
    assert network.J.tolist() == [[0.0001, -0.0005], [0.0002, -0.0004]]
    assert network.K[0].tolist() == [80, 20] and network.synapse == "delta"


def test_dicts_take_quantities_of_pint():
    pint = pytest.importorskip("pint")
    unit = pint.UnitRegistry()
    with_pint = {**PARAMETERS, "tau_m": [20, 10] * unit.ms, "tau_r": 2 * unit.ms}
    assert siegert.network_from_dict(with_pint).network == siegert.network_from_dict(PARAMETERS).network


def test_arrays_are_views_into_the_network(network):
    network.K[0, 1] = 25
    K = network.K
    assert K[0, 1] == 25 and np.shares_memory(K, network.K)
    network.K = 2 * K  # of the same shape: written in place
    assert K[0, 1] == 50


def test_views_outlive_their_network_and_replaced_arrays(network):
    old = network.K
    network.K = np.ones((3, 3))
    assert old[0, 0] == 80 and network.K.shape == (3, 3)
    tau_m = network.tau_m
    del network
    gc.collect()
    assert tau_m.tolist() == [0.020, 0.010] and old[1, 1] == 21


def test_fields_take_what_looks_like_an_array(network):
    network.tau_r = (0.001, 0.002)
    assert network.tau_r.dtype == float
    network.adaptation = [[siegert.AdaptationCurrent(tau=0.1, a=0.0, b=0.001)], []]
    assert network.adaptation[0][0].b == 0.001 and network.adaptation[1] == ()
    network.synapse = "exponential"
    assert network.synapse == "exponential"


@pytest.mark.parametrize("field, value, message", [
    ("K", 3.0, "K must be a two-dimensional array of numbers, got 3.0"),
    ("tau_m", "20 ms", "tau_m must be a one-dimensional array of numbers, got '20 ms'"),
    ("synapse", "alpha", "synapse must be one of 'delta', 'exponential', 'conductance', got 'alpha'"),
])
def test_fields_refuse_what_does_not_fit(network, field, value, message):
    with pytest.raises(siegert.InvalidParameter, match=message):
        setattr(network, field, value)
    with pytest.raises(siegert.InvalidParameter, match=message):
        siegert.Network(**{field: value})


def test_fields_that_do_not_exist_are_refused(network):
    with pytest.raises(AttributeError):
        network.tau_M = 1
    with pytest.raises(TypeError, match="Network has no field 'tau_M'"):
        siegert.Network(tau_M=1)


def test_validate_names_field_and_population(network):
    siegert.validate(network)
    network.tau_m[1] = -0.01
    with pytest.raises(siegert.InvalidParameter, match=r"tau_m.*I.*-0.01"):
        siegert.validate(network)


def test_copies_are_independent(network):
    changed = network.replace(K=2 * network.K, label="twice")
    assert changed != network and changed.K[0, 0] == 160 and network.K[0, 0] == 80
    for same in (copy.copy(network), copy.deepcopy(network), pickle.loads(pickle.dumps(network)),
                 siegert.Network(**network.as_dict())):
        assert same == network and not np.shares_memory(same.K, network.K)


def test_nan_equals_nan_and_types_differ(network):
    network.tau_s = [math.nan, 0.001]
    assert copy.copy(network) == network
    assert network != siegert.Analysis() and network != 3


def test_written_networks_are_read_bit_for_bit(network, tmp_path):
    analysis = siegert.Analysis(omegas=2 * np.pi * np.arange(1, 4))
    siegert.write_network(network, tmp_path / "net.yaml", analysis)
    loaded = siegert.load_network(tmp_path / "net.yaml")
    assert loaded.network == network and loaded.analysis == analysis
    assert siegert.network_from_yaml(siegert.to_yaml(network)).network == network
    assert siegert.load_analysis(tmp_path / "net.yaml") == analysis


def test_loaded_networks_serve_as_networks():
    loaded = siegert.network_from_dict(PARAMETERS)
    assert siegert.to_yaml(loaded) == siegert.to_yaml(loaded.network)


def test_analysis_frequencies_come_from_files():
    analysis = siegert.analysis_from_yaml("f_min: 1 Hz\nf_max: 4 Hz\ndf: 1 Hz\n")
    assert analysis.omegas == pytest.approx(2 * np.pi * np.array([1, 2, 3]))


def test_errors_of_files_say_where(tmp_path):
    path = tmp_path / "net.yaml"
    text = siegert.to_yaml(siegert.network_from_dict(PARAMETERS))
    path.write_text(text.replace("tau_r:", "tau_R:"))
    with pytest.raises(siegert.ParameterFileError, match="tau_R") as caught:
        siegert.load_network(path)
    error = caught.value
    assert error.file == str(path) and error.key == "tau_R"
    assert error.line == 1 + next(i for i, line in enumerate(text.splitlines()) if "tau_r:" in line)
    assert str(error).startswith(f"{path}:{error.line}: tau_R")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.file, again.line, again.key) == (str(error), error.file, error.line, error.key)


def test_errors_of_what_is_no_file_do_not_name_one():
    def complaint(read, argument):
        with pytest.raises(siegert.ParameterFileError) as caught:
            read(argument)
        return str(caught.value), caught.value.file, caught.value.line, caught.value.key

    assert complaint(siegert.network_from_dict, {**PARAMETERS, "N": "many"}) == (
        "N: expected a number, found 'many'", "", 0, "N")
    assert complaint(siegert.network_from_yaml, "populations: [E]\nN: many\n") == (
        "network text, line 2: N: expected a finite number, found 'many'", "network text", 2, "N")
    network = siegert.network_from_dict(PARAMETERS).network
    with pytest.raises(siegert.ParameterFileError, match=r"^J\[E\]: expected target and source in brackets"):
        siegert.design(network, "J[E]", "firing_rates[E]=5 Hz")
    with pytest.raises(ValueError, match=r"at J\[E\] = .*: J\[E\]: expected target and source in brackets"):
        siegert.ask("branches", network, vary="J[E]=0.1:0.2 mV")


def test_every_error_is_what_python_expects(tmp_path):
    with pytest.raises(siegert.FileError, match="nowhere.yaml") as caught:
        siegert.load_network(tmp_path / "nowhere.yaml")
    assert isinstance(caught.value, OSError) and isinstance(caught.value, siegert.Error)
    assert issubclass(siegert.ParameterFileError, siegert.InvalidParameter)
    assert issubclass(siegert.InvalidParameter, ValueError)
    assert siegert.AccuracyNotReached.__module__ == "siegert"


def test_suspicious_files_warn():
    assert not siegert.network_from_dict(PARAMETERS).warnings
    with pytest.warns(UserWarning) as caught:
        loaded = siegert.network_from_dict({key: value for key, value in PARAMETERS.items() if key != "nu_ext"})
    assert [str(w.message) for w in caught] == list(loaded.warnings)


def test_quantities():
    assert siegert.parse_quantity("20 ms", "time") == 0.020
    assert siegert.to_si(-65, "mV", "voltage") == -0.065
    assert siegert.format_quantity(0.020, "time") == "20 ms"
    with pytest.raises(siegert.InvalidParameter, match="dimension must be one of"):
        siegert.parse_quantity("20 ms", "duration")


def test_text_and_notebook_show_columns_with_units(network):
    text = repr(network)
    assert text.startswith("Network\n")
    heading = next(line for line in text.splitlines() if "tau_m [s]" in line)
    row = next(line for line in text.splitlines() if line.split()[:1] == ["I"])
    columns = heading.replace(" [", "[").split()
    assert row.split()[1 + columns.index("tau_m[s]")] == "0.01"
    assert "J [V]" in text and repr(siegert.AdaptationCurrent(tau=0.1, a=0.0, b=0.001)) == \
        "AdaptationCurrent(tau=0.1, a=0, b=0.001)"
    html = network._repr_html_()
    assert "<th title=\"Membrane time constant [s], n, &gt; 0.\">tau_m [s]</th>" in html
    assert "<script" not in siegert.Network(label="<script>")._repr_html_()
    assert repr(siegert.Network())


@pytest.mark.parametrize("call, expected", [
    (lambda: siegert.theory.power_spectra("x", np.ones((3, 70))), "power_spectra(W, noise, threads=0) cannot be called with ('x', an array"),
    (lambda: siegert.validate(np.ones((40, 40))), "an array of shape (40, 40) of float64"),
    (lambda: siegert.working_point(network=[1.0] * 1000), "network=a list of 1000"),
    (lambda: siegert.Network(np.ones((40, 40))), "Network(**fields) cannot be called with (an array"),
    (lambda: siegert.Network().as_dict(np.ones((40, 40))), "as_dict("),
])
def test_a_wrong_call_is_told_in_one_line(call, expected):
    with pytest.raises(TypeError) as raised:
        call()
    message = str(raised.value)
    assert "\n" not in message and len(message) < 400
    assert expected in message


def test_a_wrong_field_is_told_in_one_line():
    network = siegert.Network()
    with pytest.raises(siegert.InvalidParameter, match=r"K must be .*, got an array of shape \(2, 2, 30\) of float64$"):
        network.K = np.ones((2, 2, 30))
    with pytest.raises(siegert.InvalidParameter, match="tau_m must be .*, got 'long'$"):
        network.tau_m = "long"


def test_time_constants_are_of_targets_or_of_connections(network):
    network.synapse = "exponential"
    network.tau_s = [0.002, 0.003]
    assert network.tau_s.tolist() == [0.002, 0.003]
    network.tau_s[1] = 0.004
    assert network.tau_s.tolist() == [0.002, 0.004]
    network.tau_s = [[0.002, 0.008], [0.002, 0.0]]
    assert network.tau_s.shape == (2, 2) and network.tau_s[0, 1] == 0.008
    with pytest.raises(siegert.InvalidParameter, match="tau_s_ext"):
        siegert.validate(network)
    network.tau_s_ext = [0.0005, 0.001]
    assert network.tau_s_ext.tolist() == [0.0005, 0.001]
    assert siegert.network_from_yaml(siegert.to_yaml(network)).network == network
    assert pickle.loads(pickle.dumps(network)) == network


def test_the_response_with_several_time_constants_is_that_of_its_rates(network):
    network.synapse = "exponential"
    network.tau_s = [[0.002, 0.008], [0.002, 0.008]]
    network.tau_s_ext = [0.0005, 0.0005]
    point = siegert.theory.working_point(network)
    transfer = siegert.transfer_function(network, [1.0, 300.0], working_point=point)
    assert transfer.connections.tau_s.shape == (2, 2)
    with pytest.raises(siegert.InvalidParameter, match="nu"):
        siegert.theory.network_transfer_function(network, point.mean_input, point.std_input, [1.0])
    W = siegert.theory.connectivity_at(network, point.mean_input, point.std_input, nu=point.firing_rates)
    assert W(300j) == pytest.approx(siegert.analyze(network, [1.0, 300.0]).effective_connectivity[1], rel=1e-12)
