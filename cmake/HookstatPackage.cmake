# What `cmake --install` puts where, and the archive that `cpack` makes of the same. An outside project
# finds the libraries by find_package(hookstat); by find_package(hookstat COMPONENTS report) without
# LibTorch.
include(CMakePackageConfigHelpers)

set(folder "${CMAKE_INSTALL_LIBDIR}/cmake/hookstat")
install(TARGETS hookstat_report_library EXPORT hookstat_report_targets)
install(EXPORT hookstat_report_targets FILE hookstatReportTargets.cmake NAMESPACE hookstat:: DESTINATION "${folder}")
set(headers "${PROJECT_SOURCE_DIR}/include/hookstat")
install(DIRECTORY "${headers}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN *.h)
if(HOOKSTAT_TORCH)
  # Both are found where they were built; a program of the user's brings its own LibTorch.
  set_target_properties(hookstat hookstat_hookstat_library PROPERTIES INSTALL_RPATH "${TORCH_INSTALL_PREFIX}/lib")
  install(TARGETS hookstat)
  install(TARGETS hookstat_hookstat_library EXPORT hookstat_hookstat_targets)
  install(EXPORT hookstat_hookstat_targets FILE hookstatTargets.cmake NAMESPACE hookstat:: DESTINATION "${folder}")
endif()

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/hookstatConfig.cmake.in" "${PROJECT_BINARY_DIR}/hookstatConfig.cmake"
  INSTALL_DESTINATION "${folder}" NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may break what was.
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/hookstatConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/hookstatConfig.cmake" "${PROJECT_BINARY_DIR}/hookstatConfigVersion.cmake"
        DESTINATION "${folder}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_PACKAGE_FILE_NAME "hookstat-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGE_VENDOR hookstat)
set(CPACK_STRIP_FILES ON)
set(CPACK_SOURCE_GENERATOR "")
include(CPack)
