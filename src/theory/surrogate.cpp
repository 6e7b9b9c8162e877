#include "theory/surrogate.hpp"

#include "numerics/uniform_random.hpp"
#include "theory/poisson_table.hpp"

#include <unsupported/Eigen/FFT>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace siegert::theory {
namespace {

using numerics::UniformRandom;
// Single precision: the random error of a spectrum is far larger than that of rounding.
using Signal = std::vector<float>;
using Spectrum = std::vector<std::complex<float>>;

/// The sum of the jumps of each step.
class ShotNoise {
public:
    ShotNoise(const ShotInput& input, double dt) {
        for (const auto& shot : input.shots) {
            weights_.push_back(shot.weight);
            numbers_.emplace_back(shot.rate * dt);
        }
    }
    void fill(Signal& jumps, UniformRandom& random) const {
        for (float& jump : jumps) {
            double sum = 0.0;
            for (std::size_t k = 0; k < weights_.size(); ++k) {
                sum += weights_[k] * numbers_[k](random);
            }
            jump = static_cast<float>(sum);
        }
    }

private:
    std::vector<double> weights_;
    std::vector<PoissonTable> numbers_;
};

/// Coefficients of one step of what one kind of synapse does: x = decay x + of_jump jump, and
/// to_potential x reaches the potential in the next step. Delta synapses: the jump does at once.
/// Conductances: to_potential x is their mean in the step, relative to that of the leak.
struct CurrentStep {
    double decay, of_jump, to_potential;
    bool delta;
    double E_rev = 0.0;
};

/// w = decay w + from_potential V, and b more for each spike.
struct AdaptationStep {
    double decay, from_potential, b;
};

/// Coefficients of one step of a neuron.
struct Step {
    double decay, drift;  ///< of the potential without adaptation and onset
    double half_decay;    ///< in half a step
    double duration;      ///< dt / tau_m
    bool conducts;        ///< whether currents are conductances
    std::vector<CurrentStep> currents;
    std::vector<AdaptationStep> adaptation;
    Index refractory;
    Index warmup;
};

CurrentStep current_step(double tau_m, double tau_s, double dt) {
    if (tau_s == 0.0) return {.decay = 0.0, .of_jump = 0.0, .to_potential = 0.0, .delta = true};
    return {.decay = std::exp(-dt / tau_s),
            .of_jump = tau_m / tau_s,
            .to_potential = potential_of_current(tau_m, tau_s, dt),
            .delta = false};
}

CurrentStep conductance_step(double tau_m, double tau_s, const Reversal& reversal, double dt) {
    return {.decay = std::exp(-dt / tau_s),
            .of_jump = tau_m / tau_s / reversal.driving_force,
            .to_potential = -std::expm1(-dt / tau_s) * tau_s / dt,
            .delta = false,
            .E_rev = reversal.E_rev};
}

Step step_of(const Surrogate& surrogate, const SurrogateGrid& grid) {
    const double tau_m = surrogate.neuron.tau_m;
    double memory = 20.0 * tau_m;
    Step step{.decay = std::exp(-grid.dt / tau_m),
              .drift = -surrogate.drift * std::expm1(-grid.dt / tau_m),
              .half_decay = std::exp(-0.5 * grid.dt / tau_m),
              .duration = grid.dt / tau_m,
              .conducts = surrogate.inputs.front().conductance.has_value(),
              .currents = {},
              .adaptation = {},
              .refractory = std::lround(surrogate.neuron.tau_r / grid.dt),
              .warmup = 0};
    for (const auto& input : surrogate.inputs) {
        step.currents.push_back(
            input.conductance ? conductance_step(tau_m, input.tau_s, *input.conductance, grid.dt)
                              : current_step(tau_m, input.tau_s, grid.dt));
    }
    for (const auto& [tau, a, b] : surrogate.adaptation) {
        step.adaptation.push_back({.decay = std::exp(-grid.dt / tau),
                                   .from_potential = -a * std::expm1(-grid.dt / tau),
                                   .b = b});
        memory = std::max(memory, 8.0 * tau);
    }
    step.warmup = std::min(grid.steps, static_cast<Index>(memory / grid.dt));
    return step;
}

/// What has reached a neuron, and what it remembers.
struct NeuronState {
    double V;
    std::vector<double> currents;
    std::vector<double> w;  ///< adaptation
};

/// What synapses do to the potential in a step.
struct Arriving {
    double jump = 0.0;         ///< [V]
    double conductance = 0.0;  ///< relative to that of the leak
    double pull = 0.0;         ///< the sum of each times its reversal potential [V]
};

/// Takes in the jumps of a step.
Arriving arriving(NeuronState& state, const Step& step, const std::vector<Signal>& jumps,
                  std::size_t t) {
    Arriving sum;
    for (std::size_t k = 0; k < jumps.size(); ++k) {
        const CurrentStep& coefficients = step.currents[k];
        const double jump = jumps[k][t];
        const double x = coefficients.delta ? jump : coefficients.to_potential * state.currents[k];
        if (step.conducts) {
            sum.conductance += x;
            sum.pull += x * coefficients.E_rev;
        } else {
            sum.jump += x;
        }
        state.currents[k] = coefficients.decay * state.currents[k] + coefficients.of_jump * jump;
    }
    return sum;
}

void adapt(NeuronState& state, const Step& step, double V) {
    for (std::size_t k = 0; k < state.w.size(); ++k) {
        state.w[k] = step.adaptation[k].decay * state.w[k] + step.adaptation[k].from_potential * V;
    }
}

/// The potential after `duration`, relative to tau_m, with these conductances and constant input.
double relaxed(double V, double duration, double constant, const Arriving& input) {
    const double conductance = 1.0 + input.conductance;
    const double target = (constant + input.pull) / conductance;
    return target + (V - target) * std::exp(-conductance * duration);
}

/// The potential after a step without jumps: linear, or half of it before and half after what is
/// nonlinear and what adapts, which is of second order.
double moved(NeuronState& state, const Step& step, const Surrogate& surrogate,
             const Arriving& input) {
    if (!surrogate.onset && state.w.empty()) {
        return step.conducts ? relaxed(state.V, step.duration, surrogate.drift, input)
                             : step.decay * state.V + step.drift;
    }
    const auto half = [&](double V) {
        const double w = std::accumulate(state.w.begin(), state.w.end(), 0.0);
        if (step.conducts) return relaxed(V, 0.5 * step.duration, surrogate.drift - w, input);
        return step.half_decay * V + (1.0 - step.half_decay) * (surrogate.drift - w);
    };
    double V = half(state.V);
    adapt(state, step, V);
    if (surrogate.onset) {
        V = surrogate.onset(V, step.duration);
        if (std::isinf(V)) return V;
    }
    return half(V);
}

/// Runs a neuron through its input; appends the steps in which it fires.
void run_neuron(const Surrogate& surrogate, const Step& step, const std::vector<Signal>& jumps,
                double V, std::vector<Index>& spikes) {
    const auto steps = static_cast<Index>(jumps.front().size());
    NeuronState state{.V = V,
                      .currents = std::vector<double>(jumps.size(), 0.0),
                      .w = std::vector<double>(step.adaptation.size(), 0.0)};
    Index refractory = 0;
    spikes.clear();
    for (Index t = -step.warmup; t < steps; ++t) {
        const Arriving input =
            arriving(state, step, jumps, static_cast<std::size_t>(t < 0 ? t + steps : t));
        if (refractory > 0) {
            --refractory;
            adapt(state, step, state.V);
            continue;
        }
        state.V = moved(state, step, surrogate, input) + input.jump;
        if (state.V < surrogate.neuron.V_th) continue;
        state.V = surrogate.neuron.V_0;
        for (std::size_t k = 0; k < state.w.size(); ++k) state.w[k] += step.adaptation[k].b;
        refractory = step.refractory;
        if (t >= 0) spikes.push_back(t);
    }
}

void add_intervals(SurrogateRecord& record, const std::vector<Index>& spikes,
                   const SurrogateGrid& grid) {
    record.time += static_cast<double>(grid.steps) * grid.dt;
    for (std::size_t k = 0; k < spikes.size(); ++k) {
        const Index next = k + 1 < spikes.size() ? spikes[k + 1] : spikes[0] + grid.steps;
        const double interval = static_cast<double>(next - spikes[k]) * grid.dt;
        record.spikes += 1.0;
        record.intervals += interval;
        record.squares += interval * interval;
    }
}

/// First and last fine frequency of each coarse one. Frequency 0 knows the mean only.
struct Bin {
    Index begin;
    Index end;
};

Bin bin_of(const SurrogateGrid& grid, Index m) {
    const Index begin = std::max<Index>(1, m * grid.coarse - grid.coarse / 2);
    return {.begin = begin, .end = std::max(begin, m * grid.coarse + (grid.coarse - 1) / 2) + 1};
}

void add_spectra(SurrogateRecord& record, const Spectrum& spikes, const Spectrum& jumps,
                 const SurrogateGrid& grid) {
    for (Index m = 0; m < grid.size; ++m) {
        const auto [begin, end] = bin_of(grid, m);
        double power = 0.0;
        double input = 0.0;
        Complex cross = 0.0;
        for (auto k = static_cast<std::size_t>(begin); k < static_cast<std::size_t>(end); ++k) {
            power += std::norm(spikes[k]);
            input += std::norm(jumps[k]);
            cross += Complex(spikes[k] * std::conj(jumps[k]));
        }
        const double count = static_cast<double>(end - begin);
        record.power(m) += power / count;
        record.input_power(m) += input / count;
        record.cross(m) += cross / count;
    }
}

/// Amplifies the fluctuations at the fine frequencies, linearly between the coarse ones.
void amplify(Spectrum& jumps, const Drive& drive, const SurrogateGrid& grid) {
    for (std::size_t k = 0; k < jumps.size(); ++k) {
        const double position = static_cast<double>(k) / static_cast<double>(grid.coarse);
        const auto below = std::min(static_cast<Index>(position), grid.size - 1);
        const Index above = std::min(below + 1, grid.size - 1);
        const double part = position - static_cast<double>(below);
        const double gain = above == below
                                ? drive.gain(below)
                                : (1.0 - part) * drive.gain(below) + part * drive.gain(above);
        jumps[k] *= static_cast<float>(gain);
    }
}

SurrogateRecord empty_record(const SurrogateGrid& grid) {
    SurrogateRecord record;
    record.power = Vector::Zero(grid.size);
    record.cross = ComplexVector::Zero(grid.size);
    record.input_power = Vector::Zero(grid.size);
    return record;
}

std::uint64_t stream_of(std::uint64_t seed, Index neuron) {
    UniformRandom mix(seed);
    const auto high = static_cast<std::uint64_t>(mix() * 0x1p53);
    return (high << 11U) ^ (static_cast<std::uint64_t>(neuron) * 0xd1b54a32d192ed03U);
}

}  // namespace

