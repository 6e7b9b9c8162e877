"""Networks in SONATA's format, written here as its developer guide has it."""
import json

import h5py
import numpy as np
import pytest

import siegert

NODE_TYPES = """node_type_id model_type model_template dynamics_params pop_name
10 point_neuron nest:iaf_psc_exp excitatory.json E
11 point_neuron nest:iaf_psc_exp inhibitory.json I
"""
VIRTUAL_TYPES = "node_type_id model_type model_template\n7 virtual NULL\n"
EDGE_TYPES = """edge_type_id target_query source_query syn_weight delay model_template dynamics_params
1 * "pop_name=='E'" 80.0 1.5 static_synapse NULL
2 * "pop_name=='I'" -400.0 0.8 static_synapse NULL
"""
FEED_TYPES = "edge_type_id syn_weight delay\n1 120.0 1.0\n"
NEURON = {"C_m": 250.0, "tau_m": 10.0, "t_ref": 2.0, "E_L": -65.0, "V_th": -50.0, "V_reset": -60.0, "tau_syn_ex": 2.0,
          "tau_syn_in": 5.0, "V_m": -63.0}
TYPES = np.array([10, 11, 10, 10, 10])  # four neurons of E, one of I, in between
VIRTUAL = 3


def write_nodes(path, population, types):
    with h5py.File(path, "w") as file:
        group = file.create_group(f"nodes/{population}")
        group["node_type_id"] = np.asarray(types, np.uint64)
        group["node_group_id"] = np.zeros(len(types), np.uint32)
        group["node_group_index"] = np.arange(len(types), dtype=np.uint32)
        group.create_group("0")


def write_edges(path, name, source, target, edges, **columns):
    """edges: rows of source, target and type; columns: numbers of each edge."""
    edges = np.asarray(edges, np.uint64)
    with h5py.File(path, "w") as file:
        group = file.create_group(f"edges/{name}")
        for k, (column, population) in enumerate({"source_node_id": source, "target_node_id": target}.items()):
            group[column] = edges[:, k]
            group[column].attrs["node_population"] = population
        group["edge_type_id"] = edges[:, 2].astype(np.uint32)
        group["edge_group_id"] = np.zeros(len(edges), np.uint32)
        group["edge_group_index"] = np.arange(len(edges), dtype=np.uint32)
        group.create_group("0")
        for column, values in columns.items():
            group[f"0/{column}"] = values


# From E two synapses onto each neuron, from I one.
INNER = [(source, target, 1) for target in range(5) for source in (0, 2)] + [(1, target, 2) for target in range(5)]
FEED = [(source, target, 1) for target in range(5) for source in range(VIRTUAL) if source != target]


def write_circuit(folder, *, node_types=NODE_TYPES, edge_types=EDGE_TYPES, neuron=NEURON, **columns):
    (folder / "network").mkdir(exist_ok=True)
    (folder / "models").mkdir(exist_ok=True)
    write_nodes(folder / "network/nodes.h5", "cortex", TYPES)
    write_nodes(folder / "network/feed_nodes.h5", "thalamus", [7] * VIRTUAL)
    write_edges(folder / "network/edges.h5", "cortex_to_cortex", "cortex", "cortex", INNER, **columns)
    write_edges(folder / "network/feed_edges.h5", "thalamus_to_cortex", "thalamus", "cortex", FEED)
    for name, text in {"node_types": node_types, "feed_types": VIRTUAL_TYPES, "edge_types": edge_types,
                       "feed_edge_types": FEED_TYPES}.items():
        (folder / f"network/{name}.csv").write_text(text)
    (folder / "models/excitatory.json").write_text(json.dumps(neuron))
    (folder / "models/inhibitory.json").write_text(json.dumps({**neuron, "tau_m": 8.0, "I_e": 30.0}))
    config = folder / "circuit_config.json"
    config.write_text(json.dumps({
        "manifest": {"$BASE": "${configdir}", "$NETWORK": "$BASE/network"},
        "components": {"point_neuron_models_dir": "$BASE/models"},
        "networks": {
            "nodes": [{"nodes_file": "$NETWORK/nodes.h5", "node_types_file": "$NETWORK/node_types.csv"},
                      {"nodes_file": "$NETWORK/feed_nodes.h5", "node_types_file": "$NETWORK/feed_types.csv"}],
            "edges": [{"edges_file": "$NETWORK/edges.h5", "edge_types_file": "$NETWORK/edge_types.csv"},
                      {"edges_file": "$NETWORK/feed_edges.h5", "edge_types_file": "$NETWORK/feed_edge_types.csv"}]}}))
    return config


