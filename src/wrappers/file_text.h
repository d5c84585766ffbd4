#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "core/file_descriptor.h"

namespace portreeve::wrappers {

/// The whole text of a file, read in one go.
struct FileText {
  int error_number = 0;       ///< errno of what failed, or 0
  bool is_directory = false;  ///< a directory opens, and holds no text
  bool changed_while_reading = false;
  struct stat status = {};  ///< as it was after reading
  std::string text;
};

/// Whether two looks at a path found the same version of the same file.
[[nodiscard]] bool is_same_version(const struct stat& one, const struct stat& other);

/// Opens a file for reading only. The descriptor is empty and errno set when that fails.
[[nodiscard]] core::FileDescriptor open_file(const std::string& path);

/// Reads a file of rules or patterns. A FIFO without a writer reads as empty and never blocks.
[[nodiscard]] FileText read_file(const std::string& path);

}  // namespace portreeve::wrappers
