# Run with cmake -P. Writes OUTPUT, a C++ source that holds the style sheet, the scripts and the modules of Vega.
#   DIR         folder of report.css, figures.js and report.js
#   VEGA_DIR    folder of vega-*.min.js (Debian: libjs-vega)
#
# The modules are written for CommonJS. Each is wrapped in a function; a loader of five lines joins them.
set(modules util time format loader dataflow statistics transforms canvas scale scenegraph view-transforms encode
            expression selection functions event-selector parser runtime view)

set(bundle "(function () {\nconst sources = {}, loaded = {};\nfunction require(name) {\n  if (!loaded[name]) { loaded[name] = {}; sources[name](loaded[name], {}, require); }\n  return loaded[name];\n}\n")
foreach(module IN LISTS modules)
  file(READ ${VEGA_DIR}/vega-${module}.min.js source)
  set(name vega-${module})
  if(module STREQUAL "selection")
    set(name vega-selections)  # the file and the module have different names
  endif()
  string(APPEND bundle "sources[\"${name}\"] = function (exports, module, require) {\n${source}\n};\n")
endforeach()
string(APPEND bundle "const {transforms} = require(\"vega-dataflow\");\n"
  "Object.assign(transforms, require(\"vega-transforms\"), require(\"vega-view-transforms\"), require(\"vega-encode\"));\n"
  "window.siegertVega = {View: require(\"vega-view\").View, parse: require(\"vega-parser\").parse};\n})();\n")

file(READ ${DIR}/report.css css)
file(READ ${DIR}/figures.js figures)
file(READ ${DIR}/report.js js)
file(WRITE ${OUTPUT} "#include \"io/report/report_assets.hpp\"\n\nnamespace siegert::io::report_assets {\n")
foreach(asset IN ITEMS css figures js)
  file(APPEND ${OUTPUT} "const std::string_view ${asset} = R\"~asset~(${${asset}})~asset~\";\n")
endforeach()
file(APPEND ${OUTPUT} "const std::string_view vega = R\"~asset~(${bundle})~asset~\";\n}  // namespace siegert::io::report_assets\n")
