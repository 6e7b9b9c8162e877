#include "theory/surrogate.hpp"

#include "numerics/uniform_random.hpp"
#include "theory/poisson_table.hpp"

#include <unsupported/Eigen/FFT>

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

using numerics::UniformRandom;
// Single precision: the random error of a spectrum is far larger than that of rounding.
using Signal = std::vector<float>;
using Spectrum = std::vector<std::complex<float>>;

double mean_of_jumps(const Surrogate& surrogate) {
    double mean = 0.0;
    for (const auto& shot : surrogate.shots) mean += shot.rate * shot.weight;
    return mean;
}

/// The sum of the jumps of each step.
class ShotNoise {
public:
    ShotNoise(const Surrogate& surrogate, double dt) {
        for (const auto& shot : surrogate.shots) {
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

/// Coefficients of one step of a neuron.
struct Step {
    double decay, drift, from_current, current_decay, current_of_jump;
    Index refractory;
    Index warmup;
};

Step step_of(const Surrogate& surrogate, const SurrogateGrid& grid) {
    const double tau_m = surrogate.neuron.tau_m;
    const double tau_s = surrogate.tau_s;
    const double decay = std::exp(-grid.dt / tau_m);
    Step step{.decay = decay,
              .drift = -surrogate.drift * std::expm1(-grid.dt / tau_m),
              .from_current = 0.0,
              .current_decay = 0.0,
              .current_of_jump = 0.0,
              .refractory = std::lround(surrogate.neuron.tau_r / grid.dt),
              .warmup = std::min(grid.steps, static_cast<Index>(20.0 * tau_m / grid.dt))};
    if (tau_s > 0.0) {
        step.current_decay = std::exp(-grid.dt / tau_s);
        step.current_of_jump = tau_m / tau_s;
        const bool equal = std::abs(tau_m - tau_s) < 1e-9 * tau_m;
        step.from_current = equal ? grid.dt / tau_m * decay
                                  : tau_s / (tau_m - tau_s) * (decay - step.current_decay);
    }
    return step;
}

/// Runs a neuron through its input; appends the steps in which it fires.
void run_neuron(const Surrogate& surrogate, const Step& step, const Signal& jumps, double V,
                std::vector<Index>& spikes) {
    const auto [tau_m, tau_r, V_th, V_0] = surrogate.neuron;
    const auto steps = static_cast<Index>(jumps.size());
    const bool delta = surrogate.tau_s == 0.0;
    double current = 0.0;
    Index refractory = 0;
    spikes.clear();
    for (Index t = -step.warmup; t < steps; ++t) {
        const double jump = jumps[static_cast<std::size_t>(t < 0 ? t + steps : t)];
        const double arriving = delta ? jump : step.from_current * current;
        current = step.current_decay * current + step.current_of_jump * jump;
        if (refractory > 0) {
            --refractory;
            continue;
        }
        V = step.decay * V + step.drift + arriving;
        if (V < V_th) continue;
        V = V_0;
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
void amplify(Spectrum& jumps, const Drive& drive, const SurrogateGrid& grid, double mean_before) {
    const double samples = static_cast<double>(grid.steps) * grid.dt;
    const auto fluctuation = static_cast<double>(jumps[0].real()) - samples * mean_before;
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
    jumps[0] = static_cast<float>(samples * drive.mean + drive.gain(0) * fluctuation);
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

std::vector<SurrogateRecord> simulate_surrogates(const Surrogate& surrogate,
                                                 const SurrogateGrid& grid,
                                                 const std::vector<Drive>& drives,
                                                 std::uint64_t seed, Index first, Index count) {
    const ShotNoise noise(surrogate, grid.dt);
    const Step step = step_of(surrogate, grid);
    const double mean = mean_of_jumps(surrogate);
    Eigen::FFT<float> fft;
    fft.SetFlag(Eigen::FFT<float>::HalfSpectrum);
    const auto steps = static_cast<std::size_t>(grid.steps);
    Signal shots(steps), jumps(steps), train(steps);
    Spectrum shot_spectrum, jump_spectrum, train_spectrum;
    std::vector<Index> spikes;
    std::vector<SurrogateRecord> records(drives.size(), empty_record(grid));
    for (Index neuron = first; neuron < first + count; ++neuron) {
        UniformRandom random(stream_of(seed, neuron));
        noise.fill(shots, random);
        const auto [tau_m, tau_r, V_th, V_0] = surrogate.neuron;
        const double V = V_0 + (V_th - V_0) * random();
        fft.fwd(shot_spectrum, shots);
        for (std::size_t d = 0; d < drives.size(); ++d) {
            const Drive& drive = drives[d];
            jump_spectrum = shot_spectrum;
            if (drive.gain.size() == 0) {
                const auto shift = static_cast<float>((drive.mean - mean) * grid.dt);
                std::ranges::transform(shots, jumps.begin(), [=](float x) { return x + shift; });
            } else {
                amplify(jump_spectrum, drive, grid, mean);
                fft.inv(jumps, jump_spectrum, static_cast<Index>(steps));
            }
            run_neuron(surrogate, step, jumps, V, spikes);
            std::ranges::fill(train, 0.0F);
            for (const Index t : spikes) train[static_cast<std::size_t>(t)] = 1.0F;
            fft.fwd(train_spectrum, train);
            add_intervals(records[d], spikes, grid);
            add_spectra(records[d], train_spectrum, jump_spectrum, grid);
        }
    }
    return records;
}

}  // namespace siegert::theory
