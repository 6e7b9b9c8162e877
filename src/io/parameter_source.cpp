#include "io/parameter_source.hpp"

#include <fmt/format.h>

namespace siegert::io {

std::string place_in(const std::string& source, int line) {
    if (source == given_values) return {};
    if (line == 0) return fmt::format("{}: ", source);
    if (source == network_text) return fmt::format("{}, line {}: ", source, line);
    return fmt::format("{}:{}: ", source, line);
}

}  // namespace siegert::io
