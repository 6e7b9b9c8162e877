#include <siegert/error.hpp>
#include <siegert/io/results_file.hpp>
#include <siegert/io/spike_file.hpp>

#include "io/hdf5_handle.hpp"
#include "io/hdf5_tree.hpp"
#include "io/reserve_space.hpp"
#include "io/spike_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert {
namespace {

using io::check_hdf5;
using io::Hdf5Handle;

constexpr hsize_t chunk_values = 4096;

// Rows of numbers to append to one dataset.
struct Rows {
    std::string name;  // path in the file
    hid_t type;
    const void* values;
    hsize_t count;
    hsize_t width;  // 0: the rows are single numbers, the dataset has one dimension
    const char* unit;
};

template <class T>
hid_t type_of() {
    if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
    return H5T_NATIVE_UINT32;
}

template <class T>
Rows numbers(std::string name, const std::vector<T>& values, const char* unit) {
    return {std::move(name), type_of<T>(), values.data(), values.size(), 0, unit};
}

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Rows matrix(std::string name, const RowMajor& values, const char* unit) {
    return {std::move(name),
            H5T_NATIVE_DOUBLE,
            values.data(),
            static_cast<hsize_t>(values.rows()),
            static_cast<hsize_t>(values.cols()),
            unit};
}

void write_unit(hid_t dataset, const char* unit) {
    const Hdf5Handle type = io::text_type();
    const Hdf5Handle space(H5Screate(H5S_SCALAR), H5Sclose, "create a dataspace");
    const Hdf5Handle attribute(
        H5Acreate2(dataset, "unit", type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
        "create an attribute");
    check_hdf5(H5Awrite(attribute.id(), type.id(), &unit), "write an attribute");
}

Hdf5Handle create_rows(hid_t file, const Rows& rows) {
    const int rank = rows.width == 0 ? 1 : 2;
    const std::array<hsize_t, 2> extent{0, rows.width};
    const std::array<hsize_t, 2> most{H5S_UNLIMITED, rows.width};
    const std::array<hsize_t, 2> chunk{
        std::max<hsize_t>(1, chunk_values / std::max<hsize_t>(1, rows.width)), rows.width};
    const Hdf5Handle space(H5Screate_simple(rank, extent.data(), most.data()), H5Sclose,
                           "create a dataspace");
    const Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "create a dataset");
    check_hdf5(H5Pset_chunk(creation.id(), rank, chunk.data()), "create a dataset");
    const Hdf5Handle link(H5Pcreate(H5P_LINK_CREATE), H5Pclose, "create a dataset");
    check_hdf5(H5Pset_create_intermediate_group(link.id(), 1), "create a dataset");
    Hdf5Handle dataset(H5Dcreate2(file, rows.name.c_str(), rows.type, space.id(), link.id(),
                                  creation.id(), H5P_DEFAULT),
                       H5Dclose, "create a dataset");
    if (*rows.unit != '\0') write_unit(dataset.id(), rows.unit);
    return dataset;
}

// H5Lexists wants every group above to exist.
bool exists(hid_t file, const std::string& name) {
    for (std::size_t slash = name.find('/'); slash != std::string::npos;
         slash = name.find('/', slash + 1)) {
        if (H5Lexists(file, name.substr(0, slash).c_str(), H5P_DEFAULT) <= 0) return false;
    }
    return H5Lexists(file, name.c_str(), H5P_DEFAULT) > 0;
}

Hdf5Handle open_rows(hid_t file, const Rows& rows) {
    if (!exists(file, rows.name)) return create_rows(file, rows);
    return {H5Dopen2(file, rows.name.c_str(), H5P_DEFAULT), H5Dclose, "open a dataset"};
}

void append_rows(hid_t file, const Rows& rows) {
    const Hdf5Handle dataset = open_rows(file, rows);
    const int rank = rows.width == 0 ? 1 : 2;
    std::array<hsize_t, 2> extent{0, rows.width};
    {
        const Hdf5Handle space(H5Dget_space(dataset.id()), H5Sclose, "read a shape");
        if (H5Sget_simple_extent_ndims(space.id()) != rank) throw FileError("a dataset is damaged");
        check_hdf5(H5Sget_simple_extent_dims(space.id(), extent.data(), nullptr), "read a shape");
    }
    if (rank == 2 && extent[1] != rows.width) throw FileError("a dataset has other columns");
    if (rows.count == 0) return;
    const std::array<hsize_t, 2> offset{extent[0], 0};
    const std::array<hsize_t, 2> added{rows.count, rows.width};
    extent[0] += rows.count;
    check_hdf5(H5Dset_extent(dataset.id(), extent.data()), "lengthen a dataset");
    const Hdf5Handle space(H5Dget_space(dataset.id()), H5Sclose, "read a shape");
    check_hdf5(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, offset.data(), nullptr, added.data(),
                                   nullptr),
               "append to a dataset");
    const Hdf5Handle memory(H5Screate_simple(rank, added.data(), nullptr), H5Sclose,
                            "append to a dataset");
    check_hdf5(H5Dwrite(dataset.id(), rows.type, memory.id(), space.id(), H5P_DEFAULT, rows.values),
               "append to a dataset");
}

std::size_t bytes_needed(const std::vector<Rows>& all) {
    constexpr std::size_t bookkeeping = 16384;  // of HDF5, for each dataset
    std::size_t bytes = 1u << 20;
    for (const Rows& rows : all) {
        const auto values = rows.count * std::max<hsize_t>(1, rows.width);
        bytes += (values + values / 8 + chunk_values) * sizeof(double) + bookkeeping;
    }
    return bytes;
}