double potential_of_current(double tau_m, double tau_s, double dt) {
    const double decay = std::exp(-dt / tau_m);
    const bool equal = std::abs(tau_m - tau_s) < 1e-9 * tau_m;
    return equal ? dt / tau_m * decay : tau_s / (tau_m - tau_s) * (decay - std::exp(-dt / tau_s));
}

double shot_power(const ShotInput& input) {
    double power = 0.0;
    for (const auto& shot : input.shots) power += shot.rate * shot.weight * shot.weight;
    return power;
}

double shot_power(const Surrogate& surrogate) {
    double power = 0.0;
    for (const ShotInput& input : surrogate.inputs) power += shot_power(input);
    return power;
}

double passed_part(const Surrogate& surrogate, double omega) {
    const double all = shot_power(surrogate);
    if (all == 0.0) return 1.0;
    double passed = 0.0;
    for (const ShotInput& input : surrogate.inputs) {
        passed += shot_power(input) / (1.0 + std::pow(omega * input.tau_s, 2));
    }
    return passed / all;
}

double free_membrane(const Surrogate& surrogate, double tau_m, double omega) {
    const double all = shot_power(surrogate);
    double integral = 0.0;  // of passed_part / (1 + (omega tau_m)^2), times 2
    for (const ShotInput& input : surrogate.inputs) {
        integral += shot_power(input) / all / (tau_m + input.tau_s);
    }
    if (all == 0.0) return 0.0;
    return tau_m * passed_part(surrogate, omega) / (1.0 + std::pow(omega * tau_m, 2)) / integral;
}

