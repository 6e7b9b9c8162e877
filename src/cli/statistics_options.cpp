#include "cli/statistics_options.hpp"
#include "cli/options.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include <fmt/format.h>

namespace siegert::cli {

double quantity_of(const char* option, const std::string& text, Dimension dimension) {
    try {
        return parse_quantity(text, dimension);
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("{}: {}", option, error.what()));
    }
}

double optional_quantity(const char* option, const std::string& text, Dimension dimension) {
    return text.empty() ? 0.0 : quantity_of(option, text, dimension);
}

double positive_quantity(const char* option, const std::string& text, Dimension dimension) {
    const double value = optional_quantity(option, text, dimension);
    if (!text.empty() && !(value > 0.0)) {
        throw InvalidParameter(fmt::format("{} must be positive, got {}", option, text));
    }
    return value;
}

std::string not_empty(const std::string& text) {
    return text.empty() ? "must not be empty" : "";
}

std::vector<CLI::Option*> declare_statistics(CLI::App& command, StatisticsTexts& texts) {
    const auto text = [&](const char* name, std::string& value, const char* help) {
        return command.add_option(name, value, help)->type_name("")->check(not_empty);
    };
    return {
        text("--count-bin", texts.count_bin,
             "bin of the spike counts; default 100 ms, at most a twentieth of the recording"),
        text("--segment", texts.segment,
             "spectra are averaged over segments of this length; default 1 s, at most a quarter of "
             "the recording"),
        text("--f-max", texts.f_max, "largest frequency of the spectra; default 500 Hz"),
        text("--spectral-method", texts.spectral_method, "multitaper (default) or welch")
            ->check(one_of({"multitaper", "welch"}))};
}

StatisticsOptions parse_statistics(const StatisticsTexts& texts) {
    return {.all = true,
            .count_bin = positive_quantity("--count-bin", texts.count_bin, Dimension::time),
            .segment = positive_quantity("--segment", texts.segment, Dimension::time),
            .f_max = positive_quantity("--f-max", texts.f_max, Dimension::frequency),
            .method = texts.spectral_method == "welch" ? statistics::SpectralMethod::welch
                                                       : statistics::SpectralMethod::multitaper};
}

}  // namespace siegert::cli
