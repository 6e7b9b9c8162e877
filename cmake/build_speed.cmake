# What takes the compiler longest is parsed once: each folder's program or library precompiles the headers that most of its
# files include. Every file still names what it uses, so the build stays correct with -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON.
set(siegert_standard_headers <algorithm> <array> <cmath> <complex> <cstdint> <functional> <limits> <map> <memory> <numbers>
  <optional> <span> <sstream> <string> <string_view> <utility> <variant> <vector>)
set(siegert_matrix_headers <Eigen/Core> <Eigen/LU>)

# siegert_optimise_for_build_time(<target>): for code that parses, prints or converts, where no numbers are made.
function(siegert_optimise_for_build_time target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# siegert_compile_together(<target>): four files are one for the compiler, which writes out what CLI11 defines in its headers once
# instead of four times. Names of a file's own (anonymous namespaces) must differ within the target.
function(siegert_compile_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
endfunction()
