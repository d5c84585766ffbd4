#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "property.h"
#include "wrappers/expansion.h"
#include "wrappers/recorders_for_tests.h"

namespace {

using namespace portreeve::wrappers;
using portreeve::fuzz::require;

constexpr std::size_t kNoLimit = std::size_t{1} << 20;

bool is_harmless(unsigned char byte) {
  return (byte < 0x80 && std::isalnum(byte) != 0) ||
         std::string_view("!@%-_=+:,./").find(static_cast<char>(byte)) != std::string_view::npos;
}

std::string harmful_of(std::string_view text) {
  std::string harmful;
  std::copy_if(text.begin(), text.end(), std::back_inserter(harmful),
               [](char byte) { return !is_harmless(static_cast<unsigned char>(byte)); });
  return harmful;
}

// The text without its expansions.
std::string literal_of(std::string_view text) {
  std::string literal;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 1 < text.size()) {
      ++i;
    } else {
      literal += text[i];
    }
  }
  return literal;
}

}  // namespace

// The first line is what a peer says of itself, the rest what an administrator wrote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = portreeve::fuzz::as_text(data, size);
  const std::size_t newline = std::min(input.find('\n'), input.size());
  const std::string from_peer(input.substr(0, newline));
  const std::string_view text = input.substr(std::min(newline + 1, input.size()));

  EvaluationForTests test;
  test.request.daemon_name = test.request.user_name = from_peer;
  test.request.client = {from_peer, from_peer};
  test.request.server = {from_peer, from_peer, 22};
  for (const char letter : std::string_view("aAcdhHnNprRsu")) {
    const auto value = expand(concat({"%", {&letter, 1}}), kNoLimit, test.evaluation);
    require(value.has_value() && harmful_of(*value).empty(), "what is put in is harmless");
  }
  require(harmful_of(harmless(from_peer)).empty(), "harmless() leaves nothing else");

  const auto whole = expand(text, kNoLimit, test.evaluation);
  require(whole.has_value(), "a text is expanded where it may be long");
  if (!whole) return 0;
  require(harmful_of(*whole) == harmful_of(literal_of(text)), "the text around stays as it is");
  for (const std::size_t limit : std::array<std::size_t, 4>{1, 16, 100, 8192}) {
    const auto limited = expand(text, limit, test.evaluation);
    require(limited.has_value() == (whole->size() < limit), "a result is shorter than its limit");
    require(!limited || *limited == *whole, "the limit changes nothing else");
  }
  return 0;
}
