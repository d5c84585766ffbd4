#include "wrappers/expansion.h"

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

bool is_harmless(char byte) {
  constexpr std::string_view kMarks = "!@%-_=+:,./";
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         kMarks.find(byte) != std::string_view::npos;
}

std::string port_text(Request& request, Side side) {
  return decimal(request.port(side).value_or(0));
}

// What a letter stands for, before it is made harmless; nothing for an unknown letter.
std::optional<std::string> value_of(char letter, Request& request) {
  switch (letter) {
    case 'a':
      return std::string(request.address(Side::kClient));
    case 'A':
      return std::string(request.address(Side::kServer));
    case 'c':
      return client_text(request);
    case 'd':
      return std::string(request.daemon());
    case 'h':
      return std::string(name_or_address(request, Side::kClient));
    case 'H':
      return std::string(name_or_address(request, Side::kServer));
    case 'n':
      return std::string(request.name(Side::kClient));
    case 'N':
      return std::string(request.name(Side::kServer));
    case 'p':
      return std::string(request.pid());
    case 'r':
      return port_text(request, Side::kClient);
    case 'R':
      return port_text(request, Side::kServer);
    case 's':
      return server_text(request);
    case 'u':
      return std::string(request.user());
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string result(text);
  for (char& byte : result) {
    if (!is_harmless(byte)) byte = '_';
  }
  return result;
}

std::optional<std::string> expand(std::string_view text, std::size_t limit, Evaluation& evaluation) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 1 == text.size()) {
      result += text[i];
    } else if (const char letter = text[++i]; letter == '%') {
      result += '%';
    } else if (const auto value = value_of(letter, evaluation.request)) {
      for (const char byte : *value)
        result += is_harmless(byte) ? byte : '_';
    } else {
      evaluation.diagnostics.warning(evaluation.position, concat({"unrecognized %", {&letter, 1}}));
    }
    if (result.size() >= limit) return std::nullopt;
  }
  return result;
}

}  // namespace portreeve::wrappers
