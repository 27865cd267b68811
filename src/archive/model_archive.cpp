#include "archive/model_archive.h"

#include <optional>
#include <string_view>

#include "archive/pickle_check.h"
#include "core/memory.h"
#include "hookstat/error.h"

namespace hookstat::archive {
namespace {

/// The folder that holds all records, with its slash: LibTorch takes that of the first record.
std::string folder_of(const ZipFile& zip) {
  if (zip.records().empty()) return {};
  const std::string& first = zip.records().front().name;
  const std::size_t slash = first.find('/');
  return slash == std::string::npos ? std::string() : first.substr(0, slash + 1);
}

void check_kind(const ZipFile& zip, const std::string& folder) {
  if (zip.find(folder + "constants.pkl") >= 0 && zip.find(folder + "data.pkl") >= 0) return;
  if (zip.find(folder + "data.pkl") >= 0) {
    throw InputError("holds pickled values and no code, as torch.save writes a state_dict",
                     kExportHint);
  }
  throw InputError("is a zip archive without TorchScript code", kExportHint);
}

void check_memory(const ZipFile& zip) {
  double bytes = 0;
  for (const Record& record : zip.records()) bytes += static_cast<double>(record.bytes);
  require_memory(bytes, "load");
}

void check_pickle(const ZipFile& zip, const std::string& name, const std::string& tensors) {
  const std::ptrdiff_t record = zip.find(name);
  if (record < 0) return;
  const auto storage_bytes = [&](std::string_view key) -> std::optional<std::int64_t> {
    const std::ptrdiff_t storage = zip.find(std::string(tensors).append(key));
    if (storage < 0) return std::nullopt;
    return zip.records()[static_cast<std::size_t>(storage)].bytes;
  };
  const std::string pickle = zip.read(static_cast<std::size_t>(record));
  if (const auto complaint = pickle_complaint(pickle, storage_bytes)) {
    throw InputError("is damaged: the record " + one_line(name) + " " + *complaint,
                     "export the model again");
  }
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return one_line(text);
}

std::string small_record(const ZipFile& zip, const std::string& name) {
  const std::ptrdiff_t record = zip.find(name);
  return record < 0 ? std::string() : trimmed(zip.read(static_cast<std::size_t>(record)));
}

}  // namespace

void check_model_archive(const ZipFile& zip) {
  const std::string folder = folder_of(zip);
  check_kind(zip, folder);
  check_memory(zip);
  zip.verify();
  check_pickle(zip, folder + "data.pkl", folder + "data/");
  check_pickle(zip, folder + "constants.pkl", folder + "constants/");
}

ArchiveFacts describe_archive(const ZipFile& zip) {
  const std::string folder = folder_of(zip);
  ArchiveFacts facts;
  facts.format_version = small_record(zip, folder + "version");
  facts.byte_order = small_record(zip, folder + "byteorder");
  facts.records = static_cast<std::int64_t>(zip.records().size());
  for (std::size_t i = 0; i < zip.records().size(); ++i) {
    const Record& record = zip.records()[i];
    const std::string_view name =
        std::string_view(record.name).substr(record.name.starts_with(folder) ? folder.size() : 0);
    if (name.starts_with("data/") || name.starts_with("constants/")) {
      facts.weight_bytes += record.bytes;
    } else if (name.starts_with("code/") && name.ends_with(".py")) {
      facts.code_bytes += record.bytes;
      scan_code(zip.read(i), facts.names);
    }
  }
  return facts;
}

}  // namespace hookstat::archive
