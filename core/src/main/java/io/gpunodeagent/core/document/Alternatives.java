// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import java.util.List;

/** Names to choose from, as a sentence has them. */
public final class Alternatives {

  private Alternatives() {}

  /** Such as {@code error, warn, info or debug}; of one name, that name. */
  public static String of(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
