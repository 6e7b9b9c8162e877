#include <siegert/io/spike_formats.hpp>

#include "io/atomic_file.hpp"
#include "io/hdf5_handle.hpp"
#include "io/spike_sonata.hpp"
#include "io/spike_text.hpp"
#include "require.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace siegert {
namespace {

using io::NumberedSpike;
using PopulationsInFile = std::map<std::string, std::vector<NumberedSpike>>;

bool is_hdf5(const std::filesystem::path& path) {
    const io::Hdf5Session session;
    return H5Fis_hdf5(path.c_str()) > 0;
}

void require_numbered(const std::vector<NumberedPopulation>& populations) {
    for (std::size_t p = 0; p < populations.size(); ++p) {
        const auto& [name, first, last] = populations[p];
        if (!(first <= last)) {
            throw InvalidParameter(
                fmt::format("population {} must have a neuron, got {} to {}", name, first, last));
        }
        constexpr double most = 4294967295.0;
        require(static_cast<double>(last) - static_cast<double>(first) < most,
                "numbers of the neurons of " + name, static_cast<double>(last),
                fmt::format("be fewer than 2^32 from the first one, {}, on", first));
        for (std::size_t q = 0; q < p; ++q) {
            if (populations[q].name == name) {
                throw InvalidParameter("population " + name + " must be named once");
            }
        }
    }
}

NumberedPopulation from_lowest_to_highest(std::string name,
                                          const std::vector<NumberedSpike>& spikes,
                                          std::int64_t lowest, std::int64_t highest) {
    for (const NumberedSpike& spike : spikes) {
        lowest = std::min(lowest, spike.neuron);
        highest = std::max(highest, spike.neuron);
    }
    return {.name = std::move(name), .first = lowest, .last = highest};
}

// Of text all neurons are numbered together.
std::vector<NumberedPopulation> populations_of_text(const std::vector<NumberedSpike>& spikes,
                                                    const SpikeReading& reading) {
    for (std::size_t p = 0; p < reading.populations.size(); ++p) {
        const NumberedPopulation& own = reading.populations[p];
        for (std::size_t q = 0; q < p; ++q) {
            const NumberedPopulation& other = reading.populations[q];
            if (own.first > other.last || other.first > own.last) continue;
            throw InvalidParameter(
                fmt::format("populations {} and {} must not share neurons", other.name, own.name));
        }
    }
    if (!reading.populations.empty()) return reading.populations;
    if (spikes.empty()) throw InvalidParameter("a file without spikes needs its populations named");
    const std::int64_t any = spikes.front().neuron;
    return {from_lowest_to_highest("all", spikes, any, any)};
}

std::vector<NumberedPopulation> populations_of_sonata(const PopulationsInFile& in_file,
                                                      const SpikeReading& reading) {
    for (const NumberedPopulation& named : reading.populations) {
        if (!in_file.contains(named.name)) {
            throw InvalidParameter("the file has no population " + named.name);
        }
    }
    std::vector<NumberedPopulation> populations;
    for (const auto& [name, spikes] : in_file) {
        const auto named = std::ranges::find(reading.populations, name, &NumberedPopulation::name);
        populations.push_back(named == reading.populations.end()
                                  ? from_lowest_to_highest(name, spikes, 0, 0)
                                  : *named);
    }
    return populations;
}

double last_spike(const PopulationsInFile& in_file) {
    double last = 0.0;
    for (const auto& [name, spikes] : in_file) {
        for (const NumberedSpike& spike : spikes) last = std::max(last, spike.time);
    }
    return last;
}

// The spikes of one population, in the order of a record.
std::uint64_t add_population(const NumberedPopulation& population,
                             std::vector<NumberedSpike> spikes, SpikeRecord& record) {
    const auto outside = [&](const NumberedSpike& spike) {
        return spike.neuron < population.first || spike.neuron > population.last ||
               !(spike.time > record.start && spike.time <= record.end);
    };
    const std::uint64_t left_out = std::erase_if(spikes, outside);
    std::ranges::sort(spikes, {}, [](const NumberedSpike& spike) {
        return std::tuple(spike.time, spike.neuron);
    });
    PopulationSpikes own;
    for (const NumberedSpike& spike : spikes) {
        own.times.push_back(spike.time);
        own.neurons.push_back(static_cast<std::uint32_t>(spike.neuron - population.first));
    }
    record.populations.push_back(population.name);
    record.sizes.push_back(population.last - population.first + 1);
    record.recorded.push_back(record.sizes.back());
    record.spikes.push_back(std::move(own));
    return left_out;
}

SpikesRead assembled(const std::vector<NumberedPopulation>& populations,
                     const PopulationsInFile& in_file, bool numbered_together,
                     const SpikeReading& reading) {
    require_numbered(populations);
    SpikesRead read;
    read.record.start = reading.start;
    read.record.end = std::isnan(reading.end) ? last_spike(in_file) : reading.end;
    require(read.record.end > reading.start, "end of the recording [s]", read.record.end,
            fmt::format("lie after its start {}", reading.start));
    std::uint64_t spikes = 0;
    for (const auto& [name, of_population] : in_file) spikes += of_population.size();
    std::uint64_t kept = 0;
    for (const NumberedPopulation& population : populations) {
        const auto& own = numbered_together ? in_file.begin()->second : in_file.at(population.name);
        kept += own.size() - add_population(population, own, read.record);
    }
    read.left_out = spikes - kept;
    return read;
}

// All spikes of a record, of whichever population, in the order of their times.
std::vector<NumberedSpike> numbered_from_one(const SpikeRecord& record) {
    std::vector<NumberedSpike> all;
    std::int64_t first = 1;
    for (std::size_t p = 0; p < record.spikes.size(); ++p) {
        const PopulationSpikes& spikes = record.spikes[p];
        for (std::size_t k = 0; k < spikes.times.size(); ++k) {
            all.push_back({.time = spikes.times[k], .neuron = first + spikes.neurons[k]});
        }
        first += record.sizes[p];
    }
    std::ranges::sort(
        all, {}, [](const NumberedSpike& spike) { return std::tuple(spike.time, spike.neuron); });
    return all;
}

// NEST's own readers skip the first three lines.
std::string nest_text(const SpikeRecord& record) {
    constexpr double per_millisecond = 1e3;
    std::string text = fmt::format(
        "# siegert version: {}\n# RecordingBackendASCII version: 2\nsender\ttime_ms\n", version);
    for (const NumberedSpike& spike : numbered_from_one(record)) {
        text += fmt::format("{}\t{:.12g}\n", spike.neuron, spike.time * per_millisecond);
    }
    return text;
}

}  // namespace

