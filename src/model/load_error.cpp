#include "model/load_error.h"

#include <set>
#include <string_view>

#include "archive/model_archive.h"
#include "core/in_source.h"
#include "model/cause.h"
#include "model/missing_names.h"

namespace hookstat {
namespace {

/// An assertion's text leads to a file of LibTorch and asks for a bug report; what follows matters.
std::string without_assertion(std::string text) {
  const std::size_t begin = text.find(" INTERNAL ASSERT FAILED at ");
  if (begin == std::string::npos) return text;
  constexpr std::string_view kEnd = "please report a bug to PyTorch.";
  const std::size_t end = text.find(kEnd, begin);
  const std::string condition = text.substr(0, begin);
  std::string rest = end == std::string::npos ? "" : text.substr(end + kEnd.size());
  rest.erase(0, rest.find_first_not_of(' '));
  if (!rest.empty()) return rest;
  return "LibTorch found the condition '" + condition + "' broken";
}

std::string reason_of(const std::exception& error) {
  std::string text = without_assertion(cause_of(error));
  while (text.ends_with(':') || text.ends_with(' ')) text.pop_back();
  text.erase(0, text.find_first_not_of(' '));
  if (text.ends_with(" here")) text.erase(text.size() - 5);
  // "(of Python compilation unit at: 0x55af738a1bc0)" tells nobody anything.
  const std::size_t unit = text.find(" (of Python compilation unit");
  if (unit != std::string::npos) text.erase(unit, text.find(')', unit) - unit + 1);
  return archive::one_line(text);
}

bool is_of_the_parser(std::string_view reason) {
  return reason.starts_with("expected ") || reason.starts_with("Unexpected token");
}

std::string quoted_names(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text.append(text.empty() ? "'" : ", '").append(archive::one_line(name)).append("'");
  }
  return text;
}

}  // namespace

InputError load_error(const std::string& path, const std::exception& cause) {
  const archive::NamesInCode names =
      in_source(path, [&] { return archive::describe_archive(archive::ZipFile(path)).names; });
  const MissingNames missing = missing_names(names);
  if (!missing.empty()) {
    return InputError(path + ": cannot be loaded without " + missing_text(missing),
                      kLoadLibraryHint);
  }
  const std::string reason = reason_of(cause);
  if (!names.unreadable.empty()) {
    return InputError(path + ": its code cannot be read again because of the name " +
                          quoted_names(names.unreadable) + ": " + reason,
                      "rename the module or attribute before the export: TorchScript writes such "
                      "names and cannot read them");
  }
  if (is_of_the_parser(reason)) {
    return InputError(path + ": its code cannot be read: " + reason,
                      "a module or attribute may have a name that TorchScript writes and cannot "
                      "read, such as a word of Python: rename it before the export");
  }
  return InputError(path + ": cannot be loaded: " + reason);
}

}  // namespace hookstat
