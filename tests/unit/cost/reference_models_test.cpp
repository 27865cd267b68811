// Whole networks whose numbers are known from elsewhere: SSD300 from the reference report, resnet18
// from PyTorch's own counter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "hookstat/torchstat.h"
#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

using CsvRow = std::map<std::string, std::string>;

std::vector<CsvRow> read_csv(const std::string& path) {
  std::ifstream file(path);
  const auto cells = [](std::string line) {
    if (line.ends_with('\r')) line.pop_back();  // CSV's own line ends are CR LF
    std::vector<std::string> found;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) found.push_back(cell);
    return found;
  };
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = cells(line);
  std::vector<CsvRow> rows;
  while (std::getline(file, line)) {
    CsvRow row;
    const std::vector<std::string> values = cells(line);
    for (std::size_t i = 0; i < values.size(); ++i) row[header[i]] = values[i];
    rows.push_back(row);
  }
  return rows;
}

Shape batch_of_one(const std::string& text) {
  Shape shape{1};
  std::istringstream stream(text);
  for (std::int64_t size = 0; stream >> size;) shape.push_back(size);
  return shape;
}

std::int64_t number(const CsvRow& row, const std::string& column) {
  return std::stoll(row.at(column));
}

// Which module of SSD300 stands at a path (W. Liu et al., "SSD: Single Shot MultiBox Detector").
std::string class_at(const std::string& path) {
  if (path == "L2Norm") return "L2Norm";
  if (path == "softmax") return "Softmax";
  if (!path.starts_with("vgg.")) return "Conv2d";  // extras, loc, conf
  static const std::set<int> pools{4, 9, 16, 23, 30};
  static const std::set<int> convolutions{0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28, 31, 33};
  const int index = std::stoi(path.substr(4));
  if (pools.contains(index)) return "MaxPool2d";
  return convolutions.contains(index) ? "Conv2d" : "ReLU";
}

std::int64_t kernel_at(const std::string& path) {
  if (path == "vgg.33") return 1;  // fc7
  if (path.starts_with("extras.")) return std::stoi(path.substr(7)) % 2 == 0 ? 1 : 3;
  if (class_at(path) == "MaxPool2d") return path == "vgg.30" ? 3 : 2;
  return 3;
}

LeafModule ssd300_leaf(const CsvRow& row) {
  const std::string& path = row.at("module");
  const auto input = tensor(batch_of_one(row.at("input_shape")));
  const auto output = tensor(batch_of_one(row.at("output_shape")));
  const std::int64_t k = kernel_at(path);
  LeafModule made;
  made.class_name = class_at(path);
  made.ran = true;
  made.inputs = {input};
  made.outputs = {output};
  if (made.class_name == "Conv2d") {
    const auto weight = tensor({output.sizes[1], input.sizes[1], k, k});
    made.parameters = element_count(weight.sizes) + output.sizes[1];
    made.operators = {conv2d(input, weight, tensor({output.sizes[1]}), output)};
  } else if (made.class_name == "MaxPool2d") {
    made.operators = {max_pool2d(input, {k, k}, output)};
  } else if (made.class_name == "L2Norm") {
    made.parameters = input.sizes[1];
  }
  made.trainable_parameters = made.parameters;
  return made;
}

TEST(Torchstat, GivesEveryRowOfTheReferenceReport) {
  std::vector<CsvRow> rows = read_csv(HOOKSTAT_SEED_DIR "/ssd300_expected.csv");
  ASSERT_EQ(rows.size(), 57U + 1U) << "57 modules and a total";
  rows.pop_back();
  for (const CsvRow& expected : rows) {
    SCOPED_TRACE(expected.at("module"));
    const TorchstatRow row = torchstat_row(ssd300_leaf(expected));
    EXPECT_EQ(row.supported, expected.at("module") != "L2Norm");
    EXPECT_EQ(row.parameters, number(expected, "params"));
    EXPECT_EQ(row.madd, number(expected, "madd"));
    EXPECT_EQ(row.flops, number(expected, "flops"));
    EXPECT_EQ(row.mem_read_bytes, number(expected, "mem_read_bytes"));
    EXPECT_EQ(row.mem_write_bytes, number(expected, "mem_write_bytes"));
    EXPECT_EQ(row.mem_read_bytes + row.mem_write_bytes, number(expected, "mem_rw_bytes"));
    EXPECT_NEAR(row.memory_mb, std::stod(expected.at("memory_mb")), 0.005 + 1e-9);
  }
}

TEST(Torchstat, GivesTheTotalsOfTheReferenceReport) {
  std::vector<CsvRow> rows = read_csv(HOOKSTAT_SEED_DIR "/ssd300_expected.csv");
  const CsvRow total = rows.back();
  rows.pop_back();
  TorchstatRow sum;
  for (const CsvRow& expected : rows) {
    const TorchstatRow row = torchstat_row(ssd300_leaf(expected));
    sum.parameters += row.parameters;
    sum.madd += row.madd;
    sum.flops += row.flops;
    sum.mem_read_bytes += row.mem_read_bytes + row.mem_write_bytes;
    sum.memory_mb += row.memory_mb;
  }
  EXPECT_EQ(sum.parameters, number(total, "params"));
  EXPECT_EQ(sum.madd, number(total, "madd"));
  EXPECT_EQ(sum.flops, number(total, "flops"));
  EXPECT_EQ(sum.mem_read_bytes, number(total, "mem_rw_bytes"));
  EXPECT_NEAR(sum.memory_mb, std::stod(total.at("memory_mb")), 0.005 + 1e-9);
}

// A square convolution without a bias, `count` times over.
struct ConvLayers {
  std::int64_t count, in_channels, out_channels, kernel, in_side, out_side;
};

// torchvision's resnet18 at 224 x 224 (K. He et al., "Deep Residual Learning", table 1): a 7 x 7
// stem, then four stages of two blocks of two 3 x 3; from the second stage on the first of these
// halves the map and a 1 x 1 brings the shortcut to the same shape.
constexpr ConvLayers kResnet18[] = {
    {1, 3, 64, 7, 224, 112},                                                       //
    {4, 64, 64, 3, 56, 56},                                                        //
    {1, 64, 128, 3, 56, 28},  {3, 128, 128, 3, 28, 28}, {1, 64, 128, 1, 56, 28},   //
    {1, 128, 256, 3, 28, 14}, {3, 256, 256, 3, 14, 14}, {1, 128, 256, 1, 28, 14},  //
    {1, 256, 512, 3, 14, 7},  {3, 512, 512, 3, 7, 7},   {1, 256, 512, 1, 14, 7},
};

TEST(PriceOperator, GivesTheProductsOfResnet18) {
  Cost total;
  for (const ConvLayers& layer : kResnet18) {
    const Price price = price_operator(
        conv2d(tensor({1, layer.in_channels, layer.in_side, layer.in_side}),
               tensor({layer.out_channels, layer.in_channels, layer.kernel, layer.kernel}), kNone,
               tensor({1, layer.out_channels, layer.out_side, layer.out_side})));
    for (std::int64_t i = 0; i < layer.count; ++i) total += price.cost;
  }
  total += price_operator(
               linear(tensor({1, 512}), tensor({1000, 512}), tensor({1, 1000}), tensor({1000})))
               .cost;
  // torch.utils.flop_counter.FlopCounterMode: 3,628,146,688 FLOPs.
  EXPECT_EQ(total.macs, 1'814'073'344);
  EXPECT_EQ(total.flops, 3'628'146'688);
}

}  // namespace
}  // namespace hookstat::test
