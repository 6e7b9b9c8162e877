"""Networks as scripts of other simulators: what the scripts say, and what they tell a simulator that only listens."""
import ast
import sys
import types
from unittest import mock

import numpy as np
import pytest
from networks import NETWORKS, TWO_POPULATIONS

import siegert

SIMULATORS = ("nest", "brian2", "pynn")
EXAMPLES = ["brunel_2000", "ei_network", "potjans_diesmann_2014", "ampa_gaba_network", "eif_network", "adex_network"]
NOT_IN_PYNN = {"eif_network": "must be lif for PyNN", "adex_network": "must be lif for PyNN",
               "ampa_gaba_network": "whose neurons have two synapses"}
MILLI, PICO = 1e-3, 1e-12
UNITS = {"tau_m": MILLI, "tau_r": MILLI, "V_th": MILLI, "V_0": MILLI, "V_T": MILLI, "Delta_T": MILLI, "C": PICO,
         "I_ext": PICO, "J": MILLI, "J_sd": MILLI, "K": 1, "Delay": MILLI, "Delay_sd": MILLI, "J_ext": MILLI, "K_ext": 1,
         "nu_ext": 1, "N": 1}


def literals(script):
    """What a script assigns at its top: values without the units of Brian."""
    values = {}
    for node in ast.parse(script).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        value = node.value.left if isinstance(node.value, ast.BinOp) else node.value
        try:
            values[node.targets[0].id] = ast.literal_eval(value)
        except ValueError:  # something that is computed
            pass
    return values


def network_of(**changes):
    return siegert.network_from_dict({**TWO_POPULATIONS, **changes}).network


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("simulator", SIMULATORS)
def test_scripts_hold_the_numbers_of_the_network(simulator, example):
    network = siegert.load_network(NETWORKS / f"{example}.yaml").network
    if simulator == "pynn" and example in NOT_IN_PYNN:
        with pytest.raises(siegert.InvalidParameter, match=NOT_IN_PYNN[example]):
            siegert.convert(network, simulator)
        return
    values = literals(siegert.convert(network, simulator, duration=12.5, warmup=0.25, dt=5e-5, seed=7))
    assert values["populations"] == list(network.populations)
    assert (values["duration"], values["warmup"], values["dt"], values["seed"]) == (12500.0, 250.0, 0.05, 7)
    for name, unit in UNITS.items():
        expected = np.asarray(getattr(network, name))
        if name not in values:
            assert expected.size == 0 or name in ("C", "J_sd", "Delay_sd"), name
            continue
        if expected.size:
            np.testing.assert_allclose(np.array(values[name]) * unit, expected, rtol=1e-14, err_msg=name)
    if network.adaptation:
        script = siegert.convert(network, simulator)
        assert ("(200.0, 0.0, 2.0)" in script) or ("(200.0 * ms, 0.0, 2.0 * mV)" in script)


class Neurons:
    """A population of a simulator that only listens."""

    def __init__(self, model, size, parameters):
        self.model, self.size, self.parameters = model, size, parameters

    def __len__(self):
        return self.size

    def __getitem__(self, chosen):
        return Neurons(self.model, len(chosen), self.parameters)

    def tolist(self):
        return list(range(self.size))

    events = {"senders": np.array([1, 2]), "times": np.array([600.0, 700.0])}


class Nest(types.ModuleType):
    """Keeps what a script asks of NEST."""

    def __init__(self):
        super().__init__("nest")
        self.created, self.connections = [], []
        self.random, self.math = mock.MagicMock(), mock.MagicMock()
        self.ResetKernel, self.SetKernelStatus, self.Simulate = mock.Mock(), mock.Mock(), mock.Mock()

    def Create(self, model, size=1, parameters=None):
        if isinstance(size, dict):
            size, parameters = 1, size
        self.created.append(Neurons(model, size, parameters))
        return self.created[-1]

    def Connect(self, source, target, rule=None, syn_spec=None):
        self.connections.append((source, target, rule, syn_spec))


def run_in_nest(network, tmp_path, monkeypatch, **options):
    nest = Nest()
    monkeypatch.setitem(sys.modules, "nest", nest)
    monkeypatch.chdir(tmp_path)
    exec(compile(siegert.convert(network, "nest", **options), "script", "exec"), {"__name__": "__main__"})
    return nest