double mean_of_jumps(const ShotInput& input) {
    double mean = 0.0;
    for (const auto& shot : input.shots) mean += shot.rate * shot.weight;
    return mean;
}

double frequency_step(const SurrogateGrid& grid) {
    return static_cast<double>(grid.coarse) / (static_cast<double>(grid.steps) * grid.dt);
}

void add(SurrogateRecord& sum, const SurrogateRecord& other) {
    sum.time += other.time;
    sum.spikes += other.spikes;
    sum.intervals += other.intervals;
    sum.squares += other.squares;
    sum.power += other.power;
    sum.cross += other.cross;
    sum.input_power += other.input_power;
}

namespace {

/// The jumps of each kind of synapse, in time and in frequency.
struct Jumps {
    std::vector<Signal> signals;
    std::vector<Spectrum> spectra;
};

/// Fills in the jumps that the drive makes of shots of these means [V/s]. A change of the mean goes
/// through the first kind of synapses: none of them changes it.
void drive_shots(const Jumps& shots, const std::vector<double>& means, const Drive& drive,
                 const SurrogateGrid& grid, Eigen::FFT<float>& fft, Jumps& jumps) {
    const auto steps = static_cast<double>(grid.steps);
    const double change = (drive.mean - std::accumulate(means.begin(), means.end(), 0.0)) * grid.dt;
    for (std::size_t k = 0; k < means.size(); ++k) {
        const double added = k == 0 ? change : 0.0;
        Spectrum& spectrum = jumps.spectra[k];
        spectrum = shots.spectra[k];
        if (drive.gain.size() == 0) {
            const auto shift = static_cast<float>(added);
            std::ranges::transform(shots.signals[k], jumps.signals[k].begin(),
                                   [=](float x) { return x + shift; });
            continue;
        }
        const double mean = steps * grid.dt * means[k];
        spectrum[0] = static_cast<float>(static_cast<double>(spectrum[0].real()) - mean);
        amplify(spectrum, drive, grid);
        spectrum[0] += static_cast<float>(mean + steps * added);
        fft.inv(jumps.signals[k], spectrum, static_cast<Index>(grid.steps));
    }
}

Spectrum sum_of(const std::vector<Spectrum>& spectra) {
    Spectrum sum = spectra.front();
    for (std::size_t k = 1; k < spectra.size(); ++k) {
        std::ranges::transform(sum, spectra[k], sum.begin(), std::plus<>());
    }
    return sum;
}

}  // namespace

