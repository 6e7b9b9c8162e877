// Included once for each instruction set, with SIEGERT_KERNELS naming the namespace. All matrices
// are n x n and column-major.

namespace siegert::numerics::SIEGERT_KERNELS {
namespace {

using KernelMatrix = Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic>;
using Input = Eigen::Map<const KernelMatrix>;
using Output = Eigen::Map<KernelMatrix>;

// Divides z by the power of two that leaves it of size 1, and returns the exponent.
int take_exponent(std::complex<double>& z) {
    int exponent = 0;
    (void)std::frexp(std::max(std::abs(z.real()), std::abs(z.imag())), &exponent);
    z = {std::ldexp(z.real(), -exponent), std::ldexp(z.imag(), -exponent)};
    return exponent;
}

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
    std::complex<double> product(odd ? -1.0 : 1.0);
    int exponent = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        product *= lu.matrixLU()(i, i);
        exponent += take_exponent(product);
    }
    return {0.5 * std::log(std::norm(product)) + exponent * std::numbers::ln2, std::arg(product)};
}

void product(std::ptrdiff_t n, const std::complex<double>* a, const std::complex<double>* b,
             std::complex<double>* result) {
    Output(result, n, n).noalias() = Input(a, n, n) * Input(b, n, n);
}

}  // namespace siegert::numerics::SIEGERT_KERNELS
