#pragma once

#include "claims.hpp"

#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

#include <string>
#include <vector>

/// The cortical microcircuit, simulated and predicted: what the programs about it share.
namespace siegert::validation {

/// How much is simulated.
struct MicrocircuitRun {
    Index networks;      ///< each wired anew
    double duration;     ///< of each [s], whole seconds
    double scale = 1.0;  ///< of numbers of neurons and synapses
    Vector mu = {};      ///< additional mean input [V], n; empty: 0
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
    theory::WorkingPoint point;  ///< method shift
    Vector colored_noise;        ///< |shift - taylor|: both hold to first order in k [Hz]
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

/// Power spectra by shift and taylor, which agree to first order in sqrt(tau_s / tau_m), so that
/// their difference is what first order leaves open, and by exact. Each is frequencies x n, smeared
/// to the resolution of the measured ones [Hz].
std::vector<Matrix> predict_spectra(const Network& network, const theory::WorkingPoint& point,
                                    const Vector& f);

struct Band {
    const char* name;
    double low;   ///< [Hz]
    double high;  ///< [Hz]
};

/// Mean frequency of the power in a band [Hz]: where its peak is, for noisy spectra.
double centroid(const Vector& f, const Vector& power, const Band& band);

/// Centroid of one population in each second of the record.
Vector centroids(const MicrocircuitRecord& record, Index population, const Band& band);

/// Centroids of all populations in a band, measured and predicted.
void add_peak_claims(const Network& network, const MicrocircuitRecord& record,
                     const std::vector<Matrix>& theories, const Band& band,
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
                                              const std::vector<Matrix>& theories);

/// Measured, published and predicted rates side by side.
io::ReportFigure rates_figure(const Network& network, const MicrocircuitRecord& record,
                              const RatePrediction& prediction, const Vector& published);

}  // namespace siegert::validation
