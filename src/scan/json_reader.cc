#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "scan/ports.h"
#include "scan/report_reader.h"

namespace portreeve::scan {
namespace {

constexpr int kSchemaVersion = 1;
// No scan takes a century; a number beyond is not one that the program wrote.
constexpr double kLongestSeconds = 100.0 * 366 * 24 * 3600;

/// An object of the document and the way to it, for messages: "hosts[2].ports[0]".
class Object {
 public:
  Object(std::string_view file, const core::Json& json, std::string path)
      : file_(file), json_(json), path_(std::move(path)) {
    if (!json.is_object()) fail("", "is not an object");
  }

  [[noreturn]] void fail(std::string_view member, std::string_view problem) const {
    const std::string dot = path_.empty() || member.empty() ? "" : ".";
    throw malformed(file_, 0, fmt::format("{}{}{} {}", path_, dot, member, problem));
  }

  [[nodiscard]] std::string text(const char* member) const {
    const core::Json& value = at(member);
    if (!value.is_string()) fail(member, "is not a text");
    return value.get<std::string>();
  }
  /// A text, or null for an empty one.
  [[nodiscard]] std::string optional_text(const char* member) const {
    return at(member).is_null() ? std::string() : text(member);
  }
  [[nodiscard]] std::int64_t integer(const char* member, std::int64_t minimum, std::int64_t maximum) const {
    const core::Json& value = at(member);
    const bool is_too_large =
        value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    if (!value.is_number_integer() || is_too_large) fail(member, "is not an integer");
    const auto number = value.get<std::int64_t>();
    if (number < minimum || number > maximum)
      fail(member, fmt::format("is not between {} and {}", minimum, maximum));
    return number;
  }
  [[nodiscard]] core::Seconds seconds(const char* member) const {
    const core::Json& value = at(member);
    if (!value.is_number()) fail(member, "is not a number");
    const auto number = value.get<double>();
    if (!(number >= 0 && number <= kLongestSeconds)) fail(member, "is not a time span");
    return core::Seconds(number);
  }
  [[nodiscard]] bool is_null(const char* member) const { return at(member).is_null(); }
  /// What `parse` makes of a text.
  template <typename Parse>
  [[nodiscard]] auto parsed(const char* member, Parse parse) const {
    auto result = parse(text(member));
    if (!result) fail(member, "is wrong: " + result.error().to_string());
    return *std::move(result);
  }
  /// The objects of an array.
  [[nodiscard]] std::vector<Object> objects(const char* member) const {
    const core::Json& array = at(member);
    if (!array.is_array()) fail(member, "is not an array");
    const std::string path = path_.empty() ? member : fmt::format("{}.{}", path_, member);
    std::vector<Object> result;
    result.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) {
      result.emplace_back(file_, array[i], fmt::format("{}[{}]", path, i));
    }
    return result;
  }

 private:
  [[nodiscard]] const core::Json& at(const char* member) const {
    const auto found = json_.get().find(member);
    if (found == json_.get().end()) fail(member, "is missing");
    return *found;
  }

  std::string_view file_;
  std::reference_wrapper<const core::Json> json_;
  std::string path_;
};

HostReport read_host(const Object& object) {
  HostReport host;
  host.address = object.parsed("address", core::Address::parse);
  host.name = object.optional_text("name");
  const std::string state = object.text("state");
  if (state != "up" && state != "down") object.fail("state", "is neither \"up\" nor \"down\"");
  host.is_up = state == "up";
  if (!object.is_null("latency_seconds")) host.latency = object.seconds("latency_seconds");
  host.incomplete = object.optional_text("incomplete");
  for (const Object& port : object.objects("ports")) {
    host.ports.push_back({port.parsed("protocol", core::parse_transport),
                          static_cast<std::uint16_t>(port.integer("port", 0, UINT16_MAX)),
                          port.parsed("state", parse_port_state), port.text("reason")});
  }
  for (const Object& group : object.objects("not_listed")) {
    host.not_listed.push_back({group.parsed("protocol", core::parse_transport),
                               group.parsed("state", parse_port_state), group.text("reason"),
                               group.parsed("ports", PortSet::parse).ranges()});
  }
  if (const auto problem = sort_lists(host)) object.fail("ports", "are wrong: " + *problem);
  return host;
}

}  // namespace

core::Result<ScanReport> read_json_report(std::string_view file, std::string_view text) {
  const core::Result<core::Json> json = core::parse_json(file, text);
  if (!json) return core::failure(json.error());
  try {
    const Object document(file, *json, "");
    (void)document.integer("schema_version", kSchemaVersion, kSchemaVersion);
    ScanReport report;
    report.scanner = document.text("scanner");
    report.arguments = document.text("arguments");
    report.started = document.integer("started", INT64_MIN, INT64_MAX);
    report.elapsed = document.seconds("elapsed_seconds");
    for (const Object& host : document.objects("hosts"))
      report.hosts.push_back(read_host(host));
    return report;
  } catch (const MalformedReport& malformed_report) {
    return core::failure(malformed_report.error);
  }
}

}  // namespace portreeve::scan
