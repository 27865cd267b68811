#include "cli/own_process.h"

#include <sys/wait.h>

#include <cerrno>

namespace hookstat::cli {

OwnWords::OwnWords(const std::vector<std::string>& arguments) : words_{"hookstat"} {
  words_.insert(words_.end(), arguments.begin(), arguments.end());
  argv_.reserve(words_.size() + 1);
  for (std::string& word : words_) argv_.push_back(word.data());
  argv_.push_back(nullptr);
}

ProcessEnd end_of(int status) noexcept {
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

ProcessEnd wait_for(pid_t child) noexcept {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return end_of(status);
}

}  // namespace hookstat::cli
