// What the lines of Python cost, and how long they took.
#pragma once

#include <optional>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// `calls`: what price_calls says of recording.operators; `timing`: that of its operator runs. One
/// entry for each line with operators, and one without a file for those whose line is not known.
/// The longest first where operators were timed; equal ones, and all where they were not, by FLOPs
/// and then in order of first call. Nothing where the recording tells no lines.
[[nodiscard]] std::optional<std::vector<SourceReport>> sources_of(
    const Recording& recording, const std::vector<PricedCall>& calls,
    const std::optional<OperatorTiming>& timing);

/// Fills the shares by the times, and puts the longest first. Does nothing without `timing`.
void fill_source_shares(const std::optional<OperatorTiming>& timing,
                        std::vector<SourceReport>& rows);

}  // namespace hookstat::reporting
