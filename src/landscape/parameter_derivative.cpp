#include "landscape/parameter_derivative.hpp"

#include <siegert/error.hpp>

#include "landscape/design_state.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace siegert::landscape {
namespace {

/// A field of the network and the gradient with respect to it.
template <class OfGradient, class OfNetwork>
struct Pair {
    OfGradient Gradient::*gradient;
    OfNetwork Network::*field;
};

constexpr std::array matrices{Pair{&Gradient::J, &Network::J},
                              Pair{&Gradient::J_sd, &Network::J_sd},
                              Pair{&Gradient::K, &Network::K},
                              Pair{&Gradient::Delay, &Network::Delay},
                              Pair{&Gradient::Delay_sd, &Network::Delay_sd},
                              Pair{&Gradient::J_ext, &Network::J_ext},
                              Pair{&Gradient::K_ext, &Network::K_ext}};
constexpr std::array vectors{Pair{&Gradient::N, &Network::N},
                             Pair{&Gradient::nu_ext, &Network::nu_ext},
                             Pair{&Gradient::I_ext, &Network::I_ext},
                             Pair{&Gradient::C, &Network::C},
                             Pair{&Gradient::tau_m, &Network::tau_m},
                             Pair{&Gradient::tau_r, &Network::tau_r},
                             Pair{&Gradient::V_th, &Network::V_th},
                             Pair{&Gradient::V_0, &Network::V_0},
                             Pair{&Gradient::Delta_T, &Network::Delta_T},
                             Pair{&Gradient::V_T, &Network::V_T}};
constexpr std::array columns{Pair{&Gradient::tau_s, &Network::tau_s}};

template <class Value>
bool has_gradient(Value Network::*field) {
    const auto is_this = [&](const auto& pair) {
        if constexpr (std::is_same_v<decltype(pair.field), Value Network::*>) {
            return pair.field == field;
        } else {
            return false;
        }
    };
    return std::ranges::any_of(matrices, is_this) || std::ranges::any_of(vectors, is_this) ||
           std::ranges::any_of(columns, is_this);
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

template <class Pairs>
Complex sum_over(const Pairs& pairs, const Gradient& gradient, const NetworksAlong& along) {
    Complex sum = 0.0;
    for (const auto& pair : pairs) {
        const auto& above = along.above.*pair.field;
        if (above.size() == 0) continue;
        sum += (gradient.*pair.gradient).cwiseProduct(above - along.below.*pair.field).sum();
    }
    return sum;
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
    return (sum_over(matrices, gradient, along) + sum_over(vectors, gradient, along) +
            sum_over(columns, gradient, along)) /
           along.distance;
}

}  // namespace siegert::landscape
