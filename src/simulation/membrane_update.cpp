#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulation/membrane_update.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "simulation/differing_neurons.hpp"
#include "simulation/membrane_update.hpp"
#include "simulation/noise-inl.h"
#include "simulation/onset-inl.h"

#include <algorithm>
#include <bit>
#include <utility>

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {
namespace {

/// The Poisson counts of some neurons and what one spike adds [V].
struct CountedSpikes {
    const std::uint8_t* counts;
    double jump;
};

template <class V>
HWY_INLINE V add_spikes(const CountedSpikes& spikes, std::size_t i, V input) {
    const RealTag d;
    const auto bytes = hn::Load(FewBytesTag(), spikes.counts + i);
    const auto count = hn::PromoteTo(d, hn::PromoteTo(HalfCountTag(), bytes));
    return hn::MulAdd(count, hn::Set(d, spikes.jump), input);
}

// Weights that have arrived become potentials, and make room for others. `spikes` may be null.
HWY_INLINE void take_weights(std::size_t neurons, double input_unit, double for_all,
                             const CountedSpikes* spikes, std::int32_t* HWY_RESTRICT accumulated,
                             double* HWY_RESTRICT input) {
    const RealTag d;
    const HalfCountTag d_count;
    const auto unit = hn::Set(d, input_unit);
    const auto common = hn::Set(d, for_all);
    for (std::size_t i = 0; i < neurons; i += hn::Lanes(d)) {
        const auto weights = hn::PromoteTo(d, hn::Load(d_count, accumulated + i));
        const auto sum = hn::MulAdd(weights, unit, common);
        hn::Store(spikes ? add_spikes(*spikes, i, sum) : sum, d, input + i);
        hn::Store(hn::Zero(d_count), d_count, accumulated + i);
    }
}

// Spikes from outside that stimuli send to one neuron each.
void add_stimulus(const MembraneStep& membrane, const BlockRange& range, std::size_t current,
                  double* input) {
    const std::uint32_t first = range.first * block_size;
    const std::uint32_t last = first + range.blocks * block_size;
    const auto& onto_one = membrane.stimulus.onto_one;
    for (auto spike = std::ranges::lower_bound(onto_one, first, {}, &StimulusSpike::neuron);
         spike != onto_one.end() && spike->neuron < last; ++spike) {
        if (spike->current == current) input[spike->neuron - first] += spike->jump;
    }
}

// What arrives at the end of the step for each neuron of some blocks [V] in one of its currents.
void collect_input(const MembraneStep& membrane, const BlockRange& range,
                   const StepContext& context, std::size_t current,
                   std::int32_t* HWY_RESTRICT accumulated, double* HWY_RESTRICT input) {
    const RealTag d;
    const std::size_t neurons = range.blocks * block_size;
    const double unit =
        current == 0 ? membrane.input_unit : membrane.further[current - 1].input_unit;
    const std::vector<double>& onto_all = membrane.stimulus.onto_all;
    const double common = onto_all.empty() ? 0.0 : onto_all[current];
    bool is_first = true;
    alignas(64) std::uint8_t counts[blocks_at_once * block_size];
    NoiseAddress address{.population = membrane.population,
                         .step = context.step,
                         .stream = Stream::external,
                         .draw = 0};
    for (const PoissonDrive& source : membrane.external) {
        const CountedSpikes spikes{.counts = counts, .jump = source.jump};
        const std::uint32_t parts = source.current == current ? source.table.parts : 0;
        for (address.part = 0; address.part < parts; ++address.part) {
            poisson_counts(source.table, context.key, range, address, counts);
            if (std::exchange(is_first, false)) {
                take_weights(neurons, unit, common, &spikes, accumulated, input);
                continue;
            }
            for (std::size_t i = 0; i < neurons; i += hn::Lanes(d)) {
                hn::Store(add_spikes(spikes, i, hn::Load(d, input + i)), d, input + i);
            }
        }
        ++address.draw;
    }
    if (is_first) take_weights(neurons, unit, common, nullptr, accumulated, input);
    add_stimulus(membrane, range, current, input);
}

// What further currents add to V in a step, with an onset in each half of it, and what arrives in V
// at once [V].
struct FurtherInput {
    alignas(64) double early[block_size];
    alignas(64) double late[block_size];
    alignas(64) double arriving[block_size];
};

// What mean input adds to V of neurons that differ.
template <class D>
HWY_INLINE auto own_drive(D d, const DifferingNeurons& own, std::size_t at, double mean) {
    return hn::Mul(hn::Load(d, own.charge.data() + at), hn::Set(d, mean));
}

// Moves the further currents of a block.
void step_further(const MembraneStep& membrane, std::uint32_t block, const StepContext& context,
                  const MembraneState& state, std::size_t offset, double drive,
                  FurtherInput& further) {
    const RealTag d;
    const bool in_halves = membrane.onset.has_value();
    const DifferingNeurons* own = state.own;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto early = own ? own_drive(d, *own, offset + i, drive) : hn::Set(d, drive);
        hn::Store(early, d, further.early + i);
        hn::Store(hn::Set(d, drive), d, further.late + i);
        hn::Store(hn::Zero(d), d, further.arriving + i);
    }
    alignas(64) double input[block_size];
    for (std::size_t k = 0; k < membrane.further.size(); ++k) {
        const CurrentStep& step = membrane.further[k];
        collect_input(membrane, {.first = block, .blocks = 1}, context, k + 1,
                      state.further[k].input + offset, input);
        const auto V_from_x = hn::Set(d, step.V_from_x);
        const auto decay_x = hn::Set(d, step.decay_x);
        for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
            const auto arrives = hn::Load(d, input + i);
            if (!step.exponential) {
                const auto before = hn::Load(d, further.arriving + i);
                hn::Store(hn::Add(before, arrives), d, further.arriving + i);
                continue;
            }
            double* HWY_RESTRICT x_of = state.further[k].x + offset + i;
            auto x = hn::Load(d, x_of);
            const auto effect =
                own ? hn::Load(d, own->V_from_x[k + 1].data() + offset + i) : V_from_x;
            hn::Store(hn::MulAdd(x, effect, hn::Load(d, further.early + i)), d, further.early + i);
            if (in_halves) {
                x = hn::Mul(x, decay_x);
                hn::Store(hn::MulAdd(x, V_from_x, hn::Load(d, further.late + i)), d,
                          further.late + i);
            }
            hn::Store(hn::MulAdd(x, decay_x, arrives), d, x_of);
        }
    }
}

