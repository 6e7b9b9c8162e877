#include "lif/coloured/transition_kernel.hpp"

#include "lif/coloured/kernel_lanes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::lif::coloured {
namespace {

constexpr double negligible = -46.0;  // log of 1e-20: what the operator, of order one, cannot see

template <class T>
T ray(double radius, double angle) {
    if constexpr (std::is_same_v<T, double>) {
        return radius;
    } else {
        return std::polar(radius, -angle);
    }
}

/// The times, and the step in log t that was used.
template <class T>
std::vector<T> times_of(const TimeGrid& grid, double& step) {
    const double length = std::log(grid.last / grid.first);
    const auto intervals = static_cast<std::size_t>(std::ceil(length / grid.step));
    step = length / static_cast<double>(intervals);
    std::vector<T> times(intervals + 1);
    for (std::size_t k = 0; k < times.size(); ++k) {
        times[k] = ray<T>(grid.first * std::exp(static_cast<double>(k) * step), grid.angle);
    }
    return times;
}

template <class T>
void start_at_threshold(const Problem& problem, KernelTime<T>& at) {
    at.V_from = problem.z_th * at.free.h;
    at.V_slope = -at.free.c;
    at.z_from = -problem.z_th * at.free.C / (1.0 + at.free.E);  // -z_th (1 - E)
    at.z_slope = at.free.E;
}

template <class T>
void start_at_reset(const Problem& problem, KernelTime<T>& at) {
    const double kept = std::exp(-problem.tau_r / problem.r);
    const double renewed = -std::expm1(-2.0 * problem.tau_r / problem.r);
    const T c = at.free.c;
    const T E = at.free.E;
    at.A += renewed * c * c;
    at.B += renewed * c * E;
    at.C += renewed * E * E;
    at.V_slope = -kept * c;
    at.V_from = problem.z_th - problem.z_0 * at.free.e + at.V_slope * problem.z_th;
    at.z_slope = kept * E;
    at.z_from = problem.z_th * (at.z_slope - 1.0);
}

template <class T>
KernelTime<T> kernel_time(const Problem& problem, Start start, const Transition<T>& free,
                          double step) {
    KernelTime<T> at{};
    at.free = free;
    at.weight = step * free.t;
    const T gap = -expm1(-free.t / slow_time(problem));
    at.approach = gap * gap * gap * gap * gap * gap;
    at.A = free.A;
    at.B = free.B;
    at.C = free.C;
    start == Start::threshold ? start_at_threshold(problem, at) : start_at_reset(problem, at);
    return at;
}

/// The logarithm of the density as a quadratic in x_i, for each j.
template <class T>
struct Exponents {
    std::vector<T> c0;
    std::vector<T> c1;
    T c2;
};

template <class T>
void set_exponents(const KernelTime<T>& at, const Nodes& nodes, Exponents<T>& exponents) {
    const T determinant = at.A * at.C - at.B * at.B;
    const T log_norm = -0.5 * std::log(determinant) - std::log(2.0 * std::numbers::pi);
    const T half = 0.5 / determinant;
    exponents.c2 = -at.A * half;
    for (std::size_t j = 0; j < exponents.c0.size(); ++j) {
        const double x = nodes.x(static_cast<Index>(j));
        const T V = at.V_from + at.V_slope * x;
        const T y = at.z_from + at.z_slope * x;
        exponents.c1[j] = 2.0 * half * (at.B * V + at.A * y);
        exponents.c0[j] = log_norm - half * (at.C * V * V + y * (2.0 * at.B * V + at.A * y));
    }
}

/// A range of nodes.
struct Range {
    std::size_t begin;
    std::size_t end;
};

/// Largest value of c0 + x (c1 + x c2) between first and last.
double largest_exponent(double c0, double c1, double c2, double first, double last) {
    const auto at = [&](double x) { return c0 + x * (c1 + x * c2); };
    if (c2 < 0.0) return at(std::clamp(-0.5 * c1 / c2, first, last));
    return std::max(at(first), at(last));
}

/// Whether a density from one of the nodes j can be seen anywhere between the nodes i.
template <class T>
bool visible(const Exponents<T>& exponents, const Nodes& nodes, Range to, Range from) {
    const double first = nodes.x(static_cast<Index>(to.begin));
    const double last = nodes.x(static_cast<Index>(to.end) - 1);
    const double c2 = std::real(exponents.c2);
    for (std::size_t j = from.begin; j < from.end; ++j) {
        const double c0 = std::real(exponents.c0[j]);
        const double c1 = std::real(exponents.c1[j]);
        if (largest_exponent(c0, c1, c2, first, last) > negligible) return true;
    }
    return false;
}

/// Nodes to keep: flux returns after a short time only if the velocity is small.
template <class T>
std::size_t visible_nodes(const Exponents<T>& exponents, const Nodes& nodes) {
    const std::size_t n = exponents.c0.size();
    std::size_t from = n;
    while (from > 0 && !visible(exponents, nodes, {0, n}, {from - lane_block, from})) {
        from -= lane_block;
    }
    std::size_t to = n;
    while (to > from && !visible(exponents, nodes, {to - lane_block, to}, {0, from})) {
        to -= lane_block;
    }
    return to;
}

void append_block(TransitionKernel<double>& kernel, const Nodes& nodes, std::size_t count,
                  const Exponents<double>& exponents) {
    const std::size_t offset = kernel.re.size();
    kernel.re.resize(offset + count * count);
    evaluate({.x = nodes.x.data(),
              .count = count,
              .c0 = exponents.c0.data(),
              .c1 = exponents.c1.data(),
              .c2 = exponents.c2,
              .values = kernel.re.data() + offset});
}

void append_block(TransitionKernel<Complex>& kernel, const Nodes& nodes, std::size_t count,
                  const Exponents<Complex>& exponents) {
    const std::size_t offset = kernel.re.size();
    kernel.re.resize(offset + count * count);
    kernel.im.resize(offset + count * count);
    std::vector<double> parts(4 * count);
    for (std::size_t j = 0; j < count; ++j) {
        parts[j] = exponents.c0[j].real();
        parts[count + j] = exponents.c0[j].imag();
        parts[2 * count + j] = exponents.c1[j].real();
        parts[3 * count + j] = exponents.c1[j].imag();
    }
    evaluate({.x = nodes.x.data(),
              .count = count,
              .c0_re = parts.data(),
              .c0_im = parts.data() + count,
              .c1_re = parts.data() + 2 * count,
              .c1_im = parts.data() + 3 * count,
              .c2 = exponents.c2,
              .re = kernel.re.data() + offset,
              .im = kernel.im.data() + offset});
}

template <class T>
std::vector<Block> blocks_of(const TransitionKernel<T>& kernel) {
    std::vector<Block> blocks;
    blocks.reserve(kernel.times.size());
    for (const auto& at : kernel.times) {
        blocks.push_back({at.count, kernel.re.data() + at.offset,
                          kernel.im.empty() ? nullptr : kernel.im.data() + at.offset});
    }
    return blocks;
}

/// Column k: sum_j p_ij u_j x_j^k for k = 0, 1, 2, of one block.
Matrix power_sums(const double* block, Index count, const Nodes& nodes, const Vector& u) {
    const Eigen::Map<const Matrix> p(block, count, count);
    Matrix powers(count, 3);
    powers.col(0) = u.head(count);
    powers.col(1) = powers.col(0).cwiseProduct(nodes.x.head(count));
    powers.col(2) = powers.col(1).cwiseProduct(nodes.x.head(count));
    return p * powers;
}

Matrix power_sums(const TransitionKernel<double>& kernel, const KernelTime<double>& at,
                  const Nodes& nodes, const Vector& u) {
    return power_sums(kernel.re.data() + at.offset, static_cast<Index>(at.count), nodes, u);
}

ComplexMatrix power_sums(const TransitionKernel<Complex>& kernel, const KernelTime<Complex>& at,
                         const Nodes& nodes, const Vector& u) {
    const auto count = static_cast<Index>(at.count);
    ComplexMatrix sums(count, 3);
    sums.real() = power_sums(kernel.re.data() + at.offset, count, nodes, u);
    sums.imag() = power_sums(kernel.im.data() + at.offset, count, nodes, u);
    return sums;
}

/// One column of the contractions. The gradients of the exponent are affine in the starting
/// velocity: w_V = V_0 + V_1 x_j, w_z = z_0 + z_1 x_j.
template <class T>
void contract(const KernelTime<T>& at, const Nodes& nodes, const MatrixOf<T>& sums, Index column,
              Contractions<T>& result) {
    const T scale = 1.0 / (at.A * at.C - at.B * at.B);
    const T V_1 = scale * (at.C * at.V_slope + at.B * at.z_slope);
    const T z_1 = -scale * (at.A * at.z_slope + at.B * at.V_slope);
    for (Index i = 0; i < sums.rows(); ++i) {
        const T offset = nodes.x(i) - at.z_from;
        const T V_0 = scale * (at.C * at.V_from - at.B * offset);
        const T z_0 = scale * (at.A * offset - at.B * at.V_from);
        const T p = sums(i, 0);
        const T px = sums(i, 1);
        const T pxx = sums(i, 2);
        result.V(i, column) = V_0 * p + V_1 * px;
        result.z(i, column) = z_0 * p + z_1 * px;
        result.VV(i, column) = (V_0 * V_0 - scale * at.C) * p + V_1 * (2.0 * V_0 * px + V_1 * pxx);
        result.Vz(i, column) =
            (V_0 * z_0 + scale * at.B) * p + (V_0 * z_1 + V_1 * z_0) * px + V_1 * z_1 * pxx;
        result.zz(i, column) = (z_0 * z_0 - scale * at.A) * p + z_1 * (2.0 * z_0 * px + z_1 * pxx);
    }
}

}  // namespace

