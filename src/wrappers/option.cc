#include "wrappers/option.h"

#include <syslog.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// hosts_options(5): which options take a value, expand it, and must come last.
constexpr std::array kOptions{
    OptionTraits{"aclexec", OptionKind::kAclexec, true, true, true, false},
    OptionTraits{"allow", OptionKind::kAllow, false, false, false, true},
    OptionTraits{"banners", OptionKind::kBanners, true, true, false, false},
    OptionTraits{"deny", OptionKind::kDeny, false, false, false, true},
    OptionTraits{"group", OptionKind::kGroup, true, true, false, false},
    OptionTraits{"keepalive", OptionKind::kKeepalive, false, false, false, false},
    OptionTraits{"linger", OptionKind::kLinger, true, true, false, false},
    OptionTraits{"nice", OptionKind::kNice, false, true, false, false},
    OptionTraits{"rfc931", OptionKind::kRfc931, false, true, false, false},
    OptionTraits{"setenv", OptionKind::kSetenv, true, true, true, false},
    OptionTraits{"severity", OptionKind::kSeverity, true, true, false, false},
    OptionTraits{"spawn", OptionKind::kSpawn, true, true, true, false},
    OptionTraits{"twist", OptionKind::kTwist, true, true, true, true},
    OptionTraits{"umask", OptionKind::kUmask, true, true, false, false},
    OptionTraits{"user", OptionKind::kUser, true, true, false, false},
};

struct SyslogName {
  std::string_view name;
  int number;
};

constexpr std::array kFacilities{
    SyslogName{"kern", LOG_KERN},     SyslogName{"user", LOG_USER},     SyslogName{"mail", LOG_MAIL},
    SyslogName{"daemon", LOG_DAEMON}, SyslogName{"auth", LOG_AUTH},     SyslogName{"lpr", LOG_LPR},
    SyslogName{"news", LOG_NEWS},     SyslogName{"uucp", LOG_UUCP},     SyslogName{"cron", LOG_CRON},
    SyslogName{"local0", LOG_LOCAL0}, SyslogName{"local1", LOG_LOCAL1}, SyslogName{"local2", LOG_LOCAL2},
    SyslogName{"local3", LOG_LOCAL3}, SyslogName{"local4", LOG_LOCAL4}, SyslogName{"local5", LOG_LOCAL5},
    SyslogName{"local6", LOG_LOCAL6}, SyslogName{"local7", LOG_LOCAL7},
};

constexpr std::array kLevels{
    SyslogName{"emerg", LOG_EMERG}, SyslogName{"alert", LOG_ALERT},     SyslogName{"crit", LOG_CRIT},
    SyslogName{"err", LOG_ERR},     SyslogName{"warning", LOG_WARNING}, SyslogName{"notice", LOG_NOTICE},
    SyslogName{"info", LOG_INFO},   SyslogName{"debug", LOG_DEBUG},
};

template <typename Names>
std::optional<int> find_number(const Names& names, std::string_view wanted) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const SyslogName& candidate) {
    return equal_ignoring_case(candidate.name, wanted);
  });
  return found == names.end() ? std::nullopt : std::optional(found->number);
}

Option parse_field(std::string_view field) {
  field = trim_spaces(field);
  Option option;
  const std::size_t end = std::min(field.find_first_of("= \t\r\n"), field.size());
  option.keyword = field.substr(0, end);
  std::string_view rest = field.substr(end);
  const auto skip_blanks = [&rest] {
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  };
  skip_blanks();
  if (rest.starts_with('=')) rest.remove_prefix(1);
  skip_blanks();
  option.value = rest;
  for (const OptionTraits& known : kOptions) {
    if (equal_ignoring_case(known.keyword, option.keyword)) option.kind = known.kind;
  }
  return option;
}

}  // namespace

const OptionTraits& traits(OptionKind kind) {
  return *std::find_if(kOptions.begin(), kOptions.end(),
                       [kind](const OptionTraits& candidate) { return candidate.kind == kind; });
}

OptionList parse_options(std::string_view text) {
  OptionList list;
  std::string field;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ':') {
      field += text[++i];
    } else if (text[i] == ':') {
      list.options.push_back(parse_field(field));
      field.clear();
      list.ends_in_colon = i + 1 == text.size();
    } else {
      field += text[i];
    }
  }
  if (!field.empty()) list.options.push_back(parse_field(field));
  return list;
}

std::optional<std::string> fault_of(const std::vector<Option>& options, std::size_t index) {
  const Option& option = options[index];
  if (option.keyword.empty()) return "missing option name";
  if (!option.kind) return concat({"bad option name: \"", option.keyword, "\""});
  const OptionTraits& rules = traits(*option.kind);
  const auto complain = [&](std::string_view what) {
    return concat({"option \"", option.keyword, "\" ", what});
  };
  if (option.value.empty() && rules.needs_value) return complain("requires value");
  if (!option.value.empty() && !rules.permits_value) return complain("requires no value");
  if (rules.must_be_last && index + 1 < options.size()) return complain("must be at end");
  return std::nullopt;
}

std::optional<int> parse_decimal_value(std::string_view text) {
  const std::string digits(text);
  char* end = nullptr;
  const long long number = std::strtoll(digits.c_str(), &end, 10);
  if (end == digits.c_str() || *end != '\0') return std::nullopt;
  return static_cast<int>(number);
}

std::optional<unsigned> parse_octal_value(std::string_view text) {
  const std::string digits(text);
  char* end = nullptr;
  const unsigned long number = std::strtoul(digits.c_str(), &end, 8);
  if (end == digits.c_str() || *end != '\0') return std::nullopt;
  return static_cast<unsigned>(number);
}

Severity parse_severity(std::string_view text) {
  const std::size_t dot = text.find('.');
  const bool has_facility = dot != std::string_view::npos;
  const std::string_view facility_word = has_facility ? text.substr(0, dot) : std::string_view();
  const std::string_view level_word = has_facility ? text.substr(dot + 1) : text;
  const auto facility = has_facility ? find_number(kFacilities, facility_word) : std::optional(0);
  if (!facility) return {std::nullopt, facility_word};
  const auto level = find_number(kLevels, level_word);
  if (!level) return {std::nullopt, level_word};
  return {*facility | *level};
}

std::optional<std::string> value_fault_of(OptionKind kind, std::string_view value) {
  const auto bad = [value](std::string_view what) { return concat({"bad ", what, ": \"", value, "\""}); };
  const auto number = parse_decimal_value(value);
  switch (kind) {
    case OptionKind::kLinger:
      if (!number || *number < 0) return bad("linger value");
      break;
    case OptionKind::kNice:
      if (!value.empty() && !number) return bad("nice value");
      break;
    case OptionKind::kRfc931:
      if (!value.empty() && (!number || *number <= 0)) return bad("rfc931 timeout");
      break;
    case OptionKind::kSeverity:
      if (const Severity severity = parse_severity(value); !severity.priority) {
        return concat({"bad syslog facility or severity: \"", severity.unknown_word, "\""});
      }
      break;
    case OptionKind::kUmask:
      if (const auto mask = parse_octal_value(value); !mask || (*mask & 0777U) != *mask)
        return bad("umask value");
      break;
    default:
      break;
  }
  return std::nullopt;
}

Assignment parse_assignment(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
  return {std::string(text.substr(0, end)), std::string(trim_spaces(text.substr(end)))};
}

Identity parse_identity(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return {std::string(text), std::nullopt};
  return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

}  // namespace portreeve::wrappers
