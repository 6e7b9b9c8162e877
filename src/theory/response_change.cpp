#include "theory/response_change.hpp"

#include <algorithm>

namespace siegert::theory {
namespace {

/// Response of the spikes to the jumps [1/V], averaged over neighbouring frequencies.
ComplexVector response_of(const SurrogateRecord& record, const SurrogateGrid& grid) {
    constexpr double relative_width = 0.12;
    constexpr double least_width = 2.0;  // [Hz]
    const double df = frequency_step(grid);
    // Sums up to each frequency: a window costs two of them.
    ComplexVector cross = ComplexVector::Zero(grid.size + 1);
    Vector input = Vector::Zero(grid.size + 1);
    for (Index m = 0; m < grid.size; ++m) {
        cross(m + 1) = cross(m) + record.cross(m);
        input(m + 1) = input(m) + record.input_power(m);
    }
    ComplexVector response(grid.size);
    for (Index m = 0; m < grid.size; ++m) {
        const double f = static_cast<double>(m) * df;
        const auto half = static_cast<Index>(std::max(least_width, relative_width * f) / df);
        const Index begin = std::max<Index>(0, m - half);
        const Index end = std::min(grid.size, m + half + 1);
        const double power = input(end) - input(begin);
        response(m) = power > 0.0 ? (cross(end) - cross(begin)) / power : Complex(0.0);
    }
    return response;
}

}  // namespace

SurrogateRecord sum_without(const std::vector<SurrogateRecord>& records, Index left_out) {
    SurrogateRecord sum = records[left_out == 0 ? 1 : 0];
    for (Index b = left_out == 0 ? 2 : 1; b < blocks; ++b) {
        if (b != left_out) add(sum, records[static_cast<std::size_t>(b)]);
    }
    return sum;
}

ComplexVector change_of_response(const std::vector<SurrogateRecord>& white,
                                 const std::vector<SurrogateRecord>& coloured,
                                 const SurrogateGrid& grid, Index left_out) {
    const ComplexVector reference = response_of(sum_without(white, left_out), grid);
    const ComplexVector response = response_of(sum_without(coloured, left_out), grid);
    ComplexVector change(grid.size);
    for (Index m = 0; m < grid.size; ++m) {
        change(m) = reference(m) == 0.0 ? 0.0 : response(m) / reference(m) - 1.0;
    }
    return change;
}

Vector reliability(const std::vector<SurrogateRecord>& white,
                   const std::vector<SurrogateRecord>& coloured, const SurrogateGrid& grid) {
    ComplexVector sum = ComplexVector::Zero(grid.size);
    Vector squares = Vector::Zero(grid.size);
    for (Index b = 0; b < blocks; ++b) {
        const ComplexVector change = change_of_response(white, coloured, grid, b);
        sum += change;
        squares += change.cwiseAbs2();
    }
    const double count = static_cast<double>(blocks);
    const Vector size = (sum / count).cwiseAbs2();
    const Vector noise = (count - 1.0) * (squares / count - size);
    return (size - noise).cwiseMax(0.0).cwiseQuotient((size.array() + 1e-300).matrix());
}

}  // namespace siegert::theory
