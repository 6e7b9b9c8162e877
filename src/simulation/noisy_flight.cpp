#include "simulation/crossing.hpp"
#include "simulation/linear_block.hpp"
#include "simulation/philox.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace siegert::simulation {
namespace {

Pull pull_on(const LinearBlock& block, std::size_t i) {
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

std::array<std::uint32_t, 4> crossing_words(const LinearBlock& block, std::size_t i,
                                            std::uint32_t draw) {
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
Flight released(const LinearBlock& block, std::size_t i, double time, double jumps,
                std::uint32_t draw) {
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
double white_crossing(const LinearBlock& block, std::size_t i, const Flight& flight,
                      std::uint32_t draw) {
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

double smooth_crossing(const LinearBlock& block, std::size_t i, const Flight& flight) {
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

Flight whole_step(const LinearBlock& block, std::size_t i) {
    return {.V_start = block.state.y[0][block.offset + i],
            .V_end = block.next[0][i],
            .time = block.linear.dt,
            .jumps = 0.0};
}

// Keeps V at the reset potential for the time that is left after this step.
void hold(LinearBlock& block, std::size_t i, double left) {
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
Flight first_flight(LinearBlock& block, std::size_t i) {
    const double dt = block.linear.dt;
    const double rest = std::exchange(block.state.rest[block.offset + i], 0.0);
    if (rest == 0.0) return whole_step(block, i);
    constexpr std::uint32_t last_draw = 255;
    move_clamped(block, i);
    return released(block, i, dt - rest, 0.0, last_draw);
}

}  // namespace

void move_clamped(LinearBlock& block, std::size_t i) {
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

double move_and_fire(LinearBlock& block, std::size_t i, double jump,
                     std::vector<double>& lateness) {
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

}  // namespace siegert::simulation
