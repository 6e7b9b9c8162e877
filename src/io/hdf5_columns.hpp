#pragma once

#include "io/hdf5_handle.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

/// Reading of tables that other programs wrote as HDF5, a dataset for each column.
namespace siegert::io {

/// All numbers of a dataset, converted to `type`, that of T in memory. Throws: FileError.
template <class T>
std::vector<T> read_column(hid_t group, const char* name, hid_t type) {
    const Hdf5Handle data(H5Dopen2(group, name, H5P_DEFAULT), H5Dclose, "open a dataset");
    const Hdf5Handle space(H5Dget_space(data.id()), H5Sclose, "read a shape");
    const hssize_t size = H5Sget_simple_extent_npoints(space.id());
    std::vector<T> values(static_cast<std::size_t>(std::max<hssize_t>(size, 0)));
    if (values.empty()) return values;
    check_hdf5(H5Dread(data.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
               "read a dataset");
    return values;
}

/// Whether a group has something of this name.
[[nodiscard]] bool has_link(hid_t group, const char* name);

/// The names of what a group holds, in alphabetical order. Throws: FileError.
[[nodiscard]] std::vector<std::string> links_of(hid_t group);

/// The text of an attribute of a dataset; empty if it has none. Throws: FileError.
[[nodiscard]] std::string text_attribute(hid_t group, const char* dataset, const char* name);

}  // namespace siegert::io
