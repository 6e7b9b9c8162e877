#pragma once

#include <stdexcept>
#include <string>

namespace siegert {

/// What every exception of this library derives from.
struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// An argument violates a documented condition. The message names the argument, the condition and
/// the value.
struct InvalidParameter : Error {
    using Error::Error;
};

/// A result was required to be converged and is not. The message says how far it got.
struct AccuracyNotReached : Error {
    using Error::Error;
};

/// A file cannot be read or written. The message names the path and the reason.
struct FileError : Error {
    using Error::Error;
};

}  // namespace siegert
