#include "neurons/interpolated_response.hpp"

#include "numerics/rational_interpolation.hpp"

#include <cmath>

namespace siegert::neurons {
namespace {

constexpr double interpolation_error = 1e-7;

ComplexVector pair_at(const ResponseFunction& response, Complex s) {
    const Response n = response(ComplexVector::Constant(1, s));
    return ComplexVector{{n.n_mu(0), n.n_sigma2(0)}};
}

}  // namespace

ResponseFunction interpolated_response(const ResponseFunction& on_axis, ResponseFunction elsewhere,
                                       double slow_time, double omega_max) {
    const double first = 1.0 / slow_time;
    const double length = std::log1p(omega_max / first);
    const auto axis = [=](double u) { return Complex(0.0, first * std::expm1(u * length)); };
    const auto interpolant = numerics::interpolant_on_path(
        [&](Complex s) { return pair_at(on_axis, s); }, axis, interpolation_error);
    return [=, elsewhere = std::move(elsewhere)](const ComplexVector& s) {
        Response n{.n_mu = ComplexVector(s.size()), .n_sigma2 = ComplexVector(s.size())};
        for (Index k = 0; k < s.size(); ++k) {
            const bool lower = s(k).imag() < 0.0;
            const Complex upper = lower ? std::conj(s(k)) : s(k);
            const bool interpolated =
                interpolant && upper.real() == 0.0 && upper.imag() <= omega_max;
            const ComplexVector pair =
                interpolated ? numerics::value(*interpolant, upper) : pair_at(elsewhere, upper);
            n.n_mu(k) = lower ? std::conj(pair(0)) : pair(0);
            n.n_sigma2(k) = lower ? std::conj(pair(1)) : pair(1);
        }
        return n;
    };
}

}  // namespace siegert::neurons