std::size_t bytes_needed(const ResultsTree& tree) {
    constexpr std::size_t bookkeeping = 16384;
    std::size_t bytes = 1u << 20;
    for (const auto& [name, data] : tree.datasets) {
        const std::size_t count = std::visit([](const auto& v) { return v.size(); }, data.values);
        bytes += count * sizeof(Complex) + bookkeeping;
    }
    for (const auto& [name, group] : tree.groups) bytes += bytes_needed(group);
    return bytes;
}

// Errors of the file system and of HDF5 say which file it was.
template <class Write>
void naming_the_file(const std::filesystem::path& path, const Write& write) {
    try {
        write();
    } catch (const FileError& error) {
        const std::string text = error.what();
        const bool named = text.find(path.string()) != std::string::npos;
        throw FileError(named ? text : path.string() + ": " + text);
    }
}

double last_end(hid_t file) {
    if (!exists(file, io::end_name)) return -1.0;
    const Hdf5Handle dataset(H5Dopen2(file, io::end_name, H5P_DEFAULT), H5Dclose, "open a dataset");
    const Hdf5Handle space(H5Dget_space(dataset.id()), H5Sclose, "read a shape");
    std::vector<double> ends(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())));
    check_hdf5(H5Dread(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, ends.data()),
               "read a dataset");
    return ends.empty() ? -1.0 : ends.back();
}

void append_to_file(const std::vector<Rows>& all, double start, const std::filesystem::path& path) {
    const io::Hdf5Session session;
    const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose,
                          "open the file");
    const double previous = last_end(file.id());
    if (previous >= 0.0 && std::abs(previous - start) > 1e-9) {
        throw InvalidParameter(fmt::format(
            "start of the record must be the end of the last one, {} s, got {}", previous, start));
    }
    for (const Rows& rows : all) append_rows(file.id(), rows);
    check_hdf5(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "write the file");
}

}  // namespace

void create_spike_file(const Network& network, const std::filesystem::path& path) {
    write_results({.network = network, .analysis = {}, .results = {}, .version = {}}, path);
}

void append_record(const SimulationResult& result, const std::filesystem::path& path) {
    const SpikeRecord& spikes = result.spikes;
    const std::vector<double> start{spikes.start};
    const std::vector<double> end{spikes.end};
    const std::vector<double> dt{spikes.dt};
    const RowMajor sizes = Eigen::Map<const Eigen::Matrix<Index, 1, Eigen::Dynamic>>(
                               spikes.sizes.data(), static_cast<Index>(spikes.sizes.size()))
                               .cast<double>();
    const RowMajor recorded =
        Eigen::Map<const Eigen::Matrix<Index, 1, Eigen::Dynamic>>(
            spikes.recorded.data(), static_cast<Index>(spikes.recorded.size()))
            .cast<double>();
    const RowMajor rates = result.rates.transpose();
    const RowMajor bin_rates = result.population_rates.rates;
    const RowMajor V = result.probes.V;
    const RowMajor I = result.probes.I;
    const std::vector<RowMajor> w(result.probes.w.begin(), result.probes.w.end());

    std::vector<Rows> all{
        numbers(io::start_name, start, "s"),     numbers(io::end_name, end, "s"),
        numbers(io::dt_name, dt, "s"),           matrix(io::sizes_name, sizes, ""),
        matrix(io::recorded_name, recorded, ""), matrix(io::rates_name, rates, "Hz")};
    for (std::size_t p = 0; p < spikes.populations.size(); ++p) {
        const std::string group = fmt::format(
            "{}/{}", io::spikes_group, io::link_name(io::population_group(spikes.populations[p])));
        all.push_back(numbers(group + "/times", spikes.spikes[p].times, "s"));
        all.push_back(numbers(group + "/neurons", spikes.spikes[p].neurons, ""));
    }
    if (bin_rates.cols() > 0) {
        all.push_back(numbers("population_rates/times", result.population_rates.times, "s"));
        all.push_back(matrix("population_rates/rates", bin_rates, "Hz"));
    }
    if (V.cols() > 0) {
        all.push_back(numbers("probes/times", result.probes.times, "s"));
        all.push_back(matrix("probes/V", V, "V"));
        all.push_back(matrix("probes/I", I, "V"));
        for (std::size_t k = 0; k < w.size(); ++k) {
            all.push_back(matrix(io::probed_current_name(k), w[k], "V"));
        }
    }
    naming_the_file(path, [&] {
        io::reserve_space(path, bytes_needed(all));
        append_to_file(all, spikes.start, path);
    });
}

void write_statistics(const ResultsTree& statistics, const std::filesystem::path& path) {
    io::require_valid(statistics);
    naming_the_file(path, [&] {
        io::reserve_space(path, bytes_needed(statistics));
        const io::Hdf5Session session;
        const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose,
                              "open the file");
        if (exists(file.id(), io::statistics_name)) {
            check_hdf5(H5Ldelete(file.id(), io::statistics_name, H5P_DEFAULT), "replace a group");
        }
        const Hdf5Handle group(
            H5Gcreate2(file.id(), io::statistics_name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
            H5Gclose, "create a group");
        io::write_tree(group.id(), statistics);
        check_hdf5(H5Fflush(file.id(), H5F_SCOPE_GLOBAL), "write the file");
    });
}

}  // namespace siegert
