#include <cstdio>

#include "cli/commands.h"

namespace hookstat::cli {

std::string said(const std::string& kind, const std::string& message) {
  std::string line = "hookstat: " + kind + ": ";
  for (const char c : message) {
    if (c == '\n') {
      line += "\\n";
    } else if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') {
      line += c;
    }
  }
  return line;
}

void say(const std::string& kind, const std::string& message) {
  const std::string line = said(kind, message) + "\n";
  static_cast<void>(std::fwrite(line.data(), 1, line.size(), stderr));
}

}  // namespace hookstat::cli
