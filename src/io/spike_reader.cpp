#include <siegert/error.hpp>
#include <siegert/io/results_file.hpp>
#include <siegert/io/spike_file.hpp>

#include "io/spike_names.hpp"

#include <cmath>

namespace siegert {
namespace {

// Finds "group/name" in a tree.
const Dataset* find(const ResultsTree& tree, const std::string& path) {
    const std::size_t slash = path.find('/');
    if (slash == std::string::npos) {
        const auto found = tree.datasets.find(path);
        return found == tree.datasets.end() ? nullptr : &found->second;
    }
    const auto group = tree.groups.find(path.substr(0, slash));
    return group == tree.groups.end() ? nullptr : find(group->second, path.substr(slash + 1));
}

template <class T>
const std::vector<T>& values(const ResultsTree& tree, const std::string& name) {
    const Dataset* data = find(tree, name);
    if (!data) throw FileError(name + " is missing");
    const auto* numbers = std::get_if<std::vector<T>>(&data->values);
    if (!numbers) throw FileError(name + " holds other values than expected");
    return *numbers;
}

Matrix matrix(const ResultsTree& tree, const std::string& name) {
    const auto& numbers = values<double>(tree, name);
    const auto& shape = find(tree, name)->shape;
    if (shape.size() != 2) throw FileError(name + " is no matrix");
    return Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(
        numbers.data(), static_cast<Index>(shape[0]), static_cast<Index>(shape[1]));
}

const ResultsTree& population_group(const ResultsTree& tree, const std::string& population) {
    const auto spikes = tree.groups.find(io::spikes_group);
    if (spikes != tree.groups.end()) {
        const auto& groups = spikes->second.groups;
        for (const auto& name :
             {io::population_group(population), io::old_population_group(population)}) {
            const auto found = groups.find(name);
            if (found != groups.end()) return found->second;
        }
    }
    throw FileError("the spikes of population " + population + " are missing");
}

PopulationSpikes population_spikes(const ResultsTree& tree, const std::string& population) {
    const ResultsTree& group = population_group(tree, population);
    PopulationSpikes spikes{.times = values<double>(group, "times"), .neurons = {}};
    for (const std::int64_t neuron : values<std::int64_t>(group, "neurons")) {
        spikes.neurons.push_back(static_cast<std::uint32_t>(neuron));
    }
    if (spikes.neurons.size() != spikes.times.size()) {
        throw FileError("the spikes of population " + population + " are damaged");
    }
    return spikes;
}

RecordedSimulation simulation_of(const ResultsFile& file) {
    const ResultsTree& tree = file.results;
    RecordedSimulation simulation;
    simulation.network = file.network;
    SpikeRecord& spikes = simulation.spikes;
    spikes.populations = file.network.populations;
    const auto& starts = values<double>(tree, io::start_name);
    const auto& ends = values<double>(tree, io::end_name);
    const Matrix sizes = matrix(tree, io::sizes_name);
    const Matrix recorded = matrix(tree, io::recorded_name);
    const Matrix rates = matrix(tree, io::rates_name);
    const auto pieces = static_cast<Index>(starts.size());
    if (pieces == 0 || ends.size() != starts.size() || rates.rows() != pieces ||
        sizes.rows() != pieces || recorded.rows() != pieces) {
        throw FileError("the records are damaged");
    }
    spikes.start = starts.front();
    spikes.end = ends.back();
    spikes.dt = values<double>(tree, io::dt_name).front();
    Vector durations(pieces);
    for (Index k = 0; k < pieces; ++k) {
        const auto piece = static_cast<std::size_t>(k);
        durations(k) = ends[piece] - starts[piece];
    }
    simulation.rates = rates.transpose() * durations / std::fmax(durations.sum(), 1e-300);
    for (std::size_t p = 0; p < spikes.populations.size(); ++p) {
        spikes.sizes.push_back(std::llround(sizes(0, static_cast<Index>(p))));
        spikes.recorded.push_back(std::llround(recorded(0, static_cast<Index>(p))));
        spikes.spikes.push_back(population_spikes(tree, spikes.populations[p]));
    }
    if (tree.groups.contains("population_rates")) {
        simulation.population_rates = {.times = values<double>(tree, "population_rates/times"),
                                       .rates = matrix(tree, "population_rates/rates")};
    }
    if (tree.groups.contains("probes")) {
        simulation.probes = {.probes = {},
                             .times = values<double>(tree, "probes/times"),
                             .V = matrix(tree, "probes/V"),
                             .I = matrix(tree, "probes/I"),
                             .w = {}};
        for (std::size_t k = 0; find(tree, io::probed_current_name(k)); ++k) {
            simulation.probes.w.push_back(matrix(tree, io::probed_current_name(k)));
        }
    }
    return simulation;
}

SimulationState state_of(const ResultsTree& tree) {
    const auto& numbers = values<std::int64_t>(tree, "checkpoint/numbers");
    if (numbers.size() != 3 && numbers.size() != 4) {
        throw FileError("checkpoint/numbers is damaged");
    }
    SimulationState state;
    state.fingerprint = static_cast<std::uint64_t>(numbers[0]);
    state.step = numbers[1];
    state.version = numbers.size() == 4 ? numbers[3] : 1;  // the first one did not write it
    for (std::int64_t k = 0; k < numbers[2]; ++k) {
        state.components.push_back(
            values<double>(tree, "checkpoint/component " + std::to_string(k)));
    }
    state.spike_steps = values<std::int64_t>(tree, "checkpoint/spike_steps");
    state.spike_neurons = values<std::int64_t>(tree, "checkpoint/spike_neurons");
    state.spike_lateness = values<double>(tree, "checkpoint/spike_lateness");
    return state;
}

template <class Read>
auto with_path(const std::filesystem::path& path, Read read) {
    const ResultsFile file = read_results(path);
    try {
        return read(file);
    } catch (const FileError& error) {
        throw FileError(path.string() + ": " + error.what());
    }
}

}  // namespace

RecordedSimulation read_spike_file(const std::filesystem::path& path) {
    return with_path(path, simulation_of);
}

void write_checkpoint(const SimulationState& state, const Network& network,
                      const std::filesystem::path& path) {
    ResultsTree tree;
    tree.datasets["numbers"] = dataset(std::vector<std::int64_t>{
        static_cast<std::int64_t>(state.fingerprint), state.step,
        static_cast<std::int64_t>(state.components.size()), state.version});
    for (std::size_t k = 0; k < state.components.size(); ++k) {
        tree.datasets["component " + std::to_string(k)] = dataset(state.components[k], "");
    }
    tree.datasets["spike_steps"] = dataset(state.spike_steps);
    tree.datasets["spike_neurons"] = dataset(state.spike_neurons);
    tree.datasets["spike_lateness"] = dataset(state.spike_lateness, "s");
    ResultsFile file{.network = network, .analysis = {}, .results = {}, .version = {}};
    file.results.groups["checkpoint"] = std::move(tree);
    write_results(file, path);
}

SimulationState read_checkpoint(const std::filesystem::path& path) {
    return with_path(path, [](const ResultsFile& file) { return state_of(file.results); });
}

}  // namespace siegert
