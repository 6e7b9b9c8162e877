#pragma once

#include <siegert/io/results_file.hpp>

#include <hdf5.h>

namespace siegert::io {

/// Throws InvalidParameter for what `write_results` refuses in a tree.
void require_valid(const ResultsTree& tree);

/// Writes a valid tree below an open group or file. Throws: FileError.
void write_tree(hid_t parent, const ResultsTree& tree);

}  // namespace siegert::io
