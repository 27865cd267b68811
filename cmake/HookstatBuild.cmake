# How every part of hookstat is compiled: warnings, sanitizers, the compiler cache and the linker.

# The compiler that the project is checked with must find nothing; what another finds is only shown.
set(werror OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  set(werror ON)
endif()
option(HOOKSTAT_WERROR "Let a warning stop the build" ${werror})

add_library(hookstat_warnings INTERFACE)
target_compile_options(hookstat_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion $<$<BOOL:${HOOKSTAT_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees an overlap in every `"text" + std::string` (GCC bug 105651).
  target_compile_options(hookstat_warnings INTERFACE -Wno-restrict)
endif()
# Sanitizers, for the parts that are named; all of them, where none is. Programs link them always.
add_library(hookstat_sanitizers INTERFACE)
if(HOOKSTAT_SANITIZE)
  target_link_options(hookstat_warnings INTERFACE -fsanitize=${HOOKSTAT_SANITIZE})
  target_compile_options(hookstat_sanitizers INTERFACE
    -fsanitize=${HOOKSTAT_SANITIZE} -fno-omit-frame-pointer -O1 -g1)
  if(HOOKSTAT_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What it adds to std::optional GCC takes for uses of what may not be there.
    target_compile_options(hookstat_sanitizers INTERFACE -Wno-maybe-uninitialized)
  endif()
  if(NOT HOOKSTAT_SANITIZE_PARTS)
    target_link_libraries(hookstat_warnings INTERFACE hookstat_sanitizers)
  endif()
endif()

find_program(HOOKSTAT_CCACHE ccache)
if(HOOKSTAT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The precompiled header needs these two; without them ccache would refuse every file that uses it.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${HOOKSTAT_CCACHE})
endif()
find_program(HOOKSTAT_MOLD mold)
if(HOOKSTAT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# hookstat_part(NAME SOURCES... [TORCH] [ALIAS name] [LINK part...]): one part of the architecture as
# a static library hookstat_NAME, linked as hookstat::NAME, or hookstat::ALIAS. TORCH parts see
# LibTorch's headers (and never the system's fmt).
function(hookstat_part name)
  cmake_parse_arguments(PART "TORCH" "ALIAS" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(NOT PART_ALIAS)
    set(PART_ALIAS ${name})
  endif()
  add_library(hookstat_${name} STATIC ${PART_SOURCES})
  add_library(hookstat::${PART_ALIAS} ALIAS hookstat_${name})
  target_include_directories(hookstat_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_link_libraries(hookstat_${name} PUBLIC ${PART_LINK} PRIVATE ${PART_PRIVATE_LINK}
                        $<BUILD_INTERFACE:hookstat_warnings>)
  if(name IN_LIST HOOKSTAT_SANITIZE_PARTS)
    target_link_libraries(hookstat_${name} PRIVATE $<BUILD_INTERFACE:hookstat_sanitizers>)
  endif()
  if(PART_TORCH)
    target_link_libraries(hookstat_${name} PUBLIC hookstat_torch)
    target_precompile_headers(hookstat_${name} REUSE_FROM hookstat_torch_pch)
  endif()
endfunction()