def test_nest_is_told_currents_of_which_the_weights_follow(tmp_path, monkeypatch, capsys):
    network = network_of(C="250 pF", I_ext="30 pA")
    nest = run_in_nest(network, tmp_path, monkeypatch)
    neurons = nest.created[:2]
    assert [(n.model, n.size) for n in neurons] == [("iaf_psc_exp", 800), ("iaf_psc_exp", 200)]
    assert neurons[1].parameters["tau_m"] == 10.0 and neurons[1].parameters["I_e"] == 30.0
    assert neurons[0].parameters["tau_syn_ex"] == neurons[0].parameters["tau_syn_in"] == 0.5
    synapses = [c for c in nest.connections if c[0] in neurons and c[1] in neurons]
    for source, target, rule, synapse in synapses:
        i, j = neurons.index(target), neurons.index(source)
        assert rule == {"rule": "fixed_indegree", "indegree": network.K[i, j], "allow_multapses": True,
                        "allow_autapses": True}
        J = 0.5e-3 * synapse["weight"] * 1e-12 / 250e-12  # tau_s w / C
        assert J == pytest.approx(network.J[i, j], rel=1e-14)
        assert synapse["delay"] == 1.5
    assert len(synapses) == 4
    drives = [(c[0].parameters["rate"], c[1], c[3]["weight"]) for c in nest.connections if c[0].model == "poisson_generator"]
    assert [(rate, target) for rate, target, _ in drives] == [(10800.0, neurons[0]), (9600.0, neurons[1])]
    assert drives[0][2] == pytest.approx(0.1 * 250 / 0.5, rel=1e-14)
    nest.Simulate.assert_called_once_with(10500.0)
    assert (tmp_path / "spikes.dat").read_text() == "# neuron time_ms\n1 100.0000\n2 200.0000\n"
    assert "E: " in capsys.readouterr().out


@pytest.mark.parametrize("changes, model", [
    ({"synapse": "delta"}, "iaf_psc_delta"),
    ({"tau_s": {"val": [[2, 8], [3, 9]], "unit": "ms"}, "tau_s_ext": "2 ms"}, "iaf_psc_exp_multisynapse"),
    ({"tau_s": {"val": [[2, 8], [3, 9]], "unit": "ms"}, "tau_s_ext": ["2 ms", "3 ms"]}, "iaf_psc_exp"),
    ({"adaptation": {"E": [{"tau": "100 ms", "a": 0.5, "b": "1 mV"}], "I": []}}, "aeif_psc_exp"),
    ({"synapse": "delta", "neuron": "eif", "V_T_rel": "12 mV", "Delta_T": "1 mV"}, "aeif_psc_delta"),
])
def test_nest_has_a_model_for_each_kind_of_neuron(changes, model, tmp_path, monkeypatch):
    nest = run_in_nest(network_of(C="200 pF", **changes), tmp_path, monkeypatch)
    assert nest.created[0].model == model
    parameters = nest.created[0].parameters
    receptors = [c[3].get("receptor_type") for c in nest.connections if c[3]]
    if model == "iaf_psc_exp_multisynapse":
        assert nest.created[1].parameters["tau_syn"] == [2.0, 3.0, 9.0]
        assert receptors == [1, 2, 1, 2, 3, 1]  # of E, then of I, each ending with external spikes
    else:
        assert set(receptors) == {None}
    if model == "iaf_psc_exp":
        assert (parameters["tau_syn_ex"], parameters["tau_syn_in"]) == (2.0, 8.0)
    if model == "aeif_psc_exp":
        assert (parameters["a"], parameters["b"], parameters["tau_w"]) == (5.0, 10.0, 100.0)  # g_L = 10 nS
        assert parameters["Delta_T"] == 0.0 and nest.created[1].parameters["b"] == 0.0
    if model == "aeif_psc_delta":
        assert (parameters["V_th"], parameters["V_peak"], parameters["Delta_T"]) == (12.0, 20.0, 1.0)


def test_parts_of_synapses_are_met_in_the_mean(tmp_path, monkeypatch):
    network = network_of(K=[[80.25, 0.5], [81, 21]])
    nest = run_in_nest(network, tmp_path, monkeypatch)
    total = sum(rule["indegree"] * target.size for _, target, rule, _ in nest.connections if rule)
    assert total == np.sum(network.K * network.N[:, None])


def run_in_pynn(network, tmp_path, monkeypatch):
    """What a script asks of PyNN."""
    package, nest, random = mock.MagicMock(), mock.MagicMock(), mock.MagicMock()
    package.nest = nest
    nest.Population.side_effect = lambda size, kind, label=None: mock.MagicMock(size=size, label=label, **{
        "get_data.return_value.segments": [mock.Mock(spiketrains=[[100.0, 600.0]])]})
    for name, module in {"pyNN": package, "pyNN.nest": nest, "pyNN.random": random}.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    exec(compile(siegert.convert(network, "pynn"), "script", "exec"), {"__name__": "__main__"})
    return nest


