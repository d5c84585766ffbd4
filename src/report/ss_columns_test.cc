#include "report/ss_columns.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace portreeve::report {
namespace {

using Cells = std::vector<std::string_view>;

class Collector {
 public:
  SsColumns::Writer writer() {
    return [this](std::string_view text) -> core::Status {
      text_ += text;
      ++writes_;
      return {};
    };
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] int writes() const { return writes_; }

 private:
  std::string text_;
  int writes_ = 0;
};

void add_row(SsColumns& columns, const Cells& cells) {
  columns.begin_row();
  for (const std::string_view cell : cells) {
    columns.cell() += cell;
    columns.next_cell();
  }
}

std::string lay_out(const SsColumns::Options& options, const std::vector<Cells>& rows, bool headings = true) {
  Collector collector;
  SsColumns columns(options, collector.writer());
  if (headings) columns.add_headings();
  for (const Cells& row : rows)
    add_row(columns, row);
  EXPECT_TRUE(columns.finish().has_value());
  return collector.text();
}

const Cells kListener{"tcp", "LISTEN", "0     ", "128   ", "127.0.0.1:", "25", "0.0.0.0:", "*", " users:(x)"};
const Cells kDatagrams{"udp", "UNCONN", "0     ", "0     ", "*:", "5353", "*:", "*"};

TEST(SsColumns, PortsStandBelowEachOtherAndAddressesEndThere) {
  EXPECT_EQ(lay_out({}, {kListener, kDatagrams}),
            "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess   \n"
            "tcp   LISTEN 0      128        127.0.0.1:25        0.0.0.0:*    users:(x)\n"
            "udp   UNCONN 0      0                  *:5353            *:*             \n");
}

TEST(SsColumns, TheLastRowHasNoSayInTheWidthOfItsOwnProcess) {
  EXPECT_EQ(lay_out({}, {kListener}),
            "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
            "tcp   LISTEN 0      128        127.0.0.1:25        0.0.0.0:*    users:(x)\n");
}

TEST(SsColumns, NetidAndStateCanBeLeftOut) {
  EXPECT_EQ(lay_out({.netid = false}, {kDatagrams}),
            "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
            "UNCONN 0      0                  *:5353            *:*          \n");
  EXPECT_EQ(lay_out({.netid = false, .state = false}, {kDatagrams}),
            "Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
            "0      0                  *:5353            *:*          \n");
}

TEST(SsColumns, WithoutHeadingsTheCellsAloneAreMeasured) {
  EXPECT_EQ(lay_out({.netid = false}, {kDatagrams}, false), "UNCONN 0      0      *:5353 *:*\n");
}

TEST(SsColumns, WithoutRowsThereAreHeadingsAlone) {
  EXPECT_EQ(lay_out({.netid = false}, {}),
            "State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n");
  EXPECT_EQ(lay_out({}, {}, false), "");
}

TEST(SsColumns, ATerminalsSpaceIsSpreadOverTheColumns) {
  const std::string heading =
      "State    Recv-Q   Send-Q     Local Address:Port     Peer Address:Port  Process  ";
  EXPECT_EQ(heading.size(), 80U);
  EXPECT_EQ(
      lay_out({.netid = false, .width = 80}, {kDatagrams}),
      heading + "\n" + "UNCONN   0        0                      *:5353                *:*              \n");
}

TEST(SsColumns, WhatDoesNotFitOnATerminalGoesToAnotherLine) {
  const Cells wide{"tcp", "LISTEN", "0", "0", "a-very-long-address-of-forty-characters:", "1", "b:", "2"};
  EXPECT_EQ(lay_out({.netid = false, .width = 50}, {wide}, false),
            "LISTEN              0              0              "
            "  a-very-long-address-of-forty-characters:1   b:2 \n")
      << "the terminal breaks the line after 50 columns";
}

TEST(SsColumns, AFailureOfTheWriterIsPassedOn) {
  SsColumns columns({}, [](std::string_view) -> core::Status {
    return core::failure(core::system_error("write", "the output", ENOSPC));
  });
  columns.add_headings();
  const auto status = columns.finish();
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().errno_value, ENOSPC);
}

TEST(SsColumns, ALongListingIsWrittenPieceByPieceAndWidthsOnlyGrow) {
  Collector collector;
  SsColumns columns({.netid = false}, collector.writer());
  const std::string process(1000, 'x');
  constexpr int kRows = 12'000;
  for (int row = 0; row < kRows; ++row)
    add_row(columns, {"", "LISTEN", "0", "0", row == 0 ? "long-address:" : "a:", "1", "b:", "2", process});
  ASSERT_TRUE(columns.finish().has_value());
  EXPECT_GE(collector.writes(), 2);
  const std::string& text = collector.text();
  const std::size_t length = text.find('\n') + 1;
  EXPECT_EQ(text.size(), length * kRows);
}

}  // namespace
}  // namespace portreeve::report
