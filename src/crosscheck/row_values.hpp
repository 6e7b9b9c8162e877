#pragma once

#include "crosscheck/linear_response.hpp"
#include "crosscheck/prediction.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/theory/working_point.hpp>

#include <functional>
#include <string>
#include <vector>

namespace siegert::crosscheck {

using lif::exp::Method;
using theory::WorkingPoint;

/// The working point near `start` [Hz]. Throws: AccuracyNotReached if there is none.
[[nodiscard]] WorkingPoint state_of(const Network& network, const Vector& start, Method method);

/// Rows that do not depend on the state of the network.
[[nodiscard]] bool is_part(Quantity quantity);

[[nodiscard]] bool is_response(Quantity quantity);

[[nodiscard]] bool asks_for_response(const CrosscheckOptions& options);

/// Response of the populations to their mean input [1/(V s)], frequencies [Hz] x n, without the
/// filter of the synapses.
[[nodiscard]] ComplexMatrix transfer_functions(const Network& network, const WorkingPoint& point,
                                               Method method, const Vector& frequencies);

/// What the rows are made of, whichever theory it comes from.
struct Source {
    Vector rates;
    Vector cvs;
    Vector mean_input;
    Vector std_input;
    std::function<Fluctuations(double, Index)> fluctuations;  ///< at m df, m = 0 ... count - 1
    std::function<ComplexMatrix()> n_mu;  ///< at the modulation frequencies, frequencies x n
};

/// The values of the rows; 0 for those of parts of the network.
[[nodiscard]] Vector values_of(const Source& source, const Vector& N, const std::vector<Key>& keys,
                               const CrosscheckOptions& options);

/// The same from the theory at a working point.
[[nodiscard]] Vector values_at(const Network& network, const WorkingPoint& point, Method method,
                               const std::vector<Key>& keys, const CrosscheckOptions& options);

/// The theory at one working point, against which others are compared.
struct Base {
    const Network& network;
    const std::vector<Key>& keys;
    const CrosscheckOptions& options;
    WorkingPoint point;
    Vector values;
};

/// A cause that is the difference between the theory there and at the base.
[[nodiscard]] Prediction::Cause cause_of(const Base& base, std::string name, const Network& other,
                                         const WorkingPoint& point, Method method);

/// A cause that changes nothing.
[[nodiscard]] Prediction::Cause no_change(const Base& base, std::string name);

}  // namespace siegert::crosscheck
