"""siegert.gradients: derivatives with respect to every parameter."""
import pathlib

import numpy as np
import pytest

import siegert

MICROCIRCUIT = pathlib.Path(__file__).resolve().parents[2] / "examples" / "networks" / "microcircuit.yaml"


@pytest.fixture(scope="module")
def network():
    return siegert.load_network(MICROCIRCUIT).network


def test_of_a_rate(network):
    gradient = siegert.gradients(network, "firing_rates", "4E")
    assert gradient["K"][2, 3] == pytest.approx(-0.04554237886, rel=1e-9)  # docs/theory/gradients.md
    assert gradient["nu_ext"].sum() == pytest.approx(1.25501812, rel=1e-8)
    assert gradient["K"].dtype == float and gradient["J"].shape == (8, 8)


def test_of_a_growth_rate(network):
    gradient = siegert.gradients(network, "growth_rate", s=-2.01 + 2j * np.pi * 62.12)
    assert gradient["tau_m"].dtype == complex
    eigenvalue = siegert.gradients(network, "eigenvalue", frequency=62.0)
    assert eigenvalue["Delay"].shape == (8, 8)


def test_of_a_peak(network):
    frequency = siegert.gradients(network, "peak_frequency", "4E", frequency=62.0)
    height = siegert.gradients(network, "peak_height", "4E", frequency=62.0)

    def peak(nu_ext):
        moved = network.replace(nu_ext=nu_ext)
        omegas = 2 * np.pi * np.arange(61.8, 62.4, 0.01)
        return next(peak for peak in siegert.analyze(moved, omegas).peaks if peak.population == 2)
    step = 1e-3
    below, above = (peak(network.nu_ext + sign * step) for sign in (-1, 1))
    assert frequency["nu_ext"].sum() == pytest.approx((above.omega - below.omega) / (4 * np.pi * step), rel=1e-3)
    assert height["nu_ext"].sum() == pytest.approx((above.height - below.height) / (2 * step), rel=1e-3)
    assert frequency["N"].shape == (8,)


def test_is_a_direction_of_change(network):
    weights = np.linspace(1, 2, 8)
    gradient = siegert.gradients(network, "cvs", weights=weights)
    step = 1e-3
    cvs = [siegert.working_point(network.replace(nu_ext=network.nu_ext + sign * step)).cvs @ weights for sign in (-1, 1)]
    assert gradient["nu_ext"].sum() == pytest.approx((cvs[1] - cvs[0]) / (2 * step), rel=1e-5)


@pytest.mark.parametrize("arguments", [{"of": "rates", "population": 0}, {"of": "cvs"}, {"of": "eigenvalue"},
                                       {"of": "peak_height", "population": 0},
                                       {"of": "firing_rates", "population": 0, "weights": np.ones(8)}])
def test_bad_questions_are_refused(network, arguments):
    with pytest.raises(ValueError):
        siegert.gradients(network, **arguments)


def test_several_time_constants_have_gradients_of_their_own():
    network = siegert.load_network(MICROCIRCUIT.with_name("ampa_gaba_network.yaml")).network
    gradient = siegert.gradients(network, "firing_rates", "E")
    assert gradient["tau_s"].shape == network.tau_s.shape == (2, 2)
    assert gradient["tau_s_ext"].shape == network.tau_s_ext.shape

    def rate(tau_s):
        network.tau_s = tau_s
        return siegert.working_point(network).firing_rates[0]

    tau_s, step = network.tau_s.copy(), np.array([[0, 1e-5], [0, 0]])
    difference = (rate(tau_s + step) - rate(tau_s - step)) / 2e-5
    assert gradient["tau_s"][0, 1] == pytest.approx(difference, rel=1e-4)
    roots = siegert.gradients(network, of="growth_rate")
    assert roots["tau_s"].shape == (2, 2) and np.all(np.isfinite(roots["tau_s"]))
