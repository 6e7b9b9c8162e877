#include "io/spike_sonata.hpp"

#include "io/hdf5_columns.hpp"

#include <siegert/error.hpp>

#include <array>
#include <cmath>
#include <cstdint>

namespace siegert::io {
namespace {

constexpr const char* time_units = "units";

// Milliseconds where nothing is said, as SONATA's guide has it.
double unit_value(const std::string& unit) {
    if (unit.empty() || unit == "milliseconds" || unit == "ms") return milliseconds;
    if (unit == "seconds" || unit == "s") return 1.0;
    throw FileError("timestamps are in '" + unit + "', neither milliseconds nor seconds");
}

std::vector<NumberedSpike> spikes_of(hid_t group) {
    const double unit = unit_value(text_attribute(group, "timestamps", time_units));
    const auto times = read_column<double>(group, "timestamps", H5T_NATIVE_DOUBLE);
    const auto neurons = read_column<std::int64_t>(group, "node_ids", H5T_NATIVE_INT64);
    if (times.size() != neurons.size()) throw FileError("timestamps and node_ids differ in length");
    std::vector<NumberedSpike> spikes;
    for (std::size_t k = 0; k < times.size(); ++k) {
        if (!std::isfinite(times[k])) throw FileError("timestamps are not finite");
        spikes.push_back({.time = times[k] * unit, .neuron = neurons[k]});
    }
    return spikes;
}

template <class T>
void write_column(hid_t group, const char* name, const std::vector<T>& values, hid_t type) {
    const hsize_t size = values.size();
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "make a shape");
    const Hdf5Handle data(
        H5Dcreate2(group, name, type, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose,
        "make a dataset");
    check_hdf5(H5Dwrite(data.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
               "write a dataset");
}

void write_attribute(hid_t object, const char* name, hid_t type, hid_t space, const void* value) {
    const Hdf5Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT),
                               H5Aclose, "make an attribute");
    check_hdf5(H5Awrite(attribute.id(), type, value), "write an attribute");
}

void write_units(hid_t group) {
    const Hdf5Handle data(H5Dopen2(group, "timestamps", H5P_DEFAULT), H5Dclose, "open a dataset");
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose, "make a shape");
    const Hdf5Handle text = text_type();
    const char* unit = "milliseconds";
    write_attribute(data.id(), time_units, text.id(), scalar.id(), static_cast<const void*>(&unit));
}

void write_sorting(hid_t group) {
    const Hdf5Handle type(H5Tenum_create(H5T_NATIVE_UINT8), H5Tclose, "make a type");
    const std::array<const char*, 3> names{"none", "by_id", "by_time"};
    for (std::uint8_t value = 0; value < names.size(); ++value) {
        check_hdf5(H5Tenum_insert(type.id(), names[value], &value), "make a type");
    }
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose, "make a shape");
    const std::uint8_t by_time = 2;
    write_attribute(group, "sorting", type.id(), scalar.id(), &by_time);
}

// The marks by which readers know the format.
void write_version(hid_t file) {
    const Hdf5Handle scalar(H5Screate(H5S_SCALAR), H5Sclose, "make a shape");
    const std::uint32_t magic = 0x0A7A;
    write_attribute(file, "magic", H5T_NATIVE_UINT32, scalar.id(), &magic);
    const hsize_t two = 2;
    const Hdf5Handle pair(H5Screate_simple(1, &two, nullptr), H5Sclose, "make a shape");
    const std::array<std::uint32_t, 2> version{0, 1};
    write_attribute(file, "version", H5T_NATIVE_UINT32, pair.id(), version.data());
}

void write_population(hid_t parent, const std::string& name, const PopulationSpikes& spikes) {
    const Hdf5Handle group(
        H5Gcreate2(parent, link_name(name).c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Gclose, "make a group");
    std::vector<double> times = spikes.times;
    for (double& time : times) time /= milliseconds;
    write_column(group.id(), "timestamps", times, H5T_NATIVE_DOUBLE);
    const std::vector<std::uint64_t> neurons(spikes.neurons.begin(), spikes.neurons.end());
    write_column(group.id(), "node_ids", neurons, H5T_NATIVE_UINT64);
    write_units(group.id());
    write_sorting(group.id());
}

}  // namespace

std::map<std::string, std::vector<NumberedSpike>> read_sonata(const std::filesystem::path& path) {
    try {
        const Hdf5Session session;
        const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                              "open the file");
        const Hdf5Handle spikes(H5Gopen2(file.id(), "spikes", H5P_DEFAULT), H5Gclose,
                                "open the group spikes");
        std::map<std::string, std::vector<NumberedSpike>> populations;
        for (const std::string& link : links_of(spikes.id())) {
            const Hdf5Handle group(H5Gopen2(spikes.id(), link.c_str(), H5P_DEFAULT), H5Gclose,
                                   "open a population");
            populations[name_of_link(link)] = spikes_of(group.id());
        }
        return populations;
    } catch (const FileError& error) {
        throw FileError(path.string() + ": is no file of SONATA spikes: " + error.what());
    }
}

void write_sonata(const SpikeRecord& record, const std::filesystem::path& path) {
    const Hdf5Session session;
    const Hdf5Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                          H5Fclose, "create the file");
    write_version(file.id());
    const Hdf5Handle spikes(H5Gcreate2(file.id(), "spikes", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                            H5Gclose, "make a group");
    for (std::size_t p = 0; p < record.populations.size(); ++p) {
        write_population(spikes.id(), record.populations[p], record.spikes[p]);
    }
    check_hdf5(H5Fflush(file.id(), H5F_SCOPE_LOCAL), "write the file");
}

}  // namespace siegert::io