def test_pynn_is_told_nanoamperes(tmp_path, monkeypatch):
    network = network_of(C="250 pF", I_ext="30 pA")
    sim = run_in_pynn(network, tmp_path, monkeypatch)
    assert [call.kwargs["cm"] for call in sim.IF_curr_exp.call_args_list] == [0.25, 0.25]
    assert sim.IF_curr_exp.call_args.kwargs["i_offset"] == 0.03
    synapses = [call.kwargs for call in sim.StaticSynapse.call_args_list]
    order = [network.J[0, 0], network.J[0, 1], 0.1e-3, network.J[1, 0], network.J[1, 1], 0.1e-3]
    for synapse, J in zip(synapses, order):
        assert 0.5e-3 * synapse["weight"] * 1e-9 / 250e-12 == pytest.approx(J, rel=1e-14)
    kinds = [call.kwargs["receptor_type"] for call in sim.Projection.call_args_list]
    assert kinds == ["excitatory", "inhibitory", "excitatory"] * 2
    assert [call.args[0] for call in sim.FixedNumberPreConnector.call_args_list] == [80, 20, 81, 21]
    assert (tmp_path / "spikes.dat").read_text() == "# neuron time_ms\n1 100.0000\n801 100.0000\n"


@pytest.mark.parametrize("simulator, changes, message", [
    ("nest", {"external_drive": "gaussian_white"}, "external_drive must be poisson"),
    ("brian2", {"d": "0.05 ms"}, "Delay must be at least dt"),
    ("nest", {"adaptation": [{"tau": "100 ms", "a": 0, "b": "1 mV"}, {"tau": "9 ms", "a": 0, "b": "1 mV"}]},
     "single current for NEST.*brian2"),
    ("nest", {"tau_s": {"val": [[2, 0], [2, 8]], "unit": "ms"}, "tau_s_ext": "2 ms"}, "no jumps beside currents"),
    ("nest", {"neuron": "eif", "V_T_rel": "12 mV", "Delta_T": "1 mV", "tau_s_ext": "5 ms"}, "two synapses.*brian2"),
    ("pynn", {"tau_s_ext": "5 ms"}, "two synapses"),
    ("pynn", {"adaptation": [{"tau": "100 ms", "a": 0, "b": "1 mV"}]}, "adapting neurons have conductances"),
    ("pynn", {"weight_dist": "lognormal", "J_sd": "0.01 mV"}, "no lognormal distribution"),
    ("brian2", {"multapses": False, "K": [[80.5, 20], [81, 21]]}, "K must be whole"),
    ("pynn", {"stimulus": [{"mean": "1 mV", "start": "5 ms"}]}, "stimulus must be absent"),
    ("neuron", {}, "simulator must be 'nest', 'brian2' or 'pynn', got 'neuron'"),
])
def test_what_a_simulator_cannot_say_is_refused_with_a_way_out(simulator, changes, message):
    with pytest.raises(siegert.InvalidParameter, match=message):
        siegert.convert(network_of(**changes), simulator)


def test_conductances_are_refused():
    network = siegert.load_network(NETWORKS / "conductance_network.yaml").network
    for simulator in SIMULATORS:
        with pytest.raises(siegert.InvalidParameter, match="synapse must be delta or exponential"):
            siegert.convert(network, simulator)


@pytest.mark.parametrize("options", [{"duration": 0.0}, {"warmup": -1.0}, {"dt": float("nan")}, {"seed": 0}])
def test_invalid_options_are_refused(options):
    with pytest.raises(siegert.InvalidParameter, match=f"{next(iter(options))} must"):
        siegert.convert(network_of(), "nest", **options)


@pytest.mark.parametrize("simulator", SIMULATORS)
@pytest.mark.parametrize("rule", ["fixed_indegree", "fixed_total_number", "pairwise_bernoulli"])
@pytest.mark.parametrize("weights, delays", [("none", "none"), ("normal", "truncated_gaussian"), ("normal", "gaussian"),
                                             ("lognormal", "lognormal")])
def test_every_rule_and_distribution_is_python(simulator, rule, weights, delays):
    network = network_of(connection_rule=rule, weight_dist=weights, delay_dist=delays, J_sd="0.02 mV", d_sd="0.3 ms",
                         J={"val": [[0.1, 0.5], [0.2, 0.4]], "unit": "mV"}, autapses=False, multapses=rule == "fixed_indegree",
                         label='say "K\\')
    script = siegert.convert(network, simulator)
    values = literals(script)
    assert ("J_sd" in values) == (weights != "none") and ("Delay_sd" in values) == (delays != "none")
    assert "@" not in script and all(len(line) <= 130 for line in script.splitlines())


