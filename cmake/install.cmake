# Installation: library, headers, command, and the files that make find_package(siegert) work.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/siegert)
configure_package_config_file(cmake/siegertConfig.cmake.in siegertConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(siegertConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(TARGETS siegert EXPORT siegert FILE_SET HEADERS FILE_SET generated_headers)
install(EXPORT siegert NAMESPACE siegert:: FILE siegertTargets.cmake DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/siegertConfig.cmake
              ${PROJECT_BINARY_DIR}/siegertConfigVersion.cmake DESTINATION ${package_dir})

# For builds without CMake: pkg-config --cflags --libs siegert. Who links the static library links what it uses, too.
set(siegert_pc_requires eigen3)
set(siegert_pc_requires_private gsl nlopt fmt libhwy yaml-cpp hdf5)
if(SIEGERT_WITH_MPI)
  list(APPEND siegert_pc_requires_private mpi-c)
endif()
get_target_property(library_type siegert TYPE)
if(library_type STREQUAL STATIC_LIBRARY)
  list(APPEND siegert_pc_requires ${siegert_pc_requires_private})
  set(siegert_pc_requires_private)
endif()
list(JOIN siegert_pc_requires ", " siegert_pc_requires)
list(JOIN siegert_pc_requires_private ", " siegert_pc_requires_private)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
  OUTPUT_VARIABLE siegert_prefix_from_pc)
configure_file(cmake/siegert.pc.in siegert.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/siegert.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Command and Python module find a shared library wherever the prefix is moved.
if(library_type STREQUAL SHARED_LIBRARY)
  foreach(target_and_folder IN ITEMS
      "siegert_command ${CMAKE_INSTALL_BINDIR}" "siegert_python ${SIEGERT_PYTHON_INSTALL_DIR}/siegert")
    separate_arguments(target_and_folder)
    list(GET target_and_folder 0 target)
    list(GET target_and_folder 1 folder)
    if(TARGET ${target})
      cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY /prefix)
      set(libraries ${CMAKE_INSTALL_LIBDIR})
      cmake_path(ABSOLUTE_PATH libraries BASE_DIRECTORY /prefix)
      cmake_path(RELATIVE_PATH libraries BASE_DIRECTORY ${folder})
      set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries}")
    endif()
  endforeach()
endif()

if(TARGET siegert_command)
  install(TARGETS siegert_command)
endif()
if(TARGET siegert_command AND Python3_EXECUTABLE)
  set(man_page ${PROJECT_BINARY_DIR}/siegert.1.gz)
  add_custom_command(OUTPUT ${man_page}
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/cmake/man_page.py $<TARGET_FILE:siegert_command> ${man_page}
    DEPENDS siegert_command cmake/man_page.py
    VERBATIM)
  add_custom_target(siegert_man_page ALL DEPENDS ${man_page})
  install(FILES ${man_page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
