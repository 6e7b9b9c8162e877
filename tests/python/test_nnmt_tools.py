"""siegert.nnmt: delays, binary neurons, spatial profiles, linear stability, helpers."""
import numpy as np
import pytest
from scipy.integrate import quad

from siegert import nnmt
from siegert.nnmt import binary, linear_stability, network_properties, spatial, utils

ureg = nnmt.ureg
MEAN, SD = 0.0015, 0.0007
OMEGAS = 2 * np.pi * np.array([0.0, 30.0, 300.0])


def gaussian(z):
    return MEAN + SD * z


def lognormal(z):
    s2 = np.log1p((SD / MEAN) ** 2)
    return MEAN * np.exp(np.sqrt(s2) * z - s2 / 2)


@pytest.mark.parametrize("name, delay, lowest", [("gaussian", gaussian, -12), ("lognormal", lognormal, -12),
                                                 ("truncated_gaussian", gaussian, -MEAN / SD)])
def test_delay_factors_are_means_of_the_phase(name, delay, lowest):
    """Means over a standard normal variable z, of which the delay is a function."""
    D = network_properties._delay_dist_matrix(np.full((2, 2), MEAN), np.full((2, 2), SD), name, OMEGAS)
    assert D.shape == (3, 2, 2)

    def integral(function):
        return quad(lambda z: function(z) * np.exp(-z ** 2 / 2), lowest, 12, epsabs=1e-13, limit=200)[0]
    for omega, factors in zip(OMEGAS, D):
        real, imaginary = (integral(lambda z: wave(omega * delay(z))) for wave in (np.cos, np.sin))
        np.testing.assert_allclose(factors, np.full((2, 2), (real - 1j * imaginary) / integral(np.ones_like)),
                                   rtol=1e-10)


def test_fixed_delays_and_matrices_of_different_delays():
    delays = np.array([[0.001, 0.002], [0.003, 0.001]])
    D = network_properties._delay_dist_matrix(delays, delays, "none", OMEGAS)
    np.testing.assert_allclose(D, np.exp(-1j * OMEGAS[:, np.newaxis, np.newaxis] * delays), rtol=1e-14)
    mixed = network_properties._delay_dist_matrix(delays, delays / 2, "gaussian", OMEGAS)
    spread = np.exp(-(OMEGAS[:, np.newaxis, np.newaxis] * delays / 2) ** 2 / 2)
    np.testing.assert_allclose(mixed, D * spread, rtol=1e-13)


def test_unknown_delay_distributions_are_errors():
    with pytest.raises((ValueError, TypeError), match="uniform"):
        network_properties._delay_dist_matrix(np.ones((1, 1)), np.ones((1, 1)), "uniform", OMEGAS)


def test_characteristic_function_of_lognormal_variables():
    mu, sigma = -6.8, 0.8
    value = network_properties._lognormal_characteristic_function(100.0, mu, sigma)

    def mean_of(function):
        density = np.sqrt(1 / (2 * np.pi))
        return quad(lambda z: function(100.0 * np.exp(mu + sigma * z)) * density * np.exp(-z ** 2 / 2), -12, 12,
                    epsabs=1e-13)[0]
    assert value == pytest.approx(mean_of(np.cos) + 1j * mean_of(np.sin), rel=1e-10)
    log_mean, log_sd = (f(0.002, 0.0015) for f in (network_properties._mu_underlying_gaussian,
                                                   network_properties._sigma_underlying_gaussian))
    assert np.exp(log_mean + log_sd ** 2 / 2) == pytest.approx(0.002)
    assert np.sqrt(np.expm1(log_sd ** 2)) * 0.002 == pytest.approx(0.0015)


BINARY = {"J": np.array([[0.1, -0.2], [0.1, -0.2]]), "K": np.array([[150, 200], [350, 200]])}


def test_binary_activities_are_those_of_the_input_they_cause():
    theta = binary._balanced_threshold([0.7, 0.4], **BINARY)
    m = binary._mean_activity(**BINARY, theta=theta)
    inputs = binary._mean_input(m, **BINARY), binary._std_input(m, **BINARY)
    again = binary._mean_activity_for_given_input(*inputs, theta)
    np.testing.assert_allclose(m, again, rtol=1e-11)


def test_binary_networks_with_external_input():
    external = {"J_ext": np.array([0.3, 0.1]), "K_ext": np.array([100, 150]), "m_ext": 0.5}
    network = nnmt.models.Plain({**BINARY, **external, "theta": 5.0})
    point = binary.working_point(network)
    m = point["mean_activity"]
    np.testing.assert_allclose(point["mean_input"], np.dot(BINARY["K"] * BINARY["J"], m) + [15.0, 7.5], rtol=1e-13)
    np.testing.assert_allclose(point["std_input"] ** 2, np.dot(BINARY["K"] * BINARY["J"] ** 2, m * (1 - m))
                               + [0.25 * 100 * 0.09, 0.25 * 150 * 0.01], rtol=1e-13)
    np.testing.assert_allclose(m, binary._mean_activity_for_given_input(point["mean_input"], point["std_input"], 5.0),
                               rtol=1e-11)
    np.testing.assert_allclose(binary.balanced_threshold(network, [0.7, 0.4]),
                               binary._mean_input([0.7, 0.4], **BINARY, **external))
    assert network.show() == ["binary.balanced_threshold", "binary.mean_activity", "binary.mean_input",
                              "binary.std_input"]


