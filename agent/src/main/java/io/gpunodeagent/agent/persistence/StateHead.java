// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import java.io.IOException;

/** What every state file begins with: its format and the boot of the machine it is of. */
final class StateHead {

  private static final JsonPart<Long> FORMAT = count("format");
  private static final JsonPart<String> BOOT = text("bootId");

  private StateHead() {}

  /** Writes it into the object that is begun. */
  static void write(long format, String bootId, JsonGenerator json) throws IOException {
    FORMAT.write(format, json);
    BOOT.write(bootId, json);
  }

  /**
   * The keys of a whole file, without the head.
   *
   * @param format the only one that is known
   * @param bootId of this boot
   * @throws UnusableException when it is not whole, of another format or of another boot
   */
  static MappingReader read(byte[] content, long format, String bootId) throws UnusableException {
    if (content.length == 0) {
      throw new UnusableException("is empty");
    }
    if (content[content.length - 1] != '\n') {
      throw new UnusableException("is cut off after " + content.length + " bytes");
    }
    try {
      var keys = MappingReader.refusing(JsonDocument.read(content));
      long found = FORMAT.read(keys);
      if (found != format) {
        throw new UnusableException("has format " + found + ", this agent knows " + format);
      }
      if (!BOOT.read(keys).equals(bootId)) {
        throw new UnusableException("is of an earlier boot of the machine");
      }
      return keys;
    } catch (RefusedException refused) {
      throw new UnusableException(refused);
    }
  }
}
