#include "io/hdf5_handle.hpp"

#include <siegert/answer/dataset.hpp>
#include <siegert/error.hpp>

#include <fmt/format.h>

namespace siegert::io {
namespace {

std::mutex hdf5_mutex;

// The stack of errors is walked from the cause upwards: the first entry is the cause.
herr_t note_cause(unsigned, const H5E_error2_t* error, void* cause) {
    auto& text = *static_cast<std::string*>(cause);
    if (text.empty() && error->desc) text = error->desc;
    return 0;
}

std::string cause_of_failure() {
    std::string cause;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, note_cause, &cause);
    return cause.empty() ? "HDF5 gives no reason" : cause;
}

[[noreturn]] void fail(const char* action) {
    throw FileError(fmt::format("cannot {}: {}", action, cause_of_failure()));
}

}  // namespace

Hdf5Handle::Hdf5Handle(hid_t id, Close close_function, const char* action)
    : id_(id), close_(close_function) {
    if (id < 0) fail(action);
}

void check_hdf5(herr_t status, const char* action) {
    if (status < 0) fail(action);
}

Hdf5Session::Hdf5Session() : lock_(hdf5_mutex) {
    H5Eget_auto2(H5E_DEFAULT, &print_, &client_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Session::~Hdf5Session() {
    H5Eset_auto2(H5E_DEFAULT, print_, client_data_);
}

std::string link_name(const std::string& name) {
    if (name == ".") return "%2E";
    std::string link;
    for (const char c : name) {
        if (c == '/') {
            link += "%2F";
        } else if (c == '%') {
            link += "%25";
        } else {
            link += c;
        }
    }
    return link;
}

std::string name_of_link(const std::string& link) {
    std::string name;
    for (std::size_t k = 0; k < link.size(); ++k) {
        const std::string code = link.substr(k, 3);
        const char decoded = code == "%2F" ? '/' : code == "%2E" ? '.' : code == "%25" ? '%' : '\0';
        name += decoded == '\0' ? link[k] : decoded;
        if (decoded != '\0') k += 2;
    }
    return name;
}

Hdf5Handle complex_type() {
    Hdf5Handle type(H5Tcreate(H5T_COMPOUND, sizeof(Complex)), H5Tclose, "create a complex type");
    check_hdf5(H5Tinsert(type.id(), "r", 0, H5T_NATIVE_DOUBLE), "create a complex type");
    check_hdf5(H5Tinsert(type.id(), "i", sizeof(double), H5T_NATIVE_DOUBLE),
               "create a complex type");
    return type;
}

Hdf5Handle flag_type() {
    Hdf5Handle type(H5Tenum_create(H5T_NATIVE_INT8), H5Tclose, "create a type of flags");
    for (const auto& [name, flag] : {std::pair{"FALSE", Flag::no}, std::pair{"TRUE", Flag::yes}}) {
        check_hdf5(H5Tenum_insert(type.id(), name, &flag), "create a type of flags");
    }
    return type;
}

Hdf5Handle text_type() {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "create a text type");
    check_hdf5(H5Tset_size(type.id(), H5T_VARIABLE), "create a text type");
    check_hdf5(H5Tset_cset(type.id(), H5T_CSET_UTF8), "create a text type");
    return type;
}

}  // namespace siegert::io
