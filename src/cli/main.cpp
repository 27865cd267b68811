#include "cli/command_line.h"

int main(int argc, char** argv) { return hookstat::cli::run(argc, argv); }
