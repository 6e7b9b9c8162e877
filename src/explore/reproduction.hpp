#pragma once

#include "explore/picture.hpp"

#include <string>

/// What takes the network of a view elsewhere.
namespace siegert::explore {

/// The changes of a view, the kind of synapses among them.
[[nodiscard]] Changes all_changes(const View& view);

/// The report of `siegert analyze` on the changed network. Throws: as network_of;
/// AccuracyNotReached where there is no state to report.
[[nodiscard]] std::string report_html(const OpenedFile& file, const View& view);

/// What to type in a shell to see the numbers of the page: rates and stability of the changed file.
[[nodiscard]] std::string command_of(const OpenedFile& file, const View& view);

/// The same in Python.
[[nodiscard]] std::string python_of(const OpenedFile& file, const View& view);

}  // namespace siegert::explore
