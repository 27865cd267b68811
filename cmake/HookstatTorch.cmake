# Finds LibTorch: Torch_DIR or CMAKE_PREFIX_PATH when given, else the importable torch of the project's
# own environment (.venv), else that of python3.

if(NOT Torch_DIR AND NOT Torch_ROOT)
  foreach(python "${PROJECT_SOURCE_DIR}/.venv/bin/python" python3)
    execute_process(COMMAND "${python}" -c "import torch; print(torch.utils.cmake_prefix_path)"
                    OUTPUT_VARIABLE hookstat_torch_prefix OUTPUT_STRIP_TRAILING_WHITESPACE
                    ERROR_QUIET RESULT_VARIABLE hookstat_torch_missing)
    if(NOT hookstat_torch_missing)
      list(APPEND CMAKE_PREFIX_PATH "${hookstat_torch_prefix}")
      break()
    endif()
  endforeach()
endif()
find_package(Torch REQUIRED)
message(STATUS "LibTorch ${Torch_VERSION} in ${TORCH_INSTALL_PREFIX}")

add_library(hookstat_torch INTERFACE)
target_link_libraries(hookstat_torch INTERFACE ${TORCH_LIBRARIES})
# Without NDEBUG inline checks in RecordFunction throw inside callbacks, LibTorch swallows that, and
# shapes vanish; so LibTorch's headers are compiled with it in every build type.
target_compile_definitions(hookstat_torch INTERFACE NDEBUG)

# torch/script.h costs some ten seconds; it is parsed once for all parts.
add_library(hookstat_torch_pch STATIC "${PROJECT_SOURCE_DIR}/cmake/torch_pch.cpp")
target_link_libraries(hookstat_torch_pch PUBLIC hookstat_torch
                      PRIVATE $<BUILD_INTERFACE:hookstat_warnings> $<BUILD_INTERFACE:hookstat_sanitizers>)
target_precompile_headers(hookstat_torch_pch PRIVATE <torch/script.h>)

# hookstat_torch_program(TARGET): a program whose sources include LibTorch, with the header that is
# already parsed. It was compiled for a library, and so must be the program's sources.
function(hookstat_torch_program target)
  target_link_libraries(${target} PRIVATE hookstat_torch hookstat_sanitizers)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE -fPIC)
  target_precompile_headers(${target} REUSE_FROM hookstat_torch_pch)
endfunction()