def network_of(config):
    return siegert.network_from_yaml(siegert.convert(config, "yaml")).network


def test_a_circuit_becomes_populations_and_what_connects_them(tmp_path):
    with pytest.warns(UserWarning, match="no nu_ext"):
        network = network_of(write_circuit(tmp_path))
    assert list(network.populations) == ["E", "I"] and list(network.N) == [4, 1]
    np.testing.assert_allclose(network.K, [[2, 1], [2, 1]])
    charge = np.array([[2e-3 * 80e-12, -5e-3 * 400e-12]] * 2)  # tau_s w
    np.testing.assert_allclose(network.J, charge / 250e-12, rtol=1e-12)
    np.testing.assert_allclose(network.tau_s, [[2e-3, 5e-3]] * 2)
    np.testing.assert_allclose(network.Delay, [[1.5e-3, 0.8e-3]] * 2)
    np.testing.assert_allclose(network.tau_m, [10e-3, 8e-3])
    np.testing.assert_allclose(network.I_ext, [0, 30e-12])
    np.testing.assert_allclose([network.V_th[0], network.V_0[0]], [15e-3, 5e-3])
    assert network.connection_rule == "fixed_indegree"
    np.testing.assert_allclose(network.K_ext, [[10 / 4], [2.0]])  # neurons 0, 1 and 2 lack one of three
    np.testing.assert_allclose(network.J_ext, 2e-3 * 120e-12 / 250e-12, rtol=1e-12)


def test_rates_of_virtual_nodes_follow_from_the_spikes_of_a_simulation(tmp_path):
    write_circuit(tmp_path)
    with h5py.File(tmp_path / "spikes.h5", "w") as file:
        file["spikes/thalamus/timestamps"] = np.linspace(10.0, 490.0, 12)
        file["spikes/thalamus/timestamps"].attrs["units"] = "milliseconds"
        file["spikes/thalamus/node_ids"] = np.arange(12, dtype=np.uint64) % VIRTUAL
    config = tmp_path / "simulation_config.json"
    config.write_text(json.dumps({
        "network": "circuit_config.json", "run": {"tstop": 500.0},
        "inputs": {"feed": {"input_type": "spikes", "module": "sonata", "input_file": "spikes.h5", "node_set": "thalamus"},
                   "clamp": {"input_type": "current_clamp", "amp": 0.1}}}))
    with pytest.warns(UserWarning, match="not used: inputs.clamp"):
        network = network_of(config)
    np.testing.assert_allclose(network.nu_ext, [12 / 3 / 0.5])


def test_numbers_of_single_edges_win_over_those_of_their_type(tmp_path):
    weights = np.where(np.array(INNER)[:, 2] == 1, 80.0, -400.0)
    weights[0] = 100.0  # onto neuron 0, of E
    delays = np.full(len(INNER), 1.5)
    delays[-1] = 2.5  # from I onto neuron 4, of E
    with pytest.warns(UserWarning, match="no nu_ext"):
        network = network_of(write_circuit(tmp_path, syn_weight=weights, delay=delays))
    unit = 2e-3 * 1e-12 / 250e-12
    assert network.J[0, 0] == pytest.approx(unit * 82.5, rel=1e-12)
    assert network.J_sd[0, 0] == pytest.approx(unit * np.std(weights[:2].tolist() + [80.0] * 6), rel=1e-9)
    assert network.J_sd[0, 1] == 0.0 and network.weight_dist == "normal"
    assert network.Delay[0, 1] == pytest.approx(1.75e-3) and network.Delay_sd[0, 1] == pytest.approx(np.std([1.5, 1.5, 1.5, 2.5]) * 1e-3)
    assert network.delay_dist == "truncated_gaussian"


