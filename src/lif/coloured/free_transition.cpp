#include "lif/coloured/free_transition.hpp"

#include "lif/coloured/nodes.hpp"

#include <cmath>

namespace siegert::lif::coloured {
namespace {

/// Integrals over (0, t) of what the closed forms cancel from.
template <class T>
struct Integrals {
    T c;
    T cc;
    T cE;
};

template <class T>
Integrals<T> integrals(const Problem& problem, const Quadrature& rule, T from, T to) {
    Integrals<T> sum{};
    for (Index q = 0; q < rule.nodes.size(); ++q) {
        const T u = from + (to - from) * rule.nodes(q);
        const T weight = (to - from) * rule.weights(q);
        const T c = current_to_potential(problem, u);
        sum.c += weight * c;
        sum.cc += weight * c * c;
        sum.cE += weight * c * std::exp(-u / problem.r);
    }
    return sum;
}

template <class T>
Transition<T> means(const Problem& problem, T t) {
    return {.t = t,
            .e = std::exp(-t),
            .E = std::exp(-t / problem.r),
            .c = current_to_potential(problem, t),
            .h = {},
            .A = {},
            .B = {},
            .C = -expm1(-2.0 * t / problem.r)};
}

/// Exact for long times; for short ones the terms cancel as t^3.
template <class T>
void set_late_moments(const Problem& problem, Transition<T>& at) {
    const double k = problem.r / (1.0 + problem.r);
    at.h = 1.0 - at.e - at.c;
    at.A = k - (at.e * at.e * k + 2.0 * at.e * at.c * k + at.c * at.c);
    at.B = k - (at.e * at.E * k + at.c * at.E);
}

template <class T>
void set_early_moments(const Problem& problem, const Integrals<T>& sum, Transition<T>& at) {
    at.h = sum.c / problem.r;
    at.A = 2.0 / problem.r * sum.cc;
    at.B = 2.0 / problem.r * sum.cE;
}

}  // namespace

double expm1(double x) {
    return std::expm1(x);
}

Complex expm1(Complex x) {
    const double growth = std::expm1(x.real());
    const double half_sine = std::sin(0.5 * x.imag());
    const double cosine_less_1 = -2.0 * half_sine * half_sine;
    return {growth + cosine_less_1 + growth * cosine_less_1, (1.0 + growth) * std::sin(x.imag())};
}

template <class T>
T current_to_potential(const Problem& problem, T t) {
    const double rate = 1.0 - 1.0 / problem.r;
    if (rate == 0.0) return t * std::exp(-t);
    const T growth = rate * t;
    if (std::real(growth) < 1.0) return std::exp(-t) * expm1(growth) / rate;
    return (std::exp(-t / problem.r) - std::exp(-t)) / rate;
}

template <class T>
std::vector<Transition<T>> transitions(const Problem& problem, const std::vector<T>& times) {
    static const Quadrature first_rule = gauss_legendre(16);
    static const Quadrature rule = gauss_legendre(5);
    const double late = 2.0 * fast_time(problem);
    std::vector<Transition<T>> result;
    result.reserve(times.size());
    Integrals<T> sum{};
    T before{};
    for (const T& t : times) {
        result.push_back(means(problem, t));
        if (std::abs(t) > late) {
            set_late_moments(problem, result.back());
            continue;
        }
        const auto step = integrals(problem, before == T{} ? first_rule : rule, before, t);
        sum = {sum.c + step.c, sum.cc + step.cc, sum.cE + step.cE};
        before = t;
        set_early_moments(problem, sum, result.back());
    }
    return result;
}

template double current_to_potential(const Problem&, double);
template Complex current_to_potential(const Problem&, Complex);
template std::vector<Transition<double>> transitions(const Problem&, const std::vector<double>&);
template std::vector<Transition<Complex>> transitions(const Problem&, const std::vector<Complex>&);

}  // namespace siegert::lif::coloured
