#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/lint_context.h"
#include "wrappers/text.h"

// The shell commands of spawn, twist and aclexec. They are taken apart far enough to see which programs they
// start, and what cannot be told that simply is passed over.

namespace portreeve::wrappers {
namespace {

// What sh(1) does itself, and the words of its grammar.
constexpr std::array<std::string_view, 34> kShellWords{
    "!",      ".",    ":",    "[",      "case",  "cd",   "do",    "done",  "echo", "elif",   "else", "esac",
    "eval",   "exec", "exit", "export", "false", "fi",   "for",   "if",    "kill", "printf", "pwd",  "read",
    "return", "set",  "test", "then",   "trap",  "true", "umask", "until", "wait", "while"};

bool is_shell_word(std::string_view word) {
  return std::find(kShellWords.begin(), kShellWords.end(), word) != kShellWords.end();
}

// Whether a word is "NAME=value" in front of a command.
bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         word.substr(0, equals).find('/') == std::string_view::npos;
}

// The simple commands of a shell command, as far as they are told apart by ; | & ( ) and { } outside quotes.
std::vector<std::string> simple_commands(std::string_view text) {
  std::vector<std::string> commands(1);
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (quote != '\0') {
      if (byte == quote) quote = '\0';
    } else if (byte == '\'' || byte == '"' || byte == '`') {
      quote = byte;
    } else if (byte == '\\') {
      ++i;
    } else if (byte == '&' && i > 0 && (text[i - 1] == '>' || text[i - 1] == '<')) {
      continue;  // 2>&1
    } else if (std::string_view(";|&(){}\n").find(byte) != std::string_view::npos) {
      commands.emplace_back();
      continue;
    }
    if (!commands.back().empty() || !is_space(byte)) commands.back() += byte;
  }
  return commands;
}

void lint_program(std::string_view program, LintContext& context) {
  // Quotes, variables and expansions: not to be told from here.
  if (program.empty() || program.find_first_of("$`'\"\\%*?<>=#") != std::string_view::npos ||
      is_shell_word(program))
    return;
  const std::string path(program);
  if (!program.starts_with('/')) {
    context.add("wrap.command_not_absolute", Grade::kWarning, program,
                "which program this is depends on the PATH and the directory that the daemon happens to have",
                "write the whole path of the program");
  } else if (context.is_missing(path)) {
    context.add("wrap.command_missing", Grade::kError, program,
                "the program is not there, so that the command fails",
                "correct the path, or install the program");
  } else {
    context.look_for_exposure("wrap.command_writable", path, "who can so run commands as the daemon's user");
  }
}

}  // namespace

void lint_command(std::string_view command, LintContext& context) {
  for (const std::string& simple : simple_commands(command)) {
    for (const std::string_view word : core::split_words(simple)) {
      if (is_assignment(word)) continue;
      lint_program(word, context);
      // The program behind exec and the like is the one that counts.
      if (word != "exec" && word != "!" && word != "if" && word != "then" && word != "else" && word != "do" &&
          word != "while")
        break;
    }
  }
}

}  // namespace portreeve::wrappers
