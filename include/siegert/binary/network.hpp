#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>

/// Networks of binary neurons: each is 0 or 1, and at times of its own updated to 1 if its input
/// exceeds its threshold.
namespace siegert::binary {

/// A network of n populations of binary neurons, driven by m external populations. Rows are
/// targets, columns sources. Inputs and thresholds share one unit, that of J; activities are the
/// probability of being in state 1.
///
/// The external part is empty where absent.
struct Network {
    Matrix J;      ///< weights, n x n
    Matrix K;      ///< in-degrees, n x n, >= 0
    Vector theta;  ///< thresholds, n

    Matrix J_ext;  ///< external weights, n x m
    Matrix K_ext;  ///< external in-degrees, n x m, >= 0
    Vector m_ext;  ///< mean activities of the external populations, m, 0 ... 1
};

/// Throws InvalidParameter unless every shape and condition above holds; the message names the
/// field.
void validate(const Network& network);

/// Mean input of each population (n) at the activities m (n):
///
///     mu_i = sum_j K_ij J_ij m_j + sum_j K_ext_ij J_ext_ij m_ext_j
///
/// Throws: InvalidParameter if the network is invalid, or m has not n entries between 0 and 1.
/// Source: C. van Vreeswijk & H. Sompolinsky, Neural Comput. 10, 1321 (1998).
[[nodiscard]] Vector mean_input(const Network& network, const Vector& m);

/// Standard deviation of the input of each population (n) at the activities m (n), with
/// uncorrelated sources:
///
///     sigma_i^2 = sum_j K_ij J_ij^2 m_j (1 - m_j) + sum_j K_ext_ij J_ext_ij^2 m_ext_j (1 -
///     m_ext_j)
///
/// Throws, source: as mean_input.
[[nodiscard]] Vector std_input(const Network& network, const Vector& m);

/// Thresholds (n) at which the mean input of each population lies at the threshold if the
/// activities are m (n): those of a balanced network. `network.theta` does not matter and may be
/// empty.
///
/// Throws: as mean_input.
[[nodiscard]] Vector balanced_threshold(const Network& network, const Vector& m);

}  // namespace siegert::binary
