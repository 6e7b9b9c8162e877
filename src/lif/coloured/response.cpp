#include "lif/coloured/response.hpp"

#include "lif/coloured/kernel_lanes.hpp"
#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::lif::coloured {
namespace {

constexpr Index first_nodes = 16;     // of the Gauss rule from zero to the first time of a grid
constexpr Index step_nodes = 4;       // of that from one time to the next
constexpr double least_decay = -0.3;  // in units of 1 / T: e^-25 is left at the end of the grid
constexpr int circle_points = 12;

// --- int_0^t e^{-l u} (c, E, c^2, c E, E^2) du --------------------------------------------------

struct MovingIntegrals {
    Complex c, E, cc, cE, EE;
};

void add_nodes(const Problem& problem, Complex from, Complex to, const Quadrature& rule,
               EarlyRule& early) {
    for (Index q = 0; q < rule.nodes.size(); ++q) {
        const Complex u = from + (to - from) * rule.nodes(q);
        const Complex weight = (to - from) * rule.weights(q);
        const Complex c = current_to_potential(problem, u);
        const Complex E = std::exp(-u / problem.r);
        early.radii.push_back(std::abs(u));
        early.c.push_back(weight * c);
        early.E.push_back(weight * E);
        early.cc.push_back(weight * c * c);
        early.cE.push_back(weight * c * E);
        early.EE.push_back(weight * E * E);
    }
}

/// For the times before the faster time constant.
EarlyRule early_rule(const Problem& problem, const TransitionKernel<Complex>& kernel) {
    static const Quadrature first_rule = gauss_legendre(first_nodes);
    static const Quadrature rule = gauss_legendre(step_nodes);
    EarlyRule early;
    Complex from = 0.0;
    for (const auto& at : kernel.times) {
        if (std::abs(at.free.t) > fast_time(problem)) break;
        add_nodes(problem, from, at.free.t, from == 0.0 ? first_rule : rule, early);
        from = at.free.t;
    }
    while (early.radii.size() % lane_block != 0) early.radii.push_back(0.0);
    return early;
}

/// Sums over the Gauss nodes: the closed forms cancel as t^3. `count` times are early at this l.
void add_early(const EarlyRule& rule, double angle, Complex l, std::size_t count,
               std::vector<MovingIntegrals>& integrals) {
    if (count == 0) return;
    const std::size_t nodes = first_nodes + (count - 1) * step_nodes;
    const std::size_t padded = (nodes + lane_block - 1) / lane_block * lane_block;
    std::vector<double> re(padded);
    std::vector<double> im(padded);
    decays(l * std::polar(1.0, -angle), {rule.radii.data(), padded}, re, im);
    MovingIntegrals sum{};
    for (std::size_t n = 0; n < nodes; ++n) {
        const Complex decay(re[n], im[n]);
        sum.c += decay * rule.c[n];
        sum.E += decay * rule.E[n];
        sum.cc += decay * rule.cc[n];
        sum.cE += decay * rule.cE[n];
        sum.EE += decay * rule.EE[n];
        const bool complete = n + 1 >= first_nodes && (n + 1 - first_nodes) % step_nodes == 0;
        if (complete) integrals.push_back(sum);
    }
}

/// By dc/dt = -c + E, with decay = e^{-l t}.
MovingIntegrals closed_form(const Problem& problem, const Transition<Complex>& at, Complex decay,
                            Complex l) {
    const double rate = 1.0 / problem.r;
    MovingIntegrals sum{};
    sum.E = (1.0 - decay * at.E) / (l + rate);
    sum.EE = (1.0 - decay * at.E * at.E) / (l + 2.0 * rate);
    sum.c = (sum.E - decay * at.c) / (l + 1.0);
    sum.cE = (sum.EE - decay * at.c * at.E) / (l + 1.0 + rate);
    sum.cc = (2.0 * sum.cE - decay * at.c * at.c) / (l + 2.0);
    return sum;
}

/// At all times of the kernel.
std::vector<MovingIntegrals> moving_integrals(const Problem& problem,
                                              const TransitionKernel<Complex>& kernel,
                                              const EarlyRule& rule,
                                              const std::vector<Complex>& decays, Complex l) {
    const double rate = std::max(std::abs(l), 1.0 / fast_time(problem));
    std::size_t count = 0;
    while (count < decays.size() && kernel.radii[count] * rate < 1.0) ++count;
    std::vector<MovingIntegrals> integrals;
    integrals.reserve(decays.size());
    add_early(rule, kernel.angle, l, count, integrals);
    for (std::size_t k = count; k < decays.size(); ++k) {
        integrals.push_back(closed_form(problem, kernel.times[k].free, decays[k], l));
    }
    return integrals;
}

// --- right-hand sides ---------------------------------------------------------------------------

/// Change of the mean and of the covariance of (V, z) relative to the corner (V_th, z_th), per
/// change of mu and per relative change of sigma^2.
struct Changes {
    Complex V, z;
    Complex VV, Vz, zz;
};

Changes changes_from_threshold(const Problem& problem, const MovingIntegrals& integrals,
                               Complex l) {
    const Complex rate = l + 1.0 / problem.r;
    const double noise = 2.0 / problem.r;
    return {rate * integrals.c, rate * integrals.E, noise * integrals.cc, noise * integrals.cE,
            noise * integrals.EE};
}

/// What the refractory period adds, per e^{-l t}: the reset does not move with mu, and the current
/// goes on.
struct Refractory {
    Complex forgotten;
    Complex noise;
};

Refractory refractory(const Problem& problem, Complex l) {
    const Complex rate = l + 2.0 / problem.r;
    return {-expm1(-(l + 1.0 / problem.r) * problem.tau_r),
            2.0 / problem.r * -expm1(-rate * problem.tau_r) / rate};
}

void add_refractory(const Refractory& refractory, const Transition<Complex>& free, Complex decay,
                    Changes& changes) {
    const Complex forgotten = refractory.forgotten * decay;
    const Complex noise = refractory.noise * decay;
    changes.V += forgotten * free.c;
    changes.z += forgotten * free.E;
    changes.VV += noise * free.c * free.c;
    changes.Vz += noise * free.c * free.E;
    changes.zz += noise * free.E * free.E;
}

/// What the changes tend to.
Changes late_changes(const Problem& problem, Complex l) {
    const double noise = 2.0 / problem.r;
    const Complex zz = noise / (l + noise);
    const Complex Vz = zz / (l + 1.0 + 1.0 / problem.r);
    return {1.0 / (1.0 + l), 1.0, 2.0 * Vz / (l + 2.0), Vz, zz};
}

/// Changes of the free stationary density p_inf, or of a multiple of it.
struct LateDensity {
    ComplexVector mean;
    ComplexVector variance;
};

LateDensity late_density(const BoundaryKernels<Complex>& kernels, const Vector& p, Complex l) {
    const auto& problem = kernels.problem;
    const Changes late = late_changes(problem, l);
    const double k = problem.r / (1.0 + problem.r);
    const double scale = 1.0 / (k * (1.0 - k));
    LateDensity density{ComplexVector(p.size()), ComplexVector(p.size())};
    for (Index i = 0; i < p.size(); ++i) {
        const double x = kernels.nodes.x(i);
        const double w_V = problem.z_th / k - x / (1.0 - k);
        const double w_z = x / (1.0 - k);
        density.mean(i) = p(i) * (w_V * late.V + w_z * late.z);
        density.variance(i) =
            0.5 * p(i) *
            (late.VV * (w_V * w_V - scale) + 2.0 * late.Vz * (w_V * w_z + k * scale) +
             late.zz * (w_z * w_z - k * scale));
    }
    return density;
}

/// Adds sign times the integral over the changes of one kernel, for the flux q.
void add_changes(const Problem& problem, const TransitionKernel<Complex>& kernel,
                 const Contractions<Complex>& by, const EarlyRule& rule,
                 const std::vector<Complex>& decays, Complex l, const LateDensity& late,
                 LateDensity& rhs) {
    const bool reset = kernel.start == Start::reset;
    const double sign = reset ? 1.0 : -1.0;
    const auto integrals = moving_integrals(problem, kernel, rule, decays, l);
    const Refractory pause = refractory(problem, l);
    const auto times = static_cast<Index>(kernel.times.size());
    ComplexVector V(times), z(times), VV(times), Vz(times), zz(times);
    Complex approached = 0.0;
    for (std::size_t k = 0; k < kernel.times.size(); ++k) {
        const auto& at = kernel.times[k];
        Changes change = changes_from_threshold(problem, integrals[k], l);
        if (reset) add_refractory(pause, at.free, decays[k], change);
        const Complex weight = sign * at.weight;
        const auto row = static_cast<Index>(k);
        approached += weight * at.approach;
        V(row) = weight * change.V;
        z(row) = weight * change.z;
        VV(row) = 0.5 * weight * change.VV;
        Vz(row) = weight * change.Vz;
        zz(row) = 0.5 * weight * change.zz;
    }
    rhs.mean += by.V * V + by.z * z;
    rhs.variance += by.VV * VV + by.Vz * Vz + by.zz * zz;
    rhs.mean -= approached * late.mean;
    rhs.variance -= approached * late.variance;
}

/// (1 - e^{-l tau_r}) / l.
Complex refractory_transform(double tau_r, Complex l) {
    return l == 0.0 ? Complex(tau_r) : -expm1(-l * tau_r) / l;
}

/// e^{-l tau_r} G0, without its pole p_inf w / l.
ComplexMatrix delayed_reset(const ResponseKernels& r, const std::vector<Complex>& decays,
                            Complex l) {
    const double tau_r = r.kernels.problem.tau_r;
    const auto& nodes = r.kernels.nodes;
    ComplexMatrix G0 =
        std::exp(-l * tau_r) * regular_transform(r.kernels, r.kernels.from_reset, decays, l);
    G0 -= refractory_transform(tau_r, l) * stationary_density(nodes) * nodes.weights.transpose();
    return G0;
}

ComplexMatrix passage_operator(const ResponseKernels& r, const std::vector<Complex>& decays,
                               Complex l) {
    ComplexMatrix M = regular_transform(r.kernels, r.kernels.from_threshold, decays, l);
    M.diagonal() += inverse_velocity(r.kernels.nodes);
    return M;
}

Response direct_response(const ResponseKernels& r, Complex l) {
    const auto& problem = r.kernels.problem;
    const auto& nodes = r.kernels.nodes;
    const auto returning = decays_of(r.kernels.from_threshold, l);
    const auto arriving = decays_of(r.kernels.from_reset, l);
    const ComplexMatrix G0 = delayed_reset(r, arriving, l);
    const LateDensity late = late_density(r.kernels, stationary_density(nodes), l);
    const Vector active = (1.0 - r.nu * problem.tau_r) * r.density_per_rate;
    LateDensity rhs = late_density(r.kernels, active, l);
    add_changes(problem, r.kernels.from_threshold, r.from_threshold, r.threshold_rule, returning, l,
                late, rhs);
    add_changes(problem, r.kernels.from_reset, r.from_reset, r.reset_rule, arriving, l, late, rhs);
    ComplexMatrix columns(nodes.x.size(), 3);
    columns.col(0) = rhs.mean;
    columns.col(1) = rhs.variance;
    columns.col(2) = G0 * r.q;
    if (l != 0.0) columns.col(2) += stationary_density(nodes) / l;
    const ComplexMatrix solution = numerics::solve(passage_operator(r, returning, l) - G0, columns);
    const Eigen::RowVector3cd total = nodes.weights.transpose().cast<Complex>() * solution;
    return {r.nu * total(0), r.nu * total(1), total(2)};
}

/// Within it the response is the mean over this circle. At l = 0 the density has a pole, whose
/// error is amplified by nu / l, and the operator of a driven neuron is all but singular.
double circle_radius(const ResponseKernels& r) {
    return std::min(0.15 * r.nu, -least_decay / slow_time(r.kernels.problem));
}

/// Cauchy's formula; the pole nu / l of the density is taken out.
Response response_within_circle(const ResponseKernels& r, Complex l) {
    const double radius = circle_radius(r);
    Response sum{};
    for (int k = 0; k < circle_points / 2; ++k) {
        const Complex at = std::polar(radius, 2.0 * std::numbers::pi * (k + 0.5) / circle_points);
        Response value = direct_response(r, at);
        value.density -= r.nu / at;
        const Complex upper = at / (at - l) / static_cast<double>(circle_points);
        const Complex lower =
            std::conj(at) / (std::conj(at) - l) / static_cast<double>(circle_points);
        sum.mean += upper * value.mean + lower * std::conj(value.mean);
        sum.variance += upper * value.variance + lower * std::conj(value.variance);
        sum.density += upper * value.density + lower * std::conj(value.density);
    }
    if (l != 0.0) sum.density += r.nu / l;
    return sum;
}

}  // namespace

