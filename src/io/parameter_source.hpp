#pragma once

#include <string>

/// Where parameters are read from, for messages: the name of a file, or one of these.
namespace siegert::io {

/// Text that the caller holds, whose lines he knows.
inline constexpr const char* network_text = "network text";

/// Values of a dictionary or a network, which have no lines.
inline constexpr const char* given_values = "";

/// What a message begins with: "net.yaml:3: ", "network text, line 3: " or nothing; without the
/// line where it is 0.
[[nodiscard]] std::string place_in(const std::string& source, int line);

}  // namespace siegert::io
