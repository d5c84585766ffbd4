#include "core/json_object.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace portreeve::core {

JsonObject::JsonObject(std::string_view file, const Json& json, std::string path)
    : file_(file), json_(json), path_(std::move(path)) {
  if (!json.is_object()) fail("", "is not an object");
}

std::string JsonObject::path_of(std::string_view member) const {
  const std::string_view dot = path_.empty() || member.empty() ? "" : ".";
  return fmt::format("{}{}{}", path_, dot, member);
}

void JsonObject::fail(std::string_view member, std::string_view problem) const {
  const std::string path = path_of(member);
  Error error;
  error.attempted = "read the JSON document";
  error.reason = fmt::format("{} {}", path.empty() ? "it" : path, problem);
  error.location = SourceLocation{std::string(file_), 0};
  throw MalformedJson(std::move(error));
}

const Json& JsonObject::at(const char* member) const {
  const auto found = json_.get().find(member);
  if (found == json_.get().end()) fail(member, "is missing");
  return *found;
}

bool JsonObject::is_null(const char* member) const {
  return at(member).is_null();
}

bool JsonObject::boolean(const char* member) const {
  const Json& value = at(member);
  if (!value.is_boolean()) fail(member, "is neither true nor false");
  return value.get<bool>();
}

std::string JsonObject::text(const char* member) const {
  const Json& value = at(member);
  if (!value.is_string()) fail(member, "is not a text");
  return value.get<std::string>();
}

std::string JsonObject::optional_text(const char* member) const {
  return is_null(member) ? std::string() : text(member);
}

std::int64_t JsonObject::integer(const char* member, std::int64_t minimum, std::int64_t maximum) const {
  const Json& value = at(member);
  const bool is_too_large =
      value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  if (!value.is_number_integer() || is_too_large) fail(member, "is not an integer");
  const auto number = value.get<std::int64_t>();
  if (number < minimum || number > maximum)
    fail(member, fmt::format("is not between {} and {}", minimum, maximum));
  return number;
}

double JsonObject::number(const char* member) const {
  const Json& value = at(member);
  if (!value.is_number() || !std::isfinite(value.get<double>())) fail(member, "is not a number");
  return value.get<double>();
}

JsonObject JsonObject::object(const char* member) const {
  return {file_, at(member), path_of(member)};
}

std::vector<JsonObject> JsonObject::objects(const char* member) const {
  const Json& array = at(member);
  if (!array.is_array()) fail(member, "is not an array");
  std::vector<JsonObject> result;
  result.reserve(array.size());
  for (std::size_t index = 0; index < array.size(); ++index)
    result.push_back(JsonObject(file_, array[index], fmt::format("{}[{}]", path_of(member), index)));
  return result;
}

}  // namespace portreeve::core
