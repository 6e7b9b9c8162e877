#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/io/results_file.hpp>
#include <siegert/version.hpp>

#include "io/atomic_file.hpp"
#include "io/hdf5_handle.hpp"
#include "io/hdf5_tree.hpp"

#include <fmt/format.h>

#include <functional>
#include <numeric>

namespace siegert {
namespace {

using io::check_hdf5;
using io::Hdf5Handle;

void require_valid_shape(const std::string& name, const Dataset& data) {
    const std::size_t expected =
        std::accumulate(data.shape.begin(), data.shape.end(), std::size_t{1}, std::multiplies<>{});
    const std::size_t size = std::visit([](const auto& v) { return v.size(); }, data.values);
    if (size != expected) {
        throw InvalidParameter(fmt::format("shape of dataset {} must hold its {} values, got {}",
                                           name, size, expected));
    }
}

void require_texts(const std::string& name, const Dataset& data) {
    const auto* texts = std::get_if<std::vector<std::string>>(&data.values);
    if (!texts) return;
    for (const auto& text : *texts) {
        if (text.find('\0') != std::string::npos) {
            throw InvalidParameter(
                fmt::format("texts of dataset {} must not hold a null byte, got one", name));
        }
    }
}

void require_name(const std::string& name) {
    if (name.empty() || name.find('\0') != std::string::npos) {
        throw InvalidParameter(fmt::format("name of a result must be a word, got '{}'", name));
    }
}

Hdf5Handle space_of(const std::vector<std::size_t>& shape) {
    if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose, "create a dataspace"};
    const std::vector<hsize_t> extents(shape.begin(), shape.end());
    return {H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose,
            "create a dataspace"};
}

void write_text_attribute(hid_t object, const char* name, const std::string& text) {
    const Hdf5Handle type = io::text_type();
    const Hdf5Handle space = space_of({});
    const Hdf5Handle attribute(
        H5Acreate2(object, name, type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
        "create an attribute");
    const char* value = text.c_str();
    check_hdf5(H5Awrite(attribute.id(), type.id(), &value), "write an attribute");
}

void write_values(hid_t dataset_id, hid_t type, const void* values) {
    check_hdf5(H5Dwrite(dataset_id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
               "write a dataset");
}

// Without the time: equal results are equal files.
Hdf5Handle dataset_creation() {
    Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "create a dataset");
    check_hdf5(H5Pset_obj_track_times(creation.id(), 0), "create a dataset");
    return creation;
}

void write_array(hid_t parent, const std::string& name, const Dataset& data, hid_t type,
                 const void* values) {
    const Hdf5Handle space = space_of(data.shape);
    const Hdf5Handle creation = dataset_creation();
    const Hdf5Handle dataset_handle(H5Dcreate2(parent, io::link_name(name).c_str(), type,
                                               space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                                    H5Dclose, "create a dataset");
    if (values) write_values(dataset_handle.id(), type, values);
    const auto attribute = [&](const char* key, const std::string& text) {
        if (!text.empty()) write_text_attribute(dataset_handle.id(), key, text);
    };
    attribute("unit", data.unit);
    attribute("axes", fmt::format("{}", fmt::join(data.axes, ",")));
    attribute("meaning", data.meaning);
}

void write_dataset(hid_t parent, const std::string& name, const Dataset& data) {
    const auto write = [&](hid_t type, const auto& values) {
        write_array(parent, name, data, type, values.empty() ? nullptr : values.data());
    };
    if (const auto* numbers = std::get_if<std::vector<double>>(&data.values)) {
        write(H5T_NATIVE_DOUBLE, *numbers);
    } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&data.values)) {
        write(H5T_NATIVE_INT64, *integers);
    } else if (const auto* complex = std::get_if<std::vector<Complex>>(&data.values)) {
        write(io::complex_type().id(), *complex);
    } else if (const auto* flags = std::get_if<std::vector<Flag>>(&data.values)) {
        write(io::flag_type().id(), *flags);
    } else {
        std::vector<const char*> texts;
        for (const auto& text : std::get<std::vector<std::string>>(data.values)) {
            texts.push_back(text.c_str());
        }
        write(io::text_type().id(), texts);
    }
}

// HDF5 keeps a file in memory here and the bytes are written afterwards: a file on disk that it
// fails to write it can neither close nor forget, and the process crashes when it ends.
Hdf5Handle access_in_memory() {
    constexpr std::size_t growth = 1u << 20;
    constexpr hbool_t also_on_disk = 0;
    Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create a file in memory");
    check_hdf5(H5Pset_fapl_core(access.id(), growth, also_on_disk), "create a file in memory");
    return access;
}

// The bytes of an open file in memory, valid until it is changed or closed.
std::string_view image_of(hid_t file, hid_t access) {
    check_hdf5(H5Fflush(file, H5F_SCOPE_GLOBAL), "complete the file in memory");
    const ssize_t size = H5Fget_file_image(file, nullptr, 0);
    check_hdf5(size < 0 ? -1 : 0, "complete the file in memory");
    void* memory = nullptr;
    check_hdf5(H5Fget_vfd_handle(file, access, &memory), "complete the file in memory");
    return {*static_cast<char**>(memory), static_cast<std::size_t>(size)};
}

void write_hdf5(const ResultsFile& results, const std::string& yaml,
                const std::filesystem::path& path) {
    const Hdf5Handle access = access_in_memory();
    const Hdf5Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()),
                          H5Fclose, "create a file in memory");
    write_text_attribute(file.id(), "siegert_version", version);
    write_dataset(file.id(), "network", dataset(yaml));
    io::write_tree(file.id(), results.results);
    io::write_whole_file(path, image_of(file.id(), access.id()));
}

}  // namespace

void io::require_valid(const ResultsTree& tree) {
    for (const auto& [name, data] : tree.datasets) {
        require_name(name);
        require_valid_shape(name, data);
        require_texts(name, data);
    }
    for (const auto& [name, group] : tree.groups) {
        require_name(name);
        if (tree.datasets.contains(name)) {
            throw InvalidParameter(
                fmt::format("name of a group must differ from those of datasets, got '{}'", name));
        }
        io::require_valid(group);
    }
}

void io::write_tree(hid_t parent, const ResultsTree& tree) {
    for (const auto& [name, data] : tree.datasets) write_dataset(parent, name, data);
    for (const auto& [name, subtree] : tree.groups) {
        const Hdf5Handle group(
            H5Gcreate2(parent, link_name(name).c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
            H5Gclose, "create a group");
        write_tree(group.id(), subtree);
    }
}

void write_results(const ResultsFile& results, const std::filesystem::path& path) {
    const std::string yaml = to_yaml(results.network, results.analysis);
    io::require_valid(results.results);
    if (results.results.datasets.contains("network") ||
        results.results.groups.contains("network")) {
        throw InvalidParameter("name of a result must not be 'network', got it at the top");
    }
    const io::Hdf5Session session;
    write_hdf5(results, yaml, path);
}

}  // namespace siegert
