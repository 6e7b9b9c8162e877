# What takes the compiler longest is parsed once: each folder's program or library precompiles the headers that most of its
# files include. Every file still names what it uses, so the build stays correct with -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON.
set(siegert_standard_headers <algorithm> <array> <cmath> <complex> <cstdint> <functional> <limits> <map> <memory> <numbers>
  <optional> <span> <sstream> <string> <string_view> <utility> <variant> <vector>)
set(siegert_matrix_headers <Eigen/Core> <Eigen/LU>)

# siegert_optimise_for_build_time(<target>): for code that parses, prints or converts, where no numbers are made.
function(siegert_optimise_for_build_time target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# siegert_add_part(<name>): a part of the library where no numbers are made, compiled quickly. The folder adds its sources. All
# such parts share the precompiled headers of the first.
function(siegert_add_part name)
  add_library(${name} OBJECT)
  target_include_directories(${name} PRIVATE
    ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_link_libraries(${name} PRIVATE
    Eigen3::Eigen fmt::fmt yaml-cpp nlohmann_json::nlohmann_json hdf5::hdf5 siegert_build_options)
  siegert_optimise_for_build_time(${name})
  # GCC 12 takes moves of precompiled std::strings for overruns.
  target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overread)
  get_property(first GLOBAL PROPERTY siegert_first_part)
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    target_precompile_headers(${name} PRIVATE ${siegert_standard_headers} ${siegert_matrix_headers} <fmt/format.h>)
    set_property(GLOBAL PROPERTY siegert_first_part ${name})
  endif()
  target_sources(siegert PRIVATE $<TARGET_OBJECTS:${name}>)
endfunction()

# siegert_compile_together(<target> <source>...): these files of the current folder are one for the compiler, which then works
# through what headers define in place once: half the time. Names of a file's own (anonymous namespaces) must differ within
# such a group; a file that stands in none is compiled alone.
function(siegert_compile_together target)
  list(GET ARGN 0 first)
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE folder)
  string(MAKE_C_IDENTIFIER ${folder}_${first} group)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${group})
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
