#include "core/json.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portreeve::core {
namespace {

TEST(Json, MembersKeepTheirOrder) {
  const auto value = parse_json("f", R"({"b":1,"a":[true,null]})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->dump(), R"({"b":1,"a":[true,null]})");
}

TEST(Json, TextIsIndentedAndEndsInANewline) {
  EXPECT_EQ(to_text(Json{{"b", 1}, {"a", Json::array()}}), "{\n  \"b\": 1,\n  \"a\": []\n}\n");
}

TEST(Json, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(to_text(Json("a\xff")), "\"a\uFFFD\"\n");
}

TEST(Json, AnErrorNamesTheFileAndTheLine) {
  const auto value = parse_json("DIR/report.json", "{\n\"a\": 1,\n\"b\": ]\n}");
  ASSERT_FALSE(value);
  EXPECT_EQ(
      value.error().to_string(),
      "DIR/report.json:3: cannot parse the JSON text: the text is not valid JSON at or before this place");
}

TEST(Json, ATextThatEndsEarlyOrGoesOnIsAnError) {
  for (const auto* text : {"", "{", "[1,", "1 2", "\"a", "{\"a\":1}}", "nul"}) {
    EXPECT_FALSE(parse_json("f", text)) << text;
  }
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

TEST(Json, NestingIsTakenToSixtyFourLevels) {
  EXPECT_TRUE(parse_json("f", nested(64)));
  const auto deeper = parse_json("f", nested(65));
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().reason, "it is nested deeper than 64 levels");
}

TEST(Json, MillionsOfBracketsAreRefusedLikeAFew) {
  EXPECT_FALSE(parse_json("f", std::string(1'000'000, '[')));
}

}  // namespace
}  // namespace portreeve::core
