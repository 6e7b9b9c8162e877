#include <siegert/crosscheck/quantity.hpp>

#include <algorithm>

namespace siegert::crosscheck {

const QuantityInfo& quantity_info(Quantity quantity) {
    return quantities[static_cast<std::size_t>(quantity)];
}

std::optional<Quantity> quantity_named(std::string_view name) {
    const auto* found = std::ranges::find_if(quantities, [&](const QuantityInfo& info) {
        return name == info.name || (!info.former.empty() && name == info.former);
    });
    if (found == quantities.end()) return std::nullopt;
    return found->quantity;
}

}  // namespace siegert::crosscheck
