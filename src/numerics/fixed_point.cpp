#include "numerics/fixed_point.hpp"

#include "numerics/linear_algebra.hpp"

namespace siegert::numerics {

int fixed_point_index(const Matrix& jacobian) {
    const Matrix difference = Matrix::Identity(jacobian.rows(), jacobian.cols()) - jacobian;
    return LuDecomposition<double>(difference).sign_of_determinant();
}

}  // namespace siegert::numerics
