"""Figures: each draws what it is given into the axes it is given."""
import subprocess
import sys

import numpy as np
import pytest
from networks import ENVIRONMENT, TWO_POPULATIONS

import siegert
from siegert import statistics

plt = pytest.importorskip("matplotlib.pyplot")
plt.switch_backend("agg")


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    figure.canvas.draw()
    plt.close(figure)


@pytest.fixture(scope="module")
def network():
    return siegert.network_from_dict(TWO_POPULATIONS)


@pytest.fixture(scope="module")
def analysis(network):
    return siegert.analyze(network, 2 * np.pi * np.arange(1.0, 201.0, 2.0))


@pytest.fixture(scope="module")
def simulated(network):
    return siegert.simulate(network, 1.0, warmup=0.1)


def test_plotting_is_optional():
    code = "import sys, siegert; assert 'matplotlib' not in sys.modules; siegert.plot; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT)


def test_working_point(analysis, network, ax):
    assert siegert.plot.working_point(analysis.working_point, network, ax=ax) is ax
    assert [bar.get_height() for bar in ax.patches] == analysis.working_point.firing_rates.tolist()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["E", "I"]
    siegert.plot.working_point(analysis.working_point, quantity="mean_input", ax=ax)
    assert ax.patches[-1].get_height() == pytest.approx(1e3 * analysis.working_point.mean_input[1])
    with pytest.raises(ValueError, match="populations must have 2 names, got 3"):
        siegert.plot.working_point(analysis.working_point, ["A", "B", "C"], ax=ax)
    with pytest.raises(ValueError, match="quantity must be one of"):
        siegert.plot.working_point(analysis.working_point, quantity="rates", ax=ax)


def test_transfer_function(analysis, network, ax):
    assert siegert.plot.transfer_function(analysis, network, ax=ax) is ax
    assert np.allclose(ax.lines[1].get_ydata(), 1e-3 * abs(analysis.transfer.n_mu[:, 1]))
    assert np.allclose(ax.lines[1].get_xdata(), analysis.frequencies)
    siegert.plot.transfer_function(analysis.transfer, part="magnitude", variance=True, ax=ax)
    assert np.allclose(ax.lines[3].get_ydata(), 1e-6 * abs(analysis.transfer.n_sigma2[:, 1]))


def test_phase_of_the_transfer_function(analysis, ax):
    siegert.plot.transfer_function(analysis, part="phase", ax=ax)
    assert ax.lines[0].get_ydata()[0] == pytest.approx(np.degrees(np.angle(analysis.transfer.n_mu[0, 0])))


def test_power_spectra(analysis, network, simulated, ax):
    estimate = statistics.population_spectra(simulated.spikes, 100.0, 0.2)
    assert siegert.plot.power_spectra(analysis, network, estimate=estimate, ax=ax) is ax
    assert np.allclose(ax.lines[0].get_ydata(), analysis.power_spectra[:, 0])
    assert np.allclose(ax.lines[1].get_ydata(), estimate.S[:, 0, 0].real)
    marked = [line for line in ax.lines if line.get_marker() == "v"]
    assert len(marked) == len({peak.population for peak in analysis.peaks})


def test_eigenvalues(analysis, ax):
    assert siegert.plot.eigenvalues(analysis, modes=[1], ax=ax) is ax
    assert np.allclose(ax.lines[0].get_xdata(), analysis.eigenmodes.eigenvalues[:, 1].real)
    closest = next(line for line in ax.lines if line.get_marker() == "^")
    assert closest.get_ydata()[0] == analysis.sensitivity[1].critical_eigenvalue.imag


@pytest.mark.parametrize("part", ["amp", "freq"])
def test_sensitivity(analysis, network, part, ax):
    measure = analysis.sensitivity[0]
    assert siegert.plot.sensitivity(measure, network, part=part, ax=ax) is ax
    assert np.array_equal(ax.images[0].get_array(), getattr(measure, "sensitivity_" + part))
    assert ax.images[0].norm.vmin == -ax.images[0].norm.vmax


def test_matrix(network, ax):
    assert siegert.plot.matrix(network.network.J, network, label="J", ax=ax) is ax
    assert ax.get_title() == "J"


def test_raster(simulated, ax):
    assert siegert.plot.raster(simulated.spikes, start=0.3, end=0.5, neurons=50, ax=ax) is ax
    x, y = ax.lines[1].get_data()
    spikes = simulated.spikes.spikes[1]
    shown = (spikes.times > 0.3) & (spikes.times <= 0.5) & (spikes.neurons < 50)
    assert len(x) == shown.sum() > 0 and y.min() >= 50 and y.max() < 100
    assert [label.get_text() for label in ax.get_yticklabels()] == ["E", "I"]


def test_theory_and_simulation(analysis, network, simulated, ax):
    rates = statistics.firing_rates(simulated.spikes)
    assert siegert.plot.theory_and_simulation(analysis.working_point.firing_rates, rates, network, label="rate",
                                              ax=ax) is ax
    assert [bar.get_height() for bar in ax.patches] == analysis.working_point.firing_rates.tolist()


def test_new_axes_without_ax(analysis):
    axes = siegert.plot.working_point(analysis.working_point)
    assert axes.figure is plt.gcf()
    plt.close(axes.figure)


def test_crosscheck(network, ax):
    result = siegert.crosscheck(network, 1.0, replicates=2, warmup=0.1, surrogate_time=2.0,
                                quantities=["firing_rates", "mean_input", "spectra"], bands=4, probes=5)
    assert siegert.plot.crosscheck(result, ax=ax) is ax
    rates = result.rows[:2]
    assert [bar.get_height() for bar in ax.patches[:2]] == [row.predicted + row.correction for row in rates]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["E", "I"]
    assert "spikes/s" in ax.get_ylabel()
    ax.clear()
    siegert.plot.crosscheck(result, "mean_input", ax=ax)
    mean = next(row for row in result.rows if row.quantity == "mean_input")
    assert ax.patches[0].get_height() == pytest.approx(1e3 * (mean.predicted + mean.correction))
    ax.clear()
    siegert.plot.crosscheck(result, "spectra", ax=ax)
    bands = [row for row in result.rows if row.quantity == "spectra" and row.population == "E"]
    assert np.allclose(ax.lines[0].get_xdata(), [row.frequency for row in bands])
    assert np.allclose(ax.lines[0].get_ydata(), [row.predicted + row.correction for row in bands])
    marked = [line for line in ax.lines if line.get_color() == "red"]
    assert bool(marked) == siegert.has_alarm(result, "spectra")
    with pytest.raises(ValueError, match=r"quantity must be one of those compared \(firing_rates, mean_input, spectra\)"):
        siegert.plot.crosscheck(result, "cvs", ax=ax)
