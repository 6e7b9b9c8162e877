#pragma once

#include <Eigen/Core>

#include <complex>
#include <cstddef>
#include <vector>

namespace siegert {

using Index = Eigen::Index;
using Complex = std::complex<double>;
using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;  ///< row = target, column = source
using ComplexVector = Eigen::VectorXcd;
using ComplexMatrix = Eigen::MatrixXcd;

/// Row-major, as results are stored in files and handed to NumPy.
using RowMajorComplexMatrix =
    Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// One complex matrix for each frequency, contiguous in memory as (frequency, row, column).
///
/// `stack[k]` is the matrix at frequency k, readable and writable as an Eigen matrix.
class MatrixStack {
public:
    MatrixStack() = default;
    MatrixStack(Index frequencies, Index rows, Index cols)
        : frequencies_(frequencies),
          rows_(rows),
          cols_(cols),
          values_(static_cast<std::size_t>(frequencies * rows * cols)) {}

    [[nodiscard]] Index frequencies() const { return frequencies_; }
    [[nodiscard]] Index rows() const { return rows_; }
    [[nodiscard]] Index cols() const { return cols_; }
    [[nodiscard]] bool empty() const { return values_.empty(); }
    [[nodiscard]] const std::vector<Complex>& values() const { return values_; }
    [[nodiscard]] std::vector<Complex>& values() { return values_; }

    [[nodiscard]] Eigen::Map<RowMajorComplexMatrix> operator[](Index k) {
        return {values_.data() + k * rows_ * cols_, rows_, cols_};
    }
    [[nodiscard]] Eigen::Map<const RowMajorComplexMatrix> operator[](Index k) const {
        return {values_.data() + k * rows_ * cols_, rows_, cols_};
    }

private:
    Index frequencies_ = 0;
    Index rows_ = 0;
    Index cols_ = 0;
    std::vector<Complex> values_;
};

}  // namespace siegert
