#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>

/// The sections of crosscheck_report, one function each.
namespace siegert::io {

/// Curves of the theory [Hz, 1/(V s)] to draw behind what was simulated; empty where there are
/// none.
struct TheoryCurves {
    Vector frequencies;  ///< [Hz]
    Matrix spectra;      ///< frequencies x n [Hz]
    ComplexMatrix n_mu;  ///< frequencies x n [1/(V s)], without the filter of the synapse
};

/// Each with figures of those quantities that were compared; without figures where none was.
[[nodiscard]] ReportSection state_comparison(const crosscheck::Crosscheck& result);
[[nodiscard]] ReportSection spectra_comparison(const crosscheck::Crosscheck& result,
                                               const Network& network, const TheoryCurves& curves);
[[nodiscard]] ReportSection transfer_comparison(const crosscheck::Crosscheck& result,
                                                const Network& network, const TheoryCurves& curves);
[[nodiscard]] ReportSection covariance_comparison(const crosscheck::Crosscheck& result,
                                                  const Network& network);

/// How many numbers of each quantity were compared, every alarm, and notes.
[[nodiscard]] ReportSection verdict_section(const crosscheck::Crosscheck& result,
                                            const Network& network);

/// Every row, every cause of every row, and the options.
[[nodiscard]] ReportSection rows_section(const crosscheck::Crosscheck& result,
                                         const crosscheck::CrosscheckOptions& options);

}  // namespace siegert::io
