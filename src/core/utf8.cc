#include "core/utf8.h"

#include <locale.h>
#include <wchar.h>

#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace portreeve::core {
namespace {

struct LocaleDeleter {
  void operator()(locale_t locale) const { ::freelocale(locale); }
};
using Locale = std::unique_ptr<std::remove_pointer_t<locale_t>, LocaleDeleter>;

// wcwidth(3) asks the thread's locale, and a user's LC_ALL=C would make every character outside ASCII
// unprintable, so the widths of C.UTF-8 are used whatever the environment says.
class Utf8LocaleScope {
 public:
  Utf8LocaleScope() {
    static const Locale utf8(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr));
    if (utf8) previous_ = ::uselocale(utf8.get());
  }
  ~Utf8LocaleScope() {
    if (previous_ != nullptr) ::uselocale(previous_);
  }
  Utf8LocaleScope(const Utf8LocaleScope&) = delete;
  Utf8LocaleScope& operator=(const Utf8LocaleScope&) = delete;

 private:
  locale_t previous_ = nullptr;
};

std::size_t width_of(const Utf8Character& character) {
  // wcwidth(3) gives the null character no width, unlike every other control character.
  if (!character.valid || character.value == 0) return 1;
  const int width = ::wcwidth(static_cast<wchar_t>(character.value));
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

bool is_ascii(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<std::uint8_t>(byte) >= 0x80) return false;
  }
  return true;
}

}  // namespace

Utf8Character next_utf8_character(std::string_view text) {
  const auto byte = [&](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
  const Utf8Character invalid{byte(0), 1, false};
  if (byte(0) < 0x80) return {byte(0), 1, true};

  struct Form {
    std::uint8_t mask, lead;
    char32_t smallest;
  };
  // A lead byte announces a sequence of 2, 3 or 4 bytes; a smaller value in so many bytes is overlong.
  constexpr std::array<Form, 3> kForms{{{0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}}};
  for (std::size_t index = 0; index < kForms.size(); ++index) {
    const Form& form = kForms[index];
    if ((byte(0) & form.mask) != form.lead) continue;
    const std::size_t length = index + 2;
    if (text.size() < length) return invalid;
    char32_t value = byte(0) & static_cast<std::uint8_t>(~form.mask);
    for (std::size_t position = 1; position < length; ++position) {
      if ((byte(position) & 0xC0) != 0x80) return invalid;
      value = (value << 6) | (byte(position) & 0x3Fu);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form.smallest || surrogate || value > 0x10FFFF) return invalid;
    return {value, length, true};
  }
  return invalid;
}

std::size_t display_width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  const Utf8LocaleScope scope;
  std::size_t columns = 0;
  while (!text.empty()) {
    const Utf8Character character = next_utf8_character(text);
    columns += width_of(character);
    text.remove_prefix(character.length);
  }
  return columns;
}

std::string_view fit_columns(std::string_view text, std::size_t columns) {
  if (is_ascii(text)) return text.substr(0, columns);
  const Utf8LocaleScope scope;
  std::size_t used = 0;
  std::size_t length = 0;
  while (length < text.size()) {
    const Utf8Character character = next_utf8_character(text.substr(length));
    used += width_of(character);
    if (used > columns) break;
    length += character.length;
  }
  return text.substr(0, length);
}

}  // namespace portreeve::core
