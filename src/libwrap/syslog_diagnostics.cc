#include "libwrap/syslog_diagnostics.h"

#include <syslog.h>

#include <mutex>
#include <string>

#include "libwrap/globals.h"
#include "libwrap/shared_state.h"
#include "wrappers/text.h"

namespace portreeve::libwrap {
namespace {

using wrappers::concat;
using wrappers::decimal;

std::string with_position(std::string_view kind, const wrappers::Position& where, std::string_view text) {
  if (where.file.empty()) return concat({kind, ": ", text});
  return concat({kind, ": ", where.file, ", line ", decimal(where.line), ": ", text});
}

// The rule that this thread is at, or null.
thread_local const wrappers::Position* current_rule = nullptr;

}  // namespace

RuleScope::RuleScope(const wrappers::Position& position) : outer_(current_rule) {
  current_rule = &position;
}

RuleScope::~RuleScope() {
  current_rule = outer_;
}

void warn(std::string_view text) {
  SyslogDiagnostics().warning(current_rule == nullptr ? wrappers::Position{} : *current_rule, text);
}

void log_line(int priority, std::string_view text) {
  std::string line(text);
  for (char& byte : line) {
    if (static_cast<unsigned char>(byte) < ' ' || byte == 0x7f) byte = '?';
  }
  const std::lock_guard lock(log_mutex());
  syslog(priority, "%s", line.c_str());
}

void SyslogDiagnostics::warning(const wrappers::Position& where, std::string_view text) {
  log_line(LOG_ERR, with_position("warning", where, text));
}

void SyslogDiagnostics::error(const wrappers::Position& where, std::string_view text) {
  log_line(LOG_ERR, with_position("error", where, text));
}

void SyslogDiagnostics::notice(std::string_view text) {
  log_line(LOG_INFO, text);
}

void SyslogDiagnostics::matched(const wrappers::Position& where) {
  if (load(hosts_access_verbose) < 2) return;
  log_line(LOG_DEBUG, concat({"matched:  ", where.file, " line ", decimal(where.line)}));
}

void SyslogDiagnostics::option(std::string_view keyword, std::string_view value) {
  if (load(hosts_access_verbose) < 1) return;
  log_line(LOG_DEBUG, concat({"option:   ", keyword, " ", value}));
}

}  // namespace portreeve::libwrap
