#pragma once

#include <siegert/arrays.hpp>

#include <cstddef>
#include <span>

/// The inner loops of the transition kernels, compiled for each instruction set.
namespace siegert::lif::coloured {

inline constexpr std::size_t lane_block = 8;  ///< numbers of nodes are multiples of this

/// exp(c0_j + x_i (c1_j + x_i c2)) for i, j < count, column by column.
struct RealGaussians {
    const double* x;
    std::size_t count;
    const double* c0;
    const double* c1;
    double c2;
    double* values;
};

/// The same with complex coefficients; real and imaginary parts are separate.
struct ComplexGaussians {
    const double* x;
    std::size_t count;
    const double* c0_re;
    const double* c0_im;
    const double* c1_re;
    const double* c1_im;
    Complex c2;
    double* re;
    double* im;
};

void evaluate(const RealGaussians& gaussians);
void evaluate(const ComplexGaussians& gaussians);

/// A square of count x count numbers, the leading part of an n x n matrix that is zero elsewhere.
struct Block {
    std::size_t count;
    const double* re;
    const double* im;  ///< null for real blocks
};

/// Adds sum_k factor_k block_k to the n x n matrix.
void add_blocks(std::span<const Block> blocks, std::span<const double> factors, Matrix& sum);
void add_blocks(std::span<const Block> blocks, std::span<const Complex> factors, Matrix& re,
                Matrix& im);

/// exp(-rate times_k), a multiple of lane_block of them.
void decays(Complex rate, std::span<const double> times, std::span<double> re,
            std::span<double> im);

}  // namespace siegert::lif::coloured
