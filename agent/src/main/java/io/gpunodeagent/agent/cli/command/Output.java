// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.document.JsonObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code -o}, as kubectl has it. */
final class Output {

  /** What is written. The lower-case name is the option's value. */
  enum Form {
    TEXT,
    /** Text with more columns. */
    WIDE,
    JSON,
    YAML
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text, wide, json or yaml; text unless given.")
  private @Nullable Form form;

  /** What is asked for, by this option or by an older one that asks for JSON. */
  Form form(boolean json) {
    if (json && form != null && form != Form.JSON) {
      throw new ParameterException(
          spec.commandLine(), "-o contradicts the older option for JSON: leave that one out");
    }
    return form == null ? json ? Form.JSON : Form.TEXT : form;
  }

  /** The answer as it is asked for. */
  String of(boolean json, Supplier<String> text, Supplier<String> wide, Supplier<Object> content) {
    return switch (form(json)) {
      case TEXT -> text.get();
      case WIDE -> wide.get();
      case JSON -> JsonObject.text(content.get());
      case YAML -> JsonObject.yaml(content.get());
    };
  }
}
