// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A line of the audit log. */
public final class AuditLine {

  /** The name of the logger that writes the lines. */
  public static final String LOGGER = "audit";

  private static final JsonFactory JSON = new JsonFactory();

  private AuditLine() {}

  /** Writes the members of an object. */
  @FunctionalInterface
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** A JSON object without line breaks, whose member {@code audit} tells what it is about. */
  public static String of(String audit, Fields fields) {
    var text = new StringWriter(300);
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("audit", audit);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
