#include "landscape/parameter_derivative.hpp"

#include <siegert/error.hpp>

#include "landscape/design_state.hpp"
#include "landscape/gradient_fields.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <type_traits>

namespace siegert::landscape {
namespace {

template <class Value>
bool has_gradient(Value Network::*member) {
    bool found = false;
    for_each_gradient_field([&](const auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field.field)>,
                                     Value Network::*>) {
            found = found || field.field == member;
        }
    });
    return found;
}

template <class Value>
bool differs(const Value& a, const Value& b) {
    if constexpr (requires { a.rows(); }) {
        return a.rows() != b.rows() || a.cols() != b.cols() || a != b;
    } else {
        return false;  // what is no array of numbers does not change along numbers
    }
}

void require_gradients(const NetworksAlong& along, const std::string& parameter) {
    bool changes = false;
    std::apply(
        [&](const auto&... rows) {
            const auto check = [&](const auto& row) {
                if (row.about.in_theory == schema::InTheory::irrelevant) return;
                if (!differs(along.below.*row.member, along.above.*row.member)) return;
                changes = true;
                if (has_gradient(row.member)) return;
                throw InvalidParameter(fmt::format(
                    "{} cannot be free: there is no gradient with respect to {}, which depends "
                    "on it",
                    parameter, row.name));
            };
            (check(rows), ...);
        },
        schema::network_fields);
    if (!changes) {
        throw InvalidParameter(
            fmt::format("{} must have an effect to be free, but the network does not depend on it, "
                        "or the file gives what would be derived from it",
                        parameter));
    }
}

}  // namespace

NetworksAlong networks_along(const DesignProblem& problem, const Vector& y, Index p) {
    constexpr double step = 1e-5;  // central: fields are at most quadratic in most parameters
    const auto& parameter = problem.parameters[static_cast<std::size_t>(p)];
    const double h = step * parameter.weight;
    const auto network_at = [&](double offset) {
        return problem.network_at(values_of(problem, y + offset * Vector::Unit(y.size(), p)));
    };
    NetworksAlong along{.below = network_at(-h), .above = network_at(h), .distance = 2.0 * h};
    require_gradients(along, parameter.name);
    return along;
}

Complex derivative_along(const Gradient& gradient, const NetworksAlong& along) {
    Complex sum = 0.0;
    for_each_gradient_field([&](const auto& field) {
        const auto& above = along.above.*field.field;
        if (above.size() == 0) return;
        sum += (gradient.*field.gradient).cwiseProduct(above - along.below.*field.field).sum();
    });
    return sum / along.distance;
}

}  // namespace siegert::landscape
