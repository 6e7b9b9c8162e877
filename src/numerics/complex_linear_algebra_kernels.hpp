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

void inverse(std::ptrdiff_t n, const std::complex<double>* matrix, std::complex<double>* result) {
    Output(result, n, n) = Eigen::PartialPivLU<KernelMatrix>(Input(matrix, n, n)).inverse();
}

void product(std::ptrdiff_t n, const std::complex<double>* a, const std::complex<double>* b,
             std::complex<double>* result) {
    Output(result, n, n).noalias() = Input(a, n, n) * Input(b, n, n);
}

}  // namespace siegert::numerics::SIEGERT_KERNELS
