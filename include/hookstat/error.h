// The one exception tree of the library. Every error is one line `WHAT: WHY`, and where there is
// one, a hint: a second line that says how to mend it. The library never prints and never exits;
// the command line maps each child to an exit code (docs/report-format.md).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "hookstat/api.h"

namespace hookstat {

/// Base of all errors thrown on purpose. `what()` is one line without a line break.
class HOOKSTAT_API Error : public std::runtime_error {
 public:
  /// `message` is one line, and so is the hint; both without a full stop.
  explicit Error(const std::string& message, std::string hint = {})
      : std::runtime_error(message), hint_(std::move(hint)) {}

  /// How to mend it; empty where nothing useful can be said.
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

  /// The exit code the command line ends with.
  [[nodiscard]] virtual int exit_code() const noexcept { return 4; }

 private:
  std::string hint_;
};

/// Bad usage or bad input: an unreadable file, an option's value, inputs that do not fit. Exit 2.
class HOOKSTAT_API InputError : public Error {
 public:
  using Error::Error;  ///< of a message and a hint
  [[nodiscard]] int exit_code() const noexcept override { return 2; }
};

/// An output that cannot be written. Exit 2.
class HOOKSTAT_API OutputError : public Error {
 public:
  using Error::Error;  ///< of a message and a hint
  [[nodiscard]] int exit_code() const noexcept override { return 2; }
};

/// The model itself failed while it ran. Exit 3.
class HOOKSTAT_API ModelError : public Error {
 public:
  using Error::Error;  ///< of a message and a hint
  [[nodiscard]] int exit_code() const noexcept override { return 3; }
};

/// The model did not come to an end in the time it was given. Exit 3.
class HOOKSTAT_API TimedOut : public ModelError {
 public:
  using ModelError::ModelError;  ///< of a message and a hint
};

/// The user asked to stop (Ctrl-C). Exit 130.
class HOOKSTAT_API Interrupted : public Error {
 public:
  /// The message is always "interrupted".
  Interrupted() : Error("interrupted") {}
  [[nodiscard]] int exit_code() const noexcept override { return 130; }
};

/// A fault of hookstat's own: a broken invariant. Exit 4.
class HOOKSTAT_API InternalError : public Error {
 public:
  using Error::Error;  ///< of a message and a hint
};

}  // namespace hookstat
