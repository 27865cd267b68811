// What the shared libraries show. Everything else in them is hidden (cmake/HookstatLibrary.cmake).
#pragma once

/// On every function and class of the public headers that has code in a library.
#define HOOKSTAT_API __attribute__((visibility("default")))
