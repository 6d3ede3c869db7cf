package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes indented JSON into a text. */
public final class JsonOutput {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonOutput() {}

  /** What writes into a generator. */
  @FunctionalInterface
  public interface Content {
    /** Writes one value. */
    void write(JsonGenerator json) throws IOException;
  }

  /** The text {@code content} writes, with a line end. */
  public static String text(Content content) {
    var text = new StringWriter();
    var indented = new DefaultPrettyPrinter();
    indented.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try (var json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(indented);
      content.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
