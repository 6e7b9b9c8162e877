#pragma once

#include <string_view>

/// Files that become part of every report, embedded when the library is built.
namespace siegert::io::report_assets {

extern const std::string_view css;      ///< report.css
extern const std::string_view figures;  ///< figures.js; defines window.siegertFigures
extern const std::string_view js;       ///< report.js
extern const std::string_view vega;     ///< the modules of Vega; defines window.siegertVega

}  // namespace siegert::io::report_assets
