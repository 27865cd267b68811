#include "integration/mutations.h"

#include <zip.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

namespace hookstat::testing {
namespace {

/// Not std::uniform_int_distribution, whose numbers differ between standard libraries.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return count == 0 ? 0 : engine_() % count; }

 private:
  std::mt19937 engine_;
};

void change_once(std::string& bytes, Dice& dice) {
  if (bytes.empty()) return;
  const std::size_t at = dice.below(bytes.size());
  const std::size_t length = std::size_t{1} << dice.below(7);
  switch (dice.below(6)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
      break;
    case 1:
      bytes[at] = static_cast<char>(dice.below(256));
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(dice.below(bytes.size()), length));
      break;
    case 4:
      bytes.replace(at, 4, std::string(4, '\xff'));
      break;
    default:
      bytes.replace(at, 4, std::string("\xff\xff\xff\x7f"));
  }
}

std::string read_record(zip_t* zip, zip_uint64_t index, zip_uint64_t size) {
  std::string bytes(size, '\0');
  zip_file_t* file = zip_fopen_index(zip, index, 0);
  if (file == nullptr || zip_fread(file, bytes.data(), size) != static_cast<zip_int64_t>(size)) {
    throw std::runtime_error("a record of the whole archive cannot be read");
  }
  zip_fclose(file);
  return bytes;
}

struct NamedRecord {
  std::string name;
  std::string bytes;
};

std::vector<NamedRecord> read_archive(const std::string& path) {
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
  if (zip == nullptr) throw std::runtime_error(path + ": no archive");
  std::vector<NamedRecord> records;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat);
    records.push_back({stat.name, read_record(zip, stat.index, stat.size)});
  }
  zip_discard(zip);
  return records;
}

void write_archive(const std::string& path, const std::vector<NamedRecord>& records) {
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (zip == nullptr) throw std::runtime_error(path + ": cannot be made");
  for (const NamedRecord& record : records) {
    zip_source_t* source = zip_source_buffer(zip, record.bytes.data(), record.bytes.size(), 0);
    zip_file_add(zip, record.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(zip) != 0) throw std::runtime_error(path + ": cannot be written");
}

}  // namespace

std::string damaged_file(const std::string& whole, std::uint32_t number) {
  Dice dice(number);
  std::string bytes = whole;
  const std::size_t at = dice.below(bytes.size());
  switch (number % 4) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
      break;
    case 2:
      bytes[at] = static_cast<char>(dice.below(256));
      break;
    default: {
      const std::size_t count = std::min(bytes.size() - at, std::size_t{1} << dice.below(10));
      bytes.replace(at, count, std::string(count, '\0'));
    }
  }
  return bytes;
}

std::string rewrite_with_a_changed_record(const std::string& source, const std::string& target,
                                          std::uint32_t number) {
  Dice dice(number);
  std::vector<NamedRecord> records = read_archive(source);
  // Half of them in the pickles: what they claim is what LibTorch believes.
  std::vector<NamedRecord*> pickles;
  for (NamedRecord& record : records) {
    if (record.name.ends_with(".pkl")) pickles.push_back(&record);
  }
  NamedRecord& changed = dice.below(2) == 0 && !pickles.empty()
                             ? *pickles[dice.below(pickles.size())]
                             : records[dice.below(records.size())];
  for (std::size_t i = dice.below(4) + 1; i > 0; --i) change_once(changed.bytes, dice);
  std::string name = changed.name;
  write_archive(target, records);
  return name;
}

}  // namespace hookstat::testing
