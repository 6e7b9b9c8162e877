#pragma once

#include <string_view>

/// Files of the page, embedded when the library is built.
namespace siegert::explore::assets {

extern const std::string_view html;  ///< explore.html
extern const std::string_view css;   ///< explore.css
extern const std::string_view js;    ///< explore.js

}  // namespace siegert::explore::assets
