# The shared libraries that users link: hookstat::report (reading, joining, comparing and writing
# reports, without LibTorch) and hookstat::hookstat (all of it; a program links one of the two). Each
# is made of the objects of the parts, needs no other library of hookstat, and shows nothing but
# what the public headers mark as HOOKSTAT_API.

# hookstat_library(NAME PARTS part... LINK library... PUBLIC_LINK library...)
function(hookstat_library name)
  cmake_parse_arguments(LIBRARY "" "" "PARTS;LINK;PUBLIC_LINK" ${ARGN})
  set(objects ${LIBRARY_PARTS})
  list(TRANSFORM objects REPLACE "(.+)" "$<TARGET_OBJECTS:hookstat_\\1>")
  set(target hookstat_${name}_library)
  add_library(${target} SHARED ${objects})
  add_library(hookstat::${name} ALIAS ${target})
  set(script "${PROJECT_SOURCE_DIR}/cmake/public_symbols.map")
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name} LINKER_LANGUAGE CXX LINK_DEPENDS "${script}"
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib"
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_include_directories(${target} INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} INTERFACE cxx_std_20)
  target_link_options(${target} PRIVATE "LINKER:--version-script=${script}")
  if(NOT HOOKSTAT_SANITIZE AND NOT HOOKSTAT_FUZZ)  # their runtimes are in programs alone
    target_link_options(${target} PRIVATE LINKER:--no-undefined)
  endif()
  target_link_libraries(${target} PUBLIC ${LIBRARY_PUBLIC_LINK} PRIVATE ${LIBRARY_LINK}
                                  $<BUILD_INTERFACE:hookstat_warnings>)
endfunction()

include(GNUInstallDirs)
set(report_parts core cost report compare export page)
hookstat_library(report PARTS ${report_parts} LINK fmt::fmt)
set_target_properties(hookstat_report_library PROPERTIES OUTPUT_NAME hookstat_report)
if(HOOKSTAT_TORCH)
  hookstat_library(hookstat
    PARTS ${report_parts} inputs archive plan record model hooks measure profile sample
    LINK fmt::fmt "${HOOKSTAT_LIBZIP}" ${CMAKE_DL_LIBS}
    PUBLIC_LINK $<BUILD_INTERFACE:hookstat_torch>)
  set_target_properties(hookstat_hookstat_library PROPERTIES OUTPUT_NAME hookstat)
endif()