def test_binary_neurons_without_noise_are_steps():
    np.testing.assert_array_equal(
        binary._mean_activity_for_given_input(np.array([-1.0, 2.0, 3.0]), 0.0, 2.0), [0.0, 0.5, 1.0])


def test_boxcar_profile_is_the_mean_of_the_wave_over_the_box():
    width = np.array([0.2, 0.07])
    expected = [quad(lambda x: np.cos(30.0 * x), -w, w)[0] / (2 * w) for w in width]
    np.testing.assert_allclose(spatial._ft_spatial_profile_boxcar(30.0, width), expected, rtol=1e-12)
    assert spatial._ft_spatial_profile_boxcar(0.0, 0.2) == 1.0


@pytest.mark.parametrize("branch", [-2, -1, 0, 1])
@pytest.mark.parametrize("delay", [0.0015, 2.5])  # exp(delay / tau) overflows for the second
def test_lambert_solution_solves_the_characteristic_equation(branch, delay):
    tau, C = 0.003, np.array([[2.0, -10.0], [2.0, -10.0]])
    eigenvalue = linear_stability._solve_chareq_lambertw_constant_delay(branch, tau, np.full((2, 2), delay), C)
    assert (1 + tau * eigenvalue) * np.exp(eigenvalue * delay) == pytest.approx(-8.0, rel=1e-9)


def test_lambert_solution_without_delay_and_with_different_delays():
    assert linear_stability._solve_chareq_lambertw_constant_delay(0, 0.01, 0.0, np.diag([0.5, 0.2])) == \
        pytest.approx(-50.0)
    with pytest.raises(AssertionError, match="delay"):
        linear_stability._solve_chareq_lambertw_constant_delay(0, 0.01, np.array([0.001, 0.002]), np.eye(2))


def first(a, b, c=3):
    """A function with parameters."""


def test_parameters_of_functions_are_found_in_networks():
    network = nnmt.models.Network({"a": 1, "b": 2, "c": 4})
    assert utils.get_list_of_required_parameters(first) == ["a", "b"]
    assert utils.get_list_of_optional_parameters(first) == ["c"]
    assert utils.get_required_network_params(network, first, exclude=["b"]) == {"a": 1}
    assert utils.get_optional_network_params(network, first) == {"c": 4}
    network.results["x.y"] = 7
    assert utils.get_required_results(network, ["z"], ["x.y"]) == {"z": 7}
    with pytest.raises(RuntimeError, match="nothing"):
        utils.get_required_results(network, ["z"], ["nothing"])


def test_positive_parameters_are_checked_for_quantities_too():
    utils.check_if_positive([1.0, ureg.Quantity(0.0, "volt"), [1, 2]], ["a", "b", "c"])
    for value in (-1.0, [1.0, -1.0], ureg.Quantity(-1.0, "volt")):
        with pytest.raises(ValueError, match="the_name"):
            utils.check_if_positive([value], ["the_name"])


def test_conversions_between_prefixed_and_si_units():
    for unit, factor, base in (("millivolt", 1e-3, "volt"), ("kilohertz", 1e3, "hertz"),
                               ("volt / millisecond", 1e3, "volt / second"), ("1 / millisecond", 1e3, "1 / second")):
        si = utils._convert_from_prefixed_to_si(2.0, unit)
        assert si.magnitude == pytest.approx(2.0 * factor) and str(si.units) == base
        back = utils._convert_from_si_to_prefixed(si.magnitude, unit)
        assert back.magnitude == pytest.approx(2.0) and str(back.units) == unit
    values = {"a": ureg.Quantity(2.0, "millivolt"), "b": "text"}
    utils._convert_to_si_and_strip_units(values)
    assert values == {"a": pytest.approx(0.002), "b": "text"}


def test_arrays_of_quantities():
    array = utils.pint_array([ureg.Quantity(1.0, "volt"), ureg.Quantity(2.0, "millivolt")])
    np.testing.assert_allclose(array.magnitude, [1.0, 0.002])
    longer = utils.pint_append(array, ureg.Quantity(3.0, "millivolt"))
    np.testing.assert_allclose(longer.magnitude, [1.0, 0.002, 0.003])
    assert utils.pint_array_of_dimension_plus_one(array).magnitude.shape == (1, 2)


def test_hashes_depend_on_every_entry():
    values = np.zeros(3000)
    before = nnmt.input_output.create_hash({"a": values, "b": 1}, ["a"])
    assert nnmt.input_output.create_hash({"a": values, "b": 2}, ["a"]) == before
    values[1500] = 1e-12
    assert nnmt.input_output.create_hash({"a": values}, ["a"]) != before
    # MD5 of "12", as NNMT has it.
    assert nnmt.input_output.create_hash({"b": 2, "a": 1}, ["b", "a"]) == "c20ad4d76fe97759aa27a0c99bff6710"
