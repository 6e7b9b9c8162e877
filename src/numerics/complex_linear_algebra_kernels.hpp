// Included once for each instruction set, with SIEGERT_KERNELS naming the namespace. All matrices
// are n x n and column-major.

namespace siegert::numerics::SIEGERT_KERNELS {
namespace {

using KernelMatrix = Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic>;
using Input = Eigen::Map<const KernelMatrix>;
using Output = Eigen::Map<KernelMatrix>;

}  // namespace

// `vectors` may be null. Returns whether the QR iteration converged.
bool eigen_decomposition(std::ptrdiff_t n, const std::complex<double>* matrix,
                         std::complex<double>* values, std::complex<double>* vectors) {
    const Eigen::ComplexEigenSolver<KernelMatrix> solver(Input(matrix, n, n), vectors != nullptr);
    if (solver.info() != Eigen::Success) return false;
    Output(values, n, 1) = solver.eigenvalues();
    if (vectors != nullptr) Output(vectors, n, n) = solver.eigenvectors();
    return true;
}

// matrix = vectors * triangle * vectors^dagger. Returns whether the QR iteration converged.
bool schur_form(std::ptrdiff_t n, const std::complex<double>* matrix,
                std::complex<double>* triangle, std::complex<double>* vectors) {
    const Eigen::ComplexSchur<KernelMatrix> schur(Input(matrix, n, n));
    if (schur.info() != Eigen::Success) return false;
    Output(triangle, n, n) = schur.matrixT();
    Output(vectors, n, n) = schur.matrixU();
    return true;
}

void inverse(std::ptrdiff_t n, const std::complex<double>* matrix, std::complex<double>* result) {
    Output(result, n, n) = Eigen::PartialPivLU<KernelMatrix>(Input(matrix, n, n)).inverse();
}

// Also the logarithm of the determinant, its imaginary part modulo 2 pi.
std::complex<double> inverse_with_determinant(std::ptrdiff_t n, const std::complex<double>* matrix,
                                              std::complex<double>* result) {
    const Eigen::PartialPivLU<KernelMatrix> lu(Input(matrix, n, n));
    Output(result, n, n) = lu.inverse();
    const bool odd = lu.permutationP().determinant() < 0;
    std::complex<double> sum(0.0, odd ? std::numbers::pi : 0.0);
    for (std::ptrdiff_t i = 0; i < n; ++i) sum += std::log(lu.matrixLU()(i, i));
    return sum;
}

void product(std::ptrdiff_t n, const std::complex<double>* a, const std::complex<double>* b,
             std::complex<double>* result) {
    Output(result, n, n).noalias() = Input(a, n, n) * Input(b, n, n);
}

}  // namespace siegert::numerics::SIEGERT_KERNELS
