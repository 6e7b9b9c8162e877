#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulation/conductance_update.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "simulation/conductance_update.hpp"
#include "simulation/noise-inl.h"

#include <algorithm>
#include <bit>

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {
namespace {

/// Sums over the conductances of a block, each over the step or a half of it.
struct BlockPull {
    alignas(64) double conductance[block_size];  ///< with that of the leak: 1 + sum_k <x_k>
    alignas(64) double potential[block_size];    ///< mu + sum_k <x_k> E_k [V]
};

void set_rest(double mu, BlockPull& pull) {
    const RealTag d;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        hn::Store(hn::Set(d, 1.0), d, pull.conductance + i);
        hn::Store(hn::Set(d, mu), d, pull.potential + i);
    }
}

template <class V>
HWY_INLINE void add_to(BlockPull& pull, const ConductanceKind& kind, std::size_t i, V x) {
    const RealTag d;
    const auto mean = hn::Mul(x, hn::Set(d, kind.mean));
    hn::Store(hn::Add(hn::Load(d, pull.conductance + i), mean), d, pull.conductance + i);
    hn::Store(hn::MulAdd(mean, hn::Set(d, kind.E_rev), hn::Load(d, pull.potential + i)), d,
              pull.potential + i);
}

// Moves a kind of conductance of a block through the step; with an onset, through both halves.
void move_kind(const ConductanceKind& kind, bool in_halves, double* HWY_RESTRICT x_of,
               const double* HWY_RESTRICT input, BlockPull& early, BlockPull& late) {
    const RealTag d;
    const auto decay = hn::Set(d, kind.decay);
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        auto x = hn::Load(d, x_of + i);
        add_to(early, kind, i, x);
        if (in_halves) {
            x = hn::Mul(x, decay);
            add_to(late, kind, i, x);
        }
        hn::Store(hn::MulAdd(x, decay, hn::Load(d, input + i)), d, x_of + i);
    }
}

// V after it has relaxed, in place.
void relax(const BlockPull& pull, double duration, double* HWY_RESTRICT V_of) {
    const RealTag d;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto conductance = hn::Load(d, pull.conductance + i);
        const auto target = hn::Div(hn::Load(d, pull.potential + i), conductance);
        const auto decay = hn::Exp(d, hn::Mul(conductance, hn::Set(d, -duration)));
        hn::Store(hn::MulAdd(hn::Sub(hn::Load(d, V_of + i), target), decay, target), d, V_of + i);
    }
}

// The step of V, free of threshold and refractory period; `highest` is V where it was highest.
void move_potentials(const ConductanceStep& conductances, const MembraneStep& membrane,
                     const BlockPull& early, const BlockPull& late, double* HWY_RESTRICT next,
                     double* HWY_RESTRICT highest) {
    const RealTag d;
    relax(early, conductances.duration, next);
    std::copy_n(next, block_size, highest);
    if (!membrane.onset) return;
    run_away(*membrane.onset, highest);
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        hn::Store(hn::Min(hn::Load(d, highest + i), hn::Set(d, membrane.V_th)), d, next + i);
    }
    relax(late, conductances.duration, next);
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        hn::Store(hn::Max(hn::Load(d, highest + i), hn::Load(d, next + i)), d, highest + i);
    }
}

// Resets the neurons that reached the threshold, holds those that are refractory. Returns one bit
// for each neuron that spiked.
std::uint64_t fire(const MembraneStep& membrane, const double* HWY_RESTRICT next,
                   const double* HWY_RESTRICT highest, double* HWY_RESTRICT V_of,
                   std::int32_t* HWY_RESTRICT refractory_of) {
    const RealTag d;
    const HalfCountTag d_count;
    const auto full = hn::Set(d, static_cast<double>(membrane.refractory_steps));
    std::uint64_t spiked = 0;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto left = hn::PromoteTo(d, hn::Load(d_count, refractory_of + i));
        const auto free = hn::Le(left, hn::Zero(d));
        const auto rest = hn::Max(hn::Sub(left, hn::Set(d, 1.0)), hn::Zero(d));
        const auto V = hn::IfThenElse(free, hn::Load(d, next + i), hn::Load(d, V_of + i));
        const auto spikes =
            hn::And(free, hn::Ge(hn::Load(d, highest + i), hn::Set(d, membrane.V_th)));
        hn::Store(hn::IfThenElse(spikes, hn::Set(d, membrane.V_0), V), d, V_of + i);
        hn::Store(hn::DemoteTo(d_count, hn::IfThenElse(spikes, full, rest)), d_count,
                  refractory_of + i);
        std::uint8_t bits[8] = {};
        hn::StoreMaskBits(d, spikes, bits);
        spiked |= static_cast<std::uint64_t>(bits[0]) << i;
    }
    return spiked;
}

void update_slice(const ConductanceStep& conductances, const MembraneStep& membrane,
                  const Slice& slice, const MembraneState& state, const StepContext& context,
                  std::vector<std::uint32_t>& spikes) {
    const bool in_halves = membrane.onset.has_value();
    BlockPull early;
    BlockPull late;
    alignas(64) double input[block_size];
    alignas(64) double next[block_size];
    alignas(64) double highest[block_size];
    for (std::uint32_t b = 0; b < slice.blocks; ++b) {
        const std::size_t offset = slice.offset + static_cast<std::size_t>(b) * block_size;
        set_rest(context.drive, early);
        set_rest(context.drive, late);
        for (std::size_t k = 0; k < conductances.kinds.size(); ++k) {
            const CurrentState own =
                k == 0 ? CurrentState{.x = state.x, .input = state.input} : state.further[k - 1];
            collect_block_input(membrane, {.first = slice.first_block + b, .blocks = 1}, context, k,
                                own.input + offset, input);
            move_kind(conductances.kinds[k], in_halves, own.x + offset, input, early, late);
        }
        std::copy_n(state.V + offset, block_size, next);
        move_potentials(conductances, membrane, early, late, next, highest);
        std::uint64_t spiked =
            fire(membrane, next, highest, state.V + offset, state.refractory + offset);
        const std::uint32_t valid = slice.neurons - b * block_size;
        if (valid < block_size) spiked &= (std::uint64_t{1} << valid) - 1;
        for (; spiked != 0; spiked &= spiked - 1) {
            spikes.push_back(slice.first_neuron + b * block_size +
                             static_cast<std::uint32_t>(std::countr_zero(spiked)));
        }
    }
}

}  // namespace
}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::simulation {
namespace {
HWY_EXPORT(update_slice);
}  // namespace

void update_conductances(const ConductanceStep& conductances, const MembraneStep& membrane,
                         const Slice& slice, const MembraneState& state, const StepContext& context,
                         std::vector<std::uint32_t>& spikes) {
    HWY_DYNAMIC_DISPATCH(update_slice)(conductances, membrane, slice, state, context, spikes);
}

}  // namespace siegert::simulation
#endif
