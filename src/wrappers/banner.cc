#include "wrappers/banner.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "wrappers/expansion.h"
#include "wrappers/file_text.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// The buffers of the original: what it takes for one line, and how long that line may become.
constexpr std::size_t kLongestPiece = 8190;
constexpr std::size_t kExpansionLimit = 16384;

// Sends all of it; a client that has gone away must not kill the daemon by SIGPIPE.
void send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t sent = send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == ENOTSOCK) sent = write(descriptor, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string_view take_piece(std::string_view& text) {
  const std::size_t newline = text.find('\n');
  const std::size_t length =
      std::min(newline == std::string_view::npos ? text.size() : newline + 1, kLongestPiece);
  const std::string_view piece = text.substr(0, length);
  text.remove_prefix(length);
  return piece.substr(0, piece.find('\0'));
}

}  // namespace

std::string banner_path(std::string_view directory, std::string_view daemon) {
  return concat({directory, "/", daemon});
}

void send_banner(std::string_view directory, Evaluation& evaluation) {
  const FileText file = read_file(banner_path(directory, evaluation.request.daemon()));
  if (file.error_number != 0) {
    struct stat status = {};
    if (stat(std::string(directory).c_str(), &status) != 0) {
      evaluation.diagnostics.warning(evaluation.position, concat({directory, ": ", std::strerror(errno)}));
    }
    return;
  }
  const int client = evaluation.request.descriptor();
  std::string_view rest = file.text;
  const std::size_t zeros = std::min(rest.find_first_not_of('\0'), rest.size());
  send_all(client, rest.substr(0, zeros));
  rest.remove_prefix(zeros);
  while (!rest.empty()) {
    std::string line(take_piece(rest));
    const std::size_t newline = find_outside_brackets(line, '\n');
    if (newline != std::string::npos) line.replace(newline, 1, "\r\n");
    const auto expanded = expand(line, kExpansionLimit, evaluation);
    if (expanded) {
      send_all(client, *expanded);
    } else {
      evaluation.diagnostics.warning(evaluation.position,
                                     "banner: a line is too long once expanded; not sent");
    }
  }
}

}  // namespace portreeve::wrappers
