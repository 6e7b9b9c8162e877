#include "theory/surrogate.hpp"

#include "numerics/uniform_random.hpp"
#include "theory/poisson_table.hpp"
#include "theory/surrogate_neuron.hpp"

#include <unsupported/Eigen/FFT>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace siegert::theory {
namespace {

using numerics::UniformRandom;
using Signal = SurrogateSignal;
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
    const SurrogateStep step = surrogate_step(surrogate, grid);
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
            run_surrogate(surrogate, step, jumps.signals, V, spikes);
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
