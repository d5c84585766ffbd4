#include "cli/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "core/file_descriptor.h"
#include "core/table.h"

namespace portreeve::cli {
namespace {

constexpr std::size_t kBufferSize = std::size_t{64} * 1024;

core::Status write_all(int descriptor, std::string_view text, std::string_view subject) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return core::failure(core::system_error("write", subject, errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

bool use_color(ColorWhen when) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  const char* const no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && ::isatty(STDOUT_FILENO) == 1;
}

std::size_t terminal_width() {
  ::winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return core::Table::kUnlimited;
  return size.ws_col;
}

core::Status write_output(std::string_view text) {
  return write_all(STDOUT_FILENO, text, "the output");
}

void BufferedOutput::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBufferSize) flush();
}

core::Status BufferedOutput::finish() {
  flush();
  return status_;
}

void BufferedOutput::flush() {
  if (status_) status_ = write_output(buffer_);
  buffer_.clear();
}

core::Status write_file(const std::string& path, std::string_view text) {
  std::string temporary = path + ".XXXXXX";
  const core::FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file) return core::failure(core::system_error("create", path, errno));
  core::Status status = write_all(file.get(), text, path);
  // mkostemp(3) makes the file private; an output file gets the mode that the user's umask allows.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (status && ::fchmod(file.get(), 0666 & ~mask) != 0) {
    status = core::failure(core::system_error("set the mode of", path, errno));
  }
  if (status && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = core::failure(core::system_error("create", path, errno));
  }
  if (!status) ::unlink(temporary.c_str());
  return status;
}

}  // namespace portreeve::cli
