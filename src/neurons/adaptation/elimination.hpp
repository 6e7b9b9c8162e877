#pragma once

#include "neurons/adaptation/adapting_operator.hpp"
#include "neurons/adaptation/potential_mesh.hpp"

#include <vector>

/// The coupled equations of the nodes on a mesh of potentials, by block elimination from the lowest
/// potential to the threshold. On a cell of width h, with averages and differences of its edges,
///
///     J = f p - D dp/h + source,    dJ/h = (relaxation + V coupling - s) p,
///
/// which conserves probability to rounding and errs by even powers of h.
namespace siegert::neurons {

/// A neuron on a mesh.
struct Cells {
    struct Cell {
        double h;  ///< width [V]
        double V;  ///< centre [V]
        double f;  ///< drift at the centre without adaptation [V/s]
    };
    std::vector<Cell> cells;
    std::size_t reset;  ///< the first cell above the reset
    double D;           ///< [V^2/s]
    double tau_m;       ///< [s]
    double tau_r;       ///< [s]
};

[[nodiscard]] Cells cells_on(const Problem& problem, const PotentialMesh& mesh);

/// Stationary state, normalised.
struct StationaryDensity {
    Vector flux;            ///< through the threshold at each node [Hz]
    Matrix p;               ///< density at the edges, nodes x edges [1/V]
    Vector mass;            ///< probability of each node, refractory neurons left out
    double mean_potential;  ///< with refractory neurons at the reset [V]
};

/// The rate, flux times probability, is 0 where it underflows.
[[nodiscard]] StationaryDensity stationary_density(const AdaptingOperator& op, const Cells& cells,
                                                   double V_0);

/// How flux comes through the threshold at the frequency s.
struct Crossing {
    ComplexMatrix first_passage;  ///< flux through the threshold for flux that left it before
    ComplexMatrix driven;         ///< flux for changes of mu and of sigma^2, 2 columns
    /// Total of p at exp(s t): for flux that left the threshold, and for both changes.
    ComplexVector mass;
    ComplexVector driven_mass;
};

/// `stationary` is what the changes of mu and sigma^2 act on.
[[nodiscard]] Crossing crossing(const AdaptingOperator& op, const Cells& cells,
                                const StationaryDensity& stationary, Complex s);

}  // namespace siegert::neurons
