// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses at level 1: a third of the work of the default, a tenth larger. */
public final class FastGzip extends GZIPOutputStream {

  private FastGzip(Bytes out) throws IOException {
    super(out);
    def.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * The same bytes compressed.
   *
   * @param out to write into; its content is lost
   */
  public static byte[] compress(byte[] plain, Bytes out) {
    return compress(gzip -> gzip.write(plain), out);
  }

  /**
   * What both hold, one after the other, compressed.
   *
   * @param out to write into; its content is lost
   */
  public static byte[] compress(Bytes first, Bytes second, Bytes out) {
    return compress(
        gzip -> {
          first.copyTo(gzip);
          second.copyTo(gzip);
        },
        out);
  }

  private interface Source {
    void writeTo(FastGzip gzip) throws IOException;
  }

  private static byte[] compress(Source plain, Bytes out) {
    out.clear();
    try (var gzip = new FastGzip(out)) {
      plain.writeTo(gzip);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toByteArray();
  }
}
