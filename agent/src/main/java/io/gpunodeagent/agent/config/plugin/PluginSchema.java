// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.plugin;

import io.gpunodeagent.agent.document.YamlSchema;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What unquoted words of YAML mean to the device plugin and GPU Feature Discovery, which read YAML
 * 1.1: {@code yes} and {@code on} are booleans, {@code 010} is 8, {@code 1_000} is 1000, {@code <<}
 * merges.
 */
final class PluginSchema implements YamlSchema {

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
  public Schema tags() {
    return new CoreSchema() {
      @Override
      public ScalarResolver getScalarResolver() {
        return (value, implicit) -> implicit ? tag(value) : Tag.STR;
      }
    };
  }

  @Override
  public boolean truth(String written) {
    return TRUE.matcher(written).matches();
  }

  @Override
  public String number(String written) {
    var digits = digits(written).toLowerCase(Locale.ROOT);
    return INTEGER.matcher(digits).matches() ? integer(digits).toString() : digits;
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

  private static String digits(String value) {
    return value.isEmpty() || value.startsWith("_") ? value : value.replace("_", "");
  }

  private static BigInteger integer(String digits) {
    boolean negative = digits.startsWith("-");
    var size = magnitude(negative || digits.startsWith("+") ? digits.substring(1) : digits);
    return negative ? size.negate() : size;
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
