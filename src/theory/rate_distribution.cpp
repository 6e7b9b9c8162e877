#include <siegert/theory/rate_distribution.hpp>

#include "model/field_use.hpp"
#include "numerics/pseudo_transient_newton.hpp"
#include "require.hpp"
#include "theory/neuron_differences.hpp"
#include "theory/neuron_sample.hpp"
#include "theory/solve_rates.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

// Neurons far out in the distribution keep this part of the variance of their input.
constexpr double least_noise = 0.05;

/// Mean and second moment of the rates of each population.
struct Rates {
    Vector nu;
    Vector q;
};

Rates rates_in(const Vector& x) {
    const Index n = x.size() / 2;
    const Vector nu = x.head(n);
    return {.nu = nu, .q = x.tail(n).cwiseMax(nu.cwiseAbs2())};
}

/// What the input of the neurons of a population is, and how it differs.
struct DifferingInput {
    neurons::Input mean;  ///< of neurons with z = 0 and the population's time constant
    Vector sd;            ///< Delta [V]
    Vector noise_slope;   ///< c / Delta [V^2], change of sigma^2 with z
};

/// Averages of a rate Phi over the neurons of each population: Phi itself, and its derivatives with
/// respect to the moments of DifferingInput.
struct Average {
    Vector value, d_mu, d_variance, d_sd, d_noise_slope;

    explicit Average(Index n)
        : value(Vector::Zero(n)),
          d_mu(value),
          d_variance(value),
          d_sd(value),
          d_noise_slope(value) {}
};

/// The map of nu and q whose fixed point is sought.
class Map {
public:
    Map(const RateMap& map, lif::exp::Method method)
        : map_(map), method_(method), differences_(differences(map.network)) {
        const Index n = map.network.tau_m.size();
        // What may differ: rates of presynaptic neurons do as soon as anything else does.
        const Vector variance = differences_.variance.by_second_moment * Vector::Ones(n);
        for (Index i = 0; i < n; ++i) {
            input_differs_.push_back(variance(i) > 0.0);
            const auto neurons = quadrature(map.network, i, variance(i) > 0.0);
            neurons_.insert(neurons_.end(), neurons.begin(), neurons.end());
        }
    }

    [[nodiscard]] DifferingInput input(const Rates& rates) const {
        const Vector variance = value(differences_.variance, rates.nu, rates.q).cwiseMax(0.0);
        const Vector covariance = value(differences_.covariance, rates.nu, rates.q);
        DifferingInput result{.mean = input_at(map_, rates.nu),
                              .sd = variance.cwiseSqrt(),
                              .noise_slope = Vector::Zero(variance.size())};
        const auto sd = result.sd.array();
        result.noise_slope = (sd > 0.0).select(covariance.array() / sd, 0.0);
        return result;
    }

    /// The input of single neurons.
    [[nodiscard]] neurons::Input input_of(const std::vector<NeuronSample>& neurons,
                                          const DifferingInput& input) const {
        const auto count = static_cast<Index>(neurons.size());
        neurons::Input result{.mu = Vector(count), .sigma = Vector(count), .tau_s = Vector(count)};
        for (Index k = 0; k < count; ++k) {
            const NeuronSample& neuron = neurons[static_cast<std::size_t>(k)];
            const Index i = neuron.population;
            const double slower = neuron.tau_m / map_.network.tau_m(i);
            const double noise = input.mean.sigma(i) * input.mean.sigma(i);
            const double own =
                std::fmax(noise + neuron.z * input.noise_slope(i), least_noise * noise);
            result.mu(k) = slower * (input.mean.mu(i) + neuron.z * input.sd(i));
            result.sigma(k) = std::sqrt(slower * own);
            result.tau_s(k) = input.mean.tau_s(i);
        }
        return result;
    }

    [[nodiscard]] Vector rates(const std::vector<NeuronSample>& neurons,
                               const DifferingInput& input) const {
        const Network apart = neurons_apart(map_.network, neurons, input.mean.tau_s);
        return neurons::rates(apart, neurons::parts(apart, method_), input_of(neurons, input));
    }

    [[nodiscard]] numerics::Linearization operator()(const Vector& x) const {
        const Rates rates = rates_in(x);
        const DifferingInput input = this->input(rates);
        const neurons::Input received = input_of(neurons_, input);
        const Network apart = neurons_apart(map_.network, neurons_, input.mean.tau_s);
        const neurons::Stationary state =
            neurons::stationary(apart, neurons::parts(apart, method_), received);
        const Index n = rates.nu.size();
        Average first(n);
        Average second(n);
        for (std::size_t k = 0; k < neurons_.size(); ++k) {
            const auto at = static_cast<Index>(k);
            const Slopes slopes = slopes_of(neurons_[k], received.sigma(at), state, at);
            const double nu = state.nu(at);
            add(first, neurons_[k], {.value = nu, .by_nu = 1.0}, slopes);
            add(second, neurons_[k], {.value = nu * nu, .by_nu = 2.0 * nu}, slopes);
        }
        numerics::Linearization result{.value = Vector(2 * n), .jacobian = Matrix(2 * n, 2 * n)};
        result.value << first.value, second.value;
        result.jacobian << jacobian(first, input, rates), jacobian(second, input, rates);
        return result;
    }

    [[nodiscard]] bool input_differs(Index i) const {
        return input_differs_[static_cast<std::size_t>(i)];
    }

private:
    /// Derivatives of the rate of a neuron by mean input and variance of its population.
    struct Slopes {
        double d_mu;
        double d_variance;
    };

