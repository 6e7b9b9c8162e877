#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/spike_record.hpp>

#include <optional>
#include <vector>

namespace siegert::crosscheck {

/// How the input of a population follows from the spikes, relative to what the network's
/// parameters say.
struct Transmission {
    double gain;         ///< 1 if weights and in-degrees are those
    double extra_delay;  ///< [s], 0 if delays are those
};

/// Jumps of the potential or current that the mean neuron of each population receives in each step
/// when its sources fire as recorded, from the parameters of a network.
class ExpectedInput {
public:
    /// Conductances count as the currents that they cause in neurons at rest.
    ExpectedInput(const Network& given, double dt);

    /// Mean delay of the input of each population [s], weighted with |J| K, n.
    [[nodiscard]] const Vector& mean_delays() const { return mean_delays_; }

    /// Compares the mean free potential V [V] of neurons of population i, at the ends of the
    /// recorded steps, with what `record` makes expect. Empty if nothing is expected.
    ///
    /// Step by step the potential tells what arrived in between; its regression on what was
    /// expected to arrive, and on the slope of that, gives gain and delay. Both are free of bias
    /// over the wiring, because given all spikes the mean neuron receives what is expected.
    [[nodiscard]] std::optional<Transmission> compare(Index i, const Vector& V,
                                                      const SpikeRecord& record) const;

private:
    /// Weight of what arrives `first`, `first` + 1, ... steps after a spike of the whole
    /// population [V].
    struct Kernel {
        Index first;
        std::vector<double> weights;
    };

    [[nodiscard]] Vector arriving(Index i, const SpikeRecord& record, Index steps) const;

    double dt_;
    Vector mean_delays_;
    std::vector<std::vector<double>>
        filters_;  ///< after which of the potential what arrived is left
    std::vector<std::vector<Kernel>> kernels_;
};

}  // namespace siegert::crosscheck
