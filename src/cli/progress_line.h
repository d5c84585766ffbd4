#pragma once

namespace portreeve::scan {
struct Progress;
}

namespace portreeve::cli {

/// A line on standard error that says how far a scan is, from its second second on. It appears only if
/// standard error is a terminal, and is gone when this object is.
class ProgressLine {
 public:
  ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  /// Shows how far the scan is; to be called five times a second, as scan::ScanOptions::progress is.
  void show(const scan::Progress& progress);

 private:
  bool is_shown_;
  bool has_written_ = false;
  unsigned calls_ = 0;
};

}  // namespace portreeve::cli
