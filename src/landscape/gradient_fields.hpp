#pragma once

#include <siegert/landscape/gradients.hpp>

#include <tuple>

namespace siegert::landscape {

/// How far an entry of a field is moved to find how a number depends on it.
enum class Scale {
    itself,         ///< in proportion to itself; it is not negative
    signed_itself,  ///< the same; it may have either sign
    time_constant,  ///< the same; there is no derivative where it is 0
    potential,      ///< in proportion to V_th - V_0 of its population
    count,          ///< in proportion to itself; it stays a whole number
};

/// A field of the network and the gradient with respect to it.
template <class OfGradient, class OfNetwork>
struct GradientField {
    OfGradient Gradient::*gradient;
    OfNetwork Network::*field;
    Scale scale;
    double size_of_zero = 1.0;  ///< what an entry that is 0 is compared with
    double part = 1e-3;         ///< of its size: more of what has little effect
    bool only_of_soft = false;  ///< other populations than eif do not have it
};

/// All of them.
inline constexpr std::tuple gradient_fields{
    GradientField{&Gradient::J, &Network::J, Scale::signed_itself, 1e-5},
    GradientField{&Gradient::J_sd, &Network::J_sd, Scale::itself, 1e-5, 1e-2},
    GradientField{&Gradient::K, &Network::K, Scale::itself},
    GradientField{&Gradient::Delay, &Network::Delay, Scale::itself, 1e-3},
    GradientField{&Gradient::Delay_sd, &Network::Delay_sd, Scale::itself, 1e-4, 1e-2},
    GradientField{&Gradient::J_ext, &Network::J_ext, Scale::signed_itself, 1e-5},
    GradientField{&Gradient::K_ext, &Network::K_ext, Scale::itself},
    GradientField{&Gradient::N, &Network::N, Scale::count},
    GradientField{&Gradient::nu_ext, &Network::nu_ext, Scale::itself},
    GradientField{&Gradient::I_ext, &Network::I_ext, Scale::signed_itself, 1e-12},
    GradientField{&Gradient::C, &Network::C, Scale::itself},
    GradientField{&Gradient::tau_m, &Network::tau_m, Scale::itself},
    GradientField{&Gradient::tau_r, &Network::tau_r, Scale::itself, 1e-3, 1e-2},
    GradientField{&Gradient::tau_s, &Network::tau_s, Scale::time_constant},
    GradientField{&Gradient::tau_s_ext, &Network::tau_s_ext, Scale::time_constant},
    GradientField{&Gradient::V_th, &Network::V_th, Scale::potential},
    GradientField{&Gradient::V_0, &Network::V_0, Scale::potential},
    GradientField{&Gradient::Delta_T, &Network::Delta_T, Scale::itself, 1.0, 1e-3, true},
    GradientField{&Gradient::V_T, &Network::V_T, Scale::potential, 1.0, 1e-3, true}};

/// Calls f(field) for each.
template <class F>
void for_each_gradient_field(F f) {
    std::apply([&](const auto&... fields) { (f(fields), ...); }, gradient_fields);
}

}  // namespace siegert::landscape
