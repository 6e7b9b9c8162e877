# The interpreter for which the package is built: the system's, whose packages script/bootstrap installs, unless
# -DPython3_EXECUTABLE names another.
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_package(Python3 3.9 QUIET COMPONENTS Interpreter OPTIONAL_COMPONENTS Development.Module)
set(PYTHON_EXECUTABLE ${Python3_EXECUTABLE})  # the name that pybind11 looks for
set(python_found OFF)
if(Python3_Development.Module_FOUND)
  find_package(pybind11 2.10 QUIET CONFIG)
  set(python_found ${pybind11_FOUND})
endif()

set(build_python OFF)
if(PROJECT_IS_TOP_LEVEL AND python_found AND NOT SIEGERT_SANITIZE)  # a plain interpreter cannot load sanitized modules
  set(build_python ON)
endif()
option(SIEGERT_BUILD_PYTHON "Build the Python package" ${build_python})
if(NOT SIEGERT_BUILD_PYTHON)
  return()
endif()
if(NOT python_found)
  message(FATAL_ERROR "The Python package needs pybind11 2.10 and the headers of Python (pybind11-dev, python3-dev)")
endif()

# Where that interpreter looks, if this is below the prefix, else where an interpreter with this prefix would look.
execute_process(OUTPUT_VARIABLE site_packages OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY
  COMMAND ${Python3_EXECUTABLE} -c [[
import os, sys, sysconfig
prefix, packages = os.path.abspath(sys.argv[1]), sysconfig.get_path("platlib")
if os.path.commonpath([prefix, packages]) != prefix:
    packages = sysconfig.get_path("platlib", "posix_prefix", vars={"base": prefix, "platbase": prefix})
print(os.path.relpath(packages, prefix))]] ${CMAKE_INSTALL_PREFIX})
set(SIEGERT_PYTHON_INSTALL_DIR ${site_packages} CACHE STRING "Folder of the Python package below the prefix")
add_subdirectory(python)
