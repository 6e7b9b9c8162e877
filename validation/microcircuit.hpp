#pragma once

#include "claims.hpp"
#include "microcircuit_theory.hpp"

#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

#include <string>
#include <vector>

/// The cortical microcircuit, simulated and predicted: what the programs about it share.
namespace siegert::validation {

/// How much is simulated.
struct MicrocircuitRun {
    Index networks = 0;     ///< each wired anew
    double duration = 0.0;  ///< of each [s], whole seconds
    double scale = 1.0;     ///< of numbers of neurons and synapses
    Vector mu = {};         ///< additional mean input [V], n; empty: 0
    double dt = 1e-4;       ///< step [s]
};

/// What was measured.
struct MicrocircuitRecord {
    Matrix rates;                 ///< networks x n [Hz]
    Matrix cvs;                   ///< networks x n
    Vector f;                     ///< frequencies of the spectra [Hz]
    std::vector<Matrix> spectra;  ///< power of each second, frequencies x n [Hz]
    MatrixStack cross_spectra;    ///< mean over all, frequencies x n x n [Hz]
};

MicrocircuitRecord simulate_microcircuit(const Network& network, const MicrocircuitRun& run);

/// Mean-field rates, and how far they may be off for reasons that are known.
struct RatePrediction {
    theory::WorkingPoint point;  ///< method exact
    Vector in_degrees;           ///< neurons of a population differ in their inputs [Hz]
    Vector finite_weights;       ///< relative error of the diffusion approximation, as for delta
                                 ///< synapses of the same weights [Hz]
    Vector synchrony;            ///< fluctuations of the populations, as measured [Hz]
};

/// The prediction for the full network; its errors are those in the network of that scale.
RatePrediction predict_rates(const Network& network, const MicrocircuitRecord& record,
                             double scale);

/// Sum of the known errors of one population [Hz], and its parts in words.
double known_error(const RatePrediction& prediction, Index population);
std::string describe_error(const RatePrediction& prediction, Index population);

/// Standard deviation of the rate that the neurons of each population have in common, relative to
/// it, as measured, n.
Vector modulation_depth(const Network& network, const MicrocircuitRecord& record);

/// all_predictions, smeared to the resolution of the measured spectra.
std::vector<PredictedSpectra> predict_spectra(const Network& network,
                                              const MicrocircuitRecord& record);

struct Band {
    const char* name;
    double low;   ///< [Hz]
    double high;  ///< [Hz]
};

/// Mean frequency of the power in a band [Hz]: where its peak is, for noisy spectra.
double centroid(const Vector& f, const Vector& power, const Band& band);

/// Centroid of one population in each second of the record.
Vector centroids(const MicrocircuitRecord& record, Index population, const Band& band);

/// Centroids of all populations in a band, measured and predicted; what moves them from one
/// prediction to the next is allowed.
void add_peak_claims(const Network& network, const MicrocircuitRecord& record,
                     const std::vector<PredictedSpectra>& predictions, const Band& band,
                     std::vector<Claim>& claims);

/// A connection whose weight is made larger, and in another simulation smaller, by `part`.
struct ConnectionChange {
    Index target;
    Index source;
    double part;
};

/// How far the change moves the centroids of the target's spectrum, measured and predicted. The
/// mean input is held where it was by a constant current.
void add_shift_claims(const Network& network, const ConnectionChange& change,
                      const std::vector<Band>& bands, const MicrocircuitRun& run,
                      std::vector<Claim>& claims);

/// Measured spectra beside predicted ones.
std::vector<io::ReportFigure> spectra_figures(const Network& network,
                                              const MicrocircuitRecord& record,
                                              const std::vector<PredictedSpectra>& predictions);

/// Measured, published and predicted rates side by side.
io::ReportFigure rates_figure(const Network& network, const MicrocircuitRecord& record,
                              const RatePrediction& prediction, const Vector& published);

}  // namespace siegert::validation
