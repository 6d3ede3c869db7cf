// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.terminal.Look;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that draw. */
final class Drawing {

  @Option(
      names = "--ascii",
      negatable = true,
      description = {
        "Draw with ASCII alone: the default where the locale has no UTF-8.",
        "--no-ascii draws with more all the same, such as over kubectl exec."
      })
  private @Nullable Boolean ascii;

  /** How to draw for whoever sees the output. */
  Look look(CommandContext around) {
    var usual = Look.of(around.environment(), around.terminal());
    return ascii == null ? usual : usual.withUnicode(!ascii);
  }
}
