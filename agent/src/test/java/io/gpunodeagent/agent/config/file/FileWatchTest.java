// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void aNewContentIsSeenOnce() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "one");
    var watch = new FileWatch(List.of(file), LATER);
    assertThat(watch.changed(LATER)).isFalse();
    Files.writeString(file, "other");
    assertThat(watch.changed(LATER)).isTrue();
    assertThat(watch.changed(LATER)).isFalse();
  }

  /** A pipe in place of a file would hold up every look, and with it every reload. */
  @Test
  @Timeout(20)
  void aPipeInPlaceOfTheFileIsAChangeAndIsNotOpened() throws Exception {
    var file = Files.writeString(folder.resolve("a"), "one");
    var watch = new FileWatch(List.of(file), LATER);
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(watch.changed(LATER)).isTrue();
    assertThat(watch.changed(LATER)).isFalse();
  }

  @Test
  void touchingIsNoChange() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "one");
    var watch = new FileWatch(List.of(file), LATER);
    Files.setLastModifiedTime(file, FileTime.from(LATER.minusSeconds(60)));
    assertThat(watch.changed(LATER)).isFalse();
  }

  @Test
  void theLinkSwapOfAMountedConfigMapIsSeen() throws IOException {
    var first = Files.createDirectory(folder.resolve("..2026_a"));
    var second = Files.createDirectory(folder.resolve("..2026_b"));
    var time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(Files.writeString(first.resolve("agent.yaml"), "web: {}"), time);
    Files.setLastModifiedTime(Files.writeString(second.resolve("agent.yaml"), "log: {}"), time);
    var data = Files.createSymbolicLink(folder.resolve("..data"), first);
    var file = Files.createSymbolicLink(folder.resolve("agent.yaml"), Path.of("..data/agent.yaml"));
    var watch = new FileWatch(List.of(file), LATER);

    var next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second);
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    assertThat(watch.changed(LATER)).isTrue();
    assertThat(watch.changed(LATER)).isFalse();
  }

  @Test
  void aSecondWriteWithinOneTickOfTheClockIsSeen() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "one");
    var written = Files.getLastModifiedTime(file);
    var watch = new FileWatch(List.of(file), written.toInstant());
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, written);
    assertThat(watch.changed(written.toInstant())).isTrue();
  }

  @Test
  void goingAndComingAreChanges() throws IOException {
    var file = folder.resolve("a");
    var watch = new FileWatch(List.of(file), LATER);
    Files.writeString(file, "one");
    assertThat(watch.changed(LATER)).isTrue();
    Files.delete(file);
    assertThat(watch.changed(LATER)).isTrue();
    assertThat(watch.changed(LATER)).isFalse();
  }
}
