package io.gpunodeagent.agent.config;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What unquoted words of YAML mean to the device plugin and GPU Feature Discovery, which read YAML
 * 1.1: {@code yes} and {@code on} are booleans, {@code 010} is 8, {@code 1_000} is 1000, {@code <<}
 * merges.
 */
final class PluginSchema extends CoreSchema {

  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE");
  private static final Pattern FALSE =
      Pattern.compile("n|N|no|No|NO|off|Off|OFF|false|False|FALSE");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+|[1-9][0-9]*|0)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  @Override
  public ScalarResolver getScalarResolver() {
    return (value, implicit) -> implicit ? tag(value) : Tag.STR;
  }

  private static Tag tag(String value) {
    if (value.equals("<<")) {
      return Tag.MERGE;
    }
    if (NULL.matcher(value).matches()) {
      return Tag.NULL;
    }
    if (TRUE.matcher(value).matches() || FALSE.matcher(value).matches()) {
      return Tag.BOOL;
    }
    var digits = digits(value);
    if (INTEGER.matcher(digits).matches()) {
      return Tag.INT;
    }
    boolean decimal = DECIMAL.matcher(digits).matches() || NO_NUMBER.matcher(value).matches();
    return decimal ? Tag.FLOAT : Tag.STR;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    var constructors = new HashMap<>(super.getSchemaTagConstructors());
    constructors.put(Tag.BOOL, node -> TRUE.matcher(text(node)).matches());
    constructors.put(Tag.INT, node -> integer(digits(text(node)).toLowerCase(Locale.ROOT)));
    return constructors;
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private static String digits(String value) {
    return value.isEmpty() || value.startsWith("_") ? value : value.replace("_", "");
  }

  /** An {@code Integer} where it fits. */
  private static Number integer(String digits) {
    boolean negative = digits.startsWith("-");
    var unsigned = negative || digits.startsWith("+") ? digits.substring(1) : digits;
    var size = magnitude(unsigned);
    var value = negative ? size.negate() : size;
    return value.bitLength() < Integer.SIZE ? (Number) value.intValue() : value;
  }

  private static BigInteger magnitude(String unsigned) {
    if (unsigned.startsWith("0x")) {
      return new BigInteger(unsigned.substring(2), 16);
    }
    if (unsigned.startsWith("0b")) {
      return new BigInteger(unsigned.substring(2), 2);
    }
    if (unsigned.startsWith("0o")) {
      return new BigInteger(unsigned.substring(2), 8);
    }
    return new BigInteger(unsigned, unsigned.length() > 1 && unsigned.startsWith("0") ? 8 : 10);
  }
}
