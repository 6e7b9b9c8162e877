# Debian packages, made by script/package: siegert (command, library, headers, examples) and python3-siegert.
set(documentation ${CMAKE_INSTALL_DATADIR}/doc)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DATADIR}/siegert)
install(FILES cmake/completion.bash RENAME siegert DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
set(maintainer "siegert maintainers <maintainers@users.noreply.github.com>")
string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(package siegert python3-siegert)
  set(component siegert)
  if(package STREQUAL python3-siegert)
    set(component python)
  endif()
  set(changelog ${PROJECT_BINARY_DIR}/package/${package}/changelog)
  file(WRITE ${changelog}
    "${package} (${PROJECT_VERSION}) unstable; urgency=low\n\n  * See CHANGELOG.md.\n\n -- ${maintainer}  ${today}\n")
  execute_process(COMMAND gzip -9nf ${changelog} COMMAND_ERROR_IS_FATAL ANY)
  install(FILES cmake/copyright ${changelog}.gz DESTINATION ${documentation}/${package} COMPONENT ${component})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME siegert)
set(CPACK_PACKAGE_CONTACT ${maintainer})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL siegert python)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_SIEGERT_DESCRIPTION
  "Firing rates, rhythms and sensitivities of networks of integrate-and-fire
 neurons from a parameter file, and a spiking simulation of the same file:
 the command, the C++ library and example networks.")
set(CPACK_COMPONENT_PYTHON_DESCRIPTION
  "Firing rates, rhythms and sensitivities of networks of integrate-and-fire
 neurons, and simulations that check them, as NumPy arrays; a drop-in for NNMT.")
set(CPACK_DEBIAN_SIEGERT_PACKAGE_NAME siegert)
set(CPACK_DEBIAN_SIEGERT_PACKAGE_RECOMMENDS "bash-completion")
# What a program needs that is linked with the library.
set(CPACK_DEBIAN_SIEGERT_PACKAGE_SUGGESTS
  "libeigen3-dev, libboost-dev, libgsl-dev, libnlopt-dev, libfmt-dev, libhwy-dev, libyaml-cpp-dev, nlohmann-json3-dev, libhdf5-dev, libopenmpi-dev")
set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-siegert)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
# The extension module is for one version of Python.
math(EXPR next_python "${Python3_VERSION_MINOR} + 1")
set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
  "python3 (>= 3.${Python3_VERSION_MINOR}), python3 (<< 3.${next_python}), python3-numpy")
set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-matplotlib, python3-yaml")
include(CPack)