template <class T>
TransitionKernel<T> transition_kernel(const Problem& problem, const Nodes& nodes, Start start,
                                      const TimeGrid& grid) {
    double step = 0.0;
    const auto free = transitions(problem, times_of<T>(grid, step));
    const auto n = static_cast<std::size_t>(nodes.x.size());
    Exponents<T> exponents{std::vector<T>(n), std::vector<T>(n), T{}};
    TransitionKernel<T> kernel{
        .start = start, .angle = grid.angle, .radii = {}, .times = {}, .re = {}, .im = {}};
    kernel.times.reserve(free.size());
    kernel.re.reserve(free.size() * n * n);  // growing would touch three times the memory
    if constexpr (!std::is_same_v<T, double>) kernel.im.reserve(free.size() * n * n);
    for (const auto& moved : free) kernel.radii.push_back(std::abs(moved.t));
    while (kernel.radii.size() % lane_block != 0) kernel.radii.push_back(0.0);
    for (const auto& moved : free) {
        KernelTime<T> at = kernel_time(problem, start, moved, step);
        set_exponents(at, nodes, exponents);
        at.count = visible_nodes(exponents, nodes);
        at.offset = kernel.re.size();
        append_block(kernel, nodes, at.count, exponents);
        kernel.times.push_back(at);
    }
    return kernel;
}

