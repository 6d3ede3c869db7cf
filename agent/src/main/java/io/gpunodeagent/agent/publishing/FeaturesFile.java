// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.files.BoundedFile;
import io.gpunodeagent.agent.files.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file of labels that Node Feature Discovery brings onto the Node, {@code key=value} a line. It
 * is replaced in one move, and what is being written has a name that is not read.
 *
 * @param file in the folder {@code features.d}
 */
record FeaturesFile(Path file) implements NodeMarksApi {

  private static final String UID = "file";
  private static final int LARGEST_BYTES = 1 << 20;

  @Override
  public NodeAnswer read() {
    try {
      return seen(parse(BoundedFile.text(file, LARGEST_BYTES)));
    } catch (NoSuchFileException _) {
      return seen(NodeMarks.none());
    } catch (IOException e) {
      return failed(e);
    }
  }

  @Override
  public NodeAnswer apply(String uid, NodeMarks marks, Mode mode) {
    if (mode == Mode.DRY_RUN) {
      return seen(marks);
    }
    var text =
        marks.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      if (marks.labels().isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        var unfinished = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(unfinished, text);
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return seen(marks);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private static NodeMarks parse(String text) {
    var labels = new TreeMap<String, String>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line ->
                labels.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return NodeMarks.of(labels, Map.of());
  }

  private static NodeAnswer seen(NodeMarks marks) {
    var managers =
        marks.fields().keySet().stream()
            .collect(Collectors.toMap(field -> field, _ -> Set.of(ObservedNode.AGENT)));
    return new NodeAnswer.Seen(
        new ObservedNode(UID, "", marks, managers, Optional.empty(), List.of()));
  }

  private NodeAnswer failed(IOException failure) {
    return new NodeAnswer.Unavailable(file + ": " + IoReason.of(failure));
  }
}
