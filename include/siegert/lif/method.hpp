#pragma once

#include <siegert/named.hpp>

#include <array>

namespace siegert::lif::exp {

/// How the time constant of exponential synapses enters.
///
/// When to use: `shift` unless a published number was made with `taylor`. Both are of first order
/// in k and differ by its second order.
enum class Method {
    shift,   ///< threshold and reset of the white-noise neuron are raised by k sigma
    taylor,  ///< the rate is expanded to first order in k. It falls below zero where k is not small
};

/// Every method. What each of them computes: src/neurons/models.cpp.
inline constexpr std::array method_names{
    Named<Method>{Method::shift, "shift", "threshold and reset raised"},
    Named<Method>{Method::taylor, "taylor", "expanded to first order, as published"}};

}  // namespace siegert::lif::exp
