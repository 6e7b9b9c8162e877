#include <siegert/landscape/gradients.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/delays.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "require_arrays.hpp"
#include "synapses/models.hpp"
#include "theory/mean_square_weight.hpp"
#include "theory/rate_map.hpp"

#include <Eigen/LU>

#include <array>
#include <cmath>

namespace siegert::landscape {
namespace {

using theory::PopulationInputs;
using theory::WorkingPoint;

constexpr double relative_step = 1e-3;  // of a parameter: the fifth power is negligible

// f'(0) from values at multiples of h; error h^4. Forwards only where `at_edge`.
template <class Value>
Value derivative(const std::function<Value(double)>& f, double h, bool at_edge) {
    if (at_edge) {
        return (-25.0 * f(0.0) + 48.0 * f(h) - 36.0 * f(2.0 * h) + 16.0 * f(3.0 * h) -
                3.0 * f(4.0 * h)) /
               (12.0 * h);
    }
    return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h);
}

/// What single neurons of each population answer at their input: numbers that depend on the input
/// and the parameters of that population only.
using NeuronAnswer =
    std::function<ComplexMatrix(const Network& network, const PopulationInputs& inputs)>;

/// Derivatives of an answer (n x columns) with respect to what a single neuron knows.
struct NeuronDerivatives {
    ComplexMatrix mu, variance;               ///< n x columns
    std::array<ComplexMatrix, 5> parameters;  ///< in the order of neuron_parameters
};

/// A parameter of single neurons, one number for each population.
struct NeuronParameter {
    Vector (*value)(const Network& network);
    void (*move)(Network& network, const Vector& steps);
    bool is_potential;
};

template <auto field>
constexpr NeuronParameter parameter(bool is_potential = false) {
    return {.value = [](const Network& network) -> Vector { return network.*field; },
            .move = [](Network& network, const Vector& steps) { network.*field += steps; },
            .is_potential = is_potential};
}

constexpr std::size_t at_tau_s = 2;
constexpr std::array neuron_parameters{
    parameter<&Network::tau_m>(), parameter<&Network::tau_r>(), parameter<&Network::tau_s>(),
    parameter<&Network::V_th>(true), parameter<&Network::V_0>(true)};

// All populations at once: each answers for itself. Each has a step of its own.
ComplexMatrix by_input(const Network& network, const PopulationInputs& inputs,
                       Vector PopulationInputs::*moment, const NeuronAnswer& answer) {
    const Vector steps = relative_step * inputs.sigma.cwiseMax(1e-6);
    const std::function<ComplexMatrix(double)> at = [&](double k) -> ComplexMatrix {
        PopulationInputs moved = inputs;
        moved.*moment += k * steps;
        return answer(network, moved);
    };
    return steps.cwiseInverse().asDiagonal() * derivative(at, 1.0, false);
}

ComplexMatrix by_parameter(const Network& network, const PopulationInputs& inputs,
                           const NeuronParameter& parameter, const NeuronAnswer& answer) {
    const Vector value = parameter.value(network);
    const Vector size = parameter.is_potential ? Vector(network.V_th - network.V_0) : value;
    const bool at_edge = !parameter.is_potential && (value.array() == 0.0).any();
    const Vector steps = relative_step * (at_edge ? Vector::Constant(value.size(), 1e-3) : size);
    const std::function<ComplexMatrix(double)> at = [&](double k) -> ComplexMatrix {
        Network moved = network;
        parameter.move(moved, k * steps);
        return answer(moved, inputs);
    };
    return steps.cwiseInverse().asDiagonal() * derivative(at, 1.0, at_edge);
}

bool has_tau_s(const Network& network) {
    return synapses::has_current(network) && (network.tau_s.array() > 0.0).all();
}

NeuronDerivatives derivatives_of(const Network& network, const PopulationInputs& inputs,
                                 const NeuronAnswer& answer) {
    NeuronDerivatives result;
    result.mu = by_input(network, inputs, &PopulationInputs::mu, answer);
    result.variance = (2.0 * inputs.sigma).cwiseInverse().asDiagonal() *
                      by_input(network, inputs, &PopulationInputs::sigma, answer);
    for (std::size_t k = 0; k < neuron_parameters.size(); ++k) {
        if (k == at_tau_s && !has_tau_s(network)) {
            result.parameters[k] = ComplexMatrix::Zero(result.mu.rows(), result.mu.cols());
        } else {
            result.parameters[k] = by_parameter(network, inputs, neuron_parameters[k], answer);
        }
    }
    return result;
}

/// Derivatives of the number of interest at fixed rates: through the input of neurons and their
/// parameters, through the factors of W = (n_mu mean + n_sigma2 variance) D, and through rates.
struct Direct {
    ComplexVector nu, mu, variance;
    ComplexMatrix mean_factor, variance_factor;  ///< of tau_m J K and tau_m <J^2> K in W
    ComplexMatrix Delay, Delay_sd;
    std::array<ComplexVector, 5> parameters;
};

Direct nothing(const Network& network) {
    const Index n = network.tau_m.size();
    Direct direct{.nu = ComplexVector::Zero(n),
                  .mu = ComplexVector::Zero(n),
                  .variance = ComplexVector::Zero(n),
                  .mean_factor = ComplexMatrix::Zero(n, n),
                  .variance_factor = ComplexMatrix::Zero(n, n),
                  .Delay = ComplexMatrix::Zero(network.Delay.rows(), network.Delay.cols()),
                  .Delay_sd = ComplexMatrix::Zero(network.Delay_sd.rows(), network.Delay_sd.cols()),
                  .parameters = {}};
    direct.parameters.fill(ComplexVector::Zero(n));
    return direct;
}

// Adds what comes through the answers of neurons: `weights` (n x columns) are the derivatives of
// the number with respect to them.
void add(Direct& direct, const ComplexMatrix& weights, const NeuronDerivatives& answers) {
    const auto sum = [&](const ComplexMatrix& derivative) -> ComplexVector {
        return weights.cwiseProduct(derivative).rowwise().sum();
    };
    direct.mu += sum(answers.mu);
    direct.variance += sum(answers.variance);
    for (std::size_t k = 0; k < direct.parameters.size(); ++k) {
        direct.parameters[k] += sum(answers.parameters[k]);
    }
}

NeuronAnswer rates_answer(lif::exp::Method method) {
    return [method](const Network& network, const PopulationInputs& inputs) -> ComplexMatrix {
        return neurons::rates(network, neurons::parts(network, method),
                              theory::input_of(network, inputs, method))
            .cast<Complex>();
    };
}

NeuronAnswer cvs_answer(lif::exp::Method method) {
    return [method](const Network& network, const PopulationInputs& inputs) -> ComplexMatrix {
        return neurons::cvs(network, neurons::parts(network, method),
                            theory::input_of(network, inputs, method))
            .cast<Complex>();
    };
}

// Columns n_mu and n_sigma2 (0 where it is left out).
NeuronAnswer response_answer(Complex s, const theory::ResponseOptions& options) {
    return [s, options](const Network& network, const PopulationInputs& inputs) {
        const auto transfer = theory::network_transfer_function(
            network, inputs, ComplexVector::Constant(1, s), options);
        ComplexMatrix result = ComplexMatrix::Zero(network.tau_m.size(), 2);
        result.col(0) = transfer.n_mu.row(0).transpose();
        if (transfer.n_sigma2.size() > 0) result.col(1) = transfer.n_sigma2.row(0).transpose();
        return result;
    };
}

PopulationInputs inputs_of(const WorkingPoint& point) {
    return {.mu = point.mean_input, .sigma = point.std_input};
}

/// dL/dmu and dL/dsigma^2 of each population with the rates following.
struct Followed {
    ComplexVector mu, variance;
    std::array<ComplexVector, 5> parameters;
};

// The adjoint equation: lambda = (1 - dPhi/dnu)^-T dL/dnu.
Followed followed(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                  const Direct& direct) {
    const auto map = theory::rate_map(network, method);
    const auto& moments = map.moments;
    const auto rate = derivatives_of(network, inputs_of(point), rates_answer(method));
    const auto state = neurons::stationary(network, map.parts,
                                           theory::input_of(network, inputs_of(point), method));
    const Vector by_mu = state.d_mu;
    const Vector by_variance = state.d_sigma.cwiseQuotient(2.0 * point.std_input);
    const Index n = network.tau_m.size();
    const Matrix system = Matrix::Identity(n, n) - by_mu.asDiagonal() * moments.mean -
                          by_variance.asDiagonal() * moments.variance;
    const ComplexVector right = direct.nu + moments.mean.transpose() * direct.mu +
                                moments.variance.transpose() * direct.variance;
    const Eigen::PartialPivLU<Matrix> solver(system.transpose());
    ComplexVector lambda(n);
    lambda.real() = solver.solve(right.real());
    lambda.imag() = solver.solve(right.imag());
    Followed result{.mu = direct.mu + lambda.cwiseProduct(by_mu),
                    .variance = direct.variance + lambda.cwiseProduct(by_variance),
                    .parameters = {}};
    for (std::size_t k = 0; k < result.parameters.size(); ++k) {
        result.parameters[k] =
            direct.parameters[k] + lambda.cwiseProduct(rate.parameters[k].col(0));
    }
    return result;
}

// From what neurons receive to the parameters of the network.
Gradient gradient_from(const Network& network, const WorkingPoint& point, const Direct& direct,
                       const Followed& input) {
    const ComplexVector nu = point.firing_rates.cast<Complex>();
    const ComplexMatrix by_mean = direct.mean_factor + input.mu * nu.transpose();
    const ComplexMatrix by_variance = direct.variance_factor + input.variance * nu.transpose();
    const auto tau_m = network.tau_m.asDiagonal();
    const Matrix square = theory::mean_square_weight(theory::coupling(network));
    const Matrix ext_square = network.J_ext.cwiseAbs2();
    const ComplexMatrix ext_mean = input.mu * network.nu_ext.cast<Complex>().transpose();
    const ComplexMatrix ext_variance = input.variance * network.nu_ext.cast<Complex>().transpose();

    Gradient g;
    g.K = tau_m * (network.J.cwiseProduct(by_mean) + square.cwiseProduct(by_variance));
    g.J = tau_m * network.K.cwiseProduct(by_mean + 2.0 * network.J.cwiseProduct(by_variance));
    if (network.J_sd.size() > 0) {
        g.J_sd = 2.0 * (tau_m * network.K.cwiseProduct(network.J_sd).cwiseProduct(by_variance));
        if (network.weight_dist == WeightDistribution::none) g.J_sd.setZero();
    }
    g.K_ext =
        tau_m * (network.J_ext.cwiseProduct(ext_mean) + ext_square.cwiseProduct(ext_variance));
    g.J_ext = tau_m *
              network.K_ext.cwiseProduct(ext_mean + 2.0 * network.J_ext.cwiseProduct(ext_variance));
    g.nu_ext = (tau_m * network.J_ext.cwiseProduct(network.K_ext)).transpose() * input.mu +
               (tau_m * ext_square.cwiseProduct(network.K_ext)).transpose() * input.variance;
    if (network.C.size() > 0) {
        g.I_ext = input.mu.cwiseProduct(network.tau_m.cwiseQuotient(network.C));
    }
    g.Delay = direct.Delay;
    g.Delay_sd = direct.Delay_sd;
    g.tau_m = input.parameters[0];
    g.tau_m += network.J.cwiseProduct(network.K).cwiseProduct(by_mean).rowwise().sum();
    g.tau_m += square.cwiseProduct(network.K).cwiseProduct(by_variance).rowwise().sum();
    g.tau_m += network.J_ext.cwiseProduct(network.K_ext).cwiseProduct(ext_mean).rowwise().sum();
    g.tau_m += ext_square.cwiseProduct(network.K_ext).cwiseProduct(ext_variance).rowwise().sum();
    if (network.I_ext.size() > 0) {
        g.tau_m += input.mu.cwiseProduct(network.I_ext.cwiseQuotient(network.C));
    }
    g.tau_r = input.parameters[1];
    g.tau_s = input.parameters[2];
    g.V_th = input.parameters[3];
    g.V_0 = input.parameters[4];
    return g;
}

Gradient gradient(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                  const Direct& direct) {
    return gradient_from(network, point, direct, followed(network, point, method, direct));
}

/// W at s with the vectors of the eigenvalue nearest to 1, scaled such that u^dagger v = 1.
struct Mode {
    ComplexMatrix D;
    ComplexMatrix response;  ///< n x 2: n_mu, n_sigma2
    ComplexVector left, right;
};

Mode mode_at(const Network& network, const WorkingPoint& point, Complex s,
             const theory::ResponseOptions& options) {
    const auto W = theory::connectivity_at(network, inputs_of(point), options)(s);
    const auto right = numerics::eigen_decomposition(W);
    const auto left = numerics::left_eigen_decomposition(W);
    Index k = 0, l = 0;
    (right.values.array() - 1.0).abs().minCoeff(&k);
    (left.values.array() - right.values(k)).abs().minCoeff(&l);
    Mode mode{
        .D = theory::delay_dist_matrix(theory::delays(network), ComplexVector::Constant(1, s))[0],
        .response = response_answer(s, options)(network, inputs_of(point)),
        .left = left.vectors.col(l),
        .right = right.vectors.col(k)};
    mode.left /= std::conj(mode.left.dot(mode.right));
    return mode;
}

ComplexMatrix delay_sd_derivative(const Network& network, Complex s) {
    const theory::Delays all = theory::delays(network);
    const bool at_edge = (all.sd.array() <= 0.0).any();
    const double step = relative_step * std::max(all.sd.maxCoeff(), 1e-4);
    const std::function<ComplexMatrix(double)> at = [&](double offset) -> ComplexMatrix {
        theory::Delays moved = all;
        moved.sd.array() += offset;
        return theory::delay_dist_matrix(moved, ComplexVector::Constant(1, s))[0];
    };
    return derivative(at, step, at_edge);
}

// d(u^dagger W v) at fixed rates, times `factor`.
Direct direct_of(const Network& network, const WorkingPoint& point, const Mode& mode, Complex s,
                 const theory::ResponseOptions& options, Complex factor) {
    const auto map = theory::rate_map(network, options.method);
    const ComplexMatrix outer = factor * mode.left.conjugate() * mode.right.transpose();
    const ComplexMatrix with_delays = outer.cwiseProduct(mode.D);
    Direct direct = nothing(network);
    direct.mean_factor = mode.response.col(0).asDiagonal() * with_delays;
    direct.variance_factor = mode.response.col(1).asDiagonal() * with_delays;
    ComplexMatrix weights(network.tau_m.size(), 2);
    weights.col(0) = with_delays.cwiseProduct(map.moments.mean).rowwise().sum();
    weights.col(1) = with_delays.cwiseProduct(map.moments.variance).rowwise().sum();
    add(direct, weights, derivatives_of(network, inputs_of(point), response_answer(s, options)));
    const ComplexMatrix without_delays = outer.cwiseProduct(
        mode.response.col(0).asDiagonal() * map.moments.mean.cast<Complex>() +
        mode.response.col(1).asDiagonal() * map.moments.variance.cast<Complex>());
    direct.Delay =
        without_delays.cwiseProduct(theory::delay_dist_derivative(theory::delays(network), s));
    if (network.Delay_sd.size() > 0 && network.delay_dist != DelayDistribution::none) {
        direct.Delay_sd = without_delays.cwiseProduct(delay_sd_derivative(network, s));
    }
    return direct;
}

// u^dagger W' v
Complex slope(const Network& network, const WorkingPoint& point, Complex s,
              const theory::ResponseOptions& options, const Mode& mode) {
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    const std::function<Complex(double)> at = [&](double offset) -> Complex {
        return mode.left.dot(W(s + offset) * mode.right);
    };
    return derivative(at, relative_step * (std::abs(s) + 1.0), false);
}

void validate(const Network& network, const WorkingPoint& point, const Vector& weights) {
    const bool has_one_tau_s = network.tau_s.cols() == 1 && network.tau_s_ext.size() == 0;
    if (synapses::has_current(network) && !has_one_tau_s) {
        throw InvalidParameter(
            "tau_s must be one for all synapses onto a population: gradients know no others");
    }
    theory::require_converged(point);
    require_shape("weights", weights, network.tau_m.size(), 1);
    require_shape("firing_rates", point.firing_rates, network.tau_m.size(), 1);
    require_all_finite("weights", weights);
}

}  // namespace

