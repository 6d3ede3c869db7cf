// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Place;
import io.gpunodeagent.core.document.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML. Whatever is wrong with it becomes a problem, never an exception. What an alias stands
 * for stands wherever the alias does, so the size of the tree is bounded.
 */
public final class YamlDocument {

  /** No document comes near; composing takes stack by depth. */
  private static final int DEEPEST = 50;

  /** No configuration comes near; a few aliases of aliases do. */
  private static final int MOST_NODES = 100_000;

  /** Ends the reading of a document that has its problem. */
  private static final class GivenUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private final String source;
  private final YamlSchema schema;
  private final Consumer<Problem> problems;
  private int nodes;

  private YamlDocument(String source, YamlSchema schema, Consumer<Problem> problems) {
    this.source = source;
    this.schema = schema;
    this.problems = problems;
  }

  /**
   * The only document of a text.
   *
   * @param source as messages name it
   * @return an absent node when there is nothing in it; empty after a problem
   */
  public static Optional<Node> read(
      String source, String text, YamlSchema schema, Consumer<Problem> problems) {
    return new YamlDocument(source, schema, problems).document(text, false);
  }

  /** The same of the first document of a text that may hold several. */
  public static Optional<Node> first(
      String source, String text, YamlSchema schema, Consumer<Problem> problems) {
    return new YamlDocument(source, schema, problems).document(text, true);
  }

  private Optional<Node> document(String text, boolean several) {
    var settings = settings(text, schema);
    try {
      checkDepth(settings, text);
      var compose = new Compose(settings);
      var root =
          several
              ? first(compose.composeAllFromString(text).iterator())
              : compose.composeString(text);
      return Optional.of(
          root.map(node -> node(node, root(node)))
              .orElseGet(() -> new Node.Absent(Place.root(source, 1, 1))));
    } catch (GivenUpException reported) {
      return Optional.empty();
    } catch (YamlEngineException wrong) {
      problems.accept(syntax(wrong));
      return Optional.empty();
    } catch (IllegalArgumentException wrong) {
      // The parser refuses some tags so, without saying where.
      problems.accept(syntax(source, String.valueOf(wrong.getMessage())));
      return Optional.empty();
    }
  }

  /** Reads the text in one piece: the parser copies all it has read for each further one. */
  static LoadSettings settings(String text, YamlSchema schema) {
    return LoadSettings.builder()
        .setBufferSize(Math.max(1, text.length()))
        .setSchema(schema.tags())
        .setAllowNonScalarKeys(true)
        .build();
  }

  private static <T> Optional<T> first(Iterator<T> all) {
    return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }

  private Place root(org.snakeyaml.engine.v2.nodes.Node node) {
    return Place.root(source, line(node.getStartMark()), column(node.getStartMark()));
  }

  /** The end of the stack is no exception to catch. */
  private void checkDepth(LoadSettings settings, String text) {
    int depth = 0;
    for (var event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw giveUp(
            Place.root(source, line(event.getStartMark()), column(event.getStartMark())),
            "is nested more than " + DEEPEST + " levels deep",
            "nest less deeply");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof DocumentEndEvent) {
        break; // Nothing composes what follows.
      }
    }
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node node, Place place) {
    if (node.isRecursive()) {
      throw giveUp(place, "holds an alias inside its own anchor", "write the value");
    }
    if (++nodes > MOST_NODES) {
      throw giveUp(
          Place.root(source),
          "holds more than " + MOST_NODES + " values, aliases counted as what they refer to",
          "write less, or use fewer aliases");
    }
    return switch (node) {
      case MappingNode mapping -> new Node.Mapping(place, entries(mapping, place));
      case SequenceNode list -> new Node.Items(place, items(list, place));
      case ScalarNode scalar -> scalar(scalar, place);
      default -> throw giveUp(place, "is an alias", "write the value");
    };
  }

  private List<Node.Entry> entries(MappingNode mapping, Place place) {
    var entries = new ArrayList<Node.Entry>();
    for (NodeTuple entry : mapping.getValue()) {
      var mark = entry.getKeyNode().getStartMark();
      if (entry.getKeyNode() instanceof ScalarNode key) {
        var below = place.key(key.getValue(), line(mark), column(mark));
        entries.add(new Node.Entry(key.getValue(), node(entry.getValueNode(), below)));
      } else {
        problems.accept(
            new Problem(
                source + ":" + line(mark),
                place.path(),
                "has a key that is no text",
                "name it with a text"));
      }
    }
    return entries;
  }

  private List<Node> items(SequenceNode list, Place place) {
    var items = new ArrayList<Node>();
    for (var item : list.getValue()) {
      var start = item.getStartMark();
      items.add(node(item, place.item(items.size(), line(start), column(start))));
    }
    return items;
  }

  private Node scalar(ScalarNode scalar, Place place) {
    var written = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return new Node.Absent(place);
    } else if (tag.equals(Tag.BOOL)) {
      return new Node.Truth(place, written, schema.truth(written));
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return new Node.Numeral(place, schema.number(written));
    } else if (tag.getValue().startsWith("!")) {
      problems.accept(
          Problem.of(
              place.where(),
              place.path(),
              tag.getValue(),
              "is a tag to YAML",
              "put the value in quotes"));
      return new Node.Text(place, tag.getValue() + written);
    }
    return new Node.Text(place, written);
  }

  private GivenUpException giveUp(Place place, String complaint, String remedy) {
    problems.accept(Problem.at(place, complaint, remedy));
    return new GivenUpException();
  }

  private Problem syntax(YamlEngineException wrong) {
    if (wrong instanceof MarkedYamlEngineException marked) {
      var mark = marked.getProblemMark();
      var place = mark.isPresent() ? source + ":" + line(mark) + ":" + column(mark) : source;
      return syntax(place, whole(marked));
    }
    return syntax(source, String.valueOf(wrong.getMessage()));
  }

  /** What is wrong; some of it goes on from what the parser was at. */
  private static String whole(MarkedYamlEngineException wrong) {
    var context = Optional.ofNullable(wrong.getContext()).filter(text -> !text.isBlank());
    var problem = wrong.getProblem();
    return problem.startsWith("but ") && context.isPresent()
        ? context.get() + ", " + problem
        : problem;
  }

  private static Problem syntax(String place, String what) {
    var line = what.lines().findFirst().orElse("unknown");
    return new Problem(
        place,
        "",
        "not valid YAML, " + line,
        "correct the syntax; strings with : or # need quotes");
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(at -> at.getLine() + 1).orElse(1);
  }

  private static int column(Optional<Mark> mark) {
    return mark.map(at -> at.getColumn() + 1).orElse(1);
  }
}
