#include "neurons/interpolated_response.hpp"

#include <siegert/error.hpp>

#include <cmath>
#include <optional>
#include <utility>

namespace siegert::neurons {
namespace {

using numerics::RationalInterpolant;

ComplexVector pair_of(const Response& n) {
    return ComplexVector{{n.n_mu(0), n.n_sigma2(0)}};
}

struct Interpolated {
    std::optional<RationalInterpolant> interpolant;
    ResponseFunction elsewhere;
    double omega_max;
    Noise noise;

    ComplexVector upper_half_plane(Complex s) const {
        const bool beside_axis = interpolant && s.imag() <= omega_max;
        if (beside_axis && s.real() == 0.0) return numerics::value(*interpolant, s);
        try {
            return pair_of(elsewhere(ComplexVector::Constant(1, s)));
        } catch (const InvalidParameter&) {
            if (!beside_axis) throw;
            return numerics::value(*interpolant, s);
        }
    }

    Response operator()(const ComplexVector& s) const {
        Response n{
            .n_mu = ComplexVector(s.size()), .n_sigma2 = ComplexVector(s.size()), .noise = noise};
        for (Index k = 0; k < s.size(); ++k) {
            const bool lower = s(k).imag() < 0.0;
            const ComplexVector pair = upper_half_plane(lower ? std::conj(s(k)) : s(k));
            n.n_mu(k) = lower ? std::conj(pair(0)) : pair(0);
            n.n_sigma2(k) = lower ? std::conj(pair(1)) : pair(1);
        }
        return n;
    }
};

}  // namespace

numerics::Path imaginary_axis(double slow_time, double omega_max) {
    const double first = 1.0 / slow_time;
    const double length = std::log1p(omega_max / first);
    return [=](double u) { return Complex(0.0, first * std::expm1(u * length)); };
}

ResponseFunction interpolated_response(const ResponseFunction& on_axis, ResponseFunction elsewhere,
                                       double slow_time, double omega_max) {
    Noise noise = Noise::filtered;
    const auto at = [&](Complex s) {
        const Response n = on_axis(ComplexVector::Constant(1, s));
        noise = n.noise;
        return pair_of(n);
    };
    auto interpolant = numerics::interpolant_on_path(at, imaginary_axis(slow_time, omega_max),
                                                     interpolation_error);
    return Interpolated{.interpolant = std::move(interpolant),
                        .elsewhere = std::move(elsewhere),
                        .omega_max = omega_max,
                        .noise = noise};
}

}  // namespace siegert::neurons
