package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What may be wrong with any YAML file, whatever it holds. */
final class YamlText {

  /** No configuration comes near. */
  private static final int DEEPEST = 50;

  private YamlText() {}

  /** The text of {@code file}, safe to compose; empty after a problem. */
  static Optional<String> read(Path file, List<Problem> problems) {
    return TextFile.read(file, "", problems)
        .flatMap(text -> checked(file.toString(), text, problems));
  }

  /** The text, when it is safe to compose; empty after a problem at {@code place}. */
  static Optional<String> checked(String place, String text, List<Problem> problems) {
    try {
      var deep = tooDeep(place, text);
      deep.ifPresent(problems::add);
      return deep.isEmpty() ? Optional.of(text) : Optional.empty();
    } catch (YamlEngineException wrong) {
      problems.add(syntax(place, wrong));
      return Optional.empty();
    }
  }

  /** Reads the text in one piece: the parser copies all it has read for each further one. */
  static LoadSettingsBuilder settings(String text) {
    return LoadSettings.builder().setBufferSize(Math.max(1, text.length()));
  }

  /** Composing takes stack by depth, and the end of the stack is no exception to catch. */
  private static Optional<Problem> tooDeep(String file, String text) {
    int depth = 0;
    for (var event : new Parse(settings(text).build()).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return Optional.of(
            new Problem(
                file + ":" + line,
                "",
                "is nested more than " + DEEPEST + " levels deep",
                "nest less deeply"));
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof DocumentEndEvent) {
        break; // Nothing composes what follows.
      }
    }
    return Optional.empty();
  }

  /** The fault of a text of {@code file} that is no YAML. */
  static Problem syntax(String file, YamlEngineException wrong) {
    if (wrong instanceof MarkedYamlEngineException marked) {
      var place =
          marked
              .getProblemMark()
              .map(at -> file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
              .orElse(file);
      return syntax(place, whole(marked));
    }
    return syntax(file, String.valueOf(wrong.getMessage()));
  }

  /** What is wrong; some of it goes on from what the parser was at. */
  private static String whole(MarkedYamlEngineException wrong) {
    var context = Optional.ofNullable(wrong.getContext()).filter(text -> !text.isBlank());
    var problem = wrong.getProblem();
    return problem.startsWith("but ") && context.isPresent()
        ? context.get() + ", " + problem
        : problem;
  }

  private static Problem syntax(String place, String what) {
    var line = what.lines().findFirst().orElse("unknown");
    return new Problem(
        place,
        "",
        "not valid YAML, " + line,
        "correct the syntax; strings with : or # need quotes");
  }
}
