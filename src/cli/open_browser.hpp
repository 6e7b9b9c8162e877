#pragma once

#include <string>

namespace siegert::cli {

/// Opens the address in the browser of the desktop, where there is a desktop; does nothing else.
void open_browser(const std::string& address);

}  // namespace siegert::cli
