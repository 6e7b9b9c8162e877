#pragma once

namespace siegert::cli {

/// The command `siegert`, whose exit code it returns. What goes wrong is told in one line on
/// standard error.
int run_command_line(int argc, char** argv);

}  // namespace siegert::cli
