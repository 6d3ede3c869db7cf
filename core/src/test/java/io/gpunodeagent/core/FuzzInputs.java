// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Inputs of a fuzz target: every file of its corpus as it is, then mutations of them. The corpus is
 * the folder that Jazzer reads, {@code <test class>Inputs/<target>} among the test resources, so an
 * input that once broke a parser is tried on every build.
 *
 * <p>{@code -Dfuzz.inputs} says how many mutations, {@code -Dfuzz.seed} which ones: the same seed
 * gives the same inputs.
 */
public final class FuzzInputs {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 10_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  /** Bytes of an input: long enough for deep nesting, short enough to try many. */
  private static final int LONGEST = 16 * 1024;

  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_MESSAGE = 4 * 1024;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]+|[^A-Za-z0-9_.-]");

  /** What parsers stumble over, whatever they parse. */
  private static final List<String> EDGES =
      List.of(
          "-1",
          "0",
          "2147483648",
          "9223372036854775808",
          "99999999999999999999",
          "1e999",
          "-0.0",
          "NaN",
          "null",
          "true",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\"",
          "'",
          "\\",
          "\n",
          "\r\n",
          "\t",
          "\0",
          "&a ",
          "*a",
          "!!int ",
          "!x ",
          "<<: ",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "%TAG ! x\n",
          "? ",
          "- ",
          "|\n",
          ">\n",
          "#",
          "/../",
          "\u00c2\u0085",
          "\u00ed\u00a0\u0080",
          "\u00ef\u00bb\u00bf",
          "\u00f0\u009f\u0098\u0080",
          "\u00ff",
          "\\ud800",
          "1970-01-01",
          "+1000000000-12-31T23:59:59Z",
          "PT1H",
          "9999999h",
          "\u001b[2J");

  private final List<byte[]> corpus;
  private final List<byte[]> tokens = new ArrayList<>();
  private final SplittableRandom random;

  private FuzzInputs(List<byte[]> corpus, SplittableRandom random) {
    this.corpus = corpus;
    this.random = random;
    EDGES.forEach(edge -> tokens.add(latin(edge)));
    for (var seed : corpus) {
      TOKEN.matcher(text(seed)).results().forEach(token -> tokens.add(latin(token.group())));
    }
  }

  /** What is tried: it returns, or throws when the input broke its property. */
  @FunctionalInterface
  public interface Target {
    void accept(byte[] input) throws Exception;
  }

  /**
   * Tries all inputs of a target.
   *
   * @param test the class whose corpus it is
   * @param name of the target, and of the corpus' folder
   */
  public static void feed(Class<?> test, String name, Target target) {
    feed(test, name, INPUTS, target);
  }

  /** The same with fewer mutations, for a target that is slow. */
  public static void feed(Class<?> test, String name, int inputs, Target target) {
    var corpus = corpus(test, name);
    if (corpus.isEmpty()) {
      throw new AssertionError("no corpus for " + name + " of " + test.getSimpleName());
    }
    corpus.forEach(input -> attempt(target, input, "a file of the corpus"));
    var made = new FuzzInputs(corpus, new SplittableRandom(SEED));
    for (int number = 0; number < inputs; number++) {
      attempt(target, made.next(), "mutation " + number + " of seed " + SEED);
    }
  }

  /** Fails unless a message is what a refusal is to be: one line of text, of bounded length. */
  public static void requireLine(String message) {
    boolean line =
        !message.isBlank()
            && message.length() <= LONGEST_MESSAGE
            && message.codePoints().noneMatch(FuzzInputs::breaksLine);
    if (!line) {
      throw new AssertionError("not one line of bounded length: " + message);
    }
  }

  /** What ends a line, or what a terminal takes for a command. */
  private static boolean breaksLine(int character) {
    return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
  }

  private static List<byte[]> corpus(Class<?> test, String name) {
    var folder = test.getSimpleName() + "Inputs/" + name;
    var found = test.getResource(folder);
    if (found == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(found.getPath()))) {
      var contents = new ArrayList<byte[]>();
      for (var file : files.sorted().toList()) {
        contents.add(Files.readAllBytes(file));
      }
      return contents;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(folder, unreadable);
    }
  }

  private static void attempt(Target target, byte[] input, String which) {
    try {
      target.accept(input);
    } catch (Exception | AssertionError | StackOverflowError broken) {
      throw new AssertionError(
          which + ", to be kept in the corpus: " + Base64.getEncoder().encodeToString(input),
          broken);
    }
  }

  private byte[] next() {
    var input = any(corpus);
    for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1 + Math.max(8, input.length / 4)));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(input);
      case 1 -> spliced(input, from, new byte[0], to); // removes
      case 2 -> spliced(input, to, Arrays.copyOfRange(input, from, to), to); // doubles
      case 3 -> spliced(input, from, any(tokens), from); // inserts
      case 4 -> otherToken(input, from);
      case 5 -> Arrays.copyOf(input, from);
      case 6 -> spliced(input, from, many(any(tokens)), from);
      default -> spliced(input, from, part(any(corpus)), to);
    };
  }

  /**
   * A token often, as in a document that is nested deeply; in rare cases as often as there is room.
   */
  private String many(byte[] token) {
    int most = random.nextInt(8) == 0 ? LONGEST / Math.max(1, token.length) : 300;
    return text(token).repeat(1 + random.nextInt(most));
  }

  private byte[] flipped(byte[] input) {
    var changed = input.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /** The word, or the sign, that stands at a place becomes another. */
  private byte[] otherToken(byte[] input, int at) {
    var token = TOKEN.matcher(text(input));
    return token.find(at)
        ? spliced(input, token.start(), any(tokens), token.end())
        : spliced(input, at, any(tokens), at);
  }

  private byte[] part(byte[] whole) {
    int from = random.nextInt(whole.length + 1);
    return Arrays.copyOfRange(whole, from, from + random.nextInt(whole.length - from + 1));
  }

  private static byte[] spliced(byte[] input, int from, String middle, int to) {
    return spliced(input, from, latin(middle), to);
  }

  private static byte[] spliced(byte[] input, int from, byte[] middle, int to) {
    var result = new byte[from + middle.length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(input, to, result, from + middle.length, input.length - to);
    return result;
  }

  private byte[] any(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
