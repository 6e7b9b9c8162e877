#include "simulation_options.hpp"

namespace siegert::python {

bool Watch::operator()(const Progress& progress) {
    const py::gil_scoped_acquire locked;
    try {
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (progress_.is_none()) return true;
        return !progress_(progress).is(py::bool_(false));
    } catch (...) {
        raised_ = std::current_exception();
        return false;
    }
}

void Watch::rethrow() {
    if (raised_) std::rethrow_exception(std::exchange(raised_, nullptr));
}

void bind_simulation_options(py::module_& scope) {
    constexpr Access access = Access::read_write;
    Record<GaussianInput>(scope, package_name, "GaussianInput",
                          R"(Gaussian input in addition to the network's own drive.

    tau_m dV/dt = -V + mu + sigma sqrt(tau_m) xi(t) + ...

The noise xi is white, or correlated over tau_c.)",
                          access)
        .field("mu", &GaussianInput::mu, "[V], n; empty: 0.")
        .field("sigma", &GaussianInput::sigma, "[V], n, >= 0; empty: 0.")
        .field("tau_c", &GaussianInput::tau_c, "[s], >= 0.");
    Record<Modulation>(
        scope, package_name, "Modulation",
        "Sinusoidal modulation, sin(2 pi f t + phase), of the mean input or of the external rates.",
        access)
        .field("f", &Modulation::f, "[Hz], >= 0.")
        .field("phase", &Modulation::phase, "[rad].")
        .field("mu", &Modulation::mu, "Amplitude of the mean input [V], n; empty: 0.")
        .field("rate", &Modulation::rate, "Amplitude of nu_ext relative to its mean, m; empty: 0.");
    Record<InitialPotential>(scope, package_name, "InitialPotential",
                             "Membrane potentials at the start.", access)
        .field("distribution", &InitialPotential::distribution,
               "'uniform' between low and high, or 'normal' with mean low and standard deviation "
               "high - low.")
        .field("low", &InitialPotential::low, "[V], n; empty: the reset V_0.")
        .field("high", &InitialPotential::high, "[V], n; empty: the threshold V_th.");
    Record<RecordingOptions>(scope, package_name, "RecordingOptions",
                             "What is kept of a simulation.", access)
        .field("neurons", &RecordingOptions::neurons,
               "Spikes of the first so many neurons of each population.")
        .field("probes", &RecordingOptions::probes, "Probe each.")
        .field("probe_interval", &RecordingOptions::probe_interval, "[s]; 0: every step.")
        .field("rate_bin", &RecordingOptions::rate_bin,
               "Bin of the population rates [s]; 0: none.");
    Record<SimulationOptions>(scope, package_name, "SimulationOptions",
                              "How a network is simulated: the keywords of `simulate`.", access)
        .field("duration", &SimulationOptions::duration, "Recorded [s].")
        .field("warmup", &SimulationOptions::warmup, "Simulated before that and not recorded [s].")
        .field("dt", &SimulationOptions::dt, "Grid [s].")
        .field("seed", &SimulationOptions::seed, "Of all random numbers, the wiring included.")
        .field("threads", &SimulationOptions::threads, "Has no influence on results.")
        .field("scale", &SimulationOptions::scale, "Fraction of neurons and synapses, in (0, 1].")
        .field("scale_rates", &SimulationOptions::scale_rates, "[Hz], n; needed if scale < 1.")
        .field("timing", &SimulationOptions::timing, "'grid' or 'exact'.")
        .field("gaussian", &SimulationOptions::gaussian, "GaussianInput.")
        .field("modulation", &SimulationOptions::modulation, "Modulation.")
        .field("stimulus_period", &SimulationOptions::stimulus_period,
               "Stimuli begin anew each time it is over [s], a multiple of dt; 0: never.")
        .field("initial", &SimulationOptions::initial, "InitialPotential.")
        .field("record", &SimulationOptions::record, "RecordingOptions.");
}

}  // namespace siegert::python
