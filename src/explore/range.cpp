#include "explore/range.hpp"

#include "require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace siegert::explore {

void require_range(const Range& range) {
    require(std::isfinite(range.from) && std::isfinite(range.to) && range.from != range.to,
            range.key, range.from, "begin and end at different values");
}

Change change_to(const Range& range, double value) {
    return {.key = range.key, .value = fmt::format("{:.17g} {}", value, range.unit)};
}

std::string title_of(const Range& range) {
    return range.unit.empty() ? range.key : fmt::format("{} [{}]", range.key, range.unit);
}

}  // namespace siegert::explore
