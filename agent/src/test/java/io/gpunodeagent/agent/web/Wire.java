// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bare HTTP/1.1 client over one socket, so that tests see what is on the wire. */
final class Wire implements AutoCloseable {

  static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  Wire(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  static Wire connect(int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    return new Wire(socket);
  }

  /** An answer as it came. */
  record Answer(int status, Map<String, String> headers, String body) {}

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  Answer get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  Answer request(String method, String path, String... headers) throws IOException {
    var lines = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    List.of(headers).forEach(header -> lines.append(header).append("\r\n"));
    write(lines + "\r\n");
    return answer(!method.equals("HEAD"));
  }

  Answer answer(boolean withBody) throws IOException {
    var status = line();
    if (status.isEmpty()) {
      throw new IOException("closed without an answer");
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = withBody ? Integer.parseInt(headers.getOrDefault("Content-Length", "0")) : 0;
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, body);
  }

  /** Whether a first byte comes within {@code millis}; the byte is lost. */
  boolean answersWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return in.read() != -1;
    } catch (SocketTimeoutException silent) {
      return false;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Whether the server closes the connection within the time a test waits. */
  boolean closedByServer() {
    try {
      return in.read() == -1;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** All bytes up to the end of {@code text}, as they come on the wire, chunk sizes included. */
  String until(String text) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf(text, Math.max(0, seen.length() - text.length())) < 0) {
      int c = in.read();
      if (c == -1) {
        throw new IOException("closed before " + text + " came: " + seen);
      }
      seen.append((char) c);
    }
    return seen.toString();
  }

  /** Reads past so many bytes. */
  void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  /** All bytes until the server closes the connection. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != -1 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
