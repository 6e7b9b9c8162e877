#pragma once

#include <siegert/error.hpp>

#include "neurons/model.hpp"
#include "numerics/parallel.hpp"

#include <fmt/format.h>

/// One population after the other, where each costs so much that threads share them.
namespace siegert::neurons {

/// Calls `use`; errors name the population.
template <class Use>
auto for_population(const Network& network, Index i, Use use) {
    const auto named = [&](const auto& error) {
        return fmt::format("population {}: {}", network.populations[static_cast<std::size_t>(i)],
                           error.what());
    };
    try {
        return use();
    } catch (const AccuracyNotReached& error) {
        throw AccuracyNotReached(named(error));
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(named(error));
    }
}

/// Calls use(k, i) for each population i = group.populations[k].
template <class Use>
void for_each_population(const Group& group, Use use) {
    const auto n = static_cast<Index>(group.populations.size());
    numerics::parallel_blocks(n, 0, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) {
            const Index i = group.populations[static_cast<std::size_t>(k)];
            for_population(group.network, i, [&] { use(k, i); });
        }
    });
}

/// value(i) of each population i = group.populations[k].
template <class Value>
Vector of_each_population(const Group& group, Value value) {
    Vector values(static_cast<Index>(group.populations.size()));
    for_each_population(group, [&](Index k, Index i) { values(k) = value(i); });
    return values;
}

}  // namespace siegert::neurons
