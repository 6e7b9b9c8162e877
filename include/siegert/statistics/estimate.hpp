#pragma once

#include <siegert/arrays.hpp>

#include <limits>

namespace siegert::statistics {

/// A measured number and how well it is known.
///
/// (value - truth) / standard_error is distributed as Student's t with samples - 1 degrees of
/// freedom, as far as the samples are independent. Estimates are never NaN:
///  - samples = 1: there is a value, but nothing to judge its error by: standard_error is infinite;
///  - samples = 0: the data do not define the quantity (say, the CV of a silent population): value
///    is 0 and standard_error is infinite. What shows it shows no number: NaN in NumPy and HDF5,
///    null in JSON, "-" in tables.
struct Estimate {
    double value = 0.0;
    double standard_error = std::numeric_limits<double>::infinity();
    double samples = 0.0;  ///< independent samples (batches, neurons, ...) behind the error
};

/// The same for a complex number; standard_error is that of the real and of the imaginary part,
/// known with 2 (samples - 1) degrees of freedom.
struct ComplexEstimate {
    Complex value = 0.0;
    double standard_error = std::numeric_limits<double>::infinity();
    double samples = 0.0;
};

/// One estimate for each pair of n populations, n x n.
struct EstimateMatrix {
    Matrix value;
    Matrix standard_error;
    Matrix samples;
};

}  // namespace siegert::statistics