ResponseKernels response_kernels(const Problem& problem, const Resolution& resolution,
                                 const Stationary& state) {
    auto kernels = boundary_kernels<Complex>(problem, resolution);
    const Vector flux = kernels.nodes.weights.cwiseProduct(state.q);
    const Vector density_per_rate = (kernels.nodes.log_p.array() - state.log_rate).exp();
    auto from_threshold = contractions(kernels.from_threshold, kernels.nodes, flux);
    auto from_reset = contractions(kernels.from_reset, kernels.nodes, flux);
    auto threshold_rule = early_rule(problem, kernels.from_threshold);
    auto reset_rule = early_rule(problem, kernels.from_reset);
    return {.kernels = std::move(kernels),
            .nu = std::exp(state.log_rate),
            .density_per_rate = density_per_rate,
            .q = state.q,
            .from_threshold = std::move(from_threshold),
            .from_reset = std::move(from_reset),
            .threshold_rule = std::move(threshold_rule),
            .reset_rule = std::move(reset_rule)};
}

Response response(const ResponseKernels& kernels, Complex l) {
    if (l.imag() < 0.0) {
        const auto mirrored = response(kernels, std::conj(l));
        return {std::conj(mirrored.mean), std::conj(mirrored.variance),
                std::conj(mirrored.density)};
    }
    const bool within = std::abs(l) < 0.15 * circle_radius(kernels);
    return within ? response_within_circle(kernels, l) : direct_response(kernels, l);
}

