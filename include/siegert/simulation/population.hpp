#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

/// What the populations that are advanced step by step have in common.
namespace siegert {

/// One value for each neuron of each copy: batch x n, row-major (the neurons of one copy are
/// contiguous).
using StateArray = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// 1 where a neuron spiked in the last step, else 0: batch x n, row-major.
using SpikeArray = Eigen::Array<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A parameter of n neurons: one value that all share, or one value for each.
class PerNeuron {
public:
    PerNeuron(double shared = unset) : values_{shared} {}
    PerNeuron(std::initializer_list<double> values) : values_(values) {}
    PerNeuron(std::vector<double> values) : values_(std::move(values)) {}
    PerNeuron(const Vector& values) : values_(values.begin(), values.end()) {}

    [[nodiscard]] bool is_shared() const { return values_.size() == 1; }
    [[nodiscard]] Index size() const { return static_cast<Index>(values_.size()); }

    /// Value of neuron i.
    [[nodiscard]] double operator[](Index i) const {
        return values_[is_shared() ? 0 : static_cast<std::size_t>(i)];
    }

private:
    std::vector<double> values_;
};

/// How a step of length dt is computed. The input current is constant during the step.
///
/// When to use: `exact`; `euler` to compare with code that steps that way.
enum class Integration {
    exact,  ///< the solution of the linear equations: no error at the grid points for any dt
    euler,  ///< forward Euler: error of order dt
};

/// What happens to the potential of a neuron that reached the threshold.
///
/// When to use: `to_value` for neurons of the theory; the others as networks that are trained have
/// them.
enum class Reset {
    to_value,        ///< v = V_0
    to_zero,         ///< v = 0; needs V_th > 0
    by_subtraction,  ///< v = v - V_th, what exceeds the threshold is kept; needs V_th > 0
};

/// What a spike does to the spike trace x, which decays between spikes: tau_trace dx/dt = -x.
///
/// When to use: `additive` to estimate a rate; `saturating` for rules of plasticity.
enum class SpikeTrace {
    additive,    ///< x = x + 1: the exponentially filtered spike train
    saturating,  ///< x = 1: time since the last spike only
};

/// How the steps of a population are computed.
struct PopulationOptions {
    double dt = unset;  ///< length of a step [s], > 0
    Integration integration = Integration::exact;
    Reset reset = Reset::to_value;
    SpikeTrace spike_trace = SpikeTrace::additive;
};

}  // namespace siegert