std::vector<Complex> decays_of(const TransitionKernel<Complex>& kernel, Complex l) {
    std::vector<double> re(kernel.radii.size());
    std::vector<double> im(kernel.radii.size());
    decays(l * std::polar(1.0, -kernel.angle), kernel.radii, re, im);
    std::vector<Complex> values;
    values.reserve(kernel.times.size());
    for (std::size_t k = 0; k < kernel.times.size(); ++k) values.emplace_back(re[k], im[k]);
    return values;
}

Matrix weighted_sum(const TransitionKernel<double>& kernel, const Nodes& nodes,
                    std::span<const double> factors) {
    Matrix sum = Matrix::Zero(nodes.x.size(), nodes.x.size());
    add_blocks(blocks_of(kernel), factors, sum);
    return sum;
}

ComplexMatrix weighted_sum(const TransitionKernel<Complex>& kernel, const Nodes& nodes,
                           std::span<const Complex> factors) {
    Matrix re = Matrix::Zero(nodes.x.size(), nodes.x.size());
    Matrix im = re;
    add_blocks(blocks_of(kernel), factors, re, im);
    ComplexMatrix sum(re.rows(), re.cols());
    sum.real() = re;
    sum.imag() = im;
    return sum;
}

template <class T>
Contractions<T> contractions(const TransitionKernel<T>& kernel, const Nodes& nodes,
                             const Vector& u) {
    const auto times = static_cast<Index>(kernel.times.size());
    const MatrixOf<T> zero = MatrixOf<T>::Zero(nodes.x.size(), times);
    Contractions<T> result{zero, zero, zero, zero, zero};
    for (Index k = 0; k < times; ++k) {
        const auto& at = kernel.times[static_cast<std::size_t>(k)];
        const MatrixOf<T> sums = power_sums(kernel, at, nodes, u);
        contract(at, nodes, sums, k, result);
    }
    return result;
}

template TransitionKernel<double> transition_kernel(const Problem&, const Nodes&, Start,
                                                    const TimeGrid&);
template TransitionKernel<Complex> transition_kernel(const Problem&, const Nodes&, Start,
                                                     const TimeGrid&);
template Contractions<double> contractions(const TransitionKernel<double>&, const Nodes&,
                                           const Vector&);
template Contractions<Complex> contractions(const TransitionKernel<Complex>&, const Nodes&,
                                            const Vector&);

}  // namespace siegert::lif::coloured
