#include "cli/deliver.hpp"

#include <siegert/error.hpp>

#include <iostream>

namespace siegert::cli {
namespace {

void print(const Answer& answer, Format format) {
    switch (format) {
        case Format::table:
            io::print_table(answer, std::cout);
            break;
        case Format::csv:
            io::print_csv(answer, std::cout);
            break;
        case Format::json:
            io::print_json(answer, std::cout);
            break;
    }
    flush_or_throw(std::cout);
}

bool is_parameter_file(const std::string& path) {
    return path.ends_with(".yaml") || path.ends_with(".yml");
}

}  // namespace

void deliver(Answer answer, const Network& network, const Analysis& analysis, Format format,
             const std::string& save) {
    answer.tables = tables_of(answer);
    const std::string objection = answer.objection;
    if (is_parameter_file(save)) {
        write_network(network, save, analysis);
        answer.notes.push_back("network saved to " + save);
    } else if (!save.empty()) {
        answer.notes.push_back("results saved to " + save);
        // Only JSON prints the results themselves: else they are given away, not copied.
        Answer screen;
        screen.notes = answer.notes;
        screen.tables = std::move(answer.tables);
        if (format == Format::json) screen = answer;
        write_results({.network = network,
                       .analysis = analysis,
                       .results = io::results_of(std::move(answer)),
                       .version = {}},
                      save);
        answer = std::move(screen);
    }
    print(answer, format);
    if (!objection.empty()) throw AccuracyNotReached(objection);
}

}  // namespace siegert::cli
