#pragma once

#include <siegert/model/network.hpp>

#include <optional>
#include <string>

namespace siegert {

/// A condition that a network does not meet.
struct NetworkFault {
    std::string field;            ///< member of Network, such as "tau_m"
    std::string subject;          ///< field and element, such as "tau_m of population 4E"
    std::string demand;           ///< such as "be positive and finite"
    std::optional<double> value;  ///< the value that fails, in SI units
    std::string found;            ///< what there is instead, where it is not one value
};

/// The first condition of those in network.hpp that does not hold, or nothing.
[[nodiscard]] std::optional<NetworkFault> find_fault(const Network& network);

}  // namespace siegert
