// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.core.sources.HpcJobs.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HpcJobFilesTest {

  @TempDir private Path directory;

  @Test
  void aFileNamesTheJobsOfItsGpuOrInstance() throws IOException {
    Files.writeString(directory.resolve("0"), "job-1\n\n  job-2 \r\njob-1\n");
    Files.writeString(directory.resolve("1.7"), "job-3");
    Files.writeString(directory.resolve("notes"), "job-4");
    Files.writeString(directory.resolve("2"), "\n");
    Files.createDirectory(directory.resolve("3"));
    var jobs = new HpcJobFiles(directory).read();
    assertThat(jobs.of(new Place(0, OptionalInt.empty()))).containsExactly("job-1", "job-2");
    assertThat(jobs.of(new Place(0, OptionalInt.of(1)))).containsExactly("job-1", "job-2");
    assertThat(jobs.of(new Place(1, OptionalInt.of(7)))).containsExactly("job-3");
    assertThat(jobs.of(new Place(1, OptionalInt.empty()))).isEmpty();
    assertThat(jobs.jobs()).hasSize(2);
  }

  @Test
  void aDirectoryThatIsNotThereHasNoJobs() throws IOException {
    var files = new HpcJobFiles(directory.resolve("later"));
    assertThat(files.read().jobs()).isEmpty();
    Files.createDirectory(directory.resolve("later"));
    Files.writeString(directory.resolve("later/0"), "job");
    assertThat(files.read().of(new Place(0, OptionalInt.empty()))).isEqualTo(List.of("job"));
  }

  @Test
  void whatCannotBeReadIsLoggedWhenItBeginsAndWhenItIsOver() throws IOException {
    var later = directory.resolve("later");
    var files = new HpcJobFiles(later);
    try (var log = new LogLines(HpcJobFiles.class)) {
      files.read();
      files.read();
      assertThat(log.take()).singleElement().asString().startsWith("WARNING").contains("later");
      Files.createDirectory(later);
      files.read();
      files.read();
      assertThat(log.take())
          .containsExactly("INFO HPC job files can be read again directory=" + later);
      Files.delete(later);
      files.read();
      assertThat(log.take()).hasSize(1);
    }
  }
}
