#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/banner.h"
#include "wrappers/lint_context.h"
#include "wrappers/text.h"

// The directories of the option banners, and what their files tell a stranger.

namespace portreeve::wrappers {
namespace {

// Software that serves networks, as it names itself.
constexpr std::array<std::string_view, 24> kSoftware{
    "vsftpd",   "proftpd", "pure-ftpd", "wu-ftpd", "openssh", "dropbear", "exim",      "postfix",
    "sendmail", "dovecot", "courier",   "cyrus",   "apache",  "nginx",    "mosquitto", "stunnel",
    "openssl",  "debian",  "ubuntu",    "red hat", "centos",  "freebsd",  "gnu/linux", "linux"};

constexpr std::size_t kMostFiles = 256;

bool is_letter(char byte) {
  return to_lower(byte) >= 'a' && to_lower(byte) <= 'z';
}
bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

// A word such as "vsFTPd" followed by a number with a dot in it, "3.0.3"; not an address in four numbers. The
// number may be glued to the word: "OpenSSH_9.2p1".
std::string find_version(std::string_view line) {
  for (std::size_t dot = line.find('.'); dot != std::string_view::npos; dot = line.find('.', dot + 1)) {
    if (dot == 0 || dot + 1 == line.size() || !is_digit(line[dot - 1]) || !is_digit(line[dot + 1])) continue;
    std::size_t start = dot;
    while (start > 0 && is_digit(line[start - 1]))
      --start;
    if (start > 0 && line[start - 1] == '.') continue;
    std::size_t end = dot;
    while (end < line.size() && (is_digit(line[end]) || line[end] == '.'))
      ++end;
    const auto dots = std::count(line.begin() + static_cast<std::ptrdiff_t>(start),
                                 line.begin() + static_cast<std::ptrdiff_t>(end), '.');
    if (dots - (line[end - 1] == '.' ? 1 : 0) >= 3) continue;
    std::size_t word_end = start;
    if (word_end > 0 && to_lower(line[word_end - 1]) == 'v') --word_end;
    while (word_end > 0 && std::string_view(" \t_-/(").find(line[word_end - 1]) != std::string_view::npos)
      --word_end;
    std::size_t word = word_end;
    while (word > 0 && (is_letter(line[word - 1]) || line[word - 1] == '-'))
      --word;
    if (word_end - word >= 2) return std::string(line.substr(word, end - word));
  }
  return {};
}

bool is_word_at(std::string_view line, std::size_t place, std::size_t length) {
  const auto is_part = [](char byte) {
    return is_letter(byte) || is_digit(byte) || byte == '.' || byte == '@';
  };
  return (place == 0 || !is_part(line[place - 1])) &&
         (place + length >= line.size() || !is_letter(line[place + length]));
}

std::string find_software(std::string_view line) {
  const std::string lower = core::to_lower(line);
  for (const std::string_view name : kSoftware) {
    const std::size_t place = lower.find(name);
    if (place != std::string::npos && is_word_at(lower, place, name.size()))
      return std::string(line.substr(place, name.size()));
  }
  return {};
}

void lint_text(const std::string& path, std::string_view text, LintContext& context) {
  const std::string file = std::exchange(context.file, path);
  const int line_before = std::exchange(context.line, 0);
  for (const std::string_view line : core::split(text, '\n')) {
    ++context.line;
    std::string given_away = find_version(line);
    if (given_away.empty()) given_away = find_software(line);
    if (!given_away.empty()) {
      context.add("wrap.banner_reveals_version", Grade::kWarning, given_away,
                  "the banner tells every stranger which software answers, and with it which faults to try",
                  "take the name and the version out of the banner");
    }
  }
  context.file = file;
  context.line = line_before;
}

void lint_file(const std::string& path, LintContext& context) {
  if (!context.is_first("banner", path)) return;
  context.look_for_exposure("wrap.banner_writable", path,
                            "so that others than root decide what clients are shown");
  const auto text = context.root.read(path);
  if (text) {
    lint_text(path, *text, context);
  } else if (text.error().errno_value != ENOENT && text.error().errno_value != ENOTDIR) {
    context.miss(fmt::format("the banner {}", path), text.error());
  }
}

// The names in a daemon list that a banner can be looked for; "ALL" and patterns stand for whatever there is.
std::vector<std::string> named_daemons(const Rule& rule, bool& names_all) {
  std::vector<std::string> names;
  TokenReader tokens(rule.daemons);
  for (std::string_view token = tokens.next(); !token.empty() && !is_except(token); token = tokens.next()) {
    const std::string_view who = split_pattern(token).who;
    const bool is_name = !is_reserved_word(who) && who.find_first_of("*?/@#") == std::string_view::npos &&
                         !who.starts_with('.') && !who.ends_with('.') && !parse_port_pattern(who);
    if (is_name) {
      names.emplace_back(who);
    } else {
      names_all = true;
    }
  }
  return names;
}

}  // namespace

void lint_banners(const Rule& rule, std::string_view directory, LintContext& context) {
  const std::string place(directory);
  if (!place.starts_with('/')) {
    context.add("wrap.banner_missing", Grade::kWarning, directory,
                "the directory is looked for below the one that the daemon happens to be in",
                "write the whole path of the directory");
    return;
  }
  if (context.is_missing(place)) {
    context
        .add("wrap.banner_missing", Grade::kWarning, directory,
             "the directory of banners is not there, so that no banner is sent",
             "make the directory, with a file for each daemon by its process name")
        .original.texts = {fmt::format("{}: {}", directory, std::strerror(ENOENT))};
    return;
  }
  bool names_all = false;
  std::vector<std::string> names = named_daemons(rule, names_all);
  for (const std::string& name : names) {
    const std::string path = banner_path(directory, name);
    if (!context.is_missing(path)) continue;
    context.add("wrap.banner_missing", Grade::kWarning, path,
                fmt::format("there is no banner for {}, so that none is sent", name),
                fmt::format("write the text to {}", path));
  }
  if (names_all) names = context.root.list(place).value_or(std::vector<std::string>());
  if (names.size() > kMostFiles) names.resize(kMostFiles);
  for (const std::string& name : names) {
    const std::string path = banner_path(directory, name);
    const auto status = context.root.inspect(path);
    if (status && S_ISREG(status->st_mode)) lint_file(path, context);
  }
  if (names.empty() && context.is_first("banner", place)) {
    context.look_for_exposure("wrap.banner_writable", place,
                              "so that others than root decide what clients are shown");
  }
}

}  // namespace portreeve::wrappers