std::optional<SpikeFormat> spike_format(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    if (name.ends_with(".dat") || name.ends_with(".gdf")) return SpikeFormat::nest;
    if (name.ends_with(".sonata") || name.ends_with(".sonata.h5")) return SpikeFormat::sonata;
    return {};
}

bool is_spike_file(const std::filesystem::path& path) {
    if (!is_hdf5(path)) return false;
    const io::Hdf5Session session;
    const io::Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                              "open the file");
    return H5Lexists(file.id(), "network", H5P_DEFAULT) > 0;
}

SpikesRead read_spikes(const std::filesystem::path& path, const SpikeReading& reading) {
    require_finite("start of the recording [s]", reading.start);
    if (is_hdf5(path)) {
        const PopulationsInFile in_file = io::read_sonata(path);
        return assembled(populations_of_sonata(in_file, reading), in_file, false, reading);
    }
    const PopulationsInFile in_file{{"", io::read_spike_text(path)}};
    return assembled(populations_of_text(in_file.at(""), reading), in_file, true, reading);
}

void write_spikes(const SpikeRecord& record, const std::filesystem::path& path,
                  SpikeFormat format) {
    if (format == SpikeFormat::nest) {
        io::write_whole_file(path, nest_text(record));
        return;
    }
    io::replace_file(path,
                     [&](const std::filesystem::path& file) { io::write_sonata(record, file); });
}

}  // namespace siegert