def test_a_file_becomes_a_parameter_file(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_text(siegert.convert(NETWORKS / "microcircuit.yaml", "yaml"))
    assert siegert.load_network(path).network == siegert.load_network(NETWORKS / "microcircuit.yaml").network


NEURONS = {"E_L": -65.0, "V_th": -50.0, "V_reset": -60.0, "C_m": 250.0, "tau_m": 10.0, "tau_syn": 0.5, "t_ref": 2.0,
           "V0_mean": -58.0}
NET_DICT = {"populations": ["L4E", "L4I"], "full_num_neurons": np.array([800, 200]),
            "conn_probs": [[0.05, 0.13], [0.08, 0.11]], "neuron_params": NEURONS, "PSP_exc_mean": 0.15, "g": -4,
            "weight_rel_std": 0.1, "delay_exc_mean": 1.5, "delay_inh_mean": 0.75, "delay_rel_std": 0.5,
            "K_ext": [1600, 1500], "bg_rate": 8.0, "poisson_delay": 1.5}


def test_a_net_dict_of_pynest_is_read():
    with pytest.warns(UserWarning, match="not used: neuron_params.V0_mean, poisson_delay"):
        network = siegert.network_from_net_dict(NET_DICT).network
    t = np.log(10.0 / 0.5) * 10.0 * 0.5 / (10.0 - 0.5)  # when a potential is highest
    w = 0.15 / (10.0 * 0.5 / (10.0 - 0.5) / 250 * (np.exp(-t / 10.0) - np.exp(-t / 0.5)))  # [pA]
    assert round(w, 1) == 87.8
    np.testing.assert_allclose(network.J, np.full((2, 2), [1.0, -4.0]) * 0.5e-3 * w * 1e-12 / 250e-12, rtol=1e-12)
    np.testing.assert_allclose(network.J_sd, 0.1 * abs(network.J), rtol=1e-12)
    np.testing.assert_allclose(network.J_ext, 0.5e-3 * w * 1e-12 / 250e-12, rtol=1e-12)
    p, N = np.array(NET_DICT["conn_probs"]), np.array([800, 200])
    np.testing.assert_allclose(network.K, np.log(1 - p) / np.log(1 - 1 / np.outer(N, N)) / N[:, None], rtol=1e-9)
    assert network.connection_rule == "fixed_total_number" and network.delay_dist == "truncated_gaussian"
    np.testing.assert_allclose(network.Delay_sd, 0.5 * np.array([[1.5e-3, 0.75e-3]] * 2), rtol=1e-12)
    np.testing.assert_allclose([network.V_th[0], network.V_0[0], network.E_L[0]], [15e-3, 5e-3, -65e-3], rtol=1e-12)


def test_a_python_file_with_a_net_dict_is_read_and_not_executed(tmp_path):
    path = tmp_path / "network_params.py"
    entries = ", ".join(f"{key!r}: np.array({value.tolist()})" if isinstance(value, np.ndarray) else f"{key!r}: {value!r}"
                        for key, value in NET_DICT.items())
    path.write_text(f"import numpy as np\nraise SystemExit\nnet_dict = {{{entries}}}\n")
    with pytest.warns(UserWarning, match="not used"):
        text = siegert.convert(path, "yaml")
    with pytest.warns(UserWarning, match="not used"):
        expected = siegert.network_from_net_dict(NET_DICT).network
    assert siegert.network_from_yaml(text).network == expected
    path.write_text("net_dict = {'N': [f(1)]}")
    with pytest.raises(siegert.InvalidParameter, match="network_params.py:1: net_dict must be literals"):
        siegert.convert(path, "yaml")
    path.write_text("other = 1")
    with pytest.raises(siegert.InvalidParameter, match="expected an assignment of net_dict, found none"):
        siegert.convert(path, "yaml")


@pytest.mark.parametrize("changes, message", [
    ({"populations": None}, "populations of net_dict must be a list of names"),
    ({"K_ext": [1600, 1500], "bg_rate": "8"}, "bg_rate of net_dict must be a number, got string"),
    ({"neuron_params": {**NEURONS, "tau_syn_in": 2.0}}, "tau_syn_in of neuron_params must be tau_syn_ex"),
    ({"neuron_params": {"C_m": 250.0}}, "neuron_params must have tau_m"),
    ({"neuron_params": 3}, "neuron_params must be a dictionary"),
    ({"full_num_neurons": [800]}, "N"),
])
def test_what_is_wrong_in_a_net_dict_is_named(changes, message):
    with pytest.raises(siegert.InvalidParameter, match=message):
        siegert.network_from_net_dict({**NET_DICT, **changes})
