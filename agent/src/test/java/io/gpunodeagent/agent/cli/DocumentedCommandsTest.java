// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.Documents.Piece;
import io.gpunodeagent.agent.cli.command.CommandContext;
import io.gpunodeagent.agent.cli.command.Commands;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Command lines that documents show have the commands and options of the program. */
class DocumentedCommandsTest {

  /** The launcher, or Java with the image's arguments; a comment ends the line. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:.*@/opt/gpu-node-agent/agent|(?:\\$ )?(?:\\./)?gpu-node-agent) +([^#]*?) *(?:#.*)?");

  @Test
  void eachCallOfADocumentIsOne() {
    var calls = new ArrayList<Piece>();
    Documents.all().forEach(file -> calls.addAll(calls(file)));
    assertThat(calls).isNotEmpty();
    assertThat(calls)
        .allSatisfy(call -> assertThat(unmatched(call.text())).as(call.place()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels --compare|",
        "check-config F [--explain]|",
        "policy replay --rules F --range 24h|",
        "bogus|bogus",
        "labels --compere|--compere",
        "policy reply --rules F|reply",
      })
  void whatTheProgramDoesNotKnowIsNamed(String call, String first) {
    var unmatched = unmatched(call);
    assertThat(unmatched.stream().findFirst()).isEqualTo(Optional.ofNullable(first));
  }

  private static List<Piece> calls(Path file) {
    var lines =
        Documents.blocks(file).stream()
            .flatMap(
                block ->
                    block
                        .piece()
                        .text()
                        .lines()
                        .map(line -> new Piece(block.piece().file(), block.piece().line(), line)));
    return Stream.concat(lines, Documents.code(file).stream())
        .flatMap(piece -> call(piece).stream())
        .toList();
  }

  /** The arguments of a call; in prose one with an option may leave the program's name out. */
  private static Optional<Piece> call(Piece piece) {
    var call = CALL.matcher(piece.text());
    if (call.matches()) {
      return Optional.of(new Piece(piece.file(), piece.line(), call.group(1)));
    }
    var command = piece.text().replaceFirst(" .*", "");
    return Optional.of(piece)
        .filter(each -> each.text().contains(" --"))
        .filter(_ -> line().getSubcommands().containsKey(command));
  }

  /** What of the call is no command and no option; values need not be real ones. */
  private static List<String> unmatched(String call) {
    var line = line();
    collectErrors(line);
    var unmatched = new ArrayList<String>();
    Optional<ParseResult> parsed =
        Optional.of(line.parseArgs(call.replaceAll("[\\[\\]]", "").split(" +", -1)));
    while (parsed.isPresent()) {
      unmatched.addAll(parsed.get().unmatched());
      parsed = Optional.ofNullable(parsed.get().subcommand());
    }
    return unmatched;
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(DocumentedCommandsTest::collectErrors);
  }

  private static CommandLine line() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Commands.of(
        new CommandContext(
            nowhere, nowhere, Map.of(), Optional.empty(), "node-7", false, "1.2.3", task -> {}));
  }
}
