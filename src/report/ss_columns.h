#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portreeve::report {

/// The columns of a listing of ss(8), laid out byte for byte as iproute2 6.1 lays them out.
///
///     State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
///     LISTEN 0      128        127.0.0.1:25        0.0.0.0:*     users:(("master",pid=812,fd=13))
///
/// An address ends its column and the port begins the next one, so that the colons stand below each other. A
/// column is as wide as its longest cell, counted in bytes. On a terminal the space that is left is spread
/// over the columns, and a column that does not fit goes to another line. The cell of the last row under
/// "Process" does not count for the width, and every row but a longer one is filled up with blanks: so ss
/// does it.
///
/// Cells are appended to one text and laid out when some MiB have come together, so a listing of any length
/// takes little memory. Widths only grow from one such block to the next.
class SsColumns {
 public:
  enum Column : std::uint8_t {
    kNetid,
    kState,
    kRecvQ,
    kSendQ,
    kLocalAddress,
    kLocalPort,
    kPeerAddress,
    kPeerPort,
    kProcess,
  };
  static constexpr std::size_t kColumnCount = 9;

  using Writer = std::function<core::Status(std::string_view)>;

  struct Options {
    bool netid = true;      ///< whether there is a column Netid
    bool state = true;      ///< whether there is a column State
    std::size_t width = 0;  ///< the terminal's, in columns; 0 where the output is none
  };

  /// `write` takes the lines as they get ready. What it fails with ends the listing.
  SsColumns(const Options& options, Writer write);

  /// The row of headings, as the first one.
  void add_headings();

  /// Begins a row. Its cells follow from the left: text is appended to cell() and next_cell() ends it. A row
  /// may end early.
  void begin_row();
  [[nodiscard]] std::string& cell() { return text_; }
  void next_cell();

  /// Writes what is left. The first failure of the writer is passed on.
  [[nodiscard]] core::Status finish();

  /// Whether the writer has failed, so that nothing more needs to come.
  [[nodiscard]] bool failed() const { return !status_; }

 private:
  struct Layout {
    bool enabled = true;
    std::size_t longest = 0;  // cell so far
    std::size_t width = 0;    // with the blank in front, once measured
  };

  void end_row();
  void measure();
  void spread(std::size_t terminal_width);
  void write_block();
  void write_piece(std::string& lines);

  Options options_;
  Writer write_;
  std::array<Layout, kColumnCount> columns_;
  std::string text_;                    // the cells of the block, without anything between
  std::vector<std::uint32_t> lengths_;  // of each, row by row
  std::size_t cell_start_ = 0;
  std::size_t column_ = kColumnCount;  // of the open cell; kColumnCount if no row is open
  core::Status status_;
};

}  // namespace portreeve::report
