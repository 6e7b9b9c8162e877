"""External in-degrees of the microcircuit learnt from wanted firing rates, by the gradient of a loss; and how JAX and PyTorch get it."""
import pathlib
import sys

import matplotlib.pyplot as plt
import numpy as np

import siegert

NETWORK = pathlib.Path(__file__).parent / "networks" / "microcircuit.yaml"


def for_torch(f):
    """A function of tensors that PyTorch differentiates."""
    import torch

    class Rates(torch.autograd.Function):
        @staticmethod
        def forward(context, *values):
            rates, context.pullback = f.vjp(*(value.detach().numpy() for value in values))
            return torch.from_numpy(rates)

        @staticmethod
        def backward(context, cotangent):
            return tuple(torch.from_numpy(gradient) for gradient in context.pullback(cotangent.numpy()))

    return Rates.apply


def for_jax(f):
    """A function of arrays that JAX differentiates, also within `jit` (with jax_enable_x64: rates are doubles)."""
    import jax

    populations = jax.ShapeDtypeStruct((len(f.network.populations),), float)
    fields = tuple(jax.ShapeDtypeStruct(shape, float) for shape in f.shapes)

    @jax.custom_vjp
    def rates(*values):
        return jax.pure_callback(f, populations, *values)

    def forward(*values):
        return rates(*values), values

    def backward(values, cotangent):
        return jax.pure_callback(lambda cotangent, *values: f.vjp(*values)[1](cotangent), fields, cotangent, *values)

    rates.defvjp(forward, backward)
    return rates


def learn(f, wanted, K_ext, steps=8):
    """Least mean square of log(rate / wanted) by Gauss and Newton's method in log(K_ext)."""
    losses = []
    for _ in range(steps):
        rates, pullback = f.vjp(K_ext)
        error = np.log(rates / wanted)
        losses.append(np.sum(error**2))
        jacobian = [pullback(row / rates)[0].ravel() * K_ext.ravel() for row in np.eye(len(rates))]
        K_ext = K_ext * np.exp(-np.linalg.solve(jacobian, error)).reshape(K_ext.shape)
    return K_ext, losses


if __name__ == "__main__":
    network = siegert.load_network(NETWORK).network
    rates_of = siegert.differentiable(network, ["K_ext"])
    before = rates_of(network.K_ext)
    wanted = 1.2 * before
    K_ext, losses = learn(rates_of, wanted, network.K_ext)
    for name, old, new, rate in zip(network.populations, network.K_ext[:, 0], K_ext[:, 0], rates_of(K_ext)):
        print(f"{name}: K_ext {old:.0f} -> {new:.1f}, {rate:.4f} Hz")
    print("losses:", ", ".join(f"{loss:.1e}" for loss in losses))

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    siegert.plot.working_point(siegert.working_point(network.replace(K_ext=K_ext)), network.populations, ax=left)
    left.plot(network.populations, wanted, "k_", markersize=20, label="wanted")
    left.plot(network.populations, before, "kx", label="before")
    left.legend()
    right.semilogy(losses, "o-")
    right.set(xlabel="step", ylabel="loss")
    if len(sys.argv) > 1:  # name of a file
        figure.savefig(sys.argv[1])
    else:
        plt.show()
