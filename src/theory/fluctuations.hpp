#pragma once

#include <siegert/model/network.hpp>
#include <siegert/theory/self_consistent_input.hpp>

namespace siegert::theory {

/// Fluctuations of the network around a working point, on frequencies m df, m = 0 ... F - 1.
struct Fluctuations {
    double df;       ///< [Hz]
    MatrixStack C;   ///< cross spectra of the population activities [Hz], F x n x n
    Matrix renewal;  ///< spectra of single neurons [Hz], F x n
};

[[nodiscard]] Fluctuations fluctuations(const Network& network, const WorkingPoint& point,
                                        lif::exp::Method method, double df, Index count);

/// The same with the spectra of single neurons, and the change of their transfer functions, that
/// `neurons` tells, where W is white_connectivity at m df.
[[nodiscard]] Fluctuations fluctuations(const MatrixStack& W, double df,
                                        const NeuronStatistics& neurons, const Vector& N);

/// Change of the transfer functions at frequency f [Hz], n.
[[nodiscard]] Eigen::RowVectorXcd responses_at(const NeuronStatistics& neurons, double f);

/// Effective connectivity with white input at frequencies m df, count x n x n.
[[nodiscard]] MatrixStack white_connectivity(const Network& network, const WorkingPoint& point,
                                             lif::exp::Method method, double df, Index count);

/// Cross spectra of the population activities [Hz], F x n x n, where W is that of white input at
/// the frequencies of `neurons`.
[[nodiscard]] MatrixStack cross_spectra(MatrixStack W, const NeuronStatistics& neurons,
                                        const Vector& N);

/// Spectra of the squares of the rates' common fluctuations z_i, as z_i^2 / (2 nu_i), to which
/// neurons respond beyond linear response, at the frequencies of `neurons` [Hz], F x n x n: for
/// Gaussian z the convolution of C - diag(S / N) with itself / (2 nu_i nu_j).
[[nodiscard]] MatrixStack quadratic_noise(const MatrixStack& C, const NeuronStatistics& neurons,
                                          const Vector& N);

/// Cross spectra that such additional noise causes by linear response, where W is
/// white_connectivity at m df; without spectra of single neurons.
[[nodiscard]] Fluctuations response_to_noise(const MatrixStack& W, double df,
                                             const NeuronStatistics& neurons,
                                             const MatrixStack& noise);

/// Power of the input of each population, per spectrum of a single neuron of each source [V^2], n x
/// n: sources that are drawn more than once count more, <m^2> = K + K (K - 1) / N in all for m
/// synapses from each of N neurons.
[[nodiscard]] Matrix power_of_sources(const Network& network);

}  // namespace siegert::theory
