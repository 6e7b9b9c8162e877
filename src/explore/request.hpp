#pragma once

#include "explore/background.hpp"
#include "explore/picture.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

/// What the page sends, as values.
namespace siegert::explore {

/// The view that a request asks for; what it does not say is as in `start`:
///
///     {changes: [[key, value], ...], synapse, method, convention, detail}
///
/// Throws: InvalidParameter where a name is unknown or a part is not what it has to be.
[[nodiscard]] View view_of(const nlohmann::json& request, const View& start);

/// {key, unit, from, to}. Throws: InvalidParameter where a part is not what it has to be.
[[nodiscard]] Range range_of(const nlohmann::json& request);

/// The choices of the page beside the parameters: names and meanings of synapses, methods and
/// conventions, and which are taken at the start.
[[nodiscard]] nlohmann::json choices(const OpenedFile& file, const View& start);

}  // namespace siegert::explore
