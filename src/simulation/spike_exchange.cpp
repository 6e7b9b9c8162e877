#include "simulation/spike_exchange.hpp"

#include <bit>

namespace siegert::simulation {
namespace {

void append(Words& words, const SpikeList& list) {
    words.insert(words.end(), list.population_end.begin(), list.population_end.end());
    words.insert(words.end(), list.neurons.begin(), list.neurons.end());
    for (const double lateness : list.lateness) {
        const auto bits = std::bit_cast<std::uint64_t>(lateness);
        words.push_back(static_cast<std::uint32_t>(bits));
        words.push_back(static_cast<std::uint32_t>(bits >> 32));
    }
}

// Reads what `append` has written and returns where the next list begins.
const std::uint32_t* extract(const std::uint32_t* words, SpikeList& list) {
    const std::size_t populations = list.population_end.size();
    list.population_end.assign(words, words + populations);
    words += populations;
    const std::size_t count = list.population_end.back();
    list.neurons.assign(words, words + count);
    words += count;
    list.lateness.resize(count);
    for (double& lateness : list.lateness) {
        lateness = std::bit_cast<double>(static_cast<std::uint64_t>(words[1]) << 32 | words[0]);
        words += 2;
    }
    return words;
}

template <class T>
void append(std::vector<double>& numbers, const std::vector<T>& values) {
    numbers.push_back(static_cast<double>(values.size()));
    for (const T value : values) numbers.push_back(static_cast<double>(value));
}

template <class T>
const double* extract(const double* numbers, std::vector<T>& values) {
    values.resize(static_cast<std::size_t>(*numbers++));
    for (T& value : values) value = static_cast<T>(*numbers++);
    return numbers;
}

void append(std::vector<double>& numbers, const ShardRecord& record) {
    numbers.push_back(static_cast<double>(record.spikes.size()));
    for (const PopulationSpikes& population : record.spikes) {
        append(numbers, population.times);
        append(numbers, population.neurons);
    }
    append(numbers, record.spike_counts);
    append(numbers, record.bin_counts);
    numbers.push_back(static_cast<double>(record.probed.size()));
    for (const std::vector<double>& values : record.probed) append(numbers, values);
    numbers.push_back(static_cast<double>(record.synaptic_events));
}

const double* extract(const double* numbers, ShardRecord& record) {
    record.spikes.resize(static_cast<std::size_t>(*numbers++));
    for (PopulationSpikes& population : record.spikes) {
        numbers = extract(numbers, population.times);
        numbers = extract(numbers, population.neurons);
    }
    numbers = extract(numbers, record.spike_counts);
    numbers = extract(numbers, record.bin_counts);
    record.probed.resize(static_cast<std::size_t>(*numbers++));
    for (std::vector<double>& values : record.probed) numbers = extract(numbers, values);
    record.synaptic_events = static_cast<std::uint64_t>(*numbers++);
    return numbers;
}

}  // namespace

ShardRange shards_of(const Communicator& all, int rank, std::size_t shards) {
    const auto share = shards / static_cast<std::size_t>(all.size);
    const auto first = share * static_cast<std::size_t>(rank);
    return {.first = first, .last = first + share};
}

bool exchange_spikes(const Communicator& all, const StepRange& steps, bool stop,
                     SpikeHistory& history) {
    if (all.size == 1) return stop;
    const ShardRange own = shards_of(all, all.rank, history.shards());
    Words words{stop ? 1u : 0u};
    for (std::uint64_t step = steps.from + 1; step <= steps.to; ++step) {
        for (std::size_t s = own.first; s < own.last; ++s) append(words, history.at(step, s));
    }
    const std::vector<Words> received = exchange_words(all, words);
    for (int rank = 0; rank < all.size; ++rank) {
        if (rank == all.rank) continue;
        const ShardRange theirs = shards_of(all, rank, history.shards());
        const std::uint32_t* next = received[static_cast<std::size_t>(rank)].data() + 1;
        for (std::uint64_t step = steps.from + 1; step <= steps.to; ++step) {
            for (std::size_t s = theirs.first; s < theirs.last; ++s) {
                next = extract(next, history.at(step, s));
            }
        }
    }
    return received.front().front() != 0;
}

std::vector<ShardRecord> gather_records(const Communicator& all, std::vector<ShardRecord> mine) {
    if (all.size == 1) return mine;
    std::vector<double> numbers;
    for (const ShardRecord& record : mine) append(numbers, record);
    std::vector<ShardRecord> records;
    for (const std::vector<double>& sent : gather(all, numbers)) {
        const double* next = sent.data();
        while (next != sent.data() + sent.size()) next = extract(next, records.emplace_back());
    }
    return records;
}

}  // namespace siegert::simulation
