#include "simulation/linear_update.hpp"

#include "simulation/linear_block.hpp"
#include "simulation/noise.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace siegert::simulation {
namespace {

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

void draw_normals(LinearBlock& block) {
    for (std::size_t k = 0; k < block.normals.size(); ++k) {
        normal_block(block.context.key, block.number,
                     {.population = block.membrane.population,
                      .step = block.context.step,
                      .stream = Stream::white_noise,
                      .draw = static_cast<std::uint32_t>(k)},
                     block.normals[k].data());
    }
}

// Without noise, or with an onset of spikes: spikes lie at the end of the step.
void move_and_fire_on_grid(LinearBlock& block, std::size_t i, double jump,
                           std::vector<double>& lateness) {
    double& V = block.next[0][i];
    const bool reached = (block.membrane.onset ? block.highest[i] : V) >= block.membrane.V_th;
    V += jump;
    if (!reached && V < block.membrane.V_th) return;
    lateness.push_back(0.0);
    V = block.membrane.V_0;
    block.state.refractory[block.offset + i] = block.membrane.refractory_steps;
}

// What spikes add to the adaptation currents of a neuron, and what they have not seen of V.
void adapt(LinearBlock& block, std::size_t i, double detour, std::span<const double> lateness) {
    const LinearMembrane& linear = block.linear;
    for (std::size_t k = 0; k < linear.adaptation.size(); ++k) {
        const AdaptationCurrent& current = linear.adaptation[k];
        double& w = block.next[static_cast<std::size_t>(linear.first_adaptation) + k][i];
        w += current.a / current.tau * detour;
        for (const double late : lateness) w += current.b * std::exp(-late / current.tau);
    }
}

// Moves a neuron that is refractory or close to the threshold through the step and appends its
// spikes: how long before the end they were. What arrives is taken from the block's input as far as
// it changes V, and if the neuron was there to take it.
void step_neuron(LinearBlock& block, std::size_t i, std::vector<double>& lateness) {
    const LinearMembrane& linear = block.linear;
    const std::size_t before = lateness.size();
    double jump = 0.0;
    for (std::size_t k = 0; k < linear.currents.size(); ++k) {
        if (linear.currents[k] == 0) jump = std::exchange(block.input[k][i], 0.0);
    }
    double detour = 0.0;
    std::int32_t& refractory = block.state.refractory[block.offset + i];
    if (refractory > 0) {
        --refractory;
        move_clamped(block, i);
        block.next[0][i] = block.state.y[0][block.offset + i];
    } else if (linear.noisy) {
        detour = move_and_fire(block, i, jump, lateness);
    } else {
        move_and_fire_on_grid(block, i, jump, lateness);
    }
    if (lateness.size() > before || detour != 0.0) {
        adapt(block, i, detour, std::span(lateness).subspan(before));
    }
}

void step_block(LinearBlock& block, const Slice& slice, std::uint32_t b, TimedSpikes spikes) {
    const std::uint32_t first = b * block_size;
    const std::uint32_t count = std::min<std::uint32_t>(block_size, slice.neurons - first);
    block.offset = slice.offset + first;
    block.number = slice.first_block + b;
    draw_normals(block);
    move_block(block);
    std::uint64_t left = exceptions(block);
    if (count < block_size) left &= (std::uint64_t{1} << count) - 1;
    for (; left != 0; left &= left - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(left));
        step_neuron(block, i, spikes.lateness);
        spikes.neurons.resize(spikes.lateness.size(), slice.first_neuron + first + i);
    }
    store_block(block);
}

}  // namespace

void update_linear(const LinearMembrane& linear, const MembraneStep& membrane, const Slice& slice,
                   const LinearState& state, const StepContext& context, TimedSpikes spikes) {
    const auto noises =
        static_cast<std::size_t>(std::max(linear.free.L.cols(), linear.clamped.L.cols()));
    LinearBlock block{
        .linear = linear,
        .membrane = membrane,
        .state = state,
        .context = context,
        .drive = linear.free.constant + stimulus_input(linear, context.stimulus_step),
        .stimulus = stimulus_pull(linear, context.stimulus_step),
        .offset = slice.offset,
        .number = slice.first_block,
        .normals = std::vector<BlockValues>(noises),
        .next = std::vector<BlockValues>(static_cast<std::size_t>(linear.system.A.rows())),
        .input = std::vector<double*>(linear.currents.size()),
        .highest = {}};
    std::vector<BlockValues> arriving(blocks_at_once * block.input.size());
    for (std::uint32_t b = 0; b < slice.blocks; ++b) {
        const std::uint32_t among = b % blocks_at_once;
        for (std::size_t k = 0; k < block.input.size(); ++k) {
            BlockValues* const of_current = &arriving[k * blocks_at_once];
            block.input[k] = of_current[among].data();
            if (among > 0) continue;
            const BlockRange range{.first = slice.first_block + b,
                                   .blocks = std::min(blocks_at_once, slice.blocks - b)};
            collect_block_input(membrane, range, context, k,
                                state.input[k] + slice.offset + std::size_t{b} * block_size,
                                of_current->data());
        }
        step_block(block, slice, b, spikes);
    }
}

}  // namespace siegert::simulation
