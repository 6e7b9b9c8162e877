"""What does a call from Python cost? PYTHONPATH=build/default/python python3 tests/benchmarks/benchmark_python.py"""
import timeit

import numpy as np

import siegert
from siegert import nnmt
from siegert.lif import delta

NEURON = (0.003, 0.015, 0.020, 0.002)


def seconds(call, number):
    return min(timeit.repeat(call, number=number, repeat=5)) / number


def main():
    point = dict(zip(("mu", "sigma", "V_0", "V_th", "tau_m", "tau_r"), (0.012, 0.005, *NEURON)))
    mu = np.linspace(-0.01, 0.03, 10 ** 6)
    network = siegert.load_network("examples/networks/microcircuit.yaml").network
    nnmt_point = dict(zip(("mu", "sigma", "V_0_rel", "V_th_rel", "tau_m", "tau_r", "tau_s"), (0.012, 0.005, *NEURON, 0.0005)))
    nnmt_network = nnmt.models.Plain({
        "J": network.J, "K": network.K, "V_0_rel": network.V_0, "V_th_rel": network.V_th, "tau_m": network.tau_m,
        "tau_r": network.tau_r, "tau_s": network.tau_s, "J_ext": network.J_ext, "K_ext": network.K_ext, "nu_ext": network.nu_ext})

    def nnmt_working_point():
        nnmt_network.clear_results()
        nnmt.lif.exp.working_point(nnmt_network)

    rows = [
        ("firing_rate of numbers, positional", lambda: delta.firing_rate(0.012, 0.005, *NEURON), 100_000, 1e9, "ns"),
        ("firing_rate of numbers, by keyword", lambda: delta.firing_rate(**point), 100_000, 1e9, "ns"),
        ("firing_rate of 1e6 values, each", lambda: delta.firing_rate(mu, 0.005, *NEURON), 1, 1e3, "ns"),
        ("working_point of the microcircuit", lambda: siegert.working_point(network), 100, 1e6, "us"),
        ("nnmt: _firing_rate_shift of numbers", lambda: nnmt.lif.exp._firing_rate_shift(**nnmt_point), 100_000, 1e9, "ns"),
        ("nnmt: working_point of the microcircuit", nnmt_working_point, 20, 1e6, "us"),
        ("analyze the microcircuit, 600 frequencies", lambda: siegert.analyze(network), 1, 1e3, "ms"),
    ]
    for name, call, number, scale, unit in rows:
        print(f"{name:45} {scale * seconds(call, number):8.3g} {unit}")


if __name__ == "__main__":
    main()
