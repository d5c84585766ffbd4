#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "core/result.h"

namespace portreeve::core {

/// Thrown by a JsonObject for a member that is not what it has to be. Readers catch it where they return a
/// Result: it does not leave the directory of the reader.
class MalformedJson : public std::exception {
 public:
  explicit MalformedJson(Error error) : error_(std::move(error)), text_(error_.to_string()) {}
  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  Error error_;
  std::string text_;
};

/// An object of a JSON document from outside, read member by member. It knows the way to itself, so that
/// a message names what is wrong: "hosts[2].ports[0].port is not an integer".
///
/// Every function throws MalformedJson for a member that is missing or of the wrong kind. The document must
/// outlive the object.
class JsonObject {
 public:
  /// The document itself, an object; `file` is named in messages.
  JsonObject(std::string_view file, const Json& document) : JsonObject(file, document, "") {}

  /// Throws: a member, or this object itself where it is empty, has this problem ("is not a port").
  [[noreturn]] void fail(std::string_view member, std::string_view problem) const;

  [[nodiscard]] bool is_null(const char* member) const;
  [[nodiscard]] bool boolean(const char* member) const;
  [[nodiscard]] std::string text(const char* member) const;
  /// A text, or empty for null.
  [[nodiscard]] std::string optional_text(const char* member) const;
  [[nodiscard]] std::int64_t integer(const char* member, std::int64_t minimum, std::int64_t maximum) const;
  /// Any finite number.
  [[nodiscard]] double number(const char* member) const;
  /// What `parse` makes of a text.
  template <typename Parse>
  [[nodiscard]] auto parsed(const char* member, Parse parse) const {
    auto result = parse(text(member));
    if (!result) fail(member, "is wrong: " + result.error().to_string());
    return *std::move(result);
  }
  /// A member that is an object itself.
  [[nodiscard]] JsonObject object(const char* member) const;
  /// The objects of an array.
  [[nodiscard]] std::vector<JsonObject> objects(const char* member) const;

 private:
  JsonObject(std::string_view file, const Json& json, std::string path);
  [[nodiscard]] const Json& at(const char* member) const;
  [[nodiscard]] std::string path_of(std::string_view member) const;

  std::string_view file_;
  std::reference_wrapper<const Json> json_;
  std::string path_;
};

}  // namespace portreeve::core
