#include "simulation/population_kernels.hpp"

#include <cmath>
#include <vector>

// Compiled once for each instruction set, by including this file again. Products and sums are not
// fused (Mul and Add, and see CMakeLists.txt), so that every instruction set gives the same bits.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulation/population_kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace siegert::population::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The lanes of one vector are neighbouring neurons i, i + 1, ... of one copy.
template <class D>
using Lanes = hn::Vec<D>;

template <bool shared, class D>
HWY_INLINE Lanes<D> coefficient(D d, const double* HWY_RESTRICT values, Index i) {
    return shared ? hn::Set(d, values[0]) : hn::LoadU(d, values + i);
}

template <bool shared, class D>
HWY_INLINE Lanes<D> product(D d, const double* HWY_RESTRICT values, Index i, Lanes<D> x) {
    return hn::Mul(coefficient<shared>(d, values, i), x);
}

bool all_within(const double* values, Index n, double limit) {
    const hn::ScalableTag<double> d;
    const auto width = static_cast<Index>(hn::Lanes(d));
    const auto bound = hn::Set(d, limit);
    auto inside = hn::FirstN(d, hn::Lanes(d));
    Index i = 0;
    for (; i + width <= n; i += width) {
        inside = hn::And(inside, hn::Le(hn::Abs(hn::LoadU(d, values + i)), bound));
    }
    bool all = hn::AllTrue(d, inside);
    for (; i < n; ++i) all = all && std::abs(values[i]) <= limit;
    return all;
}

/// Which neurons are not refractory. Counts the others down.
template <class D>
HWY_INLINE hn::Mask<D> count_down(D d, std::int32_t* HWY_RESTRICT refractory, Index i) {
    const hn::Rebind<std::int32_t, D> counters;
    const hn::RebindToSigned<D> wide;
    const auto steps = hn::LoadU(counters, refractory + i);
    const auto zero = hn::Zero(counters);
    hn::StoreU(hn::Max(zero, hn::Sub(steps, hn::Set(counters, 1))), counters, refractory + i);
    return hn::RebindMask(d, hn::Eq(hn::PromoteTo(wide, steps), hn::Zero(wide)));
}

/// Starts the refractory period of the neurons that fired, and stores the spikes.
template <bool shared, class D>
HWY_INLINE void record_spikes(D, const LifStep& step, const LifState& state, Index i,
                              Lanes<D> spiked) {
    const hn::Rebind<std::int32_t, D> counters;
    const hn::Rebind<std::uint8_t, D> bytes;
    const auto ones = hn::DemoteTo(counters, spiked);
    const auto period = shared ? hn::Set(counters, step.refractory_steps[0])
                               : hn::LoadU(counters, step.refractory_steps + i);
    const auto fires = hn::Ne(ones, hn::Zero(counters));
    const auto steps = hn::LoadU(counters, state.refractory + i);
    hn::StoreU(hn::IfThenElse(fires, period, steps), counters, state.refractory + i);
    hn::StoreU(hn::DemoteTo(bytes, ones), bytes, state.s + i);
}

template <bool shared, class D>
HWY_INLINE void update_trace(D d, const LifStep& step, double* HWY_RESTRICT trace, Index i,
                             Lanes<D> spiked) {
    const auto decayed = product<shared>(d, step.trace_decay, i, hn::LoadU(d, trace + i));
    const auto one = hn::Set(d, 1.0);
    const auto raised = step.saturating_trace ? one : hn::Add(decayed, one);
    hn::StoreU(hn::IfThenElse(hn::Eq(spiked, one), raised, decayed), d, trace + i);
}

/// Takes over the candidate potentials of the active neurons, fires and resets. Returns 1 where a
/// neuron spiked, else 0.
template <bool shared, class D>
HWY_INLINE Lanes<D> settle(D d, const LifStep& step, const LifState& state, Index i,
                           hn::Mask<D> active, Lanes<D> candidate) {
    const auto V_th = coefficient<shared>(d, step.V_th, i);
    const auto V_min = coefficient<shared>(d, step.V_min, i);
    const auto moved = hn::IfThenElse(active, candidate, hn::LoadU(d, state.v + i));
    const auto fires = hn::And(active, hn::Ge(moved, V_th));
    const auto reset =
        step.reset_by_subtraction ? hn::Sub(moved, V_th) : coefficient<shared>(d, step.V_reset, i);
    hn::StoreU(hn::Max(hn::IfThenElse(fires, reset, moved), V_min), d, state.v + i);

    const auto spiked = hn::IfThenElseZero(fires, hn::Set(d, 1.0));
    record_spikes<shared>(d, step, state, i, spiked);
    if (state.trace != nullptr) update_trace<shared>(d, step, state.trace, i, spiked);
    return spiked;
}

template <bool shared, class D>
HWY_INLINE void advance_lif_lanes(D d, const LifStep& step, const LifState& state,
                                  const double* HWY_RESTRICT current, Index i) {
    const auto active = count_down(d, state.refractory, i);
    const auto u_rest = coefficient<shared>(d, step.u_rest, i);
    const auto depolarisation = hn::Sub(hn::LoadU(d, state.v + i), u_rest);
    const auto candidate = hn::Add(product<shared>(d, step.decay, i, depolarisation),
                                   product<shared>(d, step.charge, i, hn::LoadU(d, current + i)));
    settle<shared>(d, step, state, i, active, hn::Add(u_rest, candidate));
}

