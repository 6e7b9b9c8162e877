#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

namespace siegert::io {

/// An HDF5 identifier that is closed at the end of its scope.
class Hdf5Handle {
public:
    using Close = herr_t (*)(hid_t);

    /// Throws FileError with HDF5's own words if `id` is not valid.
    Hdf5Handle(hid_t id, Close close_function, const char* action);
    Hdf5Handle(Hdf5Handle&& other) noexcept
        : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&&) = delete;
    ~Hdf5Handle() {
        if (id_ >= 0) close_(id_);
    }

    [[nodiscard]] hid_t id() const { return id_; }

private:
    hid_t id_;
    Close close_;
};

/// Throws FileError with HDF5's own words if `status` is a failure.
void check_hdf5(herr_t status, const char* action);

/// While it lives, this thread has HDF5 for itself (the library is not thread-safe) and HDF5 prints
/// no errors.
class Hdf5Session {
public:
    Hdf5Session();
    Hdf5Session(const Hdf5Session&) = delete;
    Hdf5Session& operator=(const Hdf5Session&) = delete;
    ~Hdf5Session();

private:
    std::unique_lock<std::mutex> lock_;
    H5E_auto2_t print_ = nullptr;
    void* client_data_ = nullptr;
};

/// A name as that of a link, and back: in HDF5 '/' separates groups and '.' is the group itself.
/// They are written as in addresses of the web, "%2F" and "%2E", and '%' as "%25", so that
/// different names stay different.
[[nodiscard]] std::string link_name(const std::string& name);
[[nodiscard]] std::string name_of_link(const std::string& link);

/// Compound type (r, i) of two doubles, h5py's complex128.
[[nodiscard]] Hdf5Handle complex_type();

/// Enumeration of FALSE and TRUE, h5py's bool.
[[nodiscard]] Hdf5Handle flag_type();

/// Variable-length UTF-8 text.
[[nodiscard]] Hdf5Handle text_type();

}  // namespace siegert::io
