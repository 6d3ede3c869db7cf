// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request of HTTP/1.1 as it came.
 *
 * @param target path and query, still encoded
 * @param headers by name, in any case
 * @param body raw: of a chunked one, with the sizes of its chunks
 * @param raw all of it, every byte a character
 */
public record ProxyRequest(
    String method, String target, Map<String, String> headers, String body, String raw) {

  public byte[] bytes() {
    return raw.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether it asks for a watch. */
  public boolean watches() {
    return target.matches(".*[?&]watch=(true|1)(&.*)?");
  }

  /** Whether the connection is another protocol's from here on. */
  public boolean upgrades() {
    return headers.containsKey("Upgrade");
  }

  /**
   * Whether it is meant.
   *
   * @param methods a regular expression
   * @param targets a regular expression for the beginning of path and query
   */
  public boolean matches(String methods, String targets) {
    return method.matches(methods) && Pattern.compile(targets).matcher(target).lookingAt();
  }

  /** The next one of a connection; empty when the client leaves instead. */
  public static Optional<ProxyRequest> read(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var first = line(in, bytes);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(in, bytes); !line.isEmpty(); line = line(in, bytes)) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    var head = bytes.size();
    if (headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked")) {
      for (var size = size(in, bytes); size > 0; size = size(in, bytes)) {
        copy(in, bytes, size + 2);
      }
      copy(in, bytes, 2);
    } else {
      copy(in, bytes, Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    }
    var all = bytes.toByteArray();
    var parts = Arrays.asList(first.split(" ", -1));
    var body = new String(all, head, all.length - head, StandardCharsets.UTF_8);
    return Optional.of(
        new ProxyRequest(
            parts.get(0),
            parts.get(1),
            headers,
            body,
            bytes.toString(StandardCharsets.ISO_8859_1)));
  }

  private static int size(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    return Integer.parseInt(line(in, bytes), 16);
  }

  private static void copy(InputStream in, ByteArrayOutputStream bytes, int count)
      throws IOException {
    var read = in.readNBytes(count);
    if (read.length < count) {
      throw new EOFException();
    }
    bytes.writeBytes(read);
  }

  /** A line without its end; empty at the end of the stream too. */
  private static String line(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next >= 0; next = in.read()) {
      bytes.write(next);
      if (next == '\n') {
        break;
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
