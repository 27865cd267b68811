// Everything a user of the library needs.
#pragma once

#include "hookstat/clock.h"
#include "hookstat/cost.h"
#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "hookstat/hooks.h"
#include "hookstat/input_spec.h"
#include "hookstat/model.h"
#include "hookstat/op_call.h"
#include "hookstat/options.h"
#include "hookstat/profile.h"
#include "hookstat/profile_file.h"
#include "hookstat/recording.h"
#include "hookstat/report.h"
#include "hookstat/tensor_info.h"
#include "hookstat/torchstat.h"
#include "hookstat/version.h"
