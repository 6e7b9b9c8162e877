"""Results files and reports."""
import numpy as np
import pytest
from networks import TWO_POPULATIONS

import siegert

h5py = pytest.importorskip("h5py")


@pytest.fixture(scope="module")
def network():
    return siegert.network_from_dict(TWO_POPULATIONS).network


def test_results_come_back_bit_for_bit(network, tmp_path):
    rng = np.random.default_rng(1)
    results = {
        "firing_rates": (np.array([3.25, 7.125]), "Hz"),
        "W": rng.normal(size=(3, 2, 2)) + 1j * rng.normal(size=(3, 2, 2)),
        "order": np.array([[0, 1], [1, 0]]),
        "fortran": np.asfortranarray(rng.normal(size=(2, 3))),
        "converged": True,
        "residual": 1e-12,
        "names": ["E", "I"],
        "note": "gr\u00fcn",
        "a/b": "a|b",
        "group": {"inner": {"value": (np.float32(0.5), "V")}},
    }
    path = tmp_path / "results.h5"
    analysis = siegert.Analysis(omegas=[1.0, 2.0, 3.0])
    siegert.write_results(path, network, results, analysis)
    stored = siegert.read_results(path)
    assert stored.network == network and stored.analysis == analysis and stored.version == siegert.__version__
    assert stored.results["firing_rates"].unit == "Hz"
    assert np.array_equal(stored.results["W"].values, results["W"])
    assert stored.results["order"].values.dtype == np.int64 and np.array_equal(stored.results["order"].values,
                                                                               results["order"])
    assert np.array_equal(stored.results["fortran"].values, results["fortran"])
    assert stored.results["residual"] == siegert.Dataset(1e-12)
    assert stored.results["names"].values.tolist() == ["E", "I"] and stored.results["note"].values == "gr\u00fcn"
    assert stored.results["a/b"].values == "a|b"
    assert stored.results["group"]["inner"]["value"] == (0.5, "V")
    with h5py.File(path) as file:
        assert np.array_equal(file["W"][:], results["W"]) and file["firing_rates"].attrs["unit"] in ("Hz", b"Hz")


@pytest.mark.parametrize("results, message", [
    ({"pair": (1.0, 2.0)}, r"pair must be \(values, unit\)"),
    ({"objects": [None, 1]}, "objects must be an array of numbers or texts"),
])
def test_what_cannot_be_stored_is_refused(network, tmp_path, results, message):
    with pytest.raises(siegert.InvalidParameter, match=message):
        siegert.write_results(tmp_path / "results.h5", network, results)
    assert not list(tmp_path.iterdir())


def test_files_that_are_something_else_are_refused(tmp_path):
    path = tmp_path / "results.h5"
    path.write_text("no HDF5")
    with pytest.raises(siegert.FileError, match="results.h5"):
        siegert.read_results(path)


def test_reports_are_written(network, tmp_path):
    analysis = siegert.analyze(network, 2 * np.pi * np.arange(1.0, 101.0, 2.0))
    siegert.write_report(tmp_path / "report.html", network, analysis, title="A small network")
    assert "A small network" in (tmp_path / "report.html").read_text()
    with pytest.raises(siegert.FileError):
        siegert.write_report(tmp_path / "nowhere" / "report.html", network, analysis)
