#include "simulation/linear_update.hpp"

#include "simulation/crossing.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

namespace siegert::simulation {
namespace {

using BlockValues = std::array<double, block_size>;

struct alignas(64) AlignedValues {
    BlockValues values;
};

// What stimuli of the mean input add to each component in this step.
Vector stimulus_input(const LinearMembrane& linear, std::uint64_t step) {
    Vector input = Vector::Zero(linear.system.A.rows());
    for (std::size_t k = 0; k < linear.stimuli.size(); ++k) {
        const auto& [signal, amplitude] = linear.stimuli[k];
        if (!is_on(signal, step)) continue;
        if (signal.shape != StimulusShape::sine) {
            const SignalStep s = over_step(signal, step, linear.dt);
            input += amplitude * (s.start * linear.charge + (s.end - s.start) * linear.rising);
            continue;
        }
        const auto periodic = [&](double t) -> Vector {
            return (linear.responses[k] * std::polar(1.0, signal.omega * t + signal.phase)).imag();
        };
        const double time = static_cast<double>(step - signal.start) * linear.dt;
        input += periodic(time + linear.dt) - linear.free.P * periodic(time);
    }
    return input;
}

// What pulls V, mu + x + eta - sum of w, at both ends of the step [V]. Between them it is taken as
// a straight line.
struct Pull {
    double start;
    double end;
};

// What of it stimuli of the mean input are.
Pull stimulus_pull(const LinearMembrane& linear, std::uint64_t step) {
    Pull pull{.start = 0.0, .end = 0.0};
    for (const auto& [signal, amplitude] : linear.stimuli) {
        const SignalStep s = over_step(signal, step, linear.dt);
        pull.start += amplitude * s.start;
        pull.end += amplitude * s.end;
    }
    return pull;
}

// One block on its way through a step.
struct Block {
    const LinearMembrane& linear;
    const MembraneStep& membrane;
    const LinearState& state;
    const StepContext& context;
    std::size_t offset;                // of its first neuron in the arrays
    std::uint32_t number;              // in the population
    std::vector<BlockValues> normals;  // one for each noise component
    std::vector<BlockValues> next;     // components at the end of the step
    std::vector<AlignedValues> input;  // one for each current
    alignas(64) BlockValues highest;   // see bound_paths and begin_onset
    Pull stimulus;                     // of stimuli of the mean input
};

// Half of what an onset adds to V in a step: one half comes before the linear equations, one after.
SpikeOnset half_onset(const SpikeOnset& onset) {
    SpikeOnset half = onset;
    half.duration *= 0.5;
    return half;
}

void begin_onset(Block& block) {
    double* V = block.state.y[0] + block.offset;
    std::copy_n(V, block_size, block.highest.begin());
    run_away(half_onset(*block.membrane.onset), block.highest.data());
    const std::int32_t* refractory = block.state.refractory + block.offset;
    for (std::size_t i = 0; i < block_size; ++i) {
        if (refractory[i] == 0) V[i] = std::min(block.highest[i], block.membrane.V_th);
    }
}

void end_onset(Block& block) {
    alignas(64) BlockValues after = block.next[0];
    run_away(half_onset(*block.membrane.onset), after.data());
    for (std::size_t i = 0; i < block_size; ++i) {
        block.highest[i] = std::max(block.highest[i], after[i]);
        block.next[0][i] = std::min(after[i], block.membrane.V_th);
    }
}

void draw_normals(Block& block) {
    for (std::size_t k = 0; k < block.normals.size(); ++k) {
        normal_block(block.context.key, block.number,
                     {.population = block.membrane.population,
                      .step = block.context.step,
                      .stream = Stream::white_noise,
                      .draw = static_cast<std::uint32_t>(k)},
                     block.normals[k].data());
    }
}

void move_free(Block& block, const Vector& drive) {
    const ExactStep& step = block.linear.free;
    for (std::size_t d = 0; d < block.next.size(); ++d) {
        const auto row = static_cast<Index>(d);
        BlockValues& next = block.next[d];
        next.fill(drive(row));
        for (std::size_t e = 0; e < block.next.size(); ++e) {
            const double factor = step.P(row, static_cast<Index>(e));
            const double* y = block.state.y[e] + block.offset;
            for (std::size_t i = 0; i < block_size; ++i) next[i] += factor * y[i];
        }
        for (Index k = 0; k < step.L.cols(); ++k) {
            const double factor = step.L(row, k);
            const BlockValues& normals = block.normals[static_cast<std::size_t>(k)];
            for (std::size_t i = 0; i < block_size; ++i) next[i] += factor * normals[i];
        }
    }
}

// How high the smooth path of each neuron may be in this step: the slopes' shares of a cubic are at
// most 4/27.
void bound_paths(Block& block) {
    const LinearMembrane& linear = block.linear;
    BlockValues start, end;  // what pulls V
    start.fill(block.stimulus.start + linear.tau_m * linear.system.c(0));
    end.fill(block.stimulus.end + linear.tau_m * linear.system.c(0));
    for (std::size_t d = 1; d < block.next.size(); ++d) {
        const double factor = linear.tau_m * linear.system.A(0, static_cast<Index>(d));
        const double* y = block.state.y[d] + block.offset;
        for (std::size_t i = 0; i < block_size; ++i) start[i] += factor * y[i];
        for (std::size_t i = 0; i < block_size; ++i) end[i] += factor * block.next[d][i];
    }
    const double share = 4.0 / 27.0 * linear.dt / linear.tau_m;
    const double* V = block.state.y[0] + block.offset;
    for (std::size_t i = 0; i < block_size; ++i) {
        const double V_end = block.next[0][i];
        block.highest[i] = std::max(V[i], V_end) +
                           share * (std::max(start[i] - V[i], 0.0) + std::max(V_end - end[i], 0.0));
    }
}

void move_clamped(Block& block, std::size_t i) {
    const ExactStep& step = block.linear.clamped;
    for (std::size_t d = 0; d < block.next.size(); ++d) {
        const auto row = static_cast<Index>(d);
        double value = step.constant(row);
        for (std::size_t e = 0; e < block.next.size(); ++e) {
            value += step.P(row, static_cast<Index>(e)) * block.state.y[e][block.offset + i];
        }
        for (Index k = 0; k < step.L.cols(); ++k) {
            value += step.L(row, k) * block.normals[static_cast<std::size_t>(k)][i];
        }
        block.next[d][i] = value;
    }
}

Pull pull_on(const Block& block, std::size_t i) {
    const LinearMembrane& linear = block.linear;
    Pull pull{.start = block.stimulus.start, .end = block.stimulus.end};
    pull.start += linear.tau_m * linear.system.c(0);
    pull.end += linear.tau_m * linear.system.c(0);
    for (std::size_t d = 1; d < block.next.size(); ++d) {
        const double factor = linear.tau_m * linear.system.A(0, static_cast<Index>(d));
        pull.start += factor * block.state.y[d][block.offset + i];
        pull.end += factor * block.next[d][i];
    }
    return pull;
}

std::array<std::uint32_t, 4> crossing_words(const Block& block, std::size_t i, std::uint32_t draw) {
    const NoiseAddress address{.population = block.membrane.population,
                               .step = block.context.step,
                               .stream = Stream::crossing,
                               .draw = draw};
    return philox(block.context.key, {block.number * block_size + static_cast<std::uint32_t>(i),
                                      static_cast<std::uint32_t>(address.step), address.population,
                                      last_counter_word(address)});
}

// The last part of a step, in which V moves freely.
struct Flight {
    double V_start;
    double V_end;
    double time;   // [s]
    double jumps;  // of the adaptation currents, at the spikes of this step [V]
};

// From the reset potential. The other components pull with their mean over the flight: an error of
// second order, once for each spike.
Flight released(const Block& block, std::size_t i, double time, double jumps, std::uint32_t draw) {
    const LinearMembrane& linear = block.linear;
    const Pull pull = pull_on(block, i);
    const double target = pull.end - 0.5 * time / linear.dt * (pull.end - pull.start) - jumps;
    double V = target + (block.membrane.V_0 - target) * std::exp(-time / linear.tau_m);
    if (linear.white > 0.0) {
        const double variance =
            -0.5 * linear.white * linear.tau_m * std::expm1(-2.0 * time / linear.tau_m);
        const auto words = crossing_words(block, i, draw);
        V += std::sqrt(-2.0 * variance * std::log(uniform(words[0]))) *
             std::cos(2.0 * std::numbers::pi * uniform(words[1]));
    }
    return {.V_start = block.membrane.V_0, .V_end = V, .time = time, .jumps = jumps};
}

// The bridge cannot have reached the threshold: exp(-36) is below any 32-bit number.
bool is_certainly_below(double below_start, double below_end, double variance) {
    return below_start > 0.0 && below_end > 0.0 && below_start * below_end > 18.0 * variance;
}

// How long before the end of the step the noise first took V to the threshold; negative: it did
// not.
double white_crossing(const Block& block, std::size_t i, const Flight& flight, std::uint32_t draw) {
    const DiffusionStep step{.below_start = block.membrane.V_th - flight.V_start,
                             .below_end = block.membrane.V_th - flight.V_end,
                             .variance = block.linear.white * flight.time,
                             .dt = flight.time};
    if (step.below_start <= 0.0) return step.dt;
    if (is_certainly_below(step.below_start, step.below_end, step.variance)) return -1.0;
    const bool crossed = step.below_end <= 0.0;
    const auto words = crossing_words(block, i, draw);
    if (!crossed && uniform(words[3]) >= crossing_probability(step)) return -1.0;
    return step.dt - crossing_time(step, words);
}

double smooth_crossing(const Block& block, std::size_t i, const Flight& flight) {
    const double tau_m = block.linear.tau_m;
    const Pull pull = pull_on(block, i);
    const double before = 1.0 - flight.time / block.linear.dt;
    const double pull_start = pull.start + before * (pull.end - pull.start);
    const double time =
        first_crossing({.V_start = flight.V_start,
                        .slope_start = (pull_start - flight.jumps - flight.V_start) / tau_m,
                        .V_end = flight.V_end,
                        .slope_end = (pull.end - flight.jumps - flight.V_end) / tau_m,
                        .dt = flight.time},
                       block.membrane.V_th);
    return time < 0.0 ? -1.0 : flight.time - time;
}

Flight whole_step(const Block& block, std::size_t i) {
    return {.V_start = block.state.y[0][block.offset + i],
            .V_end = block.next[0][i],
            .time = block.linear.dt,
            .jumps = 0.0};
}

// What nearly all neurons do in nearly all steps, tested first because it costs least: all of the
// step is free, V stays far below the threshold, and so it does with what arrives.
bool just_moves(const Block& block, std::size_t i, double jump) {
    const LinearMembrane& linear = block.linear;
    const double V_th = block.membrane.V_th;
    const Flight flight = whole_step(block, i);
    if (block.state.rest[block.offset + i] != 0.0 || flight.V_end + jump >= V_th) return false;
    return linear.white > 0.0 ? is_certainly_below(V_th - flight.V_start, V_th - flight.V_end,
                                                   linear.white * linear.dt)
                              : block.highest[i] < V_th;
}

// Keeps V at the reset potential for the time that is left after this step.
void hold(Block& block, std::size_t i, double left) {
    const double whole = std::floor(left / block.linear.dt);
    block.next[0][i] = block.membrane.V_0;
    block.state.refractory[block.offset + i] = static_cast<std::int32_t>(whole);
    block.state.rest[block.offset + i] = left - whole * block.linear.dt;
}

// Integral of V over a flight, which is short where it matters.
double integral(const Flight& flight) {
    return 0.5 * flight.time * (flight.V_start + flight.V_end);
}

// What the step is for a neuron that is not refractory all the time.
Flight first_flight(Block& block, std::size_t i) {
    const double dt = block.linear.dt;
    const double rest = std::exchange(block.state.rest[block.offset + i], 0.0);
    if (rest == 0.0) return whole_step(block, i);
    constexpr std::uint32_t last_draw = 255;
    move_clamped(block, i);
    return released(block, i, dt - rest, 0.0, last_draw);
}

// With noise. `jump` arrives in V at the end of the step. Returns the integral of V over this step
// less that which the other components have seen: they move as if there were no threshold [V s].
double move_and_fire(Block& block, std::size_t i, double jump, std::vector<double>& lateness) {
    const LinearMembrane& linear = block.linear;
    double all_jumps = 0.0;
    for (const AdaptationCurrent& current : linear.adaptation) all_jumps += current.b;
    const double V_0 = block.membrane.V_0;
    const double V_th = block.membrane.V_th;
    Flight flight = first_flight(block, i);
    double detour = flight.time < linear.dt ? integral(flight) - flight.time * V_0 : 0.0;
    // In one step; with V_0 close to V_th more are possible.
    constexpr std::uint32_t most_spikes = 100;
    for (std::uint32_t spike = 0; spike < most_spikes; ++spike) {
        const double late = linear.white > 0.0 ? white_crossing(block, i, flight, 2 * spike)
                                               : smooth_crossing(block, i, flight);
        if (late < 0.0) break;
        lateness.push_back(late);
        detour -= integral({.V_start = V_th, .V_end = flight.V_end, .time = late, .jumps = 0.0});
        if (late <= linear.tau_r) {
            hold(block, i, linear.tau_r - late);  // what arrives is lost
            return detour + late * V_0;
        }
        flight = released(block, i, late - linear.tau_r, flight.jumps + all_jumps, 2 * spike + 1);
        detour += linear.tau_r * V_0 + integral(flight);
    }
    block.next[0][i] = flight.V_end + jump;
    if (block.next[0][i] < V_th) return detour;
    lateness.push_back(0.0);
    hold(block, i, linear.tau_r);
    return detour;
}

// Without noise, or with an onset of spikes: spikes lie at the end of the step.
void move_and_fire_on_grid(Block& block, std::size_t i, double jump,
                           std::vector<double>& lateness) {
    double& V = block.next[0][i];
    const bool reached = (block.membrane.onset ? block.highest[i] : V) >= block.membrane.V_th;
    V += jump;
    if (!reached && V < block.membrane.V_th) return;
    lateness.push_back(0.0);
    V = block.membrane.V_0;
    block.state.refractory[block.offset + i] = block.membrane.refractory_steps;
}

// Moves a neuron through the step and appends its spikes: how long before the end they were.
void step_neuron(Block& block, std::size_t i, std::vector<double>& lateness) {
    const LinearMembrane& linear = block.linear;
    const std::size_t before = lateness.size();
    double jump = 0.0;
    for (std::size_t k = 0; k < linear.currents.size(); ++k) {
        if (linear.currents[k] == 0) jump = block.input[k].values[i];
    }
    double detour = 0.0;
    std::int32_t& refractory = block.state.refractory[block.offset + i];
    if (refractory > 0) {
        --refractory;
        move_clamped(block, i);
        block.next[0][i] = block.state.y[0][block.offset + i];
    } else if (linear.noisy) {
        if (just_moves(block, i, jump)) {
            block.next[0][i] += jump;
        } else {
            detour = move_and_fire(block, i, jump, lateness);
        }
    } else {
        move_and_fire_on_grid(block, i, jump, lateness);
    }
    for (std::size_t k = 0; k < linear.currents.size(); ++k) {
        const auto x = static_cast<std::size_t>(linear.currents[k]);
        if (x > 0) block.next[x][i] += block.input[k].values[i];
    }
    const std::size_t spikes_end = lateness.size();
    if (spikes_end == before && detour == 0.0) return;
    for (std::size_t k = 0; k < linear.adaptation.size(); ++k) {
        const AdaptationCurrent& current = linear.adaptation[k];
        double& w = block.next[static_cast<std::size_t>(linear.first_adaptation) + k][i];
        w += current.a / current.tau * detour;
        for (std::size_t spike = before; spike < spikes_end; ++spike)
            w += current.b * std::exp(-lateness[spike] / current.tau);
    }
}

// Where V is seen to reach the threshold, without noise.
const BlockValues& reach(const Block& block) {
    return block.membrane.onset ? block.highest : block.next[0];
}

// What arrives in V at the end of the step; null: nothing does.
const BlockValues* jumps(const Block& block) {
    for (std::size_t k = 0; k < block.input.size(); ++k) {
        if (block.linear.currents[k] == 0) return &block.input[k].values;
    }
    return nullptr;
}

// Neurons that are refractory or reach the threshold, a bit each; the others just move. Without
// noise only, where it is told from two comparisons.
std::uint64_t exceptions(const Block& block) {
    alignas(64) std::array<std::uint8_t, block_size> exceptional;
    alignas(64) BlockValues highest = reach(block);
    if (const BlockValues* jump = jumps(block)) {
        for (std::size_t i = 0; i < block_size; ++i) {
            highest[i] = std::max(highest[i], block.next[0][i] + (*jump)[i]);
        }
    }
    const std::int32_t* refractory = block.state.refractory + block.offset;
    const double V_th = block.membrane.V_th;
    for (std::size_t i = 0; i < block_size; ++i) {
        exceptional[i] = static_cast<std::uint8_t>((refractory[i] > 0) | (highest[i] >= V_th));
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
        bits |= static_cast<std::uint64_t>(exceptional[i]) << i;
    }
    return bits;
}

// Adds what arrived to every neuron of the block.
void take_input(Block& block) {
    for (std::size_t k = 0; k < block.input.size(); ++k) {
        BlockValues& next = block.next[static_cast<std::size_t>(block.linear.currents[k])];
        const BlockValues& input = block.input[k].values;
        for (std::size_t i = 0; i < block_size; ++i) next[i] += input[i];
    }
}

// Moves the neurons of a block without noise: exceptions one by one, all others together.
void step_block(Block& block, std::uint32_t count, std::uint32_t first_neuron, TimedSpikes spikes) {
    std::uint64_t left = exceptions(block);
    if (count < block_size) left &= (std::uint64_t{1} << count) - 1;
    for (; left != 0; left &= left - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(left));
        step_neuron(block, i, spikes.lateness);
        spikes.neurons.resize(spikes.lateness.size(), first_neuron + i);
        for (AlignedValues& input : block.input) input.values[i] = 0.0;  // it has been taken
    }
    take_input(block);
}

}  // namespace

