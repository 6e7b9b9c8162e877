#include "numerics/complex_linear_algebra.hpp"

#include "numerics/block_triangular.hpp"
#include "numerics/complex_linear_algebra_dispatch.hpp"
#include "numerics/triangular_eigenvectors.hpp"

#include <siegert/error.hpp>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include <fmt/format.h>
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#define SIEGERT_KERNELS baseline
#include "numerics/complex_linear_algebra_kernels.hpp"

namespace siegert::numerics {
namespace {

struct Kernels {
    decltype(&baseline::eigen_decomposition) eigen_decomposition;
    decltype(&baseline::schur_form) schur_form;
    decltype(&baseline::inverse) inverse;
    decltype(&baseline::inverse_with_determinant) inverse_with_determinant;
    decltype(&baseline::product) product;
};

Kernels choose_kernels() {
#if SIEGERT_HAVE_AVX2_KERNELS
    if ((hwy::SupportedTargets() & HWY_AVX2) != 0)
        return {avx2::eigen_decomposition, avx2::schur_form, avx2::inverse,
                avx2::inverse_with_determinant, avx2::product};
#endif
    return {baseline::eigen_decomposition, baseline::schur_form, baseline::inverse,
            baseline::inverse_with_determinant, baseline::product};
}

const Kernels& kernels() {
    static const Kernels chosen = choose_kernels();
    return chosen;
}

void require_finite(const ComplexMatrix& matrix) {
    if (!matrix.allFinite())
        throw InvalidParameter(fmt::format("a {} x {} matrix must be finite in every entry",
                                           matrix.rows(), matrix.cols()));
}

/// A = vectors triangle vectors^dagger with unitary vectors.
struct SchurForm {
    ComplexMatrix triangle;  // upper
    ComplexMatrix vectors;
};

bool schur_form_of(const ComplexMatrix& matrix, SchurForm& form) {
    return kernels().schur_form(matrix.rows(), matrix.data(), form.triangle.data(),
                                form.vectors.data());
}

// Squares of entries below 1e-154 underflow, and QR takes them neither for zero nor for numbers.
ComplexMatrix without_negligible_entries(const ComplexMatrix& matrix) {
    constexpr double negligible = 1e-100;
    return matrix.unaryExpr(
        [](Complex entry) { return std::abs(entry) < negligible ? Complex(0.0) : entry; });
}

// QR takes an entry below the diagonal for zero where it is small beside its neighbours on the
// diagonal, and never ends where these are rounding errors themselves, as for many populations with
// equal rows. Shifted by its norm the matrix has no such neighbours. Nearly silent populations make
// entries whose squares underflow: the matrix is scaled, too.
SchurForm schur_form_of_block(const ComplexMatrix& block) {
    const Index n = block.rows();
    SchurForm form{ComplexMatrix(n, n), ComplexMatrix(n, n)};
    if (n == 1) return {.triangle = block, .vectors = ComplexMatrix::Identity(1, 1)};
    if (schur_form_of(block, form)) return form;
    const double size = block.cwiseAbs().maxCoeff();
    ComplexMatrix shifted = without_negligible_entries(block / size);
    const double shift = shifted.norm();
    shifted.diagonal().array() += shift;
    if (!schur_form_of(shifted, form))
        throw AccuracyNotReached(
            fmt::format("the eigenvalues of a {} x {} matrix did not converge", n, n));
    form.triangle.diagonal().array() -= shift;
    form.triangle *= size;
    return form;
}

// The Schur forms of the diagonal blocks, carried through the rest of the matrix.
SchurForm schur_form(const ComplexMatrix& matrix) {
    const auto [order, begins] = block_triangular_order(matrix);
    const Index n = matrix.rows();
    SchurForm form{.triangle = matrix(order, order), .vectors = ComplexMatrix::Zero(n, n)};
    for (std::size_t b = 0; b + 1 < begins.size(); ++b) {
        const Index begin = begins[b];
        const Index size = begins[b + 1] - begin;
        const auto block = schur_form_of_block(form.triangle.block(begin, begin, size, size));
        const Index after = begin + size;
        auto& T = form.triangle;
        T.block(begin, begin, size, size) = block.triangle.triangularView<Eigen::Upper>();
        T.block(0, begin, begin, size) *= block.vectors;
        T.block(begin, after, size, n - after) =
            (block.vectors.adjoint() * T.block(begin, after, size, n - after)).eval();
        for (Index k = 0; k < size; ++k)
            for (Index i = 0; i < size; ++i)
                form.vectors(order[static_cast<std::size_t>(begin + i)], begin + k) =
                    block.vectors(i, k);
    }
    return form;
}

EigenDecomposition from_schur_form(const ComplexMatrix& matrix) {
    const SchurForm form = schur_form(matrix);
    EigenDecomposition result{form.triangle.diagonal(),
                              form.vectors * right_eigenvectors_of_triangle(form.triangle)};
    result.vectors.colwise().normalize();
    return result;
}

ComplexVector eigenvalues_of_block(const ComplexMatrix& block) {
    ComplexVector values(block.rows());
    const bool done =
        kernels().eigen_decomposition(block.rows(), block.data(), values.data(), nullptr);
    return done ? values : ComplexVector(schur_form_of_block(block).triangle.diagonal());
}

ComplexVector eigenvalues_of_block(const Matrix& block) {
    const Eigen::EigenSolver<Matrix> solver(block, false);
    if (solver.info() == Eigen::Success) return solver.eigenvalues();
    return eigenvalues_of_block(ComplexMatrix(block.cast<Complex>()));
}

template <class AnyMatrix>
ComplexVector eigenvalues_of_blocks(const AnyMatrix& matrix, const BlockOrder& blocks) {
    ComplexVector values(matrix.rows());
    for (std::size_t b = 0; b + 1 < blocks.begins.size(); ++b) {
        const Index begin = blocks.begins[b];
        const Index size = blocks.begins[b + 1] - begin;
        const auto first = blocks.order.begin() + begin;
        const std::vector<Index> rows(first, first + size);
        values.segment(begin, size) = eigenvalues_of_block(AnyMatrix(matrix(rows, rows)));
    }
    return values;
}

}  // namespace

EigenDecomposition eigen_decomposition(const ComplexMatrix& matrix) {
    require_finite(matrix);
    const Index n = matrix.rows();
    EigenDecomposition result{ComplexVector(n), ComplexMatrix(n, n)};
    const bool done = is_irreducible(matrix) &&
                      kernels().eigen_decomposition(n, matrix.data(), result.values.data(),
                                                    result.vectors.data()) &&
                      result.vectors.allFinite();
    return done ? result : from_schur_form(matrix);
}

ComplexVector eigenvalues(const ComplexMatrix& matrix) {
    require_finite(matrix);
    if (is_irreducible(matrix)) return eigenvalues_of_block(matrix);
    return eigenvalues_of_blocks(matrix, block_triangular_order(matrix));
}

ComplexVector eigenvalues(const Matrix& matrix) {
    const ComplexMatrix as_complex = matrix.cast<Complex>();
    require_finite(as_complex);
    return eigenvalues_of_blocks(matrix, block_triangular_order(as_complex));
}

double spectral_abscissa(const Matrix& matrix) {
    return eigenvalues(matrix).real().maxCoeff();
}

EigenDecomposition left_eigen_decomposition(const ComplexMatrix& matrix) {
    require_finite(matrix);
    const SchurForm form = schur_form(matrix);
    EigenDecomposition result{form.triangle.diagonal(),
                              form.vectors * left_eigenvectors_of_triangle(form.triangle)};
    result.vectors.colwise().normalize();
    return result;
}

ComplexMatrix inverse(const ComplexMatrix& matrix) {
    require_finite(matrix);
    ComplexMatrix result(matrix.rows(), matrix.cols());
    kernels().inverse(matrix.rows(), matrix.data(), result.data());
    return result;
}

InverseWithDeterminant inverse_with_determinant(const ComplexMatrix& matrix) {
    require_finite(matrix);
    InverseWithDeterminant result{ComplexMatrix(matrix.rows(), matrix.cols()), {}};
    result.log_determinant =
        kernels().inverse_with_determinant(matrix.rows(), matrix.data(), result.inverse.data());
    return result;
}

ComplexMatrix product(const ComplexMatrix& a, const ComplexMatrix& b) {
    ComplexMatrix result(a.rows(), a.cols());
    kernels().product(a.rows(), a.data(), b.data(), result.data());
    return result;
}

}  // namespace siegert::numerics
