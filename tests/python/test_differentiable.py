"""siegert.differentiable: rates as functions with a vector-Jacobian product, and how libraries of automatic differentiation take them."""
import importlib.util
import pathlib
import sys
import types

import numpy as np
import pytest

import siegert

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
FIELDS = ["J", "J_ext", "K", "K_ext", "V_0", "V_th", "nu_ext", "tau_m", "tau_r", "tau_s"]


@pytest.fixture(scope="module")
def network():
    return siegert.load_network(EXAMPLES / "networks" / "microcircuit.yaml").network


@pytest.fixture(scope="module")
def with_several_time_constants():
    return siegert.load_network(EXAMPLES / "networks" / "ampa_gaba_network.yaml").network


@pytest.mark.parametrize("of", ["firing_rates", "cvs"])
@pytest.mark.parametrize("which, fields", [("network", FIELDS), ("with_several_time_constants", [*FIELDS, "tau_s_ext"])])
def test_products_with_the_jacobian_are_differences(which, fields, of, request):
    network = request.getfixturevalue(which)
    f = siegert.differentiable(network, fields, of=of)
    values = [np.array(getattr(network, field), float).reshape(shape) for field, shape in zip(fields, f.shapes)]
    random = np.random.default_rng(2)
    cotangent = random.normal(size=len(network.populations))
    value, pullback = f.vjp(*values)
    np.testing.assert_array_equal(value, f(*values))
    gradients = pullback(cotangent)
    for k, (field, gradient) in enumerate(zip(fields, gradients)):
        assert gradient.shape == f.shapes[k]
        direction = random.normal(size=gradient.shape) * np.maximum(np.abs(values[k]), 1e-3 if field == "V_0" else 0.0)

        def along(step):
            moved = list(values)
            moved[k] = values[k] + step * direction
            return cotangent @ f(*moved)

        difference = (8 * (along(1e-4) - along(-1e-4)) - (along(2e-4) - along(-2e-4))) / 12e-4
        assert np.sum(gradient * direction) == pytest.approx(difference, rel=1e-6), field


def test_a_state_is_followed_from_where_it_is_looked_for(network):
    f = siegert.differentiable(network, ["nu_ext"], start=np.full(8, 3.0))
    assert f(network.nu_ext) == pytest.approx(siegert.working_point(network).firing_rates, rel=1e-9)
    assert repr(f) == "Differentiable(firing_rates of 8 populations by nu_ext)"


def test_bad_arguments_are_named(network):
    with pytest.raises(ValueError, match="a field must be one of .*K_ext.*, got 'nu'"):
        siegert.differentiable(network, ["nu"])
    with pytest.raises(ValueError, match="of must be 'firing_rates' or 'cvs', got 'peaks'"):
        siegert.differentiable(network, ["K"], of="peaks")
    with pytest.raises(ValueError, match="a value for each of K, nu_ext, got 1"):
        siegert.differentiable(network, ["K", "nu_ext"])(network.K)


@pytest.fixture(scope="module")
def learning():
    specification = importlib.util.spec_from_file_location("learning", EXAMPLES / "learning.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class FakeTensor:
    """As much of a tensor as the registration uses."""

    def __init__(self, array):
        self.array = np.asarray(array)

    def detach(self):
        return self

    def numpy(self):
        return self.array


def fake_torch():
    class Function:
        @classmethod
        def apply(cls, *values):
            context = types.SimpleNamespace()
            result = cls.forward(context, *values)
            result.backward = lambda cotangent: cls.backward(context, cotangent)
            return result

    return types.SimpleNamespace(from_numpy=FakeTensor, autograd=types.SimpleNamespace(Function=Function))


REGISTERED = pytest.mark.parametrize("which, fields", [("network", ["K_ext", "nu_ext"]),
                                                       ("with_several_time_constants", ["tau_s", "tau_s_ext"])])


@REGISTERED
def test_it_registers_with_pytorch(which, fields, request, learning, monkeypatch):
    """With PyTorch where it is installed, else with a stand-in that calls what PyTorch calls."""
    network = request.getfixturevalue(which)
    f = siegert.differentiable(network, fields)
    arguments = [getattr(network, field) for field in fields]
    cotangent = np.arange(1.0, 1.0 + len(network.populations))
    expected = f.vjp(*arguments)[1](cotangent)
    if importlib.util.find_spec("torch"):
        import torch
        values = [torch.tensor(np.array(v), requires_grad=True) for v in arguments]
        rates = learning.for_torch(f)(*values)
        rates.backward(torch.tensor(cotangent))
        found = [v.grad for v in values]
    else:
        monkeypatch.setitem(sys.modules, "torch", fake_torch())
        rates = learning.for_torch(f)(*map(FakeTensor, arguments))
        found = rates.backward(FakeTensor(cotangent))
    np.testing.assert_array_equal(rates.detach().numpy(), f(*arguments))
    for one, other in zip(found, expected):
        np.testing.assert_array_equal(one.numpy(), other)


def fake_jax():
    class CustomVjp:
        def __init__(self, function):
            self.function = function

        def __call__(self, *values):
            return self.function(*values)

        def defvjp(self, forward, backward):
            self.forward, self.backward = forward, backward

    def pure_callback(function, shapes, *values):
        result = function(*values)
        for one, shape in zip(result if isinstance(shapes, tuple) else [result], shapes if isinstance(shapes, tuple) else [shapes]):
            assert one.shape == shape.shape and one.dtype == shape.dtype
        return result

    return types.SimpleNamespace(ShapeDtypeStruct=lambda shape, dtype: types.SimpleNamespace(shape=shape, dtype=np.dtype(dtype)),
                                 custom_vjp=CustomVjp, pure_callback=pure_callback)


@REGISTERED
def test_it_registers_with_jax(which, fields, request, learning, monkeypatch):
    network = request.getfixturevalue(which)
    f = siegert.differentiable(network, fields)
    arguments = [getattr(network, field) for field in fields]
    cotangent = np.arange(1.0, 1.0 + len(network.populations))
    expected = f.vjp(*arguments)[1](cotangent)
    if importlib.util.find_spec("jax"):
        import jax
        jax.config.update("jax_enable_x64", True)
        rates, pullback = jax.vjp(learning.for_jax(f), *arguments)
        found = pullback(cotangent)
    else:
        monkeypatch.setitem(sys.modules, "jax", fake_jax())
        rates_of = learning.for_jax(f)
        rates, saved = rates_of.forward(*arguments)
        found = rates_of.backward(saved, cotangent)
    np.testing.assert_array_equal(rates, f(*arguments))
    for one, other in zip(found, expected):
        np.testing.assert_array_equal(one, other)
