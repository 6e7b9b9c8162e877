#pragma once

#include "cli/output.hpp"

#include <siegert/io/answer.hpp>
#include <siegert/model/network.hpp>

#include <string>

namespace siegert::cli {

/// Prints an answer, and writes it to the HDF5 file `save` unless that is empty.
///
/// Throws: FileError if one of them cannot be written; AccuracyNotReached, after both, if the
/// answer is no.
void deliver(Answer answer, const Network& network, const Analysis& analysis, Format format,
             const std::string& save);

}  // namespace siegert::cli
