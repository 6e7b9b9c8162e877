#include <siegert/error.hpp>
#include <siegert/io/results_file.hpp>

#include "io/hdf5_handle.hpp"
#include "io/network_builder.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>
#include <sstream>

namespace siegert {
namespace {

using io::check_hdf5;
using io::Hdf5Handle;

constexpr int max_depth = 32;

// A damaged file can claim any extent: beyond this the data must be there.
constexpr std::size_t unquestioned_bytes = 1u << 24;
constexpr std::size_t max_compression = 2000;

std::vector<std::size_t> shape_of(hid_t space) {
    const int rank = H5Sget_simple_extent_ndims(space);
    check_hdf5(rank, "read a shape");
    std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
    check_hdf5(H5Sget_simple_extent_dims(space, extents.data(), nullptr), "read a shape");
    return {extents.begin(), extents.end()};
}

// Number of values of a dataset whose bytes are there.
std::size_t size_of(hid_t dataset_id, const std::vector<std::size_t>& shape,
                    std::size_t bytes_each) {
    std::size_t size = 1;
    for (const std::size_t extent : shape) {
        if (extent > 0 && size > std::numeric_limits<std::size_t>::max() / extent / bytes_each) {
            throw FileError("a dataset is too large");
        }
        size *= extent;
    }
    const std::size_t stored = H5Dget_storage_size(dataset_id);
    if (size * bytes_each > unquestioned_bytes && size * bytes_each / max_compression > stored) {
        throw FileError("a dataset claims more values than the file holds");
    }
    return size;
}

template <typename Value>
std::vector<Value> read_values(hid_t dataset_id, hid_t type, std::size_t size) {
    std::vector<Value> values(size);
    if (size > 0) {
        check_hdf5(H5Dread(dataset_id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                   "read a dataset");
    }
    return values;
}

bool is_complex(hid_t type) {
    return H5Tget_nmembers(type) == 2 && H5Tget_member_index(type, "r") == 0 &&
           H5Tget_member_index(type, "i") == 1 && H5Tget_member_class(type, 0) == H5T_FLOAT &&
           H5Tget_member_class(type, 1) == H5T_FLOAT;
}

// Texts are read in the character set that they have: HDF5 does not convert ASCII to UTF-8.
std::vector<std::string> read_variable_texts(hid_t dataset_id, hid_t type, hid_t space,
                                             std::size_t size) {
    auto pointers = read_values<char*>(dataset_id, type, size);
    const auto reclaim = [&](void*) { H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()); };
    const std::unique_ptr<void, decltype(reclaim)> owner(&pointers, reclaim);
    std::vector<std::string> texts;
    for (const char* pointer : pointers) texts.emplace_back(pointer ? pointer : "");
    return texts;
}

std::vector<std::string> read_fixed_texts(hid_t dataset_id, hid_t type, std::size_t size) {
    const std::size_t length = H5Tget_size(type);
    const auto bytes = read_values<char>(dataset_id, type, 0 + size * length);
    std::vector<std::string> texts;
    for (std::size_t k = 0; k < size; ++k) {
        const std::string text(bytes.data() + k * length, length);
        texts.push_back(text.substr(0, text.find('\0')));
    }
    return texts;
}

std::string read_text_attribute(hid_t object, const char* name) {
    if (H5Aexists(object, name) <= 0) return {};
    const Hdf5Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, "open an attribute");
    const Hdf5Handle stored(H5Aget_type(attribute.id()), H5Tclose, "read the type of an attribute");
    const Hdf5Handle space(H5Aget_space(attribute.id()), H5Sclose, "read an attribute");
    if (H5Tget_class(stored.id()) != H5T_STRING || H5Tis_variable_str(stored.id()) <= 0 ||
        H5Sget_simple_extent_npoints(space.id()) != 1) {
        throw FileError(fmt::format("attribute {} is not a text", name));
    }
    char* pointer = nullptr;
    check_hdf5(H5Aread(attribute.id(), stored.id(), &pointer), "read an attribute");
    const std::string text = pointer ? pointer : "";
    H5free_memory(pointer);
    return text;
}

Dataset::Values read_any(hid_t dataset_id, hid_t space, const std::vector<std::size_t>& shape) {
    const Hdf5Handle type(H5Dget_type(dataset_id), H5Tclose, "read the type of a dataset");
    const std::size_t size =
        size_of(dataset_id, shape, std::max<std::size_t>(H5Tget_size(type.id()), 1));
    switch (H5Tget_class(type.id())) {
        case H5T_FLOAT:
            return read_values<double>(dataset_id, H5T_NATIVE_DOUBLE, size);
        case H5T_INTEGER:
            return read_values<std::int64_t>(dataset_id, H5T_NATIVE_INT64, size);
        case H5T_ENUM:
            if (H5Tequal(type.id(), io::flag_type().id()) > 0) {
                return read_values<Flag>(dataset_id, io::flag_type().id(), size);
            }
            break;
        case H5T_STRING:
            if (H5Tis_variable_str(type.id()) > 0) {
                return read_variable_texts(dataset_id, type.id(), space, size);
            }
            return read_fixed_texts(dataset_id, type.id(), size);
        case H5T_COMPOUND:
            if (is_complex(type.id())) {
                return read_values<Complex>(dataset_id, io::complex_type().id(), size);
            }
            break;
        default:
            break;
    }
    throw FileError("a dataset is neither of numbers nor of texts");
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

Dataset read_dataset(hid_t dataset_id) {
    const Hdf5Handle space(H5Dget_space(dataset_id), H5Sclose, "read a shape");
    Dataset data;
    data.shape = shape_of(space.id());
    data.values = read_any(dataset_id, space.id(), data.shape);
    data.unit = read_text_attribute(dataset_id, "unit");
    data.axes = split(read_text_attribute(dataset_id, "axes"));
    data.meaning = read_text_attribute(dataset_id, "meaning");
    return data;
}

std::string link_at(hid_t group, hsize_t k) {
    const auto name = [&](char* buffer, std::size_t size) {
        const ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, k, buffer,
                                                  size, H5P_DEFAULT);
        check_hdf5(length < 0 ? -1 : 0, "read the name of a dataset");
        return static_cast<std::size_t>(length);
    };
    std::string text(name(nullptr, 0), '\0');
    name(text.data(), text.size() + 1);
    return text;
}

ResultsTree read_tree(hid_t group, int depth) {
    if (depth > max_depth) throw FileError("its groups are nested too deeply");
    H5G_info_t info;
    check_hdf5(H5Gget_info(group, &info), "read a group");
    ResultsTree tree;
    for (hsize_t k = 0; k < info.nlinks; ++k) {
        const std::string link = link_at(group, k);
        const std::string name = io::name_of_link(link);
        const Hdf5Handle object(H5Oopen(group, link.c_str(), H5P_DEFAULT), H5Oclose,
                                "open a dataset");
        switch (H5Iget_type(object.id())) {
            case H5I_DATASET:
                tree.datasets.emplace(name, read_dataset(object.id()));
                break;
            case H5I_GROUP:
                tree.groups.emplace(name, read_tree(object.id(), depth + 1));
                break;
            default:
                throw FileError(fmt::format("{} is neither a dataset nor a group", name));
        }
    }
    return tree;
}

ResultsFile read_hdf5(const std::filesystem::path& path) {
    const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                          "open it as an HDF5 file");
    ResultsFile results;
    results.version = read_text_attribute(file.id(), "siegert_version");
    results.results = read_tree(file.id(), 0);
    return results;
}

}  // namespace

ResultsFile read_results(const std::filesystem::path& path) {
    ResultsFile results;
    try {
        const io::Hdf5Session session;
        results = read_hdf5(path);
    } catch (const FileError& error) {
        throw FileError(fmt::format("cannot read {}: {}", path.string(), error.what()));
    } catch (const std::bad_alloc&) {
        throw FileError(fmt::format("cannot read {}: not enough memory", path.string()));
    }
    const auto node = results.results.datasets.extract("network");
    const auto* texts =
        node ? std::get_if<std::vector<std::string>>(&node.mapped().values) : nullptr;
    if (!texts || texts->size() != 1) {
        throw FileError(
            fmt::format("cannot read {}: it holds no network, so it was not written by siegert",
                        path.string()));
    }
    LoadedNetwork loaded = io::build_network(
        io::read_parameters(texts->front(), fmt::format("network in {}", path.string()), {}),
        NetworkModel::automatic);
    results.network = std::move(loaded.network);
    results.analysis = std::move(loaded.analysis);
    return results;
}

}  // namespace siegert