void update_linear(const LinearMembrane& linear, const MembraneStep& membrane, const Slice& slice,
                   const LinearState& state, const StepContext& context, TimedSpikes spikes) {
    const auto n = static_cast<std::size_t>(linear.system.A.rows());
    const auto noises =
        static_cast<std::size_t>(std::max(linear.free.L.cols(), linear.clamped.L.cols()));
    const Vector drive = linear.free.constant + stimulus_input(linear, context.stimulus_step);
    Block block{.linear = linear,
                .membrane = membrane,
                .state = state,
                .context = context,
                .offset = slice.offset,
                .number = slice.first_block,
                .normals = std::vector<BlockValues>(noises),
                .next = std::vector<BlockValues>(n),
                .input = std::vector<AlignedValues>(linear.currents.size()),
                .highest = {},
                .stimulus = stimulus_pull(linear, context.stimulus_step)};
    for (std::uint32_t b = 0; b < slice.blocks; ++b) {
        block.offset = slice.offset + static_cast<std::size_t>(b) * block_size;
        block.number = slice.first_block + b;
        const std::uint32_t count =
            std::min<std::uint32_t>(block_size, slice.neurons - b * block_size);
        for (std::size_t k = 0; k < block.input.size(); ++k) {
            collect_block_input(membrane, block.number, context, k, state.input[k] + block.offset,
                                block.input[k].values.data());
        }
        draw_normals(block);
        if (membrane.onset) begin_onset(block);
        move_free(block, drive);
        if (membrane.onset) end_onset(block);
        if (linear.noisy && linear.white == 0.0) bound_paths(block);
        const std::uint32_t first_neuron = slice.first_neuron + b * block_size;
        if (!linear.noisy) {
            step_block(block, count, first_neuron, spikes);
        } else {
            for (std::uint32_t i = 0; i < count; ++i) {
                step_neuron(block, i, spikes.lateness);
                spikes.neurons.resize(spikes.lateness.size(), first_neuron + i);
            }
        }
        for (std::size_t d = 0; d < n; ++d) {
            std::ranges::copy(block.next[d], state.y[d] + block.offset);
        }
    }
}

}  // namespace siegert::simulation
