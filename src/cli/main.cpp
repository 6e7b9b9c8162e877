#include "cli/command_line.hpp"

#include <csignal>
#include <ios>

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
#ifdef SIGPIPE
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is reported as an error of writing
#endif
    return siegert::cli::run_command_line(argc, argv);
}