def test_delta_synapses_and_several_synapses_of_an_edge(tmp_path):
    types = NODE_TYPES.replace("nest:iaf_psc_exp", "iaf_psc_delta")
    edges = EDGE_TYPES.replace("80.0", "0.1").replace("400.0", "0.5")
    neuron = {key: value for key, value in NEURON.items() if not key.startswith("tau_syn")}
    with pytest.warns(UserWarning, match="several synapses"):
        network = network_of(write_circuit(tmp_path, node_types=types, edge_types=edges, neuron=neuron,
                                           nsyns=np.full(len(INNER), 2.0)))
    assert network.synapse == "delta"
    np.testing.assert_allclose(network.J, [[0.2e-3, -1e-3]] * 2, rtol=1e-12)


@pytest.mark.parametrize("changes, error, message", [
    ({"node_types": NODE_TYPES.replace("nest:iaf_psc_exp inhibitory", "nest:iaf_psc_alpha inhibitory")},
     siegert.InvalidParameter, "type 11 must be nest:iaf_psc_exp or nest:iaf_psc_delta.*got 'iaf_psc_alpha'"),
    ({"node_types": NODE_TYPES.replace("nest:iaf_psc_exp inhibitory", "nest:iaf_psc_delta inhibitory")},
     siegert.InvalidParameter, "must all be iaf_psc_exp or all be iaf_psc_delta"),
    ({"node_types": NODE_TYPES.replace("11 point", "12 point")}, siegert.ParameterFileError, "expected a row of type 11"),
    ({"node_types": NODE_TYPES.replace(" I\n", "\n")}, siegert.ParameterFileError, "node_types.csv:3: expected 5 columns"),
    ({"edge_types": EDGE_TYPES.replace("80.0", "strong")}, siegert.ParameterFileError, "a number for type 1, found 'strong'"),
    ({"edge_types": EDGE_TYPES.replace("80.0", "NULL")}, siegert.InvalidParameter, "cortex_to_cortex must have syn_weight"),
    ({"edge_types": EDGE_TYPES.replace("static_synapse", "stdp_synapse")}, siegert.InvalidParameter, "must be static_synapse"),
    ({"edge_types": EDGE_TYPES.replace("-400.0", "400.0"), "syn_weight": np.where(np.arange(15) == 3, -80.0, 80.0)},
     siegert.InvalidParameter, "edges to I from one type of node must all excite or all inhibit"),
    ({"neuron": {**NEURON, "tau_m": "10"}}, siegert.InvalidParameter, "tau_m of .*excitatory.json must be a number"),
])
def test_what_is_wrong_in_a_circuit_is_named(tmp_path, changes, error, message):
    with pytest.raises(error, match=message):
        siegert.convert(write_circuit(tmp_path, **changes), "yaml")


def test_files_that_are_missing_or_no_hdf5_are_named(tmp_path):
    config = write_circuit(tmp_path)
    (tmp_path / "network/edges.h5").write_text("no HDF5")
    with pytest.raises(siegert.FileError, match="edges.h5: is no file of SONATA edges"):
        siegert.convert(config, "yaml")
    (tmp_path / "network/node_types.csv").unlink()
    with pytest.raises(siegert.FileError, match="node_types.csv"):
        siegert.convert(config, "yaml")
    config.write_text('{"networks": {"nodes": []}}')
    with pytest.raises(siegert.InvalidParameter, match="networks must have nodes, found none"):
        siegert.convert(config, "yaml")
    config.write_text(json.dumps({"networks": {"nodes": [{"nodes_file": "$X/a.h5", "node_types_file": "b"}]}}))
    with pytest.raises(siegert.InvalidParameter, match=r"manifest has no value for '\$X/a.h5'"):
        siegert.convert(config, "yaml")
