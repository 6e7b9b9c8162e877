#include "landscape/gradients_at_rates.hpp"

#include "landscape/gradient_fields.hpp"
#include "landscape/neuron_derivatives.hpp"
#include "model/neuron_kinds.hpp"
#include "numerics/linear_algebra.hpp"
#include "theory/rate_map.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::landscape {
namespace {

/// What is differentiated.
struct Sums {
    Vector nu;
    lif::exp::Method method;
    const NumbersAtRates& numbers;
    ComplexMatrix lambda;  ///< n x numbers
};

ComplexVector numbers_at(const Sums& sums, const theory::RateMap& map, const Vector& nu) {
    theory::PopulationInputs inputs = theory::summary_at(map, nu);
    inputs.nu = nu;
    return sums.numbers(map.network, inputs);
}

ComplexVector values_of(const Sums& sums, const Network& network) {
    const auto map = theory::rate_map(network, sums.method);
    const ComplexVector rates = theory::rates_alone(map, sums.nu).cast<Complex>();
    return numbers_at(sums, map, sums.nu) + sums.lambda.transpose() * rates;
}

// n x numbers
ComplexMatrix by_rates(const Sums& sums, const theory::RateMap& map) {
    constexpr double least_step = 1e-6;  // [Hz]
    ComplexMatrix result(sums.nu.size(), 0);
    for (Index j = 0; j < sums.nu.size(); ++j) {
        const double step = std::max(relative_step * sums.nu(j), least_step);
        const std::function<ComplexVector(double)> moved_by = [&](double offset) {
            Vector moved = sums.nu;
            moved(j) += offset;
            return numbers_at(sums, map, moved);
        };
        const ComplexVector derivatives = derivative(moved_by, step, sums.nu(j) < 2.0 * step);
        if (j == 0) result.resize(sums.nu.size(), derivatives.size());
        result.row(j) = derivatives.transpose();
    }
    return result;
}

/// How an entry is moved; step 0: not at all.
struct Move {
    double step;
    bool at_edge;
};

template <class Field>
Move move_of(const Network& network, const Field& field, Index i, double value) {
    if (field.only_of_soft && !runs_away(neuron_type(network, i))) return {0.0, false};
    const bool is_zero = value == 0.0;
    switch (field.scale) {
        case Scale::potential:
            return {field.part * (network.V_th(i) - network.V_0(i)), false};
        case Scale::time_constant:
            return {field.part * value, false};
        case Scale::signed_itself:
            return {field.part * (is_zero ? field.size_of_zero : std::abs(value)), false};
        case Scale::count:
            return {std::round(field.part * value), false};
        case Scale::itself:
            break;
    }
    return {field.part * (is_zero ? field.size_of_zero : value), is_zero};
}

template <class Field>
void set_by_field(std::vector<Gradient>& gradients, const Sums& sums, const Network& network,
                  const Field& field) {
    const auto& values = network.*field.field;
    for (Gradient& gradient : gradients) {
        (gradient.*field.gradient).setZero(values.rows(), values.cols());
    }
    for (Index i = 0; i < values.rows(); ++i) {
        for (Index j = 0; j < values.cols(); ++j) {
            const auto [step, at_edge] = move_of(network, field, i, values(i, j));
            if (step == 0.0) continue;
            const std::function<ComplexVector(double)> moved_by = [&](double offset) {
                Network moved = network;
                (moved.*field.field)(i, j) += offset;
                return values_of(sums, moved);
            };
            const ComplexVector derivatives = derivative(moved_by, step, at_edge);
            for (std::size_t k = 0; k < gradients.size(); ++k) {
                (gradients[k].*field.gradient)(i, j) = derivatives(static_cast<Index>(k));
            }
        }
    }
}

// A gradient with respect to currents needs some to be moved.
Network with_currents(Network network) {
    if (network.C.size() > 0 && network.I_ext.size() == 0) {
        network.I_ext = Vector::Zero(network.C.size());
    }
    return network;
}

// Numbers of neurons are whole, and small ones cannot be moved by a small part. What depends on
// them depends on their ratios alone, but for a constant: all of them are made so many times
// larger.
constexpr double enlargement = 1000.0;

Network enlarged(Network network) {
    network.N *= enlargement;
    return network;
}

}  // namespace

std::vector<Gradient> gradients_at_rates(const Network& network, const theory::WorkingPoint& point,
                                         lif::exp::Method method, const NumbersAtRates& numbers) {
    const Index n = network.tau_m.size();
    const Network moved = with_currents(network);
    Sums sums{.nu = point.firing_rates, .method = method, .numbers = numbers, .lambda = {}};
    const auto map = theory::rate_map(moved, method);
    const Matrix system = Matrix::Identity(n, n) - theory::rates_at(map, sums.nu).jacobian;
    sums.lambda =
        numerics::solve(ComplexMatrix(system.transpose().cast<Complex>()), by_rates(sums, map));
    std::vector<Gradient> gradients(static_cast<std::size_t>(sums.lambda.cols()));
    for_each_gradient_field([&](const auto& field) {
        if ((moved.*field.field).size() == 0) return;
        set_by_field(gradients, sums, field.scale == Scale::count ? enlarged(moved) : moved, field);
    });
    for (Gradient& gradient : gradients) gradient.N *= enlargement;
    return gradients;
}

}  // namespace siegert::landscape
