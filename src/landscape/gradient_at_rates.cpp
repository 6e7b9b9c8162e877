#include "landscape/gradient_at_rates.hpp"

#include "landscape/gradient_fields.hpp"
#include "landscape/neuron_derivatives.hpp"
#include "model/field_use.hpp"
#include "model/neuron_kinds.hpp"
#include "numerics/linear_algebra.hpp"
#include "require_arrays.hpp"
#include "theory/rate_map.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::landscape {
namespace {

/// What is differentiated.
struct Sum {
    Vector nu;
    lif::exp::Method method;
    const NumberAtRates& number;
    ComplexVector lambda;
};

Complex number_at(const Sum& sum, const theory::RateMap& map, const Vector& nu) {
    theory::PopulationInputs inputs = theory::summary_at(map, nu);
    inputs.nu = nu;
    return sum.number(map.network, inputs);
}

Complex value_of(const Sum& sum, const Network& network) {
    const auto map = theory::rate_map(network, sum.method);
    const ComplexVector rates = theory::rates_alone(map, sum.nu).cast<Complex>();
    return number_at(sum, map, sum.nu) + sum.lambda.cwiseProduct(rates).sum();
}

ComplexVector by_rates(const Sum& sum, const theory::RateMap& map) {
    constexpr double least_step = 1e-6;  // [Hz]
    ComplexVector result(sum.nu.size());
    for (Index j = 0; j < result.size(); ++j) {
        const double step = std::max(relative_step * sum.nu(j), least_step);
        const std::function<Complex(double)> moved_by = [&](double offset) {
            Vector moved = sum.nu;
            moved(j) += offset;
            return number_at(sum, map, moved);
        };
        result(j) = derivative(moved_by, step, sum.nu(j) < 2.0 * step);
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
        case Scale::itself:
            break;
    }
    return {field.part * (is_zero ? field.size_of_zero : value), is_zero};
}

template <class Field>
ComplexMatrix by_field(const Sum& sum, const Network& network, const Field& field) {
    const auto& values = network.*field.field;
    ComplexMatrix result = ComplexMatrix::Zero(values.rows(), values.cols());
    for (Index i = 0; i < values.rows(); ++i) {
        for (Index j = 0; j < values.cols(); ++j) {
            const auto [step, at_edge] = move_of(network, field, i, values(i, j));
            if (step == 0.0) continue;
            const std::function<Complex(double)> moved_by = [&](double offset) {
                Network moved = network;
                (moved.*field.field)(i, j) += offset;
                return value_of(sum, moved);
            };
            result(i, j) = derivative(moved_by, step, at_edge);
        }
    }
    return result;
}

// A gradient with respect to currents needs some to be moved.
Network with_currents(Network network) {
    if (network.C.size() > 0 && network.I_ext.size() == 0) {
        network.I_ext = Vector::Zero(network.C.size());
    }
    return network;
}

}  // namespace

Gradient gradient_at_rates(const Network& network, const theory::WorkingPoint& point,
                           lif::exp::Method method, const NumberAtRates& number) {
    schema::require_known_to_theory(network);
    theory::require_converged(point);
    const Index n = network.tau_m.size();
    require_shape("firing_rates", point.firing_rates, n, 1);
    const Network moved = with_currents(network);
    Sum sum{.nu = point.firing_rates, .method = method, .number = number, .lambda = {}};
    const auto map = theory::rate_map(moved, method);
    const Matrix system = Matrix::Identity(n, n) - theory::rates_at(map, sum.nu).jacobian;
    const numerics::LuDecomposition<double> solver(Matrix(system.transpose()));
    const ComplexVector right = by_rates(sum, map);
    sum.lambda = ComplexVector(n);
    sum.lambda.real() = solver.solve(Vector(right.real()));
    sum.lambda.imag() = solver.solve(Vector(right.imag()));
    Gradient gradient;
    for_each_gradient_field([&](const auto& field) {
        if ((moved.*field.field).size() == 0) return;
        gradient.*field.gradient = by_field(sum, moved, field);
    });
    return gradient;
}

}  // namespace siegert::landscape
