#include "io/hdf5_columns.hpp"

namespace siegert::io {
namespace {

std::string link_at(hid_t group, hsize_t k) {
    const auto read = [&](char* name, std::size_t size) {
        const ssize_t length =
            H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, k, name, size, H5P_DEFAULT);
        check_hdf5(length < 0 ? -1 : 0, "read the name of a group");
        return static_cast<std::size_t>(length);
    };
    std::string name(read(nullptr, 0), '\0');
    read(name.data(), name.size() + 1);
    return name;
}

}  // namespace

bool has_link(hid_t group, const char* name) {
    return H5Lexists(group, name, H5P_DEFAULT) > 0;
}

std::vector<std::string> links_of(hid_t group) {
    H5G_info_t info;
    check_hdf5(H5Gget_info(group, &info), "read a group");
    std::vector<std::string> names;
    for (hsize_t k = 0; k < info.nlinks; ++k) names.push_back(link_at(group, k));
    return names;
}

std::string text_attribute(hid_t group, const char* dataset, const char* name) {
    const Hdf5Handle data(H5Dopen2(group, dataset, H5P_DEFAULT), H5Dclose, "open a dataset");
    if (H5Aexists(data.id(), name) <= 0) return {};
    const Hdf5Handle attribute(H5Aopen(data.id(), name, H5P_DEFAULT), H5Aclose,
                               "open an attribute");
    const Hdf5Handle type(H5Aget_type(attribute.id()), H5Tclose, "read a type");
    if (H5Tis_variable_str(type.id()) > 0) {
        char* text = nullptr;
        const Hdf5Handle memory(H5Tcopy(type.id()), H5Tclose, "copy a type");
        check_hdf5(H5Aread(attribute.id(), memory.id(), &text), "read an attribute");
        const std::string result = text == nullptr ? "" : text;
        H5free_memory(text);
        return result;
    }
    std::string text(H5Tget_size(type.id()), '\0');
    check_hdf5(H5Aread(attribute.id(), type.id(), text.data()), "read an attribute");
    return text.c_str();
}

}  // namespace siegert::io