// What an onset makes of the potentials of a block in the middle of its step.
HWY_INLINE void run_away_from_middle(const MembraneStep& membrane, const MembraneState& state,
                                     std::size_t offset, double drive, const FurtherInput* further,
                                     double* HWY_RESTRICT after) {
    const RealTag d;
    const auto decay_V = hn::Set(d, membrane.decay_V);
    const auto V_from_x = hn::Set(d, membrane.V_from_x);
    alignas(64) double middle[block_size];
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto early = further ? hn::Load(d, further->early + i) : hn::Set(d, drive);
        auto V = hn::MulAdd(hn::Load(d, state.V + offset + i), decay_V, early);
        if (membrane.exponential) V = hn::MulAdd(hn::Load(d, state.x + offset + i), V_from_x, V);
        hn::Store(V, d, middle + i);
    }
    after_onset(*membrane.onset, middle, after);
}

// Returns one bit for each neuron of the block that reached the threshold.
template <bool exponential, bool runs_away, bool several, bool differ = false>
HWY_INLINE std::uint64_t step_block(const MembraneStep& membrane, const MembraneState& state,
                                    std::size_t offset, double drive,
                                    const double* HWY_RESTRICT input, const FurtherInput& further) {
    const RealTag d;
    const HalfCountTag d_count;
    auto decay_V = hn::Set(d, membrane.decay_V);
    auto V_from_x = hn::Set(d, membrane.V_from_x);
    const auto decay_x = hn::Set(d, membrane.decay_x);
    auto V_th = hn::Set(d, membrane.V_th);
    const auto V_0 = hn::Set(d, membrane.V_0);
    const auto full = hn::Set(d, static_cast<double>(membrane.refractory_steps));
    const auto one = hn::Set(d, 1.0);
    double* HWY_RESTRICT V_of = state.V + offset;
    double* HWY_RESTRICT x_of = exponential ? state.x + offset : nullptr;
    std::int32_t* HWY_RESTRICT refractory_of = state.refractory + offset;

    alignas(64) double ran_away[runs_away ? block_size : 1];
    if constexpr (runs_away) {
        run_away_from_middle(membrane, state, offset, drive, several ? &further : nullptr,
                             ran_away);
    }
    std::uint64_t spiked = 0;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        auto V = hn::Load(d, V_of + i);
        auto x = exponential ? hn::Load(d, x_of + i) : hn::Zero(d);
        auto early = several ? hn::Load(d, further.early + i) : hn::Set(d, drive);
        if constexpr (differ) {
            const std::size_t at = offset + i;
            decay_V = hn::Load(d, state.own->decay_V.data() + at);
            V_from_x = hn::Load(d, state.own->V_from_x[0].data() + at);
            V_th = hn::Load(d, state.own->V_th.data() + at);
            if constexpr (!several) early = own_drive(d, *state.own, at, drive);
        }
        auto before = V;
        auto highest = V;
        if constexpr (runs_away) {
            highest = hn::Load(d, ran_away + i);
            before = hn::Min(highest, V_th);
            x = hn::Mul(x, decay_x);
            early = several ? hn::Load(d, further.late + i) : hn::Set(d, drive);
        }
        auto next = hn::MulAdd(before, decay_V, early);
        if constexpr (exponential) next = hn::MulAdd(x, V_from_x, next);
        if constexpr (exponential) {
            hn::Store(hn::MulAdd(x, decay_x, hn::Load(d, input + i)), d, x_of + i);
        } else {
            next = hn::Add(next, hn::Load(d, input + i));
        }
        if constexpr (several) next = hn::Add(next, hn::Load(d, further.arriving + i));
        auto left = hn::PromoteTo(d, hn::Load(d_count, refractory_of + i));
        const auto free = hn::Le(left, hn::Zero(d));
        left = hn::Max(hn::Sub(left, one), hn::Zero(d));
        V = hn::IfThenElse(free, next, V);
        const auto reached = runs_away ? hn::Max(highest, next) : next;
        const auto spikes = hn::And(free, hn::Ge(reached, V_th));
        hn::Store(hn::IfThenElse(spikes, V_0, V), d, V_of + i);
        hn::Store(hn::DemoteTo(d_count, hn::IfThenElse(spikes, full, left)), d_count,
                  refractory_of + i);
        std::uint8_t bits[8] = {};
        hn::StoreMaskBits(d, spikes, bits);
        spiked |= static_cast<std::uint64_t>(bits[0]) << i;
    }
    return spiked;
}

