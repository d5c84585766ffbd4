#include <syslog.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "property.h"
#include "wrappers/option.h"
#include "wrappers/text.h"

namespace {

using namespace portreeve::wrappers;
using portreeve::fuzz::require;

void require_sound(const Option& option) {
  require(option.keyword.find_first_of("= \t\r\n") == std::string::npos,
          "a keyword ends at a blank or \"=\"");
  require(trim_spaces(option.value).size() == option.value.size() || option.value.front() == '\v' ||
              option.value.front() == '\f',
          "no value has blanks around it");
  require(!option.kind || equal_ignoring_case(traits(*option.kind).keyword, option.keyword),
          "an option is known by its name");
}

void require_options(std::string_view text) {
  const OptionList list = parse_options(text);
  require(list.options.size() <= static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')) + 1,
          "there are no more options than fields");
  require(!list.ends_in_colon || text.ends_with(':'), "a text ends in a colon that is there");
  for (std::size_t i = 0; i < list.options.size(); ++i) {
    const Option& option = list.options[i];
    require_sound(option);
    if (const auto fault = fault_of(list.options, i)) {
      require(!fault->empty(), "a fault is in words");
    } else {
      require(option.kind.has_value(), "an option without fault is known");
      require(!traits(*option.kind).must_be_last || i + 1 == list.options.size(),
              "what must be last without fault is last");
    }
  }
}

// The C functions that the language borrows are asked themselves.
void require_numbers(const std::string& text) {
  int decimal_number = 0;
  unsigned octal_number = 0;
  char junk = 0;
  const bool is_decimal = std::sscanf(text.c_str(), "%d%c", &decimal_number, &junk) == 1;
  const auto decimal_value = parse_decimal_value(text.c_str());
  require(decimal_value.has_value() == is_decimal, "scanf(\"%d\") reads the same texts");
  require(!decimal_value || *decimal_value == decimal_number, "scanf(\"%d\") reads the same number");
  const bool is_octal = std::sscanf(text.c_str(), "%o%c", &octal_number, &junk) == 1;
  const auto octal_value = parse_octal_value(text.c_str());
  require(octal_value.has_value() == is_octal, "scanf(\"%o\") reads the same texts");
  require(!octal_value || *octal_value == octal_number, "scanf(\"%o\") reads the same number");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = portreeve::fuzz::as_text(data, size);
  require_options(text);
  require_numbers(std::string(text));

  const Severity severity = parse_severity(text);
  require(severity.priority || text.find(severity.unknown_word) != std::string_view::npos,
          "what names no priority is a word of the text");
  require(!severity.priority || (*severity.priority & ~(LOG_FACMASK | LOG_PRIMASK)) == 0,
          "a priority is one of syslog(3)");

  const Assignment assignment = parse_assignment(text);
  require(assignment.name.find_first_of(kBlanks) == std::string::npos, "a variable's name has no blanks");
  require(text.starts_with(assignment.name), "a variable's name comes first");
  const Identity identity = parse_identity(text);
  require(concat({identity.user, identity.group ? "." : "", identity.group.value_or("")}) == text,
          "a user and a group are the whole text");
  return 0;
}
