// Clocks: the host's, read at every border between modules, and the device's lane beside it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "hookstat/api.h"
#include "hookstat/device_runs.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace hookstat {

/// The host clock: the time-stamp counter where the processor says that it runs at one rate in all
/// states (CPUID 80000007h, EDX bit 8), else std::chrono::steady_clock. Thread-safe.
class HOOKSTAT_API HostClock {
 public:
  /// The present moment in ticks; only differences mean anything. A few nanoseconds; never
  /// allocates.
  [[nodiscard]] static std::int64_t ticks() noexcept {
#if defined(__x86_64__)
    if (uses_tsc_) return static_cast<std::int64_t>(__rdtsc());
#endif
    return steady_ns();
  }

  /// steady_clock, nanoseconds.
  [[nodiscard]] static std::int64_t steady_ns() noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

  /// "tsc" or "steady_clock".
  [[nodiscard]] static const char* name() noexcept;

 private:
  static const bool uses_tsc_;
};

/// Converts ticks to nanoseconds. Its rate is measured against steady_clock between construction
/// and `calibrate`, so the longer the measured work between them, the closer the rate. Once it is
/// calibrated any thread may read it.
class HOOKSTAT_API TickConverter {
 public:
  /// Begins to measure the rate.
  TickConverter() noexcept;

  /// Fixes the rate. Waits until at least 10 ms have passed since construction.
  void calibrate() noexcept;

  /// Nanoseconds from tick `from` to tick `to`. REQUIRES: calibrate was called.
  [[nodiscard]] std::int64_t elapsed_ns(std::int64_t from, std::int64_t to) const noexcept {
    return static_cast<std::int64_t>(static_cast<double>(to - from) * ns_per_tick_);
  }

 private:
  std::int64_t start_ticks_;
  std::int64_t start_ns_;
  double ns_per_tick_ = 1.0;
};

/// Index of an event in a DeviceClock's pool.
using DeviceEvent = std::uint32_t;
/// In the place of an event that could not be recorded.
inline constexpr DeviceEvent kNoDeviceEvent = 0xFFFFFFFFU;

/// Time on a device, taken by events on the current stream: recorded while the model runs, read
/// after. Nothing in it synchronises inside a run. A derived class is a clock of one's own
/// (ProfileOptions::device_clock). `record` comes from any thread, all else from the one that
/// profiles.
class HOOKSTAT_API DeviceClock {
 public:
  DeviceClock() = default;
  DeviceClock(const DeviceClock&) = delete;
  DeviceClock& operator=(const DeviceClock&) = delete;
  virtual ~DeviceClock() = default;

  /// "cuda:0", "simulated".
  [[nodiscard]] virtual std::string device() const = 0;
  /// What people call it: "NVIDIA H200".
  [[nodiscard]] virtual std::string device_name() const = 0;
  /// What else is known of it; nothing, unless a derived class says more.
  [[nodiscard]] virtual DeviceDetails details() const { return {}; }
  /// Whether what the calling thread submits is captured into a graph, to run some other time: then
  /// events are reached at no time at all, and waiting for the device breaks the capture.
  [[nodiscard]] virtual bool is_capturing() const { return false; }

  /// Makes room for `events` events. Called between runs only.
  virtual void reserve(std::size_t events) = 0;
  /// Forgets what was recorded; the pool stays. Called between runs only.
  virtual void reset() noexcept = 0;
  /// Records an event on the calling thread's current stream. Never allocates, never waits;
  /// kNoDeviceEvent when the pool is used up or the event could not be recorded, which `lost`
  /// counts. Thread-safe.
  [[nodiscard]] virtual DeviceEvent record() noexcept = 0;
  /// Events that found no room, or could not be recorded, since the last reset.
  [[nodiscard]] virtual std::size_t lost() const noexcept = 0;
  /// Makes ready what `hold` needs; false where this device cannot be held. Called between runs
  /// only.
  [[nodiscard]] virtual bool prepare_hold() { return false; }
  /// Records an event, then submits work that keeps the device busy for about `ns`, and returns the
  /// event. Never waits. REQUIRES: prepare_hold said true.
  [[nodiscard]] virtual DeviceEvent hold(std::int64_t /*ns*/) { return kNoDeviceEvent; }
  /// Waits until the device has done everything that was submitted.
  virtual void synchronize() = 0;
  /// Device nanoseconds from one event to another. REQUIRES: synchronize came after both; neither
  /// is kNoDeviceEvent.
  [[nodiscard]] virtual std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const = 0;
};

}  // namespace hookstat