Complex interval_transform(const ResponseKernels& kernels, Complex l) {
    if (l.imag() < 0.0) return std::conj(interval_transform(kernels, std::conj(l)));
    const auto& nodes = kernels.kernels.nodes;
    const auto returning = decays_of(kernels.kernels.from_threshold, l);
    const auto arriving = decays_of(kernels.kernels.from_reset, l);
    const ComplexMatrix M = passage_operator(kernels, returning, l);
    ComplexMatrix columns(nodes.x.size(), 2);
    columns.col(0) = delayed_reset(kernels, arriving, l) * kernels.q;
    columns.col(1) = stationary_density(nodes).cast<Complex>();
    const Eigen::RowVector2cd total =
        nodes.weights.transpose().cast<Complex>() * numerics::solve(M, columns);
    return l == 0.0 ? Complex(1.0) : (l * total(0) + total(1)) / (l + total(1));
}

bool converges(const ResponseKernels& kernels, Complex l) {
    const Complex upper(l.real(), std::abs(l.imag()));
    const double rate = 1.0 / slow_time(kernels.kernels.problem);
    const auto decay = [&](double angle) {
        return (upper * std::polar(1.0, -angle)).real() / (rate * std::cos(angle));
    };
    return decay(kernels.kernels.from_threshold.angle) >= least_decay &&
           decay(kernels.kernels.from_reset.angle) >= least_decay;
}

double contour_error(const ResponseKernels& kernels, const BoundaryKernels<double>& real) {
    const auto& k = kernels.kernels;
    const ComplexVector K =
        regular_transform(k, k.from_threshold, decays_of(k.from_threshold, 0.0), 0.0) * kernels.q;
    const ComplexVector G0 =
        regular_transform(k, k.from_reset, decays_of(k.from_reset, 0.0), 0.0) * kernels.q;
    const Vector real_K = regular_coefficient(real, real.from_threshold, 0) * kernels.q;
    const Vector real_G0 = regular_coefficient(real, real.from_reset, 0) * kernels.q;
    const double scale =
        std::max(real_K.lpNorm<Eigen::Infinity>(), real_G0.lpNorm<Eigen::Infinity>());
    return std::max((K - real_K).lpNorm<Eigen::Infinity>(),
                    (G0 - real_G0).lpNorm<Eigen::Infinity>()) /
           scale;
}

}  // namespace siegert::lif::coloured
