// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.Manifests;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The chart's README: its table of values is made of the comments in {@code values.yaml}. */
final class HelmReadme {

  private static final String HEAD =
      """
      # Chart gpu-node-agent

      <!-- Generated from values.yaml; `mvn -pl agent -am test -Dgolden.update=true` rewrites it. -->

      The DaemonSet of [deploy](../../README.md) with everything around it, by Helm 4 or 3. Its objects are those of
      `deploy/base` and `deploy/components`: a test compares them for every component. [Install](../../../docs/install.md#helm) says how to begin,
      [migrate](../../../docs/migrate.md) translates the values of dcgm-exporter's chart and of GPU Feature Discovery's. `ci/` has a file of values for
      each component.

      | value | default | what |
      |---|---|---|
      """;

  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
  private static final String DESCRIPTION = "# -- ";
  private static final int LONGEST = 70;

  private HelmReadme() {}

  static String render(String values) {
    var root = Manifests.parse(values).getFirst();
    var table = new StringBuilder(HEAD);
    var described = new ArrayList<String>();
    var comment = new StringBuilder();
    Deque<String> path = new ArrayDeque<>();
    for (var line : values.lines().toList()) {
      var text = line.strip();
      if (text.startsWith(DESCRIPTION)) {
        comment = new StringBuilder(text.substring(DESCRIPTION.length()));
      } else if (text.startsWith("# ") && !comment.isEmpty()) {
        comment.append(' ').append(text.substring(2));
      } else {
        var key = KEY.matcher(line);
        if (key.matches()) {
          while (path.size() > key.group(1).length() / 2) {
            path.removeLast();
          }
          path.addLast(key.group(2));
          if (!comment.isEmpty()) {
            described.add(String.join(".", path));
            table.append(row(path, root, comment.toString()));
          }
        }
        comment = new StringBuilder();
      }
    }
    complete(root, described);
    return table.toString();
  }

  private static String row(Deque<String> path, Map<String, @Nullable Object> root, String what) {
    var value = Json.text(Json.at(root, path.toArray()));
    var shown = value.length() > LONGEST ? "see `values.yaml`" : "`" + value + "`";
    return "| `%s` | %s | %s |%n"
        .formatted(String.join(".", path), shown, what.replace("|", "\\|"));
  }

  /** Fails for a value that neither has a description nor is part of one that has. */
  private static void complete(Map<String, @Nullable Object> root, List<String> described) {
    var bare = new TreeSet<String>();
    collect("", root, described, bare);
    if (!bare.isEmpty()) {
      throw new AssertionError("values.yaml: no `# --` comment above " + bare);
    }
  }

  private static void collect(
      String path, @Nullable Object value, List<String> described, Set<String> bare) {
    if (described.contains(path) && !path.equals("config")) {
      return;
    }
    if (value instanceof Map<?, ?> mapping && !mapping.isEmpty()) {
      mapping.forEach(
          (key, inner) ->
              collect(path.isEmpty() ? "" + key : path + "." + key, inner, described, bare));
    } else {
      bare.add(path);
    }
  }
}
