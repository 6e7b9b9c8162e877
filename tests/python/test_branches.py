"""siegert.branches: all states along a parameter, as arrays."""
import pathlib

import numpy as np
import pytest

import siegert

BRUNEL = pathlib.Path(__file__).resolve().parents[2] / "examples" / "networks" / "brunel_2000.yaml"


def test_a_hopf_point_with_delays():
    found = siegert.branches(BRUNEL, {"nu_ext": "46:47.5 Hz"})
    assert (found.parameter, found.unit, found.populations) == ("nu_ext", "Hz", ("E", "I"))
    [branch] = found
    [event] = found.events
    assert event.kind == "hopf"
    assert event.parameter == pytest.approx(46.7423269107, abs=1e-9)  # docs/theory/branches.md
    assert event.frequency == pytest.approx(193.1378388, abs=1e-6)
    assert branch.parameter[event.point] == event.parameter
    assert np.array_equal(branch.firing_rates[event.point], event.firing_rates)
    assert branch.parameter[[0, -1]].tolist() == [46.0, 47.5]
    assert branch.growing_modes[0] == 0 and branch.growing_modes[-1] == 2
    assert branch.stable[0] and not branch.stable[-1] and branch.growth_rate[-1] < 0
    assert [section[1:] for section in found.sections] == [(1, 1)] * 3


def test_a_line_through_two_keys_has_folds_at_both_ends_of_bistability():
    found = siegert.branches(BRUNEL, {"nu_ext": "7:9.5 Hz", "g": "3.8:3.8000001"}, modes=False)
    assert found.parameter == "position" and found.unit == ""
    folds = sorted(event.parameter for event in found.events)
    assert [event.kind for event in found.events] == ["fold", "fold"]
    assert 7 + 2.5 * np.array(folds) == pytest.approx([8.05114714233, 8.40078060109], abs=1e-5)
    assert np.all(found.branches[0].growing_modes == -1)


def test_the_state_is_the_working_point():
    found = siegert.branches(BRUNEL, {"g": "5:6"}, modes=False)
    network = siegert.load_network(BRUNEL).network
    assert found.branches[0].firing_rates[0] == pytest.approx(siegert.working_point(network).firing_rates, rel=1e-9)


def test_a_network_without_a_file_can_be_asked():
    network = siegert.load_network(BRUNEL).network
    answer = siegert.ask("branches", network, vary="nu_ext=46:47.5 Hz", no_modes=True)
    assert set(answer["points"].branch) == {1}


def test_curves_in_the_plane_of_two_parameters():
    plt = pytest.importorskip("matplotlib.pyplot")
    curves = siegert.bifurcation_curves(BRUNEL, {"nu_ext": "7:9.5 Hz"}, {"g": "3.8:4.4"}, sections=2, highest_frequency=100.0)
    folds = [curve for curve in curves if curve.kind == "fold"]
    slow = [curve for curve in curves if curve.kind == "hopf"]
    assert [kind for kind, _ in folds[0].events].count("cusp") == 1
    ends = [curve.q[point] for curve in slow for kind, point in curve.events if kind == "bogdanov_takens"]
    assert ends == pytest.approx([4.173128622], abs=1e-8)
    axes = siegert.plot.bifurcation_curves(curves, ("nu_ext (Hz)", "g"))
    assert {text.get_text() for text in axes.get_legend().get_texts()} >= {"folds", "Hopf points", "cusp"}
    plt.close(axes.figure)


@pytest.mark.parametrize("vary", [{}, {"nu_ext": "1:2:3 Hz"}, {"nu_ext": "5 Hz"}, {"nu_ext": "1:20"}, {"nu_ex": "1:2 Hz"},
                                  {"synapse": "delta:exponential"}, {"nu_ext": "3:3 Hz"}, {"J_ext[E]": "1:2"}])
def test_bad_ranges_are_refused(vary):
    with pytest.raises(siegert.InvalidParameter):
        siegert.branches(BRUNEL, vary)


def test_the_figure_has_markers_and_names():
    plt = pytest.importorskip("matplotlib.pyplot")
    found = siegert.branches(BRUNEL, {"nu_ext": "46:47.5 Hz"})
    axes = siegert.plot.branches(found, "E")
    assert axes.get_xlabel() == "nu_ext (Hz)" and "E" in axes.get_ylabel()
    assert {"-", ":"} <= {line.get_linestyle() for line in axes.lines}
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Hopf point"]
    plt.close(axes.figure)