template <bool shared>
void advance_lif_neurons(const LifStep& step, const LifState& state, const double* current,
                         Index n) {
    const hn::ScalableTag<double> full;
    const hn::CappedTag<double, 1> single;
    const auto width = static_cast<Index>(hn::Lanes(full));
    Index i = 0;
    for (; i + width <= n; i += width) advance_lif_lanes<shared>(full, step, state, current, i);
    for (; i < n; ++i) advance_lif_lanes<shared>(single, step, state, current, i);
}

void advance_lif(const LifStep& step, const LifState& state, const double* current, Index n) {
    if (step.shared) {
        advance_lif_neurons<true>(step, state, current, n);
    } else {
        advance_lif_neurons<false>(step, state, current, n);
    }
}

/// State of the adaptation currents: w, n each, and room for the next value of every lane of each.
struct AdaptationState {
    std::span<double* const> w;
    double* next;
};

/// Component `row` of the next x = (v - u_rest, w_1, ..., w_m) of the linear system.
template <bool shared, class D>
HWY_INLINE Lanes<D> next_component(D d, const AdaptationStep& adaptation, std::size_t row,
                                   Lanes<D> depolarisation, std::span<double* const> w,
                                   Lanes<D> current, Index i) {
    const double* const* propagator = adaptation.propagator.data() + row * (w.size() + 1);
    auto sum = hn::Add(product<shared>(d, adaptation.charge[row], i, current),
                       product<shared>(d, propagator[0], i, depolarisation));
    for (std::size_t k = 0; k < w.size(); ++k) {
        sum = hn::Add(sum, product<shared>(d, propagator[k + 1], i, hn::LoadU(d, w[k] + i)));
    }
    return sum;
}

/// Adaptation current k of a refractory neuron, driven by the held potential.
template <bool shared, class D>
HWY_INLINE Lanes<D> held_adaptation(D d, const AdaptationStep& adaptation, std::size_t k,
                                    Lanes<D> depolarisation, Lanes<D> w, Index i) {
    return hn::Add(product<shared>(d, adaptation.held_decay[k], i, w),
                   product<shared>(d, adaptation.held_gain[k], i, depolarisation));
}

template <bool shared, class D>
HWY_INLINE void advance_alif_lanes(D d, const LifStep& step, const AdaptationStep& adaptation,
                                   const LifState& state, const AdaptationState& currents,
                                   const double* HWY_RESTRICT input, Index i) {
    const auto width = hn::Lanes(d);
    const auto active = count_down(d, state.refractory, i);
    const auto u_rest = coefficient<shared>(d, step.u_rest, i);
    const auto x = hn::Sub(hn::LoadU(d, state.v + i), u_rest);
    const auto I = hn::LoadU(d, input + i);
    for (std::size_t k = 0; k < currents.w.size(); ++k) {
        const auto moved = next_component<shared>(d, adaptation, k + 1, x, currents.w, I, i);
        const auto w = hn::LoadU(d, currents.w[k] + i);
        const auto held = held_adaptation<shared>(d, adaptation, k, x, w, i);
        hn::StoreU(hn::IfThenElse(active, moved, held), d, currents.next + k * width);
    }
    const auto moved = next_component<shared>(d, adaptation, 0, x, currents.w, I, i);
    const auto spiked = settle<shared>(d, step, state, i, active, hn::Add(u_rest, moved));
    for (std::size_t k = 0; k < currents.w.size(); ++k) {
        const auto w = hn::LoadU(d, currents.next + k * width);
        const auto increment = product<shared>(d, adaptation.b[k], i, spiked);
        hn::StoreU(hn::Add(w, increment), d, currents.w[k] + i);
    }
}

template <bool shared>
void advance_alif_neurons(const LifStep& step, const AdaptationStep& adaptation,
                          const LifState& state, std::span<double* const> w, const double* current,
                          Index n) {
    const hn::ScalableTag<double> full;
    const hn::CappedTag<double, 1> single;
    const auto width = static_cast<Index>(hn::Lanes(full));
    std::vector<double> next(w.size() * hn::Lanes(full));
    const AdaptationState currents{w, next.data()};
    Index i = 0;
    for (; i + width <= n; i += width) {
        advance_alif_lanes<shared>(full, step, adaptation, state, currents, current, i);
    }
    for (; i < n; ++i) {
        advance_alif_lanes<shared>(single, step, adaptation, state, currents, current, i);
    }
}

void advance_alif(const LifStep& step, const AdaptationStep& adaptation, const LifState& state,
                  std::span<double* const> w, const double* current, Index n) {
    if (step.shared) {
        advance_alif_neurons<true>(step, adaptation, state, w, current, n);
    } else {
        advance_alif_neurons<false>(step, adaptation, state, w, current, n);
    }
}

}  // namespace siegert::population::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::population {

HWY_EXPORT(all_within);
HWY_EXPORT(advance_lif);
HWY_EXPORT(advance_alif);

bool all_within(std::span<const double> values, double limit) {
    return HWY_DYNAMIC_DISPATCH(all_within)(values.data(), static_cast<Index>(values.size()),
                                            limit);
}

void advance_lif(const LifStep& step, const LifState& state, const double* current, Index n) {
    HWY_DYNAMIC_DISPATCH(advance_lif)(step, state, current, n);
}

void advance_alif(const LifStep& step, const AdaptationStep& adaptation, const LifState& state,
                  std::span<double* const> w, const double* current, Index n) {
    HWY_DYNAMIC_DISPATCH(advance_alif)(step, adaptation, state, w, current, n);
}

}  // namespace siegert::population
#endif
