#include "core/json_object.h"

#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portreeve::core {
namespace {

TEST(JsonObject, GivesEachKindOfMember) {
  const Json json = *parse_json("a.json", R"({"name": "x", "none": null, "count": 7, "rate": 1.5, "on": true,
      "inner": {"name": "y"}, "list": [{"name": "z"}]})");
  const JsonObject object("a.json", json);
  EXPECT_EQ(object.text("name"), "x");
  EXPECT_EQ(object.optional_text("none"), "");
  EXPECT_EQ(object.integer("count", 0, 7), 7);
  EXPECT_EQ(object.number("rate"), 1.5);
  EXPECT_TRUE(object.boolean("on"));
  EXPECT_EQ(object.object("inner").text("name"), "y");
  EXPECT_EQ(object.objects("list").at(0).text("name"), "z");
}

struct Wrong {
  std::function<void(const JsonObject&)> read;
  std::string_view message;
};

TEST(JsonObject, NamesWhatIsWrongAndWhereItIs) {
  const Json json = *parse_json("a.json", R"({"text": 1, "inner": {"list": [{"port": 70000}, 7]}})");
  const JsonObject document("a.json", json);
  const Wrong rows[] = {
      {[](const auto& object) { (void)object.text("text"); }, "text is not a text"},
      {[](const auto& object) { (void)object.text("absent"); }, "absent is missing"},
      {[](const auto& object) { (void)object.boolean("text"); }, "text is neither true nor false"},
      {[](const auto& object) { (void)object.object("text"); }, "text is not an object"},
      {[](const auto& object) { (void)object.objects("text"); }, "text is not an array"},
      {[](const auto& object) { (void)object.object("inner").objects("list"); },
       "inner.list[1] is not an object"},
      {[](const auto& object) { (void)object.integer("text", 2, 3); }, "text is not between 2 and 3"},
  };
  for (const Wrong& row : rows) {
    try {
      row.read(document);
      ADD_FAILURE() << row.message;
    } catch (const MalformedJson& malformed) {
      const std::string text = malformed.error().to_string();
      EXPECT_NE(text.find(row.message), std::string::npos) << text;
      EXPECT_NE(text.find("a.json"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace portreeve::core
