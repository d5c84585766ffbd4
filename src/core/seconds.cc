#include "core/seconds.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace portreeve::core {
namespace {

struct Unit {
  std::string_view suffix;
  double seconds;
};
// "ms" before "s", because the first suffix that fits is taken.
constexpr std::array<Unit, 4> kUnits{{{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}}};

constexpr double kLongest = 366.0 * 24 * 3600;

double rounded_to_milliseconds(double seconds) {
  return std::round(seconds * 1000) / 1000;
}

}  // namespace

Result<Seconds> parse_seconds(std::string_view text) {
  const auto because = [&](std::string_view reason) {
    return failure(parse_error("the time span", text, reason, "write a number and ms, s, m or h, as in 60s"));
  };
  std::string_view number = text;
  double unit_seconds = 1;
  for (const Unit& unit : kUnits) {
    if (!number.ends_with(unit.suffix)) continue;
    number.remove_suffix(unit.suffix.size());
    unit_seconds = unit.seconds;
    break;
  }
  double value = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, status] = std::from_chars(number.data(), end, value, std::chars_format::fixed);
  if (status != std::errc{} || stop != end || !std::isfinite(value))
    return because("not a number with a unit");
  const double seconds = value * unit_seconds;
  if (std::signbit(seconds)) return because("it is negative");
  if (seconds > kLongest) return because("it is longer than a year");
  return Seconds(rounded_to_milliseconds(seconds));
}

std::string to_string(Seconds seconds) {
  const double count = rounded_to_milliseconds(seconds.count());
  if (count < 1 && count > 0) return fmt::format("{:.0f}ms", count * 1000);
  return fmt::format("{:.11g}s", count);
}

}  // namespace portreeve::core
