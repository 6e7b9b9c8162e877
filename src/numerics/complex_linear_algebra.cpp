#include "numerics/complex_linear_algebra.hpp"

#include "numerics/complex_linear_algebra_dispatch.hpp"

#include <siegert/error.hpp>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include <fmt/format.h>
#include <hwy/targets.h>

#define SIEGERT_KERNELS baseline
#include "numerics/complex_linear_algebra_kernels.hpp"

namespace siegert::numerics {
namespace {

struct Kernels {
    decltype(&baseline::eigen_decomposition) eigen_decomposition;
    decltype(&baseline::inverse) inverse;
    decltype(&baseline::product) product;
};

Kernels choose_kernels() {
#if SIEGERT_HAVE_AVX2_KERNELS
    if ((hwy::SupportedTargets() & HWY_AVX2) != 0)
        return {avx2::eigen_decomposition, avx2::inverse, avx2::product};
#endif
    return {baseline::eigen_decomposition, baseline::inverse, baseline::product};
}

const Kernels& kernels() {
    static const Kernels chosen = choose_kernels();
    return chosen;
}

void require_converged(bool converged, Index n) {
    if (!converged)
        throw AccuracyNotReached(
            fmt::format("the eigenvalues of a {} x {} matrix did not converge", n, n));
}

}  // namespace

EigenDecomposition eigen_decomposition(const ComplexMatrix& matrix) {
    const Index n = matrix.rows();
    EigenDecomposition result{ComplexVector(n), ComplexMatrix(n, n)};
    require_converged(kernels().eigen_decomposition(n, matrix.data(), result.values.data(),
                                                    result.vectors.data()),
                      n);
    return result;
}

ComplexVector eigenvalues(const ComplexMatrix& matrix) {
    const Index n = matrix.rows();
    ComplexVector values(n);
    require_converged(kernels().eigen_decomposition(n, matrix.data(), values.data(), nullptr), n);
    return values;
}

ComplexMatrix inverse(const ComplexMatrix& matrix) {
    ComplexMatrix result(matrix.rows(), matrix.cols());
    kernels().inverse(matrix.rows(), matrix.data(), result.data());
    return result;
}

ComplexMatrix product(const ComplexMatrix& a, const ComplexMatrix& b) {
    ComplexMatrix result(a.rows(), a.cols());
    kernels().product(a.rows(), a.data(), b.data(), result.data());
    return result;
}

}  // namespace siegert::numerics
