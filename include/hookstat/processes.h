// One report of several processes that measured the same.
#pragma once

#include <vector>

#include "hookstat/api.h"
#include "hookstat/report.h"

namespace hookstat {

/// Joins the reports of `profile` runs of one model with the same options, each in a process of its
/// own. Statistics: counts are added, `min` and `max` are those of all, `mean` and `stddev` those
/// of all samples together; a percentile is the mean of the processes', and `median_ci95` the
/// interval of that mean by Student's t over the processes' medians, so the spread between
/// processes is in it (null for one). `overhead` is treated likewise; shares are taken anew from
/// the means. Times of phases, numbers of calls and the list of latencies are put together. The
/// rest is that of the process whose latency is the middle one: shapes, costs, settings, the
/// first call, the timeline, whose run is counted among all. `noise` has the worst of each.
/// Warnings of the measurement are those of the joint figures; another that not all processes gave
/// says how many did. `processes` holds them, in order; `created` is that of the first. Throws
/// InputError where they are none, or not of one model: other paths of modules. Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Report merge_processes(std::vector<Report> reports);

}  // namespace hookstat
