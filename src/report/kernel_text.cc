#include "report/kernel_text.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/table.h"
#include "core/text.h"
#include "core/utf8.h"
#include "report/number.h"

namespace portreeve::report {
namespace {

using core::Family;
using core::Table;
using kernel::Setting;
using kernel::Settings;

// What stands before the list of scopes besides the longest name of a setting: the mark and the numbers.
constexpr std::size_t kWidthOfNumbers = 34;
// However narrow the terminal is, a line of the list holds a name of the greatest length (IFNAMSIZ).
constexpr std::size_t kNarrowestList = 16;

/// All that a row says about its scopes.
struct Row {
  std::optional<std::int64_t> own;
  std::optional<std::int64_t> in_force;
  std::optional<bool> is_read;
  std::string_view mark;  // of what is not as recommended

  bool operator==(const Row&) const = default;
};

struct Group {
  Row row;
  std::vector<std::string> scopes;
};

std::string in_force_text(const Row& row) {
  return row.is_read == false ? fmt::format("({})", number_or_unknown(row.in_force))
                              : number_or_unknown(row.in_force);
}

std::string_view mark_of(const Settings& settings, const Setting& setting, std::string_view scope) {
  if (settings.as_recommended(setting, scope) != false) return "";
  return setting.level == kernel::Level::kStrict ? "~" : "!";
}

// The scopes of a setting by what they have in common, in the order of their first. `all` has a column of its
// own and is listed only where it is what counts.
std::vector<Group> group_scopes(const Settings& settings, const Setting& setting) {
  std::vector<Group> groups;
  for (const std::string& scope : settings.scopes(setting)) {
    if (scope == "all" && setting.combination != kernel::Combination::kAllOnly) continue;
    const Row row{.own = settings.own(setting, scope),
                  .in_force = settings.effective(setting, scope),
                  .is_read = settings.is_read(setting, scope),
                  .mark = mark_of(settings, setting, scope)};
    auto group = std::ranges::find(groups, row, &Group::row);
    if (group == groups.end()) group = groups.insert(group, Group{row, {}});
    group->scopes.push_back(scope == kernel::kHostScope ? "the host" : core::printable(scope));
  }
  return groups;
}

// A list of names as lines of at most `width` columns.
std::vector<std::string> list_lines(const std::vector<std::string>& names, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t index = 0; index < names.size(); ++index) {
    const std::string item = names[index] + (index + 1 < names.size() ? "," : "");
    std::string& line = lines.back();
    if (line.empty()) {
      line = item;
    } else if (core::display_width(line) + 1 + core::display_width(item) <= width) {
      line += " " + item;
    } else {
      lines.push_back(item);
    }
  }
  return lines;
}

void add_rows(Table& table, const Settings& settings, const Setting& setting, const Group& group,
              std::size_t list_width) {
  const std::vector<std::string> lines = list_lines(group.scopes, list_width);
  const bool has_all = setting.combination != kernel::Combination::kHost;
  table.add_row({std::string(group.row.mark), std::string(setting.name),
                 setting.level == kernel::Level::kShown ? "-" : number_or_unknown(setting.recommended),
                 has_all ? number_or_unknown(settings.own(setting, "all")) : "",
                 number_or_unknown(group.row.own), in_force_text(group.row), lines.front()});
  for (std::size_t index = 1; index < lines.size(); ++index)
    table.add_row({"", "", "", "", "", "", lines[index]});
}

std::string heading(const Settings& settings, Family family) {
  if (family == Family::kIpv6) return "IPv6\n";
  return fmt::format("IPv4, ip_forward {}\n", number_or_unknown(settings.ip_forward()));
}

// The settings of a family to show, as far as the kernel has them.
std::vector<const Setting*> shown_settings(const Settings& settings, Family family,
                                           const std::vector<const Setting*>& chosen) {
  std::vector<const Setting*> shown;
  for (const Setting* const setting : chosen) {
    if (setting->family == family && settings.has(*setting)) shown.push_back(setting);
  }
  return shown;
}

std::string family_text(const Settings& settings, Family family, const std::vector<const Setting*>& chosen,
                        std::size_t width) {
  if (settings.scopes(family).empty()) return fmt::format("{}: no settings were seen\n", to_string(family));
  const std::vector<const Setting*> shown = shown_settings(settings, family, chosen);
  if (shown.empty()) return {};
  const std::size_t longest = (*std::ranges::max_element(shown, {}, [](const Setting* setting) {
                                return setting->name.size();
                              }))->name.size();
  const std::size_t list_width = width - std::min(width, kWidthOfNumbers + longest);
  Table table({{""}, {"SETTING"}, {"WANTED"}, {"ALL"}, {"OWN"}, {"IN FORCE"}, {"WHERE"}});
  for (const Setting* const setting : shown) {
    for (const Group& group : group_scopes(settings, *setting)) {
      add_rows(table, settings, *setting, group, std::max(list_width, kNarrowestList));
    }
  }
  return heading(settings, family) + table.to_string();
}

// What the signs mean that occur in `tables`.
std::string legend(std::string_view tables) {
  std::string text;
  if (tables.find("\n! ") != std::string_view::npos) text += "! is not as recommended.\n";
  if (tables.find("\n~ ") != std::string_view::npos) text += "~ is not as a strict policy wants it.\n";
  if (tables.find('(') != std::string_view::npos) {
    text += "A value in brackets is not read, because shared_media is on.\n";
  }
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string kernel_text(const Settings& settings, const std::vector<const Setting*>& chosen,
                        std::size_t width) {
  std::string tables = family_text(settings, Family::kIpv4, chosen, width);
  const std::string ipv6 = family_text(settings, Family::kIpv6, chosen, width);
  if (!tables.empty() && !ipv6.empty()) tables += "\n";
  tables += ipv6;
  return tables + legend(tables);
}

}  // namespace portreeve::report
