#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

/// What can be asked about a network. A question is a function from an Inquiry to an Answer, in a
/// file of its own, and a line in src/questions/CMakeLists.txt; the command line, files, reports
/// and Python follow from that.
namespace siegert::questions {

/// A network and how to look at it, with what was computed so far: several questions about one
/// network share its working point and its analysis.
struct Inquiry {
    LoadedNetwork loaded;
    std::filesystem::path file{};   ///< that it was loaded from; empty: from none
    std::string title{};            ///< of the network, for people
    Vector omegas{};                ///< frequencies [rad/s]
    std::string frequency_note{};   ///< which, and where they are from
    theory::AnalysisOptions how{};  ///< of working point and linear response
    std::uint64_t seed = 1;         ///< of random starts
    bool keeps_matrices = true;     ///< whether the answer holds a matrix for each frequency
    std::map<std::string, std::string> settings{};  ///< options of the question that are given

    std::optional<theory::WorkingPoint> point{};        ///< as `working_point` found it
    std::optional<theory::NetworkAnalysis> analysis{};  ///< as `analysis` found it
};

/// The working point, converged or not; computed once.
[[nodiscard]] const theory::WorkingPoint& working_point(Inquiry& inquiry);

/// The same. Throws: AccuracyNotReached unless it is converged.
[[nodiscard]] const theory::WorkingPoint& converged_working_point(Inquiry& inquiry);

/// The analysis in the frequency domain, at least as far as asked; computed once. The first
/// question of an inquiry decides how far. Throws: as theory::analyze.
[[nodiscard]] theory::NetworkAnalysis& analysis(Inquiry& inquiry, theory::AnalysisExtent extent);

/// What every answer begins with: what the network is.
[[nodiscard]] Answer heading(const Inquiry& inquiry);

/// The same for questions in the frequency domain: also working point, convention and frequencies.
[[nodiscard]] Answer frequency_heading(Inquiry& inquiry);

/// Name of a population.
[[nodiscard]] const std::string& name(const Network& network, Index population);

/// The populations as an axis: "population", or "target" and "source" of matrices.
[[nodiscard]] Axis populations_axis(const Network& network, const std::string& name = "population");

/// The frequencies [Hz] as an axis.
[[nodiscard]] Axis frequencies_axis(const Vector& omegas);

}  // namespace siegert::questions
