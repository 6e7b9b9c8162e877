#pragma once

#include <siegert/arrays.hpp>
#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>

namespace siegert::io {

/// A cross-check, to look at: its verdict, prediction and simulation of every quantity with error
/// bars and the range that is accepted, all rows with the causes of their deviations, and the
/// sections of analysis_report.
///
/// `network` and `options` are those of the cross-check, `omegas` the frequencies [rad/s] of the
/// curves of the theory: increasing, not empty. Where the network has no linear response the
/// sections about it are left out, and the first one says why. Spectra and transfer functions of
/// more than 12 populations are limited to those that deviate most; tables have all of them.
///
/// Throws: InvalidParameter if the network, an option or the frequencies are invalid, or the
/// cross-check is not complete.
[[nodiscard]] Report crosscheck_report(const Network& network, const crosscheck::Crosscheck& result,
                                       const crosscheck::CrosscheckOptions& options,
                                       const Vector& omegas, const ReportText& text);

}  // namespace siegert::io