Gradient rate_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                       lif::exp::Method method) {
    validate(network, point, weights);
    Direct direct = nothing(network);
    direct.nu = weights.cast<Complex>();
    return gradient(network, point, method, direct);
}

Gradient cv_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                     lif::exp::Method method) {
    validate(network, point, weights);
    Direct direct = nothing(network);
    add(direct, weights.cast<Complex>(),
        derivatives_of(network, inputs_of(point), cvs_answer(method)));
    return gradient(network, point, method, direct);
}

Gradient eigenvalue_gradient(const Network& network, const WorkingPoint& point, double omega,
                             const theory::ResponseOptions& options) {
    validate(network, point, Vector::Zero(network.tau_m.size()));
    require_not_negative("omega", omega);
    const Complex s(0.0, omega);
    const Mode mode = mode_at(network, point, s, options);
    return gradient(network, point, options.method,
                    direct_of(network, point, mode, s, options, 1.0));
}

Gradient growth_rate_gradient(const Network& network, const WorkingPoint& point, Complex s,
                              const theory::ResponseOptions& options) {
    validate(network, point, Vector::Zero(network.tau_m.size()));
    require_finite("s", std::abs(s));
    const Mode mode = mode_at(network, point, s, options);
    const Complex factor = -1.0 / slope(network, point, s, options, mode);
    return gradient(network, point, options.method,
                    direct_of(network, point, mode, s, options, factor));
}

}  // namespace siegert::landscape
