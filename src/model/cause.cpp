#include "model/cause.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace hookstat {
namespace {

/// "RuntimeError: ", "builtins.ValueError: ", "torch.jit.Error: ": a name that ends in Error or
/// Exception, a colon and a blank, at the start of a line. Returns what follows, or an empty view.
std::string_view after_exception_class(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos) return {};
  const std::string_view name = line.substr(0, colon);
  if (name.find(' ') != std::string_view::npos) return {};
  if (!name.ends_with("Error") && !name.ends_with("Exception")) return {};
  return line.substr(colon + 2);
}

/// "it tried to allocate 1600 GB" for LibTorch's message about an allocation that failed.
std::optional<std::string> memory_wanted(std::string_view text) {
  constexpr std::string_view kStart = "tried to allocate ";
  const std::size_t start = text.find(kStart);
  if (start == std::string_view::npos) return std::nullopt;
  std::string_view size = text.substr(start + kStart.size());
  double bytes = 0;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), bytes);
  if (error != std::errc{}) return std::nullopt;
  size.remove_prefix(static_cast<std::size_t>(end - size.data()));
  constexpr double kGigabyte = 1e9;
  if (!size.starts_with(" bytes")) return std::nullopt;
  return "it tried to allocate " + std::to_string(std::llround(bytes / kGigabyte)) + " GB";
}

/// What stands between `before` and `after`; empty where one of them is missing.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t start = text.find(before);
  if (start == std::string_view::npos) return {};
  text.remove_prefix(start + before.size());
  return text.substr(0, std::min(text.find(after), text.size()));
}

/// "out of memory on GPU 0: it tried to allocate 20.00 GiB, 12.00 GiB of 79.11 GiB were free" for
/// the message of LibTorch's CUDA allocator, which says much more.
std::optional<std::string> device_memory_wanted(std::string_view text) {
  if (!text.starts_with("CUDA out of memory")) return std::nullopt;
  const std::string_view wanted = between(text, "Tried to allocate ", ". ");
  const std::string_view gpu = between(text, ". GPU ", " has ");
  const std::string_view all = between(text, "total capacity of ", " of which");
  const std::string_view free = between(text, "of which ", " is free");
  std::string cause = "out of memory";
  if (!gpu.empty()) cause.append(" on GPU ").append(gpu);
  if (!wanted.empty()) cause.append(": it tried to allocate ").append(wanted);
  if (all.empty() || free.empty()) return cause;
  return cause.append(", ").append(free).append(" of ").append(all).append(" were free");
}

/// A line of TorchScript's stack: `File "PATH", line N, in FUNCTION`, or of that of a traced model:
/// `PATH(N): FUNCTION`.
struct CodeLine {
  std::string_view path;
  std::string_view line;
  std::string_view function;

  [[nodiscard]] std::string text() const {
    return std::string(path).append(":").append(line).append(", in ").append(function);
  }
  [[nodiscard]] bool is_torchs_own() const { return hookstat::is_torchs_own(path); }
};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<CodeLine> scripted_line(std::string_view line) {
  constexpr std::string_view kFile = "  File \"";
  constexpr std::string_view kLine = "\", line ";
  constexpr std::string_view kIn = ", in ";
  const std::size_t number = line.rfind(kLine);
  const std::size_t function = line.rfind(kIn);
  if (!line.starts_with(kFile) || number == std::string_view::npos || number < kFile.size() ||
      function == std::string_view::npos || function < number + kLine.size()) {
    return std::nullopt;
  }
  const std::size_t first = number + kLine.size();
  return CodeLine{line.substr(kFile.size(), number - kFile.size()),
                  line.substr(first, function - first), line.substr(function + kIn.size())};
}

std::optional<CodeLine> traced_line(std::string_view line) {
  const std::size_t colon = line.rfind("): ");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::size_t open = line.rfind('(', colon);
  if (open == std::string_view::npos || open == 0) return std::nullopt;
  const std::string_view path = line.substr(0, open);
  const std::string_view number = line.substr(open + 1, colon - open - 1);
  // A line of code in an excerpt may look alike: `for i in range(3): x = x + 1`.
  const bool is_path = !path.starts_with(' ') && (path.ends_with(".py") || path.ends_with('>'));
  if (!is_path || !is_number(number)) return std::nullopt;
  return CodeLine{path, number, line.substr(colon + 3)};
}

/// The stack, read from its outermost line to the innermost.
class Stack {
 public:
  void read(std::string_view line) {
    if (line.starts_with("Traceback of TorchScript")) {
      // The original code comes second, and says more than the archive's.
      innermost_.reset();
      users_.reset();
      traced_ = false;
      return;
    }
    if (const auto scripted = scripted_line(line)) {
      innermost_ = scripted;
      if (!scripted->is_torchs_own()) users_ = scripted;
    } else if (const auto traced = traced_line(line)) {
      // A traced operator's stack has its innermost line first.
      if (!traced_) innermost_ = traced;
      if (!traced->is_torchs_own() && !(traced_ && users_)) users_ = traced;
      traced_ = true;
    }
  }

  [[nodiscard]] std::string place() const {
    if (users_) return users_->text();
    return innermost_ ? innermost_->text() : std::string();
  }

 private:
  std::optional<CodeLine> innermost_;
  std::optional<CodeLine> users_;
  bool traced_ = false;
};

template <class Read>
void for_each_line(std::string_view text, const Read& read) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    read(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

}  // namespace

std::string cause_of(const std::exception& error) {
  const std::string_view text = error.what();
  constexpr const char* kOutOfMemory = "out of memory";
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return kOutOfMemory;
  std::string_view cause;
  std::string_view first;
  for_each_line(text, [&](std::string_view line) {
    if (first.empty()) first = line;
    const std::string_view after = after_exception_class(line);
    if (!after.empty()) cause = after;
  });
  if (cause.empty()) cause = first;
  if (auto wanted = device_memory_wanted(cause)) return std::move(*wanted);
  if (const auto wanted = memory_wanted(cause))
    return std::string(kOutOfMemory).append(": ").append(*wanted);
  return std::string(cause);
}

std::string code_line_of(const std::exception& error) {
  Stack stack;
  for_each_line(error.what(), [&](std::string_view line) { stack.read(line); });
  return stack.place();
}

bool is_torchs_own(std::string_view path) {
  constexpr std::array<std::string_view, 3> kFolders{
      "/site-packages/torch/", "/dist-packages/torch/", "code/__torch__/torch/"};
  return std::ranges::any_of(kFolders, [&](std::string_view folder) {
    return path.find(folder) != std::string_view::npos;
  });
}

std::optional<CodePlace> traced_code_line(const std::string& stack) {
  std::optional<CodeLine> innermost;
  std::optional<CodeLine> users;
  for_each_line(stack, [&](std::string_view text) {
    const auto line = traced_line(text);
    if (line && !innermost) innermost = line;
    if (line && !users && !line->is_torchs_own()) users = line;
  });
  const auto& found = users ? users : innermost;
  if (!found) return std::nullopt;
  CodePlace place{std::string(found->path), 0, std::string(found->function)};
  std::from_chars(found->line.data(), found->line.data() + found->line.size(), place.line);
  return place;
}

}  // namespace hookstat
