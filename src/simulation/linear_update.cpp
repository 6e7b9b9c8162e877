#include "simulation/linear_update.hpp"

#include "simulation/crossing.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace siegert::simulation {
namespace {

using BlockValues = std::array<double, block_size>;

// What the modulated mean input adds to each component in this step.
Vector sine_input(const LinearMembrane& linear, const Modulation& modulation, std::uint64_t step) {
    const Index n = linear.system.A.rows();
    if (linear.response.size() == 0) return Vector::Zero(n);
    const double omega = 2.0 * std::numbers::pi * modulation.f;
    const auto periodic = [&](double t) -> Vector {
        return (linear.response * std::polar(1.0, omega * t + modulation.phase)).imag();
    };
    const double time = static_cast<double>(step) * linear.dt;
    return periodic(time + linear.dt) - linear.free.P * periodic(time);
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
    alignas(64) BlockValues input;
};

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

// What pulls V: mu + x + eta - sum of w, at the start of the step.
double attractor(const Block& block, std::size_t i) {
    const LinearSystem& system = block.linear.system;
    double sum = system.c(0);
    for (std::size_t d = 1; d < block.next.size(); ++d) {
        sum += system.A(0, static_cast<Index>(d)) * block.state.y[d][block.offset + i];
    }
    return block.linear.tau_m * sum;
}

// V a time `free` after it was released from the reset potential within this step. The other
// components are taken as constant in it: an error of second order, once for each spike.
double released_potential(const Block& block, std::size_t i, double free, double normal) {
    const double tau_m = block.linear.tau_m;
    const double target = attractor(block, i);
    const double variance = -0.5 * block.linear.white * tau_m * std::expm1(-2.0 * free / tau_m);
    return target + (block.membrane.V_0 - target) * std::exp(-free / tau_m) +
           std::sqrt(variance) * normal;
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

// The potential is reset, and the adaptation currents jump.
void fire(Block& block, std::size_t i, double lateness) {
    const LinearMembrane& linear = block.linear;
    for (std::size_t k = 0; k < linear.adaptation.size(); ++k) {
        const AdaptationCurrent& current = linear.adaptation[k];
        block.next[static_cast<std::size_t>(linear.first_adaptation) + k][i] +=
            current.b * std::exp(-lateness / current.tau);
    }
    block.next[0][i] = block.membrane.V_0;
    std::int32_t& refractory = block.state.refractory[block.offset + i];
    if (linear.white == 0.0) {
        refractory = block.membrane.refractory_steps;
        return;
    }
    const double left = linear.tau_r - lateness;
    if (left < 0.0) {  // over before the step is
        const auto words = crossing_words(block, i, 1);
        const double normal = std::sqrt(-2.0 * std::log(uniform(words[0]))) *
                              std::cos(2.0 * std::numbers::pi * uniform(words[1]));
        block.next[0][i] =
            std::fmin(released_potential(block, i, -left, normal), block.membrane.V_th);
        return;
    }
    const double whole = std::floor(left / linear.dt);
    refractory = static_cast<std::int32_t>(whole);
    block.state.rest[block.offset + i] = left - whole * linear.dt;
}

// How long before the end of the step the noise first took V to the threshold; negative: it did
// not. V is the potential before spikes arrive at the end of the step.
double white_crossing(const Block& block, std::size_t i, double V) {
    const DiffusionStep step{
        .below_start = block.membrane.V_th - block.state.y[0][block.offset + i],
        .below_end = block.membrane.V_th - V,
        .variance = block.linear.white * block.linear.dt,
        .dt = block.linear.dt};
    if (step.below_start <= 0.0) return step.dt;
    constexpr double certainly_not = 18.0;  // exp(-36) is below any 32-bit number
    const bool crossed = step.below_end <= 0.0;
    if (!crossed && step.below_start * step.below_end > certainly_not * step.variance) return -1.0;
    const auto words = crossing_words(block, i, 0);
    if (!crossed && uniform(words[3]) >= crossing_probability(step)) return -1.0;
    return step.dt - crossing_time(step, words);
}

bool smooth_crossing(const Block& block, std::size_t i, double V) {
    const LinearSystem& system = block.linear.system;
    if (block.normals.empty()) return V >= block.membrane.V_th;
    SmoothStep step{.V_start = block.state.y[0][block.offset + i],
                    .slope_start = system.c(0),
                    .V_end = V,
                    .slope_end = system.c(0),
                    .dt = block.linear.dt};
    for (std::size_t d = 0; d < block.next.size(); ++d) {
        step.slope_start += system.A(0, static_cast<Index>(d)) * block.state.y[d][block.offset + i];
        step.slope_end += system.A(0, static_cast<Index>(d)) * block.next[d][i];
    }
    if (step.slope_start <= 0.0 || step.slope_end >= 0.0) return V >= block.membrane.V_th;
    return largest_value(step) >= block.membrane.V_th;
}

// Returns how long before the end of the step the neuron fired; negative: it did not.
double step_neuron(Block& block, std::size_t i) {
    const std::size_t at = block.offset + i;
    std::int32_t& refractory = block.state.refractory[at];
    const Index x = block.linear.x;
    const double jump = block.input[i];
    const double V_start = block.state.y[0][at];
    double lateness = -1.0;
    if (refractory > 0) {
        --refractory;
        move_clamped(block, i);
        block.next[0][i] = V_start;
    } else if (block.state.rest[at] > 0.0) {
        const double free = block.linear.dt - std::exchange(block.state.rest[at], 0.0);
        move_clamped(block, i);
        block.next[0][i] = released_potential(block, i, free, block.normals[0][i]);
        if (x < 0) block.next[0][i] += jump;
        if (block.next[0][i] >= block.membrane.V_th) lateness = 0.0;
    } else {
        const double V = block.next[0][i];
        if (block.linear.white > 0.0) {
            lateness = white_crossing(block, i, V);
        } else if (smooth_crossing(block, i, V)) {
            lateness = 0.0;
        }
        if (x < 0) block.next[0][i] += jump;
        if (lateness < 0.0 && block.next[0][i] >= block.membrane.V_th) lateness = 0.0;
    }
    if (x >= 0) block.next[static_cast<std::size_t>(x)][i] += jump;
    if (lateness >= 0.0) fire(block, i, lateness);
    return lateness;
}

}  // namespace

void update_linear(const LinearMembrane& linear, const MembraneStep& membrane, const Slice& slice,
                   const LinearState& state, const StepContext& context,
                   const Modulation& modulation, TimedSpikes spikes) {
    const auto n = static_cast<std::size_t>(linear.system.A.rows());
    const auto noises =
        static_cast<std::size_t>(std::max(linear.free.L.cols(), linear.clamped.L.cols()));
    const Vector drive = linear.free.constant + sine_input(linear, modulation, context.step);
    Block block{.linear = linear,
                .membrane = membrane,
                .state = state,
                .context = context,
                .offset = slice.offset,
                .number = slice.first_block,
                .normals = std::vector<BlockValues>(noises),
                .next = std::vector<BlockValues>(n),
                .input = {}};
    for (std::uint32_t b = 0; b < slice.blocks; ++b) {
        block.offset = slice.offset + static_cast<std::size_t>(b) * block_size;
        block.number = slice.first_block + b;
        const std::uint32_t count =
            std::min<std::uint32_t>(block_size, slice.neurons - b * block_size);
        collect_block_input(membrane, block.number, context, state.input + block.offset,
                            block.input.data());
        draw_normals(block);
        move_free(block, drive);
        for (std::uint32_t i = 0; i < count; ++i) {
            const double lateness = step_neuron(block, i);
            if (lateness < 0.0) continue;
            spikes.neurons.push_back(slice.first_neuron + b * block_size + i);
            spikes.lateness.push_back(lateness);
        }
        for (std::size_t d = 0; d < n; ++d) {
            std::ranges::copy(block.next[d], state.y[d] + block.offset);
        }
    }
}

}  // namespace siegert::simulation
