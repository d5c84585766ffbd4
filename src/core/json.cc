#include "core/json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace portreeve::core {
namespace {

constexpr int kMaximumDepth = 64;

}  // namespace

Result<Json> parse_json(std::string_view file, std::string_view text) {
  const auto because = [&](std::size_t offset, std::string reason) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    Error error;
    error.attempted = "parse";
    error.subject = "the JSON text";
    error.reason = std::move(reason);
    error.location =
        SourceLocation{std::string(file), 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'))};
    return failure(std::move(error));
  };
  try {
    bool too_deep = false;
    // The depth of an array or object is told where it begins, as the number of those around it.
    const auto watch_depth = [&](int depth, Json::parse_event_t event, Json&) {
      const bool begins =
          event == Json::parse_event_t::array_start || event == Json::parse_event_t::object_start;
      too_deep = too_deep || (begins && depth >= kMaximumDepth);
      return !too_deep;
    };
    Json value = Json::parse(text, watch_depth);
    if (too_deep) return because(0, fmt::format("it is nested deeper than {} levels", kMaximumDepth));
    return value;
  } catch (const Json::parse_error& error) {
    return because(error.byte, "the text is not valid JSON at or before this place");
  } catch (const Json::exception& error) {
    return because(0, error.what());
  }
}

std::string to_text(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace portreeve::core
