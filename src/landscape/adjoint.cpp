#include "landscape/adjoint.hpp"

#include <siegert/theory/delays.hpp>

#include "numerics/linear_algebra.hpp"
#include "synapses/models.hpp"
#include "theory/mean_square_weight.hpp"
#include "theory/rate_map.hpp"

#include <algorithm>

namespace siegert::landscape {
namespace {

using theory::PopulationInputs;
using theory::WorkingPoint;

ComplexMatrix delay_sd_derivative(const Network& network, Complex s) {
    const theory::Delays all = theory::delays(network);
    const bool at_edge = (all.sd.array() <= 0.0).any();
    const double step = relative_step * std::max(all.sd.maxCoeff(), 1e-4);
    const std::function<ComplexMatrix(double)> moved_by = [&](double offset) -> ComplexMatrix {
        theory::Delays moved = all;
        moved.sd.array() += offset;
        return theory::delay_dist_matrix(moved, ComplexVector::Constant(1, s))[0];
    };
    return derivative(moved_by, step, at_edge);
}

/// dL/dmu, dL/dsigma^2 and dL/dparameters of each population with the rates following.
struct Followed {
    ComplexVector mu, variance;
    OfNeuronParameters<ComplexVector> parameters;
};

// The adjoint equation: lambda = (1 - dPhi/dnu)^-T dL/dnu.
Followed followed(const Adjoint& adjoint, const Direct& direct) {
    const ComplexVector right = direct.nu + adjoint.moments.mean.transpose() * direct.mu +
                                adjoint.moments.variance.transpose() * direct.variance;
    const ComplexVector lambda = adjoint.solver.solve(right);
    Followed result{.mu = direct.mu + lambda.cwiseProduct(adjoint.by_mu),
                    .variance = direct.variance + lambda.cwiseProduct(adjoint.by_variance),
                    .parameters = direct.parameters};
    for (std::size_t k = 0; k < result.parameters.size(); ++k) {
        result.parameters[k] += lambda.cwiseProduct(adjoint.by_parameters[k]);
    }
    return result;
}

/// L changes by sum_ij of these times the changes of nu_j times tau_m_i J_ij K_ij (mean) and
/// tau_m_i <J_ij^2> K_ij (variance), of the network and from outside.
struct ByMoments {
    ComplexMatrix mean, variance, mean_ext, variance_ext;
};

ByMoments by_moments(const Adjoint& adjoint, const Direct& direct, const Followed& input) {
    const ComplexVector nu = adjoint.point.firing_rates.cast<Complex>();
    const ComplexVector nu_ext = adjoint.network.nu_ext.cast<Complex>();
    return {.mean = direct.mean_factor + input.mu * nu.transpose(),
            .variance = direct.variance_factor + input.variance * nu.transpose(),
            .mean_ext = input.mu * nu_ext.transpose(),
            .variance_ext = input.variance * nu_ext.transpose()};
}

// Through what tau_m multiplies in the moments of the input.
ComplexVector through_moments_by_tau_m(const Network& network, const ByMoments& by,
                                       const Followed& input) {
    const Matrix square = theory::mean_square_weight(network);
    const Matrix ext_square = network.J_ext.cwiseAbs2();
    ComplexVector sum = network.J.cwiseProduct(network.K).cwiseProduct(by.mean).rowwise().sum();
    sum += square.cwiseProduct(network.K).cwiseProduct(by.variance).rowwise().sum();
    sum += network.J_ext.cwiseProduct(network.K_ext).cwiseProduct(by.mean_ext).rowwise().sum();
    sum += ext_square.cwiseProduct(network.K_ext).cwiseProduct(by.variance_ext).rowwise().sum();
    if (network.I_ext.size() > 0) {
        sum += input.mu.cwiseProduct(network.I_ext.cwiseQuotient(network.C));
    }
    return sum;
}

void set_connections(const Network& network, const ByMoments& by, Gradient& g) {
    const auto tau_m = network.tau_m.asDiagonal();
    const Matrix square = theory::mean_square_weight(network);
    g.K = tau_m * (network.J.cwiseProduct(by.mean) + square.cwiseProduct(by.variance));
    g.J = tau_m * network.K.cwiseProduct(by.mean + 2.0 * network.J.cwiseProduct(by.variance));
    if (network.J_sd.size() == 0) return;
    g.J_sd = 2.0 * (tau_m * network.K.cwiseProduct(network.J_sd).cwiseProduct(by.variance));
    if (network.weight_dist == WeightDistribution::none) g.J_sd.setZero();
}

void set_external(const Network& network, const ByMoments& by, const Followed& input, Gradient& g) {
    const auto tau_m = network.tau_m.asDiagonal();
    const Matrix square = network.J_ext.cwiseAbs2();
    g.K_ext =
        tau_m * (network.J_ext.cwiseProduct(by.mean_ext) + square.cwiseProduct(by.variance_ext));
    g.J_ext = tau_m * network.K_ext.cwiseProduct(by.mean_ext +
                                                 2.0 * network.J_ext.cwiseProduct(by.variance_ext));
    g.nu_ext = (tau_m * network.J_ext.cwiseProduct(network.K_ext)).transpose() * input.mu +
               (tau_m * square.cwiseProduct(network.K_ext)).transpose() * input.variance;
    if (network.C.size() > 0) {
        g.I_ext = input.mu.cwiseProduct(network.tau_m.cwiseQuotient(network.C));
        g.C = ComplexVector::Zero(network.C.size());
        if (network.I_ext.size() > 0) {
            g.C = -g.I_ext.cwiseProduct(network.I_ext.cwiseQuotient(network.C));
        }
    }
}

void set_neurons(const Network& network, const Followed& input, Gradient& g) {
    using enum NeuronParameter;
    g.tau_m = at(input.parameters, tau_m);
    g.tau_r = at(input.parameters, tau_r);
    g.tau_s = at(input.parameters, tau_s);
    g.V_th = at(input.parameters, V_th);
    g.V_0 = at(input.parameters, V_0);
    if (network.Delta_T.size() > 0) g.Delta_T = at(input.parameters, Delta_T);
    if (network.V_T.size() > 0) g.V_T = at(input.parameters, V_T);
}

}  // namespace

PopulationInputs inputs_of(const WorkingPoint& point) {
    return {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
}

Direct no_direct_derivatives(const Network& network) {
    const Index n = network.tau_m.size();
    Direct direct{.nu = ComplexVector::Zero(n),
                  .mu = ComplexVector::Zero(n),
                  .variance = ComplexVector::Zero(n),
                  .mean_factor = ComplexMatrix::Zero(n, n),
                  .variance_factor = ComplexMatrix::Zero(n, n),
                  .Delay = ComplexMatrix::Zero(network.Delay.rows(), network.Delay.cols()),
                  .Delay_sd = ComplexMatrix::Zero(network.Delay_sd.rows(), network.Delay_sd.cols()),
                  .N = ComplexVector::Zero(n),
                  .parameters = {}};
    direct.parameters.fill(ComplexVector::Zero(n));
    return direct;
}

void add(Direct& total, double factor, const Direct& more) {
    total.nu += factor * more.nu;
    total.mu += factor * more.mu;
    total.variance += factor * more.variance;
    total.mean_factor += factor * more.mean_factor;
    total.variance_factor += factor * more.variance_factor;
    total.Delay += factor * more.Delay;
    total.Delay_sd += factor * more.Delay_sd;
    total.N += factor * more.N;
    for (std::size_t k = 0; k < total.parameters.size(); ++k) {
        total.parameters[k] += factor * more.parameters[k];
    }
}

void take_real_part(Direct& direct) {
    for (const auto vector : {&Direct::nu, &Direct::mu, &Direct::variance, &Direct::N}) {
        (direct.*vector).imag().setZero();
    }
    for (const auto matrix :
         {&Direct::mean_factor, &Direct::variance_factor, &Direct::Delay, &Direct::Delay_sd}) {
        (direct.*matrix).imag().setZero();
    }
    for (auto& parameter : direct.parameters) parameter.imag().setZero();
}

void add_answers(Direct& direct, const ComplexMatrix& weights, const NeuronDerivatives& answers) {
    const auto sum = [&](const ComplexMatrix& by) -> ComplexVector {
        return weights.cwiseProduct(by).rowwise().sum();
    };
    direct.mu += sum(answers.mu);
    direct.variance += sum(answers.variance);
    for (std::size_t k = 0; k < direct.parameters.size(); ++k) {
        direct.parameters[k] += sum(answers.parameters[k]);
    }
}

void add_connectivity(Direct& direct, const ComplexMatrix& weights, const Network& network,
                      const PopulationInputs& inputs, Complex s,
                      const theory::ResponseOptions& options) {
    const theory::InputMap moments = theory::input_map(network);
    const theory::Delays delays = theory::delays(network);
    const ComplexMatrix D = theory::delay_dist_matrix(delays, ComplexVector::Constant(1, s))[0];
    const NeuronAnswer answer = response_answer(s, options);
    const ComplexMatrix response = answer(network, inputs);
    const ComplexMatrix with_delays = weights.cwiseProduct(D);
    direct.mean_factor += response.col(0).asDiagonal() * with_delays;
    direct.variance_factor += response.col(1).asDiagonal() * with_delays;
    ComplexMatrix of_responses(network.tau_m.size(), 2);
    of_responses.col(0) = with_delays.cwiseProduct(moments.mean).rowwise().sum();
    of_responses.col(1) = with_delays.cwiseProduct(moments.variance).rowwise().sum();
    add_answers(direct, of_responses, derivatives_of(network, inputs, answer));
    const ComplexMatrix of_delays =
        weights.cwiseProduct(response.col(0).asDiagonal() * moments.mean.cast<Complex>() +
                             response.col(1).asDiagonal() * moments.variance.cast<Complex>());
    direct.Delay += of_delays.cwiseProduct(theory::delay_dist_derivative(delays, s));
    if (network.Delay_sd.size() > 0 && network.delay_dist != DelayDistribution::none) {
        direct.Delay_sd += of_delays.cwiseProduct(delay_sd_derivative(network, s));
    }
}

bool has_adjoint(const Network& network) {
    return !synapses::has_current(network) ||
           (network.tau_s.cols() == 1 && network.tau_s_ext.size() == 0);
}

Adjoint adjoint(const Network& network, const WorkingPoint& point, lif::exp::Method method) {
    const Index n = network.tau_m.size();
    const auto map = theory::rate_map(network, method);
    const auto inputs = inputs_of(point);
    const auto state =
        neurons::stationary(network, map.parts, theory::input_of(network, inputs, method));
    Adjoint result{.network = network,
                   .point = point,
                   .moments = map.moments,
                   .by_mu = state.d_mu,
                   .by_variance = state.d_sigma.cwiseQuotient(2.0 * point.std_input),
                   .by_parameters = {},
                   .solver = {}};
    const auto rate = derivatives_of(network, inputs, rates_answer(method));
    for (std::size_t k = 0; k < rate.parameters.size(); ++k) {
        result.by_parameters[k] = rate.parameters[k].col(0);
    }
    const Matrix system = Matrix::Identity(n, n) - result.by_mu.asDiagonal() * map.moments.mean -
                          result.by_variance.asDiagonal() * map.moments.variance;
    result.solver = numerics::LuDecomposition<Complex>(system.transpose().cast<Complex>());
    return result;
}

Gradient gradient(const Adjoint& adjoint, const Direct& direct) {
    const Network& network = adjoint.network;
    const Followed input = followed(adjoint, direct);
    const ByMoments by = by_moments(adjoint, direct, input);
    Gradient g;
    set_connections(network, by, g);
    set_external(network, by, input, g);
    set_neurons(network, input, g);
    g.tau_m += through_moments_by_tau_m(network, by, input);
    g.Delay = direct.Delay;
    g.Delay_sd = direct.Delay_sd;
    g.N = direct.N;
    return g;
}

}  // namespace siegert::landscape