    [[nodiscard]] Slopes slopes_of(const NeuronSample& neuron, double sigma,
                                   const neurons::Stationary& state, Index k) const {
        const double slower = neuron.tau_m / map_.network.tau_m(neuron.population);
        return {.d_mu = slower * state.d_mu(k),
                .d_variance = sigma > 0.0 ? slower * state.d_sigma(k) / (2.0 * sigma) : 0.0};
    }

    /// A function of a rate, and its derivative.
    struct Power {
        double value;
        double by_nu;
    };

    static void add(Average& average, const NeuronSample& neuron, const Power& power,
                    const Slopes& slopes) {
        const Index i = neuron.population;
        const double by_nu = neuron.weight * power.by_nu;
        average.value(i) += neuron.weight * power.value;
        average.d_mu(i) += by_nu * slopes.d_mu;
        average.d_variance(i) += by_nu * slopes.d_variance;
        average.d_sd(i) += by_nu * slopes.d_mu * neuron.z;
        average.d_noise_slope(i) += by_nu * slopes.d_variance * neuron.z;
    }

    /// By nu and q, n x 2 n: with s = c / Delta, d Delta = d Delta^2 / (2 Delta) and
    /// d s = (dc - s d Delta) / Delta.
    [[nodiscard]] Matrix jacobian(const Average& average, const DifferingInput& input,
                                  const Rates& rates) const {
        const Index n = rates.nu.size();
        const auto sd = input.sd.array();
        const Vector inverse = (sd > 0.0).select(sd.inverse(), 0.0);
        const Vector by_covariance = average.d_noise_slope.cwiseProduct(inverse);
        const Vector by_sd = average.d_sd - by_covariance.cwiseProduct(input.noise_slope);
        const Vector by_square = 0.5 * by_sd.cwiseProduct(inverse);
        const auto by_nu = (-2.0 * rates.nu).asDiagonal();
        Matrix result(n, 2 * n);
        result.leftCols(n) = average.d_mu.asDiagonal() * map_.moments.mean +
                             average.d_variance.asDiagonal() * map_.moments.variance;
        result.leftCols(n) +=
            by_square.asDiagonal() * differences_.variance.by_squared_mean * by_nu;
        result.leftCols(n) +=
            by_covariance.asDiagonal() * differences_.covariance.by_squared_mean * by_nu;
        result.rightCols(n) = by_square.asDiagonal() * differences_.variance.by_second_moment;
        result.rightCols(n) +=
            by_covariance.asDiagonal() * differences_.covariance.by_second_moment;
        return result;
    }

    const RateMap& map_;
    lif::exp::Method method_;
    Differences differences_;
    std::vector<bool> input_differs_;
    std::vector<NeuronSample> neurons_;
};

Vector with_squares(const Vector& nu) {
    Vector both(2 * nu.size());
    both << nu, nu.cwiseAbs2();
    return both;
}

numerics::FixedPoint solve(const Map& map, const Network& network,
                           const WorkingPointOptions& options) {
    // Sums over neurons are not smoother than this.
    constexpr double smallest_tolerance = 1e-11;
    auto solver = solver_options(network, options);
    solver.upper = with_squares(solver.upper);
    solver.tolerance = std::max(solver.tolerance, smallest_tolerance);
    const Vector alike = working_point(network, options).firing_rates;
    return numerics::pseudo_transient_newton(map, with_squares(alike), solver);
}

}  // namespace

RateDistribution rate_distribution(const Network& network, const RateDistributionOptions& options) {
    validate(network);
    schema::require_known_to_theory(network);
    require(options.neurons >= 1, "neurons", static_cast<double>(options.neurons), "be at least 1");
    const lif::exp::Method method = options.working_point.method;
    const RateMap rate_map = theory::rate_map(network, method);
    const Map map(rate_map, method);
    const auto point = solve(map, network, options.working_point);
    const Rates found = rates_in(point.x);
    const DifferingInput input = map.input(found);
    const Index n = network.tau_m.size();
    RateDistribution result{
        .mean = found.nu,
        .sd = (found.q - found.nu.cwiseAbs2()).cwiseMax(0.0).cwiseSqrt(),
        .input_sd = input.sd,
        .rates = Matrix(n, options.neurons),
        .termination = point.converged ? Termination::newton : Termination::not_converged,
        .residual = (point.at_x.value - point.x).head(n).cwiseAbs().maxCoeff(),
        .iterations = point.iterations};
    for (Index i = 0; i < n; ++i) {
        Vector rates =
            map.rates(even_sample(network, i, map.input_differs(i), options.neurons), input);
        std::ranges::sort(rates);
        result.rates.row(i) = rates;
    }
    return result;
}

// Between the middles of the parts that the neurons stand for.
Matrix quantiles(const RateDistribution& distribution, const Vector& probabilities) {
    const Matrix& rates = distribution.rates;
    Matrix result(rates.rows(), probabilities.size());
    for (Index k = 0; k < probabilities.size(); ++k) {
        const double p = probabilities(k);
        require(p > 0.0 && p < 1.0, "probability", p, "lie between 0 and 1");
        const double last = static_cast<double>(rates.cols() - 1);
        const double at = std::clamp(p * static_cast<double>(rates.cols()) - 0.5, 0.0, last);
        const auto below = static_cast<Index>(at);
        const Index above = std::min(below + 1, rates.cols() - 1);
        const double part = at - static_cast<double>(below);
        result.col(k) = (1.0 - part) * rates.col(below) + part * rates.col(above);
    }
    return result;
}

}  // namespace siegert::theory
