#pragma once

#include "neurons/conductance/conductance_operator.hpp"

#include <vector>

/// The coupled equations of the nodes on cells of potential: what leaves a cell is carried by the
/// drift at its edge, upwards from the cell below it or downwards from that above,
///
///     (J_{j+1} - J_j) / h = (relaxation - s) p_j + source_j,
///     J_{j+1} = max(v_{j+1}, 0) p_j + min(v_{j+1}, 0) p_{j+1},
///
/// by block elimination from the lowest potential to the threshold. It conserves probability to
/// rounding and errs by the first power of h.
namespace siegert::neurons::conductance {

struct UpwindCells {
    Vector h;                  ///< widths [V]
    Matrix v;                  ///< drift of each node at each edge [V/s]; none at the lowest
    Index reset;               ///< the edge at the reset
    double tau_m;              ///< [s]
    double tau_r;              ///< [s]
    std::vector<Index> exits;  ///< nodes that go through the threshold
};

/// `cells` of about equal width from the lowest reversal or reset potential to the threshold.
[[nodiscard]] UpwindCells upwind_cells(const ConductanceNeuron& neuron,
                                       const ConductanceOperator& op, Index cells);

/// Stationary state with total probability 1, refractory neurons included.
struct UpwindDensity {
    Vector flux;  ///< through the threshold, of each exit [Hz]
    Matrix p;     ///< of each node in each cell [1/V]
};
[[nodiscard]] UpwindDensity upwind_density(const ConductanceOperator& op, const UpwindCells& cells);

/// What comes of the flux x through the threshold at s: the next flux is first_passage x + driven,
/// and the total of p is mass . x + driven_mass. Columns of what drives: mu, then mean and variance
/// of each kind of conductance, applied to the stationary density.
struct UpwindCrossing {
    ComplexMatrix first_passage;
    ComplexVector mass;  ///< [s]
    ComplexMatrix driven;
    ComplexVector driven_mass;
};

/// What drives.
enum class Driven { nothing, everything };

[[nodiscard]] UpwindCrossing upwind_crossing(const ConductanceOperator& op,
                                             const UpwindCells& cells,
                                             const UpwindDensity& stationary, Complex s,
                                             Driven driven);

}  // namespace siegert::neurons::conductance
