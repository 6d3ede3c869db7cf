// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The page of the node: a few fixed files, which show what the API answers. Nothing comes from
 * elsewhere, and no script or style stands in the page itself.
 */
final class PageFiles {

  /** All files; a test compares the list with the folder. */
  static final List<String> NAMES =
      List.of(
          "app.js",
          "chart.js",
          "dom.js",
          "filter.js",
          "format.js",
          "gpu.js",
          "history.js",
          "holders.js",
          "icon.svg",
          "index.html",
          "live.js",
          "mig.js",
          "page.css",
          "processes.js",
          "recordings.js",
          "summary.js",
          "tables.js",
          "topology.js");

  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String FOLDER = "page/";
  private static final String INDEX = "index.html";

  private final Map<String, HttpAnswer> byPath = new HashMap<>();

  PageFiles() {
    for (var name : NAMES) {
      byPath.put(name.equals(INDEX) ? "/" : "/" + FOLDER + name, read(name));
    }
  }

  /** The paths that are served, each with its file. */
  Map<String, HttpAnswer> byPath() {
    return Map.copyOf(byPath);
  }

  private static HttpAnswer read(String name) {
    try (var in = Objects.requireNonNull(PageFiles.class.getResourceAsStream(FOLDER + name))) {
      return EntityTag.on(new HttpAnswer(200, type(name), Map.of(), in.readAllBytes()))
          .with("Content-Security-Policy", POLICY);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException(name);
    };
  }
}
