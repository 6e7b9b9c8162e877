#include "cli/commands.hpp"

#include <siegert/error.hpp>

#include <iostream>

namespace {

using siegert::cli::ExitCode;

int fail(ExitCode code, const std::exception& error) {
    std::cerr << "siegert: " << error.what() << '\n';
    return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Mean-field analysis of networks of leaky integrate-and-fire neurons"};
    app.name("siegert");
    app.require_subcommand(1);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
    } catch (const siegert::AccuracyNotReached& error) {
        return fail(ExitCode::answer_is_no, error);
    } catch (const siegert::FileError& error) {
        return fail(ExitCode::cannot_read_or_write, error);
    } catch (const std::exception& error) {
        return fail(ExitCode::bad_input, error);
    }
    return static_cast<int>(ExitCode::done);
}