std::vector<SurrogateRecord> simulate_surrogates(const Surrogate& surrogate,
                                                 const SurrogateGrid& grid,
                                                 const std::vector<Drive>& drives,
                                                 std::uint64_t seed, Index first, Index count) {
    std::vector<ShotNoise> noise;
    std::vector<double> means;
    for (const ShotInput& input : surrogate.inputs) {
        noise.emplace_back(input, grid.dt);
        means.push_back(mean_of_jumps(input));
    }
    const Step step = step_of(surrogate, grid);
    Eigen::FFT<float> fft;
    fft.SetFlag(Eigen::FFT<float>::HalfSpectrum);
    const Signal silence(static_cast<std::size_t>(grid.steps));
    Jumps shots{.signals = std::vector(noise.size(), silence),
                .spectra = std::vector<Spectrum>(noise.size())};
    Jumps jumps = shots;
    Signal train = silence;
    Spectrum train_spectrum;
    std::vector<Index> spikes;
    std::vector<SurrogateRecord> records(drives.size(), empty_record(grid));
    for (Index neuron = first; neuron < first + count; ++neuron) {
        UniformRandom random(stream_of(seed, neuron));
        for (std::size_t k = 0; k < noise.size(); ++k) noise[k].fill(shots.signals[k], random);
        const auto [tau_m, tau_r, V_th, V_0] = surrogate.neuron;
        const double V = V_0 + (V_th - V_0) * random();
        for (std::size_t k = 0; k < noise.size(); ++k) {
            fft.fwd(shots.spectra[k], shots.signals[k]);
        }
        for (std::size_t d = 0; d < drives.size(); ++d) {
            drive_shots(shots, means, drives[d], grid, fft, jumps);
            run_neuron(surrogate, step, jumps.signals, V, spikes);
            std::ranges::fill(train, 0.0F);
            for (const Index t : spikes) train[static_cast<std::size_t>(t)] = 1.0F;
            fft.fwd(train_spectrum, train);
            add_intervals(records[d], spikes, grid);
            add_spectra(records[d], train_spectrum, sum_of(jumps.spectra), grid);
        }
    }
    return records;
}

}  // namespace siegert::theory