void run_away_block(const SpikeOnset& onset, double* HWY_RESTRICT V) {
    alignas(64) double before[block_size];
    std::copy_n(V, block_size, before);
    after_onset(onset, before, V);
}

void update_slice(const MembraneStep& membrane, const Slice& slice, const MembraneState& state,
                  const StepContext& context, std::vector<std::uint32_t>& spikes) {
    alignas(64) double inputs[blocks_at_once * block_size];
    const double* input = inputs;
    FurtherInput further;
    const bool several = !membrane.further.empty();  // the first is then exponential
    const auto step =
        membrane.onset ? (several ? step_block<true, true, true>
                                  : (membrane.exponential ? step_block<true, true, false>
                                                          : step_block<false, true, false>))
        : state.own    ? (several ? step_block<true, false, true, true>
                                  : (membrane.exponential ? step_block<true, false, false, true>
                                                          : step_block<false, false, false, true>))
                       : (several ? step_block<true, false, true>
                                  : (membrane.exponential ? step_block<true, false, false>
                                                          : step_block<false, false, false>));
    // The same for each half of a step, so that both add up to the whole.
    const double drive = membrane.onset ? context.drive / (1.0 + membrane.decay_V) : context.drive;
    for (std::uint32_t b = 0; b < slice.blocks; ++b) {
        const std::size_t offset = slice.offset + static_cast<std::size_t>(b) * block_size;
        const std::uint32_t block = slice.first_block + b;
        if (b % blocks_at_once == 0) {
            const std::uint32_t blocks = std::min(blocks_at_once, slice.blocks - b);
            collect_input(membrane, {.first = block, .blocks = blocks}, context, 0,
                          state.input + offset, inputs);
            input = inputs;
        }
        if (several) step_further(membrane, block, context, state, offset, drive, further);
        std::uint64_t spiked = step(membrane, state, offset, drive, input, further);
        input += block_size;
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
HWY_EXPORT(collect_input);
HWY_EXPORT(run_away_block);
HWY_EXPORT(update_slice);
}  // namespace

void update_membranes(const MembraneStep& membrane, const Slice& slice, const MembraneState& state,
                      const StepContext& context, std::vector<std::uint32_t>& spikes) {
    HWY_DYNAMIC_DISPATCH(update_slice)(membrane, slice, state, context, spikes);
}

void run_away(const SpikeOnset& onset, double* V) {
    HWY_DYNAMIC_DISPATCH(run_away_block)(onset, V);
}

void collect_block_input(const MembraneStep& membrane, const BlockRange& range,
                         const StepContext& context, std::size_t current, std::int32_t* accumulated,
                         double* input) {
    HWY_DYNAMIC_DISPATCH(collect_input)(membrane, range, context, current, accumulated, input);
}

}  // namespace siegert::simulation
#endif
